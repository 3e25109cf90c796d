"""What a job's page, and the page of its labels that may be wrong, say; and what the latter's form decided."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from autolabel import shown
from autolabel.models import LabelCheck, Suspect
from autolabel.shown import Shown
from autolabel.suspecting import Decided, can_look, is_looking
from jobs import asked_again
from jobs.models import LabelingJob

Decision = Suspect.Decision
_NAMED = 5  # suspects on a job's page
_PAGE = 20  # suspects that are decided about together
_LATEST = 50  # decisions that are listed
_WORDS = {Decision.KEPT: "Label kept", Decision.CORRECTED: "Corrected", Decision.ASKED: "People are asked again"}


@dataclass(frozen=True)
class Card:
    """One suspect. `right` are the classes that a correction begins from: those that the machine says."""

    shown: Shown
    people: str
    machine: str
    percent: str
    said: list[str]
    right: list[str]
    decision: str
    decided_by: str
    can_undo: bool


@dataclass(frozen=True)
class Review:
    """`cards` wait for a decision, `left` others too; `decided` are the latest that have one."""

    check: LabelCheck | None
    looking: bool
    can_look: bool
    cards: list[Card]
    left: int
    decided: list[Card]
    several: bool


def concerns(job: LabelingJob) -> bool:
    """Is there, or will there be, something to say of this job?"""
    return can_look(job) or LabelCheck.objects.filter(job=job).exists()


def review_of(job: LabelingJob, most: int = _PAGE) -> Review:
    """The likeliest first."""
    check = LabelCheck.objects.filter(job=job).first()
    found = Suspect.objects.filter(job=job).select_related("data_object__label")
    waiting = found.filter(decision=Decision.OPEN)
    cards = _cards(job, list(waiting.order_by("-score", "pk")[:most]))
    decided = _cards(job, list(found.exclude(decision=Decision.OPEN).order_by("-decided_at", "pk")[:_LATEST]))
    left = waiting.count() - len(cards)
    return Review(check, is_looking(check), can_look(job), cards, left, decided, job.kind.machine == "classes")


def brief_of(job: LabelingJob) -> Review:
    """As much of it as a job's page shows."""
    return review_of(job, _NAMED)


def decisions_in(job: LabelingJob, sent: QueryDict) -> list[Decided]:
    """What was chosen on the page: `what-<line>` and `right-<line>`; lines without a choice wait."""
    found = []
    for name, what in sent.items():
        line = name.removeprefix("what-")
        if name.startswith("what-") and line.isdecimal() and what in ("keep", "correct", "ask", "undo"):
            labels = sent.getlist(f"right-{line}") if what == "correct" else []
            found.append(Decided(int(line), str(what), tuple(label for label in labels if label)))
    return found


def _cards(job: LabelingJob, suspects: list[Suspect]) -> list[Card]:
    said = shown.answers_to(job, [one.data_object for one in suspects])
    waiting = asked_again.not_begun([one.pk for one in suspects if one.decision == Decision.ASKED])
    return [
        Card(
            shown=shown.shown(job, one.data_object),
            people=shown.in_words(job, one.people),
            machine=shown.in_words(job, one.machine),
            percent="over 99%" if one.chance > 0.99 else f"{one.chance:.0%}",
            said=said[one.data_object_id],
            right=shown.names(job, one.machine),
            decision=_WORDS.get(Decision(one.decision), ""),
            decided_by=one.decided_by,
            can_undo=one.decision in (Decision.KEPT, Decision.CORRECTED) or one.pk in waiting,
        )
        for one in suspects
    ]
