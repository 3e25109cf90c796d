"""From answers to labels, chunk by chunk. Files first, then one transaction for labels, objects and counters.

Running it twice labels nothing twice: what a crash left undone is still `answered` and is taken again. `chunk.py` says
what becomes of the files of the run that broke off.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain

import orjson
from django.db import transaction
from django.utils import timezone

from consolidation import chunk as chunks
from consolidation import hardest
from consolidation.answered_again import counted_before
from consolidation.chunk import Answered
from consolidation.gold import Gold
from consolidation.memory import Memory
from consolidation.outputs.catalogue import OUTPUTS
from consolidation.outputs.contract import Ground, OneMore, Outcome, Output, Unusable
from jobs import closing, events, lifecycle, rows, window
from jobs.facts import facts_of
from jobs.fragments import fragment
from jobs.layout import Layout
from jobs.manifests import LONGEST_LINE
from jobs.models import Label, LabelingJob
from tenants import hints, scope, storage

_NAMED = 10  # lines that an event names


def consolidate(job: LabelingJob) -> None:
    """Label what is answered, chunk by chunk.

    A chunk that is not full is the last one: what is answered meanwhile waits for the next message, or each run would
    go on with a few objects at a time as long as people label. A message that comes while somebody else is at it would
    find nothing to do; that one looks again instead.
    """
    again = f"consolidate:{job.pk}"
    most = OUTPUTS[job.kind.output].most
    while True:
        labeled = consolidate_next(job)
        if labeled is None:
            hints.put(again, 1, 60)
            labeled = consolidate_next(job)  # or whoever held it may have looked for the hint a moment before
        if labeled is None or (labeled < most and not hints.take(again)):
            return


def consolidate_next(job: LabelingJob) -> int | None:
    """Label the next chunk of answered objects; how many it took. None when somebody else is at it.

    An object whose answers cannot be used fails with a reason; nothing that people send stops the others.
    """
    facts = facts_of(job.pk)
    output = OUTPUTS[facts.kind.output]
    with transaction.atomic():
        if not lifecycle.serve_alone(job.pk):
            return None
        job.refresh_from_db(fields=["stage"])
        chunk = chunks.take(job, output.most)
        if not chunk:
            return 0
        memory, gold = Memory(job.pk), Gold(facts)
        ground = Ground(job, facts, Layout(job), memory, gold.meaning)
        found = list(zip(chunk, output.label(ground, chunk), strict=True))
        claimed = [(one, made) for one, made in found if isinstance(made, Outcome)]
        labeled = gold.recalibrated(claimed)
        labels = [_label(ground, output, one, made) for one, made in labeled]
        job.refresh_from_db(fields=["consolidated_at"])
        at = _files_named(job, chunk)
        _write(ground, chunk, labeled, labels, at)
        closing.fail_answered(job.pk, {one.object_id: made.reason for one, made in found if isinstance(made, Unusable)})
        asked = _ask_again([one.object_id for one, made in found if isinstance(made, OneMore)])
        _store(job, labels, at)
        if asked:  # the job's row is held by now; whoever sends objects takes it before the window's lock, too
            window.top_up(job.pk)
        memory.keep(chain.from_iterable(made.marks for _, made in labeled), counted_before(facts, labeled))
        hardest.keep(job.pk, _compared(claimed), {one.line_no for one, _ in claimed if one.again})
        gold.keep(claimed, labels)
        _tell_of_long_lines(job, chunk, labels)
    return len(chunk)


def _write(
    ground: Ground,
    chunk: list[Answered],
    labeled: Sequence[tuple[Answered, Outcome]],
    labels: Sequence[Label],
    at: datetime,
) -> None:
    """The chunk's files: pictures, worker responses, requests and responses."""
    contents = {label.data_object_id: orjson.loads(f"{{{label.fragment}}}") for label in labels}
    pictures = [file for _, made in labeled for file in made.files]
    storage.write_many(pictures + chunks.files(ground.job, ground.facts, chunk, contents, at))


def _label(ground: Ground, output: Output, one: Answered, made: Outcome) -> Label:
    created = timezone.now()
    return Label(
        tenant_id=scope.current(), data_object_id=one.object_id, class_index=made.class_index,
        confidence=made.confidence, human=True, created_at=created,
        fragment=fragment(ground.facts, made.value, made.metadata, output.order, created),
    )  # fmt: skip


def _compared(labeled: Sequence[tuple[Answered, Outcome]]) -> Iterator[tuple[float, int]]:
    """Confidence and line of the objects that may be hard: what only one person answered was compared with nothing."""
    for one, made in labeled:
        if len(made.marks) > 1 and any(not math.isnan(quality) for _, quality in made.marks):
            yield made.confidence, one.line_no


def _ask_again(ids: list[int]) -> int:
    """These objects wait for one more answer; they are the first to be opened again, when the window is filled. How many."""
    if not ids:
        return 0
    return rows.run(
        "UPDATE jobs_dataobject SET state = 0, needed = answers + 1, free = 0 WHERE id = ANY(%(ids)s) AND state = 2",
        {"ids": ids},
    )


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


def _tell_of_long_lines(job: LabelingJob, chunk: list[Answered], labels: list[Label]) -> None:
    """Many polygons make a line that no manifest may have (spec 2.5): whoever chains a job to it should know before."""
    length = {label.data_object_id: len(label.fragment) for label in labels}
    long = [one.line_no + 1 for one in chunk if len(one.line) + length.get(one.object_id, 0) > LONGEST_LINE]
    if long:
        named = ", ".join(map(str, long[:_NAMED])) + (f" and {len(long) - _NAMED} more" if len(long) > _NAMED else "")
        events.note(
            job,
            "LINES_TOO_LONG_TO_CHAIN",
            f"These lines of the output manifest have more than {LONGEST_LINE:,} characters: {named}. Their labels are "
            "complete, but a job that is chained to the manifest is refused: leave these lines out of it.",
        )
