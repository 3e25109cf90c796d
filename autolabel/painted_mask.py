"""A mask of a picture: which label each pixel has, 0 for none; what lines say of it, and how much two of them are alike.

A machine tells classes on a coarse grid. As details a mask is a `Grid`, packed; the file that is written is as large as the
picture, its edges drawn smoothly between the grid's points.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from autolabel.arrays import NO_LABEL, Flags
from autolabel.contract import Picture, Written
from jobs import mask_files
from jobs.answers.masks import Painting
from jobs.facts import JobFacts
from jobs.image_heads import MOST_PIXELS
from jobs.mask_files import BACKGROUND_NAME, Indices

_HAS_MASK = 0  # what a number cannot say, the machine reads by the object
_HEAD = struct.Struct("<4I")
_SOFT = 255  # how much of a grid's point is a class, where it is


class MaskUnreadable(ValueError):
    """A file is no mask that can be read; the message says why."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A picture's width and height in pixels; classes (h, w), 0 for none; sure (h, w) says where the machine is."""

    width: int
    height: int
    classes: Indices
    sure: Flags

    def packed(self) -> NDArray[np.uint8]:
        """All of it as bytes (b,), some kB."""
        head = _HEAD.pack(self.width, self.height, *self.classes.shape)
        body = zlib.compress(self.classes.tobytes() + np.packbits(self.sure).tobytes())
        return np.frombuffer(head + body, np.uint8)

    @classmethod
    def of(cls, packed: NDArray[np.uint8]) -> Grid:
        """What `packed` gave."""
        content = packed.tobytes()
        width, height, rows, columns = _HEAD.unpack(content[: _HEAD.size])
        body = np.frombuffer(zlib.decompress(content[_HEAD.size :]), np.uint8)
        classes, bits = body[: rows * columns].reshape(rows, columns), body[rows * columns :]
        sure = np.unpackbits(bits, count=rows * columns).reshape(rows, columns).astype(np.bool_)
        return cls(width, height, classes, sure)

    def pixels(self, *, sure: bool = False) -> Indices:
        """The class of each pixel (height, width); with `sure`, none where the machine is not."""
        return enlarged(
            np.where(self.sure, self.classes, np.uint8(0)) if sure else self.classes, self.width, self.height
        )


def enlarged(classes: Indices, width: int, height: int) -> Indices:
    """Classes of a grid as those of a picture's pixels (height, width): at each pixel the class that is nearest, as if
    each faded from point to point."""
    found, most = np.zeros((height, width), np.uint8), np.zeros((height, width), np.uint8)
    for number in np.unique(classes).tolist():
        there = Image.fromarray(np.where(classes == number, np.uint8(_SOFT), np.uint8(0)))
        share = np.asarray(there.resize((width, height), Image.Resampling.BILINEAR))
        found[share > most] = number
        most = np.maximum(most, share)
    return found


def label_in(content: Mapping[str, Any], facts: JobFacts) -> int:
    """NO_LABEL where a line has no mask of this job's labels; the file itself is not looked at."""
    return NO_LABEL if colours_in(content, facts) is None else _HAS_MASK


def colours_in(content: Mapping[str, Any], facts: JobFacts) -> dict[str, int] | None:
    """Class by colour, from 1 in the order of the job's labels; None where a line has no label of this form, or one that
    the job does not have."""
    metadata = content.get(f"{facts.label_attribute}-metadata")
    told = metadata.get("internal-color-map") if isinstance(metadata, dict) else None
    if not isinstance(content.get(facts.label_attribute), str) or not isinstance(told, dict):
        return None
    found = {}
    for entry in told.values():
        name, colour = (
            (entry.get(key) for key in ("class-name", "hex-color")) if isinstance(entry, dict) else (None, None)
        )
        if name != BACKGROUND_NAME:
            if name not in facts.class_of or not _is_colour(colour):
                return None
            found[str(colour)] = facts.class_of[name] + 1
    return found


def read(png: bytes, colours: Mapping[str, int]) -> Indices:
    """The class of each pixel (height, width) of a mask's file. Raises MaskUnreadable."""
    try:
        with Image.open(BytesIO(png), formats=("PNG",)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise MaskUnreadable(f"it has over {MOST_PIXELS:,} pixels")
            return mask_files.numbers(image, mask_files.number_table(colours))
    except (OSError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise MaskUnreadable(f"it is no PNG image that can be read ({error})") from None


def likeness(one: Indices, other: Indices) -> float:
    """How much two masks are the same, 0..1: the mean over the labels that either has of their intersection over union,
    the background left out (spec 4.3); 1 where neither has any. 0 for masks of different sizes."""
    if one.shape != other.shape:
        return 0.0
    pairs = np.bincount(one.ravel().astype(np.int64) * 256 + other.ravel(), minlength=65_536).reshape(256, 256)
    union = pairs.sum(axis=0) + pairs.sum(axis=1) - pairs.diagonal()
    there = union > 0
    there[0] = False
    return float((pairs.diagonal()[there] / union[there]).mean()) if there.any() else 1.0


def written(facts: JobFacts, _label: int, confidence: float, details: NDArray[np.uint8]) -> Written:
    """The mask's file, which the value will be the address of, and what its numbers mean; the confidence is the whole
    picture's, as in the original's lines."""
    pixels = Grid.of(details).pixels()
    entries = _entries(facts, pixels)
    metadata = {"internal-color-map": mask_files.colour_map(entries, {}, confidence)}
    return Written(Picture(mask_files.png(pixels, entries)), metadata)


def proposed(facts: JobFacts, _label: int, _confidence: float, details: NDArray[np.uint8]) -> dict[str, Any] | None:
    """The pixels that the machine is sure of, as the tool takes them; None where there are none."""
    pixels = Grid.of(details).pixels(sure=True)
    entries = _entries(facts, pixels)
    mappings = {label: {"color": colour} for label, colour in entries.values()}
    return {"labelMappings": mappings, "src": Picture(mask_files.png(pixels, entries))} if entries else None


def alike(one: Painting, other: Painting) -> float:
    """As `likeness`, of two people's answers; 0 where one cannot be read."""
    numbers = {label: number for number, label in enumerate(
        {painted.label for painted in (*one.painted, *other.painted)}, start=1)}  # fmt: skip
    try:
        masks = [
            read(answer.png, {painted.colour: numbers[painted.label] for painted in answer.painted})
            for answer in (one, other)
        ]
    except MaskUnreadable:
        return 0.0
    return likeness(*masks)


def _entries(facts: JobFacts, pixels: Indices) -> dict[int, tuple[str, str]]:
    """Label and colour of the numbers that are there; a label has the same colour in all masks of the job."""
    colours = list(islice(mask_files.colours(), len(facts.labels)))
    used = np.flatnonzero(np.bincount(pixels.ravel(), minlength=256))
    return {number: (facts.labels[number - 1], colours[number - 1]) for number in used.tolist() if number}


def _is_colour(given: object) -> bool:
    return isinstance(given, str) and len(given) == 7 and given[0] == "#" and _is_hexadecimal(given[1:])


def _is_hexadecimal(digits: str) -> bool:
    try:
        return len(bytes.fromhex(digits)) == 3
    except ValueError:
        return False
