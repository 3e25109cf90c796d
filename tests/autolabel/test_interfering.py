"""A machine decides while other things happen to its job: it is stopped, retried, asked twice, its files are altered."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from django.core.cache import cache
from django.utils import timezone
from safetensors.numpy import load, save

from autolabel import deciding, embedding, records, rounds, tasks
from autolabel.deciding import step
from autolabel.models import Round, Run
from autolabel.pool import Decision
from autolabel.saving import Saved
from autolabel.story import story_of
from consolidation.serving import serve
from jobs import closing, dispatch, lifecycle, window
from jobs.actions import retry_failed, stop_job
from jobs.models import Assignment, DataObject, JobEvent, LabelingJob, TrainedModel
from jobs.sweeping import tend
from tenants import hints, storage
from tests.autolabel.play import ALGORITHM, go_on, mails, ordered, wish
from tests.cast import Account
from tests.jobs.play import HAM, adds_up, states, take
from workforce.models import Worker

pytestmark = pytest.mark.django_db
HELD = DataObject.State.HELD


def asking(alice: Account, count: int = 220, **more: Any) -> LabelingJob:
    """A job whose machine has asked people for the first time."""
    job = ordered(alice, [text for text, _ in mails(count)], **more)
    while step(job):
        pass
    return job


def lines_of(job: LabelingJob, part: str) -> list[int]:
    return [int(line) for one in Round.objects.filter(run__job=job) for line in records.numbers(getattr(one, part))]


def answer_all(job: LabelingJob, worker: Worker, most: int = 1000) -> None:
    """This worker answers whatever is there, at most so many."""
    while most and (turn := dispatch.lease(job.pk, worker.pk)):
        dispatch.submit(turn.assignment_id, worker.pk, HAM)
        most -= 1


def fail(job: LabelingJob, lines: list[int]) -> None:
    for one in DataObject.objects.filter(job=job, line_no__in=lines):
        assert closing.fail(one.pk, "ClientError: gone")


def test_a_job_that_is_stopped_while_its_machine_decides_gains_nothing_more(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ordered(in_alices, [text for text, _ in mails(220)])
    decide = rounds.decide

    def slowly(*given: Any) -> Decision:
        stop_job(job, actor=in_alices.actor)
        return decide(*given)

    monkeypatch.setattr(rounds, "decide", slowly)
    while step(job):
        pass
    assert not Round.objects.filter(run__job=job).exists()
    assert set(states(job)) == {"held"}
    go_on(job, [bob], lambda line, _: "ham")
    assert (job.stage, job.labeled) == ("Stopped", 0)
    assert not lifecycle.hold_for_machine(job.pk)


def test_what_is_retried_while_the_machine_decides_is_asked_about_before_it_decides_anew(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = asking(in_alices)
    failed = lines_of(job, "label")[0]
    fail(job, [failed])
    answer_all(job, bob)
    serve(job)
    before, decide = Round.objects.filter(run__job=job).count(), rounds.decide

    def slowly(*given: Any) -> Decision:
        assert retry_failed(job, actor=in_alices.actor) == 1
        return decide(*given)

    monkeypatch.setattr(rounds, "decide", slowly)
    while step(job):
        pass
    assert Round.objects.filter(run__job=job).count() == before
    assert states(job)[failed] == "open"


def test_what_failed_and_is_retried_gets_as_many_answers_as_it_was_asked_for(in_alices: Account, bob: Worker) -> None:
    for name in ("eve", "dan"):
        in_alices.worker(f"{name}@example.org")
    job = asking(in_alices)
    (measured, *_), (taught, *_) = lines_of(job, "validate"), lines_of(job, "label")
    fail(job, [measured, taught])
    assert retry_failed(job, actor=in_alices.actor) == 2
    found = DataObject.objects.filter(job=job, line_no__in=[measured, taught])
    assert {one.state for one in found} == {HELD}
    step(job)
    wanted = {one.line_no: (one.state, one.needed, one.free) for one in found.all()}
    assert wanted == {measured: (1, 3, 3), taught: (1, 1, 1)}
    assert adds_up(job)


def test_what_was_retried_stays_held_where_the_job_is_stopped_meanwhile(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = asking(in_alices)
    lost = lines_of(job, "label")[0]
    fail(job, [lost])
    retry_failed(job, actor=in_alices.actor)
    pool_of = deciding.runs.pool_of

    def slowly(*given: Any) -> Any:
        stop_job(job, actor=in_alices.actor)
        return pool_of(*given)

    monkeypatch.setattr(deciding.runs, "pool_of", slowly)
    assert not step(job)
    assert states(job)[lost] == "held"


def test_a_job_that_nobody_answers_ends_and_people_can_still_label_it(in_alices: Account, bob: Worker) -> None:
    job = asking(in_alices, 205)
    for _ in range(60):
        fail(job, [line for line, state in enumerate(states(job)) if state in ("pending", "open")])
        serve(job)
        if job.has_ended:
            break
        while step(job):
            pass
    assert (job.stage, job.labeled, job.failed) == ("Completed", 0, 205)
    assert adds_up(job)
    retry_failed(job, actor=in_alices.actor)  # no machine decides any more
    assert set(states(job)) == {"pending"}
    window.top_up(job.pk)  # as the sweeper does
    go_on(job, [bob], lambda line, _: "ham")
    assert (job.stage, job.labeled, job.failed) == ("Completed", 205, 0)


def test_money_for_nobody_leaves_everything_unlabeled(in_alices: Account, bob: Worker) -> None:
    job = ordered(
        in_alices, [text for text, _ in mails(210)], Tags=wish(backbone="wordllama", budget=0, answer_price="0.05")
    )
    go_on(job, [bob], lambda line, _: "ham")
    assert (job.stage, job.labeled, job.unlabeled) == ("Completed", 0, 210)


def test_a_message_that_comes_twice_is_taken_up_once(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(lifecycle, "enqueue", lambda function, *_: sent.append(function) or True)
    job = ordered(in_alices, [text for text, _ in mails(210)])
    cache.delete(f"decide:{job.pk}")
    for _ in range(3):  # the sweeper, again and again
        lifecycle.let_machine_decide(job)
    assert sent == [lifecycle.DECIDE]
    tasks.decide.run.__wrapped__(job.pk)
    assert (Run.objects.get(job=job).embedded, len(sent)) == (210, 2)  # a step, and the message for the next one
    tasks.decide.run.__wrapped__(job.pk)
    tasks.decide.run.__wrapped__(job.pk)  # from a queue that kept it longer
    assert (Round.objects.filter(run__job=job).count(), len(sent)) == (1, 2)


def test_a_message_that_cannot_be_sent_does_not_keep_the_next_one(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []
    monkeypatch.setattr(lifecycle, "enqueue", lambda *_: bool(tried.append(1)))
    job = ordered(in_alices, [text for text, _ in mails(210)])
    cache.delete(f"decide:{job.pk}")
    for _ in range(3):
        lifecycle.let_machine_decide(job)
    assert len(tried) == 3


def test_a_message_that_died_in_the_hands_of_its_process_is_sent_again_a_minute_later(
    in_alices: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Celery gives it back an hour later; what a process had fetched and not begun would wait as long."""
    sent: list[str] = []
    monkeypatch.setattr(lifecycle, "enqueue", lambda function, *_: sent.append(function) or True)
    remembered: dict[str, int] = {}
    monkeypatch.setattr(hints, "add", lambda key, seconds: not remembered.update({key: seconds}))
    job = ordered(in_alices, [text for text, _ in mails(210)])
    lifecycle.ask_machine(job)
    assert 0 < remembered[f"decide:{job.pk}"] <= 60
    assert sent[-1] == lifecycle.DECIDE


