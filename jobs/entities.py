"""Words marked in a text as output lines have them, from whomever they are (spec 2.8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jobs.answers.spans import Span, Spans
from jobs.facts import JobFacts


def value_of(facts: JobFacts, marked: Spans) -> dict[str, Any]:
    """All labels of the job, used or not, and the entities."""
    labels = [_label(name, facts.label_details) for name in facts.labels]
    return {"annotations": {"labels": labels, "entities": [entity_of(one) for one in marked.entities]}}


def entity_of(one: Span) -> dict[str, Any]:
    """As answers have it too."""
    return {"label": one.label, "startOffset": one.start, "endOffset": one.end}


def metadata_of(trust: Sequence[float]) -> dict[str, Any]:
    """How far to trust each entity."""
    return {"entities": [{"confidence": one} for one in trust]}


def _label(name: str, details: Any) -> dict[str, str]:
    short = details.get("display", {}).get(name, {}).get("shortDisplayName")
    return {"label": name, "shortDisplayName": short} if short is not None else {"label": name}
