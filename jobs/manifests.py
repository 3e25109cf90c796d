"""Manifests: the input is streamed into `DataObject` rows, the output is streamed out of them; memory stays constant.

Formats: spec 2.5 (input), 2.6 and 2.8 (output).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson
from django.db import connection

from jobs import earlier_labels, rows
from jobs.errors import ManifestInvalid
from jobs.facts import JobFacts
from jobs.gold import Census
from jobs.layout import Layout
from jobs.models import DataObject, LabelingJob
from jobs.sent_lines import is_generated
from tenants import hints, scope, storage
from tenants.errors import AccessDenied, ObjectMissing, ObjectRefused, PlumblineError
from tenants.unstorable import MOST_LEVELS, is_deep_json, is_with_nul_json

LONGEST_LINE = 100_000  # characters (spec 2.5)
LONGEST_VALUE = 20_000  # characters of one attribute
_MOST_FAULTS = 5  # named in the failure reason, which has 1,024 characters
State = DataObject.State
_BATCH = 5_000  # lines an INSERT
_UTF8 = 4  # bytes a character at most


@dataclass(frozen=True)
class Line:
    """One manifest line as it will be stored."""

    text: str
    labeled: bool  # it already carries this job's label: chained with the same attribute (spec 5.4)


def ingest(job: LabelingJob, facts: JobFacts) -> int:
    """Store the manifest's lines as objects; returns how many. Belongs into a transaction: all lines or none.

    Raises `ManifestInvalid` that names the first faulty lines; an outage of the store rises as `StorageError`.
    """
    uri = job.request["InputConfig"]["DataSource"]["S3DataSource"]["ManifestS3Uri"]
    lines, gold = read(uri, facts), Census(facts)
    total = 0
    while batch := list(islice(lines, _BATCH)):
        _store(job, batch, first=total)
        gold.take((line_no, line.text) for line_no, line in enumerate(batch, start=total) if not line.labeled)
        total += len(batch)
        hints.put(f"ingest:{job.pk}", total, 3600)  # the transaction hides the rows until it ends; this shows progress
    if total == 0:
        raise ManifestInvalid(f"The manifest {uri} is empty; it needs at least one line such as "
                              f'{{"{facts.kind.input_key}": …}}.')  # fmt: skip
    gold.tell(job)
    return total


def ingested_so_far(job_id: int) -> int:
    """Lines stored by an ingest that is under way; for progress only."""
    return int(hints.get(f"ingest:{job_id}", 0))


def read(uri: str, facts: JobFacts) -> Iterator[Line]:
    """The checked lines of a manifest; raises `ManifestInvalid` with up to five faults, each with its line number."""
    faults: list[str] = []
    ours: dict[str, str] = {}
    try:
        for number, raw in enumerate(storage.read_lines(uri, LONGEST_LINE * _UTF8), start=1):
            if not raw.strip():
                continue
            line = _checked(raw, number, facts, ours, faults)
            if len(faults) >= _MOST_FAULTS:
                break
            if line and not faults:
                yield line
    except (ObjectMissing, ObjectRefused, AccessDenied) as error:  # an outage passes: ingest is tried again
        raise ManifestInvalid(f"The manifest cannot be read: {error}") from error
    if faults:
        raise ManifestInvalid(f"The manifest {uri} has faults. " + " ".join(faults))


def _checked(raw: bytes, number: int, facts: JobFacts, ours: dict[str, str], faults: list[str]) -> Line | None:
    line = line_of(raw, facts, ours)
    if isinstance(line, Line):
        return line
    faults.append(f"Line {number} {line}.")
    return None


def line_of(raw: bytes, facts: JobFacts, ours: dict[str, str]) -> Line | str:
    """The line, or what is wrong with it. `ours` remembers, from line to line, what was said of a bucket."""
    try:
        text = raw.decode()
        content = orjson.loads(raw)
    except UnicodeDecodeError:
        return "is not UTF-8; save the manifest as UTF-8"
    except orjson.JSONDecodeError as error:
        fault = f"is not JSON ({error.msg} at character {error.colno}); each line must be one JSON object"
        return _too_long(len(raw.decode(errors="replace"))) or fault
    if is_with_nul_json(text):  # a column of JSON or a message would not take what is read from it
        return "holds the character NUL (\\u0000); remove it"
    fault = _too_long(len(text)) or _too_deep(text, content) or _content_fault(content, facts, ours)
    return fault or Line(text, labeled=facts.label_attribute in content)


def _too_long(length: int) -> str:
    if length <= LONGEST_LINE:
        return ""
    return f"has more than {LONGEST_LINE:,} characters; put large data into an object and refer to it by source-ref"


def _too_deep(text: str, content: object) -> str:
    """Pages could not show it, and the output line could not be written."""
    deep = is_deep_json(text, content)
    return f"has lists or objects within each other over {MOST_LEVELS} levels deep; make them flatter" if deep else ""


def _content_fault(content: object, facts: JobFacts, ours: dict[str, str]) -> str:
    """What is wrong with a parsed line, "" when nothing is."""
    if not isinstance(content, dict):
        return "is not a JSON object; write {…}"
    key = facts.kind.key_in(content)
    value = content.get(key)
    if not isinstance(value, str) or not value.strip():
        return f'has no {key}; jobs of type {facts.kind.key} need {{"{key}": …}} in every line'
    told = _member_fault(content) or _reviewed_fault(content, facts)
    return told or (_bucket_fault(value, ours) if key == "source-ref" else "")


def _member_fault(content: dict[str, Any]) -> str:
    for name, text in content.items():
        if name.startswith("$") and not is_generated(name, content):
            return f"has an attribute {name!r}; names may not begin with $"
        if isinstance(text, str) and len(text) > LONGEST_VALUE:
            return f"has {len(text):,} characters in {name!r}; at most {LONGEST_VALUE:,} are taken"
    return ""


def _reviewed_fault(content: dict[str, Any], facts: JobFacts) -> str:
    """A line with this job's label counts as done; if that is the label to look at, nobody would ever see it."""
    attribute = facts.label_attribute
    if not facts.kind.reviews or attribute not in content or earlier_labels.of_job(content, facts):
        return ""
    return f"already has {attribute}, which is the label to look at; choose another LabelAttributeName"


