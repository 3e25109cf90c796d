"""Lease and submit: for one worker at a time, and for fifty at once.

    python -m benchmarks.dispatch [--lines 1000000] [--cycles 300] [--seconds 20]

Over the live site's websocket (what a cycle is stands in `pages.py`); beside it the bare verbs of `jobs.dispatch` in
this process, and two single-row commits on the same server. The site and its Celery processes run as `bin/demo` runs
them, so consolidation of the very answers competes for the same cores.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Sequence

import urllib3

from benchmarks import child, costs, ground, pages, peers
from benchmarks.figures import Figure, ended, median_ms, p95_ms
from benchmarks.orders import ANSWER, PASSWORD, Customer, customer
from benchmarks.pages import Script, Seen
from config.demo.browser import Browser
from jobs import dispatch
from jobs.models import LabelingJob
from tenants import scope
from workforce.models import Worker

TITLE = "Dispatch"
ALONE_MS, SPREAD, AT_ONCE = 10, 0.30, 300
PEOPLE = 50
ROUNDS = 3


def measure(owner: Customer, lines: int, cycles: int, seconds: float) -> list[Figure]:
    """All figures of dispatch; `cycles` a round for one worker, `seconds` for fifty."""
    people = owner.people(PEOPLE + 1)
    small, small_bare, large = _job(owner, "small", 1000), _job(owner, "small-bare", 1000), _job(owner, "large", lines)
    crowd = _job(owner, "crowd", lines, NumberOfHumanWorkersPerDataObject=3)
    sizes = {1000: (small, small_bare), lines: (large, large)}
    with ground.site() as site:
        cookies = asyncio.run(_sign_in(site, people))
        figures = _alone(owner, site, cookies[0], people[-1], sizes, min(cycles, 300))
        for title, job, frames in (
            ("3 answers an object", crowd, False),
            ("1 answer an object, so each is consolidated", large, False),
            ("3 answers an object, frames fetched", crowd, True),
        ):
            script = Script(
                site, f"/label/{job.public_id}/", cookies[:PEOPLE], ANSWER, seconds=seconds, warm_up=3.0, frames=frames
            )
            _wait_for_labels()
            before = costs.used()
            seen = pages.run(script)
            target = AT_ONCE if job is crowd and not frames else 0
            figures.append(_at_once(title, seen, seconds, target, _cost(seen, before, costs.used())))
    return [*figures, *_checked([small, large, crowd])]


def _job(owner: Customer, name: str, lines: int, **human: int) -> LabelingJob:
    job = owner.order(name, "TextMultiClass", owner.text_lines(lines), **human)
    child.run("ingest", owner.tenant.pk, job.pk)
    return job


async def _sign_in(site: str, people: Sequence[Worker]) -> list[str]:
    """The cookies of people who signed in by the form."""
    pool = urllib3.PoolManager(maxsize=4)
    cookies = []
    for worker in people:
        browser = Browser(site, pool)
        await browser.submit_form("/sign-in/", {"email": worker.user.email, "password": PASSWORD})
        cookies.append(browser.cookie)
    return cookies


def _alone(
    owner: Customer,
    site: str,
    cookie: str,
    bare: Worker,
    sizes: dict[int, tuple[LabelingJob, LabelingJob]],
    cycles: int,
) -> list[Figure]:
    """One worker at a time, sizes by turns so that the machine's moods meet both."""
    door: dict[int, list[Seen]] = {size: [] for size in sizes}
    verbs: dict[int, list[list[float]]] = {size: [] for size in sizes}
    for _ in range(ROUNDS):
        for size, (job, bare_job) in sizes.items():
            door[size].append(pages.run(Script(site, f"/label/{job.public_id}/", [cookie], ANSWER, cycles=cycles)))
            verbs[size].append(_verbs(owner, bare_job, bare, cycles))
    peer = [peers.two_commits(cycles) for _ in range(ROUNDS)]
    figures = []
    best: dict[int, float] = {}
    for size in sizes:
        runs = [seen.cycles for seen in door[size]]
        best[size] = min(map(median_ms, runs))
        beside = f"submit to submitted {min(median_ms(seen.stored) for seen in door[size]):.1f} ms"
        figures.append(_latency(f"lease + submit over the socket, job of {size:,}", runs, ALONE_MS, beside))
    small, large = best.values()
    figures.append(
        Figure(
            "the same, large job to small job", f"{large / small:.2f}", "0.70 to 1.30", abs(large / small - 1) <= SPREAD
        )
    )
    for size, runs in verbs.items():
        ratio = min(map(median_ms, runs)) / min(map(median_ms, peer))
        figures.append(
            _latency(f"bare verbs lease + submit, job of {size:,}", runs, 0, f"{ratio:.1f} times two commits")
        )
    return [*figures, _latency("two single-row commits on a bare table", peer, 0, "the peer")]


