"""A job's page: what it shows, Stop, Retry failed objects."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from consolidation.consolidating import consolidate_next
from jobs import dispatch, watching
from jobs.models import LabelingJob
from tenants import scope
from tests.admin.conftest import Trail
from tests.cast import Account
from tests.jobs.play import SPAM, adds_up, answer, take
from workforce.models import Worker

JOBS = "/admin/jobs/labelingjob/"


@pytest.fixture
def job(alice: Account, bob: Worker) -> LabelingJob:
    """Five objects: one labeled, one failed because the whole team (Bob) declined it, three open."""
    job = alice.text_job("mails", 5)
    with scope.tenant(alice.tenant.pk):
        answer(job, bob.pk, SPAM)
        assert consolidate_next(job)
        dispatch.decline(take(job, bob.pk).assignment_id, bob.pk)
        job.refresh_from_db()
        assert (job.labeled, job.failed) == (1, 1)
    return job


def _stage(alice: Account, job: LabelingJob) -> str:
    with scope.tenant(alice.tenant.pk):
        return LabelingJob.objects.get(pk=job.pk).stage


def test_it_shows_counters_reasons_events_and_where_the_output_lies(alice: Account, owner: Client, job: LabelingJob):
    shown = owner.get(f"{JOBS}{job.pk}/").content.decode()
    for text in (
        "1 labeled", "1 failed", "3 open", "mail number 1", "JOB_CREATED", "STAGE_CHANGED", "Text classification",
        f"s3://{alice.bucket}/out/mails/manifests/output/output.manifest", job.arn,
    ):  # fmt: skip
        assert text in shown, text


def test_the_link_to_all_failed_objects_lists_exactly_those(owner: Client, job: LabelingJob):
    link = owner.get(f"{JOBS}{job.pk}/").context["all_failed"]
    listed = owner.get(link).json()
    assert [one["state"] for one in next(value for value in listed.values() if isinstance(value, list))] == ["failed"]


def test_the_bar_covers_every_object(alice: Account, job: LabelingJob):
    with scope.tenant(alice.tenant.pk):
        parts = watching.watch(job).parts
    assert sum(part.count for part in parts) == 5
    assert sum(float(part.percent) for part in parts) == pytest.approx(100)


def test_a_reviewer_is_offered_no_button(reviewer: Client, job: LabelingJob):
    shown = reviewer.get(f"{JOBS}{job.pk}/").content.decode()
    assert "/stop/" not in shown
    assert "/retry/" not in shown


def test_stop_asks_first_and_then_stops(alice: Account, owner: Client, job: LabelingJob, trail: Trail):
    asked = owner.get(f"{JOBS}{job.pk}/stop/")
    assert b"Stop this job?" in asked.content
    assert _stage(alice, job) == "InProgress"
    assert owner.post(f"{JOBS}{job.pk}/stop/").status_code == 302
    assert _stage(alice, job) == "Stopping"
    assert trail.verbs()[-1] == "jobs.job.stopped"


def test_retry_opens_the_failed_objects_again(alice: Account, owner: Client, job: LabelingJob, trail: Trail):
    assert owner.post(f"{JOBS}{job.pk}/retry/").status_code == 302
    with scope.tenant(alice.tenant.pk):
        assert adds_up(job)
    assert (job.labeled, job.failed, job.unlabeled) == (1, 0, 4)
    assert trail.verbs()[-1] == "jobs.job.failed_retried"


def test_a_stopped_job_retries_nothing_and_says_why(owner: Client, job: LabelingJob):
    owner.post(f"{JOBS}{job.pk}/stop/")
    refused = owner.post(f"{JOBS}{job.pk}/retry/")
    assert refused.status_code == 422
    assert b"failed objects can be retried while it runs" in refused.content


def test_the_page_stops_looking_when_the_job_has_ended(alice: Account, owner: Client, job: LabelingJob):
    page = f"{JOBS}{job.pk}/"
    assert owner.get(f"{page}live/").status_code == 200
    assert b"hx-trigger" in owner.get(page).content
    with scope.tenant(alice.tenant.pk):
        LabelingJob.objects.filter(pk=job.pk).update(stage="Failed", failure_reason="Line 3 is no JSON.")
    assert owner.get(f"{page}live/").status_code == 286
    shown = owner.get(page).content
    assert b"hx-trigger" not in shown
    assert b"Line 3 is no JSON." in shown


def test_the_page_of_a_failed_job_says_what_where_and_what_to_do(alice: Account, owner: Client):
    job = alice.job(alice.text_request("faulty", [{"source": "fine"}, '{"source": fine}']))
    assert job.stage == "Failed"
    shown = unescape(owner.get(f"{JOBS}{job.pk}/").content.decode())
    alert = shown.partition('role="alert">')[2].partition("</div>")[0]
    assert "input.manifest has faults. Line 2 is not JSON (" in alert
    assert "at character 12); each line must be one JSON object." in alert
    assert "A failed job stays as it is, and nobody was asked." in alert
    assert "ClientError" not in alert
    assert "it appears with the first labels" not in shown
    assert "With the first labels" not in shown
    assert "Labels that may be wrong" not in shown


def test_a_manifest_of_one_address_where_nothing_lies_names_it(alice: Account):
    there = f"s3://{alice.bucket}/none.txt"
    job = alice.job(alice.text_request("gone", [{"source-ref": there}]))
    assert job.failure_reason.startswith(f"ClientError: there is nothing at {there}. ")


def test_the_text_of_an_object_is_shown_as_text(alice: Account, bob: Worker, owner: Client):
    job = alice.job(alice.text_request("hostile", [{"source": "<script>alert(1)</script>"}, {"source": "b"}]))
    with scope.tenant(alice.tenant.pk):
        dispatch.decline(take(job, bob.pk).assignment_id, bob.pk)
    shown = owner.get(f"{JOBS}{job.pk}/").content.decode()
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown


def test_the_list_filters_by_stage_and_searches_by_name(alice: Account, owner: Client, job: LabelingJob):
    alice.text_job("letters", 1)
    assert "letters" not in owner.get(f"{JOBS}?q=mail").content.decode()
    assert "mails" in owner.get(f"{JOBS}?q=mail").content.decode()
    assert f"{JOBS}{job.pk}/" not in owner.get(f"{JOBS}?stage__exact=Completed").content.decode()
