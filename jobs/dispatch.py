"""Dispatch: who gets which object, and what becomes of the turn. The hot path; plain SQL, a fixed number of statements.

Rules (docs/dispatch.md): a slot is granted once; a worker is never asked again what they answered or declined; an
unfinished turn (released, expired) goes back to everybody, and to the same worker only as the same turn, when nothing
new is left for them. Every verb runs in one transaction and is safe to repeat. All of them run inside a tenant's scope.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from django.db import transaction

from jobs import closing, events, lifecycle, rows, window
from jobs.answers import reading
from jobs.errors import AnswerInvalid, JobEnded, LeaseLost
from jobs.facts import facts_of
from tenants import scope
from tenants.unstorable import MOST_LEVELS, is_deep, is_with_nul_json

LEASED, SUBMITTED, DECLINED, RELEASED, EXPIRED, SET_ASIDE = 1, 2, 3, 4, 5, 6
_STORED = (SUBMITTED, SET_ASIDE)
AHEAD_SECONDS = 60  # a turn held ahead is kept this long without a heartbeat of its worker


class Turn(NamedTuple):
    """A worker's turn at one object. `started` is false while the item is held ahead of the one on the screen."""

    assignment_id: int
    object_id: int
    line_no: int
    line: str
    answers: int
    deadline: datetime
    started: bool
    draft: dict[str, Any] | None


@dataclass(frozen=True)
class Submitted:
    """What a submit did. `object_done`: this was the last answer the object needed."""

    object_done: bool
    repeated: bool


_TURN = """a.id AS assignment_id, o.id AS object_id, o.line_no, o.line, o.answers::int AS answers, a.deadline,
    a.started_at IS NOT NULL AS started, a.draft"""

# The pick walks the small index of objects with a free slot, in manifest order, and steps over what others are just
# taking. The anti-join is one probe of the unique key (object, worker, attempt) an object.
_PICK_NEW = """
    SELECT o.id, o.retries FROM jobs_dataobject o JOIN jobs_labelingjob j ON j.id = o.job_id AND j.stage = 'InProgress'
    WHERE o.job_id = %(job)s AND o.free > 0 AND NOT EXISTS (
        SELECT 1 FROM jobs_assignment a
        WHERE a.data_object_id = o.id AND a.worker_id = %(worker)s AND (a.attempt = o.retries OR a.state = 2))
    ORDER BY o.line_no LIMIT 1 FOR UPDATE OF o {wait}
"""
_LEASE_NEW = (
    "WITH pick AS ("
    + _PICK_NEW
    + """), o AS (
        UPDATE jobs_dataobject d SET free = free - 1 FROM pick WHERE d.id = pick.id RETURNING d.*
    ), a AS (
        INSERT INTO jobs_assignment
            (tenant_id, job_id, data_object_id, worker_id, attempt, state, leased_at, started_at, deadline)
        SELECT %(tenant)s, %(job)s, o.id, %(worker)s, o.retries, 1, now(), {started},
            now() + %(seconds)s * interval '1 s'
        FROM o RETURNING *)
    SELECT """
    + _TURN
    + " FROM a, o"
)
_RESUME = (
    """WITH pick AS (
        SELECT a.id, o.id AS object_id FROM jobs_assignment a JOIN jobs_dataobject o ON o.id = a.data_object_id
        JOIN jobs_labelingjob j ON j.id = o.job_id AND j.stage = 'InProgress'
        WHERE a.job_id = %(job)s AND a.worker_id = %(worker)s AND a.state IN (4, 5) AND a.attempt = o.retries
            AND o.free > 0
        ORDER BY o.line_no LIMIT 1 FOR UPDATE OF o, a {wait}
    ), o AS (
        UPDATE jobs_dataobject d SET free = free - 1 FROM pick WHERE d.id = pick.object_id RETURNING d.*)
    UPDATE jobs_assignment a SET state = 1, leased_at = now(), started_at = {started}, ended_at = NULL,
        deadline = now() + %(seconds)s * interval '1 s'
    FROM pick, o WHERE a.id = pick.id RETURNING """
    + _TURN
)


