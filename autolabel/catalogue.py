"""The kinds of label that machines learn, by the name that a kind of job has them under (`jobs/task_types.py`)."""

from __future__ import annotations

from autolabel import marked_words, one_class, painted_mask, several_boxes, several_classes
from autolabel.contract import Kind
from jobs import fragments
from jobs.models import LabelingJob

CATALOGUE: dict[str, Kind] = {
    "class": Kind(one_class.label_in, one_class.written, fragments.CLASS, one_class.alike, one_class.proposed),
    "classes": Kind(
        several_classes.label_in,
        several_classes.written,
        fragments.CLASSES,
        several_classes.alike,
        several_classes.proposed,
    ),
    "boxes": Kind(
        several_boxes.label_in,
        several_boxes.written,
        fragments.SHAPES,
        several_boxes.alike,
        several_boxes.proposed,
        target=0.6,  # the original's (spec 4.3)
        graded=True,
    ),
    "mask": Kind(
        painted_mask.label_in,
        painted_mask.written,
        fragments.MASK,
        painted_mask.alike,
        painted_mask.proposed,
        target=0.7,  # the original's (spec 4.3)
        graded=True,
        compared=20,  # their pictures are opened for a page
    ),
    "spans": Kind(
        marked_words.label_in,
        marked_words.written,
        fragments.SPANS,
        marked_words.alike,
        marked_words.proposed,
        target=0.8,
        graded=True,
    ),
}


def kind_of(job: LabelingJob) -> Kind:
    """How a machine learns the labels of this job."""
    return CATALOGUE[job.kind.machine]
