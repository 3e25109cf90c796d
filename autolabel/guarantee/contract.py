"""What a guarantee takes and gives back.

The symmetric holdout: V are the validation objects that are still in the pool, U those nobody has labeled. Whatever took
objects out of the pool did not know which are which, so V is an exact random sample of V and U together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from autolabel.arrays import Floats


class Mode(StrEnum):
    """What is right as often as the target says."""

    PRECISION = "precision"
    WHOLE_SET = "whole-set"


class Measure(StrEnum):
    """How right an object's label is: right or wrong, or a share (overlap of boxes or masks)."""

    RIGHT = "right"
    QUALITY = "quality"


class HoldoutRefused(ValueError):
    """These arrays or settings are no holdout; the message says which and why."""


@dataclass(frozen=True, slots=True, eq=False)
class Holdout:
    """Confidence (v,) and quality (v,) of the validation objects left in the pool, confidence (u,) of the unlabeled.

    Quality is 1 where the machine's label is the people's and 0 where not, or any share of 1 where `measure` says so.
    Copied and sorted on construction, so no certificate can depend on the order of its input.
    Raises HoldoutRefused for other shapes, values that are not finite, and qualities that do not fit the measure.
    """

    confidences: Floats
    qualities: Floats
    unlabeled: Floats
    measure: Measure = Measure.RIGHT

    def __post_init__(self) -> None:
        confidences, qualities, unlabeled = (
            _values(name, getattr(self, name)) for name in ("confidences", "qualities", "unlabeled")
        )
        if len(confidences) != len(qualities):
            raise HoldoutRefused(
                f"confidences and qualities need one entry a validation object, but have "
                f"{len(confidences)} and {len(qualities)}"
            )
        if ((qualities < 0) | (qualities > 1)).any():
            raise HoldoutRefused("qualities must lie in 0..1")
        if self.measure is Measure.RIGHT and not np.isin(qualities, (0, 1)).all():
            raise HoldoutRefused("qualities must be 0 or 1 where labels are right or wrong")
        order = np.lexsort((qualities, -confidences))
        for name, values in (
            ("confidences", confidences[order]),
            ("qualities", qualities[order]),
            ("unlabeled", -np.sort(-unlabeled)),
        ):
            values.flags.writeable = False
            object.__setattr__(self, name, values)


@dataclass(frozen=True, slots=True)
class Point:
    """One cut-off of the plot: the share of U at or above it, how right V is there, and how right U is for certain."""

    coverage: float
    seen: float
    certified: float
    passes: bool


@dataclass(frozen=True, slots=True)
class Certificate:
    """What may be promised.

    Labels of the objects of U with a confidence of `cut_off` or more may be accepted, `accepted` of them; nothing may
    where `cut_off` is None. Of these at most `errors_at_most` are wrong (for a measured quality: that much is lost),
    where `allowed` would be. `delta` is this look's share of the chance of being mistaken, `sureness` what is promised
    over all looks. `kept_aside` validation objects stand behind the cut-off, with `errors_seen`.
    `naive` is the share of them that is right, `naive_accepted` what one would accept who takes that for the truth.
    `validation_wanted` more validation objects would be needed where nothing passes; None where more would not help.
    `unlabeled` objects are left for people and machine (U); None in certificates that were kept before it was counted.
    """

    mode: Mode
    measure: Measure
    target: float
    delta: float
    sureness: float
    total: int
    cut_off: float | None
    accepted: int
    allowed: float
    errors_at_most: float
    kept_aside: int
    errors_seen: float
    naive: float
    naive_accepted: int
    validation_wanted: int | None
    curve: Sequence[Point]
    unlabeled: int | None = None

    @property
    def within_reach(self) -> bool:
        """Are there as many objects as would have to be drawn for validation, and any left for the machine?"""
        wanted = self.validation_wanted
        return wanted is not None and (self.unlabeled is None or wanted < self.unlabeled)

    def sentence(self) -> str:
        """The certificate in words and numbers."""
        if self.cut_off is None:
            wanted = f"{'a mean overlap of ' if self.measure is Measure.QUALITY else ''}{self.target:.1%}"
            return f"Nothing can be certified at {wanted} by this look. {self._what_is_missing()}"
        agreed = f"it agreed with people on {self.naive:.1%} of them"
        if self.measure is Measure.QUALITY:
            agreed = f"its labels overlapped with theirs by {self.naive:.1%} on average"
        return (
            f"With {self.sureness:.0%} certainty {self._promise()}. Behind this stand {self.kept_aside:,} objects that "
            f"people had labeled and the machine had not seen: {agreed}."
        )

    def _promise(self) -> str:
        share, of_all = self.errors_at_most / max(self.accepted, 1), self.errors_at_most / max(self.total, 1)
        if self.measure is Measure.QUALITY:
            what = f"the {self.accepted:,} machine labels overlap with people's by {1 - share:.1%} or more on average"
            whole = f", and those of the whole set of {self.total:,} by {1 - of_all:.1%} or more"
        else:
            most = f"at most {self.errors_at_most:,.0f} of the {self.accepted:,} machine labels are wrong"
            what = f"{most} ({1 - share:.1%} right or better)"
            whole = f", and of all {self.total:,} labels {1 - of_all:.1%} or more are right"
        return what + (whole if self.mode is Mode.WHOLE_SET else "")

    def _what_is_missing(self) -> str:
        if self.validation_wanted is None:
            return "More validation objects would not help: the machine's labels have to become better first."
        if self.within_reach:
            return f"About {self.validation_wanted:,} more validation objects were missing."
        other_mode = "; to promise the whole data set instead of each label" if self.mode is Mode.PRECISION else ""
        return (
            f"About {self.validation_wanted:,} more validation objects would be needed, and no more than "
            f"{self.unlabeled:,} objects are left: this job cannot reach it. What helps is a lower target{other_mode}; "
            f"more answers to an object; or more objects in one job."
        )


def _values(name: str, values: ArrayLike) -> Floats:
    array = np.array(values, np.float64)
    if array.ndim != 1:
        raise HoldoutRefused(f"{name} must have one dimension, not {array.ndim}")
    if not np.isfinite(array).all():
        raise HoldoutRefused(f"{name}[{int((~np.isfinite(array)).argmax())}] is not a finite number")
    return array
