"""Manifests of a million lines: in, and out again with labels.

    python -m benchmarks.manifests [--lines 1000000] [--runs 3]

The verbs run in a process of their own, as in Celery: `jobs.intake.take_in` on a manifest in the object store,
`consolidation.finishing.write_manifest` into it. Beside them, in the same run, COPY of the same lines into and out of
a bare table.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence

from benchmarks import child, ground, peers
from benchmarks.figures import Figure, ended, spread
from benchmarks.orders import Customer, customer, label_all
from jobs.models import LabelingJob

TITLE = "Manifests"
IN_RATE, IN_MB, OUT_RATE, OUT_MB = 30_000, 300, 20_000, 256


def measure(owner: Customer, lines: int, runs: int) -> list[Figure]:
    """Ingest of texts and of addresses, export of texts."""
    owner.put_image()
    figures, jobs = [], []
    for kind, source in (("TextMultiClass", owner.text_lines), ("ImageMultiClass", owner.image_lines)):
        made, bare, job = _ingest(owner, kind, source, lines, runs)
        figures += _shown(f"Ingest, {kind}", made, bare, IN_RATE, IN_MB)
        jobs.append(job)
    label_all(jobs[0])
    done = [child.run("export", owner.tenant.pk, jobs[0].pk) for _ in range(runs)]
    peers.copy_in(owner.text_lines(lines))
    bare = [peers.copy_out() for _ in range(runs)]
    return figures + _shown("Export, TextMultiClass", done, bare, OUT_RATE, OUT_MB)


def _ingest(
    owner: Customer, kind: str, source: Callable[[int], Iterable[str]], lines: int, runs: int
) -> tuple[list[child.Run], list[float], LabelingJob]:
    done, bare = [], []
    for number in range(runs):
        job = owner.order(f"{kind}-{number}", kind, source(lines))
        done.append(child.run("ingest", owner.tenant.pk, job.pk))
        bare.append(peers.copy_in(source(lines)))
        if number < runs - 1:
            _forget(job)
    return done, bare, job


def _forget(job: LabelingJob) -> None:
    """Only the last job of a kind stays: the tables should hold what a run of one job would find."""
    with ground.owner() as owner:
        owner.execute("DELETE FROM jobs_dataobject WHERE job_id = %s", [job.pk])
        owner.execute("UPDATE jobs_labelingjob SET stage = 'Stopped' WHERE id = %s", [job.pk])
        owner.execute("VACUUM jobs_dataobject")


def _shown(what: str, done: Sequence[child.Run], bare: Sequence[float], rate: int, megabytes: int) -> list[Figure]:
    best = min(done, key=lambda run: run.seconds)
    fastest = best.count / best.seconds
    ratio = best.seconds / min(bare)
    peak = max(run.peak_mb for run in done)
    return [
        Figure(f"{what}, {best.count:,} objects", spread([run.count / run.seconds for run in done]), f">= {rate:,}/s",
               fastest >= rate, f"{ratio:.1f} times a bare COPY ({best.count / min(bare):,.0f}/s); "
               f"{best.count / min(run.cpu for run in done):,.0f} a CPU second of the process"),
        Figure(f"{what}, peak memory of the process", f"{peak:.0f} MB", f"< {megabytes} MB", peak < megabytes,
               f"{best.before_mb:.0f} MB before it began"),
    ]  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    figures = measure(customer(), given.lines, given.runs)
    return ended(TITLE, figures)


if __name__ == "__main__":
    sys.exit(main())
