"""How good each answer to one object is, as the job's function sees it today."""

from __future__ import annotations

import math
from typing import Any

from consolidation.chunk import Answer, Answered
from consolidation.memory import Memory
from consolidation.outputs.catalogue import OUTPUTS
from consolidation.outputs.contract import Ground, Outcome
from jobs.facts import facts_of
from jobs.layout import Layout
from jobs.models import Assignment, DataObject, LabelingJob
from tenants.errors import PlumblineError


def marks_of(job: LabelingJob, one: DataObject, given: list[Assignment]) -> dict[int, float]:
    """By worker, what the job's function says of these answers today; nothing of it is kept."""
    if len(given) < 2:
        return {}
    answered = Answered(one.pk, one.line_no, one.line, [_answer(turn) for turn in given])
    ground = Ground(job, facts_of(job.pk), Layout(job), Memory(job.pk))
    made: Any = None
    try:
        [made] = OUTPUTS[job.kind.output].label(ground, [answered])
    except PlumblineError:  # what the answers were given to lies in a store, and may be gone
        return {}
    marks = made.marks if isinstance(made, Outcome) else ()
    return {worker: quality for worker, quality in marks if not math.isnan(quality)}


def _answer(turn: Assignment) -> Answer:
    assert turn.ended_at is not None  # it was submitted
    worker = turn.worker
    started = turn.started_at or turn.leased_at
    return Answer(worker.pk, turn.answer, started, turn.ended_at, worker.short_id, str(worker.sub), "")