def altered(kind: str, content: bytes) -> bytes:
    arrays = load(content)
    if kind == "other rows":
        return save({"vectors": arrays["vectors"][:-1]})
    if kind == "other width":
        return save({"vectors": arrays["vectors"][:, 1:].copy()})
    if kind == "other numbers":
        return save({"vectors": arrays["vectors"].astype(np.float64)})
    if kind == "pixels without a picture":
        return save({**arrays, "pixels": np.zeros(len(arrays["vectors"]), np.uint8)})
    return {"no arrays": save({"x": np.zeros(1)}), "a pickle": b"\x80\x04N.", "nothing": b""}[kind]


@pytest.mark.parametrize(
    "kind",
    ["other rows", "other width", "other numbers", "pixels without a picture", "no arrays", "a pickle", "nothing"],
)
def test_numbers_that_the_customer_altered_are_made_again(in_alices: Account, bob: Worker, kind: str) -> None:
    job = ordered(in_alices, [text for text, _ in mails(210)])
    assert step(job)
    run = Run.objects.get(job=job)
    address = embedding._address(job, embedding.loaded(run), 0)
    before = storage.read(address, 10_000_000)
    storage.write(address, altered(kind, before), "application/octet-stream")
    assert step(job)  # finds it out
    assert Run.objects.get(job=job).embedded == 0
    assert step(job)  # makes it again
    assert storage.read(address, 10_000_000) == before
    assert not step(job)  # and people are asked
    assert Round.objects.filter(run__job=job).count() == 1


