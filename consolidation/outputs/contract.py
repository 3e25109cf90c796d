"""What every form of output takes and gives back."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import orjson
import structlog

from consolidation.catalogue import CONTENTS
from consolidation.chunk import Answered
from consolidation.functions.contract import Agreed
from jobs.answers import reading
from jobs.errors import AnswerInvalid
from jobs.facts import JobFacts
from jobs.layout import Layout
from jobs.models import LabelingJob

log = structlog.get_logger("consolidation.outputs")
# What fails an object alone: faults that readers name, and whatever else our code trips over in an answer or a line;
# without these, one object would hold up its job for ever. Outages of store, database and hints are not among them.
FAULTS = (
    AnswerInvalid, ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, RecursionError,
    StopIteration, TypeError, ValueError, struct.error, zlib.error,
)  # fmt: skip


@dataclass(frozen=True)
class Ground:
    """The job that labels are made for."""

    job: LabelingJob
    facts: JobFacts
    layout: Layout


@dataclass(frozen=True)
class Outcome:
    """The label of one object: its value, what its metadata says beside the members that all have, and the files that
    the value points to."""

    value: Any
    metadata: dict[str, Any]
    confidence: float
    class_index: int | None = None
    files: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True)
class Unusable:
    """Why an object has no label: none of its answers can be read."""

    reason: str


@dataclass(frozen=True)
class Output:
    """A form of output. `label` gives one result for each object of a chunk, in its order; `order` is the original's
    order of the metadata's keys; `most` objects are a chunk (fewer where answers are large)."""

    label: Callable[[Ground, Sequence[Answered]], list[Outcome | Unusable]]
    order: tuple[str, ...]
    most: int = 500


@dataclass(frozen=True)
class Sight:
    """One object in the making: `contents` are its answers that can be read, in the order they came in, never none."""

    ground: Ground
    one: Answered
    contents: Sequence[Any]
    agreed: Agreed[Any] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "agreed", CONTENTS[self.ground.facts.kind.consolidation](self.contents))

    @property
    def line(self) -> dict[str, Any]:
        parsed: dict[str, Any] = orjson.loads(self.one.line)
        return parsed


def one_by_one(
    make: Callable[[Sight], Outcome], look: Callable[[Ground, Answered, Any], Any] | None = None
) -> Callable[[Ground, Sequence[Answered]], list[Outcome | Unusable]]:
    """A form whose objects do not depend on each other. `look` looks at a content more closely than a submit does, e.g.
    at the pixels of a mask; it gives the content that `make` gets, or raises `AnswerInvalid`."""

    def label(ground: Ground, chunk: Sequence[Answered]) -> list[Outcome | Unusable]:
        return [one_label(ground, one) for one in chunk]

    def one_label(ground: Ground, one: Answered) -> Outcome | Unusable:
        contents, faults = readable(ground, one, look)
        if not contents:
            return unusable(faults)
        try:
            return make(Sight(ground, one, contents))
        except FAULTS as error:
            return unusable([fault_of(ground, one.object_id, error)])

    return label


def readable(
    ground: Ground, one: Answered, look: Callable[[Ground, Answered, Any], Any] | None = None
) -> tuple[list[Any], list[str]]:
    """The contents of an object's answers, and what is wrong with those that cannot be read."""
    contents: list[Any] = []
    faults: list[str] = []
    for answer in one.answers:
        try:
            content = reading.read(ground.facts, answer.content)
            contents.append(look(ground, one, content) if look else content)
        except FAULTS as error:
            faults.append(fault_of(ground, one.object_id, error))
    return contents, faults


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


def fragment(facts: JobFacts, outcome: Outcome, order: Sequence[str], created: datetime) -> str:
    """What an output line gains, JSON without its braces: the value and its metadata, keys in the original's order."""
    said = {
        "job-name": f"labeling-job/{facts.name.lower()}",
        "human-annotated": "yes",
        "creation-date": created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f"),
        "type": facts.kind.metadata_type,
        **outcome.metadata,
    }
    metadata = {key: said[key] for key in (*order, *said) if key in said}
    content = {facts.label_attribute: outcome.value, f"{facts.label_attribute}-metadata": metadata}
    return orjson.dumps(content).decode()[1:-1]
