"""What the machine offers to the people who label what it could not: its own labels, for them to correct."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from autolabel import learning
from autolabel.arrays import Detail, Floats, Ints
from autolabel.catalogue import kind_of
from autolabel.contract import Picture
from autolabel.features import Features
from autolabel.models import Run
from autolabel.pool import Pool
from jobs import proposals
from jobs.facts import facts_of
from jobs.layout import Layout
from jobs.models import LabelingJob
from jobs.proposals import Proposed
from tenants import storage

_BATCH = 2_000  # proposals an INSERT
_FILES = 64  # pictures that are stored side by side
_NOTHING: Detail = np.empty((0, 0))


def offer(job: LabelingJob, run: Run, features: Features, pool: Pool, accepted: Ints) -> dict[int, Proposed]:
    """What the machine says of the objects that are people's when its loop is over, by line, without the lines `accepted`;
    nothing where nobody is to see it. It learned from all that people said: there is nothing left to measure, so what it
    was measured by counts too.
    """
    told = np.flatnonzero(pool.learned_from | pool.validation & (pool.labels >= 0))
    objects = np.setdiff1d(np.flatnonzero(pool.unlabeled), accepted - features.since)
    if not len(told) or not len(objects) or not proposals.wanted(job):
        return {}
    said = learning.machine_of(job, features, pool).read(told, seed=run.seed)
    tables = said.details(objects) if said.details else [_NOTHING] * len(objects)
    return made(job, objects + features.since, said.labels[objects], said.confidences[objects], tables)


def made(
    job: LabelingJob, lines: Ints, labels: Ints, confidences: Floats, tables: Sequence[Detail]
) -> dict[int, Proposed]:
    """Labels of these lines (m,) as proposals, by line, their pictures stored; lines without one are left out."""
    found: dict[int, Proposed] = {}
    for start in range(0, len(lines), _FILES):
        part = slice(start, start + _FILES)
        found |= _made(job, lines[part], labels[part], confidences[part], tables[part])
    return found


def propose(job: LabelingJob, offered: Mapping[int, Proposed], lines: Ints) -> int:
    """Keep what is offered for these lines; how many there was something to offer for. Belongs into a transaction."""
    kept = 0
    for start in range(0, len(lines), _BATCH):
        part = lines[start : start + _BATCH].tolist()
        kept += proposals.keep(job, {line: offered[line] for line in part if line in offered})
    return kept


def _made(
    job: LabelingJob, lines: Ints, labels: Ints, confidences: Floats, tables: Sequence[Detail]
) -> dict[int, Proposed]:
    facts, kind, folder = facts_of(job.pk), kind_of(job), f"{Layout(job).root}/activelearning/proposals"
    each = zip(lines.tolist(), labels.tolist(), confidences.tolist(), tables, strict=True)
    found, files = {}, []
    for line, label, confidence, details in each:
        value = kind.proposed(facts, label, confidence, details)
        if isinstance(value, dict) and isinstance(picture := value.get("src"), Picture):
            files.append((f"{folder}/{line}.png", picture.png))
            value |= {"src": files[-1][0]}
        if value is not None:
            found[line] = Proposed(value, confidence)
    if files:
        storage.write_many(files)
    return found
