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

from autolabel import asking, copying, labeling, learning, money, prelabeling, proposing, records, rounds, runs, waves
from autolabel.arrays import Ints
from autolabel.backbones.catalogue import BackboneUnknown
from autolabel.devices import DeviceMissing
from autolabel.embedding import embed_next
from autolabel.features import Features, features_of
from autolabel.map_shards import ShardLost
from autolabel.models import Run, Wave
from autolabel.pool import Decision, Pool, Rules
from autolabel.reading import WrongAbout
from autolabel.weights import WeightsMissing
from jobs import events, lifecycle
from jobs.budget import validation_answers
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
        return step(job)
    except TROUBLES as error:
        _note_trouble(job, str(error))
        return False
    except Exception as error:  # whatever it is: its requester is told that nothing moves, and it is raised again
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
            if job.pre_labels_until:
                return prelabeling.step(job, run)
            wave = waves.going(job, run)
            if wave is None:
                return waves.begin(job, run)
            return embed_next(job, facts_of(job.pk), run) or _decide(job, run, wave)
        except ShardLost as lost:
            run.embedded = lost.first
            run.save(update_fields=["embedded"])
            return True


def _decide(job: LabelingJob, run: Run, wave: Wave) -> bool:
    began = time.monotonic()
    found = list(run.rounds.filter(wave=wave.number).defer("look_details").order_by("number"))
    features = features_of(job, run, wave.since)
    pool = runs.pool_of(job, facts_of(job.pk), found, wave)
    pool = replace(pool, gone=pool.gone | copying.aside(job, run)[wave.since :] | ~features.usable & ~pool.asked)
    if pool.waiting.any():
        _open_retried(job, wave, pool)
        return False
    lost = int(pool.lost.sum()) + money.asked_in_vain(job, wave)
    again = len(waves.held(job, 0, wave.first, retried=True))  # when this wave is over people are asked about them
    rules = runs.rules_of(job, run, wave, lost=lost + again)
    machine = WrongAbout(learning.machine_of(job, features, pool), pool.validation & ~features.usable)
    decision = rounds.decide(pool, runs.looks_of(found, wave.since), rules, machine).counted_from(wave.since)
    number = run.rounds.count() + 1
    result = _result(job, run, wave, pool, features, decision, number)
    if not lifecycle.hold_for_machine(job.pk):  # stopped meanwhile: its manifest may be written already
        return False
    if _changed(job):  # objects were retried meanwhile, which the budget has to pay for: it is decided anew
        return True
    learned = int((pool.training & pool.here).sum())
    kept = runs.keep(wave, number, decision, learned=learned, seconds=time.monotonic() - began)
    _carry_out(job, run, decision, result)
    if decision.done:
        people = int(pool.asked.sum()) + lost + _leave_the_rest(job, wave, pool, rules, result.offered)
        measured = len(records.drawn_in(found))
        waves.finish(wave, kept, people=people, measured=measured, machine=len(result.labels))
        asking.tell(job)
    return not decision.done and not len(decision.label) and not len(decision.validate)


def _changed(job: LabelingJob) -> bool:
    """Were objects retried, or labels changed, since the job was read? It is held."""
    return LabelingJob.objects.filter(pk=job.pk).exclude(relabeled=job.relabeled).exists()


def _result(
    job: LabelingJob, run: Run, wave: Wave, pool: Pool, features: Features, decision: Decision, number: int
) -> _Result:
    """Takes as long as learning does, and as the store takes for its files, so it comes before the job's row is held."""
    labels = labeling.drawn_up(job, run, wave, decision.accept, number=number) if decision.accept else {}
    if not decision.done:
        return _Result(labels, {})
    labeling.keep_model(job, run, wave, pool)
    return _Result(labels, proposing.offer(job, run, features, pool, np.array(list(labels), np.int64)))


def _carry_out(job: LabelingJob, run: Run, decision: Decision, result: _Result) -> None:
    labeled = _open(job, decision.label, job.first_answers)
    labeled += _open(job, decision.validate, validation_answers(job))
    if decision.accept:
        labeling.accept(job, result.labels)
    run.status = decision.why
    run.save(update_fields=["status"])
    look = decision.accept or decision.look
    events.note(job, "AUTO_LABELING_ROUND", f"{decision.why} {look.certificate.sentence() if look else ''}".strip())
    if labeled:
        asking.tell(job)


def _open_retried(job: LabelingJob, wave: Wave, pool: Pool) -> None:
    """Objects that failed after people were asked about them and are retried (`jobs.actions.retry_failed` holds them):
    one that the machine is measured by gets as many answers as before."""
    if not lifecycle.hold_for_machine(job.pk):
        return
    opened = _open(job, np.flatnonzero(pool.waiting & pool.training) + wave.since, job.first_answers)
    opened += _open(job, np.flatnonzero(pool.waiting & pool.validation) + wave.since, validation_answers(job))
    if opened:
        asking.tell(job)


def _open(job: LabelingJob, lines: Ints, answers: int) -> int:
    return asking.ask(job, lines.tolist(), answers)


def _leave_the_rest(job: LabelingJob, wave: Wave, pool: Pool, rules: Rules, offered: Mapping[int, Proposed]) -> int:
    """What no machine labeled is people's, as far as the budgets go; beyond them it stays unlabeled. People begin from
    what the machine offers; none of these objects is of V, all of which people have labeled. How many they are asked."""
    job.refresh_from_db(fields=["labeled", "machine_labeled"])
    asked = int(pool.asked.sum())
    first = copying.first_of_each(job, waves.held(job, wave.first, wave.size))
    limits = [len(first)]
    if rules.most_human is not None:
        limits.append(rules.most_human - asked)
    if rules.most_labeled is not None:
        limits.append(rules.most_labeled - asked - job.machine_labeled)
    left = np.array(first[: max(min(limits), 0)], np.int64)
    proposing.propose(job, offered, left)
    opened = _open(job, left, job.first_answers)
    if not job.streams:  # whose machine goes on with what arrives
        job.machine_deciding = copying.wait_for_people(job)
        LabelingJob.objects.filter(pk=job.pk).update(machine_deciding=job.machine_deciding)
    return opened
