"""What a job keeps in mind of its workers: enough to know them again, counted once."""

from __future__ import annotations

import random
from unittest.mock import Mock

import pytest
from django.db import transaction

from consolidation.consolidating import consolidate_next
from consolidation.models import CrowdStanding, WorkerStanding
from consolidation.outputs import classes
from jobs import dispatch, relabeling
from jobs.models import DataObject, Label, LabelingJob
from tests.cast import Account
from tests.consolidation.test_retrying import failed_over
from tests.jobs.play import take
from tests.wire.kinds import ITEMS
from tests.wire.test_task_types import ordered, request_of
from workforce.models import Worker

pytestmark = pytest.mark.django_db


def team(alice: Account, count: int) -> list[Worker]:
    return [alice.worker(f"worker{number}@example.org") for number in range(count)]


def play(job: LabelingJob, workers: list[Worker], truth: list[str], skill: list[float], seed: int = 3) -> None:
    """Everybody answers everything; each object is labeled the moment its answers are in."""
    lot = random.Random(seed)
    for _ in truth:
        for worker, right in zip(workers, skill, strict=True):
            turn = take(job, worker.pk)
            label = truth[turn.line_no]
            if lot.random() > right:
                label = "spam" if label == "ham" else "ham"
            dispatch.submit(turn.assignment_id, worker.pk, {"crowd-classifier": {"label": label}})
        assert consolidate_next(job) == 1


def test_objects_labeled_one_by_one_know_the_workers_from_before(
    in_alices: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(classes, "earlier", Mock(side_effect=AssertionError("an earlier answer was read again")))
    lot = random.Random(1)
    truth = [lot.choice(["ham", "spam"]) for _ in range(60)]
    workers = team(in_alices, 4)
    job = in_alices.text_job(count=60, NumberOfHumanWorkersPerDataObject=4, MaxConcurrentTaskCount=1)
    play(job, workers, truth, [0.98, 0.9, 0.6, 0.6])
    standings = {row.worker_id: row for row in WorkerStanding.objects.filter(job=job)}
    quality = [standings[worker.pk].quality / standings[worker.pk].answers for worker in workers]
    assert [standings[worker.pk].answers for worker in workers] == [60] * 4
    assert min(quality[:2]) > max(quality[2:]) + 0.1
    labels = Label.objects.filter(data_object__job=job, data_object__line_no__gte=20).order_by("data_object__line_no")
    right = [["ham", "spam"][label.class_index or 0] == said for label, said in zip(labels, truth[20:], strict=True)]
    assert sum(right) >= 36
    assert CrowdStanding.objects.get(job=job).learned[""]["classes"] != [0, 0]


def test_what_a_broken_run_learned_is_forgotten(in_alices: Account) -> None:
    workers = team(in_alices, 2)
    job = in_alices.text_job(count=2, NumberOfHumanWorkersPerDataObject=2)
    for worker in workers:
        dispatch.submit(take(job, worker.pk).assignment_id, worker.pk, {"crowd-classifier": {"label": "ham"}})
    with transaction.atomic():
        assert consolidate_next(job) == 1
        transaction.set_rollback(True)
    assert not WorkerStanding.objects.exists()
    assert consolidate_next(job) == 1
    assert [row.answers for row in WorkerStanding.objects.all()] == [1, 1]


def test_an_answer_alone_says_nothing_of_its_worker(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=1)
    dispatch.submit(take(job, bob.pk).assignment_id, bob.pk, {"crowd-classifier": {"label": "ham"}})
    assert consolidate_next(job) == 1
    assert not WorkerStanding.objects.filter(answers__gt=0).exists()


def test_each_of_several_labels_is_a_question_of_its_own(in_alices: Account) -> None:
    kind = "ImageMultiClassMultiLabel"
    request = request_of(in_alices, kind, ITEMS[kind])
    request["HumanTaskConfig"]["NumberOfHumanWorkersPerDataObject"] = 2
    job = ordered(in_alices, request)
    for worker, labels in zip(team(in_alices, 2), (["cat"], ["cat", "dog"]), strict=True):
        given = {"crowd-image-classifier-multi-select": {"labels": labels}}
        dispatch.submit(take(job, worker.pk).assignment_id, worker.pk, given)
    assert consolidate_next(job) == 1
    assert CrowdStanding.objects.get(job=job).learned.keys() == {"cat", "dog"}
    assert [row.answers for row in WorkerStanding.objects.filter(job=job)] == [1, 1]


def said(job: LabelingJob, worker: Worker, label: str = "ham") -> None:
    dispatch.submit(take(job, worker.pk).assignment_id, worker.pk, {"crowd-classifier": {"label": label}})


def asked_again(job: LabelingJob, line_no: int) -> None:
    with transaction.atomic():
        relabeling.hold_for_changes(job)
        one = DataObject.objects.get(job=job, line_no=line_no)
        relabeling.count_changes(job, relabeling.ask_again(job, [one.pk]))


def counts(job: LabelingJob) -> list[tuple[int, int]]:
    return list(WorkerStanding.objects.filter(job=job).order_by("worker").values_list("given", "answers"))


def test_who_answers_an_object_again_is_counted_once(in_alices: Account) -> None:
    ann, ben, kim = team(in_alices, 3)
    job = in_alices.text_job(count=4, NumberOfHumanWorkersPerDataObject=2)
    for worker in (ann, ben) * 4:
        said(job, worker)
    consolidate_next(job)
    assert counts(job) == [(4, 4), (4, 4)]
    for first, second in ((ann, kim), (ann, ben)):
        asked_again(job, 1)
        said(job, first, "spam")
        said(job, second, "spam")
        assert consolidate_next(job) == 1
    assert counts(job) == [(4, 4), (4, 4), (1, 1)]
    for one in WorkerStanding.objects.filter(job=job):
        assert 0 <= one.squares <= one.quality <= one.answers


def test_who_answers_again_what_nobody_else_answered_is_counted_once(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=2)
    for _ in range(2):
        said(job, bob)
    consolidate_next(job)
    asked_again(job, 0)
    said(job, bob, "spam")
    consolidate_next(job)
    assert counts(job) == [(2, 0)]


def test_an_answer_that_could_not_be_read_was_never_counted(in_alices: Account, bob: Worker) -> None:
    job, _ = failed_over(in_alices, bob)
    said(job, bob)
    assert consolidate_next(job) == 1
    assert counts(job) == [(1, 0)]
