"""What holds for every learner of classes. Each learner's test class inherits it."""

from typing import ClassVar

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from autolabel.arrays import Floats, Ints
from autolabel.learners import catalogue, loader
from autolabel.learners.contract import Learner, SampleRefused


def blobs(seed: int, n: int, d: int, class_count: int, apart: float = 1.0) -> tuple[Floats, Ints]:
    """Rows (n, d) in 0..1 around one centre a class, and their classes."""
    rng = np.random.default_rng(seed)
    centres = np.random.default_rng(99).random((class_count, d))
    labels = rng.integers(0, class_count, n)
    labels[:class_count] = np.arange(class_count)
    rows = 0.5 + apart * (centres[labels] - 0.5) + rng.normal(0, 0.25, (n, d))
    return np.clip(rows, 0, 1), labels


class LearnerContract:
    """Inherit, and set `learner` and the width of its rows."""

    learner: ClassVar[Learner]
    width: ClassVar[int] = 64

    def test_what_it_learned_holds_for_rows_it_has_not_seen(self) -> None:
        rows, labels = blobs(0, 120, self.width, 3)
        model = self.learner.fit(rows, labels, 3, seed=0)
        new_rows, truth = blobs(1, 200, self.width, 3)
        assert (model.probabilities(new_rows).argmax(axis=1) == truth).mean() >= 0.9

    def test_probabilities_are_a_distribution_over_all_classes(self) -> None:
        rows, labels = blobs(0, 40, self.width, 3)
        model = self.learner.fit(rows, labels, 5, seed=0)
        found = model.probabilities(rows)
        assert model.class_count == 5
        assert found.shape == (40, 5)
        assert found.dtype == np.float64
        assert (found >= 0).all()
        assert_allclose(found.sum(axis=1), 1)
        assert_array_equal(found[:, 3:], 0)
        assert model.probabilities(rows[:0]).shape == (0, 5)

    def test_one_class_is_certain(self) -> None:
        model = self.learner.fit(np.ones((3, self.width)), [2, 2, 2], 4, seed=0)
        assert_array_equal(model.probabilities(np.zeros((2, self.width))), [[0, 0, 1, 0]] * 2)

    def test_one_row_is_enough(self) -> None:
        model = self.learner.fit(np.ones((1, self.width)), [0], 1, seed=0)
        assert model.probabilities(np.ones((1, self.width))).tolist() == [[1.0]]

    def test_the_same_rows_with_different_classes_leave_doubt(self) -> None:
        model = self.learner.fit(np.full((4, self.width), 0.5), [0, 0, 1, 1], 2, seed=0)
        assert_allclose(model.probabilities(np.full((1, self.width), 0.5)), [[0.5, 0.5]], atol=0.1)

    def test_a_second_run_gives_the_same_bits(self) -> None:
        rows, labels = blobs(3, 30, self.width, 2)
        first, second = (self.learner.fit(rows, labels, 2, seed=5).probabilities(rows) for _ in range(2))
        assert_array_equal(first, second)

    def test_the_order_of_the_rows_changes_nothing_at_all(self) -> None:
        rows, labels = blobs(4, 30, self.width, 3)
        order = np.random.default_rng(0).permutation(30)
        model = self.learner.fit(rows, labels, 3, seed=5)
        other = self.learner.fit(rows[order], labels[order], 3, seed=5)
        assert_array_equal(model.probabilities(rows), other.probabilities(rows))

    def test_a_row_alone_has_the_probabilities_it_has_among_others(self) -> None:
        rows, labels = blobs(5, 30, self.width, 3)
        model = self.learner.fit(rows, labels, 3, seed=0)
        assert_allclose(model.probabilities(rows[7:8])[0], model.probabilities(rows)[7], atol=1e-4)

    def test_a_power_makes_it_more_or_less_sure_and_changes_no_class(self) -> None:
        rows, labels = blobs(6, 40, self.width, 3, apart=0.3)
        model = self.learner.fit(rows, labels, 3, seed=0)
        plain, surer, less = (one.probabilities(rows) for one in (model, model.sharpened(2), model.sharpened(0.5)))
        assert_array_equal(plain.argmax(axis=1), less.argmax(axis=1))
        assert_allclose(surer, plain**2 / (plain**2).sum(axis=1, keepdims=True), atol=1e-6)
        assert less.max(axis=1).mean() < plain.max(axis=1).mean() < surer.max(axis=1).mean()

    def test_it_is_the_same_after_saving_and_in_the_loader_for_customers(self, tmp_path: object) -> None:
        rows, labels = blobs(7, 40, self.width, 3)
        model = self.learner.fit(rows, labels, 4, seed=0).sharpened(1.5)
        data = catalogue.save(model)
        assert_array_equal(catalogue.load(data).probabilities(rows), model.probabilities(rows))
        path = tmp_path / "model.safetensors"
        path.write_bytes(data)
        assert_allclose(loader.probabilities(loader.load(path), rows), model.probabilities(rows), atol=1e-5)

    @pytest.mark.parametrize(
        ("rows", "labels", "class_count", "says"),
        [
            ([], [], 2, "labels need one entry a row"),
            ([0.5], [0, 1], 2, "labels need one entry a row"),
            ([0.5, 0.5], [0, 2], 2, "0..1"),
            ([0.5, 0.5], [0, -1], 2, "0..1"),
            ([0.5, 0.5], [0.0, 1.0], 2, "whole numbers"),
            ([0.5, np.nan], [0, 1], 2, r"features\[1\]"),
        ],
    )
    def test_what_is_no_sample_is_refused(
        self, rows: list[float], labels: list[int], class_count: int, says: str
    ) -> None:
        features = np.repeat(np.array(rows)[:, None], self.width, axis=1)
        with pytest.raises(SampleRefused, match=says):
            self.learner.fit(features, labels, class_count, seed=0)

    def test_rows_of_another_width_or_without_numbers_have_no_probabilities(self) -> None:
        model = self.learner.fit(np.eye(2, self.width), [0, 1], 2, seed=0)
        for features in (np.ones((1, self.width + 1)), np.ones(self.width), np.full((1, self.width), np.nan)):
            with pytest.raises(SampleRefused):
                model.probabilities(features)
