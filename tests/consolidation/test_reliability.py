"""Claims beside what came of them: counted without loss, with bounds that hold what they say."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from consolidation.functions.calibration import Recalibration, crossfitted
from consolidation.functions.reliability import Claims, calibration_error, share_bounds

CLAIMS = st.lists(st.tuples(st.integers(0, 100), st.booleans()), max_size=40)


def of(pairs: list[tuple[int, bool]]) -> Claims:
    return Claims.of(np.array([cell for cell, _ in pairs]) / 100, np.array([right for _, right in pairs], bool))


@given(CLAIMS, CLAIMS)
def test_counts_say_as_much_as_the_labels_themselves(
    some: list[tuple[int, bool]], more: list[tuple[int, bool]]
) -> None:
    both = of(some).plus(of(more))
    confidences = np.array([cell for cell, _ in some + more]) / 100
    right = np.array([one for _, one in some + more], bool)
    assert both.error() == pytest.approx(calibration_error(confidences, right), nan_ok=True)
    again = Claims.from_json(json.loads(json.dumps(both.to_json())))
    assert (again.times == both.times).all()
    assert (again.right == both.right).all()
    assert len(both) == np.count_nonzero(confidences)


@given(CLAIMS, st.lists(st.integers(0, 100), min_size=101, max_size=101))
def test_moving_claims_loses_none(pairs: list[tuple[int, bool]], meaning: list[int]) -> None:
    moved = of(pairs).moved(np.array(meaning) / 100)
    assert (len(moved), moved.right.sum()) == (len(of(pairs)), of(pairs).right.sum())


@given(st.integers(0, 200), st.integers(1, 200))
def test_bounds_of_a_share_are_those_of_the_literature(right: int, wrong: int) -> None:
    low, high = share_bounds(np.array([right]), np.array([right + wrong]))
    wilson = binomtest(right, right + wrong).proportion_ci(0.9, method="wilson")
    assert (low[0], high[0]) == (pytest.approx(wilson.low, abs=1e-4), pytest.approx(wilson.high, abs=1e-4))


@pytest.mark.parametrize(("exponent", "count"), [(1.0, 60), (1.0, 600), (2.0, 100), (2.0, 600)])
def test_the_true_error_lies_between_the_bounds_nine_times_in_ten(exponent: float, count: int) -> None:
    rng = np.random.default_rng(count)
    many = rng.beta(5, 1.5, 100_000).clip(0.3, 0.95).round(2)
    true = calibration_error(many, rng.random(100_000) < many**exponent) if exponent != 1 else 0.0
    held = 0
    for _ in range(60):
        confidences = rng.choice(many, count)
        low, high = Claims.of(confidences, rng.random(count) < confidences**exponent).error_bounds()
        held += low <= true <= high
    assert held >= 46  # 54 of 60 at nine in ten, less four standard deviations


def test_what_was_judged_by_the_others_alone_shows_no_more_than_it_is_worth() -> None:
    """Recalibration learned from labels that are right by chance alone looks perfect on these and is worth nothing."""
    rng = np.random.default_rng(1)
    confidences, right = rng.uniform(0.5, 0.95, 100).round(2), rng.random(100) < 0.7
    folds = [Claims.of(confidences[at::5], right[at::5]) for at in range(5)]
    alone = Claims.of(confidences, right)
    flattered = alone.moved(Recalibration.learnt(alone).meaning())
    assert flattered.error() < crossfitted(folds).error()
    assert crossfitted([alone, *[Claims.none()] * 4]).to_json() == alone.to_json()
