"""What earlier objects of a job told of its workers: read before a chunk is labeled, kept with its labels.

One chunk of a job is labeled at a time (`lifecycle.serve_alone`), and what it taught is stored in the transaction that
stores its labels, so no object is counted twice by a crash. No earlier answer is read again; of an object that people were
asked about once more, what its first answers told of confusions stays beside what the new ones tell.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import orjson

from consolidation.functions.contract import Known
from consolidation.functions.standing import Standing
from jobs import rows
from tenants import scope


class Memory:
    """The memory of one job; `keep` stores what was learned since it was made."""

    def __init__(self, job_id: int) -> None:
        self.job_id = job_id
        self._seen: dict[int, Any] = {}
        self._crowd: dict[str, Any] | None = None
        self._learned: dict[int, dict[str, Any]] = {}
        self._learned_crowd: dict[str, Any] = {}

    def known(self, workers: Sequence[int]) -> Known:
        """How good these workers' answers were, in their order."""
        found = [self._worker(one, workers) for one in workers]
        answers = np.array([row.answers if row else 0 for row in found], np.int64)
        quality = [row.quality / row.answers if row and row.answers else math.nan for row in found]
        return Known(np.array(quality, np.float64), answers)

    def standing(self, question: str, workers: Sequence[int], class_count: int) -> Standing:
        """What is known of these workers' choices between the classes of one question."""
        crowd = self._of_all().get(question)
        if crowd is None:
            return Standing.empty(len(workers), class_count)
        found = [self._worker(one, workers) for one in workers]
        return Standing.from_json(crowd, [orjson.loads(row.learned).get(question, []) if row else [] for row in found])

    def learn(self, question: str, workers: Sequence[int], standing: Standing) -> None:
        """From now on this is known of them; stored by `keep`."""
        crowd, parts = standing.to_json()
        self._learned_crowd[question] = crowd
        for worker, part in zip(workers, parts, strict=True):
            self._learned.setdefault(worker, {})[question] = part

    def keep(self, marks: Iterable[tuple[int, float]], instead_of: Sequence[tuple[int, bool]] = ()) -> None:
        """Store what was learned, and add the quality of single answers, each with its worker's id; what had nothing to
        be compared with is only counted. `instead_of` (worker, was it compared) are answers from before that some of
        these come in place of (`answered_again.py`). Belongs into the transaction that labels their objects."""
        if instead_of:
            self._take_away(instead_of)
        marked: dict[int, list[float]] = {worker: [] for worker in self._learned}
        for worker, quality in marks:
            marked.setdefault(worker, []).append(quality)
        workers = sorted(marked)
        given = {"tenant": scope.current(), "job": self.job_id}
        rows.run(_ADD, given | _sums([marked[worker] for worker in workers]) | {
            "workers": workers,
            "learned": [orjson.dumps(self._learned.get(worker, {})).decode() for worker in workers],
        })  # fmt: skip
        if self._learned_crowd:
            rows.run(_ADD_CROWD, given | {"learned": orjson.dumps(self._learned_crowd).decode()})

    def _take_away(self, answers: Sequence[tuple[int, bool]]) -> None:
        """Which quality each had is not kept: an answer of the worker's mean quality goes."""
        given = Counter(worker for worker, _ in answers)
        compared = Counter(worker for worker, was_compared in answers if was_compared)
        workers = sorted(given)
        rows.run(_TAKE_AWAY, {
            "job": self.job_id, "workers": workers, "given": [given[one] for one in workers],
            "answers": [compared[one] for one in workers],
        })  # fmt: skip

    def _worker(self, worker: int, beside: Sequence[int]) -> Any:
        """A worker's row or None; those beside them are read at once."""
        if worker not in self._seen:
            self._seen.update(dict.fromkeys(beside))
            found = rows.many(_WORKERS, {"job": self.job_id, "workers": list(beside)})
            self._seen.update((row.worker_id, row) for row in found)
        return self._seen[worker]

    def _of_all(self) -> dict[str, Any]:
        if self._crowd is None:
            row = rows.one(
                "SELECT learned FROM consolidation_crowdstanding WHERE job_id = %(job)s", {"job": self.job_id}
            )
            self._crowd = orjson.loads(row.learned) if row else {}
        return self._crowd


def _sums(marked: Sequence[Sequence[float]]) -> dict[str, list[float]]:
    """Of each worker's qualities, nan among them: how many there are, how many are numbers, their sum and their squares'."""
    compared = [[one for one in found if not math.isnan(one)] for found in marked]
    return {
        "given": [len(found) for found in marked],
        "answers": [len(found) for found in compared],
        "quality": [sum(found, 0.0) for found in compared],
        "squares": [sum((one**2 for one in found), 0.0) for found in compared],
    }


_WORKERS = """
    SELECT worker_id, answers, quality, learned FROM consolidation_workerstanding
    WHERE job_id = %(job)s AND worker_id = ANY(%(workers)s)
"""
_ADD = """
    INSERT INTO consolidation_workerstanding AS s (tenant_id, job_id, worker_id, given, answers, quality, squares, learned)
    SELECT %(tenant)s, %(job)s, t.worker, t.given, t.answers, t.quality, t.squares, t.learned::jsonb
    FROM unnest(%(workers)s::bigint[], %(given)s::int[], %(answers)s::int[], %(quality)s::float[], %(squares)s::float[],
        %(learned)s::text[]) AS t (worker, given, answers, quality, squares, learned)
    ON CONFLICT (job_id, worker_id) DO UPDATE SET given = s.given + excluded.given,
        answers = s.answers + excluded.answers, quality = s.quality + excluded.quality,
        squares = s.squares + excluded.squares, learned = s.learned || excluded.learned
"""
_TAKE_AWAY = """
    UPDATE consolidation_workerstanding s SET given = s.given - t.given, answers = s.answers - t.answers,
        quality = s.quality * (s.answers - t.answers) / GREATEST(s.answers, 1),
        squares = s.squares * (s.answers - t.answers) / GREATEST(s.answers, 1)
    FROM unnest(%(workers)s::bigint[], %(given)s::int[], %(answers)s::int[]) AS t (worker, given, answers)
    WHERE s.job_id = %(job)s AND s.worker_id = t.worker AND s.given >= t.given AND s.answers >= t.answers
"""
_ADD_CROWD = """
    INSERT INTO consolidation_crowdstanding AS s (tenant_id, job_id, learned, hardest)
    VALUES (%(tenant)s, %(job)s, %(learned)s::jsonb, '[]')
    ON CONFLICT (job_id) DO UPDATE SET learned = s.learned || excluded.learned
"""
