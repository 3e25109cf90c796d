"""Work teams, workers and invitations as REST shows and takes them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from tenants.rest_schema import aws_schema
from tenants.rest_strict import EmailField, PatternField, StrictSerializer, TextField
from workforce.models import Invitation, Worker, Workteam


class WorkteamSerializer(serializers.Serializer[Workteam]):
    name = serializers.CharField()
    arn = serializers.CharField()
    description = serializers.CharField()
    groups = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class NewWorkteam(StrictSerializer):
    name = PatternField(r"^[a-zA-Z0-9](?:-*[a-zA-Z0-9])*$", max_length=63)
    description = TextField(max_length=200)


def new_workteam_schema() -> dict[str, Any]:
    """JSON schema of the two bodies that make a team."""
    ours = {
        "title": "NewWorkteam", "type": "object", "required": ["name", "description"], "additionalProperties": False,
        "properties": {
            "name": {"type": "string", "minLength": 1, "maxLength": 63, "pattern": "^[a-zA-Z0-9](?:-*[a-zA-Z0-9])*$"},
            "description": {"type": "string", "minLength": 1, "maxLength": 200},
        },
    }  # fmt: skip
    return {"oneOf": [ours, aws_schema("CreateWorkteam")]}


class WorkerSerializer(serializers.Serializer[Worker]):
    id = serializers.IntegerField()
    name = serializers.CharField(allow_blank=True)
    email = serializers.EmailField(source="user.email")
    created_at = serializers.DateTimeField()


class NewWorker(StrictSerializer):
    email = EmailField(max_length=150)


class InvitedSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField()
    link = serializers.URLField(
        allow_null=True, help_text="Shown this once; null where a mail server is set up: then it is in the mail only."
    )


class InvitationSerializer(serializers.Serializer[Invitation]):
    id = serializers.IntegerField()
    email = serializers.EmailField()
    work_team = serializers.CharField(source="workteam.name")
    invited_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
