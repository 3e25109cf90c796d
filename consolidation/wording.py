"""Answers and objects in words, as short as a table needs them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import singledispatch
from typing import Any

import orjson

from jobs.answers.choices import Choice, Choices
from jobs.answers.drawings import Drawing
from jobs.answers.masks import Painting
from jobs.answers.spans import Spans
from jobs.task_types import TaskType

_LONGEST = 600  # characters; the file of the answers has all of them


@singledispatch
def said(content: Any, text: str) -> str:
    """What an answer says, as `jobs/answers/reading.py` has read it; `text` is the object's own, "" where it has none."""
    return shortened(orjson.dumps(content).decode())


@said.register
def _(content: Choice, text: str) -> str:
    return f"{content.label} (“{content.comment}”)" if content.comment else content.label


@said.register
def _(content: Choices, text: str) -> str:
    return ", ".join(content.labels) or "none of the labels"


@said.register
def _(content: Drawing, text: str) -> str:
    return _counted("shape", [one.label for one in content.shapes])


@said.register
def _(content: Painting, text: str) -> str:
    return _counted("painted area", [one.label for one in content.painted])


@said.register
def _(content: Spans, text: str) -> str:
    found = (
        f"{one.label} “{text[one.start : one.end]}”" if one.end <= len(text) else f"{one.label} {one.start}-{one.end}"
        for one in content.entities
    )
    return shortened(", ".join(found)) or "nothing marked"


@said.register
def _(content: Mapping, text: str) -> str:  # type: ignore[type-arg]  # not subscriptable when the code runs
    if not all(isinstance(value, str | int | float) for value in content.values()):
        return shortened(orjson.dumps(content).decode())
    if len(content) == 1:
        return shortened(str(next(iter(content.values()))))
    return shortened(", ".join(f"{name}: {value}" for name, value in content.items()))


def named(kind: TaskType, line: Mapping[str, Any]) -> str:
    """The object itself: its text, or the last part of its file's address."""
    given = str(line.get(kind.key_in(line), ""))
    return shortened(given.rpartition("/")[2] if given.startswith("s3://") else given)


def text_of(line: Mapping[str, Any]) -> str:
    """The text that workers saw, if it is in the line."""
    text = line.get("source")
    return text if isinstance(text, str) else ""


def shortened(text: str, most: int = _LONGEST) -> str:
    """At most so many characters, with a sign where some are left out."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _counted(word: str, labels: Iterable[str]) -> str:
    counts = Counter(labels)
    total = counts.total()
    if not total:
        return f"no {word}s"
    each = ", ".join(f"{count} {label}" for label, count in sorted(counts.items()))
    return f"{total} {word}{'s' if total > 1 else ''}: {each}"
