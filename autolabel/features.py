"""What a machine learns from: every object of a job as rows of numbers, made once a process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from django.conf import settings

from autolabel import devices, embedding
from autolabel.arrays import Flags
from autolabel.backbones.contract import Halves
from autolabel.backbones.words import fitted_words
from autolabel.learners.candidates import for_images, for_texts
from autolabel.learners.choose import Candidate
from autolabel.learners.linear import Linear
from autolabel.models import Run
from jobs.facts import facts_of
from jobs.models import LabelingJob
from tenants import scope


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """The learners that suit the job, each with its rows of all objects (n, d); usable (n,) says which objects have one."""

    candidates: list[Candidate]
    usable: Flags


def features_of(job: LabelingJob, run: Run) -> Features:
    """The features of a job whose objects have all been turned into numbers."""
    return _features(scope.current(), job.pk, run.backbone, job.total)


@lru_cache(maxsize=1)
def _features(_tenant: int, job_id: int, _backbone: str, _total: int) -> Features:
    job = LabelingJob.objects.select_related("tenant").get(pk=job_id)
    vectors, pixels = embedding.vectors(job, Run.objects.get(job=job))
    usable = embedding.usable(vectors)
    vectors[~usable] = 0
    if job.kind.media == "text":
        return Features(_of_texts(job, vectors), usable)
    return Features(for_images(vectors, pixels, device=devices.setting(settings.AUTOLABEL_DEVICE)), usable)


def _of_texts(job: LabelingJob, vectors: Halves) -> list[Candidate]:
    texts = list(embedding.texts(job, facts_of(job.pk)))
    try:
        return for_texts(vectors, texts, fitted_words(texts))
    except ValueError:  # no word is in two texts
        return [Candidate("embedding", np.asarray(vectors, np.float32), Linear())]
