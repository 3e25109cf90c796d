"""Leasing: who gets which object."""

from __future__ import annotations

import pytest

from jobs import dispatch
from jobs.outlook import outlook
from tests.cast import Account
from tests.jobs.play import HAM, answer, run_out, states, take
from workforce.models import Worker

pytestmark = pytest.mark.django_db


def test_objects_come_in_manifest_order(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=3)
    assert [answer(job, bob.pk).line_no for _ in range(3)] == [0, 1, 2]


def test_nothing_is_left_when_everything_is_answered(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=1)
    answer(job, bob.pk)
    assert dispatch.lease(job.pk, bob.pk) is None


def test_a_worker_never_gets_an_object_twice(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=2, NumberOfHumanWorkersPerDataObject=3)
    assert {answer(job, bob.pk).line_no for _ in range(2)} == {0, 1}
    assert dispatch.lease(job.pk, bob.pk) is None


def test_an_object_goes_to_as_many_workers_as_it_needs(in_alices: Account, bob: Worker) -> None:
    eve, dan = in_alices.worker("eve@example.org"), in_alices.worker("dan@example.org")
    job = in_alices.text_job(count=1, NumberOfHumanWorkersPerDataObject=2)
    take(job, bob.pk)
    take(job, eve.pk)
    assert dispatch.lease(job.pk, dan.pk) is None


def test_no_more_objects_are_open_than_asked_for(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=5, MaxConcurrentTaskCount=2)
    assert states(job) == ["open", "open", "pending", "pending", "pending"]
    answer(job, bob.pk)
    assert states(job) == ["answered", "open", "open", "pending", "pending"]


def test_what_is_held_ahead_is_kept_for_a_reload(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=2)
    first, second = take(job, bob.pk), take(job, bob.pk, ahead=True)
    held = dispatch.held(job.pk, bob.pk)
    assert [(turn.assignment_id, turn.started) for turn in held] == [
        (first.assignment_id, True),
        (second.assignment_id, False),
    ]


def test_a_worker_who_leaves_gives_back_what_was_held_ahead_and_may_get_it_later(
    in_alices: Account, bob: Worker
) -> None:
    job = in_alices.text_job(count=1)
    take(job, bob.pk, ahead=True)
    dispatch.give_back_ahead(job.pk, bob.pk)
    assert take(job, bob.pk).line_no == 0


def test_starting_an_item_held_ahead_sets_its_clock_once(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=1, TaskTimeLimitInSeconds=600)
    ahead = take(job, bob.pk, ahead=True)
    started = dispatch.start(ahead.assignment_id, bob.pk)
    assert (started.deadline - ahead.deadline).total_seconds() > 500
    assert dispatch.start(ahead.assignment_id, bob.pk).deadline == started.deadline


def test_an_unfinished_turn_comes_back_to_the_same_worker_only_when_nothing_new_is_left(
    in_alices: Account, bob: Worker
) -> None:
    job = in_alices.text_job(count=2)
    first = take(job, bob.pk)
    dispatch.save_draft(first.assignment_id, bob.pk, HAM)
    dispatch.release(first.assignment_id, bob.pk)
    assert take(job, bob.pk).line_no == 1
    again = take(job, bob.pk)
    assert (again.assignment_id, again.draft) == (first.assignment_id, HAM)


def test_a_turn_that_was_given_up_is_not_held_ahead_by_a_page_left_open(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=1)
    dispatch.release(take(job, bob.pk).assignment_id, bob.pk)
    assert dispatch.lease(job.pk, bob.pk, ahead=True) is None
    assert take(job, bob.pk).line_no == 0


def test_a_closed_laptop_does_not_block_a_job_of_one_worker(in_alices: Account, bob: Worker) -> None:
    from jobs.sweeping import expire_leases

    job = in_alices.text_job(count=1)
    run_out(take(job, bob.pk))
    assert expire_leases() == 1
    assert not outlook(job.pk, bob.pk).finished
    assert take(job, bob.pk).line_no == 0


def test_waiting_for_others_is_not_the_end(in_alices: Account, bob: Worker) -> None:
    eve = in_alices.worker("eve@example.org")
    job = in_alices.text_job(count=1)
    take(job, eve.pk)
    assert dispatch.lease(job.pk, bob.pk) is None
    assert not outlook(job.pk, bob.pk).finished


def test_a_worker_who_answered_all_there_is_is_told_so(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=1, NumberOfHumanWorkersPerDataObject=3)
    answer(job, bob.pk)
    assert outlook(job.pk, bob.pk).finished
