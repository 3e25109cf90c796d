"""What a Celery process does to one job, in a process of its own: `python -m benchmarks.child ingest|export <ids>`.

Takes the ids of tenant and job, prints one JSON object (`Run`). Runs on the environment that `ground.py` sets.
"""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Run:
    """`seconds` and `cpu` (of this process alone) of the verb, `peak_mb` and `before_mb` of the whole process."""

    seconds: float
    cpu: float
    peak_mb: float
    before_mb: float
    count: int


def run(what: str, tenant_id: int, job_id: int) -> Run:
    """Start such a process and wait for what it measured."""
    command = [sys.executable, "-m", "benchmarks.child", what, str(tenant_id), str(job_id)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return Run(**json.loads(done.stdout))


def _peak_mb() -> float:
    """Largest resident size so far. Not `getrusage`: its figure begins with that of the process that started us."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found
    return int(found[1]) / 1024


def _measure(what: str, tenant_id: int, job_id: int) -> Run:
    verb = {"ingest": take_in, "export": write_manifest}[what]
    with scope.tenant(tenant_id):
        job = LabelingJob.objects.select_related("tenant", "workteam__tenant").get(pk=job_id)
        before, cpu, began = _peak_mb(), time.process_time(), time.perf_counter()
        verb(job)
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
        job.refresh_from_db()
        if what == "ingest" and job.stage != LabelingJob.Stage.IN_PROGRESS:
            raise SystemExit(f"The job is {job.stage}: {job.failure_reason}")
        return Run(seconds, cpu, _peak_mb(), before, job.total)


if __name__ == "__main__":
    django.setup()
    logging.getLogger().setLevel(logging.WARNING)
    from consolidation.finishing import write_manifest
    from jobs.intake import take_in
    from jobs.models import LabelingJob
    from tenants import scope

    print(json.dumps(asdict(_measure(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))))
