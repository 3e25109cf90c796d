"""Several classes an object: sets as numbers, what people said, and a job from its order to its manifest."""

from __future__ import annotations

import json
import random
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from autolabel.arrays import NO_LABEL
from autolabel.guarantee.contract import Measure
from autolabel.learners.several import chosen
from autolabel.models import Round
from autolabel.set_machine import SetMachine, marks_of, numbers_of
from autolabel.several_classes import label_in, written
from jobs.facts import JobFacts
from jobs.layout import Layout
from jobs.models import TrainedModel
from jobs.task_types import TASK_TYPES
from tests.autolabel.play import go_on, ordered_of_kind, wish
from tests.cast import Account
from tests.jobs.play import adds_up
from workforce.models import Worker

KIND = "TextMultiClassMultiLabel"
WORDS = {
    "sport": ["goal", "striker", "whistle", "penalty", "keeper", "referee"],
    "food": ["onion", "butter", "saucepan", "simmer", "garlic", "whisk"],
    "money": ["invoice", "salary", "interest", "mortgage", "pension", "deposit"],
}
LABELS = tuple(WORDS)
FACTS = JobFacts(
    1, 1, "job", TASK_TYPES[KIND], "lan", LABELS, {label: n for n, label in enumerate(LABELS)}, {}, 1, 300, 1, ""
)


def notes(count: int, seed: int = 1) -> list[tuple[str, list[str]]]:
    """Texts and what they are about: nothing, one thing or more."""
    lot = random.Random(seed)
    found = []
    for number in range(count):
        about = [label for label in LABELS if lot.random() < 0.45]
        words = [word for label in about for word in lot.choices(WORDS[label], k=5)]
        found.append((" ".join([*words, *lot.choices(["and", "with", "about", "note"], k=4), str(number)]), about))
    return found


class TestSets:
    def test_a_set_is_a_number_with_a_bit_for_each_of_fifty_classes(self) -> None:
        marks = np.random.default_rng(0).random((40, 50)) < 0.5
        assert_array_equal(marks_of(numbers_of(marks), 50), marks)
        assert numbers_of(np.zeros((1, 50), np.bool_)).tolist() == [0]

    def test_what_few_believed_does_not_count_unless_nobody_else_was_asked(self) -> None:
        assert label_in(line([0, 2], {"0": 0.95, "2": 0.31}), FACTS) == 0b001
        assert label_in(line([0, 2], {"0": 0.0, "2": 0.0}), FACTS) == 0b101
        assert label_in(line([], {}), FACTS) == 0

    def test_classes_of_an_earlier_job_go_by_their_names(self) -> None:
        assert label_in(line([7], {"7": 0.9}, {"7": "food"}), FACTS) == 0b010
        assert label_in(line([7], {"7": 0.9}), FACTS) == NO_LABEL
        assert label_in(line([1], {"1": 0.9}, {"1": "weather"}), FACTS) == NO_LABEL

    @pytest.mark.parametrize("value", [None, 1, "food", [True], ["1"], [-1]])
    def test_what_is_no_set_is_no_label(self, value: object) -> None:
        assert label_in({"lan": value}, FACTS) == NO_LABEL

    def test_a_line_tells_how_likely_each_class_is(self) -> None:
        made = written(FACTS, 0b101, 0.7, np.array([[0.91], [0.2], [0.83]]))
        assert made.value == [0, 2]
        assert made.metadata == {
            "class-map": {"0": "sport", "2": "money"}, "confidence-map": {"0": 0.91, "2": 0.83},
        }  # fmt: skip


