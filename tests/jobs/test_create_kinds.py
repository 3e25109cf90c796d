"""What each kind of job asks of its request: one clear fault for each mistake, and nothing asked for that is not needed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jobs.actions import create_job
from jobs.errors import ManifestInvalid
from jobs.facts import facts_of
from jobs.human_task_uis import create as create_ui
from jobs.manifests import read
from jobs.models import LabelingJob
from jobs.pages import default
from jobs.task_types import TASK_TYPES, Suffix
from tenants import scope
from tests.cast import Account
from tests.jobs.test_create import FUNCTIONS, Request, put, refused
from tests.wire.kinds import ITEMS
from tests.wire.test_task_types import request_of

pytestmark = pytest.mark.django_db
LABELS = "LabelCategoryConfigS3Uri"
ACS = "HumanTaskConfig.AnnotationConsolidationConfig.AnnotationConsolidationLambdaArn"
PRE = "HumanTaskConfig.PreHumanTaskLambdaArn"
CONFIG = "HumanTaskConfig.UiConfig"
PAGE = "arn:aws:sagemaker:us-west-2:394669845002:human-task-ui/"


def asked(account: Account, kind: str, name: str = "Item") -> Request:
    return request_of(account, kind, ITEMS[kind], name)


def made(account: Account, request: Request) -> LabelingJob:
    with scope.tenant(account.tenant.pk):
        return create_job(request, actor=account.actor)


def labels(account: Account, count: int, **more: Any) -> str:
    entries = [{"label": f"label {n}"} for n in range(count)]
    return account.put("labels.json", json.dumps({"labels": entries, **more}))


@pytest.mark.parametrize("kind", [key for key, row in TASK_TYPES.items() if row.fewest_labels])
def test_a_kind_that_chooses_labels_needs_a_file_with_enough_of_them(alice: Account, kind: str) -> None:
    request = asked(alice, kind)
    fewest = TASK_TYPES[kind].fewest_labels
    told = {"instructions": {"shortInstruction": "a", "fullInstruction": "b"}}
    assert LABELS in refused(alice, put(request, LABELS, labels(alice, fewest - 1, **told)))
    made(alice, put(request, LABELS, labels(alice, fewest, **told)))
    del request[LABELS]
    assert LABELS in refused(alice, {**request, "LabelingJobName": "other"})


@pytest.mark.parametrize("kind", ["ImageMultiClass", "TextMultiClass"])
def test_there_may_be_twenty_thousand_classes(alice: Account, kind: str) -> None:
    job = made(alice, put(asked(alice, kind), LABELS, labels(alice, 20_002)))
    assert len(job.labels) == 20_002


@pytest.mark.parametrize("kind", [key for key, row in TASK_TYPES.items() if row.most_labels])
def test_a_kind_with_a_limit_takes_no_more_labels(alice: Account, kind: str) -> None:
    request, most = asked(alice, kind), TASK_TYPES[kind].most_labels
    assert most is not None
    made(alice, put(request, LABELS, labels(alice, most)))
    found = refused(alice, put({**request, "LabelingJobName": "other"}, LABELS, labels(alice, most + 1)))
    assert f"at most {most} labels" in found[LABELS].wanted


@pytest.mark.parametrize("kind", [key for key, row in TASK_TYPES.items() if not row.fewest_labels])
def test_a_kind_without_labels_needs_no_file(alice: Account, kind: str) -> None:
    request = asked(alice, kind)
    request.pop(LABELS, None)
    assert made(alice, request).labels == []


@pytest.mark.parametrize("kind", TASK_TYPES)
def test_the_attributes_end_is_as_the_kind_asks(alice: Account, kind: str) -> None:
    row = TASK_TYPES[kind]
    wrong = {Suffix.REF: ["plain"], Suffix.PLAIN: ["mask-ref"], Suffix.EITHER: []}[row.suffix]
    for attribute in {"plain", "mask-ref"} - set(wrong):
        made(alice, put(asked(alice, kind, f"as-{attribute}"), "LabelAttributeName", attribute))
    for attribute in wrong:
        found = refused(alice, put(asked(alice, kind, "wrong"), "LabelAttributeName", attribute))
        assert found["LabelAttributeName"].wanted == f"{row.suffix.value}, as jobs of type {row.key} have it"


def test_without_functions_it_is_a_custom_job(alice: Account) -> None:
    request = asked(alice, "PassThrough")
    del request["HumanTaskConfig"]["PreHumanTaskLambdaArn"]
    del request["HumanTaskConfig"]["AnnotationConsolidationConfig"]
    assert made(alice, request).kind.key == "PassThrough"


@pytest.mark.parametrize("path", [PRE, ACS])
def test_functions_of_ones_own_are_refused_with_what_to_do(alice: Account, path: str) -> None:
    found = refused(alice, put(asked(alice, "PassThrough"), path, f"{FUNCTIONS}:my-LabelingFunction"))
    assert list(found) == [path]
    assert "leave both out" in found[path].wanted


def test_both_names_of_clip_classification_are_known(alice: Account) -> None:
    request = put(asked(alice, "VideoMultiClass"), PRE, f"{FUNCTIONS}:PRE-VideoClassification")
    assert made(alice, put(request, ACS, f"{FUNCTIONS}:ACS-VideoMultiClass")).kind.key == "VideoMultiClass"


def test_both_functions_are_of_one_region_and_of_any_account_that_has_them(alice: Account) -> None:
    request = asked(alice, "BoundingBox")
    elsewhere = "arn:aws:lambda:us-west-2:081040173940:function:ACS-BoundingBox"
    assert "of the same region" in refused(alice, put(request, ACS, elsewhere))[ACS].wanted
    made(alice, put(request, PRE, elsewhere.replace("ACS", "PRE")))


@pytest.mark.parametrize("kind", [key for key, row in TASK_TYPES.items() if row.has_default])
def test_every_type_has_a_page_of_its_own(alice: Account, kind: str) -> None:
    job = made(alice, put(asked(alice, kind), CONFIG, {"HumanTaskUiArn": PAGE + kind}))
    assert job.template.text == default(TASK_TYPES[kind])


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("ImageClassification", "ImageMultiClass"),
        ("ImageClassificationMultiLabel", "ImageMultiClassMultiLabel"),
        ("TextClassification", "TextMultiClass"),
        ("TextClassificationMultiLabel", "TextMultiClassMultiLabel"),
        ("BoundingBox", "BoundingBox"),
        ("SemanticSegmentation", "SemanticSegmentation"),
    ],
)
def test_pages_that_clients_name_though_no_document_does_are_there(alice: Account, page: str, kind: str) -> None:
    assert made(alice, put(asked(alice, kind), CONFIG, {"HumanTaskUiArn": PAGE + page})).kind.key == kind


def test_a_page_of_another_type_or_of_none_is_refused(alice: Account) -> None:
    path = f"{CONFIG}.HumanTaskUiArn"
    for page in ("SemanticSegmentation", "VideoObjectDetection", "PassThrough"):
        found = refused(alice, put(asked(alice, "BoundingBox"), CONFIG, {"HumanTaskUiArn": PAGE + page}))
        assert list(found) == [path]
        assert "human-task-ui/BoundingBox" in found[path].wanted
    found = refused(alice, put(asked(alice, "PassThrough"), CONFIG, {"HumanTaskUiArn": PAGE + "PassThrough"}))
    assert found[path].wanted == "the S3 address of a worker template"


def test_one_page_is_named_and_not_two(alice: Account) -> None:
    both = {"HumanTaskUiArn": PAGE + "BoundingBox", "UiTemplateS3Uri": alice.put("t.html", "x")}
    assert list(refused(alice, put(asked(alice, "BoundingBox"), CONFIG, both))) == [CONFIG]
    found = refused(alice, put(asked(alice, "BoundingBox"), CONFIG, {}))
    assert list(found) == [f"{CONFIG}.UiTemplateS3Uri"]


def test_entities_are_marked_on_the_originals_page(alice: Account) -> None:
    own = {"UiTemplateS3Uri": alice.put("t.html", "x")}
    found = refused(alice, put(asked(alice, "NamedEntityRecognition"), CONFIG, own))
    assert "human-task-ui/NamedEntityRecognition" in found[f"{CONFIG}.UiTemplateS3Uri"].wanted


def test_a_template_that_the_account_keeps_can_be_named(alice: Account, charlie: Account) -> None:
    arns = {}
    for account in (alice, charlie):
        with scope.tenant(account.tenant.pk):
            arns[account.tenant.pk] = create_ui("mine", "<crowd-form>mine</crowd-form>", actor=account.actor).arn
    request = asked(alice, "BoundingBox")
    job = made(alice, put(request, CONFIG, {"HumanTaskUiArn": arns[alice.tenant.pk]}))
    assert job.template.text == "<crowd-form>mine</crowd-form>"
    theirs = put({**request, "LabelingJobName": "other"}, CONFIG, {"HumanTaskUiArn": arns[charlie.tenant.pk]})
    assert list(refused(alice, theirs)) == [f"{CONFIG}.HumanTaskUiArn"]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({}, "instructions.shortInstruction"),
        ({"instructions": {"fullInstruction": "b"}}, "instructions.shortInstruction"),
        ({"instructions": {"shortInstruction": "a", "fullInstruction": 7}}, "instructions.fullInstruction"),
        ({"instructions": {"shortInstruction": "a" * 255, "fullInstruction": "b"}}, "instructions.shortInstruction"),
        ({"instructions": {"shortInstruction": "a", "fullInstruction": "b" * 2048}}, "instructions.fullInstruction"),
    ],
)
def test_entities_need_instructions_of_bearable_length(alice: Account, told: dict[str, Any], field: str) -> None:
    found = refused(alice, put(asked(alice, "NamedEntityRecognition"), LABELS, labels(alice, 1, **told)))
    assert f"{LABELS} {field}" in found


def test_instructions_under_their_older_names_are_taken(alice: Account) -> None:
    told = {"instructions": {"shortIntroduction": "a", "fullIntroduction": "b"}, "documentVersion": "2020-03-01"}
    job = made(alice, put(asked(alice, "NamedEntityRecognition"), LABELS, labels(alice, 1, **told)))
    assert job.label_details["instructions"] == {"shortInstruction": "a", "fullInstruction": "b"}


@pytest.mark.parametrize("name", [7, "x" * 257])
def test_names_to_show_are_texts(alice: Account, name: object) -> None:
    content = json.dumps({"labels": [{"label": "Ann", "shortDisplayName": name}]})
    told = alice.put("labels.json", content)
    found = refused(alice, put(asked(alice, "NamedEntityRecognition"), LABELS, told))
    assert "shortDisplayName" in found[f"{LABELS} labels[0]"].wanted
    made(alice, put(asked(alice, "Polygon"), LABELS, told))  # whose elements show no other name than the label


def test_a_name_to_show_that_is_null_is_left_out(alice: Account) -> None:
    entry = {"label": "Ann", "shortDisplayName": None, "fullDisplayName": "Ann of Oslo"}
    told = {"labels": [entry, {"label": "Bo", "fullDisplayName": None}],
            "instructions": {"shortInstruction": "a", "fullInstruction": "b"}}  # fmt: skip
    request = put(asked(alice, "NamedEntityRecognition"), LABELS, alice.put("labels.json", json.dumps(told)))
    assert made(alice, request).label_details["display"] == {"Ann": {"fullDisplayName": "Ann of Oslo"}}


@pytest.mark.parametrize("kind", ["SemanticSegmentation", "AdjustmentSemanticSegmentation", "InstanceSegmentation"])
def test_no_label_of_a_mask_is_called_as_the_background_is(alice: Account, kind: str) -> None:
    content = json.dumps({"labels": [{"label": "road"}, {"label": "BACKGROUND"}]})
    found = refused(alice, put(asked(alice, kind), LABELS, alice.put("labels.json", content)))
    assert "another label than BACKGROUND" in found[f"{LABELS} labels[1]"].wanted
    made(alice, put(asked(alice, "BoundingBox"), LABELS, alice.put("labels.json", content)))


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ({"labels": [{"label": "a\0b"}]}, "labels[0].label"),
        ({"labels": [{"label": "a"}], "instructions": {"shortInstruction": "a\0"}}, "instructions.shortInstruction"),
        ({"labels": [{"label": "a"}], "auditLabelAttributeName": "\0"}, "auditLabelAttributeName"),
        ({"labels": [{"label": "a", "shortDisplayName": "\0"}]}, "labels[0].shortDisplayName"),
        ({"\0": 1}, "\\0"),
    ],
)
def test_a_label_file_with_what_cannot_be_stored_is_a_fault(alice: Account, told: dict[str, Any], place: str) -> None:
    content = alice.put("labels.json", json.dumps(told))
    found = refused(alice, put(asked(alice, "NamedEntityRecognition"), LABELS, content))
    assert found[f"{LABELS}.{place}"].wanted == "text without NUL characters"


def test_a_label_file_is_no_deeper_than_can_be_stored(alice: Account) -> None:
    content = alice.put("labels.json", '{"labels": [{"label": "a"}], "more": ' + "[" * 300 + "]" * 300 + "}")
    assert "at most 100 levels" in refused(alice, put(asked(alice, "BoundingBox"), LABELS, content))[LABELS].wanted


def test_a_review_has_another_attribute_than_what_it_reviews(alice: Account) -> None:
    request = put(asked(alice, "AdjustmentBoundingBox"), LABELS, labels(alice, 1, auditLabelAttributeName="boxes"))
    found = refused(alice, put(request, "LabelAttributeName", "boxes"))
    assert "another name than boxes" in found["LabelAttributeName"].wanted
    made(alice, put(request, "LabelAttributeName", "adjusted"))


def faults_of(account: Account, job: LabelingJob, lines: list[Any]) -> str:
    """What reading a manifest of these lines says, "" when it is good."""
    with scope.tenant(account.tenant.pk):
        try:
            list(read(account.put("lines.manifest", lines), facts_of(job.pk)))
        except ManifestInvalid as error:
            return str(error)
    return ""


def test_a_custom_job_takes_text_and_addresses(alice: Account) -> None:
    job = made(alice, asked(alice, "PassThrough"))
    assert faults_of(alice, job, [{"source": "a"}, {"source-ref": f"s3://{alice.bucket}/x"}]) == ""
    assert "Line 1 has no source-ref; jobs of type PassThrough need" in faults_of(alice, job, [{"text": "a"}])


def test_an_address_in_a_text_job_is_looked_at_as_any(alice: Account, charlie: Account) -> None:
    job = made(alice, asked(alice, "TextMultiClass"))
    assert faults_of(alice, job, [{"source-ref": f"s3://{alice.bucket}/x.txt"}]) == ""
    assert "cannot be used" in faults_of(alice, job, [{"source-ref": f"s3://{charlie.bucket}/x.txt"}])
    assert "has no source;" in faults_of(alice, job, [{"text": "a"}])


def test_a_review_whose_first_lines_have_nothing_to_review_fails_with_the_reason(alice: Account) -> None:
    request = asked(alice, "VerificationBoundingBox")
    source = request["InputConfig"]["DataSource"]["S3DataSource"]
    source["ManifestS3Uri"] = alice.put("plain.manifest", [{"source-ref": alice.put("1.png", b"x")}])
    job = alice.job(request)
    assert job.stage == LabelingJob.Stage.FAILED
    assert "no label of type groundtruth/object-detection" in job.failure_reason


def test_a_review_under_the_reviewed_attribute_is_refused_with_its_lines(alice: Account) -> None:
    request = put(asked(alice, "AdjustmentBoundingBox"), "LabelAttributeName", "boxes")
    job = alice.job(request)
    assert job.stage == LabelingJob.Stage.FAILED
    assert "Line 1 already has boxes" in job.failure_reason
