"""A stream that a machine labels in waves: when one begins, what it certifies, and what it learns from those before."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from autolabel import embedding, features, knowledge, machines, records, rounds, waves
from autolabel.deciding import step
from autolabel.models import Round, Run, Wave
from autolabel.waves import ENOUGH, FEWEST, LONGEST, PATIENCE, QUIET, Due, Waiting
from consolidation.serving import serve
from jobs import arrivals, closing
from jobs.actions import retry_failed, stop_job
from jobs.layout import Layout
from jobs.models import DataObject, JobEvent, LabelingJob, TrainedModel
from tests.autolabel.play import ALGORITHM, answer_all, mails, ordered
from tests.autolabel.wave_play import MAILS, came, machine, play, say, send, stream, wave
from tests.cast import Account
from tests.jobs.play import adds_up, states
from workforce.models import Worker


class Killed(BaseException):
    """Nobody catches it."""


def people_asked(job: LabelingJob, number: int) -> int:
    found = wave(job, number)
    return DataObject.objects.filter(job=job, line_no__gte=found.first, line_no__lt=found.size, answers__gt=0).count()


def wrong(alice: Account, job: LabelingJob, number: int) -> tuple[int, int]:
    """Machine labels of a wave that are wrong, and all of them."""
    found = wave(job, number)
    lines = [json.loads(line) for line in alice.read(Layout(job).output_manifest).splitlines()]
    own = [(MAILS[n][1], one["lan-metadata"]) for n, one in enumerate(lines) if found.first <= n < found.size]
    machines_ = [(truth, told["class-name"]) for truth, told in own if told["human-annotated"] == "no"]
    return sum(truth != said for truth, said in machines_), len(machines_)


seconds = some.floats(0, 10_000)


@given(some.integers(0, 10_000), seconds, seconds, some.booleans())
def test_a_wave_begins_when_enough_came_or_waited_long_enough_and_people_are_through(
    count: int, one: float, other: float, busy: bool
) -> None:
    oldest, newest = max(one, other), min(one, other)
    told = Waiting(count, oldest, newest, busy)
    if busy or count == 0:
        assert told.due is Due.NOBODY
    elif count < FEWEST:
        assert (told.due is Due.PEOPLE) == (oldest >= PATIENCE)
    else:
        assert (told.due is Due.MACHINE) == (count >= ENOUGH or newest >= QUIET or oldest >= LONGEST)
    if told.due is Due.NOBODY and count and not busy:
        later = Waiting(count, oldest + told.seconds + 1e-6, newest + told.seconds + 1e-6, busy=False)
        assert later.due is not Due.NOBODY
        assert told.seconds > 0


@pytest.mark.django_db
def test_every_wave_is_certified_for_itself_and_later_ones_ask_fewer_people(in_alices: Account, bob: Worker) -> None:
    job = stream(in_alices)
    send(in_alices, job, 300)
    play(job, [bob])
    send(in_alices, job, 300)
    play(job, [bob])
    assert adds_up(job)
    assert (job.stage, job.labeled, job.machine_deciding) == ("InProgress", 600, True)
    first, second = wave(job, 1), wave(job, 2)
    assert [(one.first, one.size) for one in (first, second)] == [(0, 300), (300, 600)]
    assert first.machine + second.machine == job.machine_labeled
    for number, one in enumerate((first, second), start=1):
        assert one.done_at
        assert one.people == people_asked(job, number)
        assert one.people + one.machine == 300
        assert one.accepted["accepted"] == one.machine > 100
        assert one.accepted["total"] == 300
    assert second.people < first.people
    numbers = Round.objects.filter(run__job=job).order_by("number").values_list("number", "wave")
    assert [number for number, _ in numbers] == list(range(1, len(numbers) + 1))
    begun = Round.objects.filter(run__job=job, wave=2).earliest("number")
    assert len(records.numbers(begun.label)) == 0  # it knows something already, and only has itself measured
    stop_job(job, actor=in_alices.actor)
    job.refresh_from_db()
    serve(job)
    assert job.stage == "Stopped"
    for number in (1, 2):
        mistakes, labeled = wrong(in_alices, job, number)
        assert labeled == wave(job, number).machine
        assert mistakes <= 0.05 * labeled


@pytest.mark.django_db
def test_the_model_that_is_kept_is_that_of_the_last_wave(in_alices: Account, bob: Worker) -> None:
    job = stream(in_alices, 200)
    came(job, 0, QUIET)
    play(job, [bob])
    before = TrainedModel.objects.get(job=job)
    send(in_alices, job, 200)
    play(job, [bob])
    after = TrainedModel.objects.get(job=job)
    assert after.arn == before.arn
    assert after.sha256 != before.sha256
    assert after.folder != before.folder
    assert JobEvent.objects.filter(job=job, name="MODEL_KEPT").count() == 2


@pytest.mark.django_db
def test_a_process_that_is_killed_when_it_has_stored_a_wave_s_model_leaves_the_last_one_whole(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = stream(in_alices)
    send(in_alices, job, 200)
    play(job, [bob])
    keep = knowledge.keep

    def killing(*given: Any) -> None:
        keep(*given)
        raise Killed

    send(in_alices, job, 200)
    with monkeypatch.context() as patched:
        patched.setattr(knowledge, "keep", killing)
        with pytest.raises(Killed):
            play(job, [bob])
    stop_job(job, actor=in_alices.actor)
    config = {**ALGORITHM, "InitialActiveLearningModelArn": TrainedModel.objects.get(job=job).arn}
    texts = [text for text, _ in mails(205, 2)]
    machine(ordered(in_alices, texts, "more", LabelingJobAlgorithmsConfig=config))
    assert not JobEvent.objects.filter(name="EARLIER_MODEL_NOT_USED").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("count", "ago", "begun"),
    [(FEWEST, QUIET - 5, False), (FEWEST, QUIET + 1, True), (FEWEST - 1, QUIET + 1, False), (0, 0, False)],
    ids=["just now", "quiet for a minute", "too few", "nothing"],
)
def test_objects_wait_until_their_wave_begins(
    in_alices: Account, bob: Worker, count: int, ago: float, begun: bool
) -> None:
    job = stream(in_alices)
    send(in_alices, job, count, ago=ago)
    machine(job)
    assert Wave.objects.filter(run__job=job).exists() == begun
    assert ("open" in states(job)) == begun


@pytest.mark.django_db
def test_what_came_while_the_machine_looked_is_of_the_wave_that_it_called_for(in_alices: Account, bob: Worker) -> None:
    job = stream(in_alices)
    machine(job)
    read_before = LabelingJob.objects.get(pk=job.pk)
    send(in_alices, job, FEWEST)
    assert waves.begin(read_before, Run.objects.get(job=job))
    assert (wave(job, 1).first, wave(job, 1).size) == (0, FEWEST)


@pytest.mark.django_db
@pytest.mark.parametrize(("count", "ago"), [(FEWEST, QUIET + 1), (50, PATIENCE + 1)], ids=["a wave", "too few for one"])
def test_a_stream_that_is_stopped_while_its_machine_looks_begins_no_wave(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch, count: int, ago: float
) -> None:
    job = stream(in_alices)
    send(in_alices, job, count, ago=ago)
    waiting = waves.waiting

    def slowly(*given: Any) -> Waiting:
        stop_job(job, actor=in_alices.actor)
        return waiting(*given)

    monkeypatch.setattr(waves, "waiting", slowly)
    machine(job)
    assert set(states(job)) == {"held"}
    assert not Wave.objects.filter(run__job=job).exists()
    assert not JobEvent.objects.filter(job=job, name="AUTO_LABELING_WAVE").exists()


@pytest.mark.django_db
def test_a_stream_that_is_stopped_asks_nobody_about_what_was_retried(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = stream(in_alices)
    send(in_alices, job, 10, ago=PATIENCE + 1)
    machine(job)
    assert closing.fail(DataObject.objects.get(job=job, line_no=3).pk, "ClientError: gone")
    play(job, [bob])
    assert retry_failed(job, actor=in_alices.actor) == 1
    held = waves.held

    def slowly(*given: Any, **more: Any) -> list[int]:
        stop_job(job, actor=in_alices.actor)
        return held(*given, **more)

    monkeypatch.setattr(waves, "held", slowly)
    machine(job)
    assert (states(job)[3], wave(job, 1).people) == ("held", 10)


@pytest.mark.django_db
def test_what_arrives_waits_for_no_shard_of_a_wave_that_begins(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job is held when a wave begins, until the transaction is over."""
    job = stream(in_alices)
    send(in_alices, job, 200)
    monkeypatch.setattr(embedding, "embed_next", None)
    assert step(job)
    assert wave(job, 1).size == 200


