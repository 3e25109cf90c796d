"""A job with auto-labeling from its order to its manifest: people label some, the machine what can be certified."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from django.db import transaction

from autolabel.deciding import step
from autolabel.models import Round, Run
from jobs import lifecycle
from jobs.layout import Layout
from jobs.models import DataObject, JobEvent, Label, LabelingJob, TrainedModel
from tenants import storage
from tests.autolabel import play
from tests.autolabel.play import ALGORITHM, go_on, mails, ordered, wish
from tests.cast import Account
from tests.jobs.play import adds_up, states
from workforce.models import Worker

pytestmark = pytest.mark.django_db


def manifest(alice: Account, job: LabelingJob) -> list[dict[str, Any]]:
    return [json.loads(line) for line in alice.read(Layout(job).output_manifest).splitlines()]


def people_asked(job: LabelingJob) -> int:
    return DataObject.objects.filter(job=job, answers__gt=0).count()


def test_the_machine_labels_what_can_be_certified_and_people_the_rest(in_alices: Account, bob: Worker) -> None:
    given = mails(400)
    job = ordered(in_alices, [text for text, _ in given])
    assert set(states(job)) == {"held"}
    go_on(job, [bob], lambda line, _: given[line][1])
    assert adds_up(job)
    assert (job.stage, job.labeled, job.machine_deciding) == ("Completed", 400, False)
    assert job.machine_labeled > 150
    assert people_asked(job) == 400 - job.machine_labeled
    lines = [line["lan-metadata"] for line in manifest(in_alices, job)]
    machines = [line["human-annotated"] == "no" for line in lines]
    assert sum(machines) == job.machine_labeled
    wrong = sum(
        line["class-name"] != truth for line, (_, truth), machine in zip(lines, given, machines, strict=True) if machine
    )
    assert wrong <= 0.05 * job.machine_labeled
    last = Round.objects.filter(run__job=job).latest("number")
    assert last.done
    assert last.accepted["accepted"] == job.machine_labeled


def test_the_next_job_begins_from_the_model_of_this_one(in_alices: Account, bob: Worker) -> None:
    given = mails(260)
    first = ordered(in_alices, [text for text, _ in given])
    go_on(first, [bob], lambda line, _: given[line][1])
    model = TrainedModel.objects.get(job=first)
    more = mails(260, seed=2)
    config = {**ALGORITHM, "InitialActiveLearningModelArn": model.arn}
    second = ordered(in_alices, [text for text, _ in more], "more", LabelingJobAlgorithmsConfig=config)
    go_on(second, [bob], lambda line, _: more[line][1])
    assert second.machine_labeled > 100
    assert not JobEvent.objects.filter(job=second, name="EARLIER_MODEL_NOT_USED").exists()
    assert TrainedModel.objects.get(job=second).arn != model.arn


def test_a_process_that_is_killed_decides_the_same_again(in_alices: Account, bob: Worker) -> None:
    job = ordered(in_alices, [text for text, _ in mails(250)])
    assert step(job)  # a shard
    decided = []
    for _ in range(2):
        with transaction.atomic():
            step(job)
            made = Round.objects.get(run__job=job)
            decided.append((made.why, bytes(made.label), bytes(made.validate), states(job)))
            transaction.set_rollback(True)
        assert set(states(job)) == {"held"}
    assert decided[0] == decided[1]
    assert len(decided[0][1]) > 0


def test_nobody_waits_for_the_store_to_get_at_the_job(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What arrives at a stream takes the job's row, which the machine holds until its transaction is over."""
    given = mails(250)
    job = ordered(in_alices, [text for text, _ in given])
    held: list[int] = []
    hold, write = lifecycle.hold_for_machine, storage.write

    def alone(job: LabelingJob) -> bool:
        held.clear()
        try:
            return step(job)
        finally:
            held.clear()

    def holding(job_id: int) -> bool:
        held.append(job_id)
        return hold(job_id)

    def writing(address: str, *more: Any) -> None:
        assert not held, address
        write(address, *more)

    monkeypatch.setattr(play, "step", alone)
    monkeypatch.setattr(lifecycle, "hold_for_machine", holding)
    monkeypatch.setattr(storage, "write", writing)
    go_on(job, [bob], lambda line, _: given[line][1])
    last = Round.objects.get(run__job=job, accepted__isnull=False)
    told = in_alices.read(f"{Layout(job).root}/activelearning/iteration-{last.number}/auto_annotator_output.txt")
    lines = [int(line.split(" ")[0]) for line in told.splitlines()]
    labeled = Label.objects.filter(data_object__job=job, human=False).order_by("data_object__line_no")
    assert lines == list(labeled.values_list("data_object__line_no", flat=True))
    assert json.loads(told.split(" ", 1)[1].splitlines()[0])["label"] in ("ham", "spam", 0, 1)


