"""The hot queries, explained: what each reads, in a job of a thousand objects and in one of a million, half labeled.

    python -m benchmarks.queries [--lines 1000000] [--plans]

Each verb runs as the product runs it, on the application role behind row-level security, five times; the run with the
fewest pages counts. Half of each job is labeled and vacuumed once since, a window is open, a chunk is answered.
`--plans` prints the plans as well.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client

from benchmarks import child, ground

# isort: split
# What follows has models, which want the settings that `ground` made.
from autolabel import money
from autolabel.models import Run, Wave
from benchmarks.figures import Figure, ended
from benchmarks.orders import ANSWER, Customer, customer
from benchmarks.plans import Plan, explain
from consolidation import gold
from consolidation.consolidating import consolidate_next
from jobs import arrivals, budget, closing, counters, dispatch, outlook, rows, sweeping, ui_templates, window
from jobs.facts import facts_of
from jobs.models import Assignment, LabelingJob
from tenants import crossing, scope
from tenants.keys import create_key
from workforce.models import Worker

TITLE = "Queries"
REPEATS = 5
WINDOW, ANSWERED, TURNS = 300, 200, 50  # in both jobs, so that only their length differs
GROWS = {
    "answers of a worker (greeting)": "counts what this person has answered",
    "close measured (sweeper)": "reads what is open until it finds what is pending: the window at most",
    "last confidences, a part in the middle": "changes 2,000 labels, of which the small job has 250 there",
    "is the budget enough to ask again": "counts all answers, when a requester asks people again",
    "money saved, fewer answers may be enough": "adds up what the labeled objects took, for the job's page",
    "consolidation of a chunk": "reads up to 4,000 labeled objects, which the small job has not",
}
_GROWN = 2.0  # times the pages of the small job, and at least
_SLACK = 60  # pages more, are reported


@dataclass(frozen=True)
class Ground:
    """A job in the middle of its life, and who works on it."""

    owner: Customer
    job: LabelingJob
    workers: list[Worker]
    bearer: str


@dataclass(frozen=True)
class Reading:
    """The sum of a verb's statements."""

    ms: float
    pages: int
    whole: frozenset[str]
    plans: list[Plan]


def measure(owner: Customer, lines: int, plans: bool = False) -> list[Figure]:
    """Every hot verb on the small and on the large job."""
    workers = owner.people(TURNS)
    with scope.tenant(owner.tenant.pk):
        key, secret = create_key("bench", role="manager", actor=owner.actor)
    bearer = f"Bearer {key.access_key_id}:{secret}"
    grounds = [
        Ground(owner, _half_done(owner, f"half-{size}", size, workers), workers, bearer) for size in (1000, lines)
    ]
    with ground.owner() as connection:
        connection.execute("ANALYZE")
    figures = []
    for name, verb in VERBS.items():
        small, large = (_read(one, verb) for one in grounds)
        figures.append(_shown(name, small, large))
        if plans:
            for plan in large.plans:
                print(f"\n--- {name}: {plan.ms:.1f} ms, {plan.pages} pages: {plan.sql[:200]}")
                print(json.dumps(_short(plan.tree["Plan"]), indent=1))
    return figures


def _lease(one: Ground) -> object:
    return dispatch.lease(one.job.pk, one.workers[0].pk)


def _lease_nothing(one: Ground) -> object:
    """A worker who has answered everything that is open: the longest walk there is."""
    return dispatch.lease(one.job.pk, one.workers[1].pk)


def _submit(one: Ground) -> object:
    turn = Assignment.objects.filter(job=one.job, state=1, worker=one.workers[2]).first()
    assert turn
    return dispatch.submit(turn.pk, one.workers[2].pk, ANSWER)


def _send(one: Ground) -> object:
    """As a streaming job is sent a message that is new, and one that came before."""
    sent = [f'{{"source": "x", "dataset-objectid-attribute-name": "id", "id": "{n}"}}' for n in (one.job.pk, 0)]
    facts = facts_of(one.job.pk)
    with transaction.atomic():
        (job,) = arrivals.hold([one.job.pk])
        return arrivals.store(job, [ready for line in sent for ready in arrivals.read(line, "", facts, {})])


def _start(one: Ground) -> object:
    turn = Assignment.objects.filter(job=one.job, state=1, worker=one.workers[2]).first()
    assert turn
    return dispatch.start(turn.pk, one.workers[2].pk)


