"""What an output line gains by a label, from whomever it is (spec 2.8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson

from jobs.facts import JobFacts

# The orders in which real files have the keys of the metadata.
CLASS = ("confidence", "job-name", "class-name", "human-annotated", "creation-date", "type")
CLASSES = ("job-name", "class-map", "human-annotated", "creation-date", "confidence-map", "type")
VERDICT = ("class-name", "confidence", "type", "job-name", "human-annotated", "creation-date", "worker-feedback")
SHAPES = ("objects", "class-map", "type", "human-annotated", "creation-date", "job-name", "adjustment-status")
MASK = ("internal-color-map", "type", "human-annotated", "creation-date", "job-name", "adjustment-status")
SPANS = ("job-name", "type", "creation-date", "human-annotated", "entities")
CUSTOM = ("job-name", "type", "human-annotated", "creation-date", "worker-response-ref")


def fragment(
    facts: JobFacts,
    value: Any,
    metadata: Mapping[str, Any],
    order: Sequence[str],
    created: datetime,
    *,
    human: bool = True,
) -> str:
    """JSON without its braces: the value and its metadata, keys in the original's order."""
    said = {
        "job-name": f"labeling-job/{facts.name.lower()}",
        "human-annotated": "yes" if human else "no",
        "creation-date": created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f"),
        "type": facts.kind.metadata_type,
        **metadata,
    }
    ordered = {key: said[key] for key in (*order, *said) if key in said}
    content = {facts.label_attribute: value, f"{facts.label_attribute}-metadata": ordered}
    return orjson.dumps(content).decode()[1:-1]
