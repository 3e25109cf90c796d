"""What a kind of label needs so that a machine can learn it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from autolabel.arrays import Detail
from jobs.facts import JobFacts


@dataclass(frozen=True)
class Picture:
    """A PNG file where its address belongs: whoever keeps the value stores the file and puts the address there."""

    png: bytes


@dataclass(frozen=True)
class Written:
    """A label as output lines have it: its value (or the `Picture` that it is the address of), and what its metadata says
    beside the members that all have."""

    value: Any
    metadata: dict[str, Any]
    class_index: int | None = None


@dataclass(frozen=True)
class Kind:
    """How a machine learns a kind of label.

    label_in: what the content of an output line says, as `Pool.labels` has it. written: a machine's label with its
    confidence and its details (none where it has none), for a line with metadata in this `order`. alike: how much two
    people's answers say the same, 0..1. The machine itself is in `autolabel/learning.py`. proposed: what people who label
    the object begin from, as the kind's element takes its `initial-value`, from the same as `written`; None for nothing.
    `target` is what is promised where the requester wishes nothing. A page compares the answers to `compared` objects.
    graded: a label is right in part, and what is promised is how much it overlaps with people's on average.
    """

    label_in: Callable[[Mapping[str, Any], JobFacts], int]
    written: Callable[[JobFacts, int, float, Detail], Written]
    order: tuple[str, ...]
    alike: Callable[[Any, Any], float]
    proposed: Callable[[JobFacts, int, float, Detail], Any]
    target: float = 0.95
    compared: int = 2_000  # more would not change the share that is shown
    graded: bool = False
