"""Is a CreateLabelingJob request good? Every fault is found at once, each with field, value given, value wanted.

Shape faults (spec 1.4, from botocore's model) come first; then what only a server can know. A check is left out where
its field is already faulty, so nobody reads two messages about one mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from jobs import gold, pages, topics, ui_templates, wishes
from jobs.labels import FIELD, Categories, read_labels
from jobs.models import LabelingJob, Topic, TrainedModel
from jobs.task_types import CUSTOM, TASK_TYPES, TaskType, of_function
from jobs.wishes import Wishes
from tenants import storage
from tenants.errors import Fault, PlumblineError
from tenants.shapes import faults as shape_faults
from tenants.shapes import without_nulls
from workforce.actions import workteam_by_arn
from workforce.models import Workteam

# Labels of marks that a machine learns: reading a token takes 0.1 ms with ten, 1 ms with 50 and 20 ms with 200.
_MOST_MARKED = 50
_OWN_BACKBONE = ("boxes", "mask")  # machines that read maps, and have one backbone for that
_STREAM = "InputConfig.DataSource.SnsDataSource"
_LIFETIME = 2_592_000  # 30 days, the default and the most (spec 6.9)


@dataclass
class Checked:
    """A request and what was found out about it on the way; complete when `faults` is empty."""

    request: dict[str, Any]
    faults: list[Fault]
    kind: TaskType | None = None
    workteam: Workteam | None = None
    topic: Topic | None = None
    labels: Categories = field(default_factory=Categories)
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


_CONFIG = "HumanTaskConfig"
_PRE = f"{_CONFIG}.PreHumanTaskLambdaArn"
_ACS = f"{_CONFIG}.AnnotationConsolidationConfig.AnnotationConsolidationLambdaArn"


def _kind(checked: Checked) -> Iterator[Fault]:
    """The kind of job is read from the ends of the two function ARNs (spec 2.1); without any it is a custom job."""
    found = {path: str(arn) for path in (_PRE, _ACS) if (arn := checked.get(path))}
    for path, arn in found.items():
        if of_function(arn) is None:
            yield checked.fault(path, f"a function ending in one of {_known()}; functions of your own are not called, "
                                      "leave both out to get the workers' answers as they are")  # fmt: skip
    yield from _disagreement(checked, found)
    checked.kind = next(filter(None, map(of_function, found.values())), None)
    if not found and not any(fault.field.startswith(_CONFIG) for fault in checked.faults):
        checked.kind = CUSTOM


def _disagreement(checked: Checked, found: dict[str, str]) -> Iterator[Fault]:
    """The two functions are of one type and one region."""
    kinds = list(filter(None, map(of_function, found.values())))
    if len(kinds) < 2:
        return
    if kinds[0] is not kinds[1]:
        yield checked.fault(_ACS, "the same type as PreHumanTaskLambdaArn, " + kinds[0].key)
    elif len({arn.split(":")[3] for arn in found.values()}) == 2:
        yield checked.fault(_ACS, "a function of the same region as PreHumanTaskLambdaArn")


def _known() -> str:
    return ", ".join(f"PRE-/ACS-{key}" for key in TASK_TYPES)


def _attribute_suffix(checked: Checked) -> Iterator[Fault]:
    attribute, kind = checked.get("LabelAttributeName"), checked.kind
    if kind and attribute and not kind.suffix.allows(str(attribute)):
        yield checked.fault("LabelAttributeName", f"{kind.suffix.value}, as jobs of type {kind.key} have it")


def _not_offered(checked: Checked) -> Iterator[Fault]:
    """What this version does not do is refused aloud, never silently left out."""
    for path, wanted in (
        ("HumanTaskConfig.PublicWorkforceTaskPrice", "nothing: no public crowd is configured; use a private work team"),
        ("OutputConfig.SnsTopicArn", "nothing: output lines are not published; read output.manifest, which is "
                                     "refreshed as work goes on"),
    ):  # fmt: skip
        if checked.get(path):
            yield checked.fault(path, wanted)


def _machine(checked: Checked) -> Iterator[Fault]:
    """Auto-labeling is decided by the kind of job; clients are known to send the ARN of another one (spec 4.1)."""
    path = "LabelingJobAlgorithmsConfig"
    config, kind = checked.get(path), checked.kind
    if not isinstance(config, dict) or kind is None:
        return
    if not kind.machine:
        able = ", ".join(row.key for row in TASK_TYPES.values() if row.machine) or "none in this version"
        wanted = f"nothing: there is no automated labeling for {kind.key}, only for {able}"
        yield Fault(path, repr(config)[:200], wanted)
    model = checked.get(f"{path}.InitialActiveLearningModelArn")
    if isinstance(model, str) and (wanted := _model_wanted(model, kind)):
        yield checked.fault(f"{path}.InitialActiveLearningModelArn", wanted)
    arn = str(config.get("LabelingJobAlgorithmSpecificationArn", ""))
    if ":labeling-job-algorithm-specification/" not in arn:
        yield checked.fault(f"{path}.LabelingJobAlgorithmSpecificationArn",
                            "an ARN ending in labeling-job-algorithm-specification/ and a type")  # fmt: skip


def _model_wanted(arn: str, kind: TaskType) -> str:
    """What the model that a job begins from has to be; "" where it is."""
    if kind.machine == "spans":
        return f"nothing: the machine of a {kind.key} job learns anew, from that job's people alone"
    kept = TrainedModel.objects.select_related("tenant").filter(name=arn.rpartition("/")[2], media=kind.media).first()
    if kept is not None and kept.arn == arn:
        return ""
    return f"a model of this account that learned from {kind.media} (FinalActiveLearningModelArn of an earlier job)"


def _wishes(checked: Checked) -> Iterator[Fault]:
    tags = checked.get("Tags")
    if not isinstance(tags, list) or any(fault.field.startswith("Tags[") for fault in checked.faults):
        return
    yield from wishes.faults(tags)
    if not checked.get("LabelingJobAlgorithmsConfig"):
        wanted = (
            "automated labeling (LabelingJobAlgorithmsConfig) beside it: it is about what a machine does, and here "
            "none labels"
        )
        yield from (Fault("Tags", one, wanted) for one in wishes.of_machines(tags))
    if checked.kind:
        wished = wishes.read(tags)
        yield from _unsuitable(wished, checked.kind)
        if told := gold.fault(wished.gold, checked.kind, str(checked.get("LabelAttributeName"))):
            yield Fault("Tags", f"{wishes.PREFIX}gold = {wished.gold!r}"[:200], told)
        if wished.duplicates and checked.get(_STREAM):
            wanted = "nothing: copies are looked for among all objects, and in a streaming job more of them come"
            yield Fault("Tags", f"{wishes.PREFIX}duplicates = {wishes.ONCE!r}", wanted)


def _unsuitable(wished: Wishes, kind: TaskType) -> Iterator[Fault]:
    """Wishes that mean something, but not for this kind of job, or not alone."""
    backbones = [] if kind.machine in _OWN_BACKBONE else wishes.backbones_for(kind.media)
    for is_wrong, name, given, wanted in (
        (wished.consolidation not in ("", *kind.functions), "consolidation", wished.consolidation,
         f"one of {', '.join(kind.functions)}"),
        (wished.backbone and wished.backbone not in backbones, "backbone", wished.backbone,
         f"one that reads what the job is of ({kind.media}): {', '.join(backbones)}" if backbones
         else f"nothing: there is no choice of backbones for {kind.key}"),
        (wished.fewest_answers and kind.answer != "class", "fewest-answers", wished.fewest_answers,
         "nothing: only one class an object can be agreed upon before all answers are in"),
        (wished.prefill and not kind.machine, "prefill", "yes", "no: machines do not learn this type"),
        (wished.duplicates and kind.machine not in ("class", "classes"), "duplicates", wishes.ONCE,
         "nothing: only classes are the same of objects that are nearly the same"),
        (wished.budget is not None and not wished.answer_price, "budget", str(wished.budget),
         f"{wishes.PREFIX}answer-price beside it: what one answer costs"),
    ):  # fmt: skip
        if is_wrong:
            yield Fault("Tags", f"{wishes.PREFIX}{name} = {given!r}", wanted)


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


def _topic(checked: Checked) -> Iterator[Fault]:
    """A streaming job reads a topic of this account (spec 5.1)."""
    arn = checked.get(f"{_STREAM}.SnsTopicArn")
    if not arn:
        return
    checked.topic = topics.by_arn(arn)
    if checked.topic is None:
        yield checked.fault(f"{_STREAM}.SnsTopicArn", "the ARN of a topic of this account (CreateTopic makes one)")


def _manifest(checked: Checked) -> Iterator[Fault]:
    path = "InputConfig.DataSource.S3DataSource.ManifestS3Uri"
    uri = checked.get(path)
    if uri:
        try:
            storage.size(uri)
        except PlumblineError as error:
            yield checked.fault(path, f"a readable manifest. {error}")
    elif not checked.faults and not checked.get(_STREAM):
        yield Fault("InputConfig.DataSource", "nothing", "an S3DataSource with a ManifestS3Uri, or an SnsDataSource with "
                                                         "an SnsTopicArn for a streaming job")  # fmt: skip


def _output(checked: Checked) -> Iterator[Fault]:
    path = "OutputConfig.S3OutputPath"
    uri = checked.get(path)
    if uri:
        try:
            storage.own(uri)
        except PlumblineError as error:
            yield checked.fault(path, f"a place in a bucket of this account. {error}")


def _categories(checked: Checked) -> Iterator[Fault]:
    uri, kind = checked.get(FIELD), checked.kind
    if uri and kind:
        checked.labels, found = read_labels(uri, kind)
        yield from found
        yield from _reviewed(checked, kind)
        yield from _learned(checked, kind)
    elif not uri and (kind is None or kind.fewest_labels) and not _is_faulty(checked, FIELD):
        yield Fault(
            FIELD,
            "nothing",
            f"a label list (label category file); {f'jobs of type {kind.key}' if kind else 'jobs'} need one",
        )


def _reviewed(checked: Checked, kind: TaskType) -> Iterator[Fault]:
    name = checked.labels.details.get("reviewed")
    if name and kind.reviews and name == checked.get("LabelAttributeName"):
        wanted = f"another name than {name}, whose labels are looked at (auditLabelAttributeName)"
        yield checked.fault("LabelAttributeName", wanted)


def _learned(checked: Checked, kind: TaskType) -> Iterator[Fault]:
    """Whose machines would be busy for hours, other jobs wait for."""
    count = len(checked.labels.names)
    if kind.machine == "spans" and checked.get("LabelingJobAlgorithmsConfig") and count > _MOST_MARKED:
        wanted = (
            f"at most {_MOST_MARKED} labels where a machine learns to mark words; more only without automated labeling"
        )
        yield Fault(FIELD, f"{count} labels", wanted)


def _is_faulty(checked: Checked, path: str) -> bool:
    return any(fault.field == path for fault in checked.faults)


def _template(checked: Checked) -> Iterator[Fault]:
    config = checked.get(pages.CONFIG)
    if not isinstance(config, dict):
        return
    checked.template, found = pages.find(config, checked.kind)
    yield from found
    for problem in ui_templates.check(checked.template, checked.labels.names) if not found else ():
        path = next(iter(config))
        yield checked.fault(f"{pages.CONFIG}.{path}", f"a template that renders. {problem}")


def name_taken(name: str) -> bool:
    """Is there a job of that name, compared without case?"""
    return LabelingJob.objects.filter(name__iexact=name).exists()


_CHECKS: tuple[Callable[[Checked], Iterator[Fault]], ...] = (
    _name, _kind, _attribute_suffix, _not_offered, _machine, _wishes, _team, _limits, _topic, _manifest, _output,
    _categories, _template,
)  # fmt: skip
