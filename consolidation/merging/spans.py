"""Marked words: from spans with the job's labels to arrays and back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from consolidation.functions.contract import Agreed, Given, Known
from consolidation.functions.intervals import Intervals
from consolidation.functions.spans import spans as voted
from jobs.answers.spans import Span, Spans
from jobs.facts import JobFacts


def spans(facts: JobFacts, objects: Sequence[Sequence[Given[Spans]]], known: Known, /) -> list[Agreed[Spans]]:
    """As `functions/spans.py`; one answer alone is passed on as it is."""
    given = [[Given(one.worker, _intervals(facts, one.content)) for one in answers] for answers in objects]
    return [_agreed(facts, answers, found) for answers, found in zip(objects, voted(given, known), strict=True)]


def _agreed(facts: JobFacts, answers: Sequence[Given[Spans]], found: Agreed[Intervals]) -> Agreed[Spans]:
    if len(answers) > 1:
        return Agreed(_spans(facts, found.content), found.confidence, found.parts, found.quality)
    content = answers[0].content
    return Agreed(content, 0.0, (0.0,) * len(content.entities), found.quality)


def _intervals(facts: JobFacts, content: Spans) -> Intervals:
    """Each mark once."""
    marks = list(dict.fromkeys(content.entities))
    labels = np.array([facts.class_of[one.label] for one in marks], np.int64)
    return Intervals(labels, np.array([[one.start, one.end] for one in marks], np.float64).reshape(-1, 2))


def _spans(facts: JobFacts, found: Intervals) -> Spans:
    return Spans(
        tuple(
            Span(facts.labels[label], int(start), int(end))
            for label, (start, end) in zip(found.labels.tolist(), found.bounds.tolist(), strict=True)
        )
    )
