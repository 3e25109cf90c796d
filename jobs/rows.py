"""Plain SQL on Django's connection: rows come back with names.

The server binds the parameters and keeps the plans of what a connection asks often: planning the statements of a turn
takes it as long as running them. Django's own cursors put the values into the text, so each is planned anew.
"""

from __future__ import annotations

from collections import namedtuple
from functools import cache
from typing import Any

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper


def many(sql: str, given: dict[str, Any]) -> list[Any]:
    """All rows as named tuples, columns as attributes."""
    with _cursor() as cursor:
        cursor.execute(sql, given)
        kind = _row(tuple(column.name for column in cursor.description or ()))
        return [kind._make(row) for row in cursor.fetchall()]


def one(sql: str, given: dict[str, Any]) -> Any:
    """The first row or None."""
    return next(iter(many(sql, given)), None)


def run(sql: str, given: dict[str, Any]) -> int:
    """Run a statement; the number of rows it touched."""
    with _cursor() as cursor:
        cursor.execute(sql, given)
        return int(cursor.rowcount)


def _cursor() -> CursorWrapper:
    """As `connection.cursor()`: in its transaction, seen by its execute wrappers, with Django's errors."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    wrap: Any = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    return wrap(psycopg.Cursor(connection.connection))  # type: ignore[no-any-return]  # either wrapper is one


@cache
def _row(columns: tuple[str, ...]) -> Any:
    return namedtuple("Row", columns)  # the columns are known only at run time
