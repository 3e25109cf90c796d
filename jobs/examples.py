"""Requests as people send them, for the OpenAPI document."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample

_FUNCTIONS = "arn:aws:lambda:us-east-1:432418664414:function"


def _request(name: str, kind: str, title: str, description: str) -> dict[str, object]:
    folder = f"s3://acme-labeling/{name}"
    return {
        "LabelingJobName": name,
        "LabelAttributeName": "category",
        "InputConfig": {"DataSource": {"S3DataSource": {"ManifestS3Uri": f"{folder}/input.manifest"}}},
        "OutputConfig": {"S3OutputPath": "s3://acme-labeling/output/"},
        "RoleArn": "arn:aws:iam::123456789012:role/labeling",
        "LabelCategoryConfigS3Uri": f"{folder}/labels.json",
        "HumanTaskConfig": {
            "WorkteamArn": "arn:aws:sagemaker:us-east-1:123456789012:workteam/private-crowd/first-team",
            "UiConfig": {"UiTemplateS3Uri": f"{folder}/template.liquid"},
            "PreHumanTaskLambdaArn": f"{_FUNCTIONS}:PRE-{kind}",
            "TaskTitle": title,
            "TaskDescription": description,
            "NumberOfHumanWorkersPerDataObject": 3,
            "TaskTimeLimitInSeconds": 300,
            "AnnotationConsolidationConfig": {"AnnotationConsolidationLambdaArn": f"{_FUNCTIONS}:ACS-{kind}"},
        },
    }


EXAMPLES = [
    OpenApiExample("Image classification", request_only=True, value=_request(
        "street-signs", "ImageMultiClass", "Name the sign", "Choose the sign that the picture shows.")),
    OpenApiExample("Text classification", request_only=True, value=_request(
        "support-mails", "TextMultiClass", "Sort the mail", "Choose the team that should answer.")),
]  # fmt: skip
