"""Is a CreateLabelingJob request good? Every fault is found at once, each with field, value given, value wanted.

Shape faults (spec 1.4, from botocore's model) come first; then what only a server can know. A check is left out where
its field is already faulty, so nobody reads two messages about one mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from jobs import ui_templates
from jobs.labels import read_labels
from jobs.models import LabelingJob
from jobs.task_types import TASK_TYPES, TaskType, from_function
from tenants import storage
from tenants.errors import Fault, PlumblineError
from tenants.shapes import faults as shape_faults
from tenants.shapes import without_nulls
from workforce.actions import workteam_by_arn
from workforce.models import Workteam

_LARGEST_TEMPLATE = 128_000
_LIFETIME = 2_592_000  # 30 days, the default and the most (spec 6.9)


@dataclass
class Checked:
    """A request and what was found out about it on the way; complete when `faults` is empty."""

    request: dict[str, Any]
    faults: list[Fault]
    kind: TaskType | None = None
    workteam: Workteam | None = None
    labels: list[str] = field(default_factory=list)
    template: str = ""

    def get(self, path: str) -> Any:
        """The value at a dotted path, None when it is missing or its own fault was reported already."""
        if any(path == fault.field or path.startswith(fault.field + ".") for fault in self.faults):
            return None
        value: Any = self.request
        for name in path.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        return value

    def fault(self, path: str, wanted: str, given: object = None) -> Fault:
        return Fault(path, repr(self.get(path) if given is None else given)[:200], wanted)


def check(request: dict[str, Any]) -> Checked:
    """Look at the whole request, read the small files it names; never raises for what the caller did wrong."""
    given = without_nulls(request)
    checked = Checked(given, shape_faults("CreateLabelingJob", given))
    for one in _CHECKS:
        checked.faults += list(one(checked))
    return checked


def with_defaults(request: dict[str, Any]) -> dict[str, Any]:
    """The request as DescribeLabelingJob echoes it: the server's defaults filled in (spec 1.5)."""
    human = {
        "TaskAvailabilityLifetimeInSeconds": _LIFETIME, "MaxConcurrentTaskCount": 1000, **request["HumanTaskConfig"],
    }  # fmt: skip
    return {**request, "OutputConfig": {"KmsKeyId": "", **request["OutputConfig"]}, "HumanTaskConfig": human}


def _name(checked: Checked) -> Iterator[Fault]:
    attribute = checked.get("LabelAttributeName")
    if attribute in ("source", "source-ref") or str(attribute).endswith("-metadata"):
        yield checked.fault("LabelAttributeName", "a name other than source and source-ref, not ending in -metadata")


def _kind(checked: Checked) -> Iterator[Fault]:
    """The kind of job is read from the ends of the two function ARNs (spec 2.1)."""
    config = "HumanTaskConfig"
    acs = f"{config}.AnnotationConsolidationConfig.AnnotationConsolidationLambdaArn"
    found = {path: arn for path in (f"{config}.PreHumanTaskLambdaArn", acs) if (arn := checked.get(path))}
    if not found:
        if not checked.faults:
            yield Fault(acs, "nothing", "the ACS function of a built-in type: " + _known())
        return
    keys = {path: from_function(arn) for path, arn in found.items()}
    for path, key in keys.items():
        if key not in TASK_TYPES:
            yield checked.fault(path, "a function ending in one of " + _known())
    known = list(dict.fromkeys(key for key in keys.values() if key in TASK_TYPES))
    if len(known) > 1:
        yield checked.fault(acs, "the same type as PreHumanTaskLambdaArn, " + known[0])
    checked.kind = TASK_TYPES[known[0]] if known else None


def _known() -> str:
    return ", ".join(f"PRE-/ACS-{key}" for key in TASK_TYPES)


def _attribute_suffix(checked: Checked) -> Iterator[Fault]:
    attribute, kind = checked.get("LabelAttributeName"), checked.kind
    if kind and attribute and str(attribute).endswith("-ref") != kind.ref_attribute:
        wanted = "a name ending in -ref" if kind.ref_attribute else "a name that does not end in -ref"
        yield checked.fault("LabelAttributeName", f"{wanted}, as {kind.title.lower()} asks for")


