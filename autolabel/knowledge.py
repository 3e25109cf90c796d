"""What a machine knew in the end, kept for its customer and for the next job (`FinalActiveLearningModelArn`)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress

import numpy as np

from autolabel import embedding
from autolabel.arrays import Floats
from autolabel.backbones.contract import Halves, Singles
from autolabel.backbones.pixels import Bytes
from autolabel.backbones.reduction import Reduction
from autolabel.backbones.words import Words
from autolabel.learners.catalogue import load
from autolabel.learners.choose import Candidate
from autolabel.learners.contract import SampleRefused
from autolabel.learners.heads import Earlier
from autolabel.learners.linear import Linear
from autolabel.models import Run, Wave
from autolabel.saving import Learned, ModelRefused, Saved
from jobs import events
from jobs.layout import Layout
from jobs.models import LabelingJob, TrainedModel
from tenants import storage
from tenants.errors import ObjectMissing, ObjectTooLarge

_FILES = ("model.safetensors", "features.safetensors")
_LEARNED = ("network", "embedding", "embedding and words")  # of autolabel/learners/candidates.py
# What machines for these learn, as it is saved.
HEADS = {"boxes": "boxes", "mask": "segmentation", "spans": "spans"}
_LARGEST = 500_000_000  # bytes of a model
# Chances below this are alike: a model that has never seen a class knows no more of it.
_LEAST_CHANCE = 1e-4
_EARLIER, _SCALE = "earlier model", np.float32(4)


def keep(job: LabelingJob, wave: Wave, learned: str, model: Learned, fitted: Saved | None) -> TrainedModel:
    """Write the model beside the labels, where the customer finds it, and remember it for the next job. A stream's earlier
    ones stay as they are: a job may begin from one just now, and until this is committed the last one is remembered."""
    run = wave.run
    folder = f"{Layout(job).root}/training/{f'wave-{wave.number}/' if job.streams else ''}output"
    files = [model.saved().to_bytes(), *([fitted.to_bytes()] if fitted else [])]
    for name, content in zip(_FILES, files, strict=False):
        storage.write(f"{folder}/{name}", content, "application/octet-stream")
    kept, _ = TrainedModel.objects.update_or_create(
        job=job,
        defaults={
            "name": f"{job.name.lower()}-{job.reference_code[-6:].lower()}",
            "media": job.kind.media,
            "labels": job.labels,
            "learned": learned,
            "backbone": run.backbone,
            "backbone_version": embedding.loaded(run).version,
            "folder": folder,
            "sha256": _digest(files),
        },
    )
    return kept


def of_earlier_model(
    job: LabelingJob, run: Run, vectors: Halves, pixels: Bytes | None, texts: list[str] | None
) -> Candidate | None:
    """What the model that the job begins from says of each object, as rows (n, k) to learn from; None without one."""
    name = job.initial_model
    kept = TrainedModel.objects.filter(name=name).first() if name else None
    if kept is None:
        return None
    try:
        chances = _chances(kept, run, vectors, pixels, texts)
    except (_NotUsed, ObjectMissing, ObjectTooLarge, ModelRefused, SampleRefused) as error:
        events.note(job, "EARLIER_MODEL_NOT_USED", f"The model {name} is not used: {error}")
        return None
    # Logarithms, brought to the size of other features.
    return Candidate(_EARLIER, np.log(np.maximum(chances, _LEAST_CHANCE)).astype(np.float32) / _SCALE, Linear())


def chances_by_earlier_model(job: LabelingJob, candidates: Sequence[Candidate]) -> Floats | None:
    """What the model that the job begins from says of each object, (n, k) of this job's classes by their names; 0 for
    one that it does not know. None where none of these is the earlier model's."""
    told = [one.features for one in candidates if one.name == _EARLIER]
    kept = TrainedModel.objects.filter(name=job.initial_model).first()
    if not told or kept is None:
        return None
    found, chances = np.exp(told[0].astype(np.float64) * _SCALE), np.zeros((len(told[0]), len(job.labels)))
    for number, label in enumerate(job.labels):
        if label in kept.labels:
            chances[:, number] = found[:, kept.labels.index(label)]
    return chances


def of_earlier_head(job: LabelingJob, run: Run) -> Earlier | None:
    """The model that a job of boxes or masks begins from; None without one."""
    name = job.initial_model
    kept = TrainedModel.objects.filter(name=name).first() if name else None
    if kept is None:
        return None
    try:
        if (kept.learned, kept.backbone, kept.backbone_version) != (
            HEADS[job.kind.machine], run.backbone, embedding.loaded(run).version,
        ):  # fmt: skip
            raise _NotUsed("it learned from other features than this job has.")
        saved = Saved.of(_files(kept)[0])
    except (_NotUsed, ObjectMissing, ObjectTooLarge, ModelRefused) as error:
        events.note(job, "EARLIER_MODEL_NOT_USED", f"The model {name} is not used: {error}")
        return None
    # The classes of a mask are numbered from 1, and 0 is what has no label.
    first = 1 if job.kind.draws_masks else 0
    same = {n + first: kept.labels.index(label) + first for n, label in enumerate(job.labels) if label in kept.labels}
    return Earlier(saved, {0: 0, **same} if first else same)


class _NotUsed(Exception):
    """Why a model cannot help this job."""


def _chances(kept: TrainedModel, run: Run, vectors: Halves, pixels: Bytes | None, texts: list[str] | None) -> Floats:
    """What the kept model says of each object, (n, k)."""
    same = (kept.backbone, kept.backbone_version) == (run.backbone, embedding.loaded(run).version)
    if kept.learned == "network":
        same = pixels is not None
    if not same or kept.learned not in _LEARNED:
        raise _NotUsed("it learned from other features than this job has.")
    files = _files(kept)
    if kept.learned == "network" and pixels is not None:
        rows = pixels.reshape(len(pixels), -1).astype(np.float32) / np.float32(255)
    else:
        rows = _rows(kept, files, vectors, texts)
    return load(files[0]).probabilities(rows)


def _rows(kept: TrainedModel, files: Sequence[bytes], vectors: Halves, texts: list[str] | None) -> Singles:
    """The rows of this job's objects as the kept model was taught to read them."""
    if texts is None:
        return Reduction.of(Saved.of(files[1])).rows(vectors)
    plain = np.asarray(vectors, np.float32)
    if kept.learned == "embedding":
        return plain
    return np.concatenate([plain, Words.of(Saved.of(files[1])).rows(texts)], axis=1)


def _files(kept: TrainedModel) -> list[bytes]:
    """The model, and what made rows where something was fitted; as they were kept, for the bucket is its customer's."""
    found = [storage.read(f"{kept.folder}/{_FILES[0]}", _LARGEST)]
    with suppress(ObjectMissing):
        found.append(storage.read(f"{kept.folder}/{_FILES[1]}", _LARGEST))
    if kept.sha256 != _digest(found):
        raise _NotUsed("its files are no longer those that were kept.")
    return found


def _digest(files: Sequence[bytes]) -> str:
    return hashlib.sha256(b"".join(files)).hexdigest()
