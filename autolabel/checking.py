"""A look for people's labels that are likely wrong, step by step: objects become numbers, where they have not yet, and a
machine reads each with what it learned from the others."""

from __future__ import annotations

from typing import Any

import numpy as np
import orjson
from django.db import transaction
from django.utils import timezone

from autolabel import copying, runs
from autolabel.arrays import NO_LABEL, Ints
from autolabel.catalogue import kind_of
from autolabel.deciding import TROUBLES
from autolabel.embedding import embed_next
from autolabel.features import features_of
from autolabel.map_shards import ShardLost
from autolabel.models import LabelCheck, Run, Suspect
from autolabel.sketching import sketch
from autolabel.suspecting import FEWEST, begin, can_look, follow_asked
from autolabel.suspects import Suspects
from autolabel.unseen import ACCUSE, most_objects
from jobs import events, lifecycle, rows
from jobs.facts import facts_of
from jobs.models import LabelingJob
from tenants import scope

MOST = 1_000  # suspects that are kept, the likeliest: nobody reviews more before looking again
_DECIDED = (Suspect.Decision.KEPT, Suspect.Decision.CORRECTED)


def step_safely(job: LabelingJob) -> bool:
    """As `step`; what keeps the machine from looking ends the look, and is told on the job's page."""
    try:
        return step(job)
    except TROUBLES as error:
        LabelCheck.objects.filter(job=job).update(done=True, status=f"The look broke off. {error} Look again later.")
        return False


def step(job: LabelingJob) -> bool:
    """Go one step; True when the next one can be taken at once. Looks once by itself, and again when somebody asks."""
    if follow_asked(job):  # by itself: the job is held for it, and a step takes minutes
        lifecycle.send(job)
    with transaction.atomic():
        if not lifecycle.decide_alone(job.pk):
            return False
        if not can_look(job):
            # Of a kind whose labels are not looked at: its objects can still be found by each other.
            return job.has_ended and _get_ready(job, runs.run_of(job))
        check = LabelCheck.objects.filter(job=job).first() or begin(job)
        if check.done:
            return False
        run = runs.run_of(job)
        more = _get_ready(job, run, check)
        if not more:
            _look(job, run, check)
        return more


def _get_ready(job: LabelingJob, run: Run, check: LabelCheck | None = None) -> bool:
    """Objects become numbers, and these sketches; is there more to do? `check` says how far it is."""
    before = run.status
    try:
        more = embed_next(job, facts_of(job.pk), run)
        if not more:
            sketch(job, run)
    except ShardLost as lost:
        run.embedded, more = lost.first, True
    if more and check:
        check.status, check.moved_at = run.status, timezone.now()
        check.save(update_fields=["status", "moved_at"])
    if more:
        run.status = before if job.auto_labels else ""  # it is about the decisions
        run.save(update_fields=["embedded", "status"])
    return more


def _look(job: LabelingJob, run: Run, check: LabelCheck) -> None:
    features, labels = features_of(job, run), _labels(job)
    # A copy has the label of the one it is a copy of: whoever learned from either has seen the other's label, too.
    lines = np.array(copying.first_of_each(job, np.flatnonzero((labels != NO_LABEL) & features.usable)), np.int64)
    lines = np.random.default_rng(run.seed).permutation(lines)[: most_objects(len(job.labels))]
    told = f"People's labels are too few to tell which are wrong: {len(lines)}, and it takes {FEWEST}."
    if len(lines) >= FEWEST:
        accuse = ACCUSE[job.kind.machine]
        found, instead = accuse(features.candidates, lines, labels[lines], len(job.labels), run.seed)
        kept = _keep(job, lines[found.objects], found, labels, instead)
        told = f"{len(lines):,} labels of people were compared with what the machine says without them."
        events.note(job, "LABELS_CHECKED", f"{told} Labels that may be wrong: {kept:,}.")
    check.status, check.done, check.compared, check.moved_at = told, True, len(lines), timezone.now()
    check.save()


def _labels(job: LabelingJob) -> Ints:
    """People's labels of this job by line number (n,), as `Pool.labels` has them."""
    facts, label_in = facts_of(job.pk), kind_of(job).label_in
    labels = np.full(job.total, NO_LABEL)
    for row in rows.many(_SAID, {"job": job.pk}):
        said: Any = row.class_index
        labels[row.line_no] = label_in(orjson.loads(row.content), facts) if said is None else said
    return labels


_SAID = """
    SELECT o.line_no, l.class_index, CASE WHEN l.class_index IS NULL THEN '{' || l.fragment || '}' END AS content
    FROM jobs_dataobject o JOIN jobs_label l ON l.data_object_id = o.id
    WHERE o.job_id = %(job)s AND o.state = 3 AND l.human
"""


def _keep(job: LabelingJob, lines: Ints, found: Suspects, labels: Ints, instead: Ints) -> int:
    """Put the likeliest in place of those that nobody decided about; how many. What was decided stays decided."""
    objects = Suspect.objects.filter(job=job)
    objects.exclude(decision__in=_DECIDED).delete()
    decided = set(objects.values_list("data_object__line_no", flat=True))
    places = [place for place, line in enumerate(lines.tolist()) if line not in decided][:MOST]
    ids = {
        row.line_no: row.id
        for row in rows.many(
            "SELECT id, line_no FROM jobs_dataobject WHERE job_id = %(job)s AND line_no = ANY(%(lines)s)",
            {"job": job.pk, "lines": lines[places].tolist()},
        )
    }
    Suspect.objects.bulk_create(
        Suspect(
            tenant_id=scope.current(), data_object_id=ids[int(lines[place])], job=job,
            score=float(found.scores[place]), chance=float(found.chances[place]),
            people=int(labels[lines[place]]), machine=int(instead[place]),
        )
        for place in places
    )  # fmt: skip
    return len(places)
