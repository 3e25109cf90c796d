"""Shapes on an image as output lines have them, in the form that detectors are trained with, from whomever they are
(spec 2.8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jobs.answers.drawings import Drawing
from jobs.facts import JobFacts

# The channels of the picture that workers saw; a browser shows no others.
_DEPTH = 3


def value_of(facts: JobFacts, drawing: Drawing) -> dict[str, Any]:
    """`image_size` and `annotations`."""
    return {
        "image_size": [{"width": drawing.width, "height": drawing.height, "depth": _DEPTH}],
        "annotations": [{"class_id": facts.class_of[one.label], **one.place} for one in drawing.shapes],
    }


def metadata_of(facts: JobFacts, drawing: Drawing, trust: Sequence[float]) -> dict[str, Any]:
    """How far to trust each shape, and the classes that are there."""
    used = sorted({facts.class_of[one.label] for one in drawing.shapes})
    return {
        "objects": [{"confidence": one} for _, one in zip(drawing.shapes, trust, strict=True)],
        "class-map": {str(number): facts.labels[number] for number in used},
    }
