"""POST /jobs/{name}/retry-failed/"""

from __future__ import annotations

from jobs.models import LabelingJob
from tenants import scope
from tests.cast import Account
from tests.rest.conftest import Caller


def test_failed_objects_are_open_again(manager: Caller, worked: LabelingJob) -> None:
    answer = manager.post("jobs/spam/retry-failed/")
    assert (answer.status, answer.body) == (200, {"retried": 1})
    assert manager.get("jobs/spam/").body["counters"]["failed"] == 0
    again = manager.get("jobs/spam/objects/3/").body
    assert (again["state"], again["retries"], again["failure_reason"]) == ("pending", 1, "")
    assert manager.post("jobs/spam/retry-failed/").body == {"retried": 0}


def test_a_stopped_job_is_not_opened_again(alice: Account, manager: Caller, worked: LabelingJob) -> None:
    with scope.tenant(alice.tenant.pk):
        LabelingJob.objects.update(stage="Stopped")
    answer = manager.post("jobs/spam/retry-failed/")
    assert (answer.status, answer.body["code"]) == (409, "ConflictException")
    assert manager.get("jobs/spam/objects/3/").body["state"] == "failed"
