"""The form that orders a labeling job, and the CreateLabelingJob request it stands for."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from jobs import pages
from jobs.models import Topic, TrainedModel
from jobs.task_types import TASK_TYPES
from jobs.wishes import EACH, PREFIX, WHOLE
from tenants import scope
from tenants.console_verbs import VerbForm
from tenants.models import Bucket, Tenant
from workforce.models import Workteam

_FUNCTIONS = "arn:aws:lambda:{region}:{account}:function:{step}-{kind}"
_ALGORITHM = "arn:aws:sagemaker:{region}:{account}:labeling-job-algorithm-specification/{kind}"
_HUMAN = "HumanTaskConfig"
# Fields that are tags of the request, each with what it says where nobody changed it.
_WISHES = {"target": "", "mode": EACH, "sureness": "0.9", "answer-price": "", "budget": ""}

_MOST_OFFERED = 200  # models and topics; a client of the API can name any

# Where a fault of the request stands on the form.
FAULTS = {
    "LabelingJobName": "name",
    "LabelAttributeName": "label_attribute",
    "InputConfig": "manifest",
    "InputConfig.DataSource.SnsDataSource": "topic",
    "LabelingJobAlgorithmsConfig": "machine",
    "LabelingJobAlgorithmsConfig.InitialActiveLearningModelArn": "model",
    "Tags": "machine",
    "OutputConfig": "output",
    "LabelCategoryConfigS3Uri": "labels",
    f"{_HUMAN}.WorkteamArn": "team",
    f"{_HUMAN}.UiConfig": "template",
    f"{_HUMAN}.PreHumanTaskLambdaArn": "kind",
    f"{_HUMAN}.AnnotationConsolidationConfig": "kind",
    f"{_HUMAN}.TaskTitle": "title",
    f"{_HUMAN}.TaskDescription": "description",
    f"{_HUMAN}.NumberOfHumanWorkersPerDataObject": "workers",
    f"{_HUMAN}.TaskTimeLimitInSeconds": "time_limit",
}

_NAME = "letters from a to z, digits and hyphens, with a letter or digit at both ends"
_ADDRESS = "an S3 address such as s3://bucket/{}"
# What may stand in a field, where the request has a pattern.
TEXTS = {
    "name": _NAME,
    "label_attribute": _NAME,
    "manifest": _ADDRESS.format("input.manifest"),
    "labels": _ADDRESS.format("labels.json"),
    "output": _ADDRESS.format("output/"),
    "title": "text without emoji and control characters",
    "description": "one line of text",
}


class JobForm(VerbForm):
    """No field is required here: `create_job` looks at everything and tells every fault at once."""

    name = forms.CharField(
        label="Name", required=False, help_text="Letters, digits and hyphens; unique in the account."
    )
    kind = forms.ChoiceField(
        label="Task type", choices=[(row.key, row.title) for row in TASK_TYPES.values()], required=False
    )
    team = forms.ChoiceField(label="Team", required=False, help_text="Who labels.")
    manifest = forms.CharField(
        label="Input manifest", required=False,
        help_text="A file with one JSON object a line: “source-ref” with an S3 address, or “source” with text.",
    )  # fmt: skip
    topic = forms.ChoiceField(
        label="Topic", required=False,
        help_text="For a streaming job, which goes on with what is published under it; then it may do without a manifest.",
    )  # fmt: skip
    labels = forms.CharField(
        label="Label list", required=False,
        help_text="A JSON file such as {&quot;labels&quot;: [{&quot;label&quot;: &quot;cat&quot;}, …]}.",
    )  # fmt: skip
    template = forms.CharField(
        label="Worker template",
        required=False,
        help_text="An HTML file with crowd elements. Left empty: the default template of the task type.",
    )
    output = forms.CharField(label="Output folder", required=False, help_text="Results lie below it, by job name.")
    label_attribute = forms.CharField(
        label="Label attribute", required=False, initial="label", help_text="The key of the result in the output lines."
    )
    title = forms.CharField(label="Title for workers", required=False)
    description = forms.CharField(label="Description for workers", required=False, widget=forms.Textarea({"rows": 2}))
    workers = forms.CharField(
        label="Workers per object", required=False, initial="3", widget=forms.NumberInput({"min": 1, "max": 9})
    )
    time_limit = forms.CharField(
        label="Time limit for one object, in seconds", required=False, initial="300",
        widget=forms.NumberInput({"min": 30}),
    )  # fmt: skip

    machine = forms.ChoiceField(
        label="Automated labeling", required=False,
        choices=[("", "Off: people label everything"), ("on", "On: a machine labels what it can certify")],
        help_text="From 200 objects on. People label some, a machine learns from them, and people label what it is not "
                  "certain of. What follows is for the machine.",
    )  # fmt: skip
    target = forms.CharField(
        label="Quality target", required=False,
        help_text="A share such as 0.95. Left empty: 0.95 right; of boxes, masks and marked words a mean overlap of 0.6, "
                  "0.7 and 0.8.",
    )  # fmt: skip
    mode = forms.ChoiceField(
        label="The target is for", required=False,
        choices=[(EACH, "the machine's labels"), (WHOLE, "the whole data set, people's labels taken as right")],
    )  # fmt: skip
    sureness = forms.CharField(
        label="How sure the certificate is",
        required=False,
        initial=_WISHES["sureness"],
        help_text="A share such as 0.9.",
    )
    answer_price = forms.CharField(label="What one answer costs", required=False, help_text="An amount such as 0.05.")
    budget = forms.CharField(
        label="The most that people's answers may cost", required=False, help_text="Left empty: no limit."
    )
    model = forms.ChoiceField(label="Begin from an earlier model", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = Workteam.objects.select_related("tenant").order_by("name")
        self._offer("team", [(team.arn, team.name) for team in teams])
        models = TrainedModel.objects.select_related("tenant").order_by("-pk")[:_MOST_OFFERED]
        self._offer("model", [("", "None"), *((one.arn, one.name) for one in models)])
        topics = Topic.objects.select_related("tenant").order_by("name")[:_MOST_OFFERED]
        self._offer("topic", [("", "None: the manifest has all objects"), *((one.arn, one.name) for one in topics)])
        bucket = Bucket.objects.order_by("pk").values_list("name", flat=True).first() or "bucket"
        for name, example in (
            ("manifest", "input.manifest"),
            ("labels", "labels.json"),
            ("template", "template.liquid"),
        ):
            self.fields[name].widget.attrs["placeholder"] = f"s3://{bucket}/{example}"
        if bucket != "bucket":
            self.initial.setdefault("output", f"s3://{bucket}/output/")

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices


def to_request(given: dict[str, Any]) -> dict[str, Any]:
    """The form's values as a CreateLabelingJob request; what is empty is left out, so that it is missed by name."""
    tenant = Tenant.objects.get(pk=scope.current())
    where = {"region": tenant.region, "account": tenant.account_id, "kind": given["kind"]}
    request = {
        "LabelingJobName": given["name"],
        "LabelAttributeName": given["label_attribute"],
        "InputConfig": {"DataSource": _source(given)},
        "OutputConfig": {"S3OutputPath": given["output"]},
        "RoleArn": f"arn:aws:iam::{tenant.account_id}:role/plumbline",
        "LabelCategoryConfigS3Uri": given["labels"],
        **_machine(given, where),
        "HumanTaskConfig": {
            "WorkteamArn": given["team"],
            "UiConfig": {"UiTemplateS3Uri": given["template"]},
            "PreHumanTaskLambdaArn": _FUNCTIONS.format(step="PRE", **where),
            "TaskTitle": given["title"],
            "TaskDescription": given["description"],
            "NumberOfHumanWorkersPerDataObject": _number(given["workers"]),
            "TaskTimeLimitInSeconds": _number(given["time_limit"]),
            "AnnotationConsolidationConfig": {
                "AnnotationConsolidationLambdaArn": _FUNCTIONS.format(step="ACS", **where)
            },
        },
    }
    return pages.or_default(_without_empty(request))


