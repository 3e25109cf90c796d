"""When a wave of a stream begins, and what may come in between."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from autolabel import embedding, features, machines, waves
from autolabel.deciding import step
from autolabel.models import Run, Wave
from autolabel.waves import ENOUGH, FEWEST, LONGEST, PATIENCE, QUIET, Due, Waiting
from consolidation.serving import serve
from jobs import closing
from jobs.actions import retry_failed, stop_job
from jobs.models import DataObject, JobEvent, LabelingJob
from tests.autolabel.play import answer_all
from tests.autolabel.wave_play import machine, play, say, send, stream, wave
from tests.cast import Account
from tests.jobs.play import adds_up, states
from workforce.models import Worker


class Killed(BaseException):
    """Nobody catches it."""


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


@pytest.mark.django_db
def test_what_arrives_while_a_wave_begins_is_counted_before_it_is_left_to_people(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = stream(in_alices)
    send(in_alices, job, 50, ago=PATIENCE + 1)
    hold = waves.lifecycle.hold_for_machine

    def late(job_id: int) -> bool:
        if not Wave.objects.exists() and DataObject.objects.filter(job=job).count() == 50:
            send(in_alices, job, 300, ago=1)
        return hold(job_id)

    monkeypatch.setattr(waves.lifecycle, "hold_for_machine", late)
    machine(job)
    assert (wave(job, 1).size, wave(job, 1).why) == (350, "")
    assert "held" in states(job)
