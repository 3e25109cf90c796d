"""Sketches of all objects of a job, made once its objects are numbers, beside the shards in the customer's store."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from safetensors.numpy import save

from autolabel import embedding
from autolabel.backbones.contract import Halves
from autolabel.backbones.reduction import MOST_ROWS, fitted_reduction
from autolabel.models import Run
from autolabel.sketches import PART, SIZE, sketched
from jobs.models import LabelingJob
from tenants import storage


def sketch(job: LabelingJob, run: Run) -> None:
    """Write them, part by part, and note where; nothing where there are some, and where there is no object or none could
    be read. What depends on the shards alone is written over without harm. Raises ShardLost."""
    if run.sketches or not job.total:
        return
    some = np.concatenate([rows[:: max(job.total // MOST_ROWS, 1)] for rows in embedding.shards(job, run)])
    if not embedding.usable(some).any():
        return
    reduction = fitted_reduction(some, SIZE)
    folder = f"{embedding.folder(job, run)}/sketches"
    for number, part in enumerate(_parts(embedding.shards(job, run))):
        arrays = {"sketches": sketched(reduction.rows(part))}
        storage.write(f"{folder}/{number}.safetensors", save(arrays), "application/octet-stream")
    run.sketches = folder
    run.save(update_fields=["sketches"])


def _parts(shards: Iterator[Halves]) -> Iterator[Halves]:
    """Rows, as many as a file of sketches is of."""
    held: list[Halves] = []
    for rows in shards:
        held.append(rows)
        while sum(map(len, held)) >= PART:
            together = np.concatenate(held)
            yield together[:PART]
            held = [together[PART:]]
    if sum(map(len, held)):
        yield np.concatenate(held)
