"""Objects that are there several times are labeled once, where the requester wishes it (`plumbline:duplicates`).

None of them is in the machine's pool: people label one of each, and the others take its label once people are through. So
the certificate is about objects that are there once, drawn and measured as ever, and no label of a machine is copied.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from django.utils import timezone

from autolabel import asking, embedding, runs
from autolabel.arrays import Flags, Ints
from autolabel.duplicates import leaders_of
from autolabel.following import as_copy
from autolabel.models import Copies, Run
from autolabel.records import numbers
from jobs import budget, events, lifecycle, rows
from jobs.models import DataObject, Label, LabelingJob
from tenants import scope

_BATCH = 5_000  # labels an INSERT
_HELD = DataObject.State.HELD


@dataclass(frozen=True)
class _Line:
    """An object as it is copied from or to."""

    line_no: int
    id: int
    state: int


def aside(job: LabelingJob, run: Run) -> Flags:
    """Which objects (n,) are there several times: no machine labels them. Raises ShardLost."""
    found = np.zeros(run.size, np.bool_)
    if job.wishes.duplicates:
        leaders = _leaders(job, run)
        found = np.bincount(leaders, minlength=run.size)[leaders] > 1
    return found


def first_of_each(job: LabelingJob, lines: Iterable[int]) -> list[int]:
    """Of these lines those that are copies of none."""
    kept = Copies.objects.filter(job=job).first()
    if kept is None:
        return list(lines)
    leaders = numbers(kept.leaders)
    return [line for line in lines if leaders[line] == line]


def wait_for_people(job: LabelingJob) -> bool:
    """The loop is over: do copies wait for what people say of their leaders?"""
    return Copies.objects.filter(job=job, count__gt=0).update(waiting=True) > 0


def are_waiting(job: LabelingJob) -> bool:
    return Copies.objects.filter(job=job, waiting=True).exists()


def settle(job: LabelingJob, run: Run) -> bool:
    """People are through: copies take their leaders' labels, and nothing is left to decide. Where a leader failed, people
    are asked about the first of its copies, as far as the budget goes, and this is asked for again. Belongs into a
    transaction."""
    kept = Copies.objects.get(job=job)
    if not lifecycle.hold_for_machine(job.pk):
        return False
    leaders = numbers(kept.leaders).copy()
    lines = {
        row.line_no: _Line(*row) for row in rows.many(_LINES, {"job": job.pk, "lines": _members(leaders).tolist()})
    }
    retried = (row.line_no for row in rows.many(_RETRIED, {"job": job.pk}))
    promoted = _promoted(leaders, lines)
    if (rest := budget.left(job)) is not None:
        promoted = promoted[: rest // job.workers_per_object]
    asked = [line for line in retried if leaders[line] == line] + promoted
    if asked:
        kept.leaders = leaders.astype("<i4").tobytes()
        kept.save(update_fields=["leaders"])
        asking.ask(job, asked, job.first_answers)
        asking.tell(job)
        return False
    copied = _copy(job, run, [(one, lines[int(leaders[line])]) for line, one in lines.items() if one.state == _HELD])
    kept.waiting = False
    kept.save(update_fields=["waiting"])
    LabelingJob.objects.filter(pk=job.pk).update(machine_deciding=False)
    job.machine_deciding = False
    events.note(job, "COPIES_LABELED", f"{copied:,} objects have the label of one that they are copies of.")
    return False


_LINES = """
    SELECT line_no, id, state FROM jobs_dataobject WHERE job_id = %(job)s AND line_no = ANY(%(lines)s) ORDER BY line_no
"""
_RETRIED = """
    SELECT line_no FROM jobs_dataobject WHERE job_id = %(job)s AND state = 5 AND retries > 0 ORDER BY line_no
"""


def _leaders(job: LabelingJob, run: Run) -> Ints:
    """Found once: of objects that nobody had labeled before, each one's leader, itself where it is no copy."""
    kept = Copies.objects.filter(job=job).first()
    if kept is not None:
        return numbers(kept.leaders)
    given = {"job": job.pk}
    held = np.array(
        [row.line_no for row in rows.many("SELECT line_no FROM jobs_dataobject WHERE job_id = %(job)s AND state = 5 "
                                          "ORDER BY line_no", given)], np.int64,
    )  # fmt: skip
    leaders = np.arange(run.size)
    leaders[held] = held[leaders_of(embedding.vectors(job, run)[0][held])]
    count = int((leaders != np.arange(run.size)).sum())
    Copies.objects.create(job=job, leaders=leaders.astype("<i4").tobytes(), count=count)
    events.note(job, "COPIES_FOUND", f"{count:,} objects are copies of another one and wait for its label.")
    return leaders


def _members(leaders: Ints) -> Ints:
    """Lines that are copies or have some."""
    return np.flatnonzero(np.bincount(leaders, minlength=len(leaders))[leaders] > 1)


def _promoted(leaders: Ints, lines: dict[int, _Line]) -> list[int]:
    """Copies that take the place of a leader that failed, in `leaders` too."""
    found: dict[int, int] = {}
    for line, one in lines.items():
        old = int(leaders[line])
        if one.state == _HELD and lines[old].state == DataObject.State.FAILED:
            leaders[line] = found.setdefault(old, line)
    return list(found.values())


def _copy(job: LabelingJob, run: Run, pairs: list[tuple[_Line, _Line]]) -> int:
    """Labels of people onto copies, each pair a copy and its leader; how many. What no label may be given to any more
    stays without one."""
    labels = {one.pk: one for one in Label.objects.filter(pk__in={leader.id for _, leader in pairs}, human=True)}
    possible = [(copy, leader) for copy, leader in pairs if leader.id in labels][: _most(job, run)]
    now = timezone.now()
    made = [
        Label(
            tenant_id=scope.current(), data_object_id=copy.id, class_index=labels[leader.id].class_index,
            confidence=labels[leader.id].confidence, human=True, created_at=now,
            fragment=as_copy(labels[leader.id].fragment, job.label_attribute, leader.line_no),
        )
        for copy, leader in possible
    ]  # fmt: skip
    Label.objects.bulk_create(made, batch_size=_BATCH)
    ids = [label.data_object_id for label in made]
    rows.run("UPDATE jobs_dataobject SET state = 3 WHERE id = ANY(%(ids)s)", {"ids": ids})
    rows.run(
        "UPDATE jobs_labelingjob SET labeled = labeled + %(n)s, changed_at = now() WHERE id = %(job)s",
        {"n": len(made), "job": job.pk},
    )
    return len(made)


def _most(job: LabelingJob, run: Run) -> int:
    """Labels that stopping conditions still allow."""
    job.refresh_from_db(fields=["labeled", "machine_labeled", "failed", "total"])
    rules, told = runs.rules_of(job, run), job.request.get("StoppingConditions", {}).get("MaxHumanLabeledObjectCount")
    made = rows.one(
        """SELECT count(*) FROM jobs_label l JOIN jobs_dataobject o ON o.id = l.data_object_id
        WHERE o.job_id = %(job)s""",
        {"job": job.pk},
    ).count
    limits = [job.unlabeled]
    if rules.most_labeled is not None:
        limits.append(rules.most_labeled - made)
    if told is not None:
        limits.append(told - (made - job.machine_labeled))
    return max(min(limits), 0)
