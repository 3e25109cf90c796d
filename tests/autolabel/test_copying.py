"""Objects that are there several times are labeled once, and the certificate is what it was."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autolabel import duplicates
from autolabel.deciding import step
from autolabel.duplicates import leaders_of
from autolabel.models import Copies, Round, Suspect
from autolabel.pool import Pool, Rules
from autolabel.records import numbers
from autolabel.suspecting import Decided, decide
from consolidation.models import Claim
from consolidation.serving import serve
from jobs import closing, dispatch
from jobs.layout import Layout
from jobs.models import DataObject, JobEvent, Label, LabelingJob
from jobs.validation import check
from tenants import scope
from tests.autolabel.machines import Job
from tests.autolabel.play import ALGORITHM, go_on, mails, ordered, wish
from tests.autolabel.test_promise import BluffersJob, allowed_breaks
from tests.cast import Account
from tests.jobs.play import adds_up
from workforce.models import Worker

ONCE = wish(backbone="wordllama", duplicates="label-once")


def with_copies(count: int = 260) -> list[tuple[str, str]]:
    """Mails of which one in ten is there three times, the last lines being copies."""
    given = mails(count)
    return given + [(f" {text}" if number % 2 else f"{text} ", truth) for number, (text, truth) in
                    enumerate(given[:count // 10] * 2)]  # fmt: skip


def test_a_row_follows_the_first_that_it_is_a_copy_of() -> None:
    rows = [[1, 0], [0, 1], [2, 0.001], [0, 3], [np.nan, 0], [np.nan, 0], [0, 0], [0, 0], [1, 1]]
    assert leaders_of(rows).tolist() == [0, 1, 0, 1, 4, 5, 6, 7, 8]


def test_a_chain_of_small_steps_joins_nothing_that_is_far_apart() -> None:
    angles = np.arange(0, 0.5, 0.09)  # cos .09 = .996
    rows = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    assert leaders_of(rows).tolist() == [0, 0, 2, 2, 4, 4]


@given(st.integers(2, 60), st.integers(0, 10_000))
@settings(max_examples=40)
def test_a_leader_is_earlier_alike_and_follows_nobody(count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(5, 8))[rng.integers(0, 5, count)] + rng.normal(0, 0.05, (count, 8))
    leaders = leaders_of(rows)
    assert (leaders <= np.arange(count)).all()
    assert (leaders[leaders] == leaders).all()
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    assert ((unit * unit[leaders]).sum(axis=1) >= duplicates.ALIKE - 1e-5).all()
    heads = np.flatnonzero(leaders == np.arange(count))
    between = unit[heads] @ unit[heads].T - 2 * np.eye(len(heads))
    assert between.max() < duplicates.ALIKE + 1e-5


def test_of_many_rows_coarse_signs_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(1_500, 64))
    rows[1_000:] = rows[rng.integers(0, 1_000, 500)] + rng.normal(0, 0.02, (500, 64))
    wanted = leaders_of(rows)
    monkeypatch.setattr(duplicates, "ALL_COMPARED", 0)
    assert (leaders_of(rows) == wanted).mean() > 0.995
    assert (wanted != np.arange(1_500)).sum() >= 500


@pytest.mark.django_db
def test_copies_take_the_label_of_one_and_no_machine_labels_any(in_alices: Account, bob: Worker) -> None:
    given = with_copies()
    job = ordered(in_alices, [text for text, _ in given], Tags=ONCE)
    go_on(job, [bob], lambda line, _: given[line][1])
    assert (job.stage, job.labeled, job.machine_deciding) == ("Completed", len(given), False)
    assert adds_up(job)
    leaders = numbers(Copies.objects.get(job=job).leaders)
    copies = np.flatnonzero(leaders != np.arange(len(given)))
    assert set(copies.tolist()) == set(range(260, len(given)))
    assert not DataObject.objects.filter(job=job, line_no__in=copies.tolist(), answers__gt=0).exists()
    lines = [json.loads(line) for line in in_alices.read(Layout(job).output_manifest).splitlines()]
    for line in copies.tolist():
        own, first = lines[line]["lan-metadata"], lines[int(leaders[line])]["lan-metadata"]
        assert (own["class-name"], own["human-annotated"], own["copy-of"]) == (given[line][1], "yes", leaders[line])
        assert first["human-annotated"] == "yes"
    assert job.machine_labeled > 50
    accepted = Round.objects.filter(run__job=job).latest("number").accepted
    assert accepted["accepted"] == job.machine_labeled
    assert JobEvent.objects.filter(job=job, name="COPIES_LABELED").count() == 1


@pytest.mark.django_db
def test_without_the_wish_copies_are_objects_like_others(in_alices: Account, bob: Worker) -> None:
    job = ordered(in_alices, [text for text, _ in with_copies(200)])
    while step(job):
        pass
    assert not Copies.objects.filter(job=job).exists()


@pytest.mark.django_db
def test_where_the_first_one_fails_the_next_is_asked_about(in_alices: Account, bob: Worker) -> None:
    given = with_copies(220)
    job = ordered(in_alices, [text for text, _ in given], Tags=ONCE)
    failed = {0, 220}

    def until_through() -> None:
        for _ in range(60):
            job.refresh_from_db()
            if job.has_ended:
                return
            while step(job):
                pass
            for one in DataObject.objects.filter(job=job, line_no__in=failed, state__in=(0, 1)):
                closing.fail(one.pk, "ClientError: gone")
            answer_all(job, bob, given)
            serve(job)
        raise AssertionError("it goes on and on")

    until_through()
    assert (job.stage, job.failed, job.labeled) == ("Completed", 2, len(given) - 2)
    assert adds_up(job)
    last = Label.objects.get(data_object__job=job, data_object__line_no=242)
    assert '"copy-of"' not in last.fragment  # people were asked about it in the end


def answer_all(job: LabelingJob, bob: Worker, given: list[tuple[str, str]]) -> None:
    while turn := dispatch.lease(job.pk, bob.pk):
        dispatch.submit(turn.assignment_id, bob.pk, {"crowd-classifier": {"label": given[turn.line_no][1]}})


@pytest.mark.django_db
@pytest.mark.parametrize("limit", [{"MaxHumanLabeledObjectCount": 60}, {"MaxPercentageOfInputDatasetLabeled": 30}])
def test_copies_pass_no_stopping_condition(in_alices: Account, bob: Worker, limit: dict[str, Any]) -> None:
    given = with_copies()
    job = ordered(in_alices, [text for text, _ in given], Tags=ONCE, StoppingConditions=limit)
    go_on(job, [bob], lambda line, _: given[line][1])
    assert job.stage == "Completed"
    if "MaxHumanLabeledObjectCount" in limit:
        assert job.labeled - job.machine_labeled <= 60
    else:
        assert job.labeled <= round(0.3 * len(given)) + 1
    assert adds_up(job)


@pytest.mark.django_db
def test_the_wish_wants_a_machine(in_alices: Account) -> None:
    request = in_alices.text_request("mails", [{"source": "a"}]) | {"Tags": ONCE}
    [fault] = check(request).faults
    assert "(LabelingJobAlgorithmsConfig) beside it" in fault.wanted
    assert check(request | {"LabelingJobAlgorithmsConfig": ALGORITHM}).faults == []


@pytest.mark.parametrize("wrong_first", [False, True])
def test_the_promise_holds_with_copies_that_share_their_errors(wrong_first: bool) -> None:
    draws, broke, certified = 40, 0, 0
    for draw in range(draws):
        rng = np.random.default_rng([7, draw])
        truth = rng.integers(0, 2, 900)
        leaders = np.arange(900)
        leaders[600:] = rng.integers(0, 60, 300)  # sixty objects are there six times, about
        truth[600:] = truth[leaders[600:]]
        several = np.bincount(leaders, minlength=900)[leaders] > 1
        pool = replace(Pool.fresh(900), gone=several)
        run = BluffersJob(truth, np.zeros(900), Rules(target=0.945, seed=draw), pool=pool, wrong_first=wrong_first)
        over = run.run()
        certified += over.accept is not None
        if over.accept:
            assert not several[over.accept.objects].any()
            errors = (over.accept.labels != truth[over.accept.objects]).sum()
            broke += errors > 0.055 * len(over.accept.objects)
    assert broke <= allowed_breaks(draws)


def test_objects_that_are_there_once_are_certified_as_ever() -> None:
    rng = np.random.default_rng(1)
    truth, difficulty = rng.integers(0, 3, 2_000), rng.random(2_000)
    several = rng.random(2_000) < 0.2
    run = Job(truth, difficulty, Rules(seed=1), pool=replace(Pool.fresh(2_000), gone=several))
    over = run.run()
    assert over.accept is not None
    assert not several[over.accept.objects].any()
    assert over.accept.certificate.total <= (~several).sum()


@pytest.mark.django_db
def test_copies_have_the_confidences_that_all_gold_says(in_alices: Account, bob: Worker) -> None:
    mails_with_copies = with_copies(220)
    lines = [{"source": text, "truth": truth} for text, truth in mails_with_copies]
    tags = [*ONCE, *wish(gold="truth", target=0.999)]
    people = [bob, in_alices.worker("eve@example.org")]
    job = ordered(in_alices, lines, Tags=tags, **human(in_alices, lines, NumberOfHumanWorkersPerDataObject=2))
    turned = {"ham": "spam", "spam": "ham"}

    def say(line: int, _worker: Worker) -> str:  # both err together: they are surer than they should be
        truth = mails_with_copies[line][1]
        return turned[truth] if line % 3 == 0 else truth

    go_on(job, people, say)
    assert job.stage == "Completed"
    leaders = numbers(Copies.objects.get(job=job).leaders)
    before = in_alices.read(Layout(job).output_manifest)
    found = [json.loads(line)["lan-metadata"] for line in before.splitlines()]
    copies = np.flatnonzero(leaders != np.arange(len(found))).tolist()
    assert len(copies) == 44
    claims = {claim.line_no: claim.said for claim in Claim.objects.filter(job=job)}
    assert any(found[leaders[line]]["confidence"] != claims[leaders[line]] for line in copies)
    for line in copies:
        first = found[leaders[line]]
        same = {key: value for key, value in found[line].items() if key not in ("copy-of", "creation-date")}
        assert same == {key: value for key, value in first.items() if key != "creation-date"}
    kept = Label.objects.filter(data_object__job=job).values_list("data_object__line_no", "confidence")
    assert all(found[line]["confidence"] == confidence for line, confidence in kept)
    Suspect.objects.bulk_create(
        Suspect(tenant_id=scope.current(), data_object=one, job=job, score=0.9, chance=0.95, people=0, machine=1)
        for one in DataObject.objects.filter(job=job, line_no__in=set(leaders[copies].tolist()))
    )
    decisions = [Decided(line, "keep") for line in sorted(set(leaders[copies].tolist()))]
    assert decide(job, decisions, actor=in_alices.actor) == 0
    assert job.stage == "Completed"


def human(alice: Account, lines: list[Any], **more: Any) -> dict[str, Any]:
    """How people label, for a request."""
    config: dict[str, Any] = alice.text_request("mails", lines, **more)["HumanTaskConfig"]
    return {"HumanTaskConfig": config}
