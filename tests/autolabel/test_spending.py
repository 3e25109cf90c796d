"""What people's answers cost in a stream that a machine helps to label: its budget is never passed."""

from __future__ import annotations

import pytest
from django.db.models import Sum

from autolabel.models import Wave
from autolabel.waves import PATIENCE
from consolidation.serving import serve
from jobs import closing
from jobs.actions import retry_failed
from jobs.models import Assignment, DataObject, JobEvent, LabelingJob
from jobs.window import top_up
from tenants.errors import Conflict
from tests.autolabel.play import answer_all, ordered, wish
from tests.autolabel.wave_play import machine, play, say, send, stream, wave
from tests.cast import Account
from tests.jobs.play import adds_up
from workforce.models import Worker

pytestmark = pytest.mark.django_db


def answer_in_vain(job: LabelingJob, bob: Worker, some: slice) -> None:
    """Bob answers all that he is asked; of some of these objects, in order, no answer can be used."""
    answer_all(job, [bob], say)
    answered = DataObject.objects.filter(job=job, state=DataObject.State.ANSWERED).order_by("line_no")
    closing.fail_answered(job.pk, {one.pk: "ClientError: no answer can be used." for one in answered[some]})
    serve(job)


def test_of_objects_too_few_for_a_wave_people_label_what_the_budget_is_enough_for(
    in_alices: Account, bob: Worker
) -> None:
    job = stream(in_alices, Tags=wish(backbone="wordllama", budget="1", answer_price="0.05"))  # 20 objects
    told = []
    for number, count in enumerate((15, 50, 1), start=1):
        send(in_alices, job, count, ago=PATIENCE + 1)
        play(job, [bob])
        told.append((wave(job, number).people, wave(job, number).why))
    assert told == [
        (15, "15 objects are too few for a machine; people label them."),
        (5, "50 objects are too few for a machine; people label 5 of them, for which the budget is enough."),
        (0, "1 object is too few for a machine, and the budget is spent: people are asked about none."),
    ]
    noted = JobEvent.objects.filter(job=job, name="AUTO_LABELING_WAVE").order_by("pk").values_list("message", flat=True)
    assert list(noted) == [f"Wave {number}: {why}" for number, (_, why) in enumerate(told, start=1)]


def test_money_is_for_all_waves_together(in_alices: Account, bob: Worker) -> None:
    limit = wish(backbone="wordllama", budget="7.5", answer_price="0.05")  # 150 objects
    job = stream(in_alices, Tags=limit)
    for _ in range(3):
        send(in_alices, job, 200)
        play(job, [bob])
    send(in_alices, job, 20, ago=PATIENCE + 1)
    play(job, [bob])
    asked = DataObject.objects.filter(job=job, answers__gt=0).count()
    assert asked == sum(one.people for one in Wave.objects.filter(run__job=job))
    assert 100 < asked <= 150
    assert adds_up(job)
    assert job.unlabeled > 0
    assert Wave.objects.filter(run__job=job, done_at__isnull=False).count() == 4


@pytest.mark.parametrize("number", [1, 2], ids=["of the first wave", "of a later one"])
def test_money_for_answers_that_could_not_be_used_is_spent(in_alices: Account, bob: Worker, number: int) -> None:
    job = stream(in_alices, Tags=wish(backbone="wordllama", budget="6", answer_price="0.05"))  # 120 objects
    for one in (1, 2):
        send(in_alices, job, 200)
        machine(job)
        if one == number:
            answer_in_vain(job, bob, slice(None, None, 3))
        play(job, [bob])
    assert job.failed > 5
    answers = DataObject.objects.filter(job=job).aggregate(n=Sum("answers"))["n"]
    assert answers == sum(one.people for one in Wave.objects.filter(run__job=job))
    assert 100 < answers <= 120


def test_money_for_objects_that_are_asked_about_twice_in_a_wave_is_spent_twice(in_alices: Account, bob: Worker) -> None:
    job = stream(in_alices, Tags=wish(backbone="wordllama", budget="5", answer_price="0.05"))  # 100 objects
    send(in_alices, job, 400)
    machine(job)
    answer_in_vain(job, bob, slice(None, None, 10))
    in_vain = retry_failed(job, actor=in_alices.actor)
    assert in_vain > 5
    play(job, [bob])
    paid = Assignment.objects.filter(job=job, answer__isnull=False)
    assert paid.filter(state=Assignment.State.SET_ASIDE).count() == in_vain
    assert wave(job, 1).people == paid.count() <= 100
    assert paid.count() > 90


def test_what_was_answered_in_vain_is_retried_only_while_the_budget_lasts(in_alices: Account, bob: Worker) -> None:
    job = stream(in_alices, Tags=wish(backbone="wordllama", budget="1", answer_price="0.05"))  # 20 objects
    send(in_alices, job, 20, ago=PATIENCE + 1)
    machine(job)
    answer_in_vain(job, bob, slice(1))
    with pytest.raises(Conflict, match="enough for 0 more answers"):
        retry_failed(job, actor=in_alices.actor)
    play(job, [bob])
    assert (job.labeled, job.failed) == (19, 1)


