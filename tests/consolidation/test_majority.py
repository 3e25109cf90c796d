"""Majority vote, by hand and against counting one by one."""

from collections import Counter

import numpy as np
from hypothesis import given
from numpy.testing import assert_allclose

from consolidation.functions.contract import Answers
from consolidation.functions.majority import majority
from tests.consolidation.contract import ClassContract
from tests.consolidation.crowds import answers_of, crowds


class TestMajority(ClassContract):
    function = staticmethod(majority)

    def test_three_objects_by_hand(self) -> None:
        result = majority(answers_of([[2, 2, 1], [0, 1, None], [None, 1, None]], 3))
        # The second is a tie, the third has one answer.
        assert result.labels.tolist() == [2, 0, 1]
        assert result.confidences.tolist() == [0.67, 0.5, 0.0]
        assert_allclose(result.posteriors, [[0.0, 1 / 3, 2 / 3], [0.5, 0.5, 0.0], [0.0, 1.0, 0.0]])
        assert_allclose(result.worker_accuracy, [2 / 2, 2 / 3, 0 / 1])

    @given(crowds())
    def test_posteriors_are_the_shares_counted_one_by_one(self, answers: Answers) -> None:
        votes: list[Counter[int]] = [Counter() for _ in range(answers.object_count)]
        for i, c in zip(answers.objects.tolist(), answers.classes.tolist(), strict=True):
            votes[i][c] += 1
        expected = [[count[c] / count.total() for c in range(answers.class_count)] for count in votes]
        assert_allclose(majority(answers).posteriors, expected)

    @given(crowds())
    def test_one_more_worker_who_repeats_the_labels_changes_none_and_lowers_no_share(self, answers: Answers) -> None:
        before = majority(answers)
        n = answers.object_count
        more = Answers(
            np.append(answers.objects, np.arange(n)),
            np.append(answers.workers, np.full(n, answers.worker_count)),
            np.append(answers.classes, before.labels),
            n,
            answers.worker_count + 1,
            answers.class_count,
        )
        after = majority(more)
        assert after.labels.tolist() == before.labels.tolist()
        assert (after.posteriors.max(axis=1) >= before.posteriors.max(axis=1)).all()
