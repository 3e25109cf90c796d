"""Request bodies of REST: one JSON object of bounded size, read by orjson.

orjson refuses what later breaks elsewhere: NaN, lone surrogates (PostgreSQL stores none), nesting without end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

import orjson
from rest_framework.parsers import BaseParser

from tenants.errors import Fault, PlumblineError, RequestInvalid
from tenants.shapes import short
from tenants.unstorable import unstorable

LARGEST = 1024 * 1024  # bytes; the largest honest body is a job request of some 10 kB


class BodyTooLarge(PlumblineError):
    """The body of the request is larger than 1 MiB; data belongs into a bucket, named by its address."""

    code = "RequestEntityTooLargeException"
    status = 413


class BodyUnreadable(RequestInvalid):
    """The body is not a JSON object."""

    code = "SerializationException"

    def __init__(self, given: str) -> None:
        super().__init__([Fault("(the request)", given, "a JSON object")])


class JsonObjectParser(BaseParser):
    """A JSON object, as a dict."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        raw = stream.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise BodyTooLarge
        try:
            body = orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            raise BodyUnreadable(f"not JSON: {error}") from error
        if not isinstance(body, dict):
            raise BodyUnreadable(short(body))
        if found := unstorable(body):
            raise RequestInvalid(found)
        return body
