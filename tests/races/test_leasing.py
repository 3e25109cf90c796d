"""Races for objects: a slot is granted once, nothing is left lying, counters add up."""

from __future__ import annotations

import random
import threading
from collections import Counter
from functools import partial

import pytest

from consolidation.consolidating import consolidate_next
from consolidation.finishing import finish_if_done
from jobs import dispatch
from jobs.errors import JobEnded, LeaseLost
from jobs.models import Assignment, DataObject, LabelingJob
from jobs.outlook import outlook
from jobs.sweeping import expire_leases
from tenants import scope
from tests.cast import Account
from tests.jobs.play import HAM, adds_up, run_out
from tests.races.crowd import all_at_once

pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.slow]
WORKERS = 8


def people(alice: Account) -> list[int]:
    return [alice.worker(f"worker{i}@example.org").pk for i in range(WORKERS)]


def work_until_finished(job: LabelingJob, worker_id: int, seed: int) -> int:
    """A worker who answers, sometimes declines, releases, submits twice or lets the time run out."""
    moods = random.Random(seed)
    answered = 0
    while not outlook(job.pk, worker_id).finished:
        turn = dispatch.lease(job.pk, worker_id, ahead=moods.random() < 0.2)
        if turn is None:
            expire_leases()
            continue
        mood = moods.random()
        try:
            if mood < 0.05:
                dispatch.release(turn.assignment_id, worker_id)
            elif mood < 0.10:
                run_out(turn)
            elif mood < 0.13:
                dispatch.decline(turn.assignment_id, worker_id)
            else:
                dispatch.submit(turn.assignment_id, worker_id, HAM)
                answered += 1
                if mood > 0.9:
                    assert dispatch.submit(turn.assignment_id, worker_id, HAM).repeated
        except (LeaseLost, JobEnded):
            continue
    return answered


def test_one_slot_goes_to_one_of_many(alice: Account) -> None:
    ids = people(alice)
    job = alice.text_job(count=1)
    turns = all_at_once(alice.tenant.pk, [partial(dispatch.lease, job.pk, worker) for worker in ids])
    assert sum(turn is not None for turn in turns) == 1


def test_as_many_slots_as_workers_are_all_granted(alice: Account) -> None:
    """Nobody is told there is nothing to do because others were just leasing."""
    ids = people(alice)
    job = alice.text_job(count=1, NumberOfHumanWorkersPerDataObject=WORKERS)
    for _ in range(5):
        turns = all_at_once(alice.tenant.pk, [partial(dispatch.lease, job.pk, worker) for worker in ids])
        assert all(turns)
        with scope.tenant(alice.tenant.pk):
            for turn, worker in zip(turns, ids, strict=True):
                assert turn is not None
                dispatch.release(turn.assignment_id, worker)


def test_one_worker_in_two_windows_gets_two_objects(alice: Account) -> None:
    worker = alice.worker("bob@example.org").pk
    job = alice.text_job(count=2)
    turns = all_at_once(alice.tenant.pk, [partial(dispatch.lease, job.pk, worker)] * 2)
    assert {turn.line_no for turn in turns if turn} == {0, 1}


def test_one_worker_in_many_windows_gets_an_object_once(alice: Account) -> None:
    worker = alice.worker("bob@example.org").pk
    job = alice.text_job(count=1, NumberOfHumanWorkersPerDataObject=3)
    for _ in range(5):
        turns = all_at_once(alice.tenant.pk, [partial(dispatch.lease, job.pk, worker)] * 4)
        (turn,) = [one for one in turns if one]
        with scope.tenant(alice.tenant.pk):
            dispatch.release(turn.assignment_id, worker)


def test_the_same_answer_sent_twice_at_once_is_stored_once(alice: Account) -> None:
    worker = alice.worker("bob@example.org").pk
    job = alice.text_job(count=1)
    with scope.tenant(alice.tenant.pk):
        turn = dispatch.lease(job.pk, worker)
    assert turn is not None
    done = all_at_once(alice.tenant.pk, [partial(dispatch.submit, turn.assignment_id, worker, HAM)] * 4)
    assert Counter(one.repeated for one in done) == {False: 1, True: 3}


def test_a_whole_job_in_a_crowd_of_moods_ends_with_every_answer_accounted_for(alice: Account) -> None:
    ids = people(alice)
    job = alice.text_job(count=60, NumberOfHumanWorkersPerDataObject=3, MaxConcurrentTaskCount=7)
    over = threading.Event()

    def consolidate() -> int:
        labeled = 0
        while not over.is_set():
            labeled += consolidate_next(job)
            most = DataObject.objects.filter(job=job, state=DataObject.State.OPEN).count()
            assert most <= 7, "more objects are open than asked for"
            assert adds_up_now(job), "counters do not add up"
        return labeled

    def work(worker: int, seed: int) -> int:
        return work_until_finished(job, worker, seed)

    def crowd() -> int:
        try:
            return sum(all_at_once(alice.tenant.pk, [partial(work, worker, seed) for seed, worker in enumerate(ids)]))
        finally:
            over.set()

    answered, _ = all_at_once(alice.tenant.pk, [crowd, consolidate])
    with scope.tenant(alice.tenant.pk):
        while consolidate_next(job):
            pass
        assert finish_if_done(job)
        assert Assignment.objects.filter(job=job, state=Assignment.State.SUBMITTED).count() == answered
        assert adds_up(job)
        assert job.total == 60 == job.labeled + job.failed
        twice = Counter(Assignment.objects.filter(job=job).values_list("worker_id", "data_object_id"))
        assert max(twice.values()) == 1


def adds_up_now(job: LabelingJob) -> bool:
    """In one snapshot: total = labeled + failed + open."""
    from jobs import rows

    row = rows.one(
        """SELECT j.total = count(*) AND j.labeled = count(*) FILTER (WHERE o.state = 3)
            AND j.failed = count(*) FILTER (WHERE o.state = 4) AS good
        FROM jobs_labelingjob j JOIN jobs_dataobject o ON o.job_id = j.id WHERE j.id = %(job)s GROUP BY j.id""",
        {"job": job.pk},
    )
    return bool(row.good)
