"""What a machine knew in the end, kept for its customer and for the next job (`FinalActiveLearningModelArn`)."""

from __future__ import annotations

import numpy as np

from autolabel import embedding
from autolabel.backbones.contract import Halves, Singles
from autolabel.backbones.pixels import Bytes
from autolabel.backbones.reduction import Reduction
from autolabel.backbones.words import Words
from autolabel.learners.catalogue import load, save
from autolabel.learners.choose import Candidate
from autolabel.learners.contract import Model
from autolabel.learners.linear import Linear
from autolabel.models import Run
from autolabel.saving import Saved
from jobs import events
from jobs.layout import Layout
from jobs.models import LabelingJob, TrainedModel
from tenants import storage

_LARGEST = 500_000_000  # bytes of a model
# Chances below this are alike: a model that has never seen a class knows no more of it.
_LEAST_CHANCE = 1e-4


def keep(job: LabelingJob, run: Run, learned: Candidate, model: Model, fitted: Saved | None) -> TrainedModel:
    """Write the model beside the labels, where the customer finds it, and remember it for the next job."""
    folder = f"{Layout(job).root}/training/output"
    storage.write(f"{folder}/model.safetensors", save(model), "application/octet-stream")
    if fitted:
        storage.write(f"{folder}/features.safetensors", fitted.to_bytes(), "application/octet-stream")
    kept, _ = TrainedModel.objects.update_or_create(
        job=job,
        defaults={
            "name": f"{job.name.lower()}-{job.reference_code[-6:].lower()}",
            "media": job.kind.media,
            "labels": job.labels,
            "learned": learned.name,
            "backbone": run.backbone,
            "backbone_version": embedding.loaded(run).version,
            "folder": folder,
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
    rows = _rows(kept, run, vectors, pixels, texts)
    if rows is None:
        events.note(job, "EARLIER_MODEL_NOT_USED", f"The model {name} learned from other features than this job has.")
        return None
    model = load(storage.read(f"{kept.folder}/model.safetensors", _LARGEST))
    chances = model.probabilities(rows)
    # Logarithms, brought to the size of other features.
    return Candidate("earlier model", np.log(np.maximum(chances, _LEAST_CHANCE)).astype(np.float32) / 4, Linear())


def _rows(
    kept: TrainedModel, run: Run, vectors: Halves, pixels: Bytes | None, texts: list[str] | None
) -> Singles | None:
    """The rows of this job's objects as the kept model was taught to read them, or None where they cannot be had."""
    if kept.learned == "network":
        return None if pixels is None else pixels.reshape(len(pixels), -1).astype(np.float32) / 255
    same = (kept.backbone, kept.backbone_version) == (run.backbone, embedding.loaded(run).version)
    if not same or kept.learned not in ("embedding", "embedding and words"):
        return None
    plain = np.asarray(vectors, np.float32)
    if texts is None:
        return Reduction.of(_fitted(kept)).rows(vectors)
    return (
        plain if kept.learned == "embedding" else np.concatenate([plain, Words.of(_fitted(kept)).rows(texts)], axis=1)
    )


def _fitted(kept: TrainedModel) -> Saved:
    return Saved.of(storage.read(f"{kept.folder}/features.safetensors", _LARGEST))
