"""Choosing the learner and the features of a job."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import ArrayLike

from autolabel.features import Features
from autolabel.learners.choose import Candidate, calibrated, choose, out_of_fold, sharpened
from autolabel.learners.contract import Model
from autolabel.learners.linear import Linear, LinearModel
from autolabel.machines import machine_of
from autolabel.pool import Pool
from jobs.models import LabelingJob
from tests.autolabel.learner_contract import blobs


def candidates(n: int = 120) -> tuple[list[Candidate], np.ndarray]:
    """One whose rows say nothing, one whose rows say much, and the same again."""
    told, labels = blobs(0, n, 12, 3)
    noise = np.random.default_rng(1).random((n, 12))
    named = {"noise": noise, "told": told, "told again": np.concatenate([told, told], axis=1)}
    return [Candidate(name, rows.astype(np.float32), Linear()) for name, rows in named.items()], labels


def test_the_candidate_that_knows_more_is_chosen_and_the_cheaper_of_equals() -> None:
    given, labels = candidates()
    choice = choose(given, np.arange(120), labels, 3, seed=0)
    assert choice.candidate.name == "told"
    assert [score.name for score in choice.scores] == ["noise", "told", "told again"]
    assert choice.scores[0].accuracy < 0.6 < 0.9 < choice.scores[1].accuracy
    assert choice.scores[1].loss < choice.scores[0].loss


def test_the_order_of_the_labeled_objects_changes_nothing() -> None:
    given, labels = candidates()
    order = np.random.default_rng(3).permutation(120)
    one, other = choose(given, np.arange(120), labels, 3, seed=0), choose(given, order, labels[order], 3, seed=0)
    assert one.scores == other.scores
    assert_array_equal(one.out_of_fold[order], other.out_of_fold)


def test_the_chosen_model_means_what_it_says() -> None:
    given, labels = candidates()
    choice = choose(given, np.arange(60), labels[:60], 3, seed=0)
    model = choice.model(np.arange(60), labels[:60], 3, seed=0)
    rows = choice.candidate.features
    plain = choice.candidate.learner.fit(rows[:60], labels[:60], 3, seed=0).probabilities(rows)
    assert_allclose(model.probabilities(rows), sharpened(plain, choice.sharpness), atol=1e-6)


class Telltale:
    """A learner that remembers whether it ever says something about a row it learned from."""

    def fit(self, features: ArrayLike, labels: ArrayLike, class_count: int, *, seed: int) -> Model:
        seen = {row.tobytes() for row in np.asarray(features)}
        model = Linear().fit(features, labels, class_count)

        class Checked:
            def probabilities(self, rows: ArrayLike) -> np.ndarray:
                assert not seen & {row.tobytes() for row in np.asarray(rows)}
                return model.probabilities(rows)

        return Checked()


def test_nobody_is_judged_on_what_it_learned_from_not_even_on_a_copy() -> None:
    rows, labels = blobs(0, 60, 5, 3)
    twice = np.concatenate([rows, rows[:20]])
    found = out_of_fold(Telltale(), twice, np.concatenate([labels, labels[:20]]), 3, seed=0)
    assert_allclose(found.sum(axis=1), 1)
    assert (found.argmax(axis=1)[:60] == labels).mean() > 0.6


@pytest.mark.parametrize(
    ("rows", "labels"),
    [([[1.0]], [0]), ([[1.0], [1.0]], [0, 1]), ([[1.0], [2.0]], [0, 0]), ([[1.0], [2.0], [3.0]], [0, 1, 2])],
)
def test_few_objects_are_no_trouble(rows: list[list[float]], labels: list[int]) -> None:
    found = out_of_fold(Linear(), rows, labels, 3, seed=0)
    assert found.shape == (len(rows), 3)
    assert_allclose(found.sum(axis=1), 1)
    choice = choose([Candidate("only", np.array(rows, np.float32), Linear())], range(len(rows)), labels, 3, seed=0)
    assert np.isfinite(choice.scores[0].loss)


def test_classes_are_spread_over_the_folds() -> None:
    # Two rows a class: were both held out at once, the class would be unknown.
    rows, _ = blobs(0, 20, 6, 10)
    rows[10:] = rows[:10] + 0.001
    found = out_of_fold(Linear(1e4), rows, np.tile(np.arange(10), 2), 10, seed=0, folds=2)
    assert (found.argmax(axis=1) == np.tile(np.arange(10), 2)).all()


@pytest.mark.parametrize("power", [0.4, 1.0, 2.5])
def test_calibration_finds_the_power_that_was_taken_away(power: float) -> None:
    rng = np.random.default_rng(0)
    honest = rng.dirichlet([0.7] * 4, 6_000)
    labels = (rng.random((6_000, 1)) > honest.cumsum(axis=1)).sum(axis=1).clip(0, 3)
    found, _ = calibrated(sharpened(honest, 1 / power), labels)
    assert found == pytest.approx(power, rel=0.15)


def test_without_candidates_there_is_no_choice() -> None:
    with pytest.raises(ValueError, match="no candidate"):
        choose([], [0], [0], 1, seed=0)


class Counted(Linear):
    """Counts what it has learned."""

    fits = 0

    def fit(self, features: ArrayLike, labels: ArrayLike, class_count: int, *, seed: int = 0) -> LinearModel:
        type(self).fits += 1
        return super().fit(features, labels, class_count, seed=seed)


def test_what_a_machine_decided_by_is_kept_without_learning_it_again() -> None:
    rows, labels = blobs(0, 90, 12, 3)
    features = Features([Candidate("counted", rows.astype(np.float32), Counted())], np.ones(90, np.bool_), None)
    job, pool = LabelingJob(pk=1, labels=["a", "b", "c"]), replace(Pool.fresh(90), labels=labels)
    said = machine_of(job, features, pool).read(np.arange(60), seed=0).probabilities
    learned = Counted.fits
    name, model = machine_of(job, features, replace(pool)).learn(np.arange(60), seed=0, own=True)
    assert (name, Counted.fits) == ("counted", learned)
    assert_array_equal(model.probabilities(rows), said)
    machine_of(job, features, replace(pool, labels=labels[::-1].copy())).learn(np.arange(60), seed=0)
    assert Counted.fits == 2 * learned
