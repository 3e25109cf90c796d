"""A line of a manifest for each kind of job, for previews without data. What it points to is in the line itself."""

from __future__ import annotations

import base64
import math
import wave
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from jobs.task_types import TaskType

LABELS = ["first label", "second label"]
_TEXT = "The quick brown fox jumps over the lazy dog. It was seen in Vienna on 3 May."
_SIZE = (960, 640)
_COLOURS = ((46, 116, 181), (230, 126, 34))
_THINGS = ((90, 120, 330, 520), (520, 80, 860, 360))  # left, top, right, bottom
# What the default templates of these kinds read beside the object.
_BESIDE: dict[str, dict[str, Any]] = {
    "PreferenceRanking": {"source": "Why is the sky blue?", "responses": [
        "Air scatters short waves of light more than long ones, so blue comes from everywhere.",
        "Because it mirrors the sea."]},
    "ResponseRating": {"source": "Why is the sky blue?", "response": "Air scatters short waves of light the most."},
    "TextTranslation": {"source-language": "English", "target-language": "German"},
    "TextCorrection": {"source": "The quick brown fox jump over the lazzy dog."},
}  # fmt: skip


def line_of(kind: TaskType) -> dict[str, Any] | None:
    """A line for a kind of job, with what it reviews; None for videos, which are not made up here."""
    if kind.media == "video":
        return None
    made = {"any": _mixed, "audio": _sound, "image": _image, "document": _image}.get(kind.media, _text)()
    return made | _BESIDE.get(kind.key, {}) | _earlier(kind)


def _text() -> dict[str, Any]:
    return {"source": _TEXT}


def _image() -> dict[str, Any]:
    return {"source-ref": _picture(), "pages": [_picture()]}


def _sound() -> dict[str, Any]:
    return {"source-ref": _tone()}


def _mixed() -> dict[str, Any]:
    return _text() | _image()


def _earlier(kind: TaskType) -> dict[str, Any]:
    """What an earlier job said, for kinds that look at it (spec 2.8)."""
    about = {"type": kind.reviews, "human-annotated": "yes"}
    if kind.reviews == "groundtruth/object-detection":
        boxes = [{"class_id": number, "left": left, "top": top, "width": right - left, "height": bottom - top}
                 for number, (left, top, right, bottom) in enumerate(_THINGS)]  # fmt: skip
        names = {str(number): label for number, label in enumerate(LABELS)}
        size = {"width": _SIZE[0], "height": _SIZE[1], "depth": 3}
        return {
            "earlier": {"annotations": boxes, "image_size": [size]},
            "earlier-metadata": about | {"class-map": names},
        }
    if kind.reviews == "groundtruth/semantic-segmentation":
        colours = {str(number): {"class-name": label, "hex-color": "#{:02x}{:02x}{:02x}".format(*_COLOURS[number - 1])}
                 for number, label in enumerate(LABELS, start=1)}  # fmt: skip
        colours["0"] = {"class-name": "BACKGROUND", "hex-color": "#ffffff"}
        return {"earlier-ref": _mask(), "earlier-ref-metadata": about | {"internal-color-map": colours}}
    return {}


@cache
def _picture() -> str:
    return _drawn((226, 232, 240), outline=(30, 41, 59))


@cache
def _mask() -> str:
    return _drawn((255, 255, 255), outline=None)


def _drawn(paper: tuple[int, int, int], outline: tuple[int, int, int] | None) -> str:
    image = Image.new("RGB", _SIZE, paper)
    draw = ImageDraw.Draw(image)
    draw.rectangle(_THINGS[0], fill=_COLOURS[0], outline=outline, width=4 if outline else 0)
    draw.ellipse(_THINGS[1], fill=_COLOURS[1], outline=outline, width=4 if outline else 0)
    written = BytesIO()
    image.save(written, "PNG", optimize=True)
    return _data("image/png", written.getvalue())


@cache
def _tone() -> str:
    """Two seconds of a tone that swells and fades, 8 kHz, 8 bit."""
    rate, seconds = 8_000, 2
    written = BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(rate)
        ticks = range(rate * seconds)
        sound.writeframes(bytes(
            128 + round(90 * math.sin(math.pi * at / len(ticks)) * math.sin(at * 440 * math.tau / rate)) for at in ticks
        ))  # fmt: skip
    return _data("audio/wav", written.getvalue())


def _data(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
