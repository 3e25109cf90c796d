"""What merges the answers of a chunk, whatever their kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from consolidation.functions.contract import Agreed, Given, Known
from consolidation.functions.first_answer import first_answer
from jobs.facts import JobFacts


class Merge(Protocol):
    """From contents as `jobs/answers` reads them to one content an object, of the same type."""

    def __call__(self, facts: JobFacts, objects: Sequence[Sequence[Given[Any]]], known: Known, /) -> list[Agreed[Any]]:
        """One result an object, in their order; each object has at least one answer."""


def first(_facts: JobFacts, objects: Sequence[Sequence[Given[Any]]], known: Known, /) -> list[Agreed[Any]]:
    """As `first_answer`."""
    return first_answer(objects, known)
