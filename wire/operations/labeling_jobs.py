"""Labeling jobs: CreateLabelingJob, DescribeLabelingJob, ListLabelingJobs, StopLabelingJob."""

from __future__ import annotations

from django.db.models import Q

from jobs import actions, lifecycle
from jobs.models import LabelingJob
from wire import filters, paging
from wire.call import Call, Members
from wire.presenting import labeling_jobs as presenting

_SORT = {"Name": "name", "CreationTime": "created_at", "Status": "stage"}


def create(call: Call) -> Members:
    """Make a labeling job and have it served; answers its ARN."""
    job = actions.create_job(call.members, actor=call.actor)
    lifecycle.send(job)
    return {"LabelingJobArn": job.arn}


def describe(call: Call) -> Members:
    """One labeling job, by name."""
    return presenting.description(actions.get_job(call.members["LabelingJobName"]))


def stop(call: Call) -> Members:
    """Stop a labeling job; one that has ended stays as it is, without an error (spec 1.6)."""
    job = actions.get_job(call.members["LabelingJobName"])
    actions.stop_job(job, actor=call.actor)
    lifecycle.send(job)
    return {}


def list_page(call: Call) -> Members:
    """A page of labeling jobs."""
    status = call.members.get("StatusEquals")
    rows = LabelingJob.objects.select_related("tenant").filter(
        filters.named(call.members),
        filters.timed(call.members, member="CreationTime", column="created_at"),
        filters.timed(call.members, member="LastModifiedTime", column="changed_at"),
        Q(stage=status) if status else Q(),
    )
    jobs, lead_on = paging.page(rows, call, by=_SORT[call.members.get("SortBy", "CreationTime")])
    return {"LabelingJobSummaryList": [presenting.summary(job) for job in jobs], **lead_on}
