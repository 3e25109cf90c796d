"""Labeling jobs, their objects, answers and events as REST shows them, and the questions it takes."""

from __future__ import annotations

from typing import Any

import orjson
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from jobs import looking
from jobs.arrivals import MOST_LINES as MOST_SENT
from jobs.counters import progress
from jobs.layout import Layout
from jobs.liquid_limits import TEMPLATE
from jobs.models import Assignment, DataObject, JobEvent, Label, LabelingJob, Topic
from jobs.preview_sources import MOST_LINES
from jobs.task_types import TASK_TYPES
from tenants.rest_pages import PageQuery
from tenants.rest_schema import FaultSerializer
from tenants.rest_strict import PatternField, StrictSerializer, TextField

STATES = {state.name.lower(): state.value for state in DataObject.State}
_LAST_LINE = 2**31 - 1


class CountersSerializer(serializers.Serializer[LabelingJob]):
    """labeled + failed + unlabeled = total, at every instant."""

    total = serializers.IntegerField()
    labeled = serializers.IntegerField()
    machine_labeled = serializers.IntegerField(help_text="Those of `labeled` that no person labeled.")
    failed = serializers.IntegerField()
    unlabeled = serializers.IntegerField()


class ProgressSerializer(serializers.Serializer[Any]):
    """Where the unlabeled objects are."""

    pending = serializers.IntegerField(help_text="Not open to workers yet.")
    in_hand = serializers.IntegerField(help_text="Open to workers.")
    answered = serializers.IntegerField(help_text="Waiting for consolidation.")
    answers = serializers.IntegerField(help_text="Answers to objects that are not labeled yet.")


class JobSummarySerializer(serializers.Serializer[LabelingJob]):
    name = serializers.CharField()
    arn = serializers.CharField()
    stage = serializers.ChoiceField(LabelingJob.Stage.choices)
    task_type = serializers.CharField()
    title = serializers.CharField()
    work_team = serializers.CharField(source="workteam.name")
    counters = CountersSerializer(source="*")
    failure_reason = serializers.CharField(allow_blank=True)
    output_manifest = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)

    def get_output_manifest(self, job: LabelingJob) -> str | None:
        """Address of the output manifest; null while it was not written yet."""
        return Layout(job).output_manifest if job.exported_at else None


class JobSerializer(JobSummarySerializer):
    labels = serializers.ListField(child=serializers.CharField(), help_text="The index is the class number.")
    reference_code = serializers.CharField(help_text="The name under which workers know the job.")
    progress = serializers.SerializerMethodField()
    request = serializers.DictField(help_text="The CreateLabelingJob request, defaults filled in.")

    @extend_schema_field(ProgressSerializer)
    def get_progress(self, job: LabelingJob) -> dict[str, int]:
        return dict(ProgressSerializer(progress(job)).data)


class JobsQuery(PageQuery):
    stage = serializers.ChoiceField(LabelingJob.Stage.choices, required=False)
    name = TextField(required=False, max_length=63, help_text="A part of the name, compared without case.")
    created_after = serializers.DateTimeField(required=False)
    created_before = serializers.DateTimeField(required=False)


class CreateQuery(StrictSerializer):
    dry_run = serializers.BooleanField(default=False, help_text="Only look for faults; nothing is made.")


class FaultsSerializer(serializers.Serializer[Any]):
    faults = FaultSerializer(many=True)


class RetriedSerializer(serializers.Serializer[Any]):
    retried = serializers.IntegerField(help_text="Failed objects that are open again.")


class EventSerializer(serializers.Serializer[JobEvent]):
    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    name = serializers.CharField()
    message = serializers.CharField()


class LabelSerializer(serializers.Serializer[Label]):
    class_name = serializers.CharField(allow_null=True, help_text="Null for kinds of job that have no classes.")
    confidence = serializers.FloatField()
    human = serializers.BooleanField(help_text="Made of people's answers.")


class ObjectSerializer(serializers.Serializer[DataObject]):
    line_no = serializers.IntegerField(help_text="Line of the manifest, counted from 0.")
    state = serializers.SerializerMethodField()
    # Names of the API that DRF's base classes use for something else; declared fields do not meet them.
    data = serializers.SerializerMethodField()  # type: ignore[assignment]  # a field named as a property of DRF
    label = serializers.SerializerMethodField()  # type: ignore[assignment]  # a field named as a property of DRF
    answers = serializers.IntegerField(help_text="Answers that are in.")
    retries = serializers.IntegerField()
    failure_reason = serializers.CharField(allow_blank=True)

    @extend_schema_field(serializers.ChoiceField(list(STATES)))
    def get_state(self, row: DataObject) -> str:
        return DataObject.State(row.state).name.lower()

    def get_data(self, row: DataObject) -> dict[str, Any]:
        """The parsed line of the manifest."""
        parsed: dict[str, Any] = orjson.loads(row.line)
        return parsed

    @extend_schema_field(LabelSerializer(allow_null=True))
    def get_label(self, row: DataObject) -> dict[str, Any] | None:
        label: Label | None = getattr(row, "label", None)
        if label is None:
            return None
        # By hand: a serializer for each of a thousand rows takes longer than everything else of the page.
        class_name = None if label.class_index is None else self.context["labels"][label.class_index]
        return {"class_name": class_name, "confidence": label.confidence, "human": label.human}


