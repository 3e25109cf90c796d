"""Orders, their objects, workers' turns and the results. Models state facts; verbs live in the modules beside."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from jobs import wishes
from jobs.task_types import TASK_TYPES, TaskType
from jobs.wishes import Wishes
from tenants.tenant_model import TenantModel
from workforce.models import Worker, Workteam


class UiTemplate(TenantModel):
    """A worker template as it was when its job was created; the same text is kept once."""

    sha256 = models.CharField(max_length=64)
    text = models.TextField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["tenant", "sha256"], name="ui_template_once")]

    def __str__(self) -> str:
        return self.sha256[:12]


class HumanTaskUi(TenantModel):
    """A worker template that the account keeps under a name (spec 1.14)."""

    name = models.CharField(max_length=63)
    template = models.ForeignKey(UiTemplate, on_delete=models.PROTECT, related_name="+")
    tags = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["tenant", "name"], name="human_task_ui_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def arn(self) -> str:
        return self.tenant.arn(f"human-task-ui/{self.name}")


class Topic(TenantModel):
    """Where messages are published that become objects of the streaming jobs that read it (`jobs/topics.py`)."""

    name = models.CharField(max_length=256)
    tags = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["tenant", "name"], name="topic_name_in_tenant")]

    def __str__(self) -> str:
        return self.name

    @property
    def arn(self) -> str:
        return f"arn:aws:sns:{self.tenant.region}:{self.tenant.account_id}:{self.name}"


class Preview(TenantModel):
    """A template with sample data, kept for a while so that a frame can show it (`jobs/previews.py`).

    `task_input` is JSON as text: the order of its keys is what a template loops in.
    """

    text = models.TextField()
    task_input = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["tenant", "created_at"], name="preview_by_age")]

    def __str__(self) -> str:
        return f"preview {self.pk}"


class LabelingJob(TenantModel):
    """An order: label every object of a manifest."""

    class Stage(models.TextChoices):
        """The spec's states (1.6); the stage says which Celery function serves the job (`jobs/lifecycle.py`)."""

        INITIALIZING = "Initializing"
        IN_PROGRESS = "InProgress"
        COMPLETED = "Completed"
        FAILED = "Failed"
        STOPPING = "Stopping"
        STOPPED = "Stopped"

    ENDED = (Stage.COMPLETED, Stage.FAILED, Stage.STOPPED)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=63)
    request = models.JSONField(help_text="CreateLabelingJob as it was sent, defaults filled in.")
    task_type = models.CharField(max_length=64)
    workteam = models.ForeignKey(Workteam, on_delete=models.PROTECT, related_name="jobs")
    template = models.ForeignKey(UiTemplate, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, related_name="jobs")  # of a streaming job
    labels = models.JSONField(help_text="Label names; the index is the class number in the output.")
    label_details = models.JSONField(default=dict, help_text="What else the label category file says (jobs/labels.py).")
    reference_code = models.CharField(max_length=40)
    workers_per_object = models.PositiveSmallIntegerField()
    most_open = models.PositiveSmallIntegerField(help_text="MaxConcurrentTaskCount: objects open at once.")
    time_limit = models.PositiveIntegerField(help_text="Seconds a worker has for one object.")
    lifetime = models.PositiveIntegerField(help_text="Seconds an object stays open.")
    stage = models.CharField(max_length=16, choices=Stage, default=Stage.INITIALIZING)
    failure_reason = models.CharField(max_length=1024, blank=True)
    # total = labeled + failed + open at every instant: the three change in the transaction that changes the objects.
    total = models.PositiveIntegerField(default=0)
    labeled = models.PositiveIntegerField(default=0)
    machine_labeled = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    open_until = models.PositiveIntegerField(
        default=0, help_text="Lines before this may be opened (StoppingConditions)."
    )
    relabeled = models.PositiveIntegerField(default=0, help_text="Labels that were set anew or taken back.")
    machine_deciding = models.BooleanField(default=False, help_text="Auto-labeling may still ask people, or label.")
    pre_labels_until = models.DateTimeField(
        null=True, help_text="People wait no longer for what an earlier model says; null where they do not at all."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    consolidated_at = models.DateTimeField(null=True, help_text="Second that names the last chunk's files.")
    exported_at = models.DateTimeField(null=True, help_text="When output.manifest was last written.")
    exported_done = models.PositiveIntegerField(default=0, help_text="`changes` in that manifest.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("tenant", Lower("name"), name="job_name_in_tenant"),
            models.UniqueConstraint(fields=["tenant", "id"], name="job_tenant_and_id"),
            models.CheckConstraint(condition=Q(labeled__lte=F("total") - F("failed")), name="job_counters_add_up"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant", "-created_at"], name="job_newest_first"),
            # The sweeper asks every few seconds, over all tenants.
            models.Index(
                fields=["tenant"], name="job_active", condition=Q(stage__in=["Initializing", "InProgress", "Stopping"])
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def arn(self) -> str:
        """The real service's ARN has the name in lower case (spec 1.4)."""
        return self.tenant.arn(f"labeling-job/{self.name.lower()}")

    @property
    def kind(self) -> TaskType:
        return TASK_TYPES[self.task_type]

    @property
    def label_attribute(self) -> str:
        return str(self.request["LabelAttributeName"])

    @property
    def title(self) -> str:
        return str(self.request["HumanTaskConfig"]["TaskTitle"])

    @property
    def description(self) -> str:
        return str(self.request["HumanTaskConfig"]["TaskDescription"])

    @property
    def wishes(self) -> Wishes:
        return wishes.read(self.request.get("Tags", []))

    @property
    def auto_labels(self) -> bool:
        """Did its requester switch auto-labeling on?"""
        return "LabelingJobAlgorithmsConfig" in self.request

    @property
    def streams(self) -> bool:
        """Do objects arrive while it runs? Such a job goes on until it is stopped (spec 5.1)."""
        return "SnsDataSource" in self.request["InputConfig"]["DataSource"]

    @property
    def first_answers(self) -> int:
        """Answers that an object gets before anybody looks whether they are enough."""
        return min(self.wishes.fewest_answers or self.workers_per_object, self.workers_per_object)

    @property
    def initial_model(self) -> str:
        """The name of the model that the job's machine begins from, or ""."""
        arn = self.request.get("LabelingJobAlgorithmsConfig", {}).get("InitialActiveLearningModelArn", "")
        return str(arn).rpartition("/")[2]

    @property
    def has_ended(self) -> bool:
        return self.stage in self.ENDED

    @property
    def unlabeled(self) -> int:
        return self.total - self.labeled - self.failed

    @property
    def changes(self) -> int:
        """Changes that an output manifest may have; it is written anew when there are others than it has."""
        return self.labeled + self.failed + self.relabeled


class TrainedModel(TenantModel):
    """What a job's machine knew in the end: `arn:…:model/<name>` begins the next job from it (spec 4.5)."""

    name = models.CharField(max_length=80)
    job = models.OneToOneField(LabelingJob, on_delete=models.SET_NULL, null=True, related_name="trained_model")
    media = models.CharField(max_length=16, help_text="Of what kind its objects were.")
    labels = models.JSONField(help_text="Label names; the index is the class number.")
    learned = models.CharField(max_length=40, help_text="What it learned from (autolabel/learners/candidates.py).")
    backbone = models.CharField(max_length=200)
    backbone_version = models.CharField(max_length=100)
    folder = models.TextField(help_text="Where model.safetensors and features.safetensors lie.")
    sha256 = models.CharField(max_length=64, default="", help_text="Of both files, one after the other.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["tenant", "name"], name="model_name_in_tenant")]

    def __str__(self) -> str:
        return self.name

    @property
    def arn(self) -> str:
        return self.tenant.arn(f"model/{self.name}")


class DataObject(TenantModel):
    """One line of the manifest, or one that was sent later. `line_no` counts from 0; it is the datasetObjectId of the
    output paths.

    Slots: `needed` answers are wanted, `answers` are in, `free` slots can be leased; what is out is the difference.
    A closed object gives no slot out again, it waits for those that are out.
    """

    class State(models.IntegerChoices):
        PENDING = 0
        OPEN = 1
        ANSWERED = 2
        LABELED = 3
        FAILED = 4
        HELD = 5  # a machine decides whether people are asked, or labels it itself

    # Neither key has a constraint of its own: one composite key (tenant, job) says both in a single check a row,
    # which is a third of the cost of COPY (migration 0002).
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    job = models.ForeignKey(LabelingJob, on_delete=models.CASCADE, related_name="data_objects", db_constraint=False,
                            db_index=False)  # fmt: skip
    line_no = models.PositiveIntegerField()
    line = models.TextField()
    state = models.PositiveSmallIntegerField(choices=State, default=State.PENDING)
    needed = models.PositiveSmallIntegerField()
    answers = models.PositiveSmallIntegerField(default=0)
    free = models.PositiveSmallIntegerField(default=0)
    declines = models.PositiveSmallIntegerField(default=0)
    closed = models.BooleanField(default=False)
    retries = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    failure_reason = models.TextField(blank=True)
    arrived_at = models.DateTimeField(null=True, help_text="When it was sent to a streaming job.")
    arrival = models.BinaryField(null=True, help_text="SHA-256 of the id that it was sent with, so that it comes once.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "line_no"], name="data_object_line_once"),
            models.UniqueConstraint(
                fields=["job", "arrival"], condition=Q(arrival__isnull=False), name="data_object_arrives_once"
            ),
            models.CheckConstraint(condition=Q(needed__gte=F("answers") + F("free")), name="data_object_slots_add_up"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["job", "state", "line_no"], name="data_object_by_state"),
            models.Index(fields=["job", "line_no"], condition=Q(free__gt=0), name="data_object_leasable"),
        ]

    def __str__(self) -> str:
        return f"line {self.line_no + 1} of job {self.job_id}"


class Assignment(TenantModel):
    """One worker's leased, expiring turn at one object; holds the answer."""

    class State(models.IntegerChoices):
        LEASED = 1
        SUBMITTED = 2
        DECLINED = 3
        RELEASED = 4
        EXPIRED = 5
        SET_ASIDE = 6  # an answer that did not label its object, which was opened again: kept, and counts no more

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.CASCADE, related_name="+", db_constraint=False,
                               db_index=False)  # fmt: skip
    job = models.ForeignKey(
        LabelingJob, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    data_object = models.ForeignKey(DataObject, on_delete=models.CASCADE, related_name="assignments", db_index=False)
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="assignments", db_index=False)
    attempt = models.PositiveSmallIntegerField(default=0, help_text="The object's retries when the turn began.")
    state = models.PositiveSmallIntegerField(choices=State, default=State.LEASED)
    leased_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, help_text="When it came on the screen; null while held ahead.")
    deadline = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    answer: models.JSONField[Any] = models.JSONField(null=True)
    draft: models.JSONField[Any] = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["data_object", "worker", "attempt"], name="assignment_once"),
            models.CheckConstraint(condition=~Q(state=2) | Q(answer__isnull=False), name="submitted_has_answer"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["deadline"], condition=Q(state=1), name="assignment_overdue"),
            models.Index(fields=["job", "worker", "state"], name="assignment_of_worker"),
            # A machine asks at each step how many there are, beside a million that count.
            models.Index(fields=["job"], condition=Q(state=6), name="assignment_set_aside"),
        ]

    def __str__(self) -> str:
        return f"turn {self.pk} of worker {self.worker_id}"


class Label(TenantModel):
    """The consolidated result of one object. `fragment` is the JSON that its output line gains, without braces."""

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.CASCADE, related_name="+", db_constraint=False,
                               db_index=False)  # fmt: skip
    data_object = models.OneToOneField(DataObject, on_delete=models.CASCADE, primary_key=True, related_name="label")
    class_index = models.PositiveIntegerField(null=True)
    confidence = models.FloatField()
    human = models.BooleanField(default=True)
    fragment = models.TextField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"label of object {self.data_object_id}"


class Proposal(TenantModel):
    """What a machine offers to those who label an object, kept before anybody begins on it (`jobs/proposals.py`)."""

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.CASCADE, related_name="+", db_constraint=False,
                               db_index=False)  # fmt: skip
    data_object = models.OneToOneField(DataObject, on_delete=models.CASCADE, primary_key=True, related_name="proposal")
    value: models.JSONField[Any] = models.JSONField(help_text="As the element of the kind takes its initial value.")
    confidence = models.FloatField(help_text="How sure the machine is of all of it, 0..1.")

    def __str__(self) -> str:
        return f"proposal for object {self.data_object_id}"


class JobEvent(TenantModel):
    """A line of the job's log stream: every stage change and error (spec 1.18)."""

    job = models.ForeignKey(LabelingJob, on_delete=models.CASCADE, related_name="events", db_index=False)
    at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=64)
    message = models.TextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["job", "id"], name="job_event_in_order")]

    def __str__(self) -> str:
        return f"{self.name}: {self.message}"
