"""Pages of a list by key set: page 10,000 costs what page 1 costs, and rows that come or go shift nothing.

A cursor is the last row's key, signed together with the tenant and the question asked, so it is worth something only
where it was given out.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

import orjson
from django.core import signing
from django.db.models import Model, Q, QuerySet
from rest_framework import serializers
from rest_framework.response import Response

from tenants import scope
from tenants.errors import Fault, RequestInvalid
from tenants.rest import TenantView
from tenants.rest_strict import StrictSerializer, TextField

Row = TypeVar("Row", bound=Model)
LARGEST_PAGE = 1000


class PageQuery(StrictSerializer):
    """What every list takes."""

    cursor = TextField(required=False, max_length=1000, help_text="Where to go on: `cursor` of the page before.")
    page_size = serializers.IntegerField(min_value=1, max_value=LARGEST_PAGE, default=100)


@functools.cache
def page_of(item: type[serializers.Serializer[Any]]) -> type[serializers.Serializer[Any]]:
    """The serializer of a page of such items."""
    fields = {
        "items": item(many=True),
        "cursor": serializers.CharField(allow_null=True, help_text="Send it to get the next page; null on the last."),
        "next": serializers.URLField(allow_null=True, help_text="Address of the next page; null on the last."),
    }
    return type(f"{item.__name__.removesuffix('Serializer')}PageSerializer", (serializers.Serializer,), fields)


def paged(
    view: TenantView, rows: QuerySet[Row], item: type[serializers.Serializer[Any]], *, by: Sequence[str] = ("pk",),
    newest_first: bool = False, context: dict[str, Any] | None = None,
) -> Response:  # fmt: skip
    """One page of `rows` in the order of the fields `by`, which together are unique. Nothing is counted or skipped.

    Raises `RequestInvalid` for a cursor that was not given out for this question.
    """
    size: int = view.asked["page_size"]
    if "cursor" in view.asked:
        rows = _beyond(rows, by, _opened(view), "lt" if newest_first else "gt")
    sign = "-" if newest_first else ""
    found = list(rows.order_by(*(sign + field for field in by))[: size + 1])
    cursor = _closed(view, [getattr(found[size - 1], field) for field in by]) if len(found) > size else None
    items = item(found[:size], many=True, context=context or {}).data
    return Response({"items": items, "cursor": cursor, "next": _link(view, cursor) if cursor else None})


def _beyond(rows: QuerySet[Row], by: Sequence[str], key: list[Any], side: str) -> QuerySet[Row]:
    """Rows after the key. The first field is bounded on its own, so that an index on it finds the place."""
    first, *rest = by
    if not rest:
        return rows.filter(**{f"{first}__{side}": key[0]})
    after = Q(**{f"{first}__{side}": key[0]}) | Q(**{f"{rest[0]}__{side}": key[1]})
    return rows.filter(after, **{f"{first}__{side}e": key[0]})


def _closed(view: TenantView, key: list[Any]) -> str:
    plain = [value.isoformat() if isinstance(value, datetime) else value for value in key]
    return signing.dumps(plain, salt=_salt(view))


def _opened(view: TenantView) -> list[Any]:
    try:
        key: list[Any] = signing.loads(view.asked["cursor"], salt=_salt(view))
    except signing.BadSignature:
        wanted = "the cursor of a page of this very list, with the same filters"
        raise RequestInvalid([Fault("cursor", "one that was not given out here", wanted)]) from None
    return key


def _salt(view: TenantView) -> str:
    question = {name: str(value) for name, value in view.filters().items()}
    digest = orjson.dumps(question, option=orjson.OPT_SORT_KEYS).decode()
    return f"rest.pages.{scope.current()}.{view.request.path.lower()}.{digest}"


def _link(view: TenantView, cursor: str) -> str:
    query = view.request.query_params.copy()
    query["cursor"] = cursor
    return view.request.build_absolute_uri(f"{view.request.path}?{query.urlencode()}")
