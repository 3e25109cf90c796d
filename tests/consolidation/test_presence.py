"""How far to believe that something drawn is there, and has its label."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from consolidation.functions.presence import beliefs, label_beliefs


@given(st.lists(st.integers(1, 7).flatmap(lambda asked: st.tuples(st.integers(1, asked), st.just(asked))), min_size=1))
def test_beliefs_are_chances_that_grow_with_the_votes(cases: list[tuple[int, int]]) -> None:
    votes, asked = np.array(cases).T
    found = beliefs(votes, asked)
    assert ((found > 0) & (found < 1)).all()
    for people in np.unique(asked):
        own = asked == people
        by = np.argsort(votes[own])
        assert (np.diff(found[own][by]) >= -1e-12).all()


def test_a_crowd_that_sees_and_imagines_as_it_does_is_understood() -> None:
    """4,000 things of which three in four are there; who is asked besides the first draws what is there nine times in
    ten, and what is not once in twenty times."""
    rng = np.random.default_rng(1)
    real = rng.random(4_000) < 0.75
    votes = 1 + rng.binomial(4, np.where(real, 0.9, 0.05))
    found = beliefs(votes, np.full(4_000, 5))
    for count in range(1, 6):
        own = votes == count
        if own.sum() > 30:
            assert found[own][0] == pytest.approx(real[own].mean(), abs=0.1)


def test_one_object_is_believed_as_people_are_on_the_whole() -> None:
    found = beliefs(np.array([1, 2, 3]), np.array([3, 3, 3]))
    assert found[0] < 0.5 < found[1] < found[2]
    assert found[2] > 0.95


def test_two_labels_with_as_many_votes_are_as_likely() -> None:
    """Of one thing two people say 0 and two say 1; of the other all four say 0."""
    found = label_beliefs(np.array([2, 2, 4]), np.array([0, 0, 1]), np.array([0, 2]), 2)
    assert found[0] == pytest.approx(0.5)
    assert found[1] > 0.95


@given(st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=3), min_size=1, max_size=5), st.integers(3, 6))
def test_beliefs_in_labels_are_chances(things: list[list[int]], labels: int) -> None:
    said = [np.sort(one)[::-1] for one in things]
    number = np.array([len(one) for one in said])
    rows, first = np.concatenate(said), np.cumsum(number) - number
    found = label_beliefs(rows, np.repeat(np.arange(len(said)), number), first, labels)
    assert ((found > 0) & (found <= 1)).all()


def test_nothing_drawn_is_no_case() -> None:
    none = np.empty(0, np.int64)
    assert_allclose(beliefs(none, none), [])
    assert_allclose(label_beliefs(none, none, none, 0), [])
