"""Celery is killed while it serves a job: nothing half done is seen, and another process does it whole."""

from __future__ import annotations

import pytest

from tests.faults.counting import assert_all_labeled, files, manifest
from tests.faults.crew import Crew
from tests.faults.ground import Ground, Job, until

pytestmark = [pytest.mark.slow, pytest.mark.faults]


def test_a_manifest_half_read_is_read_again_whole(ground: Ground) -> None:
    ground.with_celery()
    [job] = ground.set_stage(count=80_000, answers=1, workers=1, taken_in=False).jobs
    until(lambda: ground.is_served(job), 90, 0.01)
    ground.kill_celery()
    assert ground.stage_of(job) == "Initializing", "the manifest was read before the crash"
    until(lambda: not ground.is_served(job), 60)
    objects = "SELECT count(*), count(DISTINCT line_no) FROM jobs_dataobject WHERE job_id = %s"
    counters = "SELECT total, labeled, failed FROM jobs_labelingjob WHERE id = %s"
    assert ground.rows(objects, job.id) == [(0, 0)]
    assert ground.rows(counters, job.id) == [(0, 0, 0)]
    ground.with_celery()
    until(lambda: ground.stage_of(job) == "InProgress", 160, 0.1)
    assert ground.rows(objects, job.id) == [(80_000, 80_000)]
    assert ground.rows(counters, job.id) == [(80_000, 0, 0)]
    assert ground.rows("SELECT count(*) FROM jobs_jobevent WHERE job_id = %s AND name = 'MANIFEST_READ'", job.id) == [
        (1,)
    ]


def test_a_consolidation_broken_off_gives_the_labels_of_a_quiet_one(ground: Ground) -> None:
    ground.stop_celery()
    stage = ground.set_stage(count=60, answers=3, workers=3, jobs=2)
    broken, quiet = stage.jobs

    def by_line(worker: int, assignment: int) -> str:
        """The same in both jobs; each worker is wrong now and then."""
        line = ground.line_of(assignment)
        return "spam" if (line + (line % (worker + 3) == 0)) % 2 else "ham"

    site = ground.with_web()
    for job in stage.jobs:
        crew = Crew(site, stage, job, pause=0.0, choose=by_line)
        until(lambda crew=crew: len(crew.acknowledged) == 180, 120)
        crew.go_home()
    ground.child("label", {"tenant": quiet.tenant, "job": quiet.id})
    ground.with_celery()
    until(lambda: ground.is_served(broken), 90, 0.002)
    ground.kill_celery()
    until(lambda: not ground.is_served(broken), 60)
    assert ground.rows("SELECT stage, labeled FROM jobs_labelingjob WHERE id = %s", broken.id) == [("InProgress", 0)]
    assert ground.rows("SELECT count(*) FROM jobs_dataobject WHERE job_id = %s AND state <> 2", broken.id) == [(0,)]
    ground.with_celery()
    for job in stage.jobs:
        until(lambda job=job: ground.stage_of(job) == "Completed", 120, 0.1)
        assert_all_labeled(ground, job)
    assert _labels(ground, broken) == _labels(ground, quiet)
    assert _file_count(ground, broken) == _file_count(ground, quiet)


def _labels(ground: Ground, job: Job) -> list[tuple[int, float]]:
    return [(line["lan"], line["lan-metadata"]["confidence"]) for line in manifest(ground, job)]


def _file_count(ground: Ground, job: Job) -> tuple[int, int]:
    folders = ("annotations/worker-response", "annotations/consolidated-annotation")
    return tuple(len(files(ground, job, folder)) for folder in folders)
