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
    # One flat list of plain integers: drawn four times faster than rows of optional ones.
    object_count = draw(st.integers(1, max_objects))
    size = object_count * worker_count
    cells = np.array(draw(st.lists(st.integers(-1, class_count - 1), min_size=size, max_size=size)), np.int64)
    table = cells.reshape(object_count, worker_count)
    table[(table < 0).all(axis=1), -1] = 0
    objects, workers = np.nonzero(table >= 0)
    return Answers(objects, workers, table[objects, workers], object_count, worker_count, class_count)


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


def careless_crowd(seed: int) -> tuple[Answers, Ints]:
    """800 objects of 5 classes, 3 answers each from 120 workers, and the truth: 2 in 10 answer at random, 2 in 10 always say
    the same, the others are right 8 times in 10."""
    rng = np.random.default_rng(seed)
    truth, workers, objects, slip = _three_each(rng, 800, 120, 5, 0.8)
    always = rng.integers(0, 5, 120)[workers]
    classes = np.where(
        workers < 24, rng.integers(0, 5, 2400), np.where(workers < 48, always, (truth[objects] + slip) % 5)
    )
    return Answers(objects, workers, classes, 800, 120, 5), truth


def rare_crowd(seed: int) -> tuple[Answers, Ints]:
    """1000 objects, 20 of them of the second of 2 classes, 3 answers each from 30 workers who are right 7 times in 10; the
    truth."""
    rng = np.random.default_rng(seed)
    _, workers, objects, slip = _three_each(rng, 1000, 30, 2, 0.7)
    truth = (np.arange(1000) < 20).astype(np.int64)
    return Answers(objects, workers, (truth[objects] + slip) % 2, 1000, 30, 2), truth


def _three_each(
    rng: np.random.Generator, object_count: int, worker_count: int, class_count: int, right: float
) -> tuple[Ints, Ints, Ints, Ints]:
    """Classes (n,), and by answer the worker, the object, and how far off an answer that is right so often lies."""
    truth = rng.integers(0, class_count, object_count)
    workers = np.argsort(rng.random((object_count, worker_count)), axis=1)[:, :3].ravel()
    objects = np.repeat(np.arange(object_count), 3)
    slip = np.where(rng.random(len(objects)) < right, 0, rng.integers(1, class_count, len(objects)))
    return truth, workers, objects, slip


def mixed_crowd(
    seed: int, object_count: int = 600, worker_count: int = 40, class_count: int = 4, answers_each: int = 5
) -> tuple[Answers, Ints]:
    """Answers of a crowd as one meets it, and the truth: some work much and most little (Pareto 1.2); 80 % know the
    classes more or less, 12 % answer at random, 5 % mix the classes up in a fixed way, 3 % always say the same; on hard
    objects everybody guesses more often (Beta(1, 6))."""
    rng = np.random.default_rng(seed)
    k = class_count
    truth = rng.integers(0, k, object_count)
    activity = np.log(rng.pareto(1.2, worker_count) + 1) + rng.gumbel(size=(object_count, worker_count))
    workers = np.argsort(-activity, axis=1)[:, :answers_each].ravel()
    objects = np.repeat(np.arange(object_count), answers_each)
    right = rng.beta(8, 2.5, (worker_count, k, 1))
    others = 1 - np.eye(k)
    confusion = right * np.eye(k) + (1 - right) * others * rng.dirichlet(np.full(k, 0.7), (worker_count, k))
    kind = rng.choice(4, worker_count, p=[0.80, 0.12, 0.05, 0.03])
    confusion[kind == 1] = 1
    confusion[kind == 2] = np.roll(confusion[kind == 2], 1, axis=2)
    confusion[kind == 3] = np.eye(k)[0]
    confusion /= confusion.sum(axis=2, keepdims=True)
    said = (rng.random((len(objects), 1)) > confusion[workers, truth[objects]].cumsum(axis=1)[:, :-1]).sum(axis=1)
    guesses = rng.random(len(objects)) < rng.beta(1, 6, object_count)[objects]
    classes = np.where(guesses, rng.integers(0, k, len(objects)), said)
    return Answers(objects, workers, classes, object_count, worker_count, k), truth


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
