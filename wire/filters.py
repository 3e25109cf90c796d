"""The filters that AWS's lists share: by part of the name, by time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db.models import Q

from wire.call import Members

_LATEST = 253_402_000_000  # late in the year 9999: there must be room for a tick
_TICK = timedelta(milliseconds=1)  # times are shown cut to milliseconds, so they are compared that way


def named(members: Members, *, column: str = "name") -> Q:
    """NameContains, compared without case, as names are."""
    part = members.get("NameContains")
    return Q(**{f"{column}__icontains": part}) if part else Q()


def timed(members: Members, *, member: str, column: str) -> Q:
    """`<member>After` and `<member>Before`, both exclusive; seconds since 1970."""
    found = Q()
    if (after := members.get(f"{member}After")) is not None:
        found &= Q(**{f"{column}__gte": _moment(after) + _TICK})
    if (before := members.get(f"{member}Before")) is not None:
        found &= Q(**{f"{column}__lt": _moment(before)})
    return found


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(min(seconds, _LATEST), UTC)
