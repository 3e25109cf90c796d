"""GET /jobs/ and /jobs/{name}/: what a job looks like, and how to find it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from jobs.models import LabelingJob
from tenants import scope
from tests.cast import Account
from tests.rest.conftest import Caller


def test_newest_first(alice: Account, reviewer: Caller) -> None:
    for name in ("one", "two", "three"):
        alice.text_job(name, 1)
    assert reviewer.get("jobs/").names() == ["three", "two", "one"]


def test_found_by_a_part_of_the_name_without_case_and_without_patterns(alice: Account, reviewer: Caller) -> None:
    for name in ("Cats-1", "dogs-1"):
        alice.text_job(name, 1)
    assert reviewer.get("jobs/", name="cAT").names() == ["Cats-1"]
    assert reviewer.get("jobs/", name="%").names() == []
    assert reviewer.get("jobs/", name="_").names() == []


def test_found_by_stage(alice: Account, manager: Caller) -> None:
    alice.text_job("one", 1)
    alice.text_job("two", 1)
    manager.post("jobs/two/stop/")
    assert manager.get("jobs/", stage="Stopping").names() == ["two"]
    assert manager.get("jobs/", stage="InProgress").names() == ["one"]


def test_found_by_time_both_ends_excluded(alice: Account, reviewer: Caller) -> None:
    first = datetime(2026, 1, 1, tzinfo=UTC)
    for days, name in enumerate(("old", "middle", "new")):
        job = alice.text_job(name, 1)
        with scope.tenant(alice.tenant.pk):
            LabelingJob.objects.filter(pk=job.pk).update(created_at=first + timedelta(days=days))
    bounds = {"created_after": first.isoformat(), "created_before": (first + timedelta(days=2)).isoformat()}
    assert reviewer.get("jobs/", **bounds).names() == ["middle"]
    assert reviewer.get("jobs/", created_after=bounds["created_after"]).names() == ["new", "middle"]


def test_counters_progress_and_failure(reviewer: Caller, worked: LabelingJob) -> None:
    job = reviewer.get("jobs/SPAM/").body
    assert job["counters"] == {"total": 5, "labeled": 2, "machine_labeled": 0, "failed": 1, "unlabeled": 2}
    assert job["progress"] == {"pending": 0, "in_hand": 1, "answered": 1, "answers": 1}
    assert (job["stage"], job["failure_reason"], job["output_manifest"]) == ("InProgress", "", None)


def test_the_manifests_address_is_told_once_it_is_written(alice: Account, reviewer: Caller) -> None:
    job = alice.text_job("spam", 1)
    with scope.tenant(alice.tenant.pk):
        LabelingJob.objects.filter(pk=job.pk).update(exported_at=job.created_at)
    wanted = f"s3://{alice.bucket}/out/spam/manifests/output/output.manifest"
    assert reviewer.get("jobs/spam/").body["output_manifest"] == wanted


def test_no_such_job(reviewer: Caller) -> None:
    answer = reviewer.get("jobs/none/")
    assert (answer.status, answer.body["code"]) == (404, "ResourceNotFound")
