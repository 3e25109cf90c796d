"""Each process is killed in the middle of a job, as when memory runs out, and brought back; then we count."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.faults.counting import assert_nothing_lost
from tests.faults.crew import Crew
from tests.faults.ground import Ground, until

pytestmark = [pytest.mark.slow, pytest.mark.faults]


def _web(ground: Ground) -> None:
    ground.kill_web()
    ground.with_web()


def _celery(ground: Ground) -> None:
    ground.kill_celery()
    ground.with_celery()


def _postgres(ground: Ground) -> None:
    before = ground.installation.read("services.json")
    ground.kill_postgres()
    ground.installation.start()
    assert ground.installation.read("services.json") == before  # or nobody would find it again


@pytest.mark.parametrize("crash", [_web, _celery, _postgres])
def test_no_acknowledged_answer_is_lost(ground: Ground, crash: Callable[[Ground], None]) -> None:
    stage = ground.set_stage(count=100, answers=3, workers=5)
    [job] = stage.jobs
    site = ground.with_web()
    ground.with_celery()
    crew = Crew(site, stage, job)
    until(lambda: len(crew.acknowledged) >= 100, 90)
    crash(ground)
    assert len(crew.acknowledged) < 300, "the job was over before the crash"
    until(lambda: ground.stage_of(job) == "Completed", 120, 0.1)
    crew.go_home()
    assert_nothing_lost(ground, job, crew.acknowledged)
