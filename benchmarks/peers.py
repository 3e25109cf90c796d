"""The bare database beside us: the same server, one plain table, psycopg and nothing else."""

from __future__ import annotations

import time
from collections.abc import Iterable

import psycopg

from benchmarks import ground


def copy_in(lines: Iterable[str]) -> float:
    """Seconds to COPY lines with their numbers into a bare table, committed."""
    with psycopg.connect(ground.OWNER_URL) as owner:
        owner.execute("DROP TABLE IF EXISTS bare_lines")
        owner.execute("CREATE TABLE bare_lines (line_no integer PRIMARY KEY, line text NOT NULL)")
        owner.commit()
        began = time.perf_counter()
        with owner.cursor() as cursor, cursor.copy("COPY bare_lines (line_no, line) FROM STDIN") as copy:
            for row in enumerate(lines):
                copy.write_row(row)
        owner.commit()
        return time.perf_counter() - began


def copy_out() -> float:
    """Seconds to COPY the bare table's lines out, in order, into nothing."""
    with psycopg.connect(ground.OWNER_URL) as owner:
        began = time.perf_counter()
        with (
            owner.cursor() as cursor,
            cursor.copy("COPY (SELECT line FROM bare_lines ORDER BY line_no) TO STDOUT") as copy,
        ):
            for _ in copy.rows():
                pass
        return time.perf_counter() - began


def two_commits(count: int) -> list[float]:
    """Seconds of each of `count` pairs of single-row commits, as the application role would write them by hand."""
    with ground.owner() as owner:
        owner.execute("DROP TABLE IF EXISTS bare_turns")
        owner.execute("CREATE TABLE bare_turns (id integer PRIMARY KEY, state integer NOT NULL, answer jsonb)")
    took = []
    with psycopg.connect(ground.OWNER_URL, autocommit=True) as connection:
        for number in range(count):
            began = time.perf_counter()
            connection.execute("INSERT INTO bare_turns (id, state) VALUES (%s, 1)", [number])
            connection.execute("UPDATE bare_turns SET state = 2, answer = '{}' WHERE id = %s AND state = 1", [number])
            took.append(time.perf_counter() - began)
    return took
