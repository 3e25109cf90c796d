"""Plain SQL on Django's connection: rows come back with names."""

from __future__ import annotations

from collections import namedtuple
from functools import cache
from typing import Any

from django.db import connection


def many(sql: str, given: dict[str, Any]) -> list[Any]:
    """All rows as named tuples, columns as attributes."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        kind = _row(tuple(column.name for column in cursor.description or ()))
        return [kind._make(row) for row in cursor.fetchall()]


def one(sql: str, given: dict[str, Any]) -> Any:
    """The first row or None."""
    return next(iter(many(sql, given)), None)


def run(sql: str, given: dict[str, Any]) -> int:
    """Run a statement; the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return int(cursor.rowcount)


@cache
def _row(columns: tuple[str, ...]) -> Any:
    return namedtuple("Row", columns)  # the columns are known only at run time
