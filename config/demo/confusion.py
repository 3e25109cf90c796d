"""How the simulated people see: each class has a difficulty, each person an accuracy and a leaning.

With accuracy `a`, a class of difficulty `d` is recognised with probability 1 - (1 - a) * d. Difficulties average 1, so
`a` is what the person gets right on a balanced set. Seven of ten mistakes go to the class's look-alikes, the rest
evenly to the other classes. This is the worker model of Dawid and Skene (1979), one confusion matrix a person.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LOOK_ALIKE_SHARE = 0.7


@dataclass(frozen=True)
class Subject:
    """Something to tell apart. `leaning` is how strongly a person's leaning shifts difficulty between two classes."""

    name: str
    labels: tuple[str, ...]
    difficulty: tuple[float, ...]
    look_alikes: Mapping[str, Sequence[str]]
    leaning: float = 0.0


@dataclass(frozen=True)
class Person:
    """A simulated worker. A leaning above 0 misses the first class, one below 0 sees it everywhere."""

    name: str
    email: str
    accuracy: float
    leaning: float


DIGITS = Subject(
    "digits",
    tuple("0123456789"),
    (0.5, 0.6, 0.9, 1.2, 1.3, 1.2, 0.8, 1.1, 1.2, 1.2),
    {"0": "6", "1": "7", "2": "7", "3": "58", "4": "9", "5": "3", "6": "0", "7": "1", "8": "3", "9": "4"},
)
MAILS = Subject("mails", ("spam", "not spam"), (1.0, 1.0), {}, leaning=0.4)

_CAST = (("Ada", 0.95, 0.0), ("Ben", 0.90, 1.0), ("Chloe", 0.85, -1.0), ("Dev", 0.80, 0.5), ("Ema", 0.70, -0.5))


def people(count: int) -> list[Person]:
    """`count` people; from the sixth on the five skills come again under other names."""
    found = []
    for i in range(count):
        name, accuracy, leaning = _CAST[i % len(_CAST)]
        again = i // len(_CAST)
        email = f"{name.lower()}{again + 1 if again else ''}@people.example"
        found.append(Person(f"{name} {again + 1}" if again else name, email, accuracy, leaning))
    return found


def matrix(person: Person, subject: Subject) -> NDArray[np.float64]:
    """Probabilities (classes, classes): row = the truth, column = the answer; rows add up to 1."""
    count = len(subject.labels)
    found = np.zeros((count, count))
    for i, truth in enumerate(subject.labels):
        shift = subject.leaning * person.leaning * (1 if i == 0 else -1)
        wrong = (1 - person.accuracy) * (subject.difficulty[i] + shift)
        alike = [subject.labels.index(label) for label in subject.look_alikes.get(truth, ())]
        others = [j for j in range(count) if j != i and j not in alike]
        share = LOOK_ALIKE_SHARE if alike and others else float(bool(alike))
        found[i, alike] = wrong * share / max(1, len(alike))
        found[i, others] = wrong * (1 - share) / max(1, len(others))
        found[i, i] = 1 - wrong
    return found


class Eye:
    """One person looking at one subject. The same person gives the same object the same answer, in every run."""

    def __init__(self, person: Person, subject: Subject, seed: int) -> None:
        self.person, self.subject, self.seed = person, subject, seed
        self._bounds = matrix(person, subject).cumsum(axis=1)

    def answer(self, object_id: str, truth: str) -> str:
        """The label this person gives to the object; `object_id` is any text that tells it from others."""
        drawn = random.Random(f"{self.seed} {self.person.email} {object_id}").random()
        row = self._bounds[self.subject.labels.index(truth)]
        return self.subject.labels[min(int(np.searchsorted(row, drawn, side="right")), len(row) - 1)]
