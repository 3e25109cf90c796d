"""Objects that arrive while a job runs: what is sent to a streaming job becomes its next lines (spec 5.1, 5.2).

Whoever stores lines holds the job's row until the end of the transaction: lines get their numbers one after the other,
a job that is stopped meanwhile takes none, and an id that two send at once is stored for one of them.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import orjson
from django.db import transaction

from jobs import earlier_labels, events, line_members, rows, window
from jobs.errors import JobNotReady, MessageInvalid
from jobs.facts import JobFacts, facts_of
from jobs.gold import Census
from jobs.manifests import Line, line_of
from jobs.models import DataObject, LabelingJob
from jobs.sent_lines import SentLine, lines_of
from tenants import scope
from tenants.actor import Actor
from tenants.errors import Fault, RequestInvalid

Stage = LabelingJob.Stage
State = DataObject.State
MOST_LINES = 500  # that one call may send


@dataclass(frozen=True)
class Ready:
    """A line that the job can take, as it will be stored."""

    sent: SentLine
    line: Line


@dataclass(frozen=True)
class Arrival:
    """A line that was sent: which line of the job it is, and was it new, or did its id come before?"""

    line_no: int
    object_id: str
    is_new: bool


def arrive(job: LabelingJob, lines: Sequence[str], *, actor: Actor) -> list[Arrival]:
    """Store manifest lines, or S3 events, as objects of a streaming job: all of them or none.

    Raises `RequestInvalid` with what is wrong with each line, and `JobNotReady`. The caller then calls
    `lifecycle.let_machine_decide(job)`.
    """
    actor.demand("manager")
    if not job.streams:
        raise not_ready(job)
    facts, ours, faults = facts_of(job.pk), dict[str, str](), list[Fault]()
    ready: list[Ready] = []
    for at, line in enumerate(lines):
        try:
            ready += read(line, str(uuid.uuid4()), facts, ours)
        except MessageInvalid as error:
            faults.append(Fault(f"lines[{at}]", repr(line)[:80], f"a line of the job {job.name}, but {error}"))
    if len(ready) > MOST_LINES:  # an S3 event may bring many
        faults.append(Fault("lines", f"{len(ready):,} objects", f"at most {MOST_LINES} objects at once"))
    if faults:
        raise RequestInvalid(faults)
    with transaction.atomic():
        held = hold([job.pk])
        if not held:
            job.refresh_from_db()
            raise not_ready(job)
        return store(held[0], ready)


def read(message: str, message_id: str, facts: JobFacts, ours: dict[str, str]) -> list[Ready]:
    """The lines of a message, looked at as those of a manifest are; raises `MessageInvalid`.

    `message_id` is the id of a line that names none; `ours` remembers, from message to message, what was said of a bucket.
    """
    return [_checked(sent, facts, ours) for sent in lines_of(message, message_id, facts)]


def _checked(sent: SentLine, facts: JobFacts, ours: dict[str, str]) -> Ready:
    line = line_of(sent.text.encode(), facts, ours)
    if isinstance(line, str):
        raise MessageInvalid(f"it {line}")
    content = orjson.loads(line.text)
    if told := line_members.fault(content, facts.kind.key):
        raise MessageInvalid(told.rstrip("."))
    if facts.kind.reviews and earlier_labels.of_job(content, facts) is None:
        raise MessageInvalid(f"it has no label of type {facts.kind.reviews}, which this job looks at; send the output "
                             "lines of a job that makes such labels")  # fmt: skip
    return Ready(sent, line)


def hold(job_ids: Sequence[int]) -> list[LabelingJob]:
    """Inside a transaction: those of the jobs that take objects now; nobody moves them before it ends."""
    taking = LabelingJob.objects.filter(pk__in=job_ids, stage=Stage.IN_PROGRESS)
    return list(taking.select_for_update(no_key=True).order_by("pk"))


def not_ready(job: LabelingJob) -> JobNotReady:
    """Why the job takes nothing, and what to do."""
    if not job.streams:
        return JobNotReady(f"The job {job.name} is no streaming job: its objects are those of its manifest. Name an "
                           "SnsDataSource when you create a job.")  # fmt: skip
    if job.stage in (Stage.INITIALIZING, Stage.IN_PROGRESS):  # it was Initializing a moment ago
        return JobNotReady(f"The job {job.name} is Initializing; send again when DescribeLabelingJob says InProgress.")
    return JobNotReady(f"The job {job.name} is {job.stage} and takes no more objects. Create another streaming job.")


def store(job: LabelingJob, ready: Sequence[Ready]) -> list[Arrival]:
    """Store lines of a job that is held, each whose id has not come before, and open them to workers."""
    numbers = _numbers(job, [one.sent.arrival for one in ready])
    fresh: dict[bytes, Ready] = {}
    arrivals = []
    for one in ready:
        arrival = one.sent.arrival
        is_new = arrival not in numbers
        if is_new:
            numbers[arrival] = job.total + len(fresh)
            fresh[arrival] = one
        arrivals.append(Arrival(numbers[arrival], one.sent.object_id, is_new))
    if fresh:
        _add(job, fresh)
    return arrivals


def _numbers(job: LabelingJob, arrivals: list[bytes]) -> dict[bytes, int]:
    """The lines under which these came before."""
    found = rows.many(
        "SELECT arrival, line_no FROM jobs_dataobject WHERE job_id = %(job)s AND arrival = ANY(%(arrivals)s)",
        {"job": job.pk, "arrivals": arrivals},
    )
    return {bytes(row.arrival): row.line_no for row in found}


def _add(job: LabelingJob, fresh: dict[bytes, Ready]) -> None:
    """Rows, counters, gold, window: in the transaction that holds the job, so they agree at each instant."""
    lines = [one.line for one in fresh.values()]
    census = Census(facts_of(job.pk))
    census.take((at, line.text) for at, line in enumerate(lines, start=job.total) if not line.labeled)
    rows.run(
        """INSERT INTO jobs_dataobject (tenant_id, job_id, line_no, line, state, needed, answers, free, declines,
            closed, retries, failure_reason, arrived_at, arrival)
        SELECT %(tenant)s, %(job)s, %(first)s::bigint + at - 1, line, CASE WHEN labeled THEN 3 ELSE %(state)s END,
            %(needed)s, 0, 0, 0, false, 0, '', now(), arrival
        FROM unnest(%(lines)s::text[], %(labeled)s::boolean[], %(arrivals)s::bytea[]) WITH ORDINALITY
            AS given(line, labeled, arrival, at)""",
        {"tenant": scope.current(), "job": job.pk, "first": job.total, "needed": job.first_answers,
         "state": State.HELD.value if job.machine_deciding else State.PENDING.value, "arrivals": list(fresh),
         "lines": [line.text for line in lines], "labeled": [line.labeled for line in lines]},
    )  # fmt: skip
    job.total += len(lines)
    job.labeled += sum(line.labeled for line in lines)
    rows.run(
        """UPDATE jobs_labelingjob SET total = %(total)s, open_until = %(total)s, labeled = %(labeled)s,
            changed_at = now() WHERE id = %(job)s""",
        {"job": job.pk, "total": job.total, "labeled": job.labeled},
    )
    census.tell_unreadable(job)
    events.progress(job)
    window.top_up(job.pk)
