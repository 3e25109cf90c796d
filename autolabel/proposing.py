"""What the machine offers to the people who label what it could not: its own labels, for them to correct."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autolabel import learning
from autolabel.arrays import Floats, Ints
from autolabel.catalogue import kind_of
from autolabel.features import Features
from autolabel.models import Run
from autolabel.pool import Pool
from autolabel.reading import Reading
from jobs import proposals
from jobs.facts import facts_of
from jobs.models import LabelingJob
from jobs.proposals import Proposed

_BATCH = 2_000  # proposals an INSERT
_NOTHING: Floats = np.empty((0, 0))


def offer(job: LabelingJob, run: Run, features: Features, pool: Pool) -> Reading | None:
    """What the machine says of all objects when its loop is over, or None where nobody is to see it. It learned from all
    that people said: there is nothing left to measure, so what it was measured by counts too."""
    told = np.flatnonzero(pool.learned_from | pool.validation & (pool.labels >= 0))
    if not len(told) or not pool.unlabeled.any() or not proposals.wanted(job):
        return None
    return learning.machine_of(job, features, pool).read(told, seed=run.seed)


def propose(job: LabelingJob, said: Reading, lines: Ints) -> int:
    """Keep what is offered for these lines; how many there was something to offer for. Belongs into a transaction."""
    return sum(_keep(job, said, lines[start : start + _BATCH]) for start in range(0, len(lines), _BATCH))


def _keep(job: LabelingJob, said: Reading, lines: Ints) -> int:
    facts, kind = facts_of(job.pk), kind_of(job)
    tables: Sequence[Floats] = said.details(lines) if said.details else [_NOTHING] * len(lines)
    each = zip(lines.tolist(), said.labels[lines].tolist(), said.confidences[lines].tolist(), tables, strict=True)
    made = {
        line: Proposed(value, confidence)
        for line, label, confidence, details in each
        if (value := kind.proposed(facts, label, confidence, details)) is not None
    }
    return proposals.keep(job, made)
