"""Labeling jobs through boto3: the request a Ground Truth user sends, unchanged, and the answers that scripts read."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from jobs.intake import take_in
from jobs.models import LabelingJob, TrainedModel
from tenants import scope
from tenants.models import AuditEntry
from tests.cast import Account
from tests.wire.conftest import Wire
from tests.wire.in_process import client_of

COUNTERS = {"TotalLabeled", "HumanLabeled", "MachineLabeled", "FailedNonRetryableError", "Unlabeled"}


def code(error: pytest.ExceptionInfo[ClientError]) -> str:
    return str(error.value.response["Error"]["Code"])


def mails(count: int) -> list[dict[str, str]]:
    return [{"source": f"mail number {number}"} for number in range(count)]


def row(account: Account, name: str, **changes: Any) -> LabelingJob:
    """The job's row, after these changes."""
    with scope.tenant(account.tenant.pk):
        LabelingJob.objects.filter(name=name).update(**changes)
        return LabelingJob.objects.get(name=name)


def test_a_job_is_made_and_described_as_the_original_does(wire: Wire, alice: Account) -> None:
    client = wire.client()
    request = alice.text_request("Spam-1", mails(3), TaskKeywords=["mail", "spam"])
    arn = client.create_labeling_job(**request)["LabelingJobArn"]
    assert arn == f"arn:aws:sagemaker:us-east-1:{alice.tenant.account_id}:labeling-job/spam-1"
    told = client.describe_labeling_job(LabelingJobName="Spam-1")
    assert told["LabelingJobStatus"] == "Initializing"
    assert (told["LabelingJobName"], told["LabelingJobArn"]) == ("Spam-1", arn)
    assert told["LabelCounters"] == dict.fromkeys(COUNTERS, 0)
    assert told["JobReferenceCode"].startswith(alice.tenant.account_id)
    assert told["Tags"] == []
    assert told["InputConfig"] == {**request["InputConfig"], "DataAttributes": {"ContentClassifiers": []}}
    assert told["OutputConfig"] == {**request["OutputConfig"], "KmsKeyId": ""}
    assert told["HumanTaskConfig"] == {
        **request["HumanTaskConfig"],
        "MaxConcurrentTaskCount": 1000,
        "TaskAvailabilityLifetimeInSeconds": told["HumanTaskConfig"]["TaskAvailabilityLifetimeInSeconds"],
    }
    for name in ("LabelAttributeName", "RoleArn", "LabelCategoryConfigS3Uri"):
        assert told[name] == request[name]
    assert not {"FailureReason", "LabelingJobOutput", "LabelingJobAlgorithmsConfig", "StoppingConditions"} & set(told)
    assert abs(told["CreationTime"] - datetime.now(UTC)) < timedelta(seconds=30)
    assert wire.checked == ["CreateLabelingJob", "DescribeLabelingJob"]


def test_tags_and_stopping_conditions_are_echoed(wire: Wire, alice: Account) -> None:
    client = wire.client()
    said = {
        "Tags": [{"Key": "team", "Value": "наша"}],
        "StoppingConditions": {"MaxPercentageOfInputDatasetLabeled": 100},
    }
    client.create_labeling_job(**alice.text_request("spam", mails(1)), **said)
    told = client.describe_labeling_job(LabelingJobName="spam")
    assert {name: told[name] for name in said} == said


def test_what_describe_says_can_be_sent_back_to_make_a_second_job(wire: Wire, alice: Account) -> None:
    client = wire.client()
    client.create_labeling_job(**alice.text_request("first", mails(2)))
    told = client.describe_labeling_job(LabelingJobName="first")
    names = ["LabelAttributeName", "InputConfig", "OutputConfig", "RoleArn", "LabelCategoryConfigS3Uri"]
    names += ["HumanTaskConfig", "Tags"]
    client.create_labeling_job(LabelingJobName="second", **{name: told[name] for name in names})
    again = client.describe_labeling_job(LabelingJobName="second")
    assert {name: again[name] for name in names} == {name: told[name] for name in names}


def test_the_state_and_its_counters_are_told_as_the_job_goes_on(wire: Wire, alice: Account) -> None:
    client = wire.client()
    client.create_labeling_job(**alice.text_request("spam", mails(5)))
    with scope.tenant(alice.tenant.pk):
        take_in(LabelingJob.objects.get(name="spam"))
    told = client.describe_labeling_job(LabelingJobName="spam")
    assert told["LabelingJobStatus"] == "InProgress"
    assert told["LabelCounters"] == {**dict.fromkeys(COUNTERS, 0), "Unlabeled": 5}
    row(alice, "spam", labeled=3, machine_labeled=1, failed=1, stage="Completed", exported_at=datetime.now(UTC))
    told = client.describe_labeling_job(LabelingJobName="spam")
    assert told["LabelCounters"] == {
        "TotalLabeled": 3, "HumanLabeled": 2, "MachineLabeled": 1, "FailedNonRetryableError": 1, "Unlabeled": 1,
    }  # fmt: skip
    output = f"s3://{alice.bucket}/out/spam/manifests/output/output.manifest"
    assert told["LabelingJobOutput"] == {"OutputDatasetS3Uri": output}
    row(alice, "spam", stage="Failed", failure_reason="ClientError: line 734 is not JSON.")
    assert client.describe_labeling_job(LabelingJobName="spam")["FailureReason"] == "ClientError: line 734 is not JSON."


