"""What is not a set of answers is refused, with the place and the remedy."""

import numpy as np
import pytest

from consolidation.functions.contract import Answers, AnswersRefused


def build(objects: object, workers: object, classes: object, counts: tuple[int, int, int]) -> Answers:
    return Answers(np.array(objects), np.array(workers), np.array(classes), *counts)


@pytest.mark.parametrize(
    ("objects", "workers", "classes", "counts", "message"),
    [
        ([0, 2], [0, 0], [0, 0], (4, 1, 1), "2 of 4 objects have no answer, the first is object 1"),
        ([0, 1, 0], [1, 0, 1], [0, 0, 1], (2, 2, 2), "worker 1 answered object 0 more than once"),
        ([0, 0], [0, 1], [0], (1, 2, 1), "have 2, 2 and 1"),
        ([0, 1], [0, 0], [0, 3], (2, 1, 3), r"classes\[1\] is 3, but must lie in 0\.\.2"),
        ([0, -1], [0, 0], [0, 0], (2, 1, 1), r"objects\[1\] is -1, but must lie in 0\.\.1"),
        ([0], [0], [0.5], (1, 1, 1), "classes must hold integers, not float64"),
        ([[0]], [0], [0], (1, 1, 1), "objects must have one dimension, not 2"),
        ([], [], [], (0, 0, 0), "class_count must be at least 1"),
        ([], [], [], (1, 0, 1), "1 of 1 objects have no answer"),
        ([0], [0], [0], (2**30, 2**30, 2**10), "consolidate in parts"),
    ],
)
def test_the_message_names_the_fault(
    objects: object, workers: object, classes: object, counts: tuple[int, int, int], message: str
) -> None:
    with pytest.raises(AnswersRefused, match=message):
        build(objects, workers, classes, counts)


def test_answers_are_a_sorted_copy_that_nobody_can_change() -> None:
    objects = np.array([1, 0, 0])
    answers = Answers(objects, np.array([0, 1, 0]), np.array([2, 1, 0]), 2, 2, 3)
    objects[0] = 9
    assert answers.objects.tolist() == [0, 0, 1]
    assert answers.workers.tolist() == [0, 1, 0]
    assert answers.classes.tolist() == [0, 1, 2]
    assert len(answers) == 3
    with pytest.raises(ValueError, match="read-only"):
        answers.classes[0] = 1


def test_answers_are_counted_by_object_and_by_worker() -> None:
    answers = build([0, 0, 1], [0, 2, 2], [0, 0, 0], (2, 4, 1))
    assert answers.answers_per_object().tolist() == [2, 1]
    assert answers.answers_per_worker().tolist() == [1, 0, 2, 0]
