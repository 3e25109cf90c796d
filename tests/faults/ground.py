"""An installation that may be broken: servers, web process, Celery and database of its own, so nobody else's are killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.config.installation import ROOT, Installation, is_alive, kill
from tests.site import Site, free_port, start_celery, start_web, stop


@dataclass(frozen=True)
class Job:
    """A job on the stage: `line_count` input lines, each wanting `answers` answers."""

    id: int
    name: str
    public_id: str
    tenant: int
    bucket: str
    line_count: int
    answers: int


@dataclass(frozen=True)
class Stage:
    """Jobs of one account, and the sessions of the workers who signed in to label them."""

    jobs: list[Job]
    sessions: list[str]


class Ground:
    """The processes that the plays kill and bring back."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.port = free_port()
        self.web: Site | None = None
        self.celery: subprocess.Popen[bytes] | None = None
        self._stages = 0

    def set_stage(self, *, count: int, answers: int, workers: int, jobs: int = 1, taken_in: bool = True) -> Stage:
        """An account with jobs, made by a process of this installation."""
        self._stages += 1
        wanted = {"name": f"play{self._stages}", "count": count, "answers": answers, "workers": workers,
                  "jobs": jobs, "taken_in": taken_in}  # fmt: skip
        made = self.child("set", wanted)
        there = (made["tenant"], made["bucket"], count, answers)
        return Stage([Job(job["id"], job["name"], job["public_id"], *there) for job in made["jobs"]], made["sessions"])

    def child(self, verb: str, wanted: dict[str, Any]) -> dict[str, Any]:
        """Run `tests.faults.stage`."""
        environment = {
            **self.installation.env,
            "PLUMBLINE_AS_OWNER": "yes",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        argv = [sys.executable, "-m", "tests.faults.stage", verb, json.dumps(wanted)]
        done = subprocess.run(argv, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=90, check=False)
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout.splitlines()[-1]))

    def with_web(self) -> Site:
        """The web process, started if it does not run; always on the same port, as a service is."""
        if self.web is None or self.web.process.poll() is not None:
            self.web = start_web(self.port, self.installation.env)
        return self.web

    def with_celery(self) -> None:
        """Celery with its beat, started if it does not run."""
        if self.celery is None or self.celery.poll() is not None:
            self.celery = start_celery(around=self.installation.env)

    def kill_web(self) -> None:
        assert self.web is not None
        self.web.process.kill()
        self.web.process.wait()

    def kill_celery(self) -> None:
        """The process and its beat, which would go on without it."""
        assert self.celery is not None
        os.killpg(self.celery.pid, signal.SIGKILL)
        self.celery.wait()

    def stop_celery(self) -> None:
        if self.celery is not None:
            stop(self.celery)

    def kill_postgres(self) -> None:
        """The postmaster; its sessions end by themselves when they see that it is gone."""
        postmaster = self.installation.pid("postgres")
        kill(postmaster)
        until(lambda: not is_alive(postmaster), 30)

    def close(self) -> None:
        """Nothing of it is wanted any more, so nobody is asked kindly."""
        if self.celery is not None and self.celery.poll() is None:
            self.kill_celery()
        if self.web is not None:
            self.kill_web()

    def rows(self, sql: str, *given: object) -> list[tuple[Any, ...]]:
        """Ask the database as its owner, whom row-level security does not bind."""
        with self.installation.database() as database:
            return database.execute(sql, given).fetchall()

    def run_out(self, assignment: int) -> None:
        """The time of a turn was over a minute ago."""
        with self.installation.database() as database:
            database.execute(
                "UPDATE jobs_assignment SET deadline = now() - interval '1 min' WHERE id = %s", [assignment]
            )

    def state_of(self, assignment: int) -> int:
        """The number of `Assignment.State`."""
        return int(self.rows("SELECT state FROM jobs_assignment WHERE id = %s", assignment)[0][0])

    def line_of(self, assignment: int) -> int:
        """Which line of the manifest a turn is at."""
        sql = "SELECT line_no FROM jobs_dataobject o JOIN jobs_assignment a ON a.data_object_id = o.id WHERE a.id = %s"
        return int(self.rows(sql, assignment)[0][0])

    def stage_of(self, job: Job) -> str:
        return str(self.rows("SELECT stage FROM jobs_labelingjob WHERE id = %s", job.id)[0][0])

    def is_served(self, job: Job) -> bool:
        """Whether a transaction of Celery holds the job (`lifecycle.serve_alone`)."""
        held = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = 2 AND objid = %s AND granted"
        return bool(self.rows(held, job.id))


def until(is_so: Callable[[], bool], seconds: float, pause: float = 0.02) -> float:
    """Wait until it is so; how long that took. Fails after `seconds`."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < seconds, f"not within {seconds} s"
        time.sleep(pause)
    return time.monotonic() - began
