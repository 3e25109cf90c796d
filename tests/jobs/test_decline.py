"""Declining, releasing, running out of time: the slot goes back, or the object closes with a reason."""

from __future__ import annotations

import pytest

from jobs import closing, dispatch
from jobs.actions import retry_failed
from jobs.errors import LeaseLost
from jobs.models import DataObject
from jobs.sweeping import expire_leases
from tests.cast import Account
from tests.jobs.play import HAM, adds_up, answer, run_out, states, take
from workforce.models import Worker

pytestmark = pytest.mark.django_db


def test_a_declined_object_goes_to_somebody_else_and_never_back(in_alices: Account, bob: Worker) -> None:
    eve = in_alices.worker("eve@example.org")
    job = in_alices.text_job(count=1, NumberOfHumanWorkersPerDataObject=2)
    dispatch.decline(take(job, bob.pk).assignment_id, bob.pk)
    assert dispatch.lease(job.pk, bob.pk) is None
    assert take(job, eve.pk).line_no == 0


def test_declining_twice_counts_once(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=1, NumberOfHumanWorkersPerDataObject=2)
    turn = take(job, bob.pk)
    dispatch.decline(turn.assignment_id, bob.pk)
    dispatch.decline(turn.assignment_id, bob.pk)
    assert DataObject.objects.get(job=job).declines == 1


def test_declined_by_as_many_as_are_needed_fails_with_a_reason(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=2)
    dispatch.decline(take(job, bob.pk).assignment_id, bob.pk)
    failed = DataObject.objects.get(job=job, line_no=0)
    assert failed.state == DataObject.State.FAILED
    assert failed.failure_reason.startswith("ClientError: Annotation tasks expired.")
    assert adds_up(job)


def test_one_answer_is_enough_when_the_rest_declined(in_alices: Account, bob: Worker) -> None:
    eve, dan = in_alices.worker("eve@example.org"), in_alices.worker("dan@example.org")
    job = in_alices.text_job(count=1, NumberOfHumanWorkersPerDataObject=2)
    answer(job, bob.pk)
    for worker in (eve, dan):
        dispatch.decline(take(job, worker.pk).assignment_id, worker.pk)
    assert states(job) == ["answered"]


def test_a_turn_that_is_out_may_still_answer_a_closed_object(in_alices: Account, bob: Worker) -> None:
    eve, dan = in_alices.worker("eve@example.org"), in_alices.worker("dan@example.org")
    fay = in_alices.worker("fay@example.org")
    job = in_alices.text_job(count=1, NumberOfHumanWorkersPerDataObject=2)
    out = take(job, bob.pk)
    for worker in (eve, dan):
        dispatch.decline(take(job, worker.pk).assignment_id, worker.pk)
    assert dispatch.lease(job.pk, fay.pk) is None
    assert dispatch.submit(out.assignment_id, bob.pk, HAM).object_done


def test_a_closed_object_whose_last_turn_runs_out_fails(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=1, TaskAvailabilityLifetimeInSeconds=60)
    turn = take(job, bob.pk)
    DataObject.objects.filter(job=job).update(opened_at="2020-01-01T00:00:00Z")
    assert closing.close_overdue(job) == 1
    assert states(job) == ["open"]
    run_out(turn)
    expire_leases()
    assert states(job) == ["failed"]
    assert adds_up(job)


def test_an_expired_lease_is_back_for_others(in_alices: Account, bob: Worker) -> None:
    eve = in_alices.worker("eve@example.org")
    job = in_alices.text_job(count=1)
    run_out(take(job, bob.pk))
    expire_leases()
    assert take(job, eve.pk).line_no == 0


def test_a_failure_opens_the_next_object(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=2, MaxConcurrentTaskCount=1)
    dispatch.decline(take(job, bob.pk).assignment_id, bob.pk)
    assert states(job) == ["failed", "open"]


def test_failed_objects_can_be_retried_also_by_those_who_declined(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=2)
    dispatch.decline(take(job, bob.pk).assignment_id, bob.pk)
    assert retry_failed(job, actor=in_alices.actor) == 1
    assert adds_up(job)
    from jobs.window import top_up

    top_up(job.pk)
    assert {answer(job, bob.pk).line_no for _ in range(2)} == {0, 1}


def test_a_broken_object_ends_the_turns_that_are_out(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=1)
    turn = take(job, bob.pk)
    assert closing.fail(turn.object_id, "ClientError: gone")
    assert not closing.fail(turn.object_id, "ClientError: gone")
    assert dispatch.held(job.pk, bob.pk) == []
    assert adds_up(job)


def test_a_broken_object_that_somebody_answered_is_labeled_by_that_answer(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=1, NumberOfHumanWorkersPerDataObject=3)
    turn = answer(job, bob.pk)
    assert closing.fail(turn.object_id, "ClientError: gone")
    assert states(job) == ["answered"]
    assert adds_up(job)


def test_a_turn_at_a_broken_object_takes_no_answer(in_alices: Account, bob: Worker) -> None:
    turn = take(in_alices.text_job(count=1), bob.pk)
    closing.fail(turn.object_id, "ClientError: gone")
    with pytest.raises(LeaseLost):
        dispatch.submit(turn.assignment_id, bob.pk, HAM)