def test_a_missing_job_is_told_as_the_clients_expect(wire: Wire) -> None:
    client = wire.client()
    with pytest.raises(ClientError) as error:
        client.describe_labeling_job(LabelingJobName="nothing")
    assert code(error) == "ValidationException"
    assert "Requested resource not found." in str(error.value)
    with pytest.raises(client.exceptions.ResourceNotFound):
        client.stop_labeling_job(LabelingJobName="nothing")


def test_a_name_is_given_once_compared_without_case(wire: Wire, alice: Account) -> None:
    client = wire.client()
    client.create_labeling_job(**alice.text_request("spam", mails(1)))
    with pytest.raises(client.exceptions.ResourceInUse):
        client.create_labeling_job(**alice.text_request("SPAM", mails(1)))
    assert len(client.list_labeling_jobs()["LabelingJobSummaryList"]) == 1


def test_faults_that_only_the_server_can_know_are_told_together_and_nothing_is_made(wire: Wire, alice: Account) -> None:
    client = wire.client()
    request = alice.text_request("spam", mails(1))
    request["InputConfig"]["DataSource"]["S3DataSource"]["ManifestS3Uri"] = f"s3://{alice.bucket}/nothing.manifest"
    request["OutputConfig"]["S3OutputPath"] = "s3://somebody-elses-bucket/out/"
    request["HumanTaskConfig"]["WorkteamArn"] = request["HumanTaskConfig"]["WorkteamArn"] + "x"
    with pytest.raises(ClientError) as error:
        client.create_labeling_job(**request)
    assert code(error) == "ValidationException"
    text = str(error.value)
    assert "3 validation errors detected: " in text
    for place in ("manifestS3Uri", "s3OutputPath", "workteamArn"):
        assert place in text
    assert client.list_labeling_jobs()["LabelingJobSummaryList"] == []


def test_stop_moves_the_job_and_says_nothing(wire: Wire, alice: Account) -> None:
    client = wire.client()
    client.create_labeling_job(**alice.text_request("spam", mails(2)))
    client.stop_labeling_job(LabelingJobName="SPAM")
    assert client.describe_labeling_job(LabelingJobName="spam")["LabelingJobStatus"] == "Stopping"
    assert wire.checked == ["CreateLabelingJob", "StopLabelingJob", "DescribeLabelingJob"]


def test_stop_on_a_job_that_has_ended_is_no_error_and_changes_nothing(wire: Wire, alice: Account) -> None:
    client = wire.client()
    client.create_labeling_job(**alice.text_request("spam", mails(2)))
    for stage in ("Completed", "Failed", "Stopped", "Stopping"):
        row(alice, "spam", stage=stage)
        client.stop_labeling_job(LabelingJobName="spam")
        assert client.describe_labeling_job(LabelingJobName="spam")["LabelingJobStatus"] == stage


def test_the_model_of_a_machine_is_told_and_begins_the_next_job(alice: Account, charlie: Account) -> None:
    client = client_of(alice)
    specification = "arn:aws:sagemaker:us-east-1:027400017018:labeling-job-algorithm-specification/text-classification"
    config = {"LabelingJobAlgorithmSpecificationArn": specification}
    client.create_labeling_job(**alice.text_request("first", mails(1)), LabelingJobAlgorithmsConfig=config)
    job = row(alice, "first", stage="Completed", exported_at=datetime.now(UTC))
    model = {"media": "text", "labels": [], "learned": "embedding", "backbone": "minilm", "backbone_version": "1"}
    with scope.tenant(alice.tenant.pk):
        kept = TrainedModel.objects.create(name="first-abc", job=job, folder="s3://x/y", **model)
    with scope.tenant(charlie.tenant.pk):
        foreign = TrainedModel.objects.create(name="theirs", folder="s3://x/y", **model).arn
    told = client.describe_labeling_job(LabelingJobName="first")
    assert told["LabelingJobOutput"]["FinalActiveLearningModelArn"] == kept.arn
    [item] = client.list_labeling_jobs()["LabelingJobSummaryList"]
    assert item["LabelingJobOutput"]["FinalActiveLearningModelArn"] == kept.arn

    def begin(arn: str) -> None:
        changed = {**config, "InitialActiveLearningModelArn": arn}
        client.create_labeling_job(**alice.text_request("second", mails(1)), LabelingJobAlgorithmsConfig=changed)

    for arn in (foreign, foreign.replace("theirs", "first-abc"), kept.arn + "x"):
        with pytest.raises(ClientError, match="initialActiveLearningModelArn"):
            begin(arn)
    begin(kept.arn)
    told = client.describe_labeling_job(LabelingJobName="second")["LabelingJobAlgorithmsConfig"]
    assert told == {**config, "InitialActiveLearningModelArn": kept.arn}


