"""What is decided about a label holds for the copies that were given it; and asking again can be taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from autolabel import checking
from autolabel.models import Suspect
from autolabel.suspect_pages import review_of
from autolabel.suspecting import Decided, decide
from consolidation.serving import serve
from jobs import closing, dispatch
from jobs.layout import Layout
from jobs.models import Assignment, DataObject, Label, LabelingJob
from tenants import scope
from tenants.errors import Conflict
from tests.autolabel.play import go_on, ordered
from tests.autolabel.test_checking import looked_at, manifest
from tests.autolabel.test_copying import ONCE, with_copies
from tests.cast import Account
from tests.jobs.play import HAM, SPAM, adds_up, take
from workforce.models import Worker

pytestmark = pytest.mark.django_db
LEADER, COPIES = 3, (223, 245)
FAMILY = (LEADER, *COPIES)


@pytest.fixture
def job(in_alices: Account, bob: Worker) -> LabelingJob:
    """Labeled, with copies; a machine suspects the labels of one family."""
    given = with_copies(220)
    job = ordered(in_alices, [text for text, _ in given], Tags=ONCE)
    go_on(job, [bob], lambda line, _: given[line][1])
    Suspect.objects.bulk_create(
        Suspect(tenant_id=scope.current(), data_object=one, job=job, score=0.9, chance=0.95, people=0, machine=1)
        for one in DataObject.objects.filter(job=job, line_no__in=FAMILY)
    )
    serve(job)
    return job


def told(alice: Account, job: LabelingJob) -> dict[int, dict[str, Any]]:
    """What the manifest says of the family, by line."""
    lines = alice.read(Layout(job).output_manifest).splitlines()
    return {line: json.loads(lines[line])["lan-metadata"] for line in FAMILY}


def said(alice: Account, job: LabelingJob) -> list[str]:
    return [one["class-name"] for one in told(alice, job).values()]


def other(label: str) -> str:
    return {"ham": "spam", "spam": "ham"}[label]


def test_a_corrected_label_is_corrected_in_its_copies_and_taken_back_in_all(
    in_alices: Account, job: LabelingJob
) -> None:
    before, whole = told(in_alices, job), manifest(in_alices, job)
    wrong = before[LEADER]["class-name"]
    assert decide(job, [Decided(LEADER, "correct", (other(wrong),))], actor=in_alices.actor) == 3
    serve(job)
    assert said(in_alices, job) == [other(wrong)] * 3
    for line in COPIES:
        one = told(in_alices, job)[line]
        assert (one["copy-of"], one["adjustment-status"], one["confidence"]) == (LEADER, "adjusted", 0.95)
    changed = [at for at, (old, new) in enumerate(zip(whole, manifest(in_alices, job), strict=True)) if old != new]
    assert changed == list(FAMILY)
    assert decide(job, [Decided(LEADER, "undo")], actor=in_alices.actor) == 3
    serve(job)
    assert manifest(in_alices, job) == whole
    assert adds_up(job)


def test_a_copy_that_was_corrected_itself_follows_no_longer_until_that_is_undone(
    in_alices: Account, job: LabelingJob
) -> None:
    label = told(in_alices, job)[LEADER]["class-name"]
    decide(job, [Decided(COPIES[0], "correct", (other(label),))], actor=in_alices.actor)
    serve(job)
    assert said(in_alices, job) == [label, other(label), label]
    decide(job, [Decided(LEADER, "correct", (other(label),))], actor=in_alices.actor)
    decide(job, [Decided(LEADER, "undo")], actor=in_alices.actor)
    serve(job)
    assert said(in_alices, job) == [label, other(label), label]
    decide(job, [Decided(LEADER, "correct", (other(label),))], actor=in_alices.actor)
    decide(job, [Decided(COPIES[0], "undo")], actor=in_alices.actor)
    serve(job)
    assert said(in_alices, job) == [other(label)] * 3
    assert told(in_alices, job)[COPIES[0]]["copy-of"] == LEADER


def test_copies_follow_what_people_say_when_they_are_asked_again(
    in_alices: Account, bob: Worker, job: LabelingJob
) -> None:
    label = told(in_alices, job)[LEADER]["class-name"]
    decide(job, [Decided(LEADER, "ask")], actor=in_alices.actor)
    turn = take(job, bob.pk)
    dispatch.submit(turn.assignment_id, bob.pk, HAM if label == "spam" else SPAM)
    serve(job)
    assert said(in_alices, job) == [other(label), label, label]
    checking.step(job)
    assert job.stage == "InProgress"
    serve(job)
    assert said(in_alices, job) == [other(label)] * 3
    assert job.stage == "Completed"
    checking.step(job)
    assert job.stage == "Completed"
    assert adds_up(job)


def test_asking_again_is_taken_back_while_nobody_has_begun(in_alices: Account, bob: Worker) -> None:
    job = looked_at(in_alices, bob)
    before, label = manifest(in_alices, job), Label.objects.values().get(data_object__line_no=3)
    turns = list(Assignment.objects.order_by("pk").values_list("pk", "state"))
    for _ in range(2):
        decide(job, [Decided(3, "ask")], actor=in_alices.actor)
        assert (job.stage, job.labeled) == ("InProgress", 119)
        decide(job, [Decided(3, "undo")], actor=in_alices.actor)
        serve(job)
        job.refresh_from_db()
        assert (job.stage, job.labeled) == ("Completed", 120)
        assert adds_up(job)
        assert manifest(in_alices, job) == before
        assert Label.objects.values().get(data_object__line_no=3) == label
        assert list(Assignment.objects.order_by("pk").values_list("pk", "state")) == turns
    assert Suspect.objects.get(data_object__line_no=3).decision == Suspect.Decision.OPEN
    assert dispatch.lease(job.pk, bob.pk) is None


def test_a_correction_that_was_asked_about_is_there_again(in_alices: Account, bob: Worker) -> None:
    job = looked_at(in_alices, bob)
    before = manifest(in_alices, job)
    wrong = before[3]["lan-metadata"]["class-name"]
    decide(job, [Decided(3, "correct", (other(wrong),))], actor=in_alices.actor)
    decide(job, [Decided(3, "ask")], actor=in_alices.actor)
    decide(job, [Decided(3, "undo")], actor=in_alices.actor)
    serve(job)
    assert manifest(in_alices, job)[3]["lan-metadata"]["class-name"] == other(wrong)
    decide(job, [Decided(3, "undo")], actor=in_alices.actor)
    serve(job)
    assert manifest(in_alices, job) == before


def test_who_has_begun_is_not_interrupted(in_alices: Account, bob: Worker) -> None:
    job = looked_at(in_alices, bob)
    decide(job, [Decided(3, "ask")], actor=in_alices.actor)
    turn = take(job, bob.pk)
    with pytest.raises(Conflict, match="begun to label it again"):
        decide(job, [Decided(3, "undo")], actor=in_alices.actor)
    dispatch.release(turn.assignment_id, bob.pk)
    decide(job, [Decided(3, "undo")], actor=in_alices.actor)
    assert job.labeled == 120
    decide(job, [Decided(3, "ask")], actor=in_alices.actor)
    dispatch.submit(take(job, bob.pk).assignment_id, bob.pk, HAM)
    with pytest.raises(Conflict, match="begun to label it again"):
        decide(job, [Decided(3, "undo")], actor=in_alices.actor)
    serve(job)
    with pytest.raises(Conflict, match="begun to label it again"):
        decide(job, [Decided(3, "undo")], actor=in_alices.actor)
    assert adds_up(job)


def answered(job: LabelingJob, bob: Worker, label: str) -> None:
    """He is asked again, and says this."""
    dispatch.submit(take(job, bob.pk).assignment_id, bob.pk, SPAM if label == "spam" else HAM)
    serve(job)


def answered_anew(account: Account, bob: Worker) -> tuple[LabelingJob, str, list[dict[str, Any]]]:
    """A job in which people were asked again about line 3 and said something else; what they had said before, and the
    lines as they are now."""
    job = looked_at(account, bob)
    label = manifest(account, job)[3]["lan-metadata"]["class-name"]
    decide(job, [Decided(3, "ask")], actor=account.actor)
    answered(job, bob, other(label))
    return job, label, manifest(account, job)


def test_a_correction_of_what_people_said_when_asked_again_is_taken_back(in_alices: Account, bob: Worker) -> None:
    job, label, before = answered_anew(in_alices, bob)
    decide(job, [Decided(3, "correct", (label,))], actor=in_alices.actor)
    serve(job)
    assert manifest(in_alices, job)[3]["lan-metadata"]["class-name"] == label
    decide(job, [Decided(3, "undo")], actor=in_alices.actor)
    serve(job)
    assert manifest(in_alices, job) == before
    assert Suspect.objects.get(data_object__line_no=3).decision == Suspect.Decision.OPEN
    assert adds_up(job)


def test_a_second_asking_that_is_taken_back_makes_no_correction_of_the_first(in_alices: Account, bob: Worker) -> None:
    job, _, before = answered_anew(in_alices, bob)
    decide(job, [Decided(3, "ask")], actor=in_alices.actor)
    for _ in range(2):  # the second one takes nothing back
        decide(job, [Decided(3, "undo")], actor=in_alices.actor)
        serve(job)
        assert manifest(in_alices, job) == before
        assert Suspect.objects.get(data_object__line_no=3).decision == Suspect.Decision.OPEN
    assert adds_up(job)


def nobody_comes(job: LabelingJob, bob: Worker) -> None:
    """Who are asked again let the time run out."""
    DataObject.objects.filter(job=job, line_no=3).update(opened_at="2020-01-01T00:00:00Z")
    assert closing.close_overdue(job) == 1


def all_decline(job: LabelingJob, bob: Worker) -> None:
    dispatch.decline(take(job, bob.pk).assignment_id, bob.pk)


def answers_are_no_use(job: LabelingJob, bob: Worker) -> None:
    turn = take(job, bob.pk)
    dispatch.submit(turn.assignment_id, bob.pk, HAM)
    closing.fail_answered(job.pk, {DataObject.objects.get(job=job, line_no=3).pk: "ClientError: no label is like it."})


@pytest.mark.parametrize("happens", [nobody_comes, all_decline, answers_are_no_use])
def test_a_label_is_there_again_when_those_who_were_asked_gave_none(
    in_alices: Account, bob: Worker, happens: Callable[[LabelingJob, Worker], None]
) -> None:
    job = looked_at(in_alices, bob)
    before, label = manifest(in_alices, job), Label.objects.values().get(data_object__line_no=3)
    turns = dict(Assignment.objects.values_list("pk", "state"))
    decide(job, [Decided(3, "ask")], actor=in_alices.actor)
    happens(job, bob)
    serve(job)
    assert adds_up(job)
    assert (job.stage, job.labeled, job.failed) == ("Completed", 119, 1)
    assert [card.can_undo for card in review_of(job).decided] == [True]
    decide(job, [Decided(3, "undo")], actor=in_alices.actor)
    assert adds_up(job)
    serve(job)
    assert adds_up(job)
    assert (job.stage, job.labeled, job.failed) == ("Completed", 120, 0)
    assert manifest(in_alices, job) == before
    assert Label.objects.values().get(data_object__line_no=3) == label
    assert dict(Assignment.objects.filter(pk__in=turns).values_list("pk", "state")) == turns
    added = Assignment.objects.exclude(pk__in=turns).values_list("state", flat=True)
    assert not {Assignment.State.LEASED, Assignment.State.SUBMITTED} & set(added)
    assert DataObject.objects.get(job=job, line_no=3).failure_reason == ""
