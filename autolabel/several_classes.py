"""Several classes an object, or none: a set of them, kept as a number with a bit for each. A set is right as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autolabel.arrays import NO_LABEL, Floats
from autolabel.contract import Written
from jobs.answers.choices import Choices
from jobs.facts import JobFacts


def label_in(content: Mapping[str, Any], facts: JobFacts) -> int:
    """The set of those classes in the value that are more likely than not. The value has every class that anybody chose;
    where one person alone chose, nothing is known of how likely each is, and all count. NO_LABEL for no set."""
    given = content.get(facts.label_attribute)
    metadata = content.get(f"{facts.label_attribute}-metadata")
    told = metadata if isinstance(metadata, dict) else {}
    names, trust = (_mapping(told.get(key)) for key in ("class-map", "confidence-map"))
    if not isinstance(given, list):
        return NO_LABEL
    numbers = [_class_of(number, names, facts) for number in given]
    if NO_LABEL in numbers:
        return NO_LABEL
    likely = [_share(trust.get(str(number))) for number in given]
    kept = [number for number, share in zip(numbers, likely, strict=True) if share >= 0.5 or not any(likely)]
    return sum(1 << number for number in set(kept))


def written(facts: JobFacts, label: int, _confidence: float, details: Floats) -> Written:
    """The numbers of the set's classes, with their names and how likely each is."""
    numbers = [number for number in range(len(facts.labels)) if label >> number & 1]
    names = {str(number): facts.labels[number] for number in numbers}
    trust = {str(number): round(float(details[number, 0]), 2) for number in numbers}
    return Written(numbers, {"class-map": names, "confidence-map": trust})


def proposed(facts: JobFacts, label: int, _confidence: float, _details: Floats) -> list[str]:
    """The names of the classes that are more likely than not; there may be none."""
    return [name for number, name in enumerate(facts.labels) if label >> number & 1]


def alike(one: Choices, other: Choices) -> float:
    """Are they the same set?"""
    return float(one.labels == other.labels)


def _class_of(number: object, names: Mapping[str, Any], facts: JobFacts) -> int:
    """The class of this job that another job's number means, by its name where that is told."""
    if not isinstance(number, int) or isinstance(number, bool):
        return NO_LABEL
    name = names.get(str(number))
    mine = facts.class_of.get(name, NO_LABEL) if isinstance(name, str) else number
    return mine if 0 <= mine < len(facts.labels) else NO_LABEL


def _share(told: object) -> float:
    return float(told) if isinstance(told, int | float) else 1.0


def _mapping(told: object) -> Mapping[str, Any]:
    return told if isinstance(told, dict) else {}
