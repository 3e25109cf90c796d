"""Who said what about one object, and how near each answer comes to what they all say together."""

from __future__ import annotations

from dataclasses import dataclass, replace

import orjson

from consolidation import wording
from consolidation.faults import FAULTS
from jobs import looking, proposals
from jobs.answers import reading
from jobs.facts import facts_of
from jobs.models import Assignment, DataObject, LabelingJob
from workforce.models import Worker

_SET_ASIDE = "It did not label the object, which was opened again."
_UNREADABLE = "This answer cannot be read as one of this kind of job."


@dataclass(frozen=True)
class Turn:
    """An answer to an object; `content` is what it was read as, None where it cannot be. `quality`: the chance that it is
    right, or how like the label it is; None where there was nothing to compare it with. `note` says why it does not count.
    `prefilled`: it began from what the machine proposed."""

    worker: Worker
    seconds: float
    said: str
    content: object
    quality: float | None
    note: str = ""
    prefilled: bool = False

    @property
    def percent(self) -> str:
        return "" if self.quality is None else f"{self.quality:.0%}"


def turns_of(job: LabelingJob, one: DataObject) -> list[Turn]:
    """The answers to an object, in the order in which they came in."""
    given = list(looking.answers(one))
    line = orjson.loads(one.line)
    # Here, or every web process would load all functions and scipy (33 MB) only by knowing of this page.
    from consolidation.marks import marks_of  # noqa: PLC0415  # it loads scipy, which web processes do not need at start

    marks = marks_of(job, one, [turn for turn in given if turn.state == Assignment.State.SUBMITTED])
    prefilled = proposals.proposal_of(one.pk) is not None
    return [replace(_turn(job, turn, wording.text_of(line), marks), prefilled=prefilled) for turn in given]


def seconds_of(turn: Assignment) -> float:
    """From when the object came on the worker's screen until the answer."""
    assert turn.ended_at is not None  # it was submitted
    return (turn.ended_at - (turn.started_at or turn.leased_at)).total_seconds()


def _turn(job: LabelingJob, turn: Assignment, text: str, marks: dict[int, float]) -> Turn:
    note = _SET_ASIDE if turn.state == Assignment.State.SET_ASIDE else ""
    content = None
    try:
        content = reading.read(facts_of(job.pk), turn.answer)
        said = wording.said(content, text)
    except FAULTS:
        said, note = wording.shortened(orjson.dumps(turn.answer).decode()), note or _UNREADABLE
    return Turn(turn.worker, seconds_of(turn), said, content, None if note else marks.get(turn.worker_id), note)
