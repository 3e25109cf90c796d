"""Machine labels into the job, and what its machine knew in the end."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import orjson
from django.utils import timezone

from autolabel import details, knowledge, learning
from autolabel.arrays import Detail
from autolabel.catalogue import kind_of
from autolabel.contract import Picture, Written
from autolabel.features import features_of
from autolabel.models import Run, Wave
from autolabel.pool import Look, Pool
from jobs import events, rows
from jobs.facts import facts_of
from jobs.fragments import fragment
from jobs.layout import Layout
from jobs.models import Label, LabelingJob
from tenants import scope, storage

_BATCH = 5_000  # labels an INSERT
_FILES = 64  # pictures that are stored side by side
_NOTHING: Detail = np.empty((0, 0))
Labels = dict[int, tuple[Written, float]]  # by line: the label that is written, and how sure the machine is of it


def drawn_up(job: LabelingJob, run: Run, wave: Wave, look: Look, *, number: int) -> Labels:
    """The labels that a look stands for, their pictures and the list of the round of this number stored: that takes long,
    so nobody is kept waiting. Done again, the files lie where they lay. They stay where the job is stopped just then and
    the labels are not accepted."""
    facts, kind, layout, tables = facts_of(job.pk), kind_of(job), Layout(job), details.of_look(wave, look)
    each = list(zip(look.objects.tolist(), look.labels.tolist(), look.confidences.tolist(), strict=True))
    labels: Labels = {}
    for start in range(0, len(each), _FILES):
        files = []
        for line, label, confidence in each[start : start + _FILES]:
            made = kind.written(facts, label, confidence, tables.get(line, _NOTHING))
            if isinstance(made.value, Picture):
                files.append((layout.mask(line, run.created_at), made.value.png))
                made = replace(made, value=files[-1][0])
            labels[line] = made, confidence
        if files:
            storage.write_many(files)
    told = (f"{line} {_told(*labels[line])}" for line in sorted(labels))
    address = f"{layout.root}/activelearning/iteration-{number}/auto_annotator_output.txt"
    storage.write(address, "\n".join(told).encode(), "text/plain")
    return labels


def accept(job: LabelingJob, labels: Labels) -> int:
    """Label what is certified, as far as nobody has been asked about it; how many. Belongs into a transaction."""
    facts, kind, created = facts_of(job.pk), kind_of(job), timezone.now()
    held = rows.many(
        """SELECT id, line_no FROM jobs_dataobject WHERE job_id = %(job)s AND state = 5 AND line_no = ANY(%(lines)s)
        ORDER BY line_no FOR UPDATE""",
        {"job": job.pk, "lines": list(labels)},
    )
    for start in range(0, len(held), _BATCH):
        batch = []
        for row in held[start : start + _BATCH]:
            made, confidence = labels[row.line_no]
            batch.append(Label(
                tenant_id=scope.current(), data_object_id=row.id, class_index=made.class_index,
                confidence=round(confidence, 2), human=False, created_at=created,
                fragment=fragment(facts, made.value, made.metadata, kind.order, created, human=False),
            ))  # fmt: skip
        Label.objects.bulk_create(batch)
    rows.run("UPDATE jobs_dataobject SET state = 3 WHERE id = ANY(%(ids)s)", {"ids": [row.id for row in held]})
    rows.run(
        """UPDATE jobs_labelingjob SET labeled = labeled + %(n)s, machine_labeled = machine_labeled + %(n)s,
            changed_at = now() WHERE id = %(job)s""",
        {"n": len(held), "job": job.pk},
    )
    job.refresh_from_db(fields=["labeled", "machine_labeled", "failed", "total"])
    events.progress(job)
    return len(held)


def _told(made: Written, confidence: float) -> str:
    return orjson.dumps({"label": made.value, "confidence": round(confidence, 4)}).decode()


def keep_model(job: LabelingJob, run: Run, wave: Wave, pool: Pool) -> None:
    """What the machine knows in the end; nothing where nobody has labeled anything."""
    learned_from = np.flatnonzero(pool.learned_from)
    if len(learned_from):
        features = features_of(job, run, wave.since)
        name, model = learning.machine_of(job, features, pool).learn(learned_from, seed=run.seed, own=True)
        kept = knowledge.keep(job, wave, name, model, features.fitted)
        events.note(job, "MODEL_KEPT", f"{kept.arn} in {kept.folder}")
