"""A process that decides about a job is killed at every point where that could tell, and another one goes on.

What a kill leaves behind is what was committed and what lies in the store; the rest of the process is gone.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from types import ModuleType
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from autolabel import deciding, embedding, features, labeling, machines, rounds, runs
from autolabel.deciding import step
from autolabel.models import Round, Run
from consolidation.serving import serve
from jobs import dispatch, lifecycle
from jobs.models import Label, LabelingJob, TrainedModel
from tenants import scope, storage
from tests.autolabel.play import mails, ordered
from tests.cast import Account
from tests.jobs.play import adds_up, states
from workforce.models import Worker

MAILS = mails(230)


class Killed(BaseException):
    """Nobody catches it."""


def killed_at(monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, *, before: bool) -> list[int]:
    """The first process that comes here on its way through a job is killed, before or after it is done; empty until
    then."""
    known: Callable[..., Any] = getattr(module, name)
    kills: list[int] = []

    def killing(*given: Any, **more: Any) -> Any:
        first = not kills and bool(_on_the_way)
        if first and before:
            kills.append(1)
            raise Killed
        done = known(*given, **more)
        if first:
            kills.append(1)
            raise Killed
        return done

    monkeypatch.setattr(module, name, killing)
    return kills


_on_the_way: list[int] = []  # jobs whose machine is at work


def taken_up(job: LabelingJob) -> None:
    """Go on as a new process: nothing is known but what was committed."""
    _on_the_way.append(job.pk)
    try:
        while step(job):
            pass
    except Killed:
        features._features.cache_clear()
        machines._last.clear()
        taken_up(LabelingJob.objects.select_related("tenant", "workteam__tenant").get(pk=job.pk))
    finally:
        _on_the_way.pop()


def played(alice: Account, bob: Worker, name: str) -> tuple[Any, ...]:
    """A job to its end, and all that is to be seen of it."""
    job = ordered(alice, [text for text, _ in MAILS], name)
    Run.objects.filter(pk=runs.run_of(job).pk).update(seed=7)
    for _ in range(60):
        taken_up(job)
        while turn := dispatch.lease(job.pk, bob.pk):
            said = {"crowd-classifier": {"label": MAILS[turn.line_no][1]}}
            dispatch.submit(turn.assignment_id, bob.pk, said)
        serve(job)
        if job.has_ended:
            break
    assert adds_up(job)
    assert job.stage == "Completed"
    assert TrainedModel.objects.filter(job=job).count() == 1
    decided = [
        (one.number, one.why, bytes(one.label), bytes(one.validate), bytes(one.look_objects), one.accepted)
        for one in Round.objects.filter(run__job=job).order_by("number")
    ]
    labels = Label.objects.filter(data_object__job=job).order_by("data_object__line_no")
    return decided, list(labels.values_list("class_index", "confidence", "human")), states(job)


_quiet: list[tuple[Any, ...]] = []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("module", "name", "before"),
    [
        (embedding.storage, "write", True),
        (embedding.storage, "write", False),
        (rounds, "decide", False),
        (labeling, "keep_model", False),
        (labeling, "accept", False),
        (deciding, "_leave_the_rest", False),
        (deciding.events, "work_arrived", True),
    ],
    ids=[
        "no shard",
        "a shard is stored",
        "it has decided",
        "a model is kept",
        "labels are in",
        "all are opened",
        "the end",
    ],
)
def test_another_process_decides_and_writes_the_same(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, before: bool
) -> None:
    if not _quiet:
        _quiet.append(played(in_alices, bob, "quiet"))
    kills = killed_at(monkeypatch, module, name, before=before)
    assert played(in_alices, bob, "broken") == _quiet[0]
    assert kills


@pytest.mark.django_db
def test_shards_that_the_customer_deletes_are_made_again_on_the_way(in_alices: Account, bob: Worker) -> None:
    job = ordered(in_alices, [text for text, _ in MAILS])
    taken_up(job)
    run = Run.objects.get(job=job)
    address = storage.parse(embedding._address(job, embedding.loaded(run), 0))
    storage._client().delete_object(Bucket=address.bucket, Key=address.key)
    features._features.cache_clear()  # another process goes on
    while turn := dispatch.lease(job.pk, bob.pk):
        dispatch.submit(turn.assignment_id, bob.pk, {"crowd-classifier": {"label": MAILS[turn.line_no][1]}})
    serve(job)
    taken_up(job)
    assert Run.objects.get(job=job).embedded == len(MAILS)
    assert Round.objects.filter(run=run).count() > 1


@pytest.mark.django_db
def test_what_the_broker_forgot_is_asked_again(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(lifecycle, "enqueue", lambda function, *_: sent.append(function) or True)
    job = ordered(in_alices, [text for text, _ in MAILS])
    cache.delete(f"decide:{job.pk}")
    lifecycle.let_machine_decide(job)
    lifecycle.let_machine_decide(job)
    assert sent == [lifecycle.DECIDE]
    cache.clear()  # Valkey is restarted: messages and hints are gone
    lifecycle.let_machine_decide(job)  # as whoever serves the job next does
    assert sent == [lifecycle.DECIDE] * 2


def test_two_processes_at_once_decide_once(
    committed: None, alice: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide, beside = rounds.decide, []

    def another(job_id: int) -> None:
        with scope.tenant(alice.tenant.pk):
            beside.append(step(LabelingJob.objects.select_related("tenant", "workteam__tenant").get(pk=job_id)))
        connection.close()

    def meanwhile(*given: Any) -> Any:
        thread = Thread(target=another, args=(job.pk,))
        thread.start()
        thread.join(60)
        return decide(*given)

    with scope.tenant(alice.tenant.pk):
        job = ordered(alice, [text for text, _ in MAILS])
        monkeypatch.setattr(rounds, "decide", meanwhile)
        while step(job):
            pass
        assert beside == [False]
        assert Round.objects.filter(run__job=job).count() == 1
        assert Run.objects.get(job=job).embedded == len(MAILS)
