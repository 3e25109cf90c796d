"""Why a job's labels are what they are, for the people who ordered it: how good each worker is, what was hard, and who
said what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import orjson
from django.db.models import QuerySet, Sum

from consolidation import hardest, wording
from consolidation.functions.worker_sums import crowd_mean, mixed_up, quality_of
from consolidation.models import WorkerStanding
from jobs.models import DataObject, LabelingJob
from workforce.models import Worker

SHOWN = 50  # workers on a job's page, those with most answers; REST lists them all
_CLASSES = ("class", "classes")
_CONFUSIONS = 3
_CUT = 120  # characters of an object in a list


@dataclass(frozen=True)
class Mixed:
    """A worker says `said` for `share` of the objects that are `truth`, so far about `times` times. None: not this label,
    in jobs that ask for several."""

    truth: str | None
    said: str | None
    share: float
    times: float

    @property
    def percent(self) -> str:
        return f"{self.share:.0%}"


@dataclass(frozen=True)
class Person:
    """A worker of a job. `compared` of their answers could be compared with those of others; without any nothing is known
    of them. `quality` lies between `low` and `high` with a chance of 9 in 10."""

    worker: Worker
    given: int
    compared: int
    quality: float | None
    low: float | None
    high: float | None
    confusions: list[Mixed]

    @property
    def percent(self) -> str:
        return "" if self.quality is None else f"{self.quality:.0%}"

    @property
    def bounds(self) -> str:
        return "" if self.low is None or self.high is None else f"{self.low:.0%} to {self.high:.0%}"


@dataclass(frozen=True)
class Hard:
    """An object that people did not agree upon, with its label."""

    line_no: int
    confidence: float
    label: str
    shown: str


@dataclass(frozen=True)
class Story:
    """`workers` have answered; `people` are the first of them. `graded`: an answer is more or less like the label, not
    right or wrong."""

    people: list[Person]
    workers: int
    hard: list[Hard]
    graded: bool

    @property
    def compared(self) -> bool:
        """Is anything known of anybody?"""
        return any(person.compared for person in self.people)


def story_of(job: LabelingJob) -> Story:
    """Costs the same however many objects the job has: sums are kept with the labels."""
    standings = standings_of(job)
    crowd = crowd_of(job)
    people = [person_of(job, one, crowd) for one in standings.order_by("-given", "pk")[:SHOWN]]
    return Story(people, standings.count(), _hard(job), graded(job))


def standings_of(job: LabelingJob) -> QuerySet[WorkerStanding]:
    """Of all workers whose answers became labels."""
    return WorkerStanding.objects.filter(job=job).select_related("worker__user")


def graded(job: LabelingJob) -> bool:
    """Are answers more or less like the label, rather than right or wrong?"""
    return job.kind.answer not in _CLASSES


def crowd_of(job: LabelingJob) -> float:
    """The mean quality of all answers of the job."""
    sums = WorkerStanding.objects.filter(job=job).aggregate(quality=Sum("quality"), answers=Sum("answers"))
    return crowd_mean(sums["quality"] or 0.0, sums["answers"] or 0)


def person_of(job: LabelingJob, one: WorkerStanding, crowd: float) -> Person:
    """A worker, taken to be like the crowd until their answers say otherwise."""
    if not one.answers:
        return Person(one.worker, one.given, 0, None, None, None, [])
    found = quality_of(
        np.array([one.answers]), np.array([one.quality]), np.array([one.squares]), crowd=crowd, graded=graded(job)
    )
    quality, low, high = (float(figure[0]) for figure in (found.accuracy, found.low, found.high))
    return Person(one.worker, one.given, one.answers, quality, low, high, _confusions(job, one))


def hard_objects(job: LabelingJob) -> list[DataObject]:
    """Those that people were least certain of, the hardest first; none whose label was corrected, or that are asked about
    again, as long as that is not undone."""
    lines = [line for _, line in hardest.of(job.pk)]
    labeled = DataObject.objects.filter(job=job, line_no__in=lines, label__confidence__lt=hardest.SURE)
    found = {one.line_no: one for one in labeled.select_related("label")}
    return [found[line] for line in lines if line in found]


def class_of(job: LabelingJob, one: DataObject) -> str:
    """The class that an object was labeled with; "" where its kind has none, or before it is labeled."""
    number = one.label.class_index if hasattr(one, "label") else None
    return "" if number is None else str(job.labels[number])


def _hard(job: LabelingJob) -> list[Hard]:
    return [
        Hard(
            one.line_no,
            one.label.confidence,
            class_of(job, one),
            wording.shortened(wording.named(job.kind, orjson.loads(one.line)), _CUT),
        )
        for one in hard_objects(job)
    ]


def _confusions(job: LabelingJob, one: WorkerStanding) -> list[Mixed]:
    found: list[Mixed] = []
    for question, part in one.learned.items():
        names = [None, question] if question else job.labels
        found += [Mixed(names[each.truth], names[each.said], each.share, each.times) for each in mixed_up(part)]
    return sorted(found, key=lambda each: -each.times)[:_CONFUSIONS]
