"""What somebody sees who watches jobs: how far each is, in parts of a bar, and how fast answers come in."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Sum

from jobs import rows
from jobs.counters import Progress, progress
from jobs.models import DataObject, JobEvent, LabelingJob
from tenants import scope

Stage = LabelingJob.Stage
STAGES: dict[str, tuple[str, str]] = {  # stage → its words and colour
    Stage.INITIALIZING: ("Initializing", "accent"),
    Stage.IN_PROGRESS: ("In progress", "accent"),
    Stage.COMPLETED: ("Completed", "good"),
    Stage.FAILED: ("Failed", "bad"),
    Stage.STOPPING: ("Stopping", "warn"),
    Stage.STOPPED: ("Stopped", "plain"),
}
_RUNNING = (Stage.INITIALIZING, Stage.IN_PROGRESS, Stage.STOPPING)
_WINDOW = 60  # seconds over which the pace is measured
_STEP = 2  # seconds between two samples


@dataclass(frozen=True)
class Part:
    """A piece of a progress bar; `percent` of all objects, as text for a style attribute."""

    name: str
    count: int
    percent: str


@dataclass(frozen=True)
class Watched:
    """A job with its live state; `pace` is answers a minute, None until two looks lie apart."""

    job: LabelingJob
    state: Progress
    pace: float | None

    @property
    def parts(self) -> list[Part]:
        state = self.state
        counts = (
            ("labeled", state.labeled - self.job.machine_labeled), ("machine", self.job.machine_labeled),
            ("answered", state.answered), ("open", state.in_hand), ("failed", state.failed), ("waiting", state.pending),
        )  # fmt: skip
        return bar(counts, state.total)

    @property
    def percent(self) -> int:
        return done_percent(self.job)


def bar(counts: tuple[tuple[str, int], ...], total: int) -> list[Part]:
    """The parts of a bar that are not empty."""
    return [Part(name, count, f"{100 * count / total:.3f}") for name, count in counts if total and count > 0]


def short_bar(job: LabelingJob) -> list[Part]:
    """The bar of a list: from the job's own counters, nothing is asked."""
    people = job.labeled - job.machine_labeled
    return bar(
        (("labeled", people), ("machine", job.machine_labeled), ("failed", job.failed), ("waiting", job.unlabeled)),
        job.total,
    )


def done_percent(job: LabelingJob) -> int:
    """Labeled or failed, in percent; 100 only when nothing is left."""
    return (job.labeled + job.failed) * 100 // job.total if job.total else 0


def watch(job: LabelingJob) -> Watched:
    """One job, looked at now."""
    state = progress(job)
    running = job.stage == Stage.IN_PROGRESS
    return Watched(job, state, pace(job, state) if running else None)


def running(limit: int) -> list[LabelingJob]:
    """The newest jobs that have not ended."""
    return list(
        LabelingJob.objects.filter(stage__in=_RUNNING).select_related("workteam").order_by("-created_at")[:limit]
    )


def totals() -> Progress:
    """All jobs of the tenant together; what waits, is open or answered is that of the jobs that have not ended."""
    sums = LabelingJob.objects.aggregate(total=Sum("total"), labeled=Sum("labeled"), failed=Sum("failed"))
    total, labeled, failed = (sums[name] or 0 for name in ("total", "labeled", "failed"))
    row = rows.one(
        """SELECT coalesce(sum(total - labeled - failed), 0) AS unlabeled, coalesce(sum(in_hand), 0) AS in_hand,
            coalesce(sum(answered), 0) AS answered, coalesce(sum(answers), 0) AS answers
        FROM jobs_labelingjob j LEFT JOIN LATERAL (
            SELECT count(*) FILTER (WHERE state = 1) AS in_hand, count(*) FILTER (WHERE state = 2) AS answered,
                sum(answers) AS answers
            FROM jobs_dataobject o WHERE o.job_id = j.id AND o.state IN (1, 2)) o ON true
        WHERE j.tenant_id = %(tenant)s AND j.stage = ANY(%(running)s)""",
        {"tenant": scope.current(), "running": list(_RUNNING)},
    )
    pending = int(row.unlabeled - row.in_hand - row.answered)
    return Progress(total, int(row.in_hand), int(row.answered), labeled, failed, pending, int(row.answers))


def pace(job: LabelingJob, state: Progress) -> float | None:
    """Answers a minute over the last minute. Samples are left in the cache by whoever looks; no row is counted for it.

    An object that is labeled stands for `workers_per_object` answers; one that expired with fewer is off by the rest.
    """
    now = int(time.time())
    step = now - now % _STEP
    answers = state.answers + (job.labeled - job.machine_labeled) * job.workers_per_object
    cache.add(f"pace:{job.pk}:{step}", answers, _WINDOW + _STEP)
    keys = {f"pace:{job.pk}:{at}": at for at in range(step - _WINDOW, step, _STEP)}
    samples = cache.get_many(keys)
    oldest = next((key for key in keys if key in samples), None)
    return max(0, answers - samples[oldest]) * 60 / (now - keys[oldest]) if oldest else None


def failed_objects(job: LabelingJob, limit: int) -> list[DataObject]:
    """The first failed objects in manifest order."""
    return list(DataObject.objects.filter(job=job, state=DataObject.State.FAILED).order_by("line_no")[:limit])


def newest_events(job: LabelingJob, limit: int) -> list[JobEvent]:
    """The end of the job's log stream, newest first."""
    return list(JobEvent.objects.filter(job=job).order_by("-pk")[:limit])
