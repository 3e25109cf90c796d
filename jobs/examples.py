"""Requests as people send them, one of each family of task types, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

_FUNCTIONS = "arn:aws:lambda:us-east-1:432418664414:function"
_PAGES = "arn:aws:sagemaker:us-east-1:394669845002:human-task-ui"
_BUCKET = "s3://acme-labeling"


def _request(name: str, kind: str, attribute: str, workers: int, title: str, description: str) -> dict[str, Any]:
    """With the type's default page."""
    folder = f"{_BUCKET}/{name}"
    return {
        "LabelingJobName": name,
        "LabelAttributeName": attribute,
        "InputConfig": {"DataSource": {"S3DataSource": {"ManifestS3Uri": f"{folder}/input.manifest"}}},
        "OutputConfig": {"S3OutputPath": f"{_BUCKET}/output/"},
        "RoleArn": "arn:aws:iam::123456789012:role/labeling",
        "LabelCategoryConfigS3Uri": f"{folder}/labels.json",
        "HumanTaskConfig": {
            "WorkteamArn": "arn:aws:sagemaker:us-east-1:123456789012:workteam/private-crowd/first-team",
            "UiConfig": {"HumanTaskUiArn": f"{_PAGES}/{kind}"},
            "PreHumanTaskLambdaArn": f"{_FUNCTIONS}:PRE-{kind}",
            "TaskTitle": title,
            "TaskDescription": description,
            "NumberOfHumanWorkersPerDataObject": workers,
            "TaskTimeLimitInSeconds": 300,
            "AnnotationConsolidationConfig": {"AnnotationConsolidationLambdaArn": f"{_FUNCTIONS}:ACS-{kind}"},
        },
    }


def _with_own_template(request: dict[str, Any]) -> dict[str, Any]:
    template = f"{_BUCKET}/{request['LabelingJobName']}/template.liquid"
    return {**request, "HumanTaskConfig": {**request["HumanTaskConfig"], "UiConfig": {"UiTemplateS3Uri": template}}}


def _chained(request: dict[str, Any], earlier: str) -> dict[str, Any]:
    """Over what an earlier job made."""
    manifest = f"{_BUCKET}/output/{earlier}/manifests/output/output.manifest"
    return {**request, "InputConfig": {"DataSource": {"S3DataSource": {"ManifestS3Uri": manifest}}}}


def _without_labels(request: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in request.items() if name != "LabelCategoryConfigS3Uri"}


EXAMPLES = [
    OpenApiExample("Image classification", request_only=True, value=_with_own_template(_request(
        "street-signs", "ImageMultiClass", "sign", 3, "Name the sign", "Choose the sign that the picture shows."))),
    OpenApiExample("Text classification", request_only=True, value=_with_own_template(_request(
        "support-mails", "TextMultiClass", "team", 3, "Sort the mail", "Choose the team that should answer."))),
    OpenApiExample("Bounding boxes", request_only=True, value=_request(
        "parked-cars", "BoundingBox", "cars", 1, "Mark the cars", "Draw a box around every car.")),
    OpenApiExample("Verification of bounding boxes", request_only=True, description=(
        "Chained: the manifest is what the job parked-cars made, whose boxes people judge. Its label category file "
        "names the verdicts."), value=_chained(_request(
            "parked-cars-checked", "VerificationBoundingBox", "verdict", 1, "Judge the boxes",
            "Are all cars marked, and is every box tight?"), "parked-cars")),
    OpenApiExample("Named entity recognition", request_only=True, description=(
        "Its label category file has the instructions for the workers too."), value=_request(
            "press-cuttings", "NamedEntityRecognition", "names", 1, "Mark the names", "Mark people and places.")),
    OpenApiExample("Preference between responses", request_only=True, description=(
        "Of our own types; it needs no label category file. A line is {\"source\": \"the prompt\", \"responses\": "
        "[\"one\", \"another\"]}."), value=_without_labels(_request(
            "which-answer", "PreferenceRanking", "preferred", 1, "Choose the better answer",
            "Read both answers to the question and say which one you would rather get."))),
]  # fmt: skip
