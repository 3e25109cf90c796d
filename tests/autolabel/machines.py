"""Machines and people for tests of the loop: what a machine knows grows with what it has learned from."""

from dataclasses import dataclass, replace

import numpy as np

from autolabel.arrays import Flags, Floats, Ints
from autolabel.pool import Decision, Look, Pool, Rules
from autolabel.reading import Reading, agreement
from autolabel.rounds import decide


@dataclass(frozen=True, eq=False)
class Student:
    """Objects have a difficulty (n,) in 0..1; with t of n learned from, those below 1 - slowness / t x n are right.

    Confidence falls around that edge; wrong labels are one class too high.
    """

    truth: Ints
    labels: Ints
    difficulty: Floats
    slowness: float = 0.02
    class_count: int = 3

    def read(self, learned_from: Ints, *, seed: int) -> Reading:
        knows = 1 - self.slowness * len(self.truth) / len(learned_from)
        said = np.where(self.difficulty < knows, self.truth, (self.truth + 1) % self.class_count)
        doubt = np.clip((self.difficulty - knows + 0.2) / 0.4, 0, 1) ** 2
        confidences = 1 - (0.001 * self.difficulty + 0.999 * doubt) * (1 - 1 / self.class_count)
        rest = (1 - confidences) / max(self.class_count - 1, 1)
        probabilities = np.repeat(rest[:, None], self.class_count, axis=1)
        probabilities[np.arange(len(said)), said] = confidences
        return Reading(probabilities, confidences, said, agreement(said, self.labels))

    def first(self, objects: Ints, count: int, *, seed: int) -> Ints:
        return np.random.default_rng(seed).choice(objects, min(count, len(objects)), replace=False)


@dataclass
class Job:
    """People who are always right, a runner that does what is decided, and what came of it."""

    truth: Ints
    difficulty: Floats
    rules: Rules
    slowness: float = 0.02
    class_count: int = 3
    pool: Pool | None = None
    looks: tuple[Look, ...] = ()
    decisions: tuple[Decision, ...] = ()

    def __post_init__(self) -> None:
        self.pool = self.pool or Pool.fresh(len(self.truth))

    @property
    def last(self) -> Decision:
        return self.decisions[-1]

    def decide(self) -> Decision:
        assert self.pool is not None
        machine = Student(self.truth, self.pool.labels, self.difficulty, self.slowness, self.class_count)
        return decide(self.pool, self.looks, self.rules, machine)

    def step(self, *, answered: Flags | None = None) -> Decision:
        """Decide, do it, and let people label what was asked (of it, `answered`)."""
        assert self.pool is not None
        decision = self.decide()
        pool = self.pool
        training, validation, labels = pool.training.copy(), pool.validation.copy(), pool.labels.copy()
        training[decision.label] = training[decision.move] = validation[decision.validate] = True
        validation[decision.move] = False
        asked = (training | validation) & (labels < 0) & (True if answered is None else answered)
        labels[asked] = self.truth[asked]
        self.pool = replace(pool, training=training, validation=validation, labels=labels)
        self.looks += (decision.look,) if decision.look else ()
        self.decisions += (decision,)
        return decision

    def run(self, most_steps: int = 100) -> Decision:
        for _ in range(most_steps):
            if self.step().done:
                return self.last
        raise AssertionError("the loop does not end")


def job(n: int, rules: Rules, *, seed: int = 0, slowness: float = 0.02, class_count: int = 3) -> Job:
    """A job of n objects of any difficulty."""
    rng = np.random.default_rng(seed)
    return Job(rng.integers(0, class_count, n), rng.random(n), rules, slowness, class_count)
