"""Objects alike, as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from autolabel.shown import Shown, shown
from autolabel.similar import Similar
from jobs.models import DataObject, Label, LabelingJob

_STATES = {DataObject.State.FAILED: "failed", DataObject.State.LABELED: "labeled"}


@dataclass(frozen=True)
class Tile:
    """One of them; `similar` is the page of those like it."""

    shown: Shown
    label: str
    percent: str
    similar: str


def tile_of(job: LabelingJob, found: Similar) -> Tile:
    """An object with its label, or in what state it is without one that is a class."""
    label: Label | None = getattr(found.one, "label", None)
    number = label.class_index if label else None
    state = _STATES.get(DataObject.State(found.one.state), "not labeled yet")
    said = state if number is None else str(job.labels[number])
    return Tile(shown(job, found.one), said, found.percent, address_of(job, found.one.line_no))


def address_of(job: LabelingJob, line_no: int) -> str:
    """The page of the objects most like this one."""
    return reverse("admin:autolabel_labelcheck_similar", args=[job.pk, line_no])
