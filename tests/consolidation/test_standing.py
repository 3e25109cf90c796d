"""The running standing of workers: object by object it comes to what one run over everything comes to."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.testing import assert_allclose, assert_array_equal

from consolidation.functions.answer_matrix import AnswerMatrix
from consolidation.functions.contract import Answers, AnswersRefused, Consolidated, Floats
from consolidation.functions.majority import majority
from consolidation.functions.pooled_prior import Tally, fit, pooled_prior_dawid_skene
from consolidation.functions.standing import Standing, consolidate_with
from tests.consolidation.contract import ClassContract
from tests.consolidation.crowds import answers_of, careless_crowd, crowds, mixed_crowd, renamed


def from_nothing(answers: Answers, /) -> Consolidated:
    """Labels of a job's first objects."""
    return consolidate_with(Standing.empty(answers.worker_count, answers.class_count), answers)


class TestFirstObjects(ClassContract):
    function = staticmethod(from_nothing)

    @settings(deadline=None)
    @given(crowds())
    def test_the_first_objects_are_labeled_as_without_a_standing(self, answers: Answers) -> None:
        assert_array_equal(from_nothing(answers).posteriors, pooled_prior_dawid_skene(answers).posteriors)


@settings(deadline=None)
@given(crowds())
def test_folding_in_object_by_object_loses_nothing(answers: Answers) -> None:
    posteriors, _ = fit(answers, iterations=2)
    standing = Standing.empty(answers.worker_count, answers.class_count)
    for i in range(answers.object_count):
        standing = standing.update(only(answers, [i]), posteriors[[i]])
    matrix = AnswerMatrix.of(answers)
    several = answers.answers_per_object() > 1
    together = Tally.of(matrix, posteriors * several[:, None], answers.worker_count)
    one_by_one = standing.tally(matrix)
    for name in ("counts", "met", "right", "pooled", "classes"):
        assert_allclose(getattr(one_by_one, name), getattr(together, name), err_msg=name)


@settings(deadline=None)
@given(crowds())
def test_it_survives_json_to_the_last_bit(answers: Answers) -> None:
    before = Standing.empty(answers.worker_count, answers.class_count).update(answers, fit(answers)[0])
    crowd, workers = json.loads(json.dumps(before.to_json()))
    after = Standing.from_json(crowd, workers)
    assert after.worker_count == before.worker_count
    assert_array_equal(consolidate_with(after, answers).posteriors, consolidate_with(before, answers).posteriors)
    assert after.to_json() == before.to_json()


@pytest.mark.parametrize(("classes", "answers_each"), [(2, 5), (4, 3), (4, 5), (10, 5)])
def test_labels_given_one_by_one_are_near_those_of_one_run(classes: int, answers_each: int) -> None:
    figures = []
    for seed in range(2):
        answers, truth = mixed_crowd(seed, 300, 40, classes, answers_each)
        streamed = one_by_one(answers).argmax(axis=1)
        together = pooled_prior_dawid_skene(answers).labels
        later = slice(150, None)
        figures.append([(streamed == together)[later].mean(), (streamed == truth).mean() - (together == truth).mean()])
    same, better = np.mean(figures, axis=0)
    assert same > 0.88
    assert better > -0.06


def test_labels_given_a_hundred_at_a_time_are_not_drawn_to_one_class() -> None:
    answers, truth = careless_crowd(seed=0)
    standing, labels = Standing.empty(120, 5), np.empty(800, np.int64)
    for start in range(0, 800, 100):
        here = (answers.objects >= start) & (answers.objects < start + 100)
        part = Answers(answers.objects[here] - start, answers.workers[here], answers.classes[here], 100, 120, 5)
        found = consolidate_with(standing, part)
        standing = standing.update(part, found.posteriors)
        labels[start : start + 100] = found.labels
    assert (labels == truth).mean() > (majority(answers).labels == truth).mean() - 0.02


def test_a_caller_may_bring_only_the_workers_at_hand() -> None:
    answers, _truth = mixed_crowd(5, 200, 30)
    standing = Standing.empty(30, 4).update(answers, fit(answers)[0])
    crowd, workers = standing.to_json()
    few = Standing.from_json(crowd, [workers[17], [], workers[3]])
    new = answers_of([[2, 1, 2], [0, 0, 1]], 4)
    among_all = renamed(
        Answers(new.objects, new.workers, new.classes, 2, 30, 4), np.arange(2), np.array([17, 30, 3]) % 30
    )
    known = Standing.from_json(crowd, [[] if j == 0 else part for j, part in enumerate(workers)])
    assert_allclose(consolidate_with(few, new).posteriors, consolidate_with(known, among_all).posteriors, atol=1e-9)


def test_who_was_always_wrong_is_not_believed_alone() -> None:
    truth = [0, 1] * 20
    before = answers_of([[t, t, t, 1 - t, 1 - t] for t in truth], 2)
    standing = Standing.empty(5, 2).update(before, fit(before)[0])
    new = answers_of([[0, None, None, 1, 1], [None, 1, None, 0, 0]], 2)
    assert consolidate_with(standing, new).labels.tolist() == [0, 1]
    assert from_nothing(new).labels.tolist() == [1, 0]


def test_answers_of_another_crowd_are_refused() -> None:
    with pytest.raises(AnswersRefused, match="2 workers and 3 classes"):
        consolidate_with(Standing.empty(2, 4), answers_of([[0, 1]], 3))


def test_a_standing_of_another_version_is_refused() -> None:
    crowd, workers = Standing.empty(1, 2).to_json()
    with pytest.raises(ValueError, match="version 7"):
        Standing.from_json(crowd | {"version": 7}, workers)


def only(answers: Answers, objects: list[int]) -> Answers:
    """The answers to some objects, which are then called 0, 1 …"""
    there = np.isin(answers.objects, objects)
    place = np.searchsorted(objects, answers.objects[there])
    return Answers(
        place, answers.workers[there], answers.classes[there], len(objects), answers.worker_count, answers.class_count
    )


def one_by_one(answers: Answers) -> Floats:
    """Beliefs (n, k) about objects that come in one after another."""
    standing = Standing.empty(answers.worker_count, answers.class_count)
    beliefs = []
    for i in range(answers.object_count):
        new = only(answers, [i])
        found = consolidate_with(standing, new)
        standing = standing.update(new, found.posteriors)
        beliefs.append(found.posteriors[0])
    return np.array(beliefs)
