"""Copies follow what a person decides about the label that they were given (`copying.py`). Light: web processes use it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import orjson

from autolabel.models import Copies
from autolabel.records import numbers
from jobs import relabeling
from jobs.models import Label, LabelingJob


def has_copies(job: LabelingJob) -> bool:
    """Are there copies, which follow?"""
    return Copies.objects.filter(job=job, count__gt=0).exists()


def follow(job: LabelingJob, lines: Iterable[int]) -> int:
    """Where these lines are copies or have some, the copies' labels become their leaders' as they are now; how many
    changed. One that somebody corrected, or that people were asked about itself, is a copy no longer. The job is held."""
    kept = Copies.objects.filter(job=job, count__gt=0).first()
    if kept is None:
        return 0
    leaders = numbers(kept.leaders)
    heads = np.unique(leaders[[line for line in lines if line < len(leaders)]])
    members = np.flatnonzero(np.isin(leaders, heads)).tolist()
    found = Label.objects.filter(data_object__job=job, data_object__line_no__in=members, human=True)
    labels = {one.data_object.line_no: one for one in found.select_related("data_object")}
    pairs = [(labels[line], int(leaders[line])) for line in members if line in labels and leaders[line] != line]
    return sum(_follow(job, copy, labels[head], head) for copy, head in pairs if head in labels)


def as_copy(fragment: str, attribute: str, leader: int) -> str:
    """The leader's label, with the line that it was given to, counted from 0 as everywhere."""
    content = orjson.loads(f"{{{fragment}}}")
    content[f"{attribute}-metadata"]["copy-of"] = leader
    return orjson.dumps(content).decode()[1:-1]


def _follow(job: LabelingJob, copy: Label, leader: Label, line: int) -> int:
    own = orjson.loads(f"{{{copy.fragment}}}")[f"{job.label_attribute}-metadata"]
    fragment = as_copy(leader.fragment, job.label_attribute, line)
    if own.get("copy-of") != line or copy.fragment == fragment:
        return 0
    relabeling.set_label(
        copy.pk, class_index=leader.class_index, confidence=leader.confidence, fragment=fragment,
        created_at=leader.created_at,
    )  # fmt: skip
    return 1
