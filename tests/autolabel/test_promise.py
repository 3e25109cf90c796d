"""The promise, tried out: many data sets of many shapes, and never broken more often than promised.

Each shape fails where it is broken in more draws than delta and three standard deviations allow.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.random import Generator

from autolabel.arrays import Flags, Floats, Ints
from autolabel.guarantee.certify import certify
from autolabel.guarantee.contract import Certificate, Holdout, Measure, Mode
from autolabel.pool import Decision, Rules
from autolabel.reading import Reading, agreement
from autolabel.rounds import decide
from tests.autolabel.machines import Job

N, DELTA, TARGET = 1_500, 0.1, 0.95
Shape = Callable[[Floats, Generator], Floats]

RIGHT: dict[str, Shape] = {
    "easy": lambda sure, rng: rng.random(N) > 0.06 * (1 - sure),
    "hard": lambda sure, rng: rng.random(N) > 0.5 * (1 - sure) ** 1.5,
    "confidence says nothing": lambda sure, rng: rng.permutation(N) >= 0.052 * N,
    "confidence is upside down": lambda sure, rng: rng.random(N) > 0.104 * sure,
    "good enough nowhere, nearly": lambda sure, rng: np.argsort(np.argsort(-sure)) % 19 > 0,
    "surest objects are wrong": lambda sure, rng: (sure < 0.97) | (rng.random(N) > 0.5),
    "many equal confidences": lambda sure, rng: rng.random(N) > 0.06,
}
QUALITY: dict[str, Shape] = {
    "right or wrong": lambda sure, rng: rng.permutation(N) >= (1 - 0.595) * N,
    "narrow": lambda sure, rng: 0.59 + 0.02 * (rng.permutation(N) / N - 0.5),
    "rising with confidence": lambda sure, rng: np.clip(0.35 + 0.4 * sure + rng.normal(0, 0.1, N), 0, 1),
    "two kinds of image": lambda sure, rng: np.where(rng.permutation(N) < 0.45 * N, 0.9, 0.35),
}


def broken(found: Certificate, sure: Floats, quality: Floats, left: Flags) -> bool:
    """Whether the labels that were accepted are worse than the certificate says."""
    if found.cut_off is None:
        return False
    accepted = left & (sure >= found.cut_off)
    assert accepted.sum() == found.accepted
    return bool((1 - quality[accepted]).sum() > found.allowed + 1e-6)


def allowed_breaks(draws: int) -> float:
    return DELTA * draws + 3 * math.sqrt(DELTA * (1 - DELTA) * draws)


def draw(shape: Shape, name: str, rng: Generator) -> tuple[Floats, Floats, Flags]:
    """Confidences, qualities and which are of V, a tenth by lot."""
    sure = rng.random(N).round(1 if name.startswith("many equal") else 9)
    return sure, shape(sure, rng).astype(float), rng.random(N) < 0.1


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("name", list(RIGHT))
def test_labels_are_right_as_often_as_promised(name: str, mode: Mode) -> None:
    draws, broke = 200 if name == "confidence says nothing" else 50, 0
    rng = np.random.default_rng(1)
    for _ in range(draws):
        sure, right, v = draw(RIGHT[name], name, rng)
        found = certify(Holdout(sure[v], right[v], sure[~v]), target=TARGET, delta=DELTA, mode=mode, total=N)
        broke += broken(found, sure, right, ~v)
    assert broke <= allowed_breaks(draws)


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("name", list(QUALITY))
def test_mean_quality_is_what_was_promised(name: str, mode: Mode) -> None:
    draws, broke = 15, 0
    rng = np.random.default_rng(2)
    for _ in range(draws):
        sure, quality, v = draw(QUALITY[name], name, rng)
        found = certify(
            Holdout(sure[v], quality[v], sure[~v], Measure.QUALITY), target=0.6, delta=DELTA, mode=mode, total=N
        )
        broke += broken(found, sure, quality, ~v)
    assert broke <= allowed_breaks(draws)


@dataclass(frozen=True, eq=False)
class Bluffer:
    """A machine that never gets good enough, whose confidences say nothing, and whose strategy knows what is wrong.

    With every object it learns from it is wrong about others: each time about 5.4 %.
    """

    truth: Ints
    labels: Ints
    wrong_first: bool

    def read(self, learned_from: Ints, *, seed: int) -> Reading:
        rng = np.random.default_rng([seed, len(learned_from)])
        wrong = rng.permutation(len(self.truth)) < 0.054 * len(self.truth)
        said = np.where(wrong, 1 - self.truth, self.truth)
        margin = np.where(wrong == self.wrong_first, 0.1, 0.9) + rng.random(len(wrong)) / 100
        probabilities = np.stack(((1 + margin) / 2, (1 - margin) / 2), axis=1)
        return Reading(probabilities, rng.random(len(wrong)), said, agreement(said, self.labels))

    def first(self, objects: Ints, count: int, *, seed: int) -> Ints:
        return np.random.default_rng(seed).choice(objects, count, replace=False)


@pytest.mark.parametrize("wrong_first", [False, True])
def test_a_whole_job_keeps_its_promise_whatever_is_picked(wrong_first: bool) -> None:
    # Where wrong objects are picked first, what is left becomes good enough to be certified, and rightly so.
    draws, broke, looks, certified = 40, 0, 0, 0
    for seed in range(draws):
        rules = Rules(seed=seed, looks=(0.1, 0.2, 0.3), growth=4.0)
        run = BluffersJob(
            np.random.default_rng(seed).integers(0, 2, 900), np.zeros(900), rules, wrong_first=wrong_first
        )
        over = run.run()
        looks += len(run.looks)
        certified += over.accept is not None
        if over.accept:
            errors = (over.accept.labels != run.truth[over.accept.objects]).sum()
            broke += errors > (1 - rules.target) * len(over.accept.objects)
    assert looks > 2 * draws
    assert certified < draws
    assert broke <= allowed_breaks(draws)


@dataclass
class BluffersJob(Job):
    wrong_first: bool = False

    def decide(self) -> Decision:
        assert self.pool
        return decide(self.pool, self.looks, self.rules, Bluffer(self.truth, self.pool.labels, self.wrong_first))
