"""Creating a job: every fault at once, each with its place, what was given and what is wanted; nothing half made."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from jobs.actions import create_job
from jobs.models import JobEvent, LabelingJob, UiTemplate
from tenants import scope, storage
from tenants.actor import Actor
from tenants.errors import AccessDenied, Fault, NameTaken, PlumblineError, RequestInvalid
from tenants.models import AuditEntry
from tests.cast import TEXT_TEMPLATE, Account
from tests.races.crowd import all_at_once

Request = dict[str, Any]
FUNCTIONS = "arn:aws:lambda:us-east-1:432418664414:function"
MANIFEST = "InputConfig.DataSource.S3DataSource.ManifestS3Uri"
TEMPLATE = "HumanTaskConfig.UiConfig.UiTemplateS3Uri"
ACS = "HumanTaskConfig.AnnotationConsolidationConfig.AnnotationConsolidationLambdaArn"
PRE = "HumanTaskConfig.PreHumanTaskLambdaArn"


@pytest.fixture
def request_(alice: Account) -> Request:
    """A good request over one line; every test spoils it."""
    return alice.text_request("spam", [{"source": "x"}])


def put(request: Request, path: str, value: object) -> Request:
    """Set the member at a dotted path."""
    *way, last = path.split(".")
    place = request
    for name in way:
        place = place.setdefault(name, {})
    place[last] = value
    return request


def rows(account: Account) -> list[int]:
    """How much there is of all that a job is made of."""
    with scope.tenant(account.tenant.pk):
        return [model.objects.count() for model in (LabelingJob, UiTemplate, JobEvent, AuditEntry)]


def refused(account: Account, request: Request) -> dict[str, Fault]:
    """The faults by field; nothing was made."""
    before = rows(account)
    with scope.tenant(account.tenant.pk), pytest.raises(RequestInvalid) as caught:
        create_job(request, actor=account.actor)
    assert rows(account) == before
    assert all(fault.field and fault.given and fault.wanted for fault in caught.value.faults)
    return {fault.field: fault for fault in caught.value.faults}


def test_a_good_request_makes_a_job_with_its_trail(alice: Account, request_: Request) -> None:
    with scope.tenant(alice.tenant.pk):
        job = create_job(request_, actor=alice.actor)
        assert (job.stage, job.labels, job.most_open, job.lifetime) == (
            "Initializing",
            ["ham", "spam"],
            1000,
            2_592_000,
        )
        assert AuditEntry.objects.get(verb="jobs.job.created").subject == job.arn
        assert list(JobEvent.objects.filter(job=job).values_list("name", flat=True)) == ["JOB_CREATED"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<crowd-form>{{ task.input.taskObject </crowd-form>", "Line 1"),
        ("<crowd-form>\n{% if task %}\n</crowd-form>", "if"),
        ("<crowd-form>{{ task.input.labels | no_such_filter }}</crowd-form>", "no_such_filter"),
        ("{% for i in (1..1000000000) %}{% for j in (1..1000000000) %}x{% endfor %}{% endfor %}", "Loop over less"),
        (
            "{% for i in (1..99999) %}{{ task.input.taskObject | append: '" + 80 * "y" + "' }}{% endfor %}",
            "less",
        ),
    ],
    ids=["not closed", "without its end", "unknown filter", "loops for ever", "prints for ever"],
)
def test_a_broken_template_is_told_with_its_place_and_remedy(
    alice: Account, request_: Request, text: str, told: str
) -> None:
    put(request_, TEMPLATE, alice.put("broken.liquid", text))
    found = refused(alice, request_)
    assert list(found) == [TEMPLATE]
    assert "a template that renders" in found[TEMPLATE].wanted
    assert told in found[TEMPLATE].wanted


def test_a_template_that_is_no_text_or_empty_or_too_large(alice: Account, request_: Request) -> None:
    put(request_, TEMPLATE, alice.put("picture.liquid", b"\xff\xd8\xff\xe0"))
    assert refused(alice, request_)[TEMPLATE].wanted == "a template saved as UTF-8"
    put(request_, TEMPLATE, alice.put("large.liquid", TEXT_TEMPLATE + "x" * 130_000))
    assert "a readable worker template" in refused(alice, request_)[TEMPLATE].wanted
    put(request_, TEMPLATE, alice.put("empty.liquid", " \n"))
    assert "empty.liquid is empty" in refused(alice, request_)[TEMPLATE].wanted


@pytest.mark.parametrize(
    ("content", "field", "given"),
    [
        ('{"labels": [{"label": "ham"}]}', "LabelCategoryConfigS3Uri", "1 label"),
        ('{"labels": []}', "LabelCategoryConfigS3Uri", "0 labels"),
        ('{"classes": ["ham", "spam"]}', "LabelCategoryConfigS3Uri", "no labels in the file"),
        ('{"labels": [', "LabelCategoryConfigS3Uri", "not JSON"),
        ('["ham", "spam"]', "LabelCategoryConfigS3Uri", "no labels in the file"),
        ('{"labels": [{"label": "ham"}, {"label": "ham"}]}', "LabelCategoryConfigS3Uri labels[1]", "'ham'"),
        ('{"labels": [{"label": "ham"}, {"name": "spam"}]}', "LabelCategoryConfigS3Uri labels[1]", "spam"),
        ('{"labels": [{"label": ""}, {"label": "spam"}]}', "LabelCategoryConfigS3Uri labels[0]", "label"),
    ],
)
def test_a_label_file_that_offers_no_choice(
    alice: Account, request_: Request, content: str, field: str, given: str
) -> None:
    request_["LabelCategoryConfigS3Uri"] = alice.put("labels.json", content)
    found = refused(alice, request_)
    assert given in found[field].given


@pytest.mark.parametrize("path", [MANIFEST, TEMPLATE, "LabelCategoryConfigS3Uri"])
def test_a_file_that_is_not_there(alice: Account, request_: Request, path: str) -> None:
    put(request_, path, f"s3://{alice.bucket}/nowhere.json")
    found = refused(alice, request_)
    assert list(found) == [path]
    assert "There is no object at" in found[path].wanted


@pytest.mark.parametrize("path", [MANIFEST, TEMPLATE, "LabelCategoryConfigS3Uri", "OutputConfig.S3OutputPath"])
def test_a_bucket_of_somebody_else_is_as_one_that_does_not_exist(
    alice: Account, charlie: Account, request_: Request, path: str
) -> None:
    charlies = charlie.put("there", "{}")
    put(request_, path, charlies)
    theirs = refused(alice, request_)
    nobodys = refused(alice, put(request_, path, charlies.replace(charlie.bucket, "nobody-has-this-bucket")))
    assert list(theirs) == [path] == list(nobodys)
    assert "not one of this account's buckets" in theirs[path].wanted
    assert theirs[path].wanted.replace(charlie.bucket, "nobody-has-this-bucket") == nobodys[path].wanted


@pytest.mark.parametrize(
    ("path", "value", "wanted"),
    [
        (ACS, f"{FUNCTIONS}:ACS-ImageMultiClass", "the same type as PreHumanTaskLambdaArn, TextMultiClass"),
        (PRE, f"{FUNCTIONS}:PRE-KnitASweater", "a function ending in one of"),
        (ACS, f"{FUNCTIONS}:my-own-function", "a function ending in one of"),
        ("HumanTaskConfig.WorkteamArn", "arn:aws:sagemaker:us-east-1:123456789012:workteam/private-crowd/elsewhere",
         "the ARN of a work team of this account"),
        ("HumanTaskConfig.WorkteamArn", "arn:aws:sagemaker:us-east-1:394669845002:workteam/public-crowd/default",
         "Mechanical Turk"),
        ("HumanTaskConfig.PublicWorkforceTaskPrice", {"AmountInUsd": {"Dollars": 0, "Cents": 1}}, "no public crowd"),
        ("InputConfig.DataSource.SnsDataSource.SnsTopicArn", "arn:aws:sns:us-east-1:123456789012:lines",
         "the ARN of a topic of this account"),
        ("OutputConfig.SnsTopicArn", "arn:aws:sns:us-east-1:123456789012:lines", "output lines are not published"),
        ("LabelAttributeName", "source", "a name other than source and source-ref"),
        ("LabelAttributeName", "source-ref", "a name other than source and source-ref"),
        ("LabelAttributeName", "lan-metadata", "not ending in -metadata"),
        ("LabelAttributeName", "lan-ref", "a name that does not end in -ref"),
        ("LabelAttributeName", "white space", ""),
        ("LabelingJobName", "no_underscores", ""),
        ("LabelingJobName", "x" * 64, ""),
        ("HumanTaskConfig.TaskTimeLimitInSeconds", 29, ""),
        ("HumanTaskConfig.TaskTimeLimitInSeconds", 28_801, "at most 28800 seconds"),
        ("HumanTaskConfig.TaskAvailabilityLifetimeInSeconds", 2_592_001, "at most 2592000 seconds"),
        ("HumanTaskConfig.NumberOfHumanWorkersPerDataObject", 10, ""),
        ("HumanTaskConfig.MaxConcurrentTaskCount", 5001, ""),
        ("StoppingConditions.MaxPercentageOfInputDatasetLabeled", 101, ""),
        ("Nonsense", 1, ""),
        ("HumanTaskConfig.Nonsense", 1, ""),
    ],
)  # fmt: skip
def test_one_wrong_value_is_one_fault(alice: Account, request_: Request, path: str, value: object, wanted: str) -> None:
    found = refused(alice, put(request_, path, value))
    assert list(found) == [path]
    assert wanted in found[path].wanted


def test_automated_labeling_is_refused_where_no_machine_learns_the_kind(alice: Account, request_: Request) -> None:
    path, kind = "LabelingJobAlgorithmsConfig", "Polygon"
    arn = "arn:aws:sagemaker:us-east-1:027400017018:labeling-job-algorithm-specification/text-classification"
    put(request_, path, {"LabelingJobAlgorithmSpecificationArn": arn})
    put(request_, PRE, f"{FUNCTIONS}:PRE-{kind}")
    found = refused(alice, put(request_, ACS, f"{FUNCTIONS}:ACS-{kind}"))
    assert f"no automated labeling for {kind}, only for ImageMultiClass, " in found[path].wanted


def test_a_team_of_another_account_is_not_found(alice: Account, charlie: Account, request_: Request) -> None:
    path = "HumanTaskConfig.WorkteamArn"
    found = refused(alice, put(request_, path, charlie.team().arn))
    assert "of this account" in found[path].wanted


@pytest.mark.parametrize(
    ("member", "field"),
    [
        ("LabelCategoryConfigS3Uri", "LabelCategoryConfigS3Uri"),
        ("InputConfig", "InputConfig"),
        ("HumanTaskConfig", "HumanTaskConfig"),
        ("RoleArn", "RoleArn"),
    ],
)
def test_what_is_missing_is_named(alice: Account, request_: Request, member: str, field: str) -> None:
    del request_[member]
    assert field in refused(alice, request_)


@pytest.mark.parametrize("value", [None, 7, "no_address", [], True])
@pytest.mark.parametrize("path", ["LabelingJobName", "InputConfig", "HumanTaskConfig", TEMPLATE, MANIFEST])
def test_a_value_of_another_kind_is_a_fault_and_no_crash(
    alice: Account, request_: Request, path: str, value: object
) -> None:
    found = refused(alice, put(request_, path, value))
    assert any(field == path or field.startswith(path) for field in found)


def test_many_faults_are_told_together(alice: Account, charlie: Account, request_: Request) -> None:
    spoiled: dict[str, object] = {
        "LabelAttributeName": "source",
        MANIFEST: f"s3://{alice.bucket}/missing.manifest",
        TEMPLATE: alice.put("broken.liquid", "{% if %}"),
        "LabelCategoryConfigS3Uri": alice.put("one.json", json.dumps({"labels": [{"label": "ham"}]})),
        "OutputConfig.S3OutputPath": f"s3://{charlie.bucket}/out",
        ACS: f"{FUNCTIONS}:ACS-ImageMultiClass",
        "HumanTaskConfig.WorkteamArn": charlie.team().arn,
        "HumanTaskConfig.TaskTimeLimitInSeconds": 5,
        "Nonsense": 1,
    }
    for path, value in spoiled.items():
        put(request_, path, value)
    assert set(refused(alice, request_)) == set(spoiled)


def test_a_name_that_exists_is_taken_whatever_its_case(alice: Account, request_: Request) -> None:
    with scope.tenant(alice.tenant.pk):
        create_job(request_, actor=alice.actor)
    before = rows(alice)
    with scope.tenant(alice.tenant.pk), pytest.raises(NameTaken, match="choose another"):
        create_job({**request_, "LabelingJobName": "SPAM"}, actor=alice.actor)
    assert rows(alice) == before


def test_a_name_of_another_account_is_free(alice: Account, charlie: Account, request_: Request) -> None:
    with scope.tenant(alice.tenant.pk):
        create_job(request_, actor=alice.actor)
    theirs = charlie.text_request("spam", [{"source": "x"}])
    with scope.tenant(charlie.tenant.pk):
        assert create_job(theirs, actor=charlie.actor).arn.endswith(f"{charlie.tenant.account_id}:labeling-job/spam")


def test_of_two_who_take_a_name_at_once_one_gets_it(committed: None, alice: Account, request_: Request) -> None:
    def attempt() -> str:
        try:
            return create_job(request_, actor=alice.actor).stage
        except NameTaken as error:
            return error.code

    plays: list[Callable[[], str]] = [partial(attempt) for _ in range(4)]
    ends = all_at_once(alice.tenant.pk, plays)
    assert sorted(ends) == ["Initializing", "ResourceInUse", "ResourceInUse", "ResourceInUse"]
    jobs, templates, events, _ = rows(alice)
    assert (jobs, templates, events) == (1, 1, 1)


@pytest.mark.parametrize("role", ["reviewer", "worker"])
def test_who_may_not_make_jobs_makes_none(alice: Account, request_: Request, role: str) -> None:
    before = rows(alice)
    with scope.tenant(alice.tenant.pk), pytest.raises(AccessDenied, match="needs the role manager"):
        create_job(request_, actor=Actor("member", "dora@example.org", role))
    assert rows(alice) == before


def test_a_store_that_does_not_answer_is_a_fault_that_says_so(alice: Account, request_: Request, settings: Any) -> None:
    settings.S3_ENDPOINT_URL = "http://127.0.0.1:9"
    storage._client.cache_clear()
    try:
        found = refused(alice, request_)
    finally:
        storage._client.cache_clear()
    assert "could not be reached" in found[MANIFEST].wanted


def test_every_fault_is_one_of_ours(alice: Account) -> None:
    with scope.tenant(alice.tenant.pk), pytest.raises(PlumblineError):
        create_job({}, actor=alice.actor)