def _not_offered(checked: Checked) -> Iterator[Fault]:
    """What this version does not do is refused aloud, never silently left out."""
    for path, wanted in (
        ("LabelingJobAlgorithmsConfig", "nothing: this version has no automated labeling; leave it out"),
        ("InputConfig.DataSource.SnsDataSource", "an S3DataSource: this version has no streaming jobs"),
        ("HumanTaskConfig.PublicWorkforceTaskPrice", "nothing: no public crowd is configured; use a private work team"),
        ("HumanTaskConfig.UiConfig.HumanTaskUiArn", "a UiTemplateS3Uri with a worker template"),
    ):
        if checked.get(path):
            yield checked.fault(path, wanted)


def _team(checked: Checked) -> Iterator[Fault]:
    path = "HumanTaskConfig.WorkteamArn"
    arn = checked.get(path)
    if not arn:
        return
    checked.workteam = workteam_by_arn(arn)
    if checked.workteam is None and ":workteam/public-crowd/" in arn:
        yield checked.fault(path, "a private work team; Mechanical Turk, which stood behind this ARN, is closed")
    elif checked.workteam is None:
        yield checked.fault(path, "the ARN of a work team of this account (ListWorkteams shows them)")


def _limits(checked: Checked) -> Iterator[Fault]:
    seconds = checked.get("HumanTaskConfig.TaskTimeLimitInSeconds")
    if checked.kind and isinstance(seconds, int) and seconds > checked.kind.time_limit:
        yield checked.fault("HumanTaskConfig.TaskTimeLimitInSeconds", f"at most {checked.kind.time_limit} seconds")
    path = "HumanTaskConfig.TaskAvailabilityLifetimeInSeconds"
    lifetime = checked.get(path)
    if isinstance(lifetime, int) and lifetime > _LIFETIME:
        yield checked.fault(path, f"at most {_LIFETIME} seconds (30 days)")


def _manifest(checked: Checked) -> Iterator[Fault]:
    path = "InputConfig.DataSource.S3DataSource.ManifestS3Uri"
    uri = checked.get(path)
    if uri:
        try:
            storage.size(uri)
        except PlumblineError as error:
            yield checked.fault(path, f"a readable manifest. {error}")
    elif not checked.faults:
        yield Fault("InputConfig.DataSource.S3DataSource", "nothing", "an S3DataSource with a ManifestS3Uri")


def _output(checked: Checked) -> Iterator[Fault]:
    path = "OutputConfig.S3OutputPath"
    uri = checked.get(path)
    if uri:
        try:
            storage.own(uri)
        except PlumblineError as error:
            yield checked.fault(path, f"a place in a bucket of this account. {error}")


def _categories(checked: Checked) -> Iterator[Fault]:
    uri = checked.get("LabelCategoryConfigS3Uri")
    if uri and checked.kind:
        checked.labels, found = read_labels(uri, checked.kind)
        yield from found
    elif not uri and not any(fault.field == "LabelCategoryConfigS3Uri" for fault in checked.faults):
        yield Fault("LabelCategoryConfigS3Uri", "nothing", "a label category file; every built-in type needs one")


def _template(checked: Checked) -> Iterator[Fault]:
    path = "HumanTaskConfig.UiConfig.UiTemplateS3Uri"
    uri = checked.get(path)
    if not uri:
        ui = checked.get("HumanTaskConfig.UiConfig")
        if ui is not None and not any(ui.values()):  # null stands for nothing, as in the API
            yield Fault(path, "nothing", "the S3 address of a worker template")
        return
    try:
        checked.template = storage.read(uri, _LARGEST_TEMPLATE).decode()
    except UnicodeDecodeError:
        yield checked.fault(path, "a template saved as UTF-8")
    except PlumblineError as error:
        yield checked.fault(path, f"a readable worker template. {error}")
    else:
        for problem in ui_templates.check(checked.template, checked.labels):
            yield checked.fault(path, f"a template that renders. {problem}")


def name_taken(name: str) -> bool:
    """Is there a job of that name, compared without case?"""
    return LabelingJob.objects.filter(name__iexact=name).exists()


_CHECKS: tuple[Callable[[Checked], Iterator[Fault]], ...] = (
    _name, _kind, _attribute_suffix, _not_offered, _team, _limits, _manifest, _output, _categories, _template,
)  # fmt: skip
