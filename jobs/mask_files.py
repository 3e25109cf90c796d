"""Masks as files: the indexed PNG that segmenters are trained with, and what its numbers mean (spec 2.8)."""

from __future__ import annotations

import colorsys
import math
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Indices = NDArray[np.uint8]  # (height, width), 0 is the background
BACKGROUND_NAME, BACKGROUND = "BACKGROUND", "#ffffff"
# The drawing tools' first colours; others follow round the colour circle, each far from the one before.
_FIRST = ("#2ca02c", "#1f77b4", "#ff7f0e", "#d62728")
_TURN = (math.sqrt(5) - 1) / 2


def colour_map(entries: Mapping[int, tuple[str, str]], trust: Mapping[int, float], whole: float) -> dict[str, Any]:
    """The metadata's `internal-color-map`: label and colour of each number and of the background, and how far to trust
    it, `whole` where nothing is said of a number alone."""
    names = {0: (BACKGROUND_NAME, BACKGROUND), **entries}
    return {
        str(number): {"class-name": name, "hex-color": colour, "confidence": trust.get(number, whole)}
        for number, (name, colour) in sorted(names.items())
    }


def png(indices: Indices, entries: Mapping[int, tuple[str, str]]) -> bytes:
    """8 bits a pixel, 256 palette entries, white where there is no label."""
    palette = np.full((256, 3), 255, np.uint8)
    for number, (_, colour) in entries.items():
        palette[number] = list(bytes.fromhex(colour[1:]))
    image = Image.fromarray(indices, "P")
    image.putpalette(palette.tobytes())
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def number_table(number_of: Mapping[str, int]) -> Indices:
    """The number of each colour there is, 0 for those without one: a table of all is filled and asked faster than a few
    colours are searched for a million times."""
    table = np.zeros(1 << 24, np.uint8)
    table[[_packed(colour) for colour in number_of]] = list(number_of.values())
    return table


def numbers(image: Image.Image, table: Indices) -> Indices:
    """The number of each pixel's colour, 0 for what is see-through."""
    packed = np.asarray(image.convert("RGBA")).view("<u4")[..., 0]  # 0xAABBGGRR
    return np.where(packed >> 24 > 0, table[packed & 0xFFFFFF], np.uint8(0))


def colours() -> Iterator[str]:
    """256 colours, each different, none of them the background's."""
    seen = set(_FIRST)
    yield from _FIRST
    turn = 0.0
    while len(seen) < 256:
        turn = (turn + _TURN) % 1
        red, green, blue = colorsys.hsv_to_rgb(turn, 0.5 + 0.5 * (len(seen) % 3) / 2, 0.95 - 0.25 * (len(seen) % 2))
        colour = f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"
        if colour not in seen:
            seen.add(colour)
            yield colour


def _packed(colour: str) -> int:
    red, green, blue = bytes.fromhex(colour[1:])
    return red | green << 8 | blue << 16