def test_an_item_of_the_list_has_the_originals_members(wire: Wire, alice: Account) -> None:
    client = wire.client()
    request = alice.text_request("spam", mails(2))
    client.create_labeling_job(**request)
    [item] = client.list_labeling_jobs()["LabelingJobSummaryList"]
    human = request["HumanTaskConfig"]
    assert item["WorkteamArn"] == human["WorkteamArn"]
    assert item["PreHumanTaskLambdaArn"] == human["PreHumanTaskLambdaArn"]
    assert item["AnnotationConsolidationLambdaArn"].endswith("ACS-TextMultiClass")
    assert item["InputConfig"] == request["InputConfig"]
    assert not {"FailureReason", "LabelingJobOutput"} & set(item)


def test_lists_are_sorted_filtered_and_paged(wire: Wire, alice: Account) -> None:
    client = wire.client()
    first = alice.text_request("c-mail", mails(1))
    for name in ("c-mail", "a-mail", "b-mail", "other"):
        client.create_labeling_job(**{**first, "LabelingJobName": name})
    row(alice, "b-mail", stage="Completed")
    row(alice, "a-mail", stage="InProgress")

    def names(**members: Any) -> list[str]:
        pages = client.get_paginator("list_labeling_jobs").paginate(**members)
        return [job["LabelingJobName"] for page in pages for job in page["LabelingJobSummaryList"]]

    for size in (1, 2, 3, 4, 100):
        paged = {"PaginationConfig": {"PageSize": size}}
        assert names(**paged) == ["c-mail", "a-mail", "b-mail", "other"]
        assert names(SortOrder="Descending", **paged) == ["other", "b-mail", "a-mail", "c-mail"]
        assert names(SortBy="Name", SortOrder="Descending", **paged) == ["other", "c-mail", "b-mail", "a-mail"]
        assert names(SortBy="Status", **paged) == ["b-mail", "a-mail", "c-mail", "other"]
    assert names(NameContains="MAIL") == ["c-mail", "a-mail", "b-mail"]
    assert names(StatusEquals="Completed") == ["b-mail"]
    assert names(StatusEquals="Failed") == []


def test_times_filter_exactly_on_the_times_that_are_told(wire: Wire, alice: Account) -> None:
    client = wire.client()
    first = alice.text_request("one", mails(1))
    for name in ("one", "two", "three"):
        client.create_labeling_job(**{**first, "LabelingJobName": name})
        time.sleep(0.01)
    created = client.describe_labeling_job(LabelingJobName="two")["CreationTime"].timestamp()
    changed = datetime.fromtimestamp(created + 60, UTC)
    row(alice, "three", changed_at=changed)

    def names(**members: float) -> list[str]:
        body = "{" + ", ".join(f'"{name}": {value!r}' for name, value in members.items()) + "}"
        answer = wire.raw("SageMaker.ListLabelingJobs", body.encode())
        return [job["LabelingJobName"] for job in answer.members["LabelingJobSummaryList"]]

    assert names(CreationTimeAfter=created) == ["three"]
    assert names(CreationTimeBefore=created) == ["one"]
    assert names(CreationTimeAfter=created - 0.001, CreationTimeBefore=created + 0.001) == ["two"]
    assert names(LastModifiedTimeAfter=created + 59) == ["three"]
    assert names(LastModifiedTimeBefore=created + 59) == ["one", "two"]
    assert names(CreationTimeBefore=253_402_300_799.9) == ["one", "two", "three"]
    assert names(CreationTimeAfter=253_402_300_799.9) == []


def test_another_tenants_key_sees_and_touches_nothing_of_mine(
    wire: Wire, wire_of: Any, alice: Account, charlie: Account
) -> None:
    mine = wire.client()
    request = alice.text_request("spam", mails(2))
    mine.create_labeling_job(**request)
    foreign = wire_of(charlie).client()
    assert foreign.list_labeling_jobs()["LabelingJobSummaryList"] == []
    with pytest.raises(ClientError) as error:
        foreign.describe_labeling_job(LabelingJobName="spam")
    assert code(error) == "ValidationException"
    with pytest.raises(foreign.exceptions.ResourceNotFound):
        foreign.stop_labeling_job(LabelingJobName="spam")
    with pytest.raises(ClientError) as error:  # my team, my bucket, my files
        foreign.create_labeling_job(**request)
    assert code(error) == "ValidationException"
    assert mine.describe_labeling_job(LabelingJobName="spam")["LabelingJobStatus"] == "Initializing"


def test_what_a_key_does_is_in_the_audit_trail_under_its_id(wire: Wire, alice: Account) -> None:
    wire.client().create_labeling_job(**alice.text_request("spam", mails(1)))
    with scope.tenant(alice.tenant.pk):
        entry = AuditEntry.objects.get(verb="jobs.job.created")
    assert entry.actor == wire.key_id