def _source(given: dict[str, Any]) -> dict[str, Any]:
    manifest, topic = given["manifest"], given["topic"]
    lines = {"S3DataSource": {"ManifestS3Uri": manifest}} if manifest or not topic else {}
    return lines | ({"SnsDataSource": {"SnsTopicArn": topic}} if topic else {})


def _machine(given: dict[str, Any], where: dict[str, str]) -> dict[str, Any]:
    """What a machine is to do. Wishes are sent also where none labels, so that they are refused and not forgotten."""
    said = {name: given[name.replace("-", "_")] for name in _WISHES}
    tags = [
        {"Key": f"{PREFIX}{name}", "Value": value} for name, value in said.items() if value not in ("", _WISHES[name])
    ]
    config = {
        "LabelingJobAlgorithmSpecificationArn": _ALGORITHM.format(**where) if given["machine"] else "",
        "InitialActiveLearningModelArn": given["model"],
    }
    algorithms = {"LabelingJobAlgorithmsConfig": config} if any(config.values()) else {}
    return algorithms | ({"Tags": tags} if tags else {})


def _without_empty(node: dict[str, Any]) -> dict[str, Any]:
    """The same without members that are empty text."""
    return {
        name: _without_empty(value) if isinstance(value, dict) else value for name, value in node.items() if value != ""
    }


def _number(text: str) -> int | str:
    """A whole number; other text as it is, for its fault."""
    return int(text) if text.isdecimal() and len(text) < 10 else text
