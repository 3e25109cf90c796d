"""What a machine learns from: every object of a job as rows of numbers, made once a process."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from django.conf import settings

from autolabel import devices, embedding, knowledge
from autolabel.arrays import Flags
from autolabel.backbones.catalogue import BackboneUnknown
from autolabel.backbones.contract import Halves
from autolabel.backbones.pixels import Bytes
from autolabel.backbones.pyramid import Pyramid
from autolabel.backbones.reduction import fitted_reduction
from autolabel.backbones.words import fitted_words
from autolabel.learners.candidates import for_images, for_texts
from autolabel.learners.choose import Candidate
from autolabel.learners.linear import Linear
from autolabel.learners.tokens import Tokens, tokens_of
from autolabel.maps import MapReader
from autolabel.models import Run
from autolabel.saving import Saved
from jobs.facts import facts_of
from jobs.models import LabelingJob
from tenants import scope


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """The learners that suit the job, each with its rows of all objects (n, d); usable (n,) says which objects have one. The
    first object is the line `since`: of a long stream earlier ones are left out (`Wave.since`). `fitted` is what made rows
    of them and was fitted on this pool. `maps` or `tokens` where a machine learns from these instead."""

    candidates: list[Candidate]
    usable: Flags
    fitted: Saved | None
    maps: MapReader | None = None
    tokens: Tokens | None = None
    since: int = 0

    def read_maps(self) -> MapReader:
        """The maps, for a machine that cannot do without."""
        if self.maps is None:
            raise BackboneUnknown("Boxes and masks are learned from maps; the job's backbone makes none.")
        return self.maps

    def read_tokens(self) -> Tokens:
        """The tokens, for a machine that cannot do without."""
        if self.tokens is None:
            raise BackboneUnknown("Spans are learned from tokens; the job has none.")
        return self.tokens


def features_of(job: LabelingJob, run: Run, since: int = 0) -> Features:
    """The features of the objects that a run knows of, from line `since` on; all have been turned into numbers."""
    return _features(scope.current(), job.pk, run.backbone, run.size, since)


@lru_cache(maxsize=1)
def _features(_tenant: int, job_id: int, _backbone: str, _size: int, since: int) -> Features:
    job = LabelingJob.objects.select_related("tenant").get(pk=job_id)
    return replace(_made(job, Run.objects.get(job=job), since), since=since)


def _made(job: LabelingJob, run: Run, since: int) -> Features:
    vectors, pixels = embedding.vectors(job, run, since)
    usable = embedding.usable(vectors)
    vectors[~usable] = 0
    if isinstance(made := embedding.loaded(run), Pyramid):
        return _of_maps(job, run, made, vectors, usable, since)
    texts = list(embedding.texts(job, facts_of(job.pk), run, since)) if job.kind.media == "text" else None
    if texts is not None and job.kind.machine == "spans":
        rows = Candidate("embedding", np.asarray(vectors, np.float32), Linear())
        return Features([rows], usable, None, tokens=tokens_of(texts))
    found = _of_images(vectors, pixels, usable) if texts is None else _of_texts(vectors, texts, usable)
    earlier = knowledge.of_earlier_model(job, run, vectors, pixels, texts)
    return found if earlier is None else replace(found, candidates=[*_beside(earlier, found.candidates)])


def _of_maps(job: LabelingJob, run: Run, made: Pyramid, vectors: Halves, usable: Flags, since: int) -> Features:
    rows, sizes = np.asarray(vectors, np.float32), embedding.sizes(job, run, since)
    maps = MapReader(job, made, rows, usable, sizes, knowledge.of_earlier_head(job, run), since)
    return Features([Candidate("means of maps", rows, Linear())], usable, None, maps)


def _of_images(vectors: Halves, pixels: Bytes | None, usable: Flags) -> Features:
    if not usable.any():
        return Features([Candidate("nothing", np.zeros((len(vectors), 1), np.float32), Linear())], usable, None)
    reduction = fitted_reduction(vectors if usable.all() else vectors[usable])
    device = devices.setting(settings.AUTOLABEL_DEVICE)
    return Features(for_images(vectors, pixels, reduction=reduction, device=device), usable, reduction.saved())


def _of_texts(vectors: Halves, texts: list[str], usable: Flags) -> Features:
    try:
        words = fitted_words(texts)
    except ValueError:  # no word is in two texts
        return Features([Candidate("embedding", np.asarray(vectors, np.float32), Linear())], usable, None)
    return Features(for_texts(vectors, texts, words), usable, words.saved())


def _beside(earlier: Candidate, candidates: list[Candidate]) -> list[Candidate]:
    """What an earlier model says, alone and beside each linear learner's rows. It is asked before they are."""
    both = [
        replace(
            one, name=f"{one.name}, earlier model", features=np.concatenate([one.features, earlier.features], axis=1)
        )
        for one in candidates
        if isinstance(one.learner, Linear)
    ]
    return [*candidates, earlier, *both]
