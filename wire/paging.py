"""Pages of a list by key set: page n costs what page 1 costs, and rows that come or go shift nothing.

A NextToken is the last row's sort value and id, signed together with the tenant and the question asked, so it is
worth something only where it was given out.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TypeVar

import orjson
from django.core import signing
from django.db.models import Model, Q, QuerySet

from tenants import scope
from wire import messages
from wire.call import Call
from wire.errors import TokenInvalid

DEFAULT_SIZE = 10  # the sibling lists' documented default
Row = TypeVar("Row", bound=Model)


def page(rows: QuerySet[Row], call: Call, *, by: str, size: int = DEFAULT_SIZE) -> tuple[list[Row], dict[str, str]]:
    """One page of `rows` in the order of model field `by`, and the members that lead on.

    Returns (rows, {"NextToken": ...}), the latter empty on the last page. Reads MaxResults (default `size`), NextToken and
    SortOrder (default Ascending) from the call. Raises TokenInvalid.
    """
    descending = call.members.get("SortOrder") == "Descending"
    size = call.members.get("MaxResults", size)
    if "NextToken" in call.members:
        rows = rows.filter(_beyond(_opened(call, by), by, "lt" if descending else "gt"))
    sign = "-" if descending else ""
    found = list(rows.order_by(sign + by, sign + "pk")[: size + 1])
    if len(found) <= size:
        return found, {}
    last = found[size - 1]
    return found[:size], {"NextToken": signing.dumps([_key(getattr(last, by)), last.pk], salt=_salt(call, by))}


def _key(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _beyond(key: list[object], by: str, side: str) -> Q:
    value, pk = key
    return Q(**{f"{by}__{side}": value}) | Q(**{by: value, f"pk__{side}": pk})


def _opened(call: Call, by: str) -> list[object]:
    try:
        key: list[object] = signing.loads(call.members["NextToken"], salt=_salt(call, by))
    except signing.BadSignature:
        raise TokenInvalid(messages.FOREIGN_PAGE) from None
    return key


def _salt(call: Call, by: str) -> str:
    question = {name: value for name, value in call.members.items() if name not in ("NextToken", "MaxResults")}
    digest = hashlib.sha256(orjson.dumps([call.operation, by, question], option=orjson.OPT_SORT_KEYS)).hexdigest()
    return f"wire.paging.{scope.current()}.{digest}"
