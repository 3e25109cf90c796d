"""Words marked in a text, or none: what lines say of them, and how much two sets of them are alike.

As details a text's marks are a table (s, 4): where each begins and ends, in code points, its class and how likely it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autolabel.arrays import NO_LABEL, Floats
from autolabel.contract import Written
from autolabel.learners.marks import Marks, likeness
from jobs import entities, gold
from jobs.answers.spans import Span, Spans
from jobs.errors import AnswerInvalid
from jobs.facts import JobFacts

_HAS_MARKS = 0  # what a number cannot say, the machine reads by the object


def label_in(content: Mapping[str, Any], facts: JobFacts) -> int:
    """NO_LABEL where a line has no marks that can be read; none at all can."""
    return NO_LABEL if marks_in(content, facts) is None else _HAS_MARKS


def marks_in(content: Mapping[str, Any], facts: JobFacts) -> Marks | None:
    """The marks of a line; None where it has no label of this form, or one with a label that the job does not have."""
    try:
        return _marks(gold.content_of(content.get(facts.label_attribute), facts), facts.class_of)
    except AnswerInvalid:
        return None


def table_of(found: Marks) -> Floats:
    """Marks as details."""
    return np.column_stack([found.bounds, found.classes, found.chances])


def written(facts: JobFacts, _label: int, _confidence: float, details: Floats) -> Written:
    """The entities with the machine's confidence in each."""
    trust = [round(float(chance), 2) for chance in details[:, 3]]
    return Written(entities.value_of(facts, _spans(facts, details)), entities.metadata_of(trust))


def proposed(facts: JobFacts, _label: int, _confidence: float, details: Floats) -> list[dict[str, Any]] | None:
    """The entities as the tool takes them; None where there is none to begin from."""
    return [entities.entity_of(one) for one in _spans(facts, details).entities] or None


def alike(one: Spans, other: Spans) -> float:
    """How much two people marked the same."""
    labels = {span.label for span in (*one.entities, *other.entities)}
    numbers = {label: number for number, label in enumerate(sorted(labels))}
    return likeness(_marks(one, numbers), _marks(other, numbers))


def _marks(given: Spans, numbers: Mapping[str, int]) -> Marks:
    each = list(dict.fromkeys(given.entities))
    bounds = np.array([[one.start, one.end] for one in each], np.int64).reshape(-1, 2)
    return Marks(bounds, np.array([numbers[one.label] for one in each], np.int64))


def _spans(facts: JobFacts, details: Floats) -> Spans:
    rows = details[:, :3].astype(np.int64).tolist()
    return Spans(tuple(Span(facts.labels[kind], start, end) for start, end, kind in rows))
