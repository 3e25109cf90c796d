"""Submitting: an answer is stored once, or refused with a reason."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

import pytest

from consolidation.consolidating import consolidate_next
from jobs import dispatch
from jobs.errors import AnswerInvalid, JobEnded, LeaseLost
from jobs.lifecycle import move
from jobs.models import Assignment
from tests.cast import Account
from tests.jobs.play import HAM, SPAM, run_out, states, take
from workforce.models import Worker

pytestmark = pytest.mark.django_db


def test_the_last_needed_answer_makes_the_object_answered(in_alices: Account, bob: Worker) -> None:
    eve = in_alices.worker("eve@example.org")
    job = in_alices.text_job(count=1, NumberOfHumanWorkersPerDataObject=2)
    assert not dispatch.submit(take(job, bob.pk).assignment_id, bob.pk, HAM).object_done
    assert dispatch.submit(take(job, eve.pk).assignment_id, eve.pk, HAM).object_done
    assert states(job) == ["answered"]


def test_submitting_twice_keeps_the_first_answer(in_alices: Account, bob: Worker) -> None:
    turn = take(in_alices.text_job(count=1), bob.pk)
    dispatch.submit(turn.assignment_id, bob.pk, HAM)
    assert dispatch.submit(turn.assignment_id, bob.pk, SPAM).repeated
    assert Assignment.objects.get(pk=turn.assignment_id).answer == HAM


def test_an_answer_after_the_time_is_over_is_refused(in_alices: Account, bob: Worker) -> None:
    turn = take(in_alices.text_job(count=1), bob.pk)
    run_out(turn)
    with pytest.raises(LeaseLost):
        dispatch.submit(turn.assignment_id, bob.pk, HAM)


def test_nobody_answers_for_somebody_else(in_alices: Account, bob: Worker) -> None:
    eve = in_alices.worker("eve@example.org")
    turn = take(in_alices.text_job(count=1), bob.pk)
    with pytest.raises(LeaseLost):
        dispatch.submit(turn.assignment_id, eve.pk, HAM)


@pytest.mark.parametrize("content", [{}, {"crowd-classifier": {"label": "eggs"}}, {"crowd-classifier": {"label": 1}}])
def test_an_answer_without_one_of_the_labels_is_refused(
    in_alices: Account, bob: Worker, content: dict[str, object]
) -> None:
    turn = take(in_alices.text_job(count=1), bob.pk)
    with pytest.raises(AnswerInvalid):
        dispatch.submit(turn.assignment_id, bob.pk, content)
    dispatch.submit(turn.assignment_id, bob.pk, HAM)


def test_a_job_that_stops_takes_no_more_answers(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=1)
    turn = take(job, bob.pk)
    move(job, "InProgress", "Stopping")
    with pytest.raises(JobEnded):
        dispatch.submit(turn.assignment_id, bob.pk, HAM)


def test_a_draft_is_kept_until_the_answer_is_in(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=1)
    turn = take(job, bob.pk)
    dispatch.save_draft(turn.assignment_id, bob.pk, SPAM)
    assert dispatch.held(job.pk, bob.pk)[0].draft == SPAM
    dispatch.submit(turn.assignment_id, bob.pk, HAM)
    assert Assignment.objects.get(pk=turn.assignment_id).draft is None


def test_an_answer_or_draft_with_nul_is_refused_with_a_reason(in_alices: Account, bob: Worker) -> None:
    turn = take(in_alices.text_job(count=1), bob.pk)
    odd = {**HAM, "note": "a\0b"}
    with pytest.raises(AnswerInvalid, match="NUL"):
        dispatch.submit(turn.assignment_id, bob.pk, odd)
    with pytest.raises(AnswerInvalid, match="NUL"):
        dispatch.save_draft(turn.assignment_id, bob.pk, odd)
    dispatch.submit(turn.assignment_id, bob.pk, {**HAM, "note": "\\u0000 spelled out"[1:]})


@pytest.mark.parametrize("around", [lambda inner: [inner], lambda inner: {"x": inner}], ids=["lists", "objects"])
def test_an_answer_or_draft_of_a_thousand_levels_is_refused_and_one_of_a_hundred_is_labeled(
    in_alices: Account, bob: Worker, around: Callable[[Any], Any]
) -> None:
    job = in_alices.text_job("deep", count=1)
    turn = take(job, bob.pk)

    def deep(levels: int) -> dict[str, Any]:
        return {**HAM, "d": reduce(lambda inner, _: around(inner), range(levels), 7)}

    for levels in (100, 250, 254, 1_000):
        with pytest.raises(AnswerInvalid, match="100 levels deep"):
            dispatch.submit(turn.assignment_id, bob.pk, deep(levels))
        with pytest.raises(AnswerInvalid, match="100 levels deep"):
            dispatch.save_draft(turn.assignment_id, bob.pk, deep(levels))
    dispatch.submit(turn.assignment_id, bob.pk, deep(99))
    assert consolidate_next(job) == 1
    assert states(job) == ["labeled"]
