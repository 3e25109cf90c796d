"""The stage is the message: each name in the table is a Celery function that exists, and the sweeper's too."""

from __future__ import annotations

from django.conf import settings

from config.celery import app
from jobs.lifecycle import SERVED_BY
from jobs.models import LabelingJob


def test_every_stage_that_is_not_the_end_is_served_by_a_function() -> None:
    app.loader.import_default_modules()
    assert set(SERVED_BY) == set(LabelingJob.Stage.values) - {str(stage) for stage in LabelingJob.ENDED}
    assert set(SERVED_BY.values()) <= set(app.tasks)


def test_every_function_of_the_beat_exists() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)
