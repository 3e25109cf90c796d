"""A stream that a machine labels in waves: when one begins, what it certifies, and what it learns from those before."""

from __future__ import annotations

import json
from typing import Any

import pytest

from autolabel import embedding, features, knowledge, records, rounds, runs
from autolabel.deciding import step
from autolabel.models import Round, Run, Wave
from autolabel.waves import PATIENCE, QUIET
from consolidation.serving import serve
from jobs import arrivals, closing
from jobs.actions import retry_failed, stop_job
from jobs.facts import facts_of
from jobs.layout import Layout
from jobs.models import DataObject, JobEvent, LabelingJob, TrainedModel
from tests.autolabel.play import ALGORITHM, mails, ordered
from tests.autolabel.wave_play import MAILS, came, machine, play, send, stream, wave
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
def test_a_stream_goes_on_in_another_one_that_begins_from_its_model(in_alices: Account, bob: Worker) -> None:
    first = stream(in_alices)
    send(in_alices, first, 200)
    play(first, [bob])
    config = {**ALGORITHM, "InitialActiveLearningModelArn": TrainedModel.objects.get(job=first).arn}
    job = stream(in_alices, LabelingJobName="more", LabelingJobAlgorithmsConfig=config)
    send(in_alices, job, 200)
    play(job, [bob])
    assert (job.labeled, job.stage) == (200, "InProgress")
    assert "earlier model" in [one.name for one in features.features_of(job, Run.objects.get(job=job)).candidates]
    assert not JobEvent.objects.filter(job=job, name="EARLIER_MODEL_NOT_USED").exists()


@pytest.mark.django_db
def test_a_later_wave_reads_no_labels_of_the_machine(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = stream(in_alices)
    send(in_alices, job, 200)
    play(job, [bob])
    assert job.machine_labeled > 50
    read, many = list[Any](), runs.rows.many

    def noted(query: str, *given: Any) -> Any:
        found = many(query, *given)
        read.extend(found if query == runs._SAID else [])
        return found

    monkeypatch.setattr(runs.rows, "many", noted)
    pool = runs.pool_of(job, facts_of(job.pk), [])
    assert len(read) == 200 - job.machine_labeled == pool.carried.sum() + (pool.labels >= 0).sum()


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
