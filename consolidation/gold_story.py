"""How far a job's labels can be trusted, beside its gold answers, for the people who ordered it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from consolidation.functions.reliability import FEWEST_GOLD, LEVEL_Z, Bin, Claims, share_bounds
from consolidation.models import GoldStanding
from consolidation.story import graded
from jobs.models import LabelingJob


@dataclass(frozen=True)
class Figure:
    """A figure with the bounds between which it lies 9 times in 10."""

    value: float
    low: float
    high: float

    @property
    def percent(self) -> str:
        return f"{self.value:.0%}"

    @property
    def bounds(self) -> str:
        return f"{self.low:.0%} to {self.high:.0%}"

    @property
    def error(self) -> str:
        return f"{self.value:.2f} ({self.low:.2f} to {self.high:.2f})"


@dataclass(frozen=True)
class Calibration:
    """The calibration error of some claims, and the shares of right labels by claimed confidence."""

    claims: int
    error: Figure
    bins: list[Bin]


@dataclass(frozen=True)
class GoldStory:
    """`compared` objects have a label and a gold answer. `graded`: `quality` is the mean likeness of both, else the share
    of right labels. `said` are confidences as the answers alone say, `recalibrated` what they are now, each judged by gold
    answers that it was not learned from; `wanted` more claims are needed for that, None where it is never done."""

    key: str
    compared: int
    graded: bool
    quality: Figure | None
    said: Calibration | None
    recalibrated: Calibration | None
    wanted: int | None


def story_of(job: LabelingJob) -> GoldStory | None:
    """None where a job has no gold. Costs the same however many objects there are: sums are kept with the labels."""
    if not job.wishes.gold:
        return None
    standing = GoldStanding.objects.filter(job=job).first() or GoldStanding(job=job)
    said = Claims.none()
    for part in standing.claims:
        said = said.plus(Claims.from_json(part))
    return GoldStory(
        key=job.wishes.gold,
        compared=standing.objects_compared,
        graded=graded(job),
        quality=_quality(standing, graded(job)) if standing.objects_compared else None,
        said=_calibration(said),
        recalibrated=_calibration(Claims.from_json(standing.recalibrated)),
        wanted=None if graded(job) else max(FEWEST_GOLD - len(said), 0),
    )


def _quality(standing: GoldStanding, is_graded: bool) -> Figure:
    count, mean = standing.objects_compared, standing.quality / standing.objects_compared
    if not is_graded:
        low, high = share_bounds(np.array([standing.quality]), np.array([count]))
        return Figure(mean, float(low[0]), float(high[0]))
    spread = max(standing.squares / count - mean**2, 0.0) * count / max(count - 1, 1)
    half = LEVEL_Z * math.sqrt(spread / count) if count > 1 else 1.0
    return Figure(mean, max(mean - half, 0.0), min(mean + half, 1.0))


def _calibration(claims: Claims) -> Calibration | None:
    if not len(claims):
        return None
    return Calibration(len(claims), Figure(claims.error(), *claims.error_bounds()), claims.bins())
