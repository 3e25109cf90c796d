"""Enough answers or one more: by hand, in all cases, and what it saves."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consolidation.functions.calibration import tempered
from consolidation.functions.contract import Answers
from consolidation.functions.pooled_prior import pooled_prior_dawid_skene
from consolidation.functions.stopping import Reason, enough
from tests.consolidation.crowds import mixed_crowd


def test_five_objects_by_hand() -> None:
    beliefs = np.array([[0.95, 0.05], [0.95, 0.05], [0.6, 0.4], [0.6, 0.4], [0.9, 0.1]])
    verdicts = enough(beliefs, [1, 2, 3, 5, 5])
    assert verdicts.enough.tolist() == [False, True, False, True, True]
    assert verdicts.reasons.tolist() == [Reason.FEWEST, Reason.CERTAIN, Reason.UNSURE, Reason.MOST, Reason.CERTAIN]


@settings(deadline=None)
@given(st.integers(0, 9), st.floats(0.5, 1), st.integers(0, 4), st.integers(0, 4), st.floats(0.01, 1))
def test_nobody_is_asked_beyond_the_most_and_everybody_up_to_the_fewest(
    given_answers: int, belief: float, fewest: int, further: int, certain: float
) -> None:
    verdicts = enough(
        np.array([[belief, 1 - belief]]), [given_answers], fewest=fewest, most=fewest + further, certain=certain
    )
    if given_answers >= fewest + further:
        assert verdicts.enough.all()
    elif given_answers < fewest:
        assert not verdicts.enough.any()
    else:
        assert verdicts.enough[0] == (belief >= certain)
    assert verdicts.enough[0] == (verdicts.reasons[0] in (Reason.CERTAIN, Reason.MOST))


def test_asking_again_only_where_people_disagree_costs_less_and_is_as_good() -> None:
    asked, better = [], []
    for seed in range(3):
        answers, truth = mixed_crowd(seed, 800, 60, 4, 5)
        labels, given_answers = asked_one_by_one(answers)
        asked.append(given_answers.mean())
        better.append((labels == truth).mean() - (pooled_prior_dawid_skene(answers).labels == truth).mean())
    assert np.mean(asked) < 4.2
    assert np.mean(better) > -0.01


@pytest.mark.parametrize(("fewest", "most", "certain"), [(3, 2, 0.9), (-1, 2, 0.9), (1, 2, 0.0), (1, 2, 1.1)])
def test_bounds_that_make_no_sense_are_refused(fewest: int, most: int, certain: float) -> None:
    with pytest.raises(ValueError, match=f"not {fewest}, {most} and {certain}"):
        enough(np.ones((1, 1)), [1], fewest=fewest, most=most, certain=certain)


def test_counts_of_other_objects_are_refused() -> None:
    with pytest.raises(ValueError, match="beliefs are of 2 objects, answers_per_object of 3"):
        enough(np.ones((2, 1)), [1, 1, 1])


def asked_one_by_one(answers: Answers) -> tuple[np.ndarray, np.ndarray]:
    """Labels (n,), and the answers (n,) that were asked for until every object had enough of its five."""
    turn = np.arange(len(answers)) % 5
    wanted = np.full(answers.object_count, 2)
    while True:
        there = turn < wanted[answers.objects]
        columns = (answers.objects[there], answers.workers[there], answers.classes[there])
        found = pooled_prior_dawid_skene(
            Answers(*columns, answers.object_count, answers.worker_count, answers.class_count)
        )
        more = ~enough(tempered(found.posteriors), wanted).enough
        if not more.any():
            return found.labels, wanted
        wanted = wanted + more
