"""The forms of output by the name that a kind of job has them under (`jobs/task_types.py`)."""

from __future__ import annotations

from consolidation.outputs.classes import one_class, several_classes, verdict
from consolidation.outputs.contract import Output, one_by_one
from consolidation.outputs.marking import as_answered, inside_text, reference, spans
from consolidation.outputs.painting import adjusted_mask, instance_pixels, mask, mask_pixels
from consolidation.outputs.shapes import adjusted_shapes, shapes

# The orders in which real files have the keys (spec 2.8).
_CLASS = ("confidence", "job-name", "class-name", "human-annotated", "creation-date", "type")
_CLASSES = ("job-name", "class-map", "human-annotated", "creation-date", "confidence-map", "type")
_VERDICT = ("class-name", "confidence", "type", "job-name", "human-annotated", "creation-date", "worker-feedback")
_SHAPES = ("objects", "class-map", "type", "human-annotated", "creation-date", "job-name", "adjustment-status")
_MASK = ("internal-color-map", "type", "human-annotated", "creation-date", "job-name", "adjustment-status")
_SPANS = ("job-name", "type", "creation-date", "human-annotated", "entities")
_CUSTOM = ("job-name", "type", "human-annotated", "creation-date", "worker-response-ref")
_PICTURES = 20  # objects of a chunk whose answers are pictures of up to some megabytes

OUTPUTS: dict[str, Output] = {
    "class": Output(one_class, _CLASS),
    "classes": Output(several_classes, _CLASSES),
    "verdict": Output(verdict, _VERDICT),
    "shapes": Output(one_by_one(shapes), _SHAPES),
    "adjusted-shapes": Output(one_by_one(adjusted_shapes), _SHAPES),
    "mask": Output(one_by_one(mask, mask_pixels), _MASK, _PICTURES),
    "adjusted-mask": Output(one_by_one(adjusted_mask, mask_pixels), _MASK, _PICTURES),
    "instances": Output(one_by_one(mask, instance_pixels), _MASK, _PICTURES),
    "spans": Output(one_by_one(spans, inside_text), _SPANS),
    "object": Output(one_by_one(as_answered), ("confidence", *_CUSTOM)),
    "reference": Output(one_by_one(reference), _CUSTOM),
}
