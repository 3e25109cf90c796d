"""Boxes on a picture, or none: what lines say of them, and how much two sets of them are alike.

As details a picture's boxes are a table (1 + b, 6): the picture's width and height first, then each box's left, top, width,
height, class and score, in whole pixels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autolabel.arrays import NO_LABEL, Floats
from autolabel.contract import Written
from autolabel.learners.boxes import Boxes, likeness
from jobs import shapes
from jobs.answers.drawings import Drawing, Shape
from jobs.facts import JobFacts

_SIDES = ("left", "top", "width", "height")
_HAS_BOXES = 0  # what a number cannot say, the machine reads by the object


def label_in(content: Mapping[str, Any], facts: JobFacts) -> int:
    """NO_LABEL where a line has no boxes that can be read; none at all can."""
    return NO_LABEL if boxes_in(content, facts) is None else _HAS_BOXES


def boxes_in(content: Mapping[str, Any], facts: JobFacts) -> Boxes | None:
    """The boxes of a line; None where it has no label of this form, or one with a class that the job does not have."""
    value = content.get(facts.label_attribute)
    metadata = content.get(f"{facts.label_attribute}-metadata")
    names = metadata.get("class-map") if isinstance(metadata, dict) else None
    if not isinstance(value, dict):
        return None
    try:
        [size], given = value["image_size"], value["annotations"]
        sides = np.array([[float(one[side]) for side in _SIDES] for one in given]).reshape(-1, 4)
        classes = [_class_of(one["class_id"], names if isinstance(names, dict) else {}, facts) for one in given]
        return _boxes(sides, classes, float(size["width"]), float(size["height"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def table_of(found: Boxes, width: int, height: int) -> Floats:
    """Boxes as details, in whole pixels: their edges are rounded, so that boxes that touch go on doing so."""
    scale = np.array([width, height, width, height])
    corners = (found.corners * scale).round()
    sides = np.column_stack([corners[:, :2], np.maximum(corners[:, 2:] - corners[:, :2], 1)])
    head = np.array([[width, height, 0, 0, 0, 0]], np.float64)
    return np.concatenate([head, np.column_stack([sides, found.classes, found.scores])])


def boxes_of(table: Floats) -> Boxes:
    """A table of details as boxes again."""
    width, height = table[0, :2].tolist()
    return _boxes(table[1:, :4], table[1:, 4].astype(np.int64).tolist(), width, height, table[1:, 5])


def written(facts: JobFacts, _label: int, _confidence: float, details: Floats) -> Written:
    """The boxes with the machine's confidence in each."""
    drawing = Drawing(
        int(details[0, 0]),
        int(details[0, 1]),
        tuple(Shape(facts.labels[int(row[4])], _place(row)) for row in details[1:]),
    )
    trust = [round(float(score), 2) for score in details[1:, 5]]
    return Written(shapes.value_of(facts, drawing), shapes.metadata_of(facts, drawing, trust))


def proposed(facts: JobFacts, _label: int, _confidence: float, details: Floats) -> list[dict[str, Any]] | None:
    """The boxes as the tool takes them; None where there is none to begin from."""
    return [{"label": facts.labels[int(row[4])], **_place(row)} for row in details[1:]] or None


def alike(one: Drawing, other: Drawing) -> float:
    """The mean overlap of two people's boxes, 0 for each that only one of them drew."""
    numbers = {label: number for number, label in enumerate({shape.label for shape in (*one.shapes, *other.shapes)})}
    return likeness(_drawn(one, numbers), _drawn(other, numbers))


def _place(row: Floats) -> dict[str, int]:
    return dict(zip(_SIDES, row[:4].astype(np.int64).tolist(), strict=True))


def _drawn(drawing: Drawing, numbers: Mapping[str, int]) -> Boxes:
    sides = np.array([[one.place[side] for side in _SIDES] for one in drawing.shapes], np.float64).reshape(-1, 4)
    return _boxes(sides, [numbers[one.label] for one in drawing.shapes], drawing.width, drawing.height)


def _boxes(sides: Floats, classes: Sequence[int], width: float, height: float, scores: Floats | None = None) -> Boxes:
    """From left, top, width and height (b, 4) in pixels; the part outside the picture is cut off. Raises ValueError for
    numbers that are not finite, an empty picture and classes that are none."""
    if not (width > 0 and height > 0 and np.isfinite(sides).all()) or NO_LABEL in classes:
        raise ValueError
    corners = np.column_stack([sides[:, :2], sides[:, :2] + np.maximum(sides[:, 2:], 1)])
    shares = np.clip(corners / [width, height, width, height], 0, 1)
    return Boxes(shares, np.array(classes, np.int64), np.ones(len(sides)) if scores is None else scores)


def _class_of(number: object, names: Mapping[str, Any], facts: JobFacts) -> int:
    """The class of this job that a line's number means, by its name where that is told."""
    name = names.get(str(number))
    mine = facts.class_of.get(name) if isinstance(name, str) else number
    is_class = isinstance(mine, int) and not isinstance(mine, bool) and 0 <= mine < len(facts.labels)
    return mine if is_class and isinstance(mine, int) else NO_LABEL
