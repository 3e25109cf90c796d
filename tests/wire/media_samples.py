"""Small real media for jobs of every kind, and answers that are pictures."""

from __future__ import annotations

import base64
import struct
import wave
from io import BytesIO
from typing import Any

from PIL import Image

Colours = list[list[tuple[int, ...]]]


def image(width: int = 8, height: int = 6, mode: str = "RGB", form: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new(mode, (width, height), 120 if mode == "L" else (120, 90, 60)).save(out, form)
    return out.getvalue()


def noise(form: str, **how: Any) -> bytes:
    """A picture of 903 × 701 pixels whose file is larger than what is read of an image at first."""
    out = BytesIO()
    Image.effect_noise((903, 701), 90).convert("RGB").save(out, form, **how)
    assert len(out.getvalue()) > 33_000
    return out.getvalue()


def recording() -> bytes:
    """A tenth of a second of silence."""
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes(bytes(1_600))
    return out.getvalue()


def clip() -> bytes:
    """The first box of an MP4 file: what a server can know of it."""
    return struct.pack(">I4s4sI8s", 24, b"ftyp", b"mp42", 0, b"isommp42") + bytes(64)


def document() -> bytes:
    return b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"


def painted(rows: list[str], colours: dict[str, tuple[int, ...]]) -> str:
    """A PNG in base64, as elements give it: one letter a pixel, its RGBA in `colours`."""
    picture = Image.new("RGBA", (len(rows[0]), len(rows)))
    picture.putdata([colours[letter] for row in rows for letter in row])
    out = BytesIO()
    picture.save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def rows_of(png: bytes) -> list[list[int]]:
    """The indices of a mask, row by row."""
    with Image.open(BytesIO(png)) as picture:
        assert picture.mode == "P"
        flat = list(picture.tobytes())
        return [flat[at : at + picture.width] for at in range(0, len(flat), picture.width)]
