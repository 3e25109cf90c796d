"""Labels that may be wrong, as REST shows them and takes decisions about them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from autolabel import shown
from autolabel.models import LabelCheck, Suspect
from autolabel.similar import Similar
from autolabel.suspecting import VERBS, is_looking
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

    def to_internal_value(self, data: Any) -> int:  # type: ignore[override]  # numbers stand for names
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
