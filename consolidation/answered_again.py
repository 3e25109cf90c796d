"""Who answers an object a second time, after people were asked again (`jobs/relabeling.py`), and was counted the first time.

Of the kinds whose labels are taken back, an answer was counted when it could be read: an object without one failed.
"""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from consolidation.faults import FAULTS
from consolidation.gold import RECALIBRATED, Labeled, truth_of
from jobs import rows
from jobs.answers import reading
from jobs.facts import JobFacts


def counted_before(facts: JobFacts, labeled: Sequence[Labeled]) -> list[tuple[int, bool]]:
    """For each answer of a worker who had answered the same object for an earlier label: the worker, and whether that
    answer could be compared. One query, where there are objects that were opened again."""
    again = [one.object_id for one, _ in labeled if one.again]
    if not again or facts.kind.answer not in RECALIBRATED:
        return []
    counted = _counted(facts, again)
    return [
        (worker, counted[one.object_id, worker] or truth_of(facts, one) is not None)
        for one, made in labeled
        for worker, _ in made.marks
        if (one.object_id, worker) in counted
    ]


def _counted(facts: JobFacts, objects: list[int]) -> dict[tuple[int, int], bool]:
    """By object and worker, whose answer was counted before: could it be compared? Of several the last, to which the one
    before it gave way."""
    earlier: dict[tuple[int, int], list[int]] = {}
    for row in rows.many(_SET_ASIDE, {"objects": objects}):
        if _is_read(facts, row.answer):
            earlier.setdefault((row.data_object_id, row.attempt), []).append(row.worker_id)
    return {(object_id, worker): len(beside) > 1 for (object_id, _), beside in earlier.items() for worker in beside}


def _is_read(facts: JobFacts, answer: str) -> bool:
    try:
        reading.read(facts, orjson.loads(answer))
    except FAULTS:
        return False
    return True


_SET_ASIDE = """
    SELECT data_object_id, attempt, worker_id, answer FROM jobs_assignment
    WHERE data_object_id = ANY(%(objects)s) AND state = 6 ORDER BY data_object_id, attempt
"""
