"""Questions about jobs and their objects that a list may ask; each field is named here, none comes from the caller."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from jobs import validation
from jobs.models import Assignment, DataObject, LabelingJob
from tenants.errors import Fault, NotFound


def jobs(
    *, stage: str = "", name: str = "", created_after: datetime | None = None, created_before: datetime | None = None
) -> QuerySet[LabelingJob]:
    """Jobs of a stage, with `name` in their names (without case), created strictly after and before these times."""
    found = LabelingJob.objects.select_related("tenant", "workteam")
    wanted: dict[str, Any] = {
        "stage": stage or None, "name__icontains": name or None, "created_at__gt": created_after,
        "created_at__lt": created_before,
    }  # fmt: skip
    return found.filter(**{field: value for field, value in wanted.items() if value is not None})


def objects(
    job: LabelingJob, *, state: int | None = None, line_from: int | None = None, line_to: int | None = None
) -> QuerySet[DataObject]:
    """Objects of a job with their labels, in a state, of lines `line_from` to `line_to`, both included."""
    wanted = {"state": state, "line_no__gte": line_from, "line_no__lte": line_to}
    found = DataObject.objects.filter(job=job, **{field: value for field, value in wanted.items() if value is not None})
    return found.select_related("label")


def one_object(job: LabelingJob, line_no: int) -> DataObject:
    """The object of that line, counted from 0, or `NotFound`."""
    found = objects(job).filter(line_no=line_no).first()
    if found is None:
        lines = f"its lines are 0 to {job.total - 1}" if job.total else "it has no lines yet"
        raise NotFound(f"The job {job.name} has no line {line_no}; {lines}.")
    return found


def answers(data_object: DataObject) -> QuerySet[Assignment]:
    """Who said what about an object, also before it was retried, in the order in which they said it."""
    stored = (Assignment.State.SUBMITTED, Assignment.State.SET_ASIDE)
    given = Assignment.objects.filter(data_object=data_object, state__in=stored)
    return given.select_related("worker__user").order_by("ended_at", "pk")


def faults(request: Mapping[str, Any]) -> list[Fault]:
    """Everything that stands against making a job of this request; the empty list when nothing does."""
    found = validation.check(dict(request)).faults
    name = request.get("LabelingJobName")
    if isinstance(name, str) and validation.name_taken(name):
        found.append(Fault("LabelingJobName", repr(name), "a name that no job of this account has"))
    return found
