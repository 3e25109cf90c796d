"""The form that orders a labeling job, and the CreateLabelingJob request it stands for."""

from __future__ import annotations

from typing import Any

from django import forms

from jobs import pages
from jobs.task_types import TASK_TYPES
from tenants import scope
from tenants.console_verbs import VerbForm
from tenants.models import Bucket, Tenant
from workforce.models import Workteam

_FUNCTIONS = "arn:aws:lambda:{region}:{account}:function:{step}-{kind}"
_HUMAN = "HumanTaskConfig"

# Where a fault of the request stands on the form.
FAULTS = {
    "LabelingJobName": "name",
    "LabelAttributeName": "label_attribute",
    "InputConfig": "manifest",
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = Workteam.objects.select_related("tenant").order_by("name")
        self.fields["team"].choices = [(team.arn, team.name) for team in teams]  # type: ignore[attr-defined]  # a choice field
        bucket = Bucket.objects.order_by("pk").values_list("name", flat=True).first() or "bucket"
        for name, example in (
            ("manifest", "input.manifest"),
            ("labels", "labels.json"),
            ("template", "template.liquid"),
        ):
            self.fields[name].widget.attrs["placeholder"] = f"s3://{bucket}/{example}"
        if bucket != "bucket":
            self.initial.setdefault("output", f"s3://{bucket}/output/")


def to_request(given: dict[str, Any]) -> dict[str, Any]:
    """The form's values as a CreateLabelingJob request; what is empty is left out, so that it is missed by name."""
    tenant = Tenant.objects.get(pk=scope.current())
    where = {"region": tenant.region, "account": tenant.account_id, "kind": given["kind"]}
    request = {
        "LabelingJobName": given["name"],
        "LabelAttributeName": given["label_attribute"],
        "InputConfig": {"DataSource": {"S3DataSource": {"ManifestS3Uri": given["manifest"]}}},
        "OutputConfig": {"S3OutputPath": given["output"]},
        "RoleArn": f"arn:aws:iam::{tenant.account_id}:role/plumbline",
        "LabelCategoryConfigS3Uri": given["labels"],
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


def _without_empty(node: dict[str, Any]) -> dict[str, Any]:
    """The same without members that are empty text."""
    return {
        name: _without_empty(value) if isinstance(value, dict) else value for name, value in node.items() if value != ""
    }


def _number(text: str) -> int | str:
    """A whole number; other text as it is, for its fault."""
    return int(text) if text.isdecimal() and len(text) < 10 else text
