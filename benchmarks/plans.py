"""What the database does for a verb: every statement it sends, explained with the real one's own parameters.

Each statement first runs under EXPLAIN (ANALYZE, BUFFERS) in a savepoint that is rolled back, then for real, so a verb
takes its usual course. The whole is rolled back at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

_EXPLAINED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
_SMALL = 50  # rows; reading such a table whole is right


@dataclass(frozen=True)
class Plan:
    """One statement: milliseconds of planning and running, 8 kB pages touched, tables that were read whole."""

    sql: str
    ms: float
    pages: int
    whole: tuple[str, ...]
    dropped: int  # rows that were read and thrown away by a filter
    tree: dict[str, Any]


class _Enough(Exception):
    """Rolls the transaction back."""


def explain(verb: Callable[[], object]) -> list[Plan]:
    """The plans of all statements of a verb, which leaves no trace."""
    plans: list[Plan] = []
    busy = False

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal busy
        if not busy and not many and sql.lstrip().upper().startswith(_EXPLAINED) and "set_config" not in sql:
            busy = True
            plans.append(_plan(sql, params))
            busy = False
        return execute(sql, params, many, context)

    with suppress(_Enough), transaction.atomic(), connection.execute_wrapper(wrapper):
        verb()
        raise _Enough
    return plans


def _plan(sql: str, params: Any) -> Plan:
    point = transaction.savepoint()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
        found = cursor.fetchone()[0][0]
    transaction.savepoint_rollback(point)
    tree = found["Plan"]
    nodes = list(_nodes(tree))
    touched = tree["Shared Hit Blocks"] + tree["Shared Read Blocks"]
    whole = tuple(node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan" and _rows(node) > _SMALL)
    dropped = sum(node.get("Rows Removed by Filter", 0) * node["Actual Loops"] for node in nodes)
    return Plan(" ".join(sql.split()), found["Planning Time"] + found["Execution Time"], touched, whole, dropped, found)


def _rows(node: dict[str, Any]) -> float:
    return float(node["Actual Rows"] + node.get("Rows Removed by Filter", 0))


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", []):
        yield from _nodes(child)
