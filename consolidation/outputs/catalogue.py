"""The forms of output by the name that a kind of job has them under (`jobs/task_types.py`)."""

from __future__ import annotations

from consolidation.outputs.classes import one_class, several_classes, verdict
from consolidation.outputs.contract import Output, one_by_one
from consolidation.outputs.marking import as_answered, corrected, inside_text, reference, spans
from consolidation.outputs.painting import adjusted_mask, instance_pixels, mask, mask_pixels
from consolidation.outputs.shapes import adjusted_shapes, shapes
from jobs import fragments

_PICTURES = 20  # objects of a chunk whose answers are pictures of up to some megabytes

OUTPUTS: dict[str, Output] = {
    "class": Output(one_class, fragments.CLASS),
    "classes": Output(several_classes, fragments.CLASSES),
    "verdict": Output(verdict, fragments.VERDICT),
    "shapes": Output(one_by_one(shapes), fragments.SHAPES),
    "adjusted-shapes": Output(one_by_one(adjusted_shapes), fragments.SHAPES),
    "mask": Output(one_by_one(mask, mask_pixels), fragments.MASK, _PICTURES),
    "adjusted-mask": Output(one_by_one(adjusted_mask, mask_pixels), fragments.MASK, _PICTURES),
    "instances": Output(one_by_one(mask, instance_pixels), fragments.MASK, _PICTURES),
    "spans": Output(one_by_one(spans, inside_text), fragments.SPANS),
    "object": Output(one_by_one(as_answered), ("confidence", *fragments.CUSTOM)),
    "correction": Output(one_by_one(corrected), ("confidence", *fragments.CUSTOM)),
    "reference": Output(one_by_one(reference), fragments.CUSTOM),
}
