"""Labels that are likely wrong, by arrays alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from autolabel.learners.choose import Candidate
from autolabel.learners.linear import Linear
from autolabel.set_machine import numbers_of
from autolabel.suspects import ChancesRefused, wrong_classes, wrong_sets
from autolabel.unseen import of_classes, of_sets


def clouds(count: int, classes: int = 3, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Rows around a middle for each class, and the classes."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, classes, count)
    return (np.eye(classes, 12)[truth] * 3 + rng.normal(0, 0.6, (count, 12))).astype(np.float32), truth


def test_by_hand() -> None:
    chances = [[0.9, 0.1], [0.8, 0.2], [0.05, 0.95], [0.3, 0.7], [0.1, 0.9]]
    found, instead = wrong_classes(chances, np.array([0, 0, 0, 1, 1]))
    # The machine is .583 sure of the objects called 0, .8 of those called 1: the third is called 0, and is .95 a 1.
    assert found.objects.tolist() == [2]
    assert instead.tolist() == [1]
    assert (found.chances.tolist(), found.scores.round(9).tolist()) == ([0.95], [0.9])


def test_labels_that_were_turned_are_found_and_few_others() -> None:
    rows, truth = clouds(600)
    said, turned = truth.copy(), np.random.default_rng(5).choice(600, 30, replace=False)
    said[turned] = (truth[turned] + 1) % 3
    found, instead = of_classes([Candidate("rows", rows, Linear())], np.arange(600), said, 3, 0)
    first = found.objects[:30]
    assert np.isin(first, turned).mean() > 0.9
    assert np.isin(turned, found.objects).mean() > 0.9
    right = np.isin(found.objects, turned)
    assert (instead[right] == truth[found.objects[right]]).mean() > 0.95


def test_only_some_are_learned_from_where_there_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autolabel.unseen.MOST_LEARNED", 150)
    rows, truth = clouds(600)
    said, turned = truth.copy(), np.arange(0, 600, 30)
    said[turned] = (truth[turned] + 1) % 3
    found, _ = of_classes([Candidate("rows", rows, Linear())], np.arange(600), said, 3, 0)
    assert np.isin(turned, found.objects).mean() >= 0.8
    assert len(found.objects) < 30


def test_of_several_classes_only_the_suspect_marks_are_turned_round() -> None:
    rows, truth = clouds(500)
    marks = np.eye(3, dtype=np.bool_)[truth]
    said = marks.copy()
    said[7, 2] ^= True
    said[11, 0] ^= True
    found, sets = of_sets([Candidate("rows", rows, Linear())], np.arange(500), numbers_of(said), 3, 0)
    instead = dict(zip(found.objects.tolist(), sets.tolist(), strict=True))
    assert {line: instead.get(line) for line in (7, 11)} == {line: int(numbers_of(marks)[line]) for line in (7, 11)}
    assert set(found.objects[:2].tolist()) == {7, 11}


@given(
    arrays.arrays(np.float64, (20, 4), elements=st.floats(0.01, 1)),
    st.lists(st.integers(0, 3), min_size=20, max_size=20),
)
def test_what_is_said_instead_is_never_what_was_said_and_scores_fall(chances: np.ndarray, labels: list[int]) -> None:
    shares = chances / chances.sum(axis=1, keepdims=True)
    found, instead = wrong_classes(shares, np.array(labels))
    assert not (instead == np.array(labels)[found.objects]).any()
    assert (np.diff(found.scores) <= 0).all()
    assert ((found.scores > 0) & (found.scores <= found.chances + 1e-12)).all()
    assert set(instead.tolist()) <= set(labels)  # a class that nobody was given accuses nobody


def test_marks_that_all_have_or_none_accuse_nobody() -> None:
    marks = np.array([[True, False], [True, False], [True, False]])
    found, _ = wrong_sets(np.full((3, 2), 0.5), marks)
    assert not len(found.objects)


@pytest.mark.parametrize(
    ("chances", "labels"), [([[0.5, 0.5]], [0, 1]), ([[0.5, 0.5]], [2]), ([[0.5, 0.5]], [-1]), ([0.5], [0])]
)
def test_arrays_that_do_not_fit_are_refused(chances: list[object], labels: list[int]) -> None:
    with pytest.raises(ChancesRefused):
        wrong_classes(chances, np.array(labels))


def test_marks_of_another_shape_are_refused() -> None:
    with pytest.raises(ChancesRefused, match="true or false"):
        wrong_sets([[0.5, 0.5]], np.array([[True]]))


def test_nothing_is_no_suspect() -> None:
    found, instead = wrong_classes(np.empty((0, 2)), np.empty(0, np.int64))
    assert (len(found.objects), len(instead)) == (0, 0)