def test_what_nobody_thought_of_is_told_in_the_job(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ordered(in_alices, [text for text, _ in mails(210)])
    cache.delete(f"machine-trouble:{job.pk}")

    def breaks(*_: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(deciding, "embed_next", breaks)
    with pytest.raises(MemoryError):
        deciding.step_safely(job)
    message = JobEvent.objects.get(job=job, name="AUTO_LABELING_WAITS").message
    assert message.startswith("The server failed (MemoryError)")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("altered", "its files are no longer those that were kept."),
        ("taken away", "There is no object"),
        ("other backbone", "it learned from other features than this job has."),
        ("of another kind of job", "not one for classes"),
    ],
)
def test_a_model_that_cannot_be_used_is_told_of_and_the_job_goes_on(
    in_alices: Account, bob: Worker, change: str, told: str
) -> None:
    first = ordered(in_alices, [text for text, _ in mails(210)], StoppingConditions={"MaxHumanLabeledObjectCount": 40})
    go_on(first, [bob], lambda line, _: mails(210)[line][1])
    model = TrainedModel.objects.get(job=first)
    address = f"{model.folder}/model.safetensors"
    if change == "altered":
        storage.write(address, storage.read(address, 10_000_000) + b" ", "application/octet-stream")
    elif change == "taken away":
        TrainedModel.objects.filter(pk=model.pk).update(folder=f"{model.folder}-gone")
    elif change == "other backbone":
        TrainedModel.objects.filter(pk=model.pk).update(backbone_version="2")
    else:
        content = Saved("several", {}, {"x": np.zeros(1)}).to_bytes()
        storage.write(address, content, "application/octet-stream")
        digest = hashlib.sha256(content + storage.read(f"{model.folder}/features.safetensors", 10_000_000))
        TrainedModel.objects.filter(pk=model.pk).update(sha256=digest.hexdigest())
    config = {**ALGORITHM, "InitialActiveLearningModelArn": model.arn}
    second = ordered(in_alices, [text for text, _ in mails(205, 2)], "more", LabelingJobAlgorithmsConfig=config)
    while step(second):
        pass
    assert told in JobEvent.objects.get(job=second, name="EARLIER_MODEL_NOT_USED").message
    assert "open" in states(second)


def idle(job: LabelingJob, minutes: int) -> None:
    """So much time goes by."""
    before = timezone.now() - timedelta(minutes=minutes)
    DataObject.objects.filter(job=job, state=DataObject.State.OPEN).update(opened_at=before)
    Assignment.objects.filter(job=job, state=Assignment.State.SUBMITTED).update(ended_at=before)


def test_a_team_half_of_which_never_comes_holds_the_machine_up_for_half_an_hour(
    in_alices: Account, bob: Worker
) -> None:
    eve = in_alices.worker("eve@example.org")
    for name in ("dan", "fay"):  # who never sign in
        in_alices.worker(f"{name}@example.org")
    job = asking(in_alices)
    measured = lines_of(job, "validate")
    answer_all(job, bob)
    serve(job)
    idle(job, 29)
    tend(job)
    job.refresh_from_db()
    assert {states(job)[line] for line in measured} == {"open"}
    told = story_of(job)
    assert told is not None
    assert f"{len(measured)} of them have the answers that were ordered" in told.waits_for
    turn = take(job, eve.pk)  # somebody holds one
    idle(job, 31)
    tend(job)
    assert {states(job)[line] for line in measured} == {"open"}
    dispatch.release(turn.assignment_id, eve.pk)
    answer_all(job, eve, most=3)
    tend(job)  # the last answer has just come
    assert {states(job)[line] for line in measured} == {"open"}
    idle(job, 31)
    tend(job)
    assert {states(job)[line] for line in measured} == {"answered"}
    assert JobEvent.objects.filter(job=job, name="VALIDATION_NOT_WAITED_FOR").count() == 1
    serve(job)
    while step(job):
        pass
    assert Round.objects.filter(run__job=job).count() > 1  # the machine goes on
    assert adds_up(job)


def test_objects_without_the_answers_that_were_ordered_are_waited_for(in_alices: Account, bob: Worker) -> None:
    in_alices.worker("eve@example.org")
    job = asking(in_alices)
    answer_all(job, bob, most=len(lines_of(job, "label")) + len(lines_of(job, "validate")) - 1)
    serve(job)
    idle(job, 600)
    tend(job)
    assert "answered" not in states(job)
