"""What every form of output takes and gives back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
import structlog

from consolidation.catalogue import CONTENTS
from consolidation.chunk import Answered
from consolidation.faults import FAULTS
from consolidation.functions.contract import Agreed, Given
from consolidation.memory import Memory
from jobs.answers import reading
from jobs.errors import AnswerInvalid
from jobs.facts import JobFacts
from jobs.layout import Layout
from jobs.models import LabelingJob

log = structlog.get_logger("consolidation.outputs")


@dataclass(frozen=True)
class Ground:
    """The job that labels are made for, what is known of its workers, and what each hundredth of a confidence turned out
    to mean (101 figures, or none: `gold.py`)."""

    job: LabelingJob
    facts: JobFacts
    layout: Layout
    memory: Memory
    meaning: Sequence[float] = ()


@dataclass(frozen=True)
class Outcome:
    """The label of one object: its value, what its metadata says beside the members that all have, the files that the
    value points to, and how good each answer was (worker id, 0..1; nan: nothing to compare)."""

    value: Any
    metadata: dict[str, Any]
    confidence: float
    class_index: int | None = None
    files: tuple[tuple[str, bytes], ...] = ()
    marks: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True)
class Unusable:
    """Why an object has no label: none of its answers can be read."""

    reason: str


@dataclass(frozen=True)
class OneMore:
    """An object whose answers are not enough yet: somebody else is asked."""

    reason: str


@dataclass(frozen=True)
class Output:
    """A form of output. `label` gives one result for each object of a chunk, in its order; `order` is the original's
    order of the metadata's keys; `most` objects are a chunk (fewer where answers are large)."""

    label: Callable[[Ground, Sequence[Answered]], Sequence[Outcome | Unusable | OneMore]]
    order: tuple[str, ...]
    most: int = 500


@dataclass(frozen=True)
class Read:
    """The answers to one object that can be read, in the order they came in, and what is wrong with the others."""

    one: Answered
    workers: tuple[int, ...]
    contents: tuple[Any, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Sight:
    """One object in the making: its answers, never none, and what they come to."""

    ground: Ground
    one: Answered
    contents: Sequence[Any]
    agreed: Agreed[Any]

    @property
    def line(self) -> dict[str, Any]:
        parsed: dict[str, Any] = orjson.loads(self.one.line)
        return parsed


Look = Callable[[Ground, Answered, Any], Any]


def one_by_one(
    make: Callable[[Sight], Outcome], look: Look | None = None
) -> Callable[[Ground, Sequence[Answered]], list[Outcome | Unusable]]:
    """A form that writes each object by itself, from what the job's function makes of the chunk's answers.

    `look` looks at a content more closely than a submit does, e.g. at the pixels of a mask; it gives the content that
    is merged, or raises `AnswerInvalid`.
    """

    def label(ground: Ground, chunk: Sequence[Answered]) -> list[Outcome | Unusable]:
        found = [readable(ground, one, look) for one in chunk]
        agreed = _agreed(ground, [read for read in found if read.contents])
        return [one_label(ground, read, agreed.get(read.one.object_id)) for read in found]

    def one_label(ground: Ground, read: Read, agreed: Agreed[Any] | Unusable | None) -> Outcome | Unusable:
        if not isinstance(agreed, Agreed):
            return agreed or unusable(read.faults)
        try:
            made = make(Sight(ground, read.one, read.contents, agreed))
        except FAULTS as error:
            return unusable([fault_of(ground, read.one.object_id, error)])
        return replace(made, marks=tuple(zip(read.workers, agreed.quality, strict=False)))

    return label


def _agreed(ground: Ground, found: Sequence[Read]) -> dict[int, Agreed[Any] | Unusable]:
    """By object, what its answers come to. Where the function trips over the chunk, each object is merged alone, so that
    only the one at fault fails."""
    places: dict[int, int] = {}
    objects = [
        [Given(places.setdefault(worker, len(places)), content)
         for worker, content in zip(read.workers, read.contents, strict=True)]
        for read in found
    ]  # fmt: skip
    merge, known = CONTENTS[ground.facts.consolidation], ground.memory.known(list(places))
    agreed: dict[int, Agreed[Any] | Unusable] = {}
    try:
        merged = merge(ground.facts, objects, known)
        agreed.update((read.one.object_id, one) for read, one in zip(found, merged, strict=True))
    except FAULTS:
        for read, given in zip(found, objects, strict=True):
            try:
                [agreed[read.one.object_id]] = merge(ground.facts, [given], known)
            except FAULTS as error:
                agreed[read.one.object_id] = unusable([fault_of(ground, read.one.object_id, error)])
    return agreed


def readable(ground: Ground, one: Answered, look: Look | None = None) -> Read:
    """The answers to an object that can be read, and what is wrong with those that cannot."""
    workers: list[int] = []
    contents: list[Any] = []
    faults: list[str] = []
    for answer in one.answers:
        try:
            content = reading.read(ground.facts, answer.content)
            contents.append(look(ground, one, content) if look else content)
            workers.append(answer.worker_id)
        except FAULTS as error:
            faults.append(fault_of(ground, one.object_id, error))
    return Read(one, tuple(workers), tuple(contents), tuple(faults))


def fault_of(ground: Ground, object_id: int, error: BaseException) -> str:
    """What is wrong with an object's answer or line, by one of `FAULTS`. One that nobody foresaw is in the log."""
    if isinstance(error, AnswerInvalid):
        return str(error)
    log.error("answer_not_understood", job=ground.job.pk, data_object=object_id, exc_info=error)
    return f"The server could not make a label of it ({type(error).__name__})."


def unusable(faults: Sequence[str]) -> Unusable:
    """An object fails with the first of these faults."""
    told = faults[0] if faults else "There is none."
    remedy = "Retry it; if all objects fail like this, create a job with a corrected template."
    return Unusable(f"ClientError: no answer to this object can be used. {told} {remedy}")
