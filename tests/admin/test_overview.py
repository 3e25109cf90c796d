"""The first page: what runs, how fast, and what to do next."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from jobs import watching
from jobs.models import LabelingJob
from tenants import scope
from tests.cast import Account
from tests.jobs.play import answer
from workforce.models import Worker


def test_a_new_account_is_told_what_to_do_next_and_how_to_point_boto3(alice: Account, owner: Client):
    shown = owner.get("/admin/").content.decode()
    for text in ("Create a team", "Invite people", "Create a job", f"endpoint_url=&quot;{settings.PUBLIC_URL}&quot;"):
        assert text.replace("&quot;", '"') in shown, text
    assert "/admin/workforce/workteam/add/" in shown


def test_a_reviewer_is_told_nothing_they_may_not_do(alice: Account, reviewer: Client):
    assert "/admin/workforce/workteam/add/" not in reviewer.get("/admin/").content.decode()


def test_the_hints_go_when_everything_is_there(alice: Account, bob: Worker, owner: Client):
    alice.text_job()
    assert "pl-steps" not in owner.get("/admin/").content.decode()


def test_counts_are_those_of_all_jobs_and_add_up(alice: Account, charlie: Account, bob: Worker):
    one, _ = alice.text_job("one", 4), alice.text_job("two", 3)
    charlie.text_job("foreign", 50)
    with scope.tenant(alice.tenant.pk):
        answer(one, bob.pk)
        seen = watching.totals()
        assert (seen.total, seen.in_hand, seen.answered, seen.labeled, seen.failed, seen.pending) == (7, 6, 1, 0, 0, 0)


def test_a_running_job_is_shown_with_its_bar(alice: Account, owner: Client):
    job = alice.text_job("mails", 4)
    shown = owner.get("/admin/live/").content.decode()
    assert f"/admin/jobs/labelingjob/{job.pk}/" in shown
    assert 'role="progressbar"' in shown
    assert "4 open" in shown


def test_an_account_whose_jobs_have_all_ended_is_offered_a_new_one(alice: Account, owner: Client):
    job = alice.text_job("mails", 4)
    assert "No job is running" not in owner.get("/admin/live/").content.decode()
    with scope.tenant(alice.tenant.pk):
        LabelingJob.objects.filter(pk=job.pk).update(stage="Completed")
    assert "No job is running" in owner.get("/admin/live/").content.decode()


def test_answers_a_minute_are_measured_between_looks(alice: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch):
    job = alice.text_job("mails", 9)
    now = 1_000_000.0
    monkeypatch.setattr("jobs.watching.time.time", lambda: now)
    with scope.tenant(alice.tenant.pk):
        assert watching.watch(job).pace is None
        for _ in range(5):
            answer(job, bob.pk)
        now += 30
        assert watching.watch(job).pace == pytest.approx(10)
        now += 300
        assert watching.watch(job).pace is None, "what is older than a minute says nothing about now"


def test_the_newest_changes_are_listed(alice: Account, owner: Client):
    alice.team("radiology")
    shown = owner.get("/admin/").content.decode()
    assert "workforce.workteam.created" in shown
    assert "workteam/private-crowd/radiology" in shown


def test_the_audit_trail_can_be_searched(alice: Account, owner: Client):
    alice.team("radiology")
    found = owner.get("/admin/tenants/auditentry/?q=radiology").content.decode()
    assert "workforce.workteam.created" in found
    assert "tenants.bucket.created" not in found
