"""Calibration, by hand and on simulated crowds: confidences that mean what they say."""

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.testing import assert_allclose

from consolidation.functions.calibration import (
    CEILING,
    EXPONENT,
    GoldTooFew,
    Recalibration,
    calibrated,
    tempered,
)
from consolidation.functions.contract import Answers, Floats
from consolidation.functions.dawid_skene import dawid_skene
from consolidation.functions.pooled_prior import pooled_prior_dawid_skene
from consolidation.functions.reliability import FEWEST_GOLD, Claims, calibration_error
from tests.consolidation.crowds import answers_of, crowds, mixed_crowd


def test_tempering_by_hand() -> None:
    assert_allclose(tempered(np.array([[0.9, 0.1], [0.5, 0.5], [1.0, 0.0]]), exponent=0.5)[:, 0], [0.75, 0.5, 1.0])


@settings(deadline=None)
@given(crowds())
def test_labels_stay_and_confidences_come_down_but_never_under_an_even_chance(answers: Answers) -> None:
    before = dawid_skene(answers)
    after = calibrated(answers, before)
    assert (after.labels == before.labels).all()
    assert (after.posteriors == before.posteriors).all()
    assert (after.confidences <= np.minimum(before.confidences, CEILING)).all()
    several = answers.answers_per_object() > 1
    assert (after.confidences[several] >= round(min(1 / answers.class_count, CEILING), 2) - 0.005).all()
    assert (after.confidences[~several] == 0).all()


def test_calibration_error_by_hand() -> None:
    # Two classes of confidence: 0.6 and 0.65 with one right of two, 0.9 with all three right; 0 claims nothing.
    confidences = np.array([0.6, 0.65, 0.9, 0.9, 0.9, 0.0])
    right = np.array([True, False, True, True, True, False])
    assert calibration_error(confidences, right) == pytest.approx((1.25 - 1 + 3 - 2.7) / 5)
    assert np.isnan(calibration_error(np.zeros(3), np.ones(3, bool)))


@pytest.mark.parametrize("bins", [1, 5, 10, 20])
def test_who_claims_what_is_true_has_no_calibration_error(bins: int) -> None:
    confidences = np.repeat([0.25, 0.5, 0.75, 1.0], 100)
    right = np.concatenate([np.arange(100) < 100 * c for c in (0.25, 0.5, 0.75, 1.0)])
    assert calibration_error(confidences, right, bins=bins) == pytest.approx(0, abs=1e-12)


def test_the_exponent_lowers_the_error_on_crowds_it_was_not_chosen_on() -> None:
    raw, mild = [], []
    for seed in range(100, 106):
        for answers_each in (2, 3, 5):
            answers, truth = mixed_crowd(seed, 600, 60, 4, answers_each)
            found = pooled_prior_dawid_skene(answers)
            right = found.labels == truth
            raw.append(calibration_error(calibrated(answers, found, exponent=1.0).confidences, right))
            mild.append(calibration_error(found.confidences, right))
    assert np.mean(mild) < np.mean(raw) - 0.004
    assert np.mean(mild) < 0.06
    assert EXPONENT < 1


def test_gold_answers_teach_what_confidences_mean() -> None:
    errors = np.array([errors_before_and_after(seed, gold=200) for seed in range(10)])
    assert errors[:, 0].mean() > 0.15
    assert errors[:, 1].mean() < 0.07


def test_fifty_gold_answers_do_no_harm_where_confidences_were_right() -> None:
    errors = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        confidences = rng.uniform(0.4, 0.95, 2050).round(2)
        right = rng.random(2050) < confidences
        again = Recalibration.learnt(Claims.of(confidences[:50], right[:50]))
        errors.append(calibration_error(again(confidences[50:]), right[50:]))
    assert np.mean(errors) < 0.1


def test_recalibrated_confidences_rise_with_the_claimed_and_stay_in_bounds() -> None:
    rng = np.random.default_rng(5)
    confidences = rng.uniform(0.3, 1, 80).round(2)
    again = Recalibration.learnt(Claims.of(confidences, rng.random(80) < 0.97))
    grid = np.linspace(0.01, 1, 100)
    assert (np.diff(again(grid)) >= 0).all()
    assert ((again(grid) > 0) & (again(grid) <= CEILING)).all()
    assert again(np.zeros(2)).tolist() == [0.0, 0.0]


def test_forty_nine_gold_answers_are_too_few() -> None:
    claims = np.append(np.full(FEWEST_GOLD - 1, 0.8), 0.0)
    with pytest.raises(GoldTooFew, match="49 gold answers"):
        Recalibration.learnt(Claims.of(claims, np.ones(FEWEST_GOLD, bool)))


def test_one_answer_keeps_confidence_zero() -> None:
    answers = answers_of([[0, None], [1, 1]], 2)
    assert calibrated(answers, dawid_skene(answers)).confidences[0] == 0


def errors_before_and_after(seed: int, gold: int) -> tuple[float, float]:
    """Calibration error, on the objects without gold, of someone who claims far too much, and of the same recalibrated."""
    rng = np.random.default_rng(seed)
    true: Floats = rng.uniform(0.3, 0.9, 3000)
    right = rng.random(3000) < true
    claimed = np.sqrt(true).round(2)
    again = Recalibration.learnt(Claims.of(claimed[:gold], right[:gold]))
    return calibration_error(claimed[gold:], right[gold:]), calibration_error(again(claimed[gold:]), right[gold:])
