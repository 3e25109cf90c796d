"""The machine for classes as such: what it says of how many classes, and what it copies."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from autolabel import machines
from autolabel.learners.choose import Candidate
from autolabel.learners.linear import Linear
from autolabel.machines import ChoosingMachine
from autolabel.reading import WrongAbout
from autolabel.strategies.margin import margin

CLASSES = 40


@pytest.fixture
def machine() -> ChoosingMachine:
    """120 objects of 40 classes, near their class's place."""
    truth = np.arange(120) % CLASSES
    rows = np.eye(CLASSES)[truth] * 3 + np.random.default_rng(0).normal(size=(120, CLASSES))
    return ChoosingMachine([Candidate("rows", rows.astype(np.float32), Linear())], truth, CLASSES)


def test_of_very_many_classes_the_likeliest_are_kept_and_say_the_same(
    machine: ChoosingMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    learned_from = np.arange(80)
    whole = machine.read(learned_from, seed=0)
    monkeypatch.setattr(machines, "_CELLS", 1_000)
    some = machine.read(learned_from, seed=0)
    assert (whole.probabilities.shape, some.probabilities.shape) == ((120, 40), (120, 32))
    assert_array_equal(some.labels, whole.labels)
    assert_array_equal(some.confidences, whole.confidences)
    picks = [margin(one.probabilities, None, 20, np.random.default_rng(0)) for one in (whole, some)]
    assert_array_equal(*picks)


def test_rows_are_handed_on_and_not_copied(machine: ChoosingMachine) -> None:
    assert machine.read(np.arange(80), seed=0).embeddings is machine.candidates[0].features


def test_what_can_no_longer_be_read_counts_as_wrong_whatever_is_said_of_it(machine: ChoosingMachine) -> None:
    whole = machine.read(np.arange(80), seed=0)
    gone = np.isin(np.arange(120), np.flatnonzero(whole.qualities == 1)[-2:])
    told = WrongAbout(machine, gone).read(np.arange(80), seed=0)
    assert_array_equal(told.qualities, np.where(gone, 0, whole.qualities))
    assert_array_equal(told.confidences, np.where(gone, 1, whole.confidences))  # so it counts at every cut-off
    assert not gone[margin(told.probabilities, None, 118, np.random.default_rng(0))].any()
    first = [one.first(np.arange(120), 9, seed=0) for one in (machine, WrongAbout(machine, gone))]
    assert_array_equal(*first)