def _latency(what: str, runs: Sequence[Sequence[float]], target: int, beside: str) -> Figure:
    p50, p95 = min(map(median_ms, runs)), min(map(p95_ms, runs))
    middle = sorted(map(median_ms, runs))[len(runs) // 2]
    return Figure(
        what, f"p50 {p50:.1f} ms, p95 {p95:.1f} ms", f"p50 < {target} ms" if target else "",
        p50 < target if target else None, f"median of {len(runs)} rounds' p50: {middle:.1f} ms; {beside}",
    )  # fmt: skip


def _verbs(owner: Customer, job: LabelingJob, worker: Worker, cycles: int) -> list[float]:
    """Seconds of each lease + submit in this process, each in its own transactions."""
    took = []
    with scope.tenant(owner.tenant.pk):
        for _ in range(cycles):
            began = time.perf_counter()
            turn = dispatch.lease(job.pk, worker.pk)
            assert turn
            dispatch.submit(turn.assignment_id, worker.pk, ANSWER)
            took.append(time.perf_counter() - began)
    return took


def _cost(seen: Seen, before: dict[str, float], after: dict[str, float]) -> str:
    """CPU milliseconds a cycle, by program; the pages' own process too."""
    spent = {name: after[name] - before[name] for name in before} | {"the pages": seen.cpu}
    each = {name: 1000 * seconds / max(1, seen.acknowledged) for name, seconds in spent.items()}
    return f"{sum(each.values()):.1f} CPU ms a cycle: " + ", ".join(f"{name} {ms:.1f}" for name, ms in each.items())


def _wait_for_labels() -> None:
    """Until what was answered so far is labeled, or the next figure would pay for it."""
    with ground.owner() as owner:
        while owner.execute("SELECT EXISTS (SELECT 1 FROM jobs_dataobject WHERE state = 2)").fetchone() == (True,):
            time.sleep(0.5)


def _at_once(title: str, seen: Seen, seconds: float, target: int, cost: str) -> Figure:
    rate = len(seen.cycles) / seconds
    frame = f", frame {median_ms(seen.frames):.0f}/{p95_ms(seen.frames):.0f} ms" if seen.frames else ""
    beside = (
        f"p50/p95 of a cycle {median_ms(seen.cycles):.0f}/{p95_ms(seen.cycles):.0f} ms, submit to submitted "
        f"{median_ms(seen.stored):.0f}/{p95_ms(seen.stored):.0f} ms{frame}; {len(seen.errors)} errors; {cost}"
    )
    return Figure(
        f"{PEOPLE} workers at once, {title}", f"{rate:,.0f} cycles/s", f">= {target}/s" if target else "",
        rate >= target if target else None, beside,
    )  # fmt: skip


def _checked(jobs: Sequence[LabelingJob]) -> list[Figure]:
    """Conflicts and duplicates, counted in the database by its owner."""
    with ground.owner() as owner:
        found = owner.execute(
            """SELECT count(*) FILTER (WHERE given > needed), count(*) FILTER (WHERE given <> answers),
                count(*) FILTER (WHERE people <> given), sum(given)
            FROM (SELECT o.id, o.needed, o.answers, count(a.id) AS given, count(DISTINCT a.worker_id) AS people
                FROM jobs_dataobject o JOIN jobs_assignment a ON a.data_object_id = o.id AND a.state = 2
                WHERE o.job_id = ANY(%s) GROUP BY o.id) AS turns""",
            [[job.pk for job in jobs]],
        ).fetchone()
    assert found
    wrong = sum(found[:3])
    beside = (
        f"{found[3]:,} answers: too many for an object {found[0]}, counted wrong {found[1]}, twice by one {found[2]}"
    )
    return [Figure("conflicts and duplicates in the database", str(wrong), "0", wrong == 0, beside)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--cycles", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=20.0)
    given = parser.parse_args()
    figures = measure(customer(), given.lines, given.cycles, given.seconds)
    return ended(TITLE, figures)


if __name__ == "__main__":
    sys.exit(main())
