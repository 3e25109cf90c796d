"""What earlier objects of a job told of its workers: read before a chunk is merged, added to when it is labeled."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from consolidation.functions.contract import Known
from jobs import rows
from tenants import scope


def known(job_id: int, workers: Sequence[int]) -> Known:
    """What is known of these workers, in their order."""
    found = {
        row.worker_id: row
        for row in rows.many(
            """SELECT worker_id, answers, quality FROM consolidation_workerstanding
            WHERE job_id = %(job)s AND worker_id = ANY(%(workers)s) AND answers > 0""",
            {"job": job_id, "workers": list(workers)},
        )
    }
    answers = np.array([found[one].answers if one in found else 0 for one in workers], np.int64)
    quality = [found[one].quality / found[one].answers if one in found else math.nan for one in workers]
    return Known(np.array(quality, np.float64), answers)


def fold(job_id: int, marks: Iterable[tuple[int, float]]) -> None:
    """Add the quality of single answers, each with its worker's id; what had nothing to be compared with adds nothing.

    Inside the transaction that labels their objects, so nothing is counted twice. Rows are written in one order.
    """
    counted: dict[int, tuple[int, float]] = {}
    for worker, quality in marks:
        if not math.isnan(quality):
            count, total = counted.get(worker, (0, 0.0))
            counted[worker] = count + 1, total + quality
    rows.run(
        """INSERT INTO consolidation_workerstanding AS s (tenant_id, job_id, worker_id, answers, quality)
        SELECT %(tenant)s, %(job)s, t.worker, t.answers, t.quality
        FROM unnest(%(workers)s::bigint[], %(answers)s::int[], %(quality)s::float[]) AS t (worker, answers, quality)
        ON CONFLICT (job_id, worker_id) DO UPDATE
            SET answers = s.answers + excluded.answers, quality = s.quality + excluded.quality""",
        {
            "tenant": scope.current(), "job": job_id, "workers": sorted(counted),
            "answers": [counted[worker][0] for worker in sorted(counted)],
            "quality": [counted[worker][1] for worker in sorted(counted)],
        },
    )  # fmt: skip