def lease(job_id: int, worker_id: int, *, ahead: bool = False) -> Turn | None:
    """Take one object for this worker; None when there is nothing for them now, and then that is true.

    First what nobody else is just taking; only when that finds nothing, it waits for those who are. `ahead` takes
    nothing back that this worker gave up: a page left open would else hold its expired turns for ever.
    """
    facts = facts_of(job_id)
    given = {
        "tenant": scope.current(), "job": job_id, "worker": worker_id,
        "seconds": AHEAD_SECONDS if ahead else facts.time_limit,
    }  # fmt: skip
    with transaction.atomic():
        lifecycle.hold_open_for(job_id, worker_id)
        for statement in (_LEASE_NEW,) if ahead else (_LEASE_NEW, _RESUME):
            for wait in ("SKIP LOCKED", ""):
                turn = _turn(statement.format(wait=wait, started="NULL::timestamptz" if ahead else "now()"), given)
                if turn:
                    return turn
    return None


def held(job_id: int, worker_id: int) -> list[Turn]:
    """The turns this worker holds, the started one first; what a page asks after a reload."""
    sql = f"""SELECT {_TURN} FROM jobs_assignment a JOIN jobs_dataobject o ON o.id = a.data_object_id
        WHERE a.job_id = %(job)s AND a.worker_id = %(worker)s AND a.state = 1 AND a.deadline > now()
        ORDER BY a.started_at NULLS LAST, o.line_no"""
    return _turns(sql, {"job": job_id, "worker": worker_id})


def holds(assignment_id: int, worker_id: int) -> bool:
    """Is this turn the worker's, still? Looks at neither the object's line nor the draft, which may be long."""
    sql = """SELECT 1 AS yes FROM jobs_assignment
        WHERE id = %(id)s AND worker_id = %(worker)s AND state = 1 AND deadline > now()"""
    return rows.one(sql, {"id": assignment_id, "worker": worker_id}) is not None


def start(assignment_id: int, worker_id: int) -> Turn:
    """The item is on the screen now: its clock starts. Repeating it does not give more time."""
    sql = f"""UPDATE jobs_assignment a SET started_at = COALESCE(a.started_at, now()), deadline = CASE
            WHEN a.started_at IS NULL THEN now() + j.time_limit * interval '1 s' ELSE a.deadline END
        FROM jobs_dataobject o, jobs_labelingjob j
        WHERE a.id = %(id)s AND a.worker_id = %(worker)s AND a.state = 1 AND a.deadline > now()
            AND o.id = a.data_object_id AND j.id = a.job_id
        RETURNING {_TURN}"""
    turn = _turn(sql, {"id": assignment_id, "worker": worker_id})
    if turn is None:
        raise LeaseLost
    return turn


def submit(assignment_id: int, worker_id: int, answer: dict[str, Any]) -> Submitted:
    """Store the answer. When this returns it is committed. Safe to repeat: the first answer stays."""
    state, job_id = _state_of(assignment_id, worker_id)
    if state in _STORED:
        return Submitted(object_done=False, repeated=True)
    given = {"id": assignment_id, "worker": worker_id, "answer": _storable(answer)}
    reading.read(facts_of(job_id), answer)
    try:
        done = _store(job_id, given)
    except _NotStored:
        return _why_not_stored(assignment_id, worker_id, job_id)
    return Submitted(object_done=done, repeated=False)


def _store(job_id: int, given: dict[str, Any]) -> bool:
    """Write the answer and count it at its object; was it the last one needed? Both or neither: else `_NotStored`."""
    with _turn_transaction(job_id):
        sql = """WITH a AS (
                UPDATE jobs_assignment SET state = 2, answer = %(answer)s, draft = NULL, ended_at = now(),
                    started_at = COALESCE(started_at, leased_at)
                WHERE id = %(id)s AND worker_id = %(worker)s AND state = 1 AND deadline > now()
                    AND EXISTS (SELECT 1 FROM jobs_labelingjob j WHERE j.id = job_id AND j.stage = 'InProgress')
                    AND EXISTS (SELECT 1 FROM jobs_dataobject o WHERE o.id = data_object_id AND o.state = 1)
                RETURNING data_object_id)
            UPDATE jobs_dataobject o SET answers = answers + 1,
                state = CASE WHEN answers + 1 >= needed THEN 2 ELSE state END
            FROM a WHERE o.id = a.data_object_id AND o.state = 1 RETURNING o.state = 2 AS done"""
        row = rows.one(sql, given)
        if row is None:
            raise _NotStored
        if row.done:
            window.open_next(job_id)
    return bool(row.done)


def decline(assignment_id: int, worker_id: int) -> None:
    """Not for this worker: somebody else gets it, they never see it again. Safe to repeat."""
    _give_back(assignment_id, worker_id, DECLINED)


