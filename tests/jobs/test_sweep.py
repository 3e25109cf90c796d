"""What time does to jobs."""

from __future__ import annotations

import pytest

from consolidation.serving import serve
from jobs.models import DataObject, JobEvent, LabelingJob
from jobs.sweeping import active_jobs, tend
from tests.cast import Account
from tests.jobs.play import answer, states
from workforce.models import Worker

pytestmark = pytest.mark.django_db


def test_a_job_of_thirty_days_ends_with_what_is_labeled(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=2)
    LabelingJob.objects.filter(pk=job.pk).update(created_at="2020-01-01T00:00:00Z")
    (job,) = active_jobs()
    assert tend(job)
    serve(job)
    assert job.stage == LabelingJob.Stage.STOPPED
    assert JobEvent.objects.filter(job=job, name="JOB_EXPIRED").exists()


def test_an_object_whose_lifetime_is_over_without_an_answer_fails(in_alices: Account) -> None:
    job = in_alices.text_job(count=1, TaskAvailabilityLifetimeInSeconds=60)
    DataObject.objects.filter(job=job).update(opened_at="2020-01-01T00:00:00Z")
    assert tend(job)
    assert states(job) == ["failed"]


def test_one_answer_is_enough_when_the_lifetime_is_over(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=1, NumberOfHumanWorkersPerDataObject=3)
    answer(job, bob.pk)
    DataObject.objects.filter(job=job).update(opened_at="2020-01-01T00:00:00Z")
    tend(job)
    assert states(job) == ["answered"]


def test_a_window_that_was_not_filled_is_topped_up(in_alices: Account) -> None:
    job = in_alices.text_job(count=3, MaxConcurrentTaskCount=2)
    DataObject.objects.filter(job=job).update(state=DataObject.State.PENDING, free=0)
    tend(job)
    assert states(job) == ["open", "open", "pending"]


def test_a_job_with_nothing_answered_is_left_alone(in_alices: Account) -> None:
    assert not tend(in_alices.text_job(count=1))
