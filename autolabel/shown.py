"""Objects as pages show them: a picture or a text, and their label in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import orjson
from django.urls import reverse

from jobs.answers import reading
from jobs.answers.choices import Choice, Choices
from jobs.errors import AnswerInvalid
from jobs.facts import JobFacts, facts_of
from jobs.models import Assignment, DataObject, LabelingJob
from tenants import storage
from tenants.errors import PlumblineError

_SECONDS = 3600  # that a link to a file is good for
_CUT = 400  # characters of a text


@dataclass(frozen=True)
class Shown:
    """An object: its `picture` where it has one, else a `text`; `page` is where its answers are."""

    line_no: int
    text: str
    picture: str
    page: str


def shown(job: LabelingJob, one: DataObject) -> Shown:
    """The object as a list shows it."""
    line = orjson.loads(one.line)
    given = str(line.get(job.kind.key_in(line), ""))
    in_file = given.startswith("s3://")
    text = given.rpartition("/")[2] if in_file else given
    cut = text if len(text) <= _CUT else f"{text[: _CUT - 1]}…"
    page = reverse("admin:consolidation_crowdstanding_object", args=[job.pk, one.line_no])
    return Shown(one.line_no, cut, _picture(given) if in_file and job.kind.media == "image" else "", page)


def _picture(uri: str) -> str:
    """Where a browser may read it; "" where it is none of this account."""
    try:
        return storage.presigned(uri, _SECONDS)
    except PlumblineError:
        return ""


def names(job: LabelingJob, label: int) -> list[str]:
    """The classes that a label of one or of several means."""
    if job.kind.machine == "class":
        return [str(job.labels[label])]
    return [str(name) for number, name in enumerate(job.labels) if label >> number & 1]


def in_words(job: LabelingJob, label: int) -> str:
    """A label of one class or of several."""
    return ", ".join(names(job, label)) or "none of the labels"


def answers_to(job: LabelingJob, objects: Sequence[DataObject]) -> dict[int, list[str]]:
    """By object, who said what."""
    facts = facts_of(job.pk)
    found: dict[int, list[str]] = {one.pk: [] for one in objects}
    turns = Assignment.objects.filter(data_object__in=objects, state=Assignment.State.SUBMITTED)
    for turn in turns.select_related("worker__user").order_by("ended_at", "pk"):
        found[turn.data_object_id].append(f"{turn.worker.name or turn.worker.user.email}: {_said(facts, turn)}")
    return found


def _said(facts: JobFacts, turn: Assignment) -> str:
    try:
        read = reading.read(facts, turn.answer)
    except AnswerInvalid:
        return "an answer that cannot be read"
    if isinstance(read, Choice):
        return read.label
    return ", ".join(read.labels) or "none of the labels" if isinstance(read, Choices) else "another kind of answer"
