"""A whole job that a machine helps with: 10,000 digits, people through the live site, a target of 95 %.

    python -m benchmarks.full_job [--images 10000] [--people 10] [--seed 1]

Ordered, labeled and read back as `bin/demo` does it, by the same simulated people, who are right in 70 to 95 of 100
cases: three of them see an object, up to seven where they disagree, and seven see those that the machine is measured by.
The site runs as `bin/demo` runs it, on all cores, which the simulated people share.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from typing import Any

from rich.console import Console

from benchmarks import costs, ground
from benchmarks.figures import Figure, ended
from config.demo import report, samples, watching
from config.demo.crew import Crew
from config.demo.door import Door
from config.demo.orders import MOST_ANSWERS, Order, order_digits
from config.demo.report import Result

TITLE = "A whole job with a machine"
MOST_BY_PEOPLE, MOST_SECONDS, TARGET = 1_500, 600, 0.95
_TEAM = "bench-people"


def measure(images: int, people: int, seed: int) -> list[Figure]:
    """All figures of one job."""
    with ground.site() as site:
        door = Door(site, _account(people))
        # As large as they are in the data: small enough to teach a network of their own.
        sample = samples.digits(images, seed, scale=1)
        order = order_digits(door, sample, door.team(_TEAM), "full", teachers=MOST_ANSWERS)
        before = costs.used()
        job, given = _labeled(door, order, people, seed)
        spent = {name: seconds - before.get(name, 0.0) for name, seconds in costs.used().items()}
        return _figures(report.result(job, door), sum(given.values()), spent)


def _account(people: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "config.demo.account", str(people)], cwd=ground.ROOT, stdout=subprocess.PIPE, check=True
    )
    return dict(json.loads(done.stdout))


def _labeled(door: Door, order: Order, people: int, seed: int) -> tuple[watching.Watched, dict[str, int]]:
    """The job when it has ended, and the answers that each person gave."""
    job = watching.Watched(order)
    with Crew(door, _TEAM, [order], count=people, seed=seed) as crew:
        watching.watch([job], door, Console(stderr=True, force_terminal=False), crew.check)
        return job, crew.finish()


def _figures(result: Result, given: int, spent: dict[str, float]) -> list[Figure]:
    job, machine = result.job, result.machine
    assert machine
    objects, labels = len(job.order.lines), result.score
    right = machine.right / machine.labeled if machine.labeled else 0.0
    cpu = ", ".join(f"{name} {seconds:.0f}" for name, seconds in spent.items())
    by_people = objects - machine.labeled
    return [
        Figure("people label", f"{by_people:,} of {objects:,}", f"<= {MOST_BY_PEOPLE:,}", by_people <= MOST_BY_PEOPLE,
               f"{given:,} answers; {machine.people_right / max(machine.people, 1):.1%} of their labels right"),
        Figure("from the order to the end", f"{job.seconds:.0f} s", f"< {MOST_SECONDS} s", job.seconds < MOST_SECONDS,
               f"{len(job.rounds)} rounds; CPU seconds: {cpu}"),
        Figure("the machine's labels that are right", f"{right:.1%} of {machine.labeled:,}", f">= {TARGET:.0%}",
               right >= TARGET, machine.promised),
        Figure("lines that are missing, double or without a reason", str(len(result.faults)), "0", not result.faults,
               f"all labels: {labels.accuracy:.1%} right" if labels and labels.accuracy else ""),
    ]  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--images", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    figures = measure(given.images, given.people, given.seed)
    return ended(TITLE, figures)


if __name__ == "__main__":
    sys.exit(main())