def _bucket_fault(uri: str, ours: dict[str, str]) -> str:
    try:
        bucket = storage.parse_object(uri).bucket
        if bucket not in ours:
            ours[bucket] = ""
            storage.own(uri)
    except PlumblineError as error:
        fault = f"has a source-ref that cannot be used: {error.message.rstrip('.')}"
        if isinstance(error, AccessDenied):
            ours[storage.parse(uri).bucket] = fault
        return fault
    return ours[bucket]


def _store(job: LabelingJob, batch: list[Line], first: int) -> None:
    # PostgreSQL refuses COPY on tables with row-level security; an INSERT from arrays is the next best.
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO jobs_dataobject (tenant_id, job_id, line_no, line, state, needed, answers, free, declines,
                closed, retries, failure_reason)
            SELECT %s, %s, %s + at - 1, line, CASE WHEN labeled THEN 3 ELSE %s END, %s, 0, 0, 0, false, 0, ''
            FROM unnest(%s::text[], %s::boolean[]) WITH ORDINALITY AS given(line, labeled, at)""",
            [scope.current(), job.pk, first, State.HELD if job.machine_deciding else State.PENDING,
             job.first_answers, [line.text for line in batch], [line.labeled for line in batch]],
        )  # fmt: skip


def export(job: LabelingJob, facts: JobFacts) -> int:
    """Write output.manifest: every input line in its order, with its label or its failure; returns the lines."""
    count = 0
    with storage.writing(Layout(job).output_manifest, "application/x-ndjson") as out:
        for chunk in _output_chunks(job, facts):
            out.write(b"".join(chunk))
            count += len(chunk)
    return count


def _output_chunks(job: LabelingJob, facts: JobFacts) -> Iterator[list[bytes]]:
    """Output lines, a few thousand at a time, walked by key so that no cursor has to stay open."""
    own_keys = (facts.label_attribute, f"{facts.label_attribute}-metadata")
    after = -1
    while found := rows.many(_PAGE, {"job": job.pk, "after": after}):
        yield [output_line(row.line, row.fragment, row.failure, row.retries, own_keys) for row in found]
        after = found[-1].line_no


_PAGE = """
    SELECT o.line_no, o.line, l.fragment, o.retries, CASE WHEN o.state = 4 THEN o.failure_reason END AS failure
    FROM jobs_dataobject o LEFT JOIN jobs_label l ON l.data_object_id = o.id
    WHERE o.job_id = %(job)s AND o.line_no > %(after)s ORDER BY o.line_no LIMIT 4000
"""


def output_line(line: str, fragment: str | None, failure: str | None, retries: int, own_keys: tuple[str, str]) -> bytes:
    """One line of output.manifest with its line end. `fragment` is JSON without its braces: `"lan":1,"lan-metadata":{…}`."""
    if failure is not None:
        # A failed object has the metadata only, with "true" where labels have "yes" (spec 2.6).
        told = {"retry-count": retries, "failure-reason": failure, "human-annotated": "true"}
        fragment = f'"{own_keys[1]}":{orjson.dumps(told).decode()}'
    elif not fragment:
        return line.encode() + b"\n"
    body = line.rstrip()
    if f'"{own_keys[0]}' in body:  # an earlier label or failure of the same attribute gives way
        kept = {key: value for key, value in orjson.loads(body).items() if key not in own_keys}
        body = orjson.dumps(kept).decode()
    comma = "," if body[1:-1].strip() else ""
    return f"{body[:-1].rstrip()}{comma}{fragment}}}\n".encode()