@pytest.mark.django_db
def test_what_came_with_the_manifest_is_the_first_wave(in_alices: Account, bob: Worker) -> None:
    job = stream(in_alices, 210)
    assert set(states(job)) == {"held"}
    LabelingJob.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(minutes=10))
    send(in_alices, job, 5)
    machine(job)
    assert wave(job, 1).size == 215


@pytest.mark.django_db
def test_objects_too_few_for_a_wave_are_people_s_after_an_hour_and_learned_from_later(
    in_alices: Account, bob: Worker
) -> None:
    job = stream(in_alices)
    send(in_alices, job, 50, ago=PATIENCE + 1)
    play(job, [bob])
    assert (job.labeled, job.machine_labeled, job.machine_deciding) == (50, 0, True)
    few = wave(job, 1)
    assert (few.people, few.machine, few.accepted) == (50, 0, None)
    assert few.why == "50 objects are too few for a machine; people label them."
    send(in_alices, job, 210)
    play(job, [bob])
    begun = Round.objects.filter(run__job=job).earliest("number")
    assert (begun.wave, len(records.numbers(begun.label))) == (2, 0)
    assert min(records.numbers(begun.validate)) >= 50
    assert adds_up(job) and job.labeled == 260


@pytest.mark.django_db
def test_no_wave_begins_while_people_are_asked_about_the_one_before(in_alices: Account, bob: Worker) -> None:
    job = stream(in_alices)
    send(in_alices, job, 200)
    machine(job)
    send(in_alices, job, 200)
    answer_all(job, [bob], say)
    serve(job)
    machine(job)
    assert wave(job, 1).size == 200
    assert states(job)[200:] == ["held"] * 200
    play(job, [bob])
    assert wave(job, 2).first == 200


