"""What is drawn on an image: boxes, polygons, lines and points, in the shape that detectors are trained with."""

from __future__ import annotations

from typing import Any

from consolidation.outputs.contract import Outcome, Sight
from jobs import earlier_labels
from jobs import shapes as values
from jobs.answers.drawings import Drawing


def shapes(sight: Sight) -> Outcome:
    """`image_size` and `annotations`; the metadata has a confidence for each, and the classes that are there."""
    drawing: Drawing = sight.agreed.content
    facts, confidence = sight.ground.facts, sight.agreed.confidence
    trust = sight.agreed.parts or [confidence for _ in drawing.shapes]
    value, metadata = values.value_of(facts, drawing), values.metadata_of(facts, drawing, trust)
    return Outcome(value, metadata, confidence)


def adjusted_shapes(sight: Sight) -> Outcome:
    """As `shapes`, and whether anybody changed anything of the earlier label (spec 2.8)."""
    outcome = shapes(sight)
    before = earlier_labels.of_job(sight.line, sight.ground.facts)
    boxes = _sorted(earlier_labels.boxes(before)) if before else None
    changed = any(_sorted(_boxes(drawing)) != boxes for drawing in sight.contents)
    outcome.metadata["adjustment-status"] = "adjusted" if changed else "unadjusted"
    return outcome


def _boxes(drawing: Drawing) -> list[dict[str, Any]]:
    return [{**one.place, "label": one.label} for one in drawing.shapes]


def _sorted(boxes: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Boxes without their order; elements give them back in whole pixels."""
    return sorted((box["label"], *(round(box[side]) for side in ("left", "top", "width", "height"))) for box in boxes)
