"""GLAD: by hand, as the peak of its own objective, and the hard objects it finds."""

import numpy as np
from numpy.testing import assert_allclose
from scipy.optimize import approx_fprime

from consolidation.functions.contract import Answers
from consolidation.functions.glad import MEAN, fit, glad
from tests.consolidation.contract import ClassContract
from tests.consolidation.crowds import answers_of


class TestGlad(ClassContract):
    function = staticmethod(glad)

    def test_the_first_beliefs_by_hand(self) -> None:
        # Ability 1 and ease e: every answer is right with chance 1 / (1 + exp(-e)), else any of two other classes.
        posteriors, _, _ = fit(answers_of([[0, 0, 1]], 3), iterations=1, tolerance=0)
        right = 1 / (1 + np.exp(-np.e))
        wrong = (1 - right) / 2
        joint = np.array([right**2 * wrong, right * wrong**2, wrong**3])
        assert_allclose(posteriors, [joint / joint.sum()], atol=1e-10)

    def test_where_it_ends_no_parameter_can_be_bettered(self) -> None:
        answers, _truth, _hard = crowd_with_hard_objects(seed=1, object_count=40)
        _, ability, ease = fit(answers, iterations=400, tolerance=0)
        slope = approx_fprime(np.concatenate([ability, ease]), lambda at: objective(answers, at), 1e-6)
        assert np.abs(slope).max() < 1e-3

    def test_hard_objects_are_told_from_easy_ones(self) -> None:
        answers, truth, hard = crowd_with_hard_objects(seed=2, object_count=300)
        result = glad(answers)
        assert (result.labels == truth).mean() > 0.85
        assert result.difficulty[hard].mean() > result.difficulty[~hard].mean() + 0.08
        assert ((result.difficulty > 0) & (result.difficulty < 1)).all()

    def test_able_workers_are_told_from_others_and_unknown_ones_named(self) -> None:
        table: list[list[int | None]] = [[c % 2, c % 2, c % 2, (c // 2) % 2, None] for c in range(40)]
        ability = glad(answers_of(table, 2)).ability
        assert (ability[:3] > ability[3] + 0.5).all()
        assert np.isnan(ability).tolist() == [False] * 4 + [True]


def crowd_with_hard_objects(seed: int, object_count: int) -> tuple[Answers, np.ndarray, np.ndarray]:
    """12 workers, 7 answers an object of 3 classes; right 95 times in 100, on the hard third 55 times."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 3, object_count)
    hard = rng.random(object_count) < 1 / 3
    workers = np.argsort(rng.random((object_count, 12)), axis=1)[:, :7].ravel()
    objects = np.repeat(np.arange(object_count), 7)
    right = rng.random(len(objects)) < np.where(hard, 0.55, 0.95)[objects]
    classes = (truth[objects] + np.where(right, 0, rng.integers(1, 3, len(objects)))) % 3
    return Answers(objects, workers, classes, object_count, 12, 3), truth, hard


def objective(answers: Answers, parameters: np.ndarray) -> float:
    """Log of the likelihood, summed over true classes, and of the normal priors."""
    ability, ease = parameters[: answers.worker_count], parameters[answers.worker_count :]
    chance = 1 / (1 + np.exp(-ability[answers.workers] * np.exp(ease)[answers.objects]))
    joint = np.zeros((answers.object_count, answers.class_count))
    for entry, (i, c) in enumerate(zip(answers.objects, answers.classes, strict=True)):
        row = np.full(answers.class_count, (1 - chance[entry]) / (answers.class_count - 1))
        row[c] = chance[entry]
        joint[i] += np.log(row)
    return float(np.log(np.exp(joint).mean(axis=1)).sum() - ((parameters - MEAN) ** 2).sum() / 2)
