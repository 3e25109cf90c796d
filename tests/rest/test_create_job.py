"""POST /jobs/: the request of the AWS API, unchanged; all faults at once, or a job that is being served."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
import redis
from django.conf import settings

from jobs.examples import EXAMPLES
from jobs.models import LabelingJob
from jobs.pages import default
from jobs.task_types import TASK_TYPES
from tenants import scope
from tenants.models import AuditEntry
from tests.cast import Account
from tests.rest.conftest import Caller


def test_a_good_request_makes_a_job(alice: Account, manager: Caller) -> None:
    request = alice.text_request("Spam-1", [{"source": "x"}])
    answer = manager.post("jobs/", request)
    assert answer.status == 201
    job = answer.body
    assert (job["name"], job["stage"], job["work_team"], job["labels"]) == (
        "Spam-1", "Initializing", "labelers", ["ham", "spam"]
    )  # fmt: skip
    assert job["arn"] == alice.tenant.arn("labeling-job/spam-1")
    assert job["request"]["HumanTaskConfig"]["MaxConcurrentTaskCount"] == 1000
    with scope.tenant(alice.tenant.pk):
        entry = AuditEntry.objects.get(verb="jobs.job.created")
    assert entry.actor == manager.token.split(":")[0]


def test_the_job_is_sent_to_be_served(committed: None, alice: Account, manager: Caller) -> None:
    broker = redis.Redis.from_url(settings.CELERY_BROKER_URL)
    broker.delete("ingest")
    assert manager.post("jobs/", alice.text_request("spam", [{"source": "x"}])).status == 201
    with scope.tenant(alice.tenant.pk):
        job = LabelingJob.objects.get()
    headers = [orjson.loads(message)["headers"] for message in broker.lrange("ingest", 0, -1)]
    assert [(one["task"], one["argsrepr"]) for one in headers] == [("jobs.ingest", f"[{job.tenant_id}, {job.pk}]")]
    broker.delete("ingest")


def test_every_fault_is_told_at_once_and_nothing_is_made(alice: Account, manager: Caller) -> None:
    request = alice.text_request(
        "spam", [{"source": "x"}], TaskTimeLimitInSeconds=5, NumberOfHumanWorkersPerDataObject=10
    )
    request["LabelAttributeName"] = "source"
    request["Nonsense"] = 1
    answer = manager.post("jobs/", request)
    assert (answer.status, answer.body["code"]) == (400, "ValidationException")
    assert {"HumanTaskConfig.TaskTimeLimitInSeconds", "HumanTaskConfig.NumberOfHumanWorkersPerDataObject",
            "LabelAttributeName", "Nonsense"} <= set(answer.faulty())  # fmt: skip
    dry = manager.post("jobs/", request, dry_run="true")
    assert (dry.status, dry.body["faults"]) == (200, answer.body["faults"])
    assert manager.get("jobs/").items == []


def test_a_taken_name_is_a_conflict_and_a_fault_of_the_dry_run(alice: Account, manager: Caller) -> None:
    request = alice.text_request("spam", [{"source": "x"}])
    assert manager.post("jobs/", request).status == 201
    again = {**request, "LabelingJobName": "SPAM"}
    answer = manager.post("jobs/", again)
    assert (answer.status, answer.body["code"]) == (409, "ResourceInUse")
    assert manager.post("jobs/", again, dry_run="true").faulty() == ["LabelingJobName"]


@pytest.mark.parametrize("value", ["maybe", "", "2"])
def test_a_dry_run_is_asked_for_clearly_or_not_at_all(value: str, alice: Account, manager: Caller) -> None:
    answer = manager.post("jobs/", alice.text_request("spam", [{"source": "x"}]), dry_run=value)
    assert answer.faulty() == ["dry_run"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_the_documents_examples_make_jobs(alice: Account, manager: Caller, example: Any) -> None:
    """With the account's own bucket and team in the places of those that are shown."""
    text = orjson.dumps(example.value).decode().replace("acme-labeling", alice.bucket)
    request = orjson.loads(text.replace(example.value["HumanTaskConfig"]["WorkteamArn"], alice.team().arn))
    name = request["LabelingJobName"]
    instructions = {"shortInstruction": "Mark names.", "fullInstruction": "Mark all of them."}
    told = {"labels": [{"label": "good"}, {"label": "bad"}], "instructions": instructions}
    manifest = request["InputConfig"]["DataSource"]["S3DataSource"]["ManifestS3Uri"]
    alice.put(manifest.removeprefix(f"s3://{alice.bucket}/"), [{"source": "x"}])
    alice.put(f"{name}/labels.json", orjson.dumps(told))
    alice.put(f"{name}/template.liquid", "<crowd-form></crowd-form>")
    made = manager.post("jobs/", request)
    assert (made.status, made.body.get("faults")) == (201, None)
    assert made.body["name"] == name


def test_either_function_tells_the_type_whose_page_is_shown(alice: Account, manager: Caller) -> None:
    request = alice.text_request("spam", [{"source": "x"}])
    del request["HumanTaskConfig"]["UiConfig"]
    del request["HumanTaskConfig"]["PreHumanTaskLambdaArn"]
    made = manager.post("jobs/", request)
    page = "arn:aws:sagemaker:us-east-1:394669845002:human-task-ui/TextMultiClass"
    assert made.body["request"]["HumanTaskConfig"]["UiConfig"] == {"HumanTaskUiArn": page}


@pytest.mark.parametrize("config", [None, {}], ids=["left out", "empty"])
def test_a_job_without_a_page_shows_the_default_one_of_its_type(
    config: dict[str, str] | None, alice: Account, manager: Caller
) -> None:
    request = alice.text_request("spam", [{"source": "x"}])
    del request["HumanTaskConfig"]["UiConfig"]
    if config is not None:
        request["HumanTaskConfig"]["UiConfig"] = config
    assert manager.post("jobs/", request, dry_run="true").body["faults"] == []
    made = manager.post("jobs/", request)
    page = "arn:aws:sagemaker:us-east-1:394669845002:human-task-ui/TextMultiClass"
    assert made.body["request"]["HumanTaskConfig"]["UiConfig"] == {"HumanTaskUiArn": page}
    with scope.tenant(alice.tenant.pk):
        assert LabelingJob.objects.get(name="spam").template.text == default(TASK_TYPES["TextMultiClass"])
