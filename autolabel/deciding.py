"""One step of a job's automated labeling: a shard of objects becomes numbers, or the loop decides and it is done.

All of a decision happens in one transaction, so a process that is killed leaves nothing half done, and the next one is
told the same (`rounds.decide`).
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from django.db import transaction

from autolabel import copying, labeling, learning, proposing, records, rounds, runs
from autolabel.arrays import Ints
from autolabel.backbones.catalogue import BackboneUnknown
from autolabel.devices import DeviceMissing
from autolabel.embedding import embed_next
from autolabel.features import Features, features_of
from autolabel.map_shards import ShardLost
from autolabel.models import Run
from autolabel.pool import Decision, Pool, Rules
from autolabel.weights import WeightsMissing
from jobs import events, lifecycle, rows, window
from jobs.facts import facts_of
from jobs.models import LabelingJob
from jobs.proposals import Proposed
from tenants import hints
from tenants.errors import StorageError

Stage = LabelingJob.Stage
TROUBLES = (StorageError, BackboneUnknown, DeviceMissing, WeightsMissing)


@dataclass(frozen=True, slots=True, eq=False)
class _Result:
    """What comes of a decision: the machine's labels, and what it offers to those who label the rest, by line."""

    labels: labeling.Labels
    offered: dict[int, Proposed]


def step_safely(job: LabelingJob) -> bool:
    """As `step`; what keeps the machine from deciding is told in the job, at most once a minute, and the sweeper asks
    again."""
    try:
        with learning.one_at_a_time:
            return step(job)
    except TROUBLES as error:
        _note_trouble(job, str(error))
        return False
    except Exception as error:  # told in the job, and raised again
        _note_trouble(job, f"The server failed ({type(error).__name__}); its log tells its operator more.")
        raise


def _note_trouble(job: LabelingJob, trouble: str) -> None:
    if hints.add(f"machine-trouble:{job.pk}", 60):
        events.note(job, "AUTO_LABELING_WAITS", f"{trouble} It is tried again by itself.")


def step(job: LabelingJob) -> bool:
    """Go one step; True when the next one can be taken at once. False while people are asked, or somebody else is at it."""
    with transaction.atomic():
        if not lifecycle.decide_alone(job.pk):
            return False
        job.refresh_from_db()
        if not job.machine_deciding or job.stage != Stage.IN_PROGRESS:
            return False
        run = runs.run_of(job)
        if copying.are_waiting(job):
            return copying.settle(job, run)
        try:
            return embed_next(job, facts_of(job.pk), run) or _decide(job, run)
        except ShardLost as lost:
            run.embedded = lost.first
            run.save(update_fields=["embedded"])
            return True


def _decide(job: LabelingJob, run: Run) -> bool:
    began = time.monotonic()
    facts, found = facts_of(job.pk), list(run.rounds.defer("look_details").order_by("number"))
    features = features_of(job, run)
    pool = runs.pool_of(job, facts, found)
    pool = replace(pool, gone=pool.gone | copying.aside(job, run) | ~features.usable & ~pool.asked)
    if pool.waiting.any():
        _open_retried(job, pool)
        return False
    rules = runs.rules_of(job, run)
    decision = rounds.decide(pool, runs.looks_of(found), rules, learning.machine_of(job, features, pool))
    result = _result(job, run, pool, features, decision)
    if not lifecycle.hold_for_machine(job.pk):  # stopped meanwhile: its manifest may be written already
        return False
    learned = int((pool.training & pool.here).sum())
    runs.keep(run, len(found) + 1, decision, learned=learned, seconds=time.monotonic() - began)
    _carry_out(job, run, pool, rules, decision, result)
    return not decision.done and not len(decision.label) and not len(decision.validate)


def _result(job: LabelingJob, run: Run, pool: Pool, features: Features, decision: Decision) -> _Result:
    """Takes as long as learning does, so it comes before the job's row is held."""
    labels = labeling.drawn_up(job, run, decision.accept) if decision.accept else {}
    if not decision.done:
        return _Result(labels, {})
    labeling.keep_model(job, run, pool)
    return _Result(labels, proposing.offer(job, run, features, pool, np.array(list(labels), np.int64)))


def _carry_out(job: LabelingJob, run: Run, pool: Pool, rules: Rules, decision: Decision, result: _Result) -> None:
    labeled = _open(job, decision.label, job.first_answers)
    labeled += _open(job, decision.validate, records.validation_answers(job))
    if decision.accept:
        labeling.accept(job, result.labels, number=run.rounds.count())
    if decision.done:
        _leave_the_rest(job, pool, rules, result.offered)
    run.status = decision.why
    run.save(update_fields=["status"])
    look = decision.accept or decision.look
    events.note(job, "AUTO_LABELING_ROUND", f"{decision.why} {look.certificate.sentence() if look else ''}".strip())
    if labeled or decision.done:
        window.top_up(job.pk)
        events.work_arrived(job.pk)


def _open_retried(job: LabelingJob, pool: Pool) -> None:
    """Objects that failed after people were asked about them and are retried (`jobs.actions.retry_failed` holds them):
    one that the machine is measured by gets as many answers as before."""
    opened = _open(job, np.flatnonzero(pool.waiting & pool.training), job.first_answers)
    opened += _open(job, np.flatnonzero(pool.waiting & pool.validation), records.validation_answers(job))
    if opened:
        window.top_up(job.pk)
        events.work_arrived(job.pk)


def _open(job: LabelingJob, lines: Ints, answers: int) -> int:
    """Have people label these lines; how many."""
    return rows.run(
        """UPDATE jobs_dataobject SET state = 0, needed = %(answers)s
        WHERE job_id = %(job)s AND line_no = ANY(%(lines)s) AND state = 5""",
        {"job": job.pk, "lines": lines.tolist(), "answers": answers},
    )


def _leave_the_rest(job: LabelingJob, pool: Pool, rules: Rules, offered: Mapping[int, Proposed]) -> None:
    """What no machine labeled is people's, as far as the budgets go; beyond them it stays unlabeled. People begin from
    what the machine offers; none of these objects is of V, all of which people have labeled."""
    held = rows.many(
        "SELECT line_no FROM jobs_dataobject WHERE job_id = %(job)s AND state = 5 ORDER BY line_no", {"job": job.pk}
    )
    job.refresh_from_db(fields=["labeled", "machine_labeled"])
    asked = int(pool.asked.sum())
    first = copying.first_of_each(job, (row.line_no for row in held))
    limits = [len(first)]
    if rules.most_human is not None:
        limits.append(rules.most_human - asked)
    if rules.most_labeled is not None:
        limits.append(rules.most_labeled - asked - job.machine_labeled)
    left = np.array(first[: max(min(limits), 0)], np.int64)
    proposing.propose(job, offered, left)
    _open(job, left, job.first_answers)
    job.machine_deciding = copying.wait_for_people(job)
    LabelingJob.objects.filter(pk=job.pk).update(machine_deciding=job.machine_deciding)
