"""Crowds of answers for the tests: arbitrary ones, and one with a known truth."""

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from consolidation.functions.contract import Answers, Ints


def answers_of(table: Sequence[Sequence[int | None]], class_count: int) -> Answers:
    """Answers from a table with a row an object and a column a worker; None where not asked."""
    entries = [(i, j, c) for i, row in enumerate(table) for j, c in enumerate(row) if c is not None]
    objects, workers, classes = np.array(entries, np.int64).reshape(-1, 3).T
    return Answers(objects, workers, classes, len(table), len(table[0]), class_count)


@st.composite
def crowds(draw: st.DrawFn, max_objects: int = 8, max_workers: int = 5, max_classes: int = 4) -> Answers:
    """Any small crowd: every object has an answer, some workers may have none."""
    class_count = draw(st.integers(1, max_classes))
    worker_count = draw(st.integers(1, max_workers))
    answer = st.none() | st.integers(0, class_count - 1)
    row = st.lists(answer, min_size=worker_count, max_size=worker_count)
    answered = row.filter(lambda given: any(c is not None for c in given))
    return answers_of(draw(st.lists(answered, min_size=1, max_size=max_objects)), class_count)


@st.composite
def unanimous_tables(draw: st.DrawFn) -> tuple[list[list[int]], int]:
    """Tables in which every worker answered every object as all others did, and the class count."""
    class_count = draw(st.integers(1, 4))
    worker_count = draw(st.integers(2, 5))
    truth = draw(st.lists(st.integers(0, class_count - 1), min_size=1, max_size=8))
    return [[c] * worker_count for c in truth], class_count


def fallible_crowd(seed: int) -> tuple[Answers, Ints]:
    """300 objects of 4 classes, 5 answers each from 20 workers who are right 8 times in 10; the truth."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 4, 300)
    workers = np.argsort(rng.random((300, 20)), axis=1)[:, :5].ravel()
    objects = np.repeat(np.arange(300), 5)
    slip = np.where(rng.random(1500) < 0.8, 0, rng.integers(1, 4, 1500))
    return Answers(objects, workers, (truth[objects] + slip) % 4, 300, 20, 4), truth


def entries_in_order(answers: Answers, order: Ints) -> Answers:
    """The same answers, handed over in another order."""
    return Answers(
        answers.objects[order],
        answers.workers[order],
        answers.classes[order],
        answers.object_count,
        answers.worker_count,
        answers.class_count,
    )


def renamed(answers: Answers, objects: Ints, workers: Ints) -> Answers:
    """The same answers where object i is now called objects[i], and worker j workers[j]."""
    return Answers(
        objects[answers.objects],
        workers[answers.workers],
        answers.classes,
        answers.object_count,
        answers.worker_count,
        answers.class_count,
    )
