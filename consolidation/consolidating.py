"""From answers to labels, chunk by chunk. Files first, then one transaction for labels, objects and counters.

Running it twice labels nothing twice: what a crash left undone is still `answered` and is taken again. `chunk.py` says
what becomes of the files of the run that broke off.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from django.db import transaction
from django.utils import timezone

from consolidation import chunk as chunks
from consolidation.catalogue import CATALOGUE
from consolidation.chunk import Answered
from jobs import events, lifecycle, rows
from jobs.facts import JobFacts, facts_of
from jobs.models import Label, LabelingJob
from tenants import hints, scope, storage


def consolidate(job: LabelingJob) -> None:
    """Label what is answered, chunk by chunk.

    A chunk that is not full is the last one: what is answered meanwhile waits for the next message, or each run would
    go on with a few objects at a time as long as people label. A message that comes while somebody else is at it would
    find nothing to do; that one looks again instead.
    """
    again = f"consolidate:{job.pk}"
    while True:
        labeled = consolidate_next(job)
        if labeled is None:
            hints.put(again, 1, 60)
            labeled = consolidate_next(job)  # or whoever held it may have looked for the hint a moment before
        if labeled is None or (labeled < chunks.MOST_OBJECTS and not hints.take(again)):
            return


def consolidate_next(job: LabelingJob) -> int | None:
    """Label the next chunk of answered objects; how many. None when somebody else is at it."""
    facts = facts_of(job.pk)
    with transaction.atomic():
        if not lifecycle.serve_alone(job.pk):
            return None
        chunk = chunks.take(job)
        if not chunk:
            return 0
        result = CATALOGUE[facts.kind.consolidation](chunks.arrays(job, facts, chunk))
        job.refresh_from_db(fields=["consolidated_at"])
        at = _files_named(job, chunk)
        labels = [
            _label(one, facts, int(result.labels[i]), float(result.confidences[i])) for i, one in enumerate(chunk)
        ]
        contents = [orjson.loads(f"{{{label.fragment}}}") for label in labels]
        storage.write_many(chunks.files(job, facts, chunk, contents, at))
        _store(job, labels, at)
    return len(chunk)


def output_fragment(facts: JobFacts, label: int, confidence: float, created: datetime) -> str:
    """What an output line gains: the class number and its metadata, in the original's order of keys (spec 2.8)."""
    metadata = {
        "confidence": confidence,
        "job-name": f"labeling-job/{facts.name.lower()}",
        "class-name": facts.labels[label],
        "human-annotated": "yes",
        "creation-date": created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f"),
        "type": facts.kind.metadata_type,
    }
    content: dict[str, Any] = {facts.label_attribute: label, f"{facts.label_attribute}-metadata": metadata}
    return orjson.dumps(content).decode()[1:-1]


def _label(one: Answered, facts: JobFacts, label: int, confidence: float) -> Label:
    created = timezone.now()
    return Label(
        tenant_id=scope.current(), data_object_id=one.object_id, class_index=label, confidence=confidence, human=True,
        fragment=output_fragment(facts, label, confidence, created), created_at=created,
    )  # fmt: skip


def _files_named(job: LabelingJob, chunk: list[Answered]) -> datetime:
    """The second that names this chunk's files: of its last answer, and later than the chunk before."""
    at = max(one.last_at for one in chunk).replace(microsecond=0)
    return max(at, job.consolidated_at + timedelta(seconds=1)) if job.consolidated_at else at


def _store(job: LabelingJob, labels: list[Label], at: datetime) -> None:
    ids = [label.data_object_id for label in labels]
    Label.objects.bulk_create(labels)
    rows.run("UPDATE jobs_dataobject SET state = 3 WHERE id = ANY(%(ids)s)", {"ids": ids})
    counted = rows.one(
        """UPDATE jobs_labelingjob SET labeled = labeled + %(n)s, consolidated_at = %(at)s, changed_at = now()
        WHERE id = %(job)s RETURNING labeled, failed, total""",
        {"n": len(ids), "at": at, "job": job.pk},
    )
    job.labeled, job.failed, job.total = counted
    events.progress(job)
