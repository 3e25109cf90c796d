"""Stopping: no more work is handed out, what was answered is labeled and kept."""

from __future__ import annotations

import json

import pytest

from consolidation.serving import serve
from jobs import dispatch
from jobs.actions import create_job, stop_job
from jobs.errors import JobEnded
from jobs.intake import take_in
from jobs.layout import Layout
from jobs.models import DataObject, LabelingJob
from tenants import scope
from tenants.actor import Actor
from tenants.errors import AccessDenied
from tenants.models import AuditEntry
from tests.cast import Account
from tests.jobs.play import HAM, adds_up, answer, states, take
from workforce.models import Worker

pytestmark = pytest.mark.usefixtures("in_alices")


def test_a_running_job_keeps_what_was_answered(alice: Account, bob: Worker) -> None:
    job = alice.text_job(count=4)
    answer(job, bob.pk)
    on_screen = take(job, bob.pk)
    assert stop_job(job, actor=alice.actor)
    assert job.stage == "Stopping"
    assert dispatch.lease(job.pk, bob.pk) is None
    with pytest.raises(JobEnded):
        dispatch.submit(on_screen.assignment_id, bob.pk, HAM)
    serve(job)
    assert (job.stage, job.total, job.labeled, job.failed) == ("Stopped", 4, 1, 0)
    assert adds_up(job)
    assert states(job) == ["labeled", "pending", "pending", "pending"]
    lines = [json.loads(line) for line in alice.read(Layout(job).output_manifest).splitlines()]
    assert ["lan" in line for line in lines] == [True, False, False, False]


def test_an_object_with_some_of_its_answers_is_labeled_by_them(alice: Account, bob: Worker) -> None:
    job = alice.text_job(count=1, NumberOfHumanWorkersPerDataObject=2)
    answer(job, bob.pk)
    stop_job(job, actor=alice.actor)
    serve(job)
    assert (job.stage, job.labeled, job.unlabeled) == ("Stopped", 1, 0)


def test_a_job_that_is_still_read_in_stops_and_is_not_opened(alice: Account) -> None:
    job = create_job(alice.text_request("spam", [{"source": "x"}]), actor=alice.actor)
    assert stop_job(job, actor=alice.actor)
    late = LabelingJob.objects.get(pk=job.pk)
    assert not take_in(late)
    serve(job)
    assert (job.stage, job.total) == ("Stopped", 0)
    assert not DataObject.objects.filter(job=job).exists()


def test_stopping_twice_is_stopping_once(alice: Account) -> None:
    job = alice.text_job()
    assert stop_job(job, actor=alice.actor)
    assert not stop_job(LabelingJob.objects.get(pk=job.pk), actor=alice.actor)
    assert AuditEntry.objects.filter(verb="jobs.job.stopped").count() == 1


@pytest.mark.parametrize("end", ["Completed", "Failed", "Stopped"])
def test_a_job_that_has_ended_stays_as_it_is(alice: Account, bob: Worker, end: str) -> None:
    job = alice.text_job(count=1)
    LabelingJob.objects.filter(pk=job.pk).update(stage=end)
    assert not stop_job(job, actor=alice.actor)
    job.refresh_from_db()
    assert job.stage == end
    assert not AuditEntry.objects.filter(verb="jobs.job.stopped").exists()


@pytest.mark.parametrize("role", ["reviewer", "worker"])
def test_who_may_not_stop_it_does_not(alice: Account, role: str) -> None:
    job = alice.text_job()
    with pytest.raises(AccessDenied, match="needs the role manager"):
        stop_job(job, actor=Actor("member", "dora@example.org", role))
    job.refresh_from_db()
    assert job.stage == "InProgress"


def test_a_manager_and_a_key_may(alice: Account) -> None:
    for kind in ("member", "key"):
        job = alice.text_job(f"by-{kind}")
        assert stop_job(job, actor=Actor(kind, kind, "manager"))


def test_another_account_cannot_even_see_it(alice: Account, charlie: Account) -> None:
    job = alice.text_job()
    with scope.tenant(charlie.tenant.pk):
        assert not stop_job(job, actor=charlie.actor)
    job.refresh_from_db()
    assert job.stage == "InProgress"
