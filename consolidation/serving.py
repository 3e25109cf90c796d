"""Serve a job that is in progress or stopping: label what is answered, keep the manifest fresh, end it when it is done."""

from __future__ import annotations

from consolidation.consolidating import consolidate
from consolidation.finishing import export_if_due, finish_if_done, take_back_turns
from jobs import events, lifecycle
from jobs.models import LabelingJob
from tenants import hints
from tenants.errors import StorageError


def serve(job: LabelingJob) -> None:
    """One round; safe to repeat, and to run beside another one."""
    if job.stage == LabelingJob.Stage.STOPPING:
        take_back_turns(job)
    consolidate(job)
    if not finish_if_done(job):
        export_if_due(job)


def serve_safely(job: LabelingJob) -> None:
    """As `serve`, and the machine goes on where it may. What goes wrong is told in the job's log; an outage of the store
    is no more than that, because the sweeper asks again."""
    try:
        serve(job)
        lifecycle.let_machine_decide(job)
    except StorageError as error:
        _note_trouble(job, str(error))
    except Exception as error:
        _note_trouble(job, f"The server failed ({type(error).__name__}); its log tells its operator more.")
        raise


def _note_trouble(job: LabelingJob, trouble: str) -> None:
    """Say in the job's log stream why nothing moves, at most once a minute."""
    if hints.add(f"trouble:{job.pk}", 60):
        events.note(job, "OUTPUT_NOT_WRITTEN", f"{trouble} Labels wait until it can be; it is tried again by itself.")
