"""Labels that may be wrong, as REST shows them and takes decisions about them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from autolabel import records, shown
from autolabel.models import LabelCheck, Suspect, Wave
from autolabel.similar import Similar
from autolabel.suspecting import VERBS, is_looking
from autolabel.wave_story import Told
from jobs.serializers import ObjectSerializer
from tenants.rest_pages import PageQuery
from tenants.rest_strict import StrictSerializer, TextField

_DECISIONS = {one.name.lower(): one.value for one in Suspect.Decision}


class LabelCheckSerializer(serializers.Serializer[LabelCheck]):
    status = serializers.CharField(help_text="What is going on, or came of it.")
    done = serializers.BooleanField()
    looking = serializers.SerializerMethodField(help_text="Under way; false for a look that broke off.")
    compared = serializers.IntegerField(help_text="People's labels that were compared.")

    def get_looking(self, check: LabelCheck) -> bool:
        return is_looking(check)


class DecisionField(serializers.ChoiceField):
    """The name of a decision, as its number."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(list(_DECISIONS), **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        return _DECISIONS[super().to_internal_value(data)]


class SuspectsQuery(PageQuery):
    decision = DecisionField(required=False)


class SuspectSerializer(serializers.Serializer[Suspect]):
    line_no = serializers.IntegerField(source="data_object.line_no", help_text="Line of the manifest, from 0.")
    people = serializers.SerializerMethodField(help_text="The classes of people's label when it was compared.")
    machine = serializers.SerializerMethodField(help_text="The classes that the machine says instead.")
    chance = serializers.FloatField(help_text="How sure the machine is of what it says.")
    score = serializers.FloatField(help_text="How much surer than of people's label, 0 to 1.")
    decision = serializers.SerializerMethodField()
    decided_by = serializers.CharField(allow_blank=True)
    decided_at = serializers.DateTimeField(allow_null=True)

    def get_people(self, one: Suspect) -> list[str]:
        return shown.names(self.context["job"], one.people)

    def get_machine(self, one: Suspect) -> list[str]:
        return shown.names(self.context["job"], one.machine)

    @extend_schema_field(serializers.ChoiceField(list(_DECISIONS)))
    def get_decision(self, one: Suspect) -> str:
        return Suspect.Decision(one.decision).name.lower()


class DecisionRequest(StrictSerializer):
    decision = serializers.ChoiceField(
        list(VERBS), help_text="Keep people's label, correct it, ask people again, or undo what was decided."
    )
    labels = serializers.ListField(
        child=TextField(max_length=256), max_length=1000, required=False,
        help_text="For a correction: the right label, or the right ones where an object may have several.",
    )  # fmt: skip


class SimilarObjectSerializer(serializers.Serializer[Similar]):
    likeness = serializers.FloatField(help_text="1 for the same, 0 for nothing in common; can be below.")
    object = ObjectSerializer(source="one")


class SimilarObjectsSerializer(serializers.Serializer[Any]):
    items = SimilarObjectSerializer(many=True)


class CertificateSerializer(serializers.Serializer[Any]):
    """What is promised of the machine's labels in a wave."""

    sentence = serializers.CharField(help_text="All of it in words.")
    mode = serializers.CharField(help_text="What is as good as the target says: each label, or the whole wave.")
    measure = serializers.CharField(help_text="right: a label is right or wrong. quality: it overlaps with people's.")
    target = serializers.FloatField()
    sureness = serializers.FloatField()
    accepted = serializers.IntegerField(help_text="Machine labels that it is about.")
    errors_at_most = serializers.FloatField(help_text="Of these so many are wrong at most, or so much is lost.")
    kept_aside = serializers.IntegerField(help_text="Objects labeled by people that stand behind it.")


class WaveSerializer(serializers.Serializer[Wave]):
    number = serializers.IntegerField(help_text="From 1.")
    first = serializers.IntegerField(help_text="Its first line, from 0.")
    objects = serializers.SerializerMethodField(help_text="So many lines are of this wave.")
    began_at = serializers.DateTimeField()
    done_at = serializers.DateTimeField(allow_null=True, help_text="When the machine was through; null before.")
    people = serializers.IntegerField(
        help_text="How often people were asked about an object; 0 before the machine is through. Counts an object again for "
        "each time that it was asked about in vain or retried, so it can be more than there are objects."
    )
    machine = serializers.IntegerField(help_text="Objects that the machine labeled.")
    measured = serializers.IntegerField(help_text="Of those of people, what the machine was measured by.")
    outcome = serializers.SerializerMethodField(help_text="What it certified, or why it did not, in words.")
    certificate = serializers.SerializerMethodField()

    def get_objects(self, wave: Wave) -> int:
        return wave.size - wave.first

    def get_outcome(self, wave: Wave) -> str:
        return Told(wave).outcome

    @extend_schema_field(CertificateSerializer(allow_null=True))
    def get_certificate(self, wave: Wave) -> dict[str, Any] | None:
        if wave.accepted is None:
            return None
        found = records.certificate_of(wave.accepted)
        return {
            "sentence": found.sentence(), "mode": found.mode, "measure": found.measure, "target": found.target,
            "sureness": found.sureness, "accepted": found.accepted, "errors_at_most": found.errors_at_most,
            "kept_aside": found.kept_aside,
        }  # fmt: skip


class NextWaveSerializer(serializers.Serializer[Any]):
    """What waits for the next wave of a stream."""

    status = serializers.CharField(help_text="Which wave is going on, what waits, and when the next one begins.")
    waiting = serializers.IntegerField(
        source="waiting.count", help_text="Objects that wait; at most 10,000 are counted."
    )
    people_are_busy = serializers.BooleanField(source="waiting.busy", help_text="The next wave waits for them.")
    seconds = serializers.FloatField(
        source="waiting.seconds", help_text="Until it begins, if nothing more comes and people are through."
    )
