"""Labels that may be wrong: asking for a look at them, and what is decided about each. Light: web processes import it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import orjson
from django.db import transaction
from django.utils import timezone

from autolabel.arrays import Floats
from autolabel.catalogue import kind_of
from autolabel.following import follow, has_copies
from autolabel.models import LabelCheck, Suspect
from jobs import asked_again, budget, events, relabeling
from jobs.facts import facts_of
from jobs.fragments import fragment
from jobs.models import Label, LabelingJob
from jobs.sweeping import is_too_old
from tenants import audit
from tenants.actor import Actor
from tenants.errors import Conflict, Fault, NotFound, RequestInvalid

Decision = Suspect.Decision
Stage = LabelingJob.Stage
KINDS = ("class", "classes")  # of `TaskType.machine`: autolabel/unseen.py knows how to look for wrong ones
FEWEST = 50  # labels of people: of fewer nobody could say which are wrong
_STILL = timedelta(minutes=5)  # without a step, and a look has broken off: none takes as long on a slow machine
_SURE = 0.95  # as sure as labels of people get (spec 2.8)


@dataclass(frozen=True)
class Decided:
    """What shall become of a label: `keep`, `correct` with the right labels (one, or any number where objects have
    several), `ask` people again, or `undo` what was decided."""

    line_no: int
    what: str
    labels: tuple[str, ...] = ()


def can_look(job: LabelingJob) -> bool:
    """Is it a job whose people's labels can be looked at: of classes, and ended?"""
    return job.kind.machine in KINDS and job.stage in (Stage.COMPLETED, Stage.STOPPED)


def is_looking(check: LabelCheck | None) -> bool:
    """Is a look under way, and not broken off?"""
    return check is not None and not check.done and check.moved_at > timezone.now() - _STILL


@transaction.atomic
def look(job: LabelingJob, *, actor: Actor) -> LabelCheck:
    """Look for wrong labels, from the beginning; one that is under way goes on. The caller sends `lifecycle.CHECK`."""
    actor.demand("manager")
    if not can_look(job):
        raise Conflict(
            f"Wrong labels can be looked for in jobs of classes that have ended; {job.name} is {job.stage}, "
            f"of the type {job.kind.title}."
        )
    check = LabelCheck.objects.filter(job=job).first()
    if check is None or not is_looking(check):
        check = begin(job)
        audit.record(actor, "autolabel.labels.check", job.arn)
        events.note(job, "LABEL_CHECK_BEGUN", f"{actor.label} has people's labels looked at.")
    return check


def begin(job: LabelingJob) -> LabelCheck:
    """A look that nothing has been done for yet."""
    waiting = {"status": "Waiting for the machine.", "done": False, "compared": 0, "moved_at": timezone.now()}
    return LabelCheck.objects.update_or_create(job=job, defaults=waiting)[0]


@transaction.atomic
def decide(job: LabelingJob, decisions: Sequence[Decided], *, actor: Actor) -> int:
    """Carry out what was decided, all or nothing; how many labels are others now, copies of them too. Saying the same
    twice changes nothing.

    Raises `NotFound` for a line that is no suspect, `RequestInvalid` for labels that the job has not, `Conflict` where
    labels cannot be changed, or the budget is not enough to ask again. The caller then calls `lifecycle.send(job)`.
    """
    actor.demand("manager")
    relabeling.hold_for_changes(job)
    found = _suspects(job, decisions)
    asked = {one.line_no for one in decisions if one.what == "ask" and hasattr(found[one.line_no].data_object, "label")}
    budget.demand(job, len(asked))
    changed = sum(_VERBS[one.what](job, found[one.line_no], one, actor) for one in decisions)
    changed += follow(job, found)
    if decisions:
        told = [{"line": one.line_no, "decision": one.what, "labels": list(one.labels)} for one in decisions]
        audit.record(actor, "autolabel.labels.decided", job.arn, decisions=told)
        events.note(
            job, "LABELS_REVIEWED", f"{actor.label} decided about {len(decisions):,} labels; {changed:,} changed."
        )
    relabeling.count_changes(job, changed)
    return changed


@transaction.atomic
def follow_asked(job: LabelingJob) -> int:
    """Copies take the labels that people gave when they were asked again; how many changed. The caller then calls
    `lifecycle.send(job)`: the manifest of a job that has ended is written again. One that is too old stays as it is."""
    if job.stage not in (Stage.COMPLETED, Stage.STOPPED) or is_too_old(job) or not has_copies(job):
        return 0
    asked = Suspect.objects.filter(job=job, decision=Decision.ASKED).values_list("data_object__line_no", flat=True)
    lines = list(asked)
    if not lines:
        return 0
    relabeling.hold_for_changes(job)
    changed = follow(job, lines)
    relabeling.count_changes(job, changed)
    return changed


