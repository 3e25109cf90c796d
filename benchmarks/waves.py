"""A wave of a stream after many and after very many objects: what its machine takes.

    python -m benchmarks.waves [--short 51200] [--long 409600]

Texts of two kinds, with words in common; of what came before, people labeled every ninth object and the machine the rest,
and all are embedded. Then 1,000 more arrive, and the wave is played to its end; people are simulated and not counted.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator

from benchmarks import ground

# isort: split
# What follows has models, which want the settings that `ground` made.
from autolabel.deciding import step
from autolabel.embedding import embed_next
from autolabel.models import Run, Wave
from autolabel.runs import run_of
from benchmarks.figures import Figure, ended
from benchmarks.orders import LABELS, Customer, customer
from consolidation.serving import serve
from jobs import dispatch
from jobs.facts import facts_of
from jobs.intake import take_in
from jobs.models import LabelingJob
from tenants import scope
from workforce.models import Worker

TITLE = "Waves"
ARRIVING = 1_000
_WORDS, _COMMON, _LONG = 400, 300, 12  # of each kind, of both, in a text
_BATCH = 50_000
_GROWN = 1.5


def measure(owner: Customer, short: int, long: int) -> list[Figure]:
    """The wave after each number of objects, and how they compare."""
    (worker,) = owner.people(1)
    took = [_wave(owner, worker, before) for before in (short, long)]
    found = [
        Figure(f"wave of {ARRIVING:,} objects after {before:,}", f"{seconds:.1f} s", beside=told)
        for before, (seconds, told) in zip((short, long), took, strict=True)
    ]
    ratio = took[1][0] / took[0][0]
    return [*found, Figure("the same, long stream to short one", f"{ratio:.2f}", f"<= {_GROWN}", ratio <= _GROWN)]


def _wave(owner: Customer, worker: Worker, before: int) -> tuple[float, str]:
    """Seconds of the machine, and what came of it."""
    job = owner.stream(f"after-{before}", "wordllama")
    with scope.tenant(owner.tenant.pk):
        take_in(job)
        _fill(job, before, _LABELED)
        job.refresh_from_db()
        run = run_of(job)
        Run.objects.filter(pk=run.pk).update(size=before)
        Wave.objects.create(run=run, number=1, first=0, size=before, done_at=job.created_at)
        run.refresh_from_db()
        while embed_next(job, facts_of(job.pk), run):
            pass
        _fill(job, ARRIVING, _HELD)
        seconds = _played(job, worker)
        last = Wave.objects.get(run=run, number=2)
        told = f"people {last.people}, machine {last.machine}; of what came before {before - last.since:,} were read"
        assert last.done_at
        return seconds, told


def _played(job: LabelingJob, worker: Worker) -> float:
    """The wave to its end; seconds of the machine."""
    seconds = 0.0
    while True:
        began = time.perf_counter()
        while step(job):
            pass
        seconds += time.perf_counter() - began
        answered = 0
        while turn := dispatch.lease(job.pk, worker.pk):
            label = LABELS[turn.line_no % 2]
            dispatch.submit(turn.assignment_id, worker.pk, {"crowd-classifier": {"label": label}})
            answered += 1
        serve(job)
        job.refresh_from_db()
        if not answered:
            return seconds


def _fill(job: LabelingJob, count: int, sql: tuple[str, ...]) -> None:
    """So many objects more, as they would have arrived."""
    with ground.owner() as connection:
        first = connection.execute("SELECT total FROM jobs_labelingjob WHERE id = %s", [job.pk]).fetchone()[0]
        for start in range(first, first + count, _BATCH):
            lines = list(_lines(start, min(start + _BATCH, first + count)))
            connection.execute(_ARRIVE, {"tenant": job.tenant_id, "job": job.pk, "first": start, "lines": lines})
        for one in (*sql, "ANALYZE jobs_dataobject", "ANALYZE jobs_label"):
            connection.execute(one, {"job": job.pk, "first": first, "count": count} if "%(" in one else None)


def _lines(first: int, after: int) -> Iterator[str]:
    """Texts, every other one of the other kind."""
    for number in range(first, after):
        lots = random.Random(number)
        own = [f"word{number % 2}x{lots.randrange(_WORDS)}" for _ in range(_LONG // 4)]
        common = [f"common{lots.randrange(_COMMON)}" for _ in range(_LONG - len(own))]
        yield json.dumps({"source": " ".join(lots.sample(own + common, _LONG))})


_ARRIVE = """
    INSERT INTO jobs_dataobject (tenant_id, job_id, line_no, line, state, needed, answers, free, declines, closed, retries,
        failure_reason, arrived_at)
    SELECT %(tenant)s, %(job)s, %(first)s::bigint + at - 1, line, 5, 1, 0, 0, 0, false, 0, '', now() - interval '1 h'
    FROM unnest(%(lines)s::text[]) WITH ORDINALITY AS given(line, at)
"""
_HELD = ("UPDATE jobs_labelingjob SET total = total + %(count)s, open_until = total + %(count)s WHERE id = %(job)s",)
_LABELED = (
    *_HELD,
    """INSERT INTO jobs_label (tenant_id, data_object_id, class_index, confidence, human, fragment, created_at)
    SELECT tenant_id, id, line_no %% 2, 0.95, line_no %% 9 = 0, '"lan":0,"lan-metadata":{"confidence":0.95}', now()
    FROM jobs_dataobject WHERE job_id = %(job)s""",
    "UPDATE jobs_dataobject SET state = 3 WHERE job_id = %(job)s",
    "UPDATE jobs_labelingjob SET labeled = total, machine_labeled = total - total / 9 WHERE id = %(job)s",
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--short", type=int, default=51_200)
    parser.add_argument("--long", type=int, default=409_600)
    given = parser.parse_args()
    return ended(TITLE, measure(customer(), given.short, given.long))


if __name__ == "__main__":
    sys.exit(main())
