"""A labeling job of the demo, ordered as a Ground Truth user orders it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from config.demo.door import Door
from config.demo.samples import Sample

ANSWERS = 3  # people asked about each object
MOST_ANSWERS = 7  # where a machine learns from the labels and they disagree: it learns their mistakes, too
_PAGES = Path(__file__).parent / "pages"
_FUNCTIONS = "arn:aws:lambda:us-east-1:432418664414:function"  # the original's own, of us-east-1


@dataclass(frozen=True)
class Order:
    """A job that was ordered: `lines` is its manifest, in order; `attribute` is where labels go."""

    name: str
    title: str
    attribute: str
    element: str
    sample: Sample
    lines: list[str]
    reference: str  # what workers know it by
    automated: bool = False


def order_digits(door: Door, sample: Sample, team: str, suffix: str, *, teachers: int) -> Order:
    """Image classification: PNGs, a manifest of their addresses, a request. A machine learns from what up to `teachers`
    people say of an object; from nobody where that is 0."""
    files = {f"digits/{item.sight[:24]}.png": item.content for item in sample.items}
    door.put_missing(files, "image/png")
    lines = [json.dumps({"source-ref": f"s3://{door.bucket}/{key}"}) for key in files]
    more = _automated(teachers) if teachers else {}
    answers = teachers or ANSWERS
    return _order(door, f"digits-{suffix}", "digit", "ImageMultiClass", sample, lines, team, more, answers)


def order_mails(door: Door, sample: Sample, team: str, suffix: str) -> Order:
    """Text classification: the texts stand in the manifest itself."""
    lines = [json.dumps({"source": item.content.decode()}, ensure_ascii=False) for item in sample.items]
    return _order(door, f"mails-{suffix}", "spam", "TextMultiClass", sample, lines, team)


ANSWER_PRICE = "0.012"  # USD; what the original's documentation proposes for an answer of this kind
_MADE_BY = {"Key": "made-by", "Value": "demo"}
_TEXTS = {
    "ImageMultiClass": ("Which digit is this?", "Choose the handwritten digit that the picture shows.",
                        "crowd-image-classifier"),
    "TextMultiClass": ("Is this mail spam?", "Read the mail and tell whether it is spam.", "crowd-classifier"),
}  # fmt: skip


def _order(
    door: Door, name: str, attribute: str, kind: str, sample: Sample, lines: list[str], team: str,
    more: Mapping[str, Any] = MappingProxyType({}), answers: int = ANSWERS,
) -> Order:  # fmt: skip
    labels = {"document-version": "2018-11-28", "labels": [{"label": label} for label in sample.subject.labels]}
    page = (_PAGES / f"{sample.subject.name}.liquid.html").read_bytes()
    title, description, element = _TEXTS[kind]
    request = _request(
        name, attribute, kind, team,
        manifest=door.put(f"jobs/{name}/input.manifest", "".join(f"{line}\n" for line in lines).encode(), "text/plain"),
        labels=door.put(f"jobs/{name}/labels.json", json.dumps(labels).encode(), "application/json"),
        page=door.put(f"jobs/{name}/template.liquid.html", page, "text/html"),
        output=f"s3://{door.bucket}/output/", title=title, description=description, answers=answers,
    )  # fmt: skip
    door.sagemaker.create_labeling_job(**{**request, **more})
    reference = door.sagemaker.describe_labeling_job(LabelingJobName=name)["JobReferenceCode"]
    return Order(name, title, attribute, element, sample, lines, reference, bool(more))


def _request(
    name: str, attribute: str, kind: str, team: str, *, manifest: str, labels: str, page: str, output: str, title: str,
    description: str, answers: int,
) -> dict[str, Any]:  # fmt: skip
    return {
        "LabelingJobName": name,
        "LabelAttributeName": attribute,
        "InputConfig": {
            "DataSource": {"S3DataSource": {"ManifestS3Uri": manifest}},
            "DataAttributes": {"ContentClassifiers": ["FreeOfPersonallyIdentifiableInformation"]},
        },
        "OutputConfig": {"S3OutputPath": output},
        "RoleArn": "arn:aws:iam::123456789012:role/service-role/AmazonSageMaker-ExecutionRole",
        "LabelCategoryConfigS3Uri": labels,
        "HumanTaskConfig": {
            "WorkteamArn": team,
            "UiConfig": {"UiTemplateS3Uri": page},
            "PreHumanTaskLambdaArn": f"{_FUNCTIONS}:PRE-{kind}",
            "TaskKeywords": ["classification"],
            "TaskTitle": title,
            "TaskDescription": description,
            "NumberOfHumanWorkersPerDataObject": answers,
            "TaskTimeLimitInSeconds": 120,
            "TaskAvailabilityLifetimeInSeconds": 86_400,
            "MaxConcurrentTaskCount": 1_000,
            "AnnotationConsolidationConfig": {"AnnotationConsolidationLambdaArn": f"{_FUNCTIONS}:ACS-{kind}"},
        },
        "Tags": [_MADE_BY],
    }


def _automated(teachers: int) -> dict[str, Any]:
    """What a request has more where a machine is to help."""
    wishes = {
        "target": "0.95",
        "answer-price": ANSWER_PRICE,
        "fewest-answers": str(ANSWERS),
        "validation-workers": str(teachers),
        # Four times as quick as the usual one, and as good where there is so little to see.
        "backbone": "efficientnet-lite-small",
    }
    return {
        "LabelingJobAlgorithmsConfig": {
            "LabelingJobAlgorithmSpecificationArn": "arn:aws:sagemaker:us-east-1:027400017018:"
            "labeling-job-algorithm-specification/image-classification"
        },
        "Tags": [_MADE_BY, *({"Key": f"plumbline:{name}", "Value": value} for name, value in wishes.items())],
    }
