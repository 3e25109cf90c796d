"""Serializers for what callers send: an unknown field is a fault, text is text and nothing that looks like it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from drf_spectacular.extensions import OpenApiSerializerExtension
from rest_framework import serializers


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses fields it does not know, all at once with every other fault."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, Mapping) else []
        known = ", ".join(self.fields) or "none"
        found: dict[str, Any] = {name: [f"absent: the fields here are {known}"] for name in unknown}
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            found.update(cast("dict[str, Any]", error.detail))
        if found:
            raise serializers.ValidationError(found)
        return value


class NoQuery(StrictSerializer):
    """An address that takes no query parameters."""


class TextField(serializers.CharField):
    """Text only; DRF's own field also takes numbers."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class EmailField(TextField, serializers.EmailField):
    """An e-mail address."""


class PatternField(TextField, serializers.RegexField):
    """Text of a pattern."""


class StrictInSchema(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]  # its registration is untyped
    """Says in the OpenAPI schema that unknown fields are refused."""

    target_class = StrictSerializer
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        schema: dict[str, Any] = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return {**schema, "additionalProperties": False}
