"""What is kept of a job's automated labeling: enough that a process that was killed decides the same again."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from jobs.models import DataObject, LabelingJob
from tenants.tenant_model import TenantModel

SHARD = 1_024  # objects whose features are kept together; some ten seconds of work, so little is lost with a process
LOOKS_BACK = 50_000  # objects before its own that a wave learns from


class Run(TenantModel):
    """The automated labeling of one job."""

    job = models.OneToOneField(LabelingJob, on_delete=models.CASCADE, primary_key=True, related_name="run")
    seed = models.PositiveIntegerField(help_text="Decides every lot.")
    backbone = models.CharField(max_length=200)
    status = models.TextField(blank=True, help_text="What is going on, in a sentence for the requester.")
    size = models.PositiveIntegerField(default=0, help_text="Objects that it knows of: lines before this one.")
    embedded = models.PositiveIntegerField(default=0, help_text="Objects that have been turned into numbers.")
    unreadable = models.JSONField(default=list, help_text="The first objects that cannot be: [line, reason].")
    sketches = models.TextField(
        blank=True, default="", help_text="Where the files lie by which similar objects are found."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"automated labeling of job {self.job_id}"


class Wave(TenantModel):
    """Objects of a run that go through the loop together: lines from `first` on and before `size`. A job that is no stream
    has one."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="waves", db_index=False)
    number = models.PositiveIntegerField()
    first = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    began_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, help_text="When the machine was through; people may label the rest yet.")
    why = models.TextField(blank=True, help_text="What ended it.")
    people = models.PositiveIntegerField(
        default=0, help_text="How often people were asked about an object, again where its answers were set aside."
    )
    machine = models.PositiveIntegerField(default=0, help_text="Objects that the machine labeled.")
    measured = models.PositiveIntegerField(default=0, help_text="Objects that the machine was measured by.")
    accepted: models.JSONField[Any] = models.JSONField(null=True, help_text="The certificate of what was accepted.")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "number"], name="wave_once")]

    def __str__(self) -> str:
        return f"wave {self.number} of job {self.run_id}"

    @property
    def since(self) -> int:
        """The line from which on its machine reads: what people said of earlier ones is old, and a wave of a long stream
        takes no longer than one of a short stream. A shard of features begins there."""
        return max(self.first - LOOKS_BACK, 0) // SHARD * SHARD


class Round(TenantModel):
    """One decision of the loop (`rounds.decide`), and what it rested on. Arrays are little-endian, by line number."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="rounds", db_index=False)
    number = models.PositiveIntegerField()
    wave = models.PositiveIntegerField(default=1, help_text="The number of its wave.")
    at = models.DateTimeField(auto_now_add=True)
    seconds = models.FloatField(help_text="What the decision took, training and all.")
    why = models.TextField()
    learned = models.PositiveIntegerField(help_text="Objects learned from.")
    label = models.BinaryField(help_text="int32: people label these to learn from.")
    validate = models.BinaryField(help_text="int32: more people label these, to look with.")
    move = models.BinaryField(help_text="int32: labeled already, from now on to learn from.")
    look: models.JSONField[Any] = models.JSONField(null=True, help_text="learned, forecast and the certificate.")
    look_objects = models.BinaryField(default=b"", help_text="int32: what the look's certificate is about.")
    look_labels = models.BinaryField(default=b"", help_text="int64: the machine's labels of them, as in `Pool.labels`.")
    look_details = models.BinaryField(
        default=b"", help_text="safetensors: what these labels are made of, where a number does not say it all."
    )
    look_confidences = models.BinaryField(default=b"", help_text="float64: how sure it is of each.")
    accepted: models.JSONField[Any] = models.JSONField(null=True, help_text="The certificate of what was accepted.")
    done = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "number"], name="round_once")]

    def __str__(self) -> str:
        return f"round {self.number} of job {self.run_id}"


class Copies(TenantModel):
    """Which objects of a job are copies of others, found once before the loop begins."""

    job = models.OneToOneField(LabelingJob, on_delete=models.CASCADE, primary_key=True, related_name="copies")
    leaders = models.BinaryField(help_text="int32: the line that each line is a copy of, its own where it is none.")
    count = models.PositiveIntegerField(help_text="Objects that are copies.")
    waiting = models.BooleanField(default=False, help_text="They wait for what people say of their leaders.")

    def __str__(self) -> str:
        return f"copies in job {self.job_id}"


class LabelCheck(TenantModel):
    """A look for people's labels that are likely wrong; one a job, begun anew whenever somebody asks for it."""

    job = models.OneToOneField(LabelingJob, on_delete=models.CASCADE, primary_key=True, related_name="label_check")
    status = models.TextField(help_text="What is going on, or came of it, in a sentence for the requester.")
    done = models.BooleanField(default=False)
    compared = models.PositiveIntegerField(default=0, help_text="People's labels that were compared.")
    moved_at = models.DateTimeField(help_text="When the last step was taken.")

    def __str__(self) -> str:
        return f"check of the labels of job {self.job_id}"


class Suspect(TenantModel):
    """A label of people that is likely wrong, and what somebody decided about it. Labels are numbers as in `Pool.labels`."""

    class Decision(models.IntegerChoices):
        OPEN = 0
        KEPT = 1
        CORRECTED = 2
        ASKED = 3  # people are asked again

    data_object = models.OneToOneField(DataObject, on_delete=models.CASCADE, primary_key=True, related_name="suspect")
    job = models.ForeignKey(LabelingJob, on_delete=models.CASCADE, related_name="+", db_index=False)
    score = models.FloatField(help_text="How much surer the machine is of what it says than of people's label, 0..1.")
    chance = models.FloatField(help_text="How sure it is of what it says.")
    people = models.BigIntegerField(help_text="People's label when it was compared.")
    machine = models.BigIntegerField(help_text="What the machine says instead.")
    decision = models.PositiveSmallIntegerField(choices=Decision, default=Decision.OPEN)
    decided_by = models.CharField(max_length=254, blank=True)
    decided_at = models.DateTimeField(null=True)
    before: models.JSONField[Any] = models.JSONField(null=True, help_text="What was corrected, or asked about again.")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["job", "decision", "score"], name="suspect_by_score")]

    def __str__(self) -> str:
        return f"suspect label of object {self.data_object_id}"
