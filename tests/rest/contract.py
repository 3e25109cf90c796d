"""Holds every answer against the OpenAPI document: the status is documented, and nothing is missing or extra."""

from __future__ import annotations

import functools
import re
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft4Validator


@functools.cache
def document() -> dict[str, Any]:
    """The OpenAPI document of the API."""
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return made


@functools.cache
def _strict() -> dict[str, Any]:
    closed: dict[str, Any] = _closed(document())
    return closed


def _closed(node: Any) -> Any:
    """OpenAPI 3.0 as JSON Schema: `nullable` spelled out, and objects that list their members have no others."""
    if isinstance(node, list):
        return [_closed(item) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {key: _closed(value) for key, value in node.items()}
    if copy.get("type") == "object" and "properties" in copy:
        copy.setdefault("additionalProperties", False)
    return {"anyOf": [copy, {"type": "null"}]} if copy.pop("nullable", False) else copy


def violations(method: str, path: str, status: int, body: Any) -> list[str]:
    """What the answer to `method path` does that the document does not say."""
    described = next(
        (item for template, item in document()["paths"].items() if _pattern(template).fullmatch(path)), None
    )
    if described is None or method.lower() not in described:
        return [f"{method} {path} is not in the document"]
    responses = described[method.lower()]["responses"]
    if str(status) not in responses:
        return [f"{method} {path} answered {status}, the document knows {', '.join(responses)}"]
    content = responses[str(status)].get("content")
    if content is None:
        return [] if body is None else [f"{status} has a body"]
    schema = {**_strict(), **_closed(content["application/json"]["schema"])}
    return [f"{error.json_path}: {error.message}" for error in Draft4Validator(schema).iter_errors(body)]


@functools.cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template)))
