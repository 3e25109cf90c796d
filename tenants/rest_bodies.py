"""Request bodies of REST: one JSON object of bounded size, read by orjson.

orjson refuses what later breaks elsewhere: NaN, lone surrogates (PostgreSQL stores none), nesting without end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO, Any

import orjson
from rest_framework.parsers import BaseParser

from tenants.errors import Fault, PlumblineError, RequestInvalid
from tenants.shapes import short

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


def _with_nul(node: object, path: str) -> Iterator[Fault]:
    """Texts with a NUL character, which PostgreSQL does not store."""
    if isinstance(node, dict):
        for key, value in node.items():
            inner = f"{path}.{key}".strip(".").replace("\0", "\\0")
            yield from _with_nul(key, inner)
            yield from _with_nul(value, inner)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _with_nul(value, f"{path}[{index}]")
    elif isinstance(node, str) and "\0" in node:
        yield Fault(path, short(node.replace("\0", "\\0")), "text without NUL characters")


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
        if rb"\u0000" in raw and (found := [*_with_nul(body, "")]):
            raise RequestInvalid(found)
        return body
