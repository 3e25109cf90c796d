"""Answers that draw on an image: boxes, polygons, lines and points, in pixels of the image as it is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from jobs.answers.finding import each, known, number, under, whole
from jobs.errors import AnswerInvalid


@dataclass(frozen=True)
class Shape:
    """A label and where it is; `place` holds whole pixels under the names that output lines use."""

    label: str
    place: Mapping[str, Any]


@dataclass(frozen=True)
class Drawing:
    """Shapes on an image of this size."""

    width: int
    height: int
    shapes: tuple[Shape, ...]


def _box(given: dict[str, Any]) -> dict[str, int]:
    return {
        "left": _pixel(given, "left"), "top": _pixel(given, "top"),
        "width": _pixel(given, "width", least=0), "height": _pixel(given, "height", least=0),
    }  # fmt: skip


def _point(given: dict[str, Any]) -> dict[str, int]:
    return {"x": _pixel(given, "x"), "y": _pixel(given, "y")}


def _vertices(given: dict[str, Any], *, fewest: int) -> dict[str, list[dict[str, int]]]:
    points = given.get("vertices")
    if not isinstance(points, list) or len(points) < fewest:
        raise AnswerInvalid(f"it needs a list of at least {fewest} vertices.")
    return {"vertices": list(each(points, "vertex", _point))}


def _pixel(given: dict[str, Any], side: str, **limit: int) -> int:
    return round(number(given.get(side), side, **limit))


def _drawing(
    member: str,
    place: Callable[[dict[str, Any]], Mapping[str, Any]],
    answer: Mapping[str, Any],
    element: str,
    class_of: Mapping[str, int],
) -> Drawing:
    found = under(answer, element, member, list)
    width, height = size(found)

    def shape(given: dict[str, Any]) -> Shape:
        return Shape(known(given.get("label"), class_of), place(given))

    return Drawing(width, height, tuple(each(found[member], "shape", shape)))


def size(found: Mapping[str, Any]) -> tuple[int, int]:
    """Width and height that an answer gives for its image."""
    given = found.get("inputImageProperties")
    if not isinstance(given, dict):
        raise AnswerInvalid("The answer has no inputImageProperties; wanted is {width, height} of the image.")
    return whole(given.get("width"), "the image's width", 1), whole(given.get("height"), "the image's height", 1)


read_boxes = partial(_drawing, "boundingBoxes", _box)
read_polygons = partial(_drawing, "polygons", partial(_vertices, fewest=3))
read_polylines = partial(_drawing, "polylines", partial(_vertices, fewest=2))
read_keypoints = partial(_drawing, "keypoints", _point)
