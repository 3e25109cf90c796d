"""What holds for every consolidation function for classes. Each function's test class inherits it."""

from random import Random
from typing import ClassVar

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from consolidation.functions.contract import TIE, Answers, ClassFunction, Consolidated
from tests.consolidation.crowds import (
    answers_of,
    crowds,
    entries_in_order,
    fallible_crowd,
    renamed,
    unanimous_tables,
)

# One inherited test runs in several classes, which hypothesis would take for a mistake; together they have examples enough.
inherited = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.differing_executors])


class ClassContract:
    """Inherit, and set `function = staticmethod(...)`."""

    function: ClassVar[ClassFunction]

    @inherited
    @given(crowds())
    def test_labels_are_classes_and_confidences_are_shares_in_two_decimals(self, answers: Answers) -> None:
        result = self.function(answers)
        assert result.labels.shape == result.confidences.shape == (answers.object_count,)
        assert result.labels.dtype.kind == "i"
        assert ((result.labels >= 0) & (result.labels < answers.class_count)).all()
        assert ((result.confidences >= 0) & (result.confidences <= 1)).all()
        assert_array_equal(result.confidences, [round(value, 2) for value in result.confidences.tolist()])

    @inherited
    @given(crowds())
    def test_posteriors_are_a_distribution_over_the_classes(self, answers: Answers) -> None:
        posteriors = self.function(answers).posteriors
        assert posteriors.shape == (answers.object_count, answers.class_count)
        assert (posteriors >= 0).all()
        assert_allclose(posteriors.sum(axis=1), 1)

    @inherited
    @given(crowds())
    def test_the_label_is_the_lowest_class_among_those_with_the_largest_posterior(self, answers: Answers) -> None:
        result = self.function(answers)
        for label, row in zip(result.labels, result.posteriors, strict=True):
            assert label == next(c for c, belief in enumerate(row) if belief >= row.max() - TIE)

    @inherited
    @given(crowds())
    def test_one_answer_gives_confidence_zero_and_more_give_more(self, answers: Answers) -> None:
        result = self.function(answers)
        assert_array_equal(result.confidences == 0, answers.answers_per_object() == 1)

    @inherited
    @given(crowds())
    def test_worker_accuracy_is_a_share_and_unknown_without_answers(self, answers: Answers) -> None:
        accuracy = self.function(answers).worker_accuracy
        given_any = answers.answers_per_worker() > 0
        assert accuracy.shape == (answers.worker_count,)
        assert_array_equal(np.isnan(accuracy), ~given_any)
        assert ((accuracy[given_any] >= 0) & (accuracy[given_any] <= 1 + 1e-12)).all()

    @inherited
    @given(crowds(), st.randoms(use_true_random=False))
    def test_the_order_of_the_input_changes_nothing_at_all(self, answers: Answers, random: Random) -> None:
        order = np.array(random.sample(range(len(answers)), len(answers)), np.int64)
        assert_same(self.function(answers), self.function(entries_in_order(answers, order)))

    @inherited
    @given(crowds(), st.randoms(use_true_random=False))
    def test_exchanging_objects_and_workers_exchanges_the_results(self, answers: Answers, random: Random) -> None:
        objects = np.array(random.sample(range(answers.object_count), answers.object_count))
        workers = np.array(random.sample(range(answers.worker_count), answers.worker_count))
        before, after = self.function(answers), self.function(renamed(answers, objects, workers))
        assert_allclose(after.posteriors[objects], before.posteriors, atol=1e-6)
        assert_allclose(after.worker_accuracy[workers], before.worker_accuracy, atol=1e-6)
        assert_array_equal(after.labels[objects], before.labels)

    @inherited
    @given(crowds())
    def test_a_second_run_gives_the_same(self, answers: Answers) -> None:
        assert_same(self.function(answers), self.function(answers))

    @inherited
    @given(unanimous_tables())
    def test_what_all_say_is_the_label(self, crowd: tuple[list[list[int]], int]) -> None:
        table, class_count = crowd
        result = self.function(answers_of(table, class_count))
        assert_array_equal(result.labels, [row[0] for row in table])

    @inherited
    @given(unanimous_tables())
    def test_one_more_worker_who_confirms_all_lowers_no_confidence(self, crowd: tuple[list[list[int]], int]) -> None:
        table, class_count = crowd
        before = self.function(answers_of(table, class_count))
        after = self.function(answers_of([[*row, row[0]] for row in table], class_count))
        assert_array_equal(after.labels, before.labels)
        assert (after.confidences >= before.confidences).all()

    def test_no_answers_give_no_labels(self) -> None:
        none = np.empty(0, np.int64)
        result = self.function(Answers(none, none, none, 0, 2, 3))
        assert result.labels.shape == result.confidences.shape == (0,)
        assert result.posteriors.shape == (0, 3)
        assert np.isnan(result.worker_accuracy).tolist() == [True, True]

    def test_a_single_class_is_always_the_label(self) -> None:
        result = self.function(answers_of([[0, 0], [0, None]], 1))
        assert result.labels.tolist() == [0, 0]
        assert result.posteriors.tolist() == [[1.0], [1.0]]
        assert result.worker_accuracy.tolist() == [1.0, 1.0]

    def test_a_fallible_crowd_finds_the_truth(self) -> None:
        answers, truth = fallible_crowd(seed=7)
        result = self.function(answers)
        assert (result.labels == truth).mean() >= 0.93
        assert abs(np.mean(result.worker_accuracy) - 0.8) < 0.05


def assert_same(left: Consolidated, right: Consolidated) -> None:
    """Equal to the last bit."""
    assert_array_equal(left.labels, right.labels)
    assert_array_equal(left.confidences, right.confidences)
    assert_array_equal(left.posteriors, right.posteriors)
    assert_array_equal(left.worker_accuracy, right.worker_accuracy)
