"""One class an object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autolabel.arrays import NO_LABEL, Floats
from autolabel.contract import Written
from jobs.answers.choices import Choice
from jobs.facts import JobFacts


def label_in(content: Mapping[str, Any], facts: JobFacts) -> int:
    """The class, by its name where the metadata has it; NO_LABEL where there is none."""
    metadata = content.get(f"{facts.label_attribute}-metadata")
    name = metadata.get("class-name") if isinstance(metadata, dict) else None
    number = facts.class_of.get(name, content.get(facts.label_attribute)) if isinstance(name, str) else None
    is_class = isinstance(number, int) and not isinstance(number, bool) and 0 <= number < len(facts.labels)
    return number if is_class and number is not None else NO_LABEL


def written(facts: JobFacts, label: int, confidence: float, _details: Floats) -> Written:
    """The class number, with its name and its confidence."""
    return Written(label, {"confidence": round(confidence, 2), "class-name": facts.labels[label]}, label)


def proposed(facts: JobFacts, label: int, confidence: float, _details: Floats) -> str | None:
    """The class's name where it is more likely than not."""
    return facts.labels[label] if confidence > 0.5 else None


def alike(one: Choice, other: Choice) -> float:
    """Is it the same class?"""
    return float(one.label == other.label)
