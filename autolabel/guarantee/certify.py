"""The certificate: as many machine labels as can be promised, and the promise in numbers."""

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import binom

from autolabel.arrays import Flags, Floats, Ints
from autolabel.guarantee import quality, spending
from autolabel.guarantee.contract import Certificate, Holdout, HoldoutRefused, Measure, Mode, Point
from autolabel.guarantee.counting import errors_left, surprise
from autolabel.guarantee.cut_offs import CutOffs, cut_offs

# Above this many more validation objects nobody would ask people for them.
_MOST_WANTED = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class _Looked:
    """What is known at each cut-off (c,): how many errors U may hold, at which level that is tested, the p-value."""

    allowed: Floats
    levels: Floats
    chances: Floats

    @property
    def passes(self) -> Flags:
        return self.chances <= self.levels


def certify(
    holdout: Holdout,
    *,
    target: float,
    delta: float,
    mode: Mode = Mode.PRECISION,
    total: int | None = None,
    most: int | None = None,
    sureness: float | None = None,
) -> Certificate:
    """The largest part of U whose machine labels meet the target, except with chance `delta`.

    In precision mode the labels accepted are right at least as often as `target` says; tested at every cut-off, at
    levels that together spend `delta`. In whole-set mode at most (1 - target) x `total` labels of the whole set are
    wrong, where everything else is people's; errors only grow from cut-off to cut-off, so each is tested at `delta` in
    turn until one fails. No more than `most` labels are accepted.
    Errors are bounded exactly (hypergeometric), mean qualities by Hoeffding-Bentkus and betting. `sureness` is what the
    certificate tells the reader, 1 - delta without.
    Raises HoldoutRefused for a target or delta outside 0..1, or whole-set mode with a total too small.
    """
    total = len(holdout.unlabeled) if total is None else total
    _refuse(target, delta, total, len(holdout.unlabeled))
    cuts = cut_offs(holdout)
    looked = _look(holdout, cuts, target, delta, mode, total)
    certified = _errors_at_most(holdout, cuts, looked, target)
    nothing = Certificate(
        mode=mode,
        measure=holdout.measure,
        target=target,
        delta=delta,
        sureness=1 - delta if sureness is None else sureness,
        total=total,
        cut_off=None,
        accepted=0,
        allowed=0.0,
        errors_at_most=0.0,
        kept_aside=0,
        errors_seen=0.0,
        naive=0.0,
        naive_accepted=_believed(cuts, looked),
        validation_wanted=_wanted(cuts, looked, target, delta),
        curve=_curve(cuts, certified, looked.passes),
        unlabeled=len(holdout.unlabeled),
    )
    passes = _in_turn(looked.passes) if mode is Mode.WHOLE_SET else looked.passes
    passing = np.flatnonzero(passes & (cuts.left <= (total if most is None else most)))
    return _passed(nothing, cuts, looked, certified, int(passing[-1])) if len(passing) else nothing


def fewest_validation_objects(target: float, delta: float) -> int:
    """With fewer of them above the cut-off, all of them right, nothing passes: ln(delta) / ln(target)."""
    return math.ceil(math.log(delta) / math.log(target))


def _passed(nothing: Certificate, cuts: CutOffs, looked: _Looked, certified: Floats, cut: int) -> Certificate:
    """The certificate of the labels at or above this cut-off."""
    return replace(
        nothing,
        cut_off=float(cuts.values[cut]),
        accepted=int(cuts.left[cut]),
        allowed=float(looked.allowed[cut]),
        errors_at_most=min(float(certified[cut]), float(looked.allowed[cut])),
        kept_aside=int(cuts.drawn[cut]),
        errors_seen=float(cuts.errors[cut]),
        naive=float(cuts.seen[cut]),
        validation_wanted=0,
    )


def _believed(cuts: CutOffs, looked: _Looked) -> int:
    """How many labels one would accept who takes what was seen on V for the truth."""
    enough = (cuts.drawn > 0) & ((1 - cuts.seen) * cuts.left <= looked.allowed)
    return int(cuts.left[enough].max(initial=0))


