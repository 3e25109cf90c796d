"""The promise, wave by wave: streams of many kinds, also such that change from wave to wave, and none of their waves breaks
it more often than promised."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest

from autolabel.arrays import NO_LABEL, Flags, Floats, Ints
from autolabel.guarantee.contract import Mode
from autolabel.pool import Look, Pool, Rules
from autolabel.reading import Reading, agreement
from autolabel.rounds import decide

WAVES, SIZE, STREAMS = 4, 300, 40
Shape = Callable[[int, np.random.Generator], tuple[Floats, Floats]]


def steady(wave: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Confidences and difficulties of a wave's objects: confidence tells what is hard."""
    hard = rng.random(SIZE)
    return 1 - hard**2, hard


def drifting(wave: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """From wave to wave more is hard, and the machine stays as sure of it."""
    hard = rng.random(SIZE)
    return 1 - hard**2, np.clip(hard + 0.12 * wave * (rng.random(SIZE) < 0.3), 0, 1)


def turning(wave: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """In every other wave what it is surest of is wrong."""
    hard = rng.random(SIZE)
    return (hard if wave % 2 else 1 - hard), hard


def hopeless(wave: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Confidence says nothing, and it is wrong a little more often than is allowed."""
    return rng.random(SIZE), np.where(rng.permutation(SIZE) < 0.104 * SIZE, 1.0, 0.0)


@dataclass(frozen=True, eq=False)
class Reader:
    """Wrong about what is harder than what it knows, which grows with what it learned from."""

    truth: Ints
    labels: Ints
    sure: Floats
    hard: Floats

    def read(self, learned_from: Ints, *, seed: int) -> Reading:
        said = np.where(self.hard < 1 - 4 / (4 + len(learned_from)) ** 0.75, self.truth, 1 - self.truth)
        chance = 0.5 + self.sure / 2
        return Reading(np.stack((chance, 1 - chance), axis=1), chance, said, agreement(said, self.labels))

    def first(self, objects: Ints, count: int, *, seed: int) -> Ints:
        return np.random.default_rng(seed).choice(objects, min(count, len(objects)), replace=False)


@dataclass
class Stream:
    """People who are always right, and a runner that does what is decided, wave by wave."""

    shape: Shape
    rules: Rules

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng([self.rules.seed, 1])  # V's lots come from the seed alone
        none = np.empty(0)
        self.truth, self.sure, self.hard = np.empty(0, np.int64), none, none
        self.said, self.machines = np.empty(0, np.int64), np.empty(0, np.bool_)

    def wave(self, number: int) -> tuple[Look | None, int]:
        """What one more wave accepts, and how many of its objects people label before the rest is left to them."""
        sure, hard = self.shape(number, self.rng)
        first = len(self.truth)
        self.truth = np.concatenate((self.truth, self.rng.integers(0, 2, SIZE)))
        self.sure, self.hard = np.concatenate((self.sure, sure)), np.concatenate((self.hard, hard))
        self.said = np.concatenate((self.said, np.full(SIZE, NO_LABEL)))
        self.machines = np.concatenate((self.machines, np.zeros(SIZE, np.bool_)))
        pool, accepted = self._through(first)
        if accepted:
            self.machines[accepted.objects] = True
        self.said = np.where(self.machines, NO_LABEL, self.truth)  # people label the rest
        return accepted, int(pool.asked.sum())

    def _through(self, first: int) -> tuple[Pool, Look | None]:
        """The loop over the objects from `first` on, as `runs.pool_of` puts them."""
        earlier: Flags = np.arange(len(self.truth)) < first
        none = np.zeros(len(self.truth), np.bool_)
        pool = Pool(self.said, none, none.copy(), earlier & ~self.machines, earlier & self.machines)
        looks: tuple[Look, ...] = ()
        for _ in range(60):
            decision = decide(pool, looks, self.rules, Reader(self.truth, pool.labels, self.sure, self.hard))
            looks += (decision.look,) if decision.look else ()
            if decision.done:
                return pool, decision.accept
            training, validation, labels = pool.training.copy(), pool.validation.copy(), pool.labels.copy()
            training[decision.label] = training[decision.move] = validation[decision.validate] = True
            validation[decision.move] = False
            labels[training | validation] = self.truth[training | validation]
            pool = replace(pool, training=training, validation=validation, labels=labels)
        raise AssertionError("the loop does not end")


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("shape", [steady, drifting, turning, hopeless])
def test_no_wave_breaks_its_promise_more_often_than_promised(shape: Shape, mode: Mode) -> None:
    broke = np.zeros(WAVES, np.int64)
    for seed in range(STREAMS):
        rules = Rules(target=0.9, mode=mode, seed=seed, looks=(0.1, 0.25), growth=3.0)
        stream = Stream(shape, rules)
        for number in range(WAVES):
            accepted, _ = stream.wave(number)
            if accepted:
                wrong = (accepted.labels != stream.truth[accepted.objects]).sum()
                of = len(accepted.objects) if mode is Mode.PRECISION else SIZE
                broke[number] += wrong > (1 - rules.target) * of + 1e-9
                assert accepted.objects.min() >= number * SIZE  # of this wave alone
    doubt = rules.doubt
    assert broke.max() <= doubt * STREAMS + 3 * math.sqrt(doubt * (1 - doubt) * STREAMS)


def test_later_waves_of_a_steady_stream_ask_fewer_people_and_certify_more() -> None:
    asked, certified = np.zeros(WAVES), np.zeros(WAVES)
    for seed in range(10):
        stream = Stream(steady, Rules(target=0.9, seed=seed))
        for number in range(WAVES):
            accepted, people = stream.wave(number)
            asked[number] += people
            certified[number] += len(accepted.objects) if accepted else 0
    assert (asked[1:] < asked[0]).all()
    assert (certified[1:] > certified[0]).all()
