"""A job too small for a machine of its own: people begin from what an earlier model says, and wait a minute at most."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from autolabel.deciding import step
from autolabel.models import Round
from jobs import dispatch, sweeping
from jobs.models import DataObject, JobEvent, LabelingJob, Proposal, TrainedModel
from tests.admin.conftest import browser
from tests.autolabel.play import ALGORITHM, answer_all, go_on, mails, ordered, ordered_of_kind, wish
from tests.autolabel.test_several_classes import LABELS, notes
from tests.cast import Account
from tests.jobs.play import adds_up, states
from workforce.models import Worker

pytestmark = pytest.mark.django_db
NEW = mails(260)[200:]


@pytest.fixture
def model(in_alices: Account, bob: Worker) -> TrainedModel:
    """What a machine knew at the end of a job."""
    given = mails(200)
    job = ordered(in_alices, [text for text, _ in given])
    go_on(job, [bob], lambda line, _: given[line][1])
    return TrainedModel.objects.get(job=job)


def small(alice: Account, model: str, **more: Any) -> LabelingJob:
    """A job of sixty mails, its labels in another order, that names this model."""
    config = {**ALGORITHM, "InitialActiveLearningModelArn": model}
    tags = wish(backbone="wordllama", prefill=more.pop("prefill", "yes"))
    lines = [{"source": text} for text, _ in NEW]
    return ordered_of_kind(
        alice, "TextMultiClass", ["spam", "other", "ham"], lines, LabelingJobName="small", Tags=tags,
        LabelingJobAlgorithmsConfig=config, **more,
    )  # fmt: skip


def of_several(alice: Account, count: int, seed: int, labels: tuple[str, ...], **more: Any) -> LabelingJob:
    """A job of notes, each about several things."""
    lines = [{"source": text} for text, _ in notes(count, seed)]
    tags = wish(backbone="wordllama", prefill="yes")
    return ordered_of_kind(alice, "TextMultiClassMultiLabel", labels, lines, Tags=tags, **more)


def log_of(job: LabelingJob) -> list[str]:
    return list(JobEvent.objects.filter(job=job).values_list("name", flat=True))


def test_people_begin_from_what_the_earlier_model_says(in_alices: Account, bob: Worker, model: TrainedModel) -> None:
    job = small(in_alices, model.arn)
    assert dispatch.lease(job.pk, bob.pk) is None
    while step(job):
        pass
    said = {one.data_object.line_no: one.value for one in Proposal.objects.select_related("data_object")}
    assert len(said) > 50
    assert sum(value == NEW[line][1] for line, value in said.items()) > 0.9 * len(said)
    assert set(states(job)) == {"open"}
    assert (job.machine_deciding, Round.objects.filter(run__job=job).exists()) == (False, False)
    assert {"AUTO_LABELING_OFF", "PRE_LABELED"} <= set(log_of(job))
    shown = browser(in_alices.owner).get(f"/admin/jobs/labelingjob/{job.pk}/").content.decode()
    assert f"Of {len(said)} they begin from what the model" in shown
    assert "Nothing is certified yet" not in shown
    assert step(job) is False
    go_on(job, [bob], lambda line, _: NEW[line][1])
    assert (job.stage, job.labeled, job.machine_labeled) == ("Completed", 60, 0)
    assert adds_up(job)


def test_nobody_waits_longer_than_a_minute(in_alices: Account, bob: Worker, model: TrainedModel) -> None:
    job = small(in_alices, model.arn)
    sweeping.tend(job)
    assert set(states(job)) == {"held"}
    LabelingJob.objects.filter(pk=job.pk).update(pre_labels_until=timezone.now() - timedelta(seconds=1))
    job.refresh_from_db()
    for _ in range(2):
        sweeping.tend(job)
        assert set(states(job)) == {"open"}
    assert step(job) is False
    assert not Proposal.objects.exists()
    assert answer_all(job, [bob], lambda line, _: NEW[line][1]) == 60


def test_a_model_that_says_nothing_of_use_holds_nobody_up(in_alices: Account, bob: Worker, model: TrainedModel) -> None:
    TrainedModel.objects.update(backbone_version="another")
    job = small(in_alices, model.arn)
    while step(job):
        pass
    assert set(states(job)) == {"open"}
    assert "EARLIER_MODEL_NOT_USED" in log_of(job)
    assert not Proposal.objects.exists()


def test_a_model_that_knows_other_labels_proposes_none(in_alices: Account, bob: Worker, model: TrainedModel) -> None:
    TrainedModel.objects.update(labels=["cat", "dog"])
    job = small(in_alices, model.arn)
    while step(job):
        pass
    assert set(states(job)) == {"open"}
    assert not Proposal.objects.exists()


def test_of_several_labels_only_those_are_told_that_the_model_knows(in_alices: Account, bob: Worker) -> None:
    given = notes(200)
    taught = of_several(in_alices, 200, 1, LABELS)
    go_on(taught, [bob], lambda line, _: {"crowd-classifier-multi-select": {"labels": given[line][1]}})
    config = {**ALGORITHM, "InitialActiveLearningModelArn": TrainedModel.objects.get(job=taught).arn}
    said = {}
    for name, labels in (("none", ("weather", "travel")), ("one", ("weather", "food")), ("all", LABELS)):
        job = of_several(in_alices, 60, 2, labels, LabelingJobName=name, LabelingJobAlgorithmsConfig=config)
        while step(job):
            pass
        of_job = Proposal.objects.filter(data_object__job=job).select_related("data_object")
        said[name] = {one.data_object.line_no: one.value for one in of_job}
        told = JobEvent.objects.get(job=job, name="PRE_LABELED").message
        assert f"Of {len(said[name])} they begin" in told
    assert said["none"] == {}
    assert [] in said["all"].values()
    food = {line for line, value in said["all"].items() if "food" in value}
    assert said["one"] == {line: ["food"] for line in food}
    assert 10 < len(food) < 50


def test_stopping_conditions_hold(in_alices: Account, bob: Worker, model: TrainedModel) -> None:
    job = small(in_alices, model.arn, StoppingConditions={"MaxHumanLabeledObjectCount": 7})
    while step(job):
        pass
    assert answer_all(job, [bob], lambda line, _: NEW[line][1]) == 7
    go_on(job, [bob], lambda line, _: NEW[line][1])
    assert (job.stage, job.labeled) == ("Completed", 7)


def test_who_is_not_to_see_proposals_waits_for_none(in_alices: Account, bob: Worker, model: TrainedModel) -> None:
    job = small(in_alices, model.arn, prefill="no")
    assert (job.machine_deciding, job.pre_labels_until) == (False, None)
    assert not DataObject.objects.filter(job=job, state=DataObject.State.HELD).exists()
    assert step(job) is False