class StateField(serializers.ChoiceField):
    """The name of a state, as its number."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(list(STATES), **kwargs)

    def to_internal_value(self, data: Any) -> int:  # type: ignore[override]  # narrower than DRF's
        return STATES[super().to_internal_value(data)]


class ObjectsQuery(PageQuery):
    state = StateField(required=False)
    line_from = serializers.IntegerField(min_value=0, max_value=_LAST_LINE, required=False, help_text="First line.")
    line_to = serializers.IntegerField(min_value=0, max_value=_LAST_LINE, required=False, help_text="Last line.")


class SentObjects(StrictSerializer):
    """Lines as those of a manifest; one may name its id: `"dataset-objectid-attribute-name": "<key>", "<key>": "<id>"`."""

    lines = serializers.ListField(
        child=serializers.DictField(), min_length=1, max_length=MOST_SENT, help_text="Manifest lines, or S3 events."
    )


class ArrivalSerializer(serializers.Serializer[Any]):
    line_no = serializers.IntegerField(help_text="Line of the job, counted from 0.")
    id = serializers.CharField(source="object_id", help_text="What the line named as its id, or what it was given.")
    is_new = serializers.BooleanField(help_text="False where a line of that id came before, which is `line_no`.")


class ArrivalsSerializer(serializers.Serializer[Any]):
    objects = ArrivalSerializer(many=True)


class TopicSerializer(serializers.Serializer[Topic]):
    name = serializers.CharField()
    arn = serializers.CharField(help_text="Name it as SnsTopicArn of a streaming job, and publish to it.")
    created_at = serializers.DateTimeField()


class NewTopic(StrictSerializer):
    name = PatternField(r"^[A-Za-z0-9_-]+\Z", max_length=256, help_text="Letters, digits, hyphens and underscores.")


class AnswerSerializer(serializers.Serializer[Assignment]):
    worker_id = serializers.IntegerField()
    worker = serializers.CharField(source="worker.name", allow_blank=True)
    email = serializers.EmailField(source="worker.user.email")
    attempt = serializers.IntegerField(help_text="The object's retries when the turn began.")
    answer = serializers.JSONField()
    submitted_at = serializers.DateTimeField(source="ended_at")
    seconds = serializers.SerializerMethodField()

    def get_seconds(self, turn: Assignment) -> float:
        """From when the object came on the worker's screen until the answer."""
        assert turn.ended_at is not None  # it was submitted
        return round((turn.ended_at - (turn.started_at or turn.leased_at)).total_seconds(), 3)


class ObjectWithAnswersSerializer(ObjectSerializer):
    given_answers = serializers.SerializerMethodField()

    @extend_schema_field(AnswerSerializer(many=True))
    def get_given_answers(self, row: DataObject) -> list[dict[str, Any]]:
        turns: Any = looking.answers(row)
        return list(AnswerSerializer(turns, many=True).data)


class PreviewRequest(StrictSerializer):
    """Which template, with which data: `input`, `line`, a line of `manifest_uri` or of `job`; else a sample is made up."""

    template = TextField(required=False, max_length=TEMPLATE, trim_whitespace=False, help_text="The template's text.")
    template_uri = TextField(required=False, max_length=1024, help_text="Its S3 address instead.")
    task_type = serializers.ChoiceField(
        list(TASK_TYPES),
        required=False,
        help_text="The kind of job that a line is made into `task.input` of, and whose template is shown if none is given.",
    )
    labels = serializers.ListField(child=TextField(max_length=256), max_length=1000, required=False)
    header = TextField(required=False, allow_blank=True, max_length=255, help_text="The job's TaskDescription.")
    line = serializers.DictField(required=False, help_text="A line of a manifest.")
    manifest_uri = TextField(required=False, max_length=1024, help_text="The manifest to take the line from.")
    job = TextField(
        required=False, max_length=63, help_text="The job to take the line from, and all that is not given."
    )
    line_no = serializers.IntegerField(
        min_value=0, max_value=_LAST_LINE, required=False,
        help_text=f"The line, counted from 0; of a manifest one of the first {MOST_LINES:,}.",
    )  # fmt: skip
    input = serializers.JSONField(required=False, help_text="`task.input` as it is; no line is looked at.")


class ProblemSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="TemplateInvalid, UnknownFilter, AccessDeniedException or another code.")
    message = serializers.CharField(help_text="Where it is, what is wrong and what to do.")


class PreviewSerializer(serializers.Serializer[Any]):
    frame = serializers.CharField(
        allow_null=True, help_text="Address of the page in its sandbox, for an hour; null if it cannot be rendered."
    )
    problems = ProblemSerializer(many=True)
    task_input = serializers.JSONField(help_text="The `task.input` it was rendered with.")
    html = serializers.CharField(allow_blank=True, help_text="The page. Show it in a sandbox only.")
