"""Answers that mark words in a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jobs.answers.finding import each, known, under, whole
from jobs.errors import AnswerInvalid


@dataclass(frozen=True)
class Span:
    """A label from one code point of the text to another, the end not included."""

    label: str
    start: int
    end: int


@dataclass(frozen=True)
class Spans:
    """The marked words of a text; they may overlap."""

    entities: tuple[Span, ...]


def read_spans(answer: Mapping[str, Any], element: str, class_of: Mapping[str, int]) -> Spans:
    """`{"crowd-entity-annotation": {"entities": [{"label": …, "startOffset": 0, "endOffset": 3}]}}`."""

    def span(given: dict[str, Any]) -> Span:
        start, end = whole(given.get("startOffset"), "startOffset"), whole(given.get("endOffset"), "endOffset")
        if end <= start:
            raise AnswerInvalid(f"it ends at {end} and begins at {start}; the end comes after the beginning.")
        return Span(known(given.get("label"), class_of), start, end)

    return Spans(tuple(each(under(answer, element, "entities", list)["entities"], "entity", span)))
