"""Answers that paint: a PNG in which each colour stands for a label, or for one instance of a label.

Here only what the answer says beside its picture is read, and the picture's mark: a turn is answered in milliseconds.
The pixels are looked at when the object is labeled (`consolidation/outputs/painting.py`).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jobs.answers.drawings import size
from jobs.answers.finding import each, known, under
from jobs.errors import AnswerInvalid

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_PNG = b"\x89PNG\r\n\x1a\n"
MOST_INSTANCES = 255  # the output has one byte a pixel, and one value of it is the background


@dataclass(frozen=True)
class Painted:
    """One colour of the picture and what it stands for."""

    label: str
    colour: str  # #rrggbb in lower case


@dataclass(frozen=True)
class Painting:
    """A picture of an image's size; colours that are not in `painted` are background."""

    width: int
    height: int
    painted: tuple[Painted, ...]
    png: bytes


def read_mask(answer: Mapping[str, Any], element: str, class_of: Mapping[str, int]) -> Painting:
    """crowd-semantic-segmentation's: `labelMappings` and `labeledImage`; a label has one colour."""
    found = under(answer, element, "labelMappings", dict)

    def painted(given: tuple[str, Any]) -> Painted:
        label, mapping = given
        return Painted(known(label, class_of), _colour(mapping))

    return _painting(found, tuple(map(painted, found["labelMappings"].items())))


def read_instances(answer: Mapping[str, Any], element: str, class_of: Mapping[str, int]) -> Painting:
    """crowd-instance-segmentation's: `instances` and `labeledImage`; a label may have many colours."""
    found = under(answer, element, "instances", list)
    if len(found["instances"]) > MOST_INSTANCES:
        raise AnswerInvalid(f"The answer has {len(found['instances'])} instances; at most {MOST_INSTANCES} are taken.")

    def painted(given: dict[str, Any]) -> Painted:
        return Painted(known(given.get("label"), class_of), _colour(given))

    return _painting(found, tuple(each(found["instances"], "instance", painted)))


def _painting(found: Mapping[str, Any], painted: tuple[Painted, ...]) -> Painting:
    if len({one.colour for one in painted}) < len(painted):
        raise AnswerInvalid("The answer has one colour twice; each label or instance needs a colour of its own.")
    return Painting(*size(found), painted, _png(found.get("labeledImage")))


def _colour(given: object) -> str:
    colour = given.get("color") if isinstance(given, dict) else None
    if not isinstance(colour, str) or not _COLOUR.fullmatch(colour.lower()):
        raise AnswerInvalid(f"The answer has {repr(colour)[:40]} as a colour; wanted is one such as #2ca02c.")
    return colour.lower()


def _png(given: object) -> bytes:
    text = given.get("pngImageData") if isinstance(given, dict) else None
    try:
        png = base64.b64decode(text, validate=True) if isinstance(text, str) else b""
    except (binascii.Error, ValueError):
        png = b""
    if not png.startswith(_PNG):
        raise AnswerInvalid("The answer's labeledImage.pngImageData is no PNG image in base64.")
    return png
