"""Speed of the consolidation functions for classes on a simulated crowd, beside crowd-kit's.

    python -m benchmarks.consolidation [--objects 200000] [--workers 5000]

Prints a table; ends with status 1 where Dawid-Skene takes a second or more on a million answers
(in proportion for other sizes). crowd-kit is not a requirement: where it can be imported it runs
in the same process on the same answers, for as many iterations; where not, the output says so.
"""

import argparse
import importlib
import math
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from consolidation.functions.contract import Answers, Consolidated, Floats, Ints
from consolidation.functions.dawid_skene import dawid_skene, fit
from consolidation.functions.majority import majority
from consolidation.functions.modified_dawid_skene import modified_dawid_skene

CLASSES = 5
ANSWERS_PER_OBJECT = 5
LIMIT_SECONDS_PER_ANSWER = 1e-6
REPEATS = 5

Result = TypeVar("Result")


@dataclass(frozen=True)
class Crowd:
    """One entry an answer, and the true class of each object."""

    objects: Ints
    workers: Ints
    classes: Ints
    truth: Ints
    worker_count: int

    def answers(self) -> Answers:
        return Answers(self.objects, self.workers, self.classes, len(self.truth), self.worker_count, CLASSES)


def simulate(object_count: int, worker_count: int, seed: int = 0) -> Crowd:
    """Answers of a mixed crowd, five an object, as many a worker as a Pareto(1.2) law deals out.

    80 % know the classes (diagonal Beta(8, 2.5), slips Dirichlet(0.7)), 12 % answer at random, 5 %
    mix the classes up in a fixed way, 3 % always say the same; an object's difficulty Beta(1, 6) is
    the share of answers to it that are random.
    """
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, CLASSES, object_count)
    workers = draw_workers(rng, object_count, worker_count).ravel()
    objects = np.repeat(np.arange(object_count), ANSWERS_PER_OBJECT)
    rows = draw_confusions(rng, worker_count)[workers, truth[objects]]
    said = (rng.random((len(rows), 1)) > rows.cumsum(axis=1)[:, :-1]).sum(axis=1)
    random = rng.random(len(rows)) < rng.beta(1, 6, object_count)[objects]
    classes = np.where(random, rng.integers(0, CLASSES, len(rows)), said)
    order = rng.permutation(len(rows))
    return Crowd(objects[order], workers[order], classes[order], truth, worker_count)


def draw_workers(rng: np.random.Generator, object_count: int, worker_count: int) -> Ints:
    """Different workers for each object, (n, answers an object)."""
    activity = rng.pareto(1.2, worker_count) + 1
    share = activity / activity.sum()
    workers = rng.choice(worker_count, (object_count, ANSWERS_PER_OBJECT), p=share)
    while True:
        workers.sort(axis=1)
        again = (workers[:, 1:] == workers[:, :-1]).any(axis=1)
        if not again.any():
            return workers
        workers[again] = rng.choice(worker_count, (int(again.sum()), ANSWERS_PER_OBJECT), p=share)


def draw_confusions(rng: np.random.Generator, worker_count: int) -> Floats:
    """Chance of each answer by worker and true class, (W, k, k)."""
    off_diagonal = ~np.eye(CLASSES, dtype=bool)
    right = rng.beta(8, 2.5, (worker_count, CLASSES))
    slips = rng.dirichlet(np.full(CLASSES - 1, 0.7), (worker_count, CLASSES)) * (1 - right)[..., None]
    confusion = np.zeros((worker_count, CLASSES, CLASSES))
    confusion[:, off_diagonal] = slips.reshape(worker_count, -1)
    confusion[:, ~off_diagonal] = right
    kind = rng.choice(4, worker_count, p=[0.80, 0.12, 0.05, 0.03])
    confusion[kind == 1] = 1 / CLASSES
    confusion[kind == 2] = np.roll(confusion[kind == 2], 1, axis=2)
    constant = np.flatnonzero(kind == 3)
    confusion[constant] = np.eye(CLASSES)[rng.integers(0, CLASSES, len(constant))][:, None, :]
    return confusion


def clock(function: Callable[[], Result], repeats: int = REPEATS) -> tuple[float, float, Result]:
    """Median and worst wall-clock seconds of some runs, and the last result."""
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = function()
        seconds.append(time.perf_counter() - start)
    return float(np.median(seconds)), max(seconds), result


def import_peer() -> Any:
    """crowd-kit's aggregation module, or None."""
    try:
        return importlib.import_module("crowdkit.aggregation")
    except ImportError:
        return None


def row(name: str, seconds: str, worst: str, accuracy: float, note: str = "") -> None:
    print(f"{name:<44}{seconds:>10}{worst:>10}{accuracy:>10.4f}   {note}")


def measure(crowd: Crowd, name: str, function: Callable[[Answers], Consolidated]) -> tuple[float, Ints]:
    """One line of the table: from unsorted arrays to labels, so checking and sorting are included."""
    median, worst, result = clock(lambda: function(crowd.answers()))
    row(name, f"{median:.3f} s", f"{worst:.3f} s", float((result.labels == crowd.truth).mean()))
    return median, result.labels


def compare(crowd: Crowd, peer: Any) -> None:
    """crowd-kit's Dawid-Skene with its own stop, and ours for the same number of iterations."""
    frame = importlib.import_module("pandas").DataFrame(
        {"task": crowd.objects, "worker": crowd.workers, "label": crowd.classes}
    )
    model = peer.DawidSkene()
    theirs, _, labels = clock(lambda: model.fit_predict(frame), repeats=1)
    their_labels = labels.sort_index().to_numpy()
    iterations = len(model.loss_history_)
    name = f"crowd-kit Dawid-Skene, {iterations} iterations"
    row(name, f"{theirs:.3f} s", "", float((their_labels == crowd.truth).mean()), "one run")
    ours, our_labels = measure(
        crowd,
        f"ours, {iterations} iterations",
        lambda answers: dawid_skene(answers, iterations=iterations, tolerance=-math.inf),
    )
    same = float((our_labels == their_labels).mean())
    print(f"\ncrowd-kit takes {theirs / ours:.1f} times as long as ours; {same:.6f} of the labels are equal.")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--objects", type=int, default=200_000)
    parser.add_argument("--workers", type=int, default=5_000)
    given = parser.parse_args()
    crowd = simulate(given.objects, given.workers)
    print(
        f"{len(crowd.objects):,} answers, {given.objects:,} objects, {given.workers:,} workers, "
        f"{CLASSES} classes; Python {platform.python_version()}, numpy {np.__version__}; "
        f"median and worst of {REPEATS} runs\n"
    )
    print(f"{'function':<44}{'median':>10}{'worst':>10}{'accuracy':>10}")
    measure(crowd, "majority", majority)
    measure(crowd, "modified Dawid-Skene, 2 epochs", modified_dawid_skene)
    _, iterations = fit(crowd.answers(), iterations=100, tolerance=1e-5)
    seconds, _ = measure(crowd, f"Dawid-Skene, stops after {iterations} iterations", dawid_skene)
    peer = import_peer()
    if peer is None:
        print("\ncrowd-kit cannot be imported here, so there is no ratio: pip install crowd-kit to get one.")
    else:
        compare(crowd, peer)
    limit = LIMIT_SECONDS_PER_ANSWER * len(crowd.objects)
    print(f"\nDawid-Skene: {seconds:.3f} s, allowed {limit:.3f} s: {'kept' if seconds < limit else 'BROKEN'}")
    return int(seconds >= limit)


if __name__ == "__main__":
    sys.exit(main())
