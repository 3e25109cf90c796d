"""Shapes on an image: from drawings to arrays and back, in whole pixels as output lines have them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from consolidation.functions.boxes import Boxes
from consolidation.functions.boxes import boxes as fused_boxes
from consolidation.functions.contract import Agreed, Content, ContentFunction, Given, Known
from consolidation.functions.outlines import Outlines
from consolidation.functions.points import Points
from consolidation.functions.points import keypoints as fused_points
from consolidation.functions.polygons import polygons as fused_polygons
from consolidation.functions.polylines import polylines as fused_lines
from consolidation.merging.contract import Merge
from jobs.answers.drawings import Drawing, Shape
from jobs.facts import JobFacts

_SIDES = ("left", "top", "width", "height")


def _merge(
    function: ContentFunction[Content],
    arrays: Callable[[JobFacts, Drawing], Content],
    shapes: Callable[[JobFacts, Content], list[Shape]],
) -> Merge:
    def merge(facts: JobFacts, objects: Sequence[Sequence[Given[Drawing]]], known: Known, /) -> list[Agreed[Drawing]]:
        given = [[Given(one.worker, arrays(facts, one.content)) for one in answers] for answers in objects]
        return [
            _drawing(answers, agreed, shapes(facts, agreed.content))
            for answers, agreed in zip(objects, function(given, known), strict=True)
        ]

    return merge


def _drawing(answers: Sequence[Given[Drawing]], agreed: Agreed[Any], shapes: list[Shape]) -> Agreed[Drawing]:
    """One answer alone is passed on; of several, the image has the size that most of them gave it."""
    if len(answers) == 1:
        return replace(agreed, content=answers[0].content)
    sizes = Counter((one.content.width, one.content.height) for one in answers)
    width, height = min(sizes, key=lambda size: (-sizes[size], size))
    return replace(agreed, content=Drawing(width, height, tuple(shapes)))


def _boxes_of(facts: JobFacts, drawing: Drawing) -> Boxes:
    sides = [[one.place[side] for side in _SIDES] for one in drawing.shapes]
    return Boxes(_classes(facts, drawing), np.array(sides, np.float64).reshape(-1, 4))


def _from_boxes(facts: JobFacts, found: Boxes) -> list[Shape]:
    """The edges are rounded, not the width: two boxes that touch go on doing so."""
    near = found.sides[:, :2].round(6)
    far = (near + found.sides[:, 2:]).round(6)
    corners = np.column_stack([near, far]).round().astype(np.int64).tolist()
    return [
        Shape(label, {"left": left, "top": top, "width": right - left, "height": bottom - top})
        for label, (left, top, right, bottom) in zip(_names(facts, found.labels), corners, strict=True)
    ]


def _outlines_of(facts: JobFacts, drawing: Drawing) -> Outlines:
    vertices = [np.array([[at["x"], at["y"]] for at in one.place["vertices"]], np.float64) for one in drawing.shapes]
    return Outlines(_classes(facts, drawing), tuple(vertices))


def _from_outlines(facts: JobFacts, found: Outlines) -> list[Shape]:
    return [
        Shape(label, {"vertices": [{"x": round(x), "y": round(y)} for x, y in vertices.tolist()]})
        for label, vertices in zip(_names(facts, found.labels), found.vertices, strict=True)
    ]


def _points_of(facts: JobFacts, drawing: Drawing) -> Points:
    places = [[one.place["x"], one.place["y"]] for one in drawing.shapes]
    return Points(_classes(facts, drawing), np.array(places, np.float64).reshape(-1, 2))


def _from_points(facts: JobFacts, found: Points) -> list[Shape]:
    return [
        Shape(label, {"x": round(x), "y": round(y)})
        for label, (x, y) in zip(_names(facts, found.labels), found.places.tolist(), strict=True)
    ]


def _classes(facts: JobFacts, drawing: Drawing) -> Any:
    return np.array([facts.class_of[one.label] for one in drawing.shapes], np.int64)


def _names(facts: JobFacts, labels: Any) -> list[str]:
    return [facts.labels[number] for number in labels.tolist()]


boxes = _merge(fused_boxes, _boxes_of, _from_boxes)
polygons = _merge(fused_polygons, _outlines_of, _from_outlines)
polylines = _merge(fused_lines, _outlines_of, _from_outlines)
keypoints = _merge(fused_points, _points_of, _from_points)
