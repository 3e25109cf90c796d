"""The account, its members, keys, buckets and audit trail as REST shows and takes them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from tenants.models import ApiKey, AuditEntry, Bucket, Member
from tenants.rest_strict import EmailField, PatternField, StrictSerializer, TextField
from tenants.storage import BUCKET_NAME, BUCKET_NAME_LENGTHS


class CallerSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(source="label", help_text="E-mail address or access key id, as in the audit trail.")
    kind = serializers.ChoiceField(["member", "key"])
    role = serializers.ChoiceField(Member.ROLES)


class AccountSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    account_id = serializers.CharField(help_text="The 12 digits that stand in every ARN.")
    region = serializers.CharField()
    caller = CallerSerializer(help_text="Who the key or session acts as.")


class MemberSerializer(serializers.Serializer[Member]):
    id = serializers.IntegerField()
    email = serializers.EmailField(source="user.email")
    role = serializers.ChoiceField(Member.ROLES)
    created_at = serializers.DateTimeField()


class NewMember(StrictSerializer):
    email = EmailField(max_length=150)
    role = serializers.ChoiceField(Member.ROLES)


class KeySerializer(serializers.Serializer[ApiKey]):
    access_key_id = serializers.CharField()
    name = serializers.CharField(allow_blank=True)
    role = serializers.ChoiceField(Member.ROLES)
    created_at = serializers.DateTimeField()
    created_by = serializers.CharField()
    revoked_at = serializers.DateTimeField(allow_null=True)


class KeyWithSecretSerializer(KeySerializer):
    secret = serializers.CharField(help_text="Shown this once. REST: Authorization: Bearer <access_key_id>:<secret>")


class NewKey(StrictSerializer):
    name = TextField(max_length=100)
    role = serializers.ChoiceField(Member.ROLES, default="manager")


class BucketSerializer(serializers.Serializer[Bucket]):
    name = serializers.CharField()
    created_at = serializers.DateTimeField()


class NewBucket(StrictSerializer):
    name = PatternField(BUCKET_NAME, min_length=BUCKET_NAME_LENGTHS[0], max_length=BUCKET_NAME_LENGTHS[-1])


class AuditEntrySerializer(serializers.Serializer[AuditEntry]):
    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor = serializers.CharField()
    verb = serializers.CharField()
    subject = serializers.CharField()
    data = serializers.DictField()  # type: ignore[assignment]  # a field here, not what DRF calls data
