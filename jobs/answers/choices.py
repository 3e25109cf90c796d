"""Answers that choose: one class, or several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jobs.answers.finding import known, under


@dataclass(frozen=True)
class Choice:
    """One class, and what the worker had to say about it."""

    label: str
    comment: str = ""


@dataclass(frozen=True)
class Choices:
    """Any number of classes, none included, in the job's order."""

    labels: tuple[str, ...]


def read_class(answer: Mapping[str, Any], element: str, class_of: Mapping[str, int]) -> Choice:
    """`{"crowd-classifier": {"label": "cat"}}`, with `workerComment` if there is one."""
    found = under(answer, element, "label", str)
    comment = found.get("workerComment")
    return Choice(known(found["label"], class_of), comment.strip() if isinstance(comment, str) else "")


def read_classes(answer: Mapping[str, Any], element: str, class_of: Mapping[str, int]) -> Choices:
    """`{"crowd-classifier-multi-select": {"labels": ["cat", "dog"]}}`."""
    found = {known(label, class_of) for label in under(answer, element, "labels", list)["labels"]}
    return Choices(tuple(sorted(found, key=lambda label: class_of[label])))
