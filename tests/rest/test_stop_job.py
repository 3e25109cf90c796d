"""POST /jobs/{name}/stop/"""

from __future__ import annotations

from jobs.models import LabelingJob
from tenants import scope
from tests.cast import Account
from tests.rest.conftest import Caller


def test_a_running_job_stops_and_keeps_what_is_labeled(manager: Caller, worked: LabelingJob) -> None:
    answer = manager.post("jobs/spam/stop/")
    assert (answer.status, answer.body["stage"], answer.body["counters"]["labeled"]) == (200, "Stopping", 2)
    assert manager.get("jobs/spam/events/").items[-1]["message"].startswith("InProgress -> Stopping")


def test_stopping_twice_is_stopping_once(manager: Caller, worked: LabelingJob) -> None:
    manager.post("jobs/spam/stop/")
    assert manager.post("jobs/spam/stop/").body["stage"] == "Stopping"
    assert manager.get("audit/").names("verb").count("jobs.job.stopped") == 1


def test_a_job_that_has_ended_stays_as_it_is(alice: Account, manager: Caller, worked: LabelingJob) -> None:
    with scope.tenant(alice.tenant.pk):
        LabelingJob.objects.update(stage="Completed")
    assert manager.post("jobs/spam/stop/").body["stage"] == "Completed"