def test_nothing_is_decided_while_people_are_at_it(in_alices: Account, bob: Worker) -> None:
    job = ordered(in_alices, [text for text, _ in mails(250)])
    while step(job):
        pass
    assert not step(job)
    assert Round.objects.filter(run__job=job).count() == 1


def test_too_few_objects_are_left_to_people(in_alices: Account, bob: Worker) -> None:
    job = ordered(in_alices, [text for text, _ in mails(30)])
    assert set(states(job)) == {"open"}
    assert JobEvent.objects.get(job=job, name="AUTO_LABELING_OFF").message.startswith("30 objects are too few")
    go_on(job, [bob], lambda line, _: "ham")
    assert (job.stage, job.machine_labeled) == ("Completed", 0)


@pytest.mark.parametrize(
    "limit",
    [
        {"StoppingConditions": {"MaxHumanLabeledObjectCount": 60}},
        {"StoppingConditions": {"MaxPercentageOfInputDatasetLabeled": 20}},
        {"Tags": wish(backbone="wordllama", budget=3, answer_price=0.05)},
    ],
    ids=["count", "percentage", "money"],
)
def test_a_budget_is_never_passed(in_alices: Account, bob: Worker, limit: dict[str, Any]) -> None:
    given = mails(300)
    job = ordered(in_alices, [text for text, _ in given], **limit)
    go_on(job, [bob], lambda line, _: given[line][1])
    assert job.stage == "Completed"
    assert 0 < people_asked(job) <= 60
    if "StoppingConditions" in limit and "MaxPercentageOfInputDatasetLabeled" in limit["StoppingConditions"]:
        assert job.labeled <= 60
    assert adds_up(job)


def test_people_who_contradict_each_other_certify_nothing(in_alices: Account, bob: Worker) -> None:
    job = ordered(in_alices, [text for text, _ in mails(220)])
    go_on(job, [bob], lambda line, _: random.Random(line).choice(["ham", "spam"]))
    assert (job.stage, job.labeled) == ("Completed", 220)
    if job.machine_labeled:  # one promise in ten may be broken, this one was not made
        assert Round.objects.filter(run__job=job, accepted__isnull=False).exists()


def test_one_class_alone_and_texts_without_words_are_no_trouble(in_alices: Account, bob: Worker) -> None:
    texts = ["!" if number % 40 == 0 else f"free prize {number}" for number in range(240)]
    job = ordered(in_alices, texts)
    go_on(job, [bob], lambda line, _: "spam")
    assert (job.stage, job.labeled) == ("Completed", 240)
    assert job.machine_labeled > 0
    assert Run.objects.get(job=job).embedded == 240


def test_a_chained_job_learns_from_the_labels_it_was_given(in_alices: Account, bob: Worker) -> None:
    given = mails(300)
    lines = [
        {"source": text, **({"lan": int(truth == "spam"), "lan-metadata": {"class-name": truth}} if n < 60 else {})}
        for n, (text, truth) in enumerate(given)
    ]
    job = ordered(in_alices, lines)
    go_on(job, [bob], lambda line, _: given[line][1])
    assert (job.stage, job.labeled) == ("Completed", 300)
    assert not DataObject.objects.filter(job=job, line_no__lt=60, answers__gt=0).exists()
    assert job.machine_labeled > 100