def _suspects(job: LabelingJob, decisions: Sequence[Decided]) -> Mapping[int, Suspect]:
    lines = {one.line_no for one in decisions}
    rows = Suspect.objects.filter(job=job, data_object__line_no__in=lines).select_related("data_object__label")
    found = {row.data_object.line_no: row for row in rows.select_for_update(of=("self",))}
    if missing := sorted(lines - found.keys()):
        raise NotFound(f"No label of {job.name} is thought to be wrong at line {missing[0]}.")
    return found


def _keep(job: LabelingJob, suspect: Suspect, given: Decided, actor: Actor) -> int:
    if suspect.decision in (Decision.CORRECTED, Decision.ASKED):
        raise Conflict(f"Line {given.line_no} was decided about already. Undo that, then keep its label.")
    return _note(suspect, Decision.KEPT, actor) if suspect.decision == Decision.OPEN else 0


def _correct(job: LabelingJob, suspect: Suspect, given: Decided, actor: Actor) -> int:
    label, old, facts = _number(job, given), _label_of(suspect), facts_of(job.pk)
    kind = kind_of(job)
    if suspect.decision == Decision.CORRECTED and kind.label_in(orjson.loads(f"{{{old.fragment}}}"), facts) == label:
        return 0
    if suspect.decision != Decision.CORRECTED:  # what is corrected twice was what it was before the first time
        suspect.before = {
            "class_index": old.class_index, "confidence": old.confidence, "fragment": old.fragment,
            "created_at": old.created_at.isoformat(),
        }  # fmt: skip
    sure: Floats = np.full((len(job.labels), 1), _SURE)
    made, now = kind.written(facts, label, _SURE, sure), timezone.now()
    told = {**made.metadata, "adjustment-status": "adjusted"}
    text = fragment(facts, made.value, told, kind.order, now)
    relabeling.set_label(old.pk, class_index=made.class_index, confidence=_SURE, fragment=text, created_at=now)
    _note(suspect, Decision.CORRECTED, actor)
    return 1


def _ask(job: LabelingJob, suspect: Suspect, given: Decided, actor: Actor) -> int:
    if suspect.decision == Decision.ASKED and not hasattr(suspect.data_object, "label"):
        return 0  # said twice: they have not answered yet
    corrected = suspect.before if suspect.decision == Decision.CORRECTED else None
    suspect.before = {**asked_again.remembered(_label_of(suspect)), "corrected": corrected}
    _note(suspect, Decision.ASKED, actor)
    return relabeling.ask_again(job, [suspect.data_object_id])


def _undo(job: LabelingJob, suspect: Suspect, given: Decided, actor: Actor) -> int:
    before, decision = suspect.before, suspect.decision
    if decision == Decision.ASKED:
        asked_again.take_back(job, suspect.data_object_id, before)
        suspect.before = before["corrected"]  # of a label that had been corrected before
        _note(suspect, Decision.CORRECTED if suspect.before else Decision.OPEN, actor)
        return 1
    suspect.before = None
    _note(suspect, Decision.OPEN, actor)
    if decision == Decision.CORRECTED:
        at = datetime.fromisoformat(before["created_at"])
        relabeling.set_label(suspect.data_object_id, **{**before, "created_at": at})
    return int(decision == Decision.CORRECTED)


_VERBS = {"keep": _keep, "correct": _correct, "ask": _ask, "undo": _undo}
VERBS = tuple(_VERBS)


def _note(suspect: Suspect, decision: Decision, actor: Actor) -> int:
    """Keep the decision; it changes no label by itself."""
    suspect.decision = decision
    suspect.decided_by = "" if decision == Decision.OPEN else actor.label
    suspect.decided_at = None if decision == Decision.OPEN else timezone.now()
    suspect.save(update_fields=["decision", "decided_by", "decided_at", "before"])
    return 0


def _label_of(suspect: Suspect) -> Label:
    label: Label | None = getattr(suspect.data_object, "label", None)
    if label is None:
        raise Conflict(
            f"Line {suspect.data_object.line_no} has no label now: people are asked about it again. Undo that, or wait for "
            "their answers."
        )
    return label


def _number(job: LabelingJob, given: Decided) -> int:
    """The right label as a number; raises `RequestInvalid`."""
    unknown = [name for name in given.labels if name not in job.labels]
    several = job.kind.machine == "classes"
    if unknown or (len(given.labels) != 1 and not several):
        wanted = f"{'any' if several else 'one'} of {', '.join(job.labels[:50])}"
        raise RequestInvalid([Fault("labels", repr(list(given.labels))[:200], wanted)])
    numbers = [job.labels.index(name) for name in given.labels]
    return sum(1 << number for number in set(numbers)) if several else numbers[0]
