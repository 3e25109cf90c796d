"""What a REST handler declares: who may call it, what it takes, what it answers. The OpenAPI schema is made of it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from botocore.model import ListShape, MapShape, Shape, StructureShape
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import serializers

from tenants.errors import PlumblineError
from tenants.shapes import operation

Handler = TypeVar("Handler", bound=Callable[..., Any])
Input = type[serializers.Serializer[Any]]


@dataclass(frozen=True)
class Door:
    """Who may come in (`reviewer` < `manager` < `owner`) and what they may bring."""

    role: str
    query: Input | None
    body: Input | None


class FaultSerializer(serializers.Serializer[Any]):
    field = serializers.CharField()
    given = serializers.CharField()
    wanted = serializers.CharField()


class ErrorSerializer(serializers.Serializer[PlumblineError]):
    """Every answer that is not a success."""

    code = serializers.CharField(help_text="One word a program can compare, the same as in the AWS API.")
    message = serializers.CharField(help_text="What is wrong and what to do.")
    faults = FaultSerializer(many=True, required=False, help_text="Every fault of the request, when it has any.")
    request = serializers.CharField(help_text="The request's id, as in X-Request-Id and in the logs.")


_ERRORS = {
    400: "The request has faults.",
    401: "No key, no session, or a key that is unknown or revoked.",
    403: "The role of the key or member is not enough.",
    404: "There is no such thing in this account.",
    409: "The name is taken, or the state does not allow this.",
    413: "The body is larger than 1 MiB.",
    415: "The body is not application/json.",
    429: "A limit of the account is reached.",
    502: "The object store did not do what was asked.",
}


def serves(
    operation_id: str, summary: str, *, tag: str, answer: Any = None, status: int = 200, role: str = "reviewer",
    query: Input | None = None, body: Input | None = None, aws_body: dict[str, Any] | None = None,
    errors: Sequence[int] = (), also: dict[int, Any] | None = None, examples: Sequence[OpenApiExample] = (),
) -> Callable[[Handler], Handler]:  # fmt: skip
    """Declare a handler. `answer` is the serializer of the answer with `status`, `also` of others; `errors` are the
    statuses it may refuse with besides 400, 401 and 403. `aws_body` is the JSON schema of a body in AWS's shape."""
    refusals = {400, 401, 403, *errors, *((413, 415) if body or aws_body else ())}
    responses: dict[int, Any] = {status: answer or OpenApiResponse(description="Done."), **(also or {})}
    responses |= {code: OpenApiResponse(ErrorSerializer, description=_ERRORS[code]) for code in sorted(refusals)}

    def declare(handler: Handler) -> Handler:
        handler.door = Door(role, query, body)  # type: ignore[attr-defined]  # kept on the function
        described: Handler = extend_schema(
            operation_id=operation_id, summary=summary, tags=[tag], parameters=[query] if query else None,
            request={"application/json": aws_body} if aws_body else body, responses=responses, examples=list(examples),
            description=f"{handler.__doc__ or summary}\n\nNeeds the role {role}.",
        )(handler)  # fmt: skip
        return described

    return declare


@functools.cache
def aws_schema(operation_name: str) -> dict[str, Any]:
    """The JSON schema of an AWS operation's input, from botocore's model (patterns are Java's and stay out)."""
    shape = operation(operation_name).input_shape
    assert shape is not None
    return {"title": f"{operation_name}Request", **_schema(shape)}


def _schema(shape: Shape) -> dict[str, Any]:
    if isinstance(shape, StructureShape):
        members = {name: _schema(member) for name, member in shape.members.items()}
        required = {"required": list(shape.required_members)} if shape.required_members else {}
        return {"type": "object", "properties": members, **required, "additionalProperties": False}
    if isinstance(shape, ListShape):
        return {"type": "array", "items": _schema(shape.member), **_bounds(shape, "minItems", "maxItems")}
    if isinstance(shape, MapShape):
        return {"type": "object", "additionalProperties": _schema(shape.value)}
    if shape.type_name == "string":
        enum = {"enum": list(shape.metadata["enum"])} if shape.metadata.get("enum") else {}
        return {"type": "string", **_bounds(shape, "minLength", "maxLength"), **enum}
    kind = {"integer": "integer", "long": "integer", "boolean": "boolean"}.get(shape.type_name, "number")
    return {"type": kind, **_bounds(shape, "minimum", "maximum")}


def _bounds(shape: Shape, least: str, most: str) -> dict[str, Any]:
    metadata = shape.metadata
    return {word: metadata[key] for key, word in (("min", least), ("max", most)) if key in metadata}