@pytest.mark.django_db
def test_what_failed_in_a_wave_that_is_over_is_people_s_when_it_is_retried(in_alices: Account, bob: Worker) -> None:
    job = stream(in_alices)
    send(in_alices, job, 200)
    machine(job)
    asked = [line for line, state in enumerate(states(job)) if state == "open"]
    for one in DataObject.objects.filter(job=job, line_no__in=asked[:2]):
        assert closing.fail(one.pk, "ClientError: gone")
    play(job, [bob])
    assert wave(job, 1).done_at
    assert (job.labeled, job.failed) == (198, 2)
    assert retry_failed(job, actor=in_alices.actor) == 2
    assert not step(job)
    assert [states(job)[line] for line in asked[:2]] == ["open", "open"]
    play(job, [bob])
    assert (job.labeled, job.failed) == (200, 0)
    assert Wave.objects.filter(run__job=job).count() == 1


@pytest.mark.django_db
def test_stopping_conditions_are_none_of_a_stream_s(in_alices: Account, bob: Worker) -> None:
    job = stream(in_alices, StoppingConditions={"MaxHumanLabeledObjectCount": 10})
    send(in_alices, job, 200)
    play(job, [bob])
    assert job.labeled == 200


@pytest.mark.django_db
def test_a_stream_that_is_stopped_in_the_middle_of_a_wave_gains_nothing_more(in_alices: Account, bob: Worker) -> None:
    job = stream(in_alices)
    send(in_alices, job, 200)
    machine(job)
    stop_job(job, actor=in_alices.actor)
    job.refresh_from_db()
    serve(job)
    assert not step(job)
    assert (job.stage, job.labeled, wave(job, 1).done_at) == ("Stopped", 0, None)


