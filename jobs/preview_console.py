"""The form of the page "Preview a template", and the question that it stands for (`jobs/preview_sources.py`)."""

from __future__ import annotations

from typing import Any, cast

import orjson
from django import forms

from jobs.models import LabelingJob
from jobs.task_types import TASK_TYPES
from tenants.console_verbs import VerbForm
from tenants.errors import Fault, RequestInvalid

_SOURCES = (
    ("sample", "A sample"),
    ("line", "A line of a manifest, written here"),
    ("manifest_uri", "A line of a manifest in a bucket"),
    ("job", "A line of a job"),
    ("input", "task.input as it is"),
)
_CODE = {"rows": 18, "spellcheck": "false", "wrap": "off", "data-code": ""}


class PreviewForm(VerbForm):
    """No field is required: every fault is told at once, by `to_question` and the preview itself."""

    template = forms.CharField(label="Template", required=False, strip=False, widget=forms.Textarea(_CODE))
    template_uri = forms.CharField(label="Or its address", required=False)
    source = forms.ChoiceField(label="Shown with", choices=_SOURCES, required=False)
    task_type = forms.ChoiceField(label="As in a job of the type", required=False)
    labels = forms.CharField(label="Labels, one a line", required=False, widget=forms.Textarea({"rows": 3}))
    line = forms.CharField(label="Line, as JSON", required=False, widget=forms.Textarea({**_CODE, "rows": 5}))
    input = forms.CharField(label="task.input, as JSON", required=False, widget=forms.Textarea({**_CODE, "rows": 5}))
    manifest_uri = forms.CharField(label="Manifest", required=False)
    job = forms.CharField(label="Job", required=False, widget=forms.TextInput({"list": "jobs", "autocomplete": "off"}))
    line_no = forms.IntegerField(label="Line number", required=False, min_value=1, initial=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["task_type"]).choices = [
            (row.key, row.title) for row in TASK_TYPES.values()
        ]
        self.jobs = list(LabelingJob.objects.order_by("-created_at").values_list("name", flat=True)[:50])


def to_question(given: dict[str, Any]) -> dict[str, Any]:
    """The form's values as a question; only what belongs to the chosen source. Raises `RequestInvalid` for faulty JSON."""
    source = given["source"] or "sample"
    asked = {name: given[name] for name in ("template", "template_uri") if given[name]}
    if source == "input":
        return asked | {"input": _parsed("input", given["input"])}
    asked |= {name: given[name] for name in ("task_type",) if given[name] and source != "job"}
    asked["labels"] = [label.strip() for label in given["labels"].splitlines() if label.strip()]
    if source == "line":
        asked["line"] = _object(given["line"])
    elif source != "sample":
        asked |= {source: _named(source, given[source]), "line_no": (given["line_no"] or 1) - 1}
    return asked


def _named(name: str, value: str) -> str:
    if not value:
        raise RequestInvalid([Fault(name, "nothing", "the name of a job" if name == "job" else "s3://bucket/manifest")])
    return value


def _object(text: str) -> dict[str, Any]:
    line = _parsed("line", text)
    if not isinstance(line, dict):
        raise RequestInvalid([Fault("line", text[:80], 'a JSON object such as {"source": "text"}')])
    return line


def _parsed(name: str, text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}: {error.msg.split(': ')[0]}"
        raise RequestInvalid([Fault(name, f"not JSON, {place}", "JSON, with double quotes")]) from error
