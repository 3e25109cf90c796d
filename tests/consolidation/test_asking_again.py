"""Fewer answers where people agree, one more where they do not; never more than were ordered, and it always ends."""

from __future__ import annotations

import pytest

from consolidation.finishing import finish_if_done
from consolidation.models import GoldStanding, WorkerStanding
from consolidation.serving import serve
from jobs import closing, dispatch
from jobs.actions import stop_job
from jobs.models import DataObject, LabelingJob
from jobs.outlook import outlook
from tests.autolabel.play import wish
from tests.cast import Account
from tests.jobs.play import adds_up, states
from workforce.models import Worker

pytestmark = pytest.mark.django_db


def ordered(
    alice: Account, count: int, answers: int, MaxConcurrentTaskCount: int = 1000, **wishes: object
) -> LabelingJob:
    lines = [{"source": f"mail number {number}"} for number in range(count)]
    human = {"NumberOfHumanWorkersPerDataObject": answers, "MaxConcurrentTaskCount": MaxConcurrentTaskCount}
    request = alice.text_request("spam", lines, **human)
    job = alice.job(request | {"Tags": wish(**wishes)})
    assert job.first_answers == 2
    return job


def label(job: LabelingJob, worker: Worker, said: dict[int, str]) -> int:
    """The worker does all there is; how much."""
    done = 0
    while turn := dispatch.lease(job.pk, worker.pk):
        answer = {"crowd-classifier": {"label": said.get(turn.line_no, "ham")}}
        dispatch.submit(turn.assignment_id, worker.pk, answer)
        done += 1
    return done


def test_who_agrees_is_enough_and_who_does_not_is_asked_beside(in_alices: Account) -> None:
    workers = [in_alices.worker(f"worker{n}@example.org") for n in range(4)]
    job = ordered(in_alices, 6, 4, fewest_answers=2, certain="0.8")
    assert label(job, workers[0], {}) == 6
    assert label(job, workers[1], {2: "spam"}) == 6
    serve(job)
    assert states(job).count("labeled") == 5
    assert DataObject.objects.get(job=job, line_no=2).needed == 3
    assert sum(row.answers for row in WorkerStanding.objects.all()) == 10  # nothing is learned from it before its end
    assert label(job, workers[2], {}) == 1
    serve(job)
    job.refresh_from_db()
    if job.stage != "Completed":
        assert label(job, workers[3], {}) == 1
        serve(job)
        job.refresh_from_db()
    assert job.stage == "Completed"
    assert adds_up(job)


@pytest.mark.parametrize(("meaning", "certain", "labeled"), [(0.6, "0.8", 0), (0.9, "0.8", 6), (0.95, "0.99", 0)])
def test_what_gold_says_of_confidences_decides_who_is_certain(
    in_alices: Account, bob: Worker, meaning: float, certain: str, labeled: int
) -> None:
    others = [in_alices.worker(f"worker{n}@example.org") for n in range(3)]
    job = ordered(in_alices, 6, 4, fewest_answers=2, certain=certain, gold="truth")
    GoldStanding(job=job, meaning=[0.0, *[meaning] * 100]).save()
    label(job, bob, {2: "spam"})
    label(job, others[0], {})
    serve(job)
    assert states(job).count("labeled") == labeled
    for worker in others[1:]:
        label(job, worker, {})
        serve(job)
    assert states(job).count("labeled") == 6


def test_nobody_is_sent_home_before_it_is_known_whether_answers_are_enough(in_alices: Account) -> None:
    one, other, third = (in_alices.worker(f"worker{n}@example.org") for n in range(3))
    job = ordered(in_alices, 1, 3, fewest_answers=2)
    label(job, one, {})
    label(job, other, {0: "spam"})
    assert [outlook(job.pk, worker.pk).finished for worker in (one, other, third)] == [True, True, False]
    serve(job)
    assert label(job, third, {}) == 1
    assert outlook(job.pk, third.pk).finished


def test_a_team_that_has_nobody_left_is_not_waited_for(in_alices: Account, bob: Worker) -> None:
    eve = in_alices.worker("eve@example.org")
    job = ordered(in_alices, 2, 5, fewest_answers=2)
    label(job, bob, {0: "spam"})
    label(job, eve, {})
    serve(job)
    job.refresh_from_db()
    assert job.stage == "Completed"


def test_an_object_whose_time_is_over_takes_what_it_has(in_alices: Account, bob: Worker) -> None:
    others = [in_alices.worker(f"worker{n}@example.org") for n in range(3)]
    job = ordered(in_alices, 1, 4, fewest_answers=2)
    label(job, bob, {})
    label(job, others[0], {0: "spam"})
    serve(job)
    assert states(job) == ["open"]
    DataObject.objects.filter(job=job).update(opened_at="2020-01-01T00:00:00Z")
    closing.close_overdue(job)
    serve(job)
    assert states(job) == ["labeled"]


@pytest.mark.parametrize("window", [1000, 2])
def test_a_job_that_is_stopped_labels_what_one_more_answer_was_to_come_for(in_alices: Account, window: int) -> None:
    one, other = (in_alices.worker(f"worker{n}@example.org") for n in range(2))
    in_alices.worker("worker2@example.org")
    job = ordered(in_alices, 3, 4, MaxConcurrentTaskCount=window, fewest_answers=2)
    label(job, one, {})
    label(job, other, {0: "spam", 1: "spam"})
    serve(job)
    assert states(job)[:2] == ["open", "open"] if window > 2 else ["pending", "open"]
    assert stop_job(job, actor=in_alices.actor)
    serve(job)
    assert job.stage == "Stopped"
    assert adds_up(job)
    answered = DataObject.objects.filter(job=job, answers__gt=0)
    assert set(answered.values_list("state", flat=True)) == {DataObject.State.LABELED}


def test_a_job_that_is_stopped_waits_for_a_chunk_that_was_begun_before(in_alices: Account, bob: Worker) -> None:
    in_alices.worker("worker0@example.org")
    job = ordered(in_alices, 2, 4, fewest_answers=2)
    label(job, bob, {})
    assert stop_job(job, actor=in_alices.actor)
    DataObject.objects.filter(job=job, line_no=0).update(state=0, answers=1, needed=2, free=0)
    assert not finish_if_done(job)
    serve(job)
    assert job.stage == "Stopped"
    assert states(job) == ["labeled", "labeled"]
