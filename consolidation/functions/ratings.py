"""Numbers that several people gave: scores on a scale, counts, measures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from consolidation.functions.calibration import CEILING, EXPONENT
from consolidation.functions.contract import Agreed, Floats, Given, Ints, Known
from consolidation.functions.segments import weighted_median

# Numbers by which everybody is imagined to judge like the crowd, and those the crowd itself begins with; the most that
# earlier objects count for.
CROWD, ANCHOR, REMEMBERED = 4.0, 10.0, 20.0
# How far people are off before anything was compared, and nobody is trusted to be nearer than the second: in scales.
START, FLOOR = 0.15, 0.05
# Where numbers are not whole, one within this share of the scale is right.
NEAR = 0.05
ROUNDS = 8
_DECIMALS = 9

# A number for each question: of which thing of the object, and on which scale.
Scores = Mapping[tuple[int, str], float]


@dataclass(frozen=True, slots=True, eq=False)
class _Numbers:
    """Entry e: `worker` (M,) gave `value` (M,), in scales, to the question `asked` (M,). Questions (Q,): their object, their
    thing and scale, how wide that is and whether its numbers are whole."""

    worker: Ints
    value: Floats
    asked: Ints
    owner: Ints
    keys: tuple[tuple[int, str], ...]
    width: Floats
    whole: Floats


def ratings(objects: Sequence[Sequence[Given[Scores]]], known: Known, /) -> list[Agreed[Scores]]:
    """For each question the mean of what people said, each freed of how much higher or lower they say than others do, and
    weighted by how near they then come to them.

    A worker has a bias and a spread on all scales, drawn towards none and towards the crowd's. The mean goes no farther
    from the weighted median than the crowd's spread, so one wild number moves little. On a scale on which everybody gave
    whole numbers the result is rounded to one, a half towards the median. A scale is as wide as the numbers that were
    given on it, the farthest twentieth on either side left out.

    `parts`: the chance that the true number rounds to this one (of numbers that are not whole: that it lies within 5 % of
    the scale) by the spread of those who answered, tempered, at most 0.95, in the order of the questions; an object's
    confidence is their mean. An answer's quality: 1 less the mean distance to what stands, in scales. O(numbers).
    """
    numbers = _numbers(objects)
    means, sure = _means(numbers, known)
    found: list[dict[tuple[int, str], float]] = [{} for _ in objects]
    trust: list[list[float]] = [[] for _ in objects]
    for owner, key, value, belief, width, whole in zip(
        numbers.owner.tolist(),
        numbers.keys,
        means.tolist(),
        sure.tolist(),
        numbers.width.tolist(),
        numbers.whole.tolist(),
        strict=True,
    ):
        found[owner][key] = round(value * width) if whole else round(value * width, 3)
        trust[owner].append(round(min(belief, CEILING), 2))
    widths = dict(zip((scale for _, scale in numbers.keys), numbers.width.tolist(), strict=True))
    return [_agreed(given, found[i], trust[i], widths) for i, given in enumerate(objects)]


def _numbers(objects: Sequence[Sequence[Given[Scores]]]) -> _Numbers:
    rows: list[tuple[int, float, int]] = []
    owner: list[int] = []
    keys: list[tuple[int, str]] = []
    for number, given in enumerate(objects):
        if len(given) < 2:
            continue
        for key in sorted(set().union(*(one.content for one in given))):
            rows += sorted((one.worker, one.content[key], len(keys)) for one in given if key in one.content)
            keys.append(key)
            owner.append(number)
    worker, value, places = np.array(rows, np.float64).reshape(-1, 3).T
    by, asked = worker.astype(np.int64), places.astype(np.int64)
    scale = np.unique(np.array([key[1] for key in keys], object), return_inverse=True)[1] if keys else np.empty(0, int)
    of = scale[asked]
    whole, width = np.ones(len(keys)), np.empty(len(keys))
    np.minimum.at(whole, of, value == value.round())
    for one in range(len(set(of.tolist()))):
        low, high = np.quantile(value[of == one], [0.05, 0.95], method="inverted_cdf")
        width[one] = max(high - low, 1.0 if whole[one] else 1e-9)
    width = width[scale]
    objects_of = np.array(owner, np.int64)
    return _Numbers(by, value / width[asked], asked, objects_of, tuple(keys), width, whole[scale])


def _means(numbers: _Numbers, known: Known) -> tuple[Floats, Floats]:
    """What stands for each question, in scales, and how sure that is, (Q,)."""
    if not numbers.keys:
        return np.empty(0), np.empty(0)
    questions, workers = len(numbers.keys), len(known.answers)
    count = np.bincount(numbers.worker, minlength=workers)
    before = np.minimum(known.answers, REMEMBERED)
    told = np.where(known.answers > 0, 1 - np.nan_to_num(known.quality), 0.0) * math.sqrt(math.pi / 2)
    crowd, bias = START, np.zeros(workers)
    spread = np.sqrt((before * told**2 + CROWD * crowd**2) / (before + CROWD))
    compared = np.bincount(numbers.asked, minlength=questions)[numbers.asked] > 1
    for _ in range(ROUNDS if compared.any() else 0):
        weights = (1 / (spread**2 + FLOOR**2))[numbers.worker]
        mine = weights * (numbers.value - bias[numbers.worker])
        mass = np.bincount(numbers.asked, weights=weights)[numbers.asked] - weights
        total = np.bincount(numbers.asked, weights=mine)[numbers.asked] - mine
        others = total / np.where(compared, mass, 1.0)
        off = np.where(compared, np.clip(numbers.value - others, -1, 1), 0.0).round(_DECIMALS)
        given = np.bincount(numbers.worker, weights=compared, minlength=workers)
        bias = np.bincount(numbers.worker, weights=off, minlength=workers) / (given + before + CROWD)
        # The others' mean is off as well: what one is off by oneself is less.
        own = np.where(compared, (off - bias[numbers.worker]) ** 2 / (1 + weights / np.where(compared, mass, 1.0)), 0.0)
        crowd = float(np.sqrt((own.sum() + ANCHOR * START**2) / (compared.sum() + ANCHOR)))
        squares = np.bincount(numbers.worker, weights=own, minlength=workers)
        spread = np.sqrt((squares + before * told**2 + CROWD * crowd**2) / (given + before + CROWD)).round(_DECIMALS)
    bias = np.where(count > 0, bias, 0.0)
    return _settled(numbers, numbers.value - bias[numbers.worker], spread[numbers.worker], crowd)


def _settled(numbers: _Numbers, freed: Floats, spread: Floats, crowd: float) -> tuple[Floats, Floats]:
    weights = 1 / (spread**2 + FLOOR**2)
    mass = np.bincount(numbers.asked, weights=weights)
    mean = np.bincount(numbers.asked, weights=weights * freed) / mass
    starts = np.flatnonzero(np.diff(numbers.asked, prepend=-1))
    ends = np.append(starts[1:], len(numbers.asked))
    median = np.array(
        [weighted_median(freed[a:b], weights[a:b]) for a, b in zip(starts, ends, strict=True)], np.float64
    )
    lowest, highest = np.minimum.reduceat(numbers.value, starts), np.maximum.reduceat(numbers.value, starts)
    value = np.clip(np.clip(mean, median - crowd, median + crowd), lowest, highest).round(_DECIMALS)
    value += np.sign(median - value).round() * 1e-7 * numbers.whole
    near = np.where(numbers.whole > 0, 0.5 / numbers.width, NEAR)
    precise = np.sqrt(EXPONENT * mass / 2)  # tempered as beliefs in classes: what is hard to judge is so for all
    sure = np.array([math.erf(one) for one in (near * precise).tolist()], np.float64)
    return value, np.where(ends - starts > 1, sure, 0.0)


def _agreed(
    given: Sequence[Given[Scores]], found: Scores, trust: Sequence[float], widths: Mapping[str, float]
) -> Agreed[Scores]:
    if len(given) == 1:
        return Agreed(given[0].content, 0.0, (0.0,) * len(given[0].content), (math.nan,))
    quality = []
    for one in given:
        off = sorted(abs(value - found[key]) / widths[key[1]] for key, value in one.content.items())
        quality.append(max(0.0, 1 - sum(off) / len(off)) if off else math.nan)
    confidence = round(sum(sorted(trust)) / len(trust), 2) if trust else CEILING
    return Agreed(found, confidence, tuple(trust), tuple(quality))
