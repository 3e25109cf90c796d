"""A job's workers, its hard objects and its gold as REST shows them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from consolidation.functions.reliability import Bin
from consolidation.gold_story import Calibration, Figure, GoldStory
from consolidation.models import WorkerStanding
from consolidation.story import Mixed, class_of, person_of
from jobs.models import DataObject


class ConfusionSerializer(serializers.Serializer[Mixed]):
    truth = serializers.CharField(allow_null=True, help_text="What it is; null: not the label that is said.")
    said = serializers.CharField(allow_null=True, help_text="What the worker says; null: leaves the label out.")
    share = serializers.FloatField(help_text="Of the objects that are so.")
    times = serializers.FloatField(help_text="How often, about.")


class JobWorkerSerializer(serializers.Serializer[Any]):
    """A standing, as the person it tells of."""

    worker_id = serializers.IntegerField(source="worker.pk")
    worker = serializers.CharField(source="worker.name", allow_blank=True)
    email = serializers.EmailField(source="worker.user.email")
    answers = serializers.IntegerField(source="given", help_text="Answers to objects that are labeled.")
    compared = serializers.IntegerField(help_text="Those that others answered too.")
    quality = serializers.FloatField(
        allow_null=True,
        help_text="The share of right answers; for what is drawn or written how like the labels they are. Null: unknown.",
    )
    low = serializers.FloatField(allow_null=True, help_text="The quality lies between `low` and `high` 9 times in 10.")
    high = serializers.FloatField(allow_null=True)
    confusions = ConfusionSerializer(many=True, help_text="The most frequent, where labels are chosen.")

    def to_representation(self, instance: WorkerStanding) -> dict[str, Any]:
        return dict(super().to_representation(person_of(self.context["job"], instance, self.context["crowd"])))


class HardObjectSerializer(serializers.Serializer[DataObject]):
    line_no = serializers.IntegerField(help_text="Line of the manifest, counted from 0.")
    confidence = serializers.FloatField(source="label.confidence")
    class_name = serializers.SerializerMethodField()

    def get_class_name(self, row: DataObject) -> str | None:
        """Null for kinds of job that have no classes."""
        return class_of(self.context["job"], row) or None


class HardObjectsSerializer(serializers.Serializer[Any]):
    items = HardObjectSerializer(many=True)


class BoundedSerializer(serializers.Serializer[Figure]):
    value = serializers.FloatField()
    low = serializers.FloatField(help_text="It lies between `low` and `high` 9 times in 10.")
    high = serializers.FloatField()


class BinSerializer(serializers.Serializer[Bin]):
    count = serializers.IntegerField(help_text="Labels with a confidence in this tenth of the scale.")
    claimed = serializers.FloatField(help_text="Their mean confidence.")
    right = serializers.FloatField(help_text="The share of them that is right.")
    low = serializers.FloatField()
    high = serializers.FloatField()


class CalibrationSerializer(serializers.Serializer[Calibration]):
    claims = serializers.IntegerField(
        help_text="Confidences that could be compared; a label of several classes has several."
    )
    error = BoundedSerializer(help_text="Expected calibration error, ten classes of confidence.")
    bins = BinSerializer(many=True)


class GoldSerializer(serializers.Serializer[GoldStory]):
    key = serializers.CharField(help_text="Of the manifest's lines, under which the gold answers are.")
    compared = serializers.IntegerField(help_text="Objects with a label of people and a gold answer.")
    quality = BoundedSerializer(
        allow_null=True, help_text="The share of right labels; for what is drawn or marked their mean likeness to gold."
    )
    said = CalibrationSerializer(allow_null=True, help_text="Of confidences as the answers alone say.")
    recalibrated = CalibrationSerializer(
        allow_null=True, help_text="Of confidences as they are now, each judged by gold it was not learned from."
    )
    wanted = serializers.IntegerField(
        allow_null=True, help_text="Claims that are missing to recalibrate; null for kinds where that is not done."
    )