def _outlook_of_some_answers(one: Ground) -> object:
    """Of a worker who gave an answer to all that is answered: the longest walk there is."""
    tags = [{"Key": "plumbline:fewest-answers", "Value": "1"}]
    LabelingJob.objects.filter(pk=one.job.pk).update(request={**one.job.request, "Tags": tags}, workers_per_object=9)
    rows.run(_ALL_ANSWERED, {"job": one.job.pk, "worker": one.workers[1].pk})
    return outlook.outlook(one.job.pk, one.workers[1].pk)


def _set_aside(one: Ground) -> object:
    """As each step of a machine asks, where people were asked again about all that is answered now."""
    rows.run(_SET_ASIDE, {"job": one.job.pk, "worker": one.workers[3].pk})
    return money.asked_in_vain(one.job, Wave(first=0, size=one.job.total))


def _budget(one: Ground) -> object:
    """As when people are asked again about 20 objects."""
    tags = [{"Key": "plumbline:answer-price", "Value": "0.01"}, {"Key": "plumbline:budget", "Value": "1000000"}]
    LabelingJob.objects.filter(pk=one.job.pk).update(request={**one.job.request, "Tags": tags})
    return budget.demand(LabelingJob.objects.get(pk=one.job.pk), 20)


def _saved(one: Ground) -> object:
    tags = [{"Key": "plumbline:fewest-answers", "Value": "1"}]
    LabelingJob.objects.filter(pk=one.job.pk).update(request={**one.job.request, "Tags": tags})
    return money.answers_saved(LabelingJob.objects.get(pk=one.job.pk), Run(), 1, 0)


def _page_of_a_turn(one: Ground) -> object:
    turn = Assignment.objects.filter(job=one.job, state=1, worker=one.workers[2]).first()
    assert turn
    return ui_templates.render(turn.pk, one.workers[2].pk)


def _suspects(one: Ground) -> object:
    path = f"/api/v1/jobs/{one.job.name}/suspects/?page_size=20&decision=open"
    answer = Client(SERVER_NAME="127.0.0.1").get(path, headers={"authorization": one.bearer})
    assert len(answer.json()["items"]) == 20, answer.content
    return answer


