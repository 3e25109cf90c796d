"""What the loop of rounds knows, is told, and decides: plain values that a runner keeps wherever it likes."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from autolabel.arrays import NO_LABEL, Detail, Flags, Floats, Ints
from autolabel.guarantee.certify import fewest_validation_objects
from autolabel.guarantee.contract import Certificate, Mode


class PoolRefused(ValueError):
    """The arrays or rules do not fit each other; the message says how."""


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """The objects of a job (n,), in an order that never changes; objects that arrive later come after all others.

    labels: what people say an object is, NO_LABEL while nobody has said: for a class its index, for several a number with
    a bit for each; 0 where a number cannot say it (boxes), and the machine knows it by the object.
    training: asked for, or moved here, to learn from. validation: drawn to look with, and never learned from.
    carried: of those to learn from, what was labeled before this loop began and costs it nothing.
    gone: no longer any of the loop's business: media broken, refused by people, or labeled by an earlier loop.
    since: objects before the first of these, of which this pool does not know; lots are drawn with them.
    """

    labels: Ints
    training: Flags
    validation: Flags
    carried: Flags
    gone: Flags
    since: int = 0

    def __post_init__(self) -> None:
        if len({len(part) for part in (self.labels, self.training, self.validation, self.carried, self.gone)}) > 1:
            raise PoolRefused("labels, training, validation, carried and gone need one entry an object each")
        if (self.training & self.validation).any():
            raise PoolRefused("an object is there to learn from or to look with, not both")

    @classmethod
    def fresh(cls, size: int) -> "Pool":
        """Objects of which nothing is known."""
        none = np.zeros(size, np.bool_)
        return cls(np.full(size, NO_LABEL), none, none.copy(), none.copy(), none.copy())

    @property
    def here(self) -> Flags:
        """Objects that this loop is about."""
        return ~self.gone & ~self.carried

    @property
    def asked(self) -> Flags:
        """Objects that people have labeled for this loop, or are asked to."""
        return (self.training | self.validation) & self.here

    @property
    def lost(self) -> Flags:
        """Objects that people were asked about for this loop, and that then failed: they cost as much as others."""
        return (self.training | self.validation) & self.gone

    @property
    def waiting(self) -> Flags:
        """Objects that people are asked about and have not labeled yet."""
        return np.asarray(self.asked & (self.labels == NO_LABEL))

    @property
    def unlabeled(self) -> Flags:
        """U: nobody is asked about them, and nobody has said what they are."""
        return np.asarray(self.here & ~self.asked & (self.labels == NO_LABEL))

    @property
    def learned_from(self) -> Flags:
        """T: labeled, and not there to look with."""
        return np.asarray(~self.gone & ~self.validation & (self.labels != NO_LABEL))


@dataclass(frozen=True, slots=True)
class Rules:
    """What the requester wants, and how the loop goes about it.

    `target` of labels are right by `mode`, promised with `sureness`. People label `most_human` objects at most; people
    and machine together `most_labeled` (None: as many as there are).
    `looks`: shares of the objects learned from after which V is looked at. `growth` is that of what is learned from, batch
    by batch. `validation_share`: None chooses by the number of objects. `seed` decides every lot.
    """

    target: float = 0.95
    mode: Mode = Mode.PRECISION
    sureness: float = 0.9
    most_human: int | None = None
    most_labeled: int | None = None
    strategy: str = "margin"
    looks: tuple[float, ...] = (0.04, 0.08, 0.15, 0.25, 0.40)
    cold_start: float = 0.01
    growth: float = 1.4
    validation_share: float | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("target", "sureness"):
            if not 0 < getattr(self, name) < 1:
                raise PoolRefused(f"{name} must lie between 0 and 1, not {getattr(self, name)}")
        if list(self.looks) != sorted(set(self.looks)) or not all(0 < look <= 1 for look in self.looks):
            raise PoolRefused("looks must be growing shares of the objects, each above 0 and at most 1")

    @property
    def doubt(self) -> float:
        """The chance of being mistaken that all looks together may spend."""
        return 1 - self.sureness

    def fewest_validation(self) -> int:
        """Validation objects without which the first look that is taken cannot pass."""
        return fewest_validation_objects(self.target, self.doubt / 2)


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """One look at V: what it certified, and the machine's labels (a,) it stands for. Kept by the runner, and given back,
    all but the details of the labels: the runner finds those again by `learned`.

    `learned` is how many objects had been learned from, `forecast` the share of U the machine itself expected to pass.
    No two looks have learned from as many.
    """

    learned: int
    forecast: float
    certificate: Certificate
    objects: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    labels: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    confidences: Floats = field(default_factory=lambda: np.empty(0))
    details: Sequence[Detail] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """What happens next: the runner does all of it in one transaction, and asks again once nobody is waited for.

    label: objects that people label next to learn from; validate: those that more people label, to look with. A worker
    sees no difference. move: labeled already, from now on to learn from. look: to be kept.
    accept: the look whose labels are the machine's from now on, its numbers as they stand today. done: the loop is over,
    whatever is left is people's; `why` says so in a sentence.
    """

    why: str
    label: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    validate: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    move: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    look: Look | None = None
    accept: Look | None = None
    done: bool = False

    def counted_from(self, line: int) -> "Decision":
        """The same by the lines of the job, where the pool's first object is this one."""
        return replace(
            self,
            label=self.label + line,
            validate=self.validate + line,
            move=self.move + line,
            look=self.look and replace(self.look, objects=self.look.objects + line),
            accept=self.accept and replace(self.accept, objects=self.accept.objects + line),
        )
