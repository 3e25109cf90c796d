"""A chunk: answered objects with their answers, and what the original would write for them (spec 2.7, 3.4).

The files are written before the transaction that labels the chunk commits. After a crash in between, the objects are
still `answered` and the next run takes them, together with what has been answered since. Worker responses and masks are
written over, because an object's own last answer names them. The consolidation files are written over when the chunk is
the same; when it has grown they have a later second, and the request and response of the broken run stay beside them.
Labels, counters and the manifest know only the run that committed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from jobs import closing, rows
from jobs.facts import JobFacts
from jobs.layout import Layout, iteration
from jobs.models import LabelingJob
from tenants.unstorable import is_deep_json
from workforce.access import team_size

CONTEXT = 4_000  # labeled objects of the job, the last by line, whose answers help to know its workers

# Such an answer is refused today (`jobs/dispatch.py`); an older release may have stored one.
_TOO_DEEP = (
    "ClientError: an answer to this object has too many lists and objects within each other for our files. Retry it."
)

_OBJECTS = """
    SELECT id, line_no, line, closed, retries FROM jobs_dataobject WHERE job_id = %(job)s AND state = 2
    ORDER BY line_no LIMIT %(most)s
"""
_ANSWERS = """
    SELECT a.data_object_id, a.worker_id, a.answer, a.started_at, a.ended_at, w.short_id, w.sub, f.pool
    FROM jobs_assignment a JOIN workforce_worker w ON w.id = a.worker_id
        JOIN workforce_workteam t ON t.id = %(team)s JOIN workforce_workforce f ON f.id = t.workforce_id
    WHERE a.data_object_id = ANY(%(objects)s) AND a.state = 2 ORDER BY a.data_object_id, a.ended_at, a.id
"""
_EARLIER = """
    SELECT a.data_object_id, a.worker_id, a.answer FROM (
        SELECT id FROM jobs_dataobject WHERE job_id = %(job)s AND state = 3 ORDER BY line_no DESC LIMIT %(most)s) AS o
    JOIN jobs_assignment a ON a.data_object_id = o.id AND a.state = 2
"""


@dataclass(frozen=True)
class Answer:
    """One worker's answer, as the files tell it."""

    worker_id: int
    content: dict[str, Any]
    started_at: datetime
    ended_at: datetime
    short_id: str
    sub: str
    pool: str


@dataclass(frozen=True)
class Answered:
    """An object with its answers, in the order they came in."""

    object_id: int
    line_no: int
    line: str
    answers: list[Answer]
    final: bool = True  # nobody is asked for another answer, whatever these come to
    again: bool = False  # people had been asked about it before

    @property
    def last_at(self) -> datetime:
        return max(answer.ended_at for answer in self.answers)


def take(job: LabelingJob, most: int) -> list[Answered]:
    """The next answered objects of the job, at most `most`. Nobody else changes those while `lifecycle.serve_alone` is held.
    Objects whose answers no file could hold fail. In a job that is stopping all are final: nobody is asked any more.

    No row is locked: a transaction that has locked one keeps every dead row of the database from being cleared away,
    and this one lasts as long as its files take to write.
    """
    objects = rows.many(_OBJECTS, {"job": job.pk, "most": most})
    found: dict[int, list[Answer]] = {row.id: [] for row in objects}
    unwritable: dict[int, str] = {}
    for row in rows.many(_ANSWERS, {"objects": list(found), "team": job.workteam_id}):
        content = orjson.loads(row.answer)
        if is_deep_json(row.answer, content):
            unwritable[row.data_object_id] = _TOO_DEEP
        answer = Answer(row.worker_id, content, row.started_at, row.ended_at, row.short_id, str(row.sub), row.pool)
        found[row.data_object_id].append(answer)
    closing.fail_answered(job.pk, unwritable)
    stopping = job.stage == LabelingJob.Stage.STOPPING
    most_answers = min(job.workers_per_object, team_size(job.workteam)) if job.wishes.fewest_answers else 0
    return [
        Answered(
            row.id,
            row.line_no,
            row.line,
            found[row.id],
            final=stopping or row.closed or len(found[row.id]) >= most_answers,
            again=row.retries > 0,
        )
        for row in objects
        if row.id not in unwritable
    ]


def earlier(job: LabelingJob, most: int) -> list[Any]:
    """Answers (data_object_id, worker_id, answer as JSON) to the last `most` labeled objects of the job, by line."""
    return rows.many(_EARLIER, {"job": job.pk, "most": most})


def files(
    job: LabelingJob, facts: JobFacts, chunk: list[Answered], contents: Mapping[int, dict[str, Any]], at: datetime
) -> list[tuple[str, bytes]]:
    """What the original would have written for this chunk: worker responses, consolidation requests and responses.

    `contents` are the labels by object; an object without one failed and is missing in the response (spec 3.4).
    """
    layout = Layout(job)
    region = job.tenant.region
    written = [
        (layout.worker_response(one.line_no, one.last_at), orjson.dumps({"answers": _responses(one, region)}))
        for one in chunk
    ]
    for number in sorted({iteration(one.line_no) for one in chunk}):
        members = [one for one in chunk if iteration(one.line_no) == number]
        request = [_request(one, facts, region) for one in members]
        response = [
            {"datasetObjectId": str(one.line_no), "consolidatedAnnotation": {"content": contents[one.object_id]}}
            for one in members
            if one.object_id in contents
        ]
        written.append((layout.consolidation("request", number, at), orjson.dumps(request)))
        written.append((layout.consolidation("response", number, at), orjson.dumps(response)))
    return written


def _responses(one: Answered, region: str) -> list[dict[str, Any]]:
    return [
        {
            "acceptanceTime": _zulu(answer.started_at),
            "submissionTime": _zulu(answer.ended_at),
            "timeSpentInSeconds": round((answer.ended_at - answer.started_at).total_seconds(), 3),
            "workerId": _worker_id(answer, region),
            "workerMetadata": {
                "identityData": {
                    "identityProviderType": "Cognito",
                    "issuer": f"https://cognito-idp.{region}.amazonaws.com/{answer.pool or 'plumbline_default'}",
                    "sub": answer.sub,
                }
            },
            "answerContent": answer.content,
        }
        for answer in one.answers
    ]


def _request(one: Answered, facts: JobFacts, region: str) -> dict[str, Any]:
    line = orjson.loads(one.line)
    key = facts.kind.key_in(line)
    return {
        "datasetObjectId": str(one.line_no),
        "dataObject": {"s3Uri" if key == "source-ref" else "content": line.get(key)},
        "annotations": [
            {"workerId": _worker_id(answer, region),
             "annotationData": {"content": orjson.dumps(answer.content).decode()}}
            for answer in one.answers
        ],
    }  # fmt: skip


def _worker_id(answer: Answer, region: str) -> str:
    return f"private.{region}.{answer.short_id}"


def _zulu(at: datetime) -> str:
    """`2026-01-05T10:00:00.120Z`, milliseconds."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