def _settle_part(one: Ground) -> object:
    """As when a job with gold answers ends; all parts read as much."""
    return gold.settle_part(one.job, "lan", [0.9] * 101, one.job.total // 4)


def _close_overdue(one: Ground) -> object:
    return closing.close_overdue(one.job)


def _expire(one: Ground) -> object:
    crossing.tenants_with_overdue_leases()
    return sweeping.expire_leases()


def _tend(one: Ground) -> object:
    crossing.tenants_with_active_jobs()
    return sweeping.tend(one.job)


def _first_page(one: Ground) -> object:
    return _get(one, "")


def _late_page(one: Ground) -> object:
    """What page 10,000 of a million reads: keys beyond a line near the end. A cursor asks the same."""
    return _get(one, f"&line_from={max(0, one.job.total - 101)}")


def _cursor_page(one: Ground) -> object:
    """The page after the first, by its cursor."""
    return _get(one, f"&cursor={_get(one, '')['cursor']}")


def _labeled_page(one: Ground) -> object:
    return _get(one, "&state=labeled")


def _failed_page(one: Ground) -> object:
    return _get(one, "&state=failed")


def _get(one: Ground, query: str) -> Any:
    path = f"/api/v1/jobs/{one.job.name}/objects/?page_size=100{query}"
    answer = Client(SERVER_NAME="127.0.0.1").get(path, headers={"authorization": one.bearer})
    assert answer.status_code == 200, answer.content
    return answer.json()


VERBS: dict[str, Callable[[Ground], object]] = {
    "lease": _lease,
    "lease, nothing left for this worker": _lease_nothing,
    "held (after a reload)": lambda one: dispatch.held(one.job.pk, one.workers[2].pk),
    "start": _start,
    "submit, with the window's next object": _submit,
    "two messages arrive": _send,
    "is a stream idle (sweeper)": lambda one: sweeping.lies_idle(one.job),
    "open_next": lambda one: window.open_next(one.job.pk),
    "top_up": lambda one: window.top_up(one.job.pk),
    "expire leases (sweeper)": _expire,
    "tend (sweeper)": _tend,
    "close overdue (sweeper)": _close_overdue,
    "counters": lambda one: counters.progress(one.job),
    "outlook, fewer answers may be enough": _outlook_of_some_answers,
    "outlook of a worker": lambda one: outlook.outlook(one.job.pk, one.workers[1].pk),
    "answers of a worker (greeting)": lambda one: outlook.answered_by(one.job.pk, one.workers[0].pk),
    "REST objects, first page": _first_page,
    "REST objects, next page by cursor": _cursor_page,
    "REST objects, last page": _late_page,
    "REST objects, labeled": _labeled_page,
    "REST objects, failed": _failed_page,
    "a turn's page, with its proposal": _page_of_a_turn,
    "close measured (sweeper)": lambda one: closing.close_measured(one.job),
    "REST labels that may be wrong": _suspects,
    "answers set aside (a step of the machine)": _set_aside,
    "is the budget enough to ask again": _budget,
    "money saved, fewer answers may be enough": _saved,
    "last confidences, a part in the middle": _settle_part,
    "consolidation of a chunk": lambda one: consolidate_next(one.job),
}


def _read(one: Ground, verb: Callable[[Ground], object]) -> Reading:
    def scoped() -> object:
        with scope.tenant(one.owner.tenant.pk):
            return verb(one)

    runs = [explain(scoped) for _ in range(REPEATS)]
    best = min(runs, key=lambda plans: sum(plan.pages for plan in plans))
    whole = frozenset(table for plan in best for table in plan.whole)
    quickest = min(sum(plan.ms for plan in plans) for plans in runs)
    return Reading(quickest, sum(plan.pages for plan in best), whole, best)


def _shown(name: str, small: Reading, large: Reading) -> Figure:
    grown = large.pages > _GROWN * small.pages + _SLACK
    whole = f"reads whole: {', '.join(sorted(large.whole))}" if large.whole else ""
    dropped = sum(plan.dropped for plan in large.plans)
    notes = [
        note for note in (GROWS.get(name), whole, f"{dropped:,} rows thrown away" if dropped > 100 else "") if note
    ]
    measured = f"{large.ms:.1f} ms, {large.pages:,} pages"
    return Figure(
        name,
        measured,
        "" if name in GROWS else "does not grow",
        None if name in GROWS else not grown,
        "; ".join([f"small job {small.ms:.1f} ms, {small.pages:,} pages", *notes]),
    )


def _short(node: dict[str, Any]) -> dict[str, Any]:
    kept = ("Node Type", "Index Name", "Relation Name", "Index Cond", "Filter", "Actual Rows", "Actual Loops",
            "Rows Removed by Filter", "Shared Hit Blocks", "Shared Read Blocks", "Actual Total Time")  # fmt: skip
    short = {name: node[name] for name in kept if name in node}
    return short | ({"Plans": [_short(child) for child in node["Plans"]]} if "Plans" in node else {})


def _half_done(owner: Customer, name: str, lines: int, workers: Sequence[Worker]) -> LabelingJob:
    """A job whose first half is labeled, with every dead version of the way there, a window, turns, and answers."""
    job = owner.order(name, "TextMultiClass", owner.text_lines(lines), MaxConcurrentTaskCount=WINDOW)
    with ground.owner() as connection:
        connection.execute(
            "ALTER TABLE jobs_dataobject SET (autovacuum_enabled = off);"
            "ALTER TABLE jobs_assignment SET (autovacuum_enabled = off)"
        )
    child.run("ingest", owner.tenant.pk, job.pk)
    ids = [worker.pk for worker in workers]
    with ground.owner() as connection:
        for sql in (*_HALF, "VACUUM (ANALYZE) jobs_dataobject", "VACUUM (ANALYZE) jobs_assignment", *_BESIDE, *_WINDOW):
            given = {
                "job": job.pk, "half": lines // 2, "window": WINDOW, "answered": ANSWERED, "turns": TURNS,
                "workers": ids, "answer": json.dumps(ANSWER),
            } if "%(" in sql else None  # fmt: skip
            connection.execute(sql, given)
    with scope.tenant(owner.tenant.pk):
        return LabelingJob.objects.select_related("tenant", "workteam__tenant").get(pk=job.pk)


# What labeling leaves behind: each object was pending, open with a slot, leased, answered, labeled.
_HALF = (
    """UPDATE jobs_dataobject SET state = 1, free = needed, opened_at = now()
    WHERE job_id = %(job)s AND line_no < %(half)s + %(answered)s + %(window)s""",
    "UPDATE jobs_dataobject SET free = 0 WHERE job_id = %(job)s AND line_no < %(half)s + %(answered)s",
    """INSERT INTO jobs_assignment (tenant_id, job_id, data_object_id, worker_id, attempt, state, leased_at, started_at,
        deadline, ended_at, answer)
    SELECT tenant_id, job_id, id, (%(workers)s::bigint[])[1 + line_no %% cardinality(%(workers)s::bigint[])], 0, 1,
        now(), now(), now() + interval '1 h', NULL, NULL
    FROM jobs_dataobject WHERE job_id = %(job)s AND line_no < %(half)s + %(answered)s ORDER BY line_no""",
    "UPDATE jobs_assignment SET state = 2, ended_at = now(), answer = %(answer)s WHERE job_id = %(job)s AND state = 1",
    "UPDATE jobs_dataobject SET state = 2, answers = needed WHERE job_id = %(job)s AND line_no < %(half)s + %(answered)s",
    """INSERT INTO jobs_label (tenant_id, data_object_id, class_index, confidence, human, fragment, created_at)
    SELECT tenant_id, id, 0, 0.95, true, '"lan":0,"lan-metadata":{"confidence":0.95,"class-name":"ham"}', now()
    FROM jobs_dataobject WHERE job_id = %(job)s AND line_no < %(half)s""",
    "UPDATE jobs_dataobject SET state = 3 WHERE job_id = %(job)s AND line_no < %(half)s",
    "UPDATE jobs_labelingjob SET labeled = %(half)s WHERE id = %(job)s",
)  # fmt: skip
_ALL_ANSWERED = """
    INSERT INTO jobs_assignment
        (tenant_id, job_id, data_object_id, worker_id, attempt, state, leased_at, deadline, ended_at, answer)
    SELECT tenant_id, job_id, id, %(worker)s, 0, 2, now(), now(), now(), '{}'
    FROM jobs_dataobject WHERE job_id = %(job)s AND state = 2 ON CONFLICT DO NOTHING
"""
# What lies beside labels and objects where machines help and right labels are known.
_BESIDE = (
    """INSERT INTO consolidation_claim (tenant_id, data_object_id, job_id, line_no, said, made_at)
    SELECT o.tenant_id, o.id, o.job_id, o.line_no, '0.95', l.created_at
    FROM jobs_dataobject o JOIN jobs_label l ON l.data_object_id = o.id WHERE o.job_id = %(job)s""",
    """INSERT INTO autolabel_suspect
        (tenant_id, data_object_id, job_id, score, chance, people, machine, decision, decided_by)
    SELECT tenant_id, id, job_id, 1.0 / (1 + line_no), 0.9, 0, 1, line_no %% 2, ''
    FROM jobs_dataobject WHERE job_id = %(job)s AND line_no < least(%(half)s, 1000)""",
    """INSERT INTO jobs_proposal (tenant_id, data_object_id, value, confidence)
    SELECT tenant_id, id, '"ham"', 0.9 FROM jobs_dataobject WHERE job_id = %(job)s AND state <= 1""",
)
_SET_ASIDE = """
    INSERT INTO jobs_assignment
        (tenant_id, job_id, data_object_id, worker_id, attempt, state, leased_at, deadline, ended_at, answer)
    SELECT tenant_id, job_id, id, %(worker)s, 9, 6, now(), now(), now(), '{}'
    FROM jobs_dataobject WHERE job_id = %(job)s AND state = 2 ON CONFLICT DO NOTHING
"""
_WINDOW = (
    # Some turns are out, and one worker has answered whatever is still open (declined counts the same).
    """WITH picked AS (SELECT id, tenant_id, job_id, line_no FROM jobs_dataobject WHERE job_id = %(job)s AND state = 1
        ORDER BY line_no LIMIT %(turns)s), taken AS (
        UPDATE jobs_dataobject d SET free = free - 1 FROM picked WHERE d.id = picked.id)
    INSERT INTO jobs_assignment
        (tenant_id, job_id, data_object_id, worker_id, attempt, state, leased_at, started_at, deadline)
    SELECT tenant_id, job_id, id, (%(workers)s::bigint[])[3], 0, 1, now(), now(), now() + interval '1 h' FROM picked""",
    """INSERT INTO jobs_assignment
        (tenant_id, job_id, data_object_id, worker_id, attempt, state, leased_at, deadline, ended_at)
    SELECT tenant_id, job_id, id, (%(workers)s::bigint[])[2], 0, 3, now(), now(), now()
    FROM jobs_dataobject WHERE job_id = %(job)s AND state = 1 AND free > 0""",
)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--plans", action="store_true", help="print the plans of the large job")
    given = parser.parse_args()
    figures = measure(customer(), given.lines, given.plans)
    return ended(TITLE, figures)


if __name__ == "__main__":
    sys.exit(main())