def test_what_is_retried_after_its_wave_is_asked_for_by_what_answers_really_took(
    in_alices: Account, bob: Worker
) -> None:
    for name in ("eve", "dan"):
        in_alices.worker(f"{name}@example.org")
    # 20 answers: of objects as dear as those that the machine is measured by that would be 6.
    job = stream(in_alices, Tags=wish(backbone="wordllama", budget="1", answer_price="0.05"))
    send(in_alices, job, 6, ago=PATIENCE + 1)
    machine(job)
    answer_in_vain(job, bob, slice(2))
    play(job, [bob])
    assert retry_failed(job, actor=in_alices.actor) == 2
    play(job, [bob])
    assert (job.labeled, job.failed, wave(job, 1).people) == (6, 0, 8)


def test_what_is_retried_while_a_later_wave_goes_on_is_paid_for_before_that_wave_s_rest(
    in_alices: Account, bob: Worker
) -> None:
    job = stream(in_alices, Tags=wish(backbone="wordllama", budget="5", answer_price="0.05"))  # 100 answers
    send(in_alices, job, 20, ago=PATIENCE + 1)
    machine(job)
    answer_in_vain(job, bob, slice(10))
    send(in_alices, job, 400)
    machine(job)
    assert wave(job, 2).done_at is None
    assert retry_failed(job, actor=in_alices.actor) == 10
    for _ in range(2):  # the wave, and what comes after it
        play(job, [bob])
    assert not DataObject.objects.filter(job=job, line_no__lt=20).exclude(state=DataObject.State.LABELED).exists()
    assert 90 < Assignment.objects.filter(job=job, answer__isnull=False).count() <= 100


def test_what_failed_without_an_answer_is_retried_only_while_the_budget_lasts(in_alices: Account, bob: Worker) -> None:
    job = stream(in_alices, Tags=wish(backbone="wordllama", budget="0.5", answer_price="0.05"))  # 10 answers
    send(in_alices, job, 10, ago=PATIENCE + 1)
    machine(job)
    for one in DataObject.objects.filter(job=job, line_no__lt=2):
        assert closing.fail(one.pk, "ClientError: gone")
    answer_in_vain(job, bob, slice(1))
    with pytest.raises(Conflict, match=r"enough for 2 more answers, and .* may take 3"):
        retry_failed(job, actor=in_alices.actor)


def test_of_so_few_objects_that_no_machine_helps_people_label_what_the_budget_is_enough_for(
    in_alices: Account, bob: Worker
) -> None:
    job = ordered(in_alices, [f"mail {n}" for n in range(30)], Tags=wish(budget="1", answer_price="0.05"))  # 20 answers
    told = JobEvent.objects.get(job=job, name="AUTO_LABELING_OFF").message
    assert told.endswith("People label 20 of them, as many as your limits allow.")
    answer_in_vain(job, bob, slice(0, 3))  # they are paid for, so nobody is asked instead
    job.refresh_from_db()
    assert (job.stage, job.labeled, job.failed, job.unlabeled) == ("Completed", 17, 3, 10)
    assert Assignment.objects.filter(job=job, answer__isnull=False).count() == 20
    with pytest.raises(Conflict, match="enough for 0 more answers"):
        retry_failed(job, actor=in_alices.actor)


def test_objects_that_nobody_will_be_asked_about_cost_nothing(in_alices: Account, bob: Worker) -> None:
    limits = {"StoppingConditions": {"MaxHumanLabeledObjectCount": 10}, "Tags": wish(budget="0.8", answer_price="0.05")}
    job = ordered(in_alices, [f"mail {n}" for n in range(30)], **limits)
    answer_in_vain(job, bob, slice(0, 3))  # of 16 answers 10; 3 more are for the objects that take their places
    assert retry_failed(job, actor=in_alices.actor) == 3
    top_up(job.pk)
    answer_all(job, [bob], say)
    serve(job)
    job.refresh_from_db()
    assert (job.stage, job.labeled, job.failed) == ("Completed", 13, 0)


def test_what_is_retried_and_not_asked_about_yet_is_counted_when_more_is_retried(
    in_alices: Account, bob: Worker
) -> None:
    job = stream(in_alices, Tags=wish(backbone="wordllama", budget="0.6", answer_price="0.05"))  # 12 answers
    send(in_alices, job, 10, ago=PATIENCE + 1)
    machine(job)
    answer_all(job, [bob], say)
    answered = list(DataObject.objects.filter(job=job).order_by("line_no").values_list("pk", flat=True))
    closing.fail_answered(job.pk, dict.fromkeys(answered[:2], "ClientError: no answer can be used."))
    assert retry_failed(job, actor=in_alices.actor) == 2
    closing.fail_answered(job.pk, dict.fromkeys(answered[2:4], "ClientError: no answer can be used."))
    with pytest.raises(Conflict, match="enough for 0 more answers"):
        retry_failed(job, actor=in_alices.actor)


def test_another_object_is_asked_about_instead_of_one_that_failed_where_the_budget_is_enough(
    in_alices: Account, bob: Worker
) -> None:
    limits = {"StoppingConditions": {"MaxHumanLabeledObjectCount": 10}, "Tags": wish(budget="0.6", answer_price="0.05")}
    job = ordered(in_alices, [f"mail {n}" for n in range(30)], **limits)  # 12 answers
    answer_in_vain(job, bob, slice(0, 3))
    answer_all(job, [bob], say)
    serve(job)
    job.refresh_from_db()
    assert (job.stage, job.labeled, job.failed) == ("Completed", 9, 3)