@pytest.mark.django_db
def test_texts_that_say_nothing_and_one_that_was_refused_hold_no_wave_up(in_alices: Account, bob: Worker) -> None:
    job = stream(in_alices)
    lines = [json.dumps({"source": "!" if n % 40 == 0 else text}) for n, (text, _) in enumerate(MAILS[:210])]
    arrivals.arrive(job, lines, actor=in_alices.actor)
    came(job, 0, QUIET)
    machine(job)
    refused = DataObject.objects.filter(job=job, state=DataObject.State.OPEN).earliest("line_no")
    assert closing.fail(refused.pk, "ClientError: refused")
    play(job, [bob])
    assert (job.labeled, job.failed, wave(job, 1).done_at is not None) == (209, 1, True)


@pytest.mark.django_db
def test_the_last_shard_grows_with_the_stream_and_the_others_stay(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "SHARD", 128)
    job = stream(in_alices)
    written: list[str] = []
    write = embedding.storage.write

    def noted(address: str, *given: Any) -> None:
        if "/embeddings/" in address:
            written.append(address.rpartition("/")[2])
        write(address, *given)

    monkeypatch.setattr(embedding.storage, "write", noted)
    send(in_alices, job, 200)
    play(job, [bob])
    assert written == ["0.safetensors", "128.safetensors"]
    written.clear()
    send(in_alices, job, 200)
    play(job, [bob])
    assert written == ["128.safetensors", "256.safetensors", "384.safetensors"]
    run = Run.objects.get(job=job)
    assert (run.size, run.embedded) == (400, 400)
    found, _ = embedding.vectors(job, run)
    assert embedding.usable(found).all()


@pytest.mark.django_db
def test_what_arrives_while_the_machine_decides_is_of_the_next_wave(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = stream(in_alices)
    send(in_alices, job, 200)
    decide = rounds.decide

    def meanwhile(*given: Any) -> Any:
        send(in_alices, job, 1, ago=0)
        return decide(*given)

    monkeypatch.setattr(rounds, "decide", meanwhile)
    machine(job)
    job.refresh_from_db()
    assert (job.total, wave(job, 1).size, states(job)[200]) == (201, 200, "held")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("module", "name", "known_of"),
    [(waves, "waiting", 200), (waves, "_begin", 200), (waves.events, "note", 200), (embedding.storage, "write", 400)],
    ids=["nothing yet", "it has begun", "it is told", "its shard is stored"],
)
def test_a_process_that_is_killed_while_a_wave_begins_leaves_one_that_begins_once(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, known_of: int
) -> None:
    job = stream(in_alices)
    send(in_alices, job, 200)
    play(job, [bob])
    send(in_alices, job, 200)
    known = getattr(module, name)

    def killing(*given: Any, **more: Any) -> Any:
        known(*given, **more)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(module, name, killing)
        with pytest.raises(Killed):
            machine(job)
    features._features.cache_clear()
    machines._last.clear()
    job = LabelingJob.objects.select_related("tenant", "workteam__tenant").get(pk=job.pk)
    assert Run.objects.get(job=job).size == known_of
    play(job, [bob])
    found = Wave.objects.filter(run__job=job).order_by("number")
    assert [(one.first, one.size) for one in found] == [(0, 200), (200, 400)]
    assert all(one.done_at for one in found)
    assert adds_up(job) and job.labeled == 400