class TestMachine:
    def test_a_set_is_right_only_as_a_whole_and_believed_accordingly(self) -> None:
        machine, truth = taught()
        reading = machine.read(np.arange(100), seed=0)
        right = reading.labels == truth
        assert reading.measure is Measure.RIGHT
        assert right[100:].mean() > 0.85
        assert_array_equal(reading.qualities[:150], right[:150].astype(float))
        assert np.isnan(reading.qualities[150:]).all()
        assert reading.confidences[100:][right[100:]].mean() > reading.confidences[100:][~right[100:]].mean()
        assert reading.details is not None
        [table] = reading.details(np.array([120]))
        sure = np.maximum(table[:, 0], 1 - table[:, 0])
        assert reading.confidences[120] == pytest.approx(sure.prod())
        assert reading.probabilities[120].max() == pytest.approx(sure.min())

    def test_the_order_of_what_is_learned_from_does_not_matter(self) -> None:
        machine, _ = taught()
        one, other = machine.read(np.arange(100), seed=3), machine.read(np.arange(100), seed=3)
        assert_array_equal(one.confidences, other.confidences)
        rows, marks = machine.rows["good"][:60], marks_of(machine.labels[:60], 4)
        back = np.random.default_rng(0).permutation(60)
        assert chosen({"a": rows}, marks, seed=1) == chosen({"a": rows[back]}, marks[back], seed=1)

    def test_rows_that_say_nothing_are_not_chosen_and_an_earlier_model_is_left_out_of_what_is_kept(self) -> None:
        machine, _ = taught()
        noise = np.random.default_rng(5).normal(size=(300, 6)).astype(np.float32)
        rows = {"noise": noise, "earlier model": machine.rows["good"]}
        both = SetMachine(rows, machine.labels, 4)
        assert both.learn(np.arange(100), seed=0)[0] == "earlier model"
        assert both.learn(np.arange(100), seed=0, own=True)[0] == "noise"


@pytest.mark.django_db
def test_the_machine_labels_sets_that_can_be_certified(in_alices: Account, bob: Worker) -> None:
    given = notes(400)
    job = ordered_of_kind(
        in_alices, KIND, LABELS, [{"source": text} for text, _ in given], Tags=wish(backbone="wordllama", target=0.9)
    )
    go_on(job, [bob], lambda line, _: {"crowd-classifier-multi-select": {"labels": given[line][1]}})
    assert adds_up(job)
    assert (job.stage, job.labeled) == ("Completed", 400)
    assert job.machine_labeled > 100
    lines = [json.loads(one) for one in in_alices.read(Layout(job).output_manifest).splitlines()]
    machines = [one for one in lines if one["lan-metadata"]["human-annotated"] == "no"]
    assert len(machines) == job.machine_labeled
    truth = {text: sorted(FACTS.class_of[label] for label in about) for text, about in given}
    assert sum(one["lan"] != truth[one["source"]] for one in machines) <= 0.1 * len(machines)
    for one in machines:
        told = one["lan-metadata"]
        assert told["class-map"] == {str(number): LABELS[number] for number in one["lan"]}
        assert all(0.5 <= told["confidence-map"][str(number)] <= 1 for number in one["lan"])
        assert told["type"] == "groundtruth/text-classification-multilabel"
    people = [one for one in lines if one["lan-metadata"]["human-annotated"] == "yes"]
    assert {tuple(one["lan-metadata"]) for one in people} == {tuple(one["lan-metadata"]) for one in machines}
    assert Round.objects.filter(run__job=job).latest("number").accepted["accepted"] == job.machine_labeled
    assert TrainedModel.objects.get(job=job).labels == list(LABELS)


def line(value: list[int], trust: dict[str, float], names: dict[str, str] | None = None) -> dict[str, Any]:
    return {"lan": value, "lan-metadata": {"confidence-map": trust, "class-map": names or {}}}


def taught() -> tuple[SetMachine, np.ndarray]:
    """A machine of 300 objects of which people labeled 150, and the truth of all."""
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(300, 6)).astype(np.float32)
    truth = numbers_of(rows @ rng.normal(size=(6, 4)) > 0.4)
    return SetMachine({"good": rows}, np.where(np.arange(300) < 150, truth, NO_LABEL), 4), truth
