"""Workers' accuracies with their bounds, what they mix up, and undecided objects."""

import numpy as np
from hypothesis import given, settings
from numpy.testing import assert_allclose
from scipy.stats import beta

from consolidation.functions.contract import Answers
from consolidation.functions.pooled_prior import fit
from consolidation.functions.worker_quality import confusions, doubt, worker_quality
from consolidation.functions.worker_sums import Confusion
from tests.consolidation.crowds import answers_of, crowds, fallible_crowd


def test_a_worker_by_hand() -> None:
    # The labels are sure, so bounds are those of a Beta distribution: 3 and 1 of 4 right, 2 more of a crowd with 5 / 10.
    answers = answers_of([[0, 0], [0, 1], [1, 0], [0, 1]], 2)
    found = worker_quality(answers, np.array([[1.0, 0], [1, 0], [0, 1], [1, 0]]))
    assert found.answers.tolist() == [4, 4]
    crowd = (5 + 1) / (8 + 2)
    expected = np.array([(4 + 2 * crowd) / 6, (1 + 2 * crowd) / 6])
    assert_allclose(found.accuracy, expected)
    assert_allclose(found.low, beta.ppf(0.05, 6 * expected, 6 * (1 - expected)))
    assert_allclose(found.high, beta.ppf(0.95, 6 * expected, 6 * (1 - expected)))


def test_doubt_about_the_labels_makes_bounds_wider() -> None:
    answers = answers_of([[0, 1]] * 20, 2)
    sure = worker_quality(answers, np.tile([0.6, 0.4], (20, 1)).round())
    unsure = worker_quality(answers, np.tile([0.9, 0.1], (20, 1)))
    assert unsure.high[0] - unsure.low[0] > sure.high[0] - sure.low[0]


@settings(deadline=None)
@given(crowds())
def test_accuracies_lie_within_their_bounds(answers: Answers) -> None:
    found = worker_quality(answers, fit(answers)[0])
    assert ((found.low > 0) & (found.low < found.accuracy) & (found.accuracy < found.high) & (found.high <= 1)).all()


def test_where_nobody_ever_errs_bounds_stay_apart() -> None:
    found = worker_quality(answers_of([[0, 0, 0, 0]] * 3, 1), np.ones((3, 1)))
    assert (found.low < 0.9).all()
    assert (found.high > 0.99).all()


def test_bounds_hold_the_truth_about_as_often_as_they_say() -> None:
    inside = []
    for seed in range(15):
        answers, _truth = fallible_crowd(seed)
        found = worker_quality(answers, fit(answers)[0])
        inside += ((found.low <= 0.8) & (found.high >= 0.8)).tolist()
    assert 0.84 < np.mean(inside) < 0.99
    narrow = worker_quality(answers, fit(answers)[0], level=0.5)
    assert (narrow.high - narrow.low < found.high - found.low).all()


def test_without_answers_a_worker_is_like_the_crowd() -> None:
    answers = answers_of([[0, 0, None], [1, 1, None]], 2)
    found = worker_quality(answers, np.eye(2))
    assert found.answers.tolist() == [2, 2, 0]
    assert found.low[2] < found.low[0]
    assert found.high[2] > 0.95


def test_what_a_worker_mixes_up_is_named_the_most_frequent_first() -> None:
    truth = [0] * 6 + [1] * 4 + [2] * 5
    swaps = {0: 1, 1: 0, 2: 2}
    table = [[t, t, swaps[t]] for t in truth]
    found = confusions(answers_of(table, 3), np.eye(3)[truth])
    assert found[:2] == [[], []]
    assert found[2] == [Confusion(0, 1, 1.0, 6.0), Confusion(1, 0, 1.0, 4.0)]
    assert confusions(answers_of(table, 3), np.eye(3)[truth], most=1)[2] == [Confusion(0, 1, 1.0, 6.0)]
    assert confusions(answers_of(table, 3), np.eye(3)[truth], once=5)[2] == [Confusion(0, 1, 1.0, 6.0)]


def test_doubt_is_none_for_a_sure_class_and_full_where_all_are_alike() -> None:
    found = doubt(np.array([[1.0, 0, 0], [1 / 3] * 3, [0.5, 0.5, 0]]))
    assert_allclose(found, [0, 1, np.log(2) / np.log(3)], atol=1e-12)
    assert doubt(np.array([[1.0]])).tolist() == [0.0]