def release(assignment_id: int, worker_id: int) -> None:
    """The worker gives it back unfinished. Safe to repeat."""
    _give_back(assignment_id, worker_id, RELEASED)


def save_draft(assignment_id: int, worker_id: int, answer: dict[str, Any]) -> None:
    """Keep an unfinished answer; committed when this returns."""
    stored = rows.run(
        """UPDATE jobs_assignment SET draft = %(draft)s
        WHERE id = %(id)s AND worker_id = %(worker)s AND state = 1 AND deadline > now()""",
        {"draft": _storable(answer), "id": assignment_id, "worker": worker_id},
    )
    if stored != 1:
        raise LeaseLost


def keep_ahead(job_id: int, worker_id: int) -> None:
    """A heartbeat: what this worker holds ahead stays theirs for another minute."""
    rows.run(
        """UPDATE jobs_assignment SET deadline = now() + %(seconds)s * interval '1 s'
        WHERE job_id = %(job)s AND worker_id = %(worker)s AND state = 1 AND started_at IS NULL""",
        {"seconds": AHEAD_SECONDS, "job": job_id, "worker": worker_id},
    )


def give_back_ahead(job_id: int, worker_id: int) -> None:
    """The worker left: what they held ahead and never saw goes back at once, and they may get it later."""
    with _turn_transaction(job_id):
        gone = rows.many(
            """DELETE FROM jobs_assignment WHERE job_id = %(job)s AND worker_id = %(worker)s AND state = 1
            AND started_at IS NULL RETURNING data_object_id AS object_id""",
            {"job": job_id, "worker": worker_id},
        )
        closing.return_slots([row.object_id for row in gone])
    if gone:
        events.work_arrived(job_id)


def _give_back(assignment_id: int, worker_id: int, state: int) -> None:
    before, job_id = _state_of(assignment_id, worker_id)
    if before == state:
        return
    with _turn_transaction(job_id):
        row = rows.one(
            """UPDATE jobs_assignment SET state = %(state)s, ended_at = now() WHERE id = %(id)s
            AND worker_id = %(worker)s AND state = 1 RETURNING data_object_id AS object_id""",
            {"state": state, "id": assignment_id, "worker": worker_id},
        )
        if row is None:
            raise LeaseLost
        closing.return_slots([row.object_id], declined=state == DECLINED)
    events.work_arrived(job_id)


def _why_not_stored(assignment_id: int, worker_id: int, job_id: int) -> Submitted:
    """The conditional UPDATE took nothing: repeated in a race, job ended, or lease lost."""
    state, _ = _state_of(assignment_id, worker_id)
    if state in _STORED:
        return Submitted(object_done=False, repeated=True)
    if rows.one("SELECT 1 AS yes FROM jobs_labelingjob WHERE id = %(job)s AND stage <> 'InProgress'", {"job": job_id}):
        raise JobEnded
    raise LeaseLost


def _state_of(assignment_id: int, worker_id: int) -> tuple[int, int]:
    row = rows.one(
        "SELECT state, job_id FROM jobs_assignment WHERE id = %(id)s AND worker_id = %(worker)s",
        {"id": assignment_id, "worker": worker_id},
    )
    if row is None:
        raise LeaseLost
    return row.state, row.job_id


def _storable(answer: dict[str, Any]) -> str:
    """The answer as JSON text; PostgreSQL keeps no NUL, and orjson writes 254 levels, of which files take a few."""
    if is_deep(answer):
        raise AnswerInvalid(f"The answer has lists or objects within each other over {MOST_LEVELS} levels deep.")
    text = orjson.dumps(answer).decode()
    if is_with_nul_json(text):
        raise AnswerInvalid("The answer holds the character NUL (U+0000); remove it.")
    return text


class _NotStored(Exception):
    """The answer's row or its object's was not there to be changed; rolls the transaction back."""


@contextmanager
def _turn_transaction(job_id: int) -> Iterator[None]:
    with transaction.atomic():
        lifecycle.hold_open(job_id)
        yield


def _turn(sql: str, given: dict[str, Any]) -> Turn | None:
    return next(iter(_turns(sql, given)), None)


def _turns(sql: str, given: dict[str, Any]) -> list[Turn]:
    # Django leaves jsonb as text for its own field to decode.
    return [Turn._make((*row[:-1], orjson.loads(row.draft) if row.draft else None)) for row in rows.many(sql, given)]
