"""Whole jobs of automated labeling in memory: people who are always right, and the product's own loop."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from autolabel.arrays import Ints
from autolabel.guarantee.contract import Certificate
from autolabel.learners.linear import Linear
from autolabel.pool import NO_LABEL, Look, Pool, Rules
from autolabel.reading import Reading, agreement
from autolabel.rounds import decide
from autolabel.strategies.cold_start import medoids
from benchmarks.autolabel_data import Data

_FIXED_MARGIN, _FIXED_VALIDATION, _FIXED_BATCH, _FIXED_ROUNDS = 0.5, 0.10, 0.05, 10


@dataclass(frozen=True)
class Outcome:
    """Shares of all objects: labeled by the machine, by people; of the machine's labels and of all that are right."""

    auto: float
    human: float
    right: float
    whole: float
    looks: int = 0
    naive: Outcome | None = None
    certificate: Certificate | None = None
    learned: tuple[tuple[float, float], ...] = ()


@dataclass(eq=False)
class Machine:
    """A linear head on the rows; remembers its last reading, for what a naive user would have done with it."""

    data: Data
    labels: Ints
    last: Reading | None = field(default=None)

    def read(self, learned_from: Ints, *, seed: int) -> Reading:
        rows, count = self.data.rows, self.data.class_count
        model = Linear().fit(rows[learned_from], self.labels[learned_from], count, seed=seed)
        probabilities = model.probabilities(rows)
        classes = probabilities.argmax(axis=1)
        sure = probabilities[np.arange(len(rows)), classes]
        self.last = Reading(probabilities, sure, classes, agreement(classes, self.labels), embeddings=rows)
        return self.last

    def first(self, objects: Ints, count: int, *, seed: int) -> Ints:
        return objects[medoids(self.data.rows[objects], count, np.random.default_rng(seed))]


def shuffled(data: Data, seed: int) -> Data:
    order = np.random.default_rng(seed).permutation(len(data.classes))
    return Data(data.name, data.rows[order], data.classes[order])


def certified(data: Data, rules: Rules) -> Outcome:
    """The product's loop to its end."""
    pool, looks, naive = Pool.fresh(len(data.classes)), (), None
    learned: list[tuple[float, float]] = []
    while True:
        machine = Machine(data, pool.labels)
        decision = decide(pool, looks, rules, machine)
        if decision.look:
            looks = (*looks, decision.look)
            naive = _naive(data, pool, decision.look, machine)
            learned.append((float(pool.asked.mean()), decision.look.certificate.accepted / len(data.classes)))
        if decision.done:
            break
        pool = _answered(data, pool, decision.label, decision.validate, decision.move)
    accepted = decision.accept
    found = _outcome(data, accepted.objects, accepted.labels) if accepted else _outcome(data, *_nothing())
    certificate = accepted.certificate if accepted else None
    return replace(found, looks=len(looks), naive=naive, certificate=certificate, learned=tuple(learned))


def fixed_margin(data: Data, seed: int) -> Outcome:
    """The published sample workflow of the original: a tenth for validation, random batches, what has a margin above 0.5
    between the two likeliest classes is labeled by the machine for good."""
    rng, n = np.random.default_rng(seed), len(data.classes)
    order = rng.permutation(n)
    validation = round(_FIXED_VALIDATION * n)
    people, left = (
        order[validation : validation + round(_FIXED_BATCH * n)],
        order[validation + round(_FIXED_BATCH * n) :],
    )
    objects, labels = [], []
    for _ in range(_FIXED_ROUNDS):
        if not len(left):
            break
        model = Linear().fit(data.rows[people], data.classes[people], data.class_count, seed=seed)
        probabilities = model.probabilities(data.rows[left])
        two = np.sort(probabilities, axis=1)[:, -2:]
        sure = two[:, 1] - two[:, 0] > _FIXED_MARGIN
        objects.append(left[sure])
        labels.append(probabilities.argmax(axis=1)[sure])
        left = left[~sure]
        people, left = np.concatenate((people, left[: round(_FIXED_BATCH * n)])), left[round(_FIXED_BATCH * n) :]
    return _outcome(data, np.concatenate(objects), np.concatenate(labels))


def _naive(data: Data, pool: Pool, look: Look, machine: Machine) -> Outcome:
    """What one would accept at this look who takes the accuracy seen on V for the truth."""
    assert machine.last
    left = np.flatnonzero(pool.unlabeled)
    sure = machine.last.confidences[left]
    chosen = left[np.argsort(-sure, kind="stable")[: look.certificate.naive_accepted]]
    return _outcome(data, chosen, machine.last.labels[chosen])


def _answered(data: Data, pool: Pool, label: Ints, validate: Ints, move: Ints) -> Pool:
    training, validation, labels = pool.training.copy(), pool.validation.copy(), pool.labels.copy()
    training[label] = training[move] = validation[validate] = True
    validation[move] = False
    asked = (training | validation) & (labels == NO_LABEL)
    labels[asked] = data.classes[asked]
    return replace(pool, training=training, validation=validation, labels=labels)


def _outcome(data: Data, objects: Ints, labels: Ints) -> Outcome:
    n, wrong = len(data.classes), float((labels != data.classes[objects]).sum())
    auto = len(objects) / n
    return Outcome(auto, 1 - auto, 1 - wrong / max(len(objects), 1), 1 - wrong / n)


def _nothing() -> tuple[Ints, Ints]:
    return np.empty(0, np.int64), np.empty(0, np.int64)
