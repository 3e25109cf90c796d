"""Answers together with a model's predictions: by hand, refused, and what the model saves."""

import numpy as np
import pytest

from consolidation.functions.contract import Answers, AnswersRefused, Consolidated, Floats, Ints
from consolidation.functions.majority import majority
from consolidation.functions.pooled_prior import pooled_prior_dawid_skene
from consolidation.functions.with_model import trust, with_model
from tests.consolidation.contract import ClassContract
from tests.consolidation.crowds import answers_of, mixed_crowd


def beside_a_model_that_knows_nothing(answers: Answers, /) -> Consolidated:
    """All classes alike, for every object."""
    k = answers.class_count
    return with_model(answers, np.full((answers.object_count, k), 1 / k))


class TestWithModel(ClassContract):
    function = staticmethod(beside_a_model_that_knows_nothing)


def test_trust_by_hand() -> None:
    # Predictions that are as sure as the beliefs are explained best in full voice, those that contradict them in none.
    beliefs = np.array([[0.7, 0.3], [0.3, 0.7]])
    assert trust(np.log(beliefs), beliefs) == 1.0
    assert trust(np.log(beliefs[::-1]), beliefs) == 0.0
    assert trust(np.log(np.full((2, 2), 0.5)), beliefs) == 0.0


@pytest.mark.parametrize("answers_each", [1, 2])
def test_one_or_two_answers_with_a_model_beat_three_without(answers_each: int) -> None:
    shares = []
    for seed in range(4):
        answers, truth = mixed_crowd(seed, 800, 60, 10, answers_each)
        more, more_truth = mixed_crowd(seed, 800, 60, 10, 3)
        predicted = model(seed, truth)
        with_it = with_model(answers, predicted).labels == truth
        rivals = [predicted.argmax(axis=1) == truth, majority(more).labels == more_truth]
        if answers_each == 2:
            rivals.append(pooled_prior_dawid_skene(more).labels == more_truth)
        shares.append([with_it.mean(), *(rival.mean() for rival in rivals)])
    ours, *others = np.mean(shares, axis=0)
    assert ours > max(others) + 0.03


def test_one_answer_claims_nothing_but_its_belief_is_told() -> None:
    result = with_model(answers_of([[0], [0], [1]], 2), np.array([[0.9, 0.1], [0.8, 0.2], [0.3, 0.7]]))
    assert result.confidences.tolist() == [0.0, 0.0, 0.0]
    assert (result.posteriors.max(axis=1) > [0.9, 0.8, 0.7]).all()


@pytest.mark.parametrize("answers_each", [1, 2, 5])
def test_a_model_that_guesses_or_swaps_classes_is_not_listened_to(answers_each: int) -> None:
    answers, truth = mixed_crowd(2, 600, 40, 10, answers_each)
    alone = (pooled_prior_dawid_skene(answers).labels == truth).mean()
    guesses = model(9, np.random.default_rng(9).integers(0, 10, 600))
    swapped = np.eye(10)[(truth + 1) % 10] * 0.8 + 0.02
    for useless in (guesses, swapped):
        assert (with_model(answers, useless).labels == truth).mean() > alone - 0.02


@pytest.mark.parametrize(
    ("probabilities", "message"),
    [
        (np.array([[0.5, 0.5]]), "shape"),
        (np.array([[0.5, 0.5], [0.9, 0.3]]), r"probabilities\[1\]"),
        (np.array([[1.5, -0.5], [0.5, 0.5]]), r"probabilities\[0\]"),
        (np.array([[0.5, 0.5], [np.nan, 0.5]]), r"probabilities\[1\]"),
    ],
)
def test_what_is_no_probability_is_refused(probabilities: Floats, message: str) -> None:
    with pytest.raises(AnswersRefused, match=message):
        with_model(answers_of([[0], [1]], 2), probabilities)


def model(seed: int, truth: Ints) -> Floats:
    """Predictions of ten classes, right three times in four, a little too sure of themselves."""
    score = np.random.default_rng(seed).normal(size=(len(truth), 10))
    score[np.arange(len(truth)), truth] += 2.3
    mass = np.exp(1.3 * score)
    return np.asarray(mass / mass.sum(axis=1, keepdims=True))