def _look(holdout: Holdout, cuts: CutOffs, target: float, delta: float, mode: Mode, total: int) -> _Looked:
    allowed = _allowed(cuts.left, target, mode, total)
    whole = np.floor(allowed).astype(np.int64)
    in_turn = mode is Mode.WHOLE_SET
    levels = np.full(len(cuts), delta) if in_turn else spending.shares(cuts.drawn, cuts.left, whole, delta)
    if holdout.measure is Measure.QUALITY:
        return _Looked(allowed, levels, _quality_chances(holdout, cuts, allowed, target))
    chances = surprise(cuts.errors.astype(np.int64), cuts.drawn, cuts.left, whole)
    return _Looked(whole.astype(np.float64), levels, np.where((cuts.drawn > 0) | (whole >= cuts.left), chances, 1.0))


def _allowed(left: Ints, target: float, mode: Mode, total: int) -> Floats:
    """Errors that U may hold at each cut-off (c,)."""
    share = np.full(len(left), (1 - target) * total) if mode is Mode.WHOLE_SET else (1 - target) * left
    return np.asarray(share + 1e-9)


def _quality_chances(holdout: Holdout, cuts: CutOffs, allowed: Floats, target: float) -> Floats:
    """P-values (c,) of "the mean quality of U falls short", by the mean that U and V would then have together."""
    chances = np.ones(len(cuts))
    for cut, (drawn, left, errors) in enumerate(zip(cuts.drawn, cuts.left, cuts.errors, strict=True)):
        mean = (drawn - errors + left - allowed[cut]) / (drawn + left)
        if allowed[cut] >= left:
            chances[cut] = 0.0
        elif drawn:
            qualities = holdout.qualities[:drawn]
            chances[cut] = quality.chance_of_mean(qualities, drawn + left, np.array([mean]), against=target)[0]
    return chances


def _errors_at_most(holdout: Holdout, cuts: CutOffs, looked: _Looked, target: float) -> Floats:
    """Errors (or quality lost) of U at each cut-off, at most, at the level it was tested at."""
    if holdout.measure is Measure.RIGHT:
        return errors_left(cuts.errors.astype(np.int64), cuts.drawn, cuts.left, looked.levels).astype(np.float64)
    most = cuts.left.astype(np.float64)
    for cut, (drawn, left, level) in enumerate(zip(cuts.drawn, cuts.left, looked.levels, strict=True)):
        if drawn and level > 0:
            qualities = holdout.qualities[:drawn]
            mean = quality.mean_at_least(qualities, int(drawn + left), float(level), against=target)
            most[cut] = np.clip(left - ((drawn + left) * mean - qualities.sum()), 0, left)
    return most


def _wanted(cuts: CutOffs, looked: _Looked, target: float, delta: float) -> int | None:
    """How many more validation objects would let the cut-off pass that needs the fewest, if they are as right as those seen.

    None where that would be no number one could ask for.
    """
    if not len(cuts):
        return None
    most = int(cuts.drawn[-1])
    short = fewest_validation_objects(target, max(float(looked.levels.max()), delta / len(cuts))) - most
    if short > 0:
        return short
    for times in 2.0 ** np.arange(0.25, 8, 0.25):
        drawn = np.ceil(cuts.drawn * times)
        chances = binom.cdf(np.ceil((1 - cuts.seen) * drawn), drawn, np.minimum(looked.allowed / cuts.left, 1))
        if ((chances <= looked.levels) & (drawn > 0)).any():
            more = math.ceil((times - 1) * most)
            return more if more <= _MOST_WANTED else None
    return None


def _curve(cuts: CutOffs, certified: Floats, passes: Flags) -> tuple[Point, ...]:
    everything = int(cuts.left[-1]) if len(cuts) else 1
    return tuple(
        Point(float(left / everything), float(seen), float(1 - most / left), bool(passed))
        for left, seen, most, passed in zip(cuts.left, cuts.seen, certified, passes, strict=True)
    )


def _in_turn(passes: Flags) -> Flags:
    """Those before which none fails."""
    return np.asarray(np.logical_and.accumulate(passes))


def _refuse(target: float, delta: float, total: int, unlabeled: int) -> None:
    for name, value in (("target", target), ("delta", delta)):
        if not 0 < value < 1:
            raise HoldoutRefused(f"{name} must lie between 0 and 1, not {value}")
    if total < unlabeled:
        raise HoldoutRefused(f"total must count the unlabeled objects too, but {total} < {unlabeled}")
