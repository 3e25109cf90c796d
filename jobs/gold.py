"""Gold: what a requester knows to be the right label of some objects, under a key of their lines (`plumbline:gold`).

People label such an object like any other, so nothing that a page is made of may tell it (`hidden`). What they say is
then compared with it: `consolidation/gold.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from jobs import events
from jobs.answers.choices import Choice, Choices
from jobs.answers.drawings import Drawing, read_boxes, read_polygons
from jobs.answers.spans import read_spans
from jobs.errors import AnswerInvalid
from jobs.facts import JobFacts
from jobs.models import LabelingJob
from jobs.task_types import TaskType
from tenants.shapes import short

_NAMED = 5  # lines that an event names, each with its fault
# By what is drawn, how an answer of it is read, and under which name it has the shapes.
_DRAWN = {"boxes": (read_boxes, "boundingBoxes"), "polygons": (read_polygons, "polygons")}


def hidden(line: Mapping[str, Any], key: str) -> dict[str, Any]:
    """A line as workers may see it: without the gold, and without its metadata where an earlier job made it."""
    return {name: value for name, value in line.items() if not key or name not in (key, f"{key}-metadata")}


def fault(key: str, kind: TaskType, label_attribute: str) -> str:
    """Why a job of this kind cannot have its gold under this key; "" when it can, or when no gold is wished for."""
    own = ("source", "source-ref", label_attribute, f"{label_attribute}-metadata")
    if key and kind.answer not in _READERS:
        return f"nothing: what is right of {kind.title.lower()} cannot be told in a line"
    return f"a key that holds nothing else; {key} is the object or the label itself" if key in own else ""


def truth_in(line: Mapping[str, Any], facts: JobFacts) -> Any | None:
    """The right label of a line, of the type that its kind's answers are read as; None where the line tells none.

    Raises `AnswerInvalid` with what is wrong with it and what is wanted.
    """
    given = line.get(facts.wishes.gold) if facts.wishes.gold else None
    return None if given is None else content_of(given, facts)


def content_of(value: Any, facts: JobFacts) -> Any:
    """A label's value in an output line, of the type that answers are read as; a class by number or name.

    Raises `AnswerInvalid`.
    """
    return _READERS[facts.kind.answer](value, facts)


@dataclass
class Census:
    """How many lines of a manifest have gold that can be read, and what is wrong with the others."""

    facts: JobFacts
    readable: int = 0
    unreadable: int = 0
    told: list[str] = field(default_factory=list)

    def take(self, lines: Iterable[tuple[int, str]]) -> None:
        """Count these lines, each with its number, from 0."""
        if not self.facts.wishes.gold:
            return
        for line_no, line in lines:
            try:
                self.readable += truth_in(orjson.loads(line), self.facts) is not None
            except AnswerInvalid as error:
                self.unreadable += 1
                if len(self.told) < _NAMED:
                    self.told.append(f"Line {line_no + 1}: {error}")

    def tell(self, job: LabelingJob) -> None:
        """Into the job's log; a gold answer that cannot be read stops nothing."""
        key = self.facts.wishes.gold
        if key:
            events.note(job, "GOLD_READ", f"{self.readable} lines tell their right label under {key}.")
        self.tell_unreadable(job)

    def tell_unreadable(self, job: LabelingJob) -> None:
        """Only what cannot be read, into the job's log."""
        key = self.facts.wishes.gold
        if self.unreadable:
            more = f" And {self.unreadable - len(self.told)} more." if self.unreadable > len(self.told) else ""
            events.note(
                job,
                "GOLD_UNREADABLE",
                f"{self.unreadable} lines have a {key} that cannot be read as a label; they are labeled as if they had "
                f"none. {' '.join(self.told)}{more}",
            )


def _choice(value: Any, facts: JobFacts) -> Choice:
    return Choice(_name(value, facts))


def _choices(value: Any, facts: JobFacts) -> Choices:
    if not isinstance(value, list):
        raise AnswerInvalid(f"{short(value)} is no list; wanted is a list of names or numbers of the job's labels.")
    found = {_name(one, facts) for one in value}
    return Choices(tuple(sorted(found, key=lambda label: facts.class_of[label])))


def _name(value: Any, facts: JobFacts) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(facts.labels):
        return facts.labels[value]
    if isinstance(value, str) and value in facts.class_of:
        return value
    raise AnswerInvalid(
        f"{short(value)} is none of the job's labels; wanted is the name of one, or its number, 0 to "
        f"{len(facts.labels) - 1}."
    )


def _drawing(value: Any, facts: JobFacts) -> Drawing:
    """From `{"annotations": […], "image_size": […]}`, as output lines have it."""
    given = value.get("annotations") if isinstance(value, dict) else None
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise AnswerInvalid(f'{short(value)} has no annotations; wanted is {{"annotations": [{{"class_id": 0, …}}]}}.')
    shapes = [{**one, "label": _name(one.get("class_id"), facts)} for one in given]
    sizes = value.get("image_size")
    size = sizes[0] if isinstance(sizes, list) and sizes and isinstance(sizes[0], dict) else {"width": 1, "height": 1}
    read, member = _DRAWN[facts.kind.answer]
    return read({"": {member: shapes, "inputImageProperties": size}}, "", facts.class_of)


def _spans(value: Any, facts: JobFacts) -> Any:
    """From `{"annotations": {"entities": […]}}`, as output lines have it."""
    inner = value.get("annotations") if isinstance(value, dict) else None
    if not isinstance(inner, dict):
        raise AnswerInvalid(f'{short(value)} has no entities; wanted is {{"annotations": {{"entities": […]}}}}.')
    return read_spans({"": inner}, "", facts.class_of)


_READERS: dict[str, Callable[[Any, JobFacts], Any]] = {
    "class": _choice, "classes": _choices, **dict.fromkeys(_DRAWN, _drawing), "spans": _spans,
}  # fmt: skip
