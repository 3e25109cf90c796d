"""Labels of people that may be wrong: looked for when a job with a machine ends or somebody asks, and decided about."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from autolabel import suspecting, tasks
from autolabel.checking import step
from autolabel.models import Copies, LabelCheck, Run, Suspect
from autolabel.suspecting import Decided, decide, look
from consolidation.serving import serve
from jobs import dispatch, lifecycle
from jobs.actions import stop_job
from jobs.layout import Layout
from jobs.models import Assignment, DataObject, JobEvent, Label, LabelingJob
from tenants.errors import AccessDenied, Conflict, NotFound, RequestInvalid
from tenants.models import AuditEntry
from tests.autolabel.play import go_on, mails, ordered, wish
from tests.cast import Account
from tests.jobs.play import HAM, SPAM, adds_up, take
from workforce.models import Worker

pytestmark = pytest.mark.django_db
WRONG = (3, 40, 77)


def labeled(alice: Account, bob: Worker, count: int = 120) -> LabelingJob:
    """A job of people alone, in which Bob said the wrong thing three times."""
    given = mails(count)
    request = alice.text_request("mails", [{"source": text} for text, _ in given], MaxConcurrentTaskCount=count)
    job = alice.job(request | {"Tags": wish(backbone="wordllama")})
    for _ in range(count):
        turn = take(job, bob.pk)
        says_spam = (given[turn.line_no][1] == "spam") != (turn.line_no in WRONG)
        dispatch.submit(turn.assignment_id, bob.pk, SPAM if says_spam else HAM)
    serve(job)
    job.refresh_from_db()
    assert (job.stage, job.labeled) == ("Completed", count)
    return job


def looked_at(alice: Account, bob: Worker) -> LabelingJob:
    job = labeled(alice, bob)
    look(job, actor=alice.actor)
    while step(job):
        pass
    return job


def manifest(alice: Account, job: LabelingJob) -> list[dict[str, Any]]:
    return [json.loads(line) for line in alice.read(Layout(job).output_manifest).splitlines()]


def lines(job: LabelingJob, decision: int = Suspect.Decision.OPEN) -> list[int]:
    found = Suspect.objects.filter(job=job, decision=decision).order_by("-score")
    return list(found.values_list("data_object__line_no", flat=True))


def test_wrong_labels_come_first_with_what_the_machine_says(in_alices: Account, bob: Worker) -> None:
    job = looked_at(in_alices, bob)
    check = LabelCheck.objects.get(job=job)
    assert (check.done, check.compared) == (True, 120)
    assert set(lines(job)[:3]) == set(WRONG)
    assert len(lines(job)) < 12
    one = Suspect.objects.get(job=job, data_object__line_no=3)
    truth = int(mails(120)[3][1] == "spam")
    assert (one.machine, one.people) == (truth, 1 - truth)
    assert 0 < one.score <= one.chance <= 1
    assert Run.objects.get(job=job).embedded == 120
    assert JobEvent.objects.filter(job=job, name="LABELS_CHECKED").count() == 1


def test_a_job_with_a_machine_is_looked_at_by_itself_when_it_ends(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(lifecycle, "enqueue", lambda function, *_, **__: sent.append(function) or True)
    given = mails(260)
    job = ordered(in_alices, [text for text, _ in given])
    go_on(job, [bob], lambda line, _: given[line][1])
    lifecycle.let_machine_decide(job)
    assert sent[-1] == lifecycle.CHECK
    status = Run.objects.get(job=job).status
    tasks.check_labels.run.__wrapped__(job.pk)
    check = LabelCheck.objects.get(job=job)
    assert (check.done, check.compared) == (True, 260 - job.machine_labeled)
    assert Run.objects.get(job=job).status == status
    LabelCheck.objects.update(compared=7)
    tasks.check_labels.run.__wrapped__(job.pk)  # a message that comes again, or when it has ended once more
    assert LabelCheck.objects.get(job=job).compared == 7


def test_a_wrong_label_is_found_though_copies_say_the_same(in_alices: Account, bob: Worker) -> None:
    """Each copy would teach the machine what it is to doubt."""
    given = mails(220)
    texts = [text for text, _ in given] + [f"{given[line][0]} " for line in WRONG for _ in range(4)]
    job = ordered(in_alices, texts, Tags=wish(backbone="wordllama", duplicates="label-once", target=0.999))
    turned = {"ham": "spam", "spam": "ham"}
    go_on(job, [bob], lambda line, _: turned[given[line][1]] if line in WRONG else given[line][1])
    assert (job.stage, job.labeled, Copies.objects.get(job=job).count) == ("Completed", 232, 12)
    while step(job):
        pass
    assert LabelCheck.objects.get(job=job).compared == 220 - job.machine_labeled
    assert set(lines(job)[:3]) == set(WRONG)


def test_asking_again_twice_is_asking_once(in_alices: Account, bob: Worker) -> None:
    job = looked_at(in_alices, bob)
    changed = [decide(job, [Decided(3, "ask")], actor=in_alices.actor) for _ in range(2)]
    assert (changed, lines(job, Suspect.Decision.ASKED)) == ([1, 0], [3])
    assert (job.labeled, DataObject.objects.get(job=job, line_no=3).retries) == (119, 1)


def test_people_are_asked_again_only_while_the_budget_lasts(in_alices: Account, bob: Worker) -> None:
    given = mails(220)
    wishes = wish(backbone="wordllama", target=0.999, budget="11.05", answer_price="0.05")  # 221 answers
    job = ordered(in_alices, [text for text, _ in given], Tags=wishes)
    turned = {"ham": "spam", "spam": "ham"}
    go_on(job, [bob], lambda line, _: turned[given[line][1]] if line in WRONG else given[line][1])
    while step(job):
        pass
    left = 221 - Assignment.objects.filter(job=job, state=Assignment.State.SUBMITTED).count()
    found = lines(job)
    assert 0 < left < len(found)
    with pytest.raises(Conflict, match=f"enough for {left} more answers?, and .* may take {left + 1}"):
        decide(job, [Decided(line, "ask") for line in found[: left + 1]], actor=in_alices.actor)
    assert lines(job) == found
    assert decide(job, [Decided(line, "ask") for line in found[:left]], actor=in_alices.actor) == left
    with pytest.raises(Conflict, match="enough for 0 more answers"):
        decide(job, [Decided(found[left], "ask")], actor=in_alices.actor)


def test_a_corrected_label_is_in_the_manifest_and_can_be_taken_back(in_alices: Account, bob: Worker) -> None:
    job = looked_at(in_alices, bob)
    before = manifest(in_alices, job)
    right = mails(120)[3][1]
    for _ in range(2):  # safe to repeat
        decide(job, [Decided(3, "correct", (right,)), Decided(40, "keep")], actor=in_alices.actor)
        serve(job)
    line = manifest(in_alices, job)[3]
    assert line["lan"] == ["ham", "spam"].index(right)
    told = line["lan-metadata"]
    assert (told["class-name"], told["confidence"], told["human-annotated"], told["adjustment-status"]) == (
        right, 0.95, "yes", "adjusted",
    )  # fmt: skip
    assert (job.stage, job.relabeled) == ("Completed", 1)
    assert lines(job, Suspect.Decision.CORRECTED) == [3]
    assert lines(job, Suspect.Decision.KEPT) == [40]
    assert AuditEntry.objects.filter(verb="autolabel.labels.decided").count() == 2
    decide(job, [Decided(3, "undo"), Decided(40, "undo")], actor=in_alices.actor)
    serve(job)
    assert manifest(in_alices, job) == before
    assert {3, 40} <= set(lines(job))
    assert adds_up(job)


def test_what_was_decided_is_not_asked_again_by_another_look(in_alices: Account, bob: Worker) -> None:
    job = looked_at(in_alices, bob)
    decide(job, [Decided(77, "keep")], actor=in_alices.actor)
    look(job, actor=in_alices.actor)
    assert step(job) is False
    assert 77 not in lines(job)
    assert set(lines(job)[:2]) == {3, 40}


def test_people_asked_again_label_it_anew(in_alices: Account, bob: Worker) -> None:
    job = looked_at(in_alices, bob)
    decide(job, [Decided(3, "ask")], actor=in_alices.actor)
    assert (job.stage, job.labeled, job.unlabeled) == ("InProgress", 119, 1)
    assert adds_up(job)
    with pytest.raises(Conflict, match="people are asked about it again"):
        decide(job, [Decided(3, "correct", ("ham",))], actor=in_alices.actor)
    turn = take(job, bob.pk)
    assert turn.line_no == 3
    with pytest.raises(Conflict, match="cannot be taken back"):
        decide(job, [Decided(3, "undo")], actor=in_alices.actor)
    right = mails(120)[3][1]
    dispatch.submit(turn.assignment_id, bob.pk, SPAM if right == "spam" else HAM)
    serve(job)
    job.refresh_from_db()
    assert (job.stage, job.labeled) == ("Completed", 120)
    assert manifest(in_alices, job)[3]["lan-metadata"]["class-name"] == right
    assert Assignment.objects.filter(data_object__line_no=3, state=Assignment.State.SET_ASIDE).count() == 1
    assert adds_up(job)


def test_a_stopped_job_can_be_corrected_and_asks_nobody(in_alices: Account, bob: Worker) -> None:
    given = mails(130)
    request = in_alices.text_request("mails", [{"source": text} for text, _ in given], MaxConcurrentTaskCount=130)
    job = in_alices.job(request | {"Tags": wish(backbone="wordllama")})
    for _ in range(100):
        turn = take(job, bob.pk)
        says_spam = (given[turn.line_no][1] == "spam") != (turn.line_no in WRONG)
        dispatch.submit(turn.assignment_id, bob.pk, SPAM if says_spam else HAM)
    stop_job(job, actor=in_alices.actor)
    serve(job)
    look(job, actor=in_alices.actor)
    while step(job):
        pass
    with pytest.raises(Conflict, match="stopped"):
        decide(job, [Decided(3, "ask")], actor=in_alices.actor)
    decide(job, [Decided(3, "correct", (given[3][1],))], actor=in_alices.actor)
    assert job.stage == "Stopping"
    serve(job)
    assert (job.stage, job.labeled, job.unlabeled) == ("Stopped", 100, 30)
    assert manifest(in_alices, job)[3]["lan-metadata"]["class-name"] == given[3][1]


def test_all_or_nothing(in_alices: Account, bob: Worker) -> None:
    job = looked_at(in_alices, bob)
    fragments = list(Label.objects.order_by("pk").values_list("fragment", flat=True))
    for wrong, fault in (
        (Decided(3, "correct", ("cat",)), RequestInvalid),
        (Decided(3, "correct", ("ham", "spam")), RequestInvalid),
        (Decided(119, "keep"), NotFound),
    ):
        with pytest.raises(fault):
            decide(job, [Decided(40, "correct", (mails(120)[40][1],)), wrong], actor=in_alices.actor)
    assert list(Label.objects.order_by("pk").values_list("fragment", flat=True)) == fragments
    assert lines(job, Suspect.Decision.CORRECTED) == []


def test_who_may_not_and_when_there_is_nothing_to_look_at(in_alices: Account, bob: Worker, reviewing: Any) -> None:
    running = in_alices.text_job("running", 3)
    with pytest.raises(Conflict, match="InProgress"):
        look(running, actor=in_alices.actor)
    with pytest.raises(AccessDenied):
        look(running, actor=reviewing)
    with pytest.raises(AccessDenied):
        decide(running, [], actor=reviewing)
    turn = take(running, bob.pk)
    dispatch.submit(turn.assignment_id, bob.pk, HAM)
    stop_job(running, actor=in_alices.actor)
    serve(running)
    look(running, actor=in_alices.actor)
    while step(running):
        pass
    check = LabelCheck.objects.get(job=running)
    assert (check.done, check.status) == (
        True,
        "People's labels are too few to tell which are wrong: 1, and it takes 50.",
    )


@pytest.fixture
def reviewing(in_alices: Account) -> Any:
    from dataclasses import replace

    return replace(in_alices.actor, role="reviewer")


def test_a_look_that_broke_off_can_be_begun_again(in_alices: Account, bob: Worker) -> None:
    job = labeled(in_alices, bob)
    check = look(job, actor=in_alices.actor)
    assert suspecting.is_looking(check)
    assert look(job, actor=in_alices.actor).moved_at == check.moved_at  # under way
    LabelCheck.objects.update(moved_at="2020-01-01T00:00:00Z")
    assert not suspecting.is_looking(LabelCheck.objects.get(job=job))
    assert suspecting.is_looking(look(job, actor=in_alices.actor))


def test_one_object_is_suspect_once(in_alices: Account, bob: Worker) -> None:
    job = looked_at(in_alices, bob)
    one = Suspect.objects.filter(job=job).first()
    assert one is not None
    again = Suspect(tenant=one.tenant, data_object_id=one.pk, job=job, score=0, chance=0, people=0, machine=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Suspect.objects.bulk_create([again])
