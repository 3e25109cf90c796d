"""How good each worker is and what each mixes up, from the sums that are kept of their answers.

Apart from what makes the sums, so that a process that only shows them loads no scipy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from consolidation.functions.contract import Floats, Ints

# Answers of the crowd that a worker's accuracy begins with.
IMAGINED = 2.0
LEVEL = 0.9
# Everybody has at least so many right and wrong answers: where nobody errs, bounds would close up at 1 at once.
LEAST = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class WorkerQuality:
    """Of each worker (W,): the answers given; the accuracy, the share of right ones to expect among many more answers;
    and the bounds between which it lies with the chance that was asked for. Without answers: what the crowd is like."""

    answers: Ints
    accuracy: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class Confusion:
    """The worker says `said` for `share` of the objects whose class is `truth`, so far about `times` times."""

    truth: int
    said: int
    share: float
    times: float


def crowd_mean(quality: float, answers: int) -> float:
    """The mean quality of a crowd's answers, whose qualities add up to `quality`; 0.5 before the first."""
    return (quality + 1) / (answers + 2)


def quality_of(
    given: Ints, quality: Floats, squares: Floats, /, *, crowd: float, graded: bool = False, level: float = LEVEL
) -> WorkerQuality:
    """The same from sums over each worker's answers (W,): how many, their qualities 0..1, and the squares of these.

    The quality of an answer is the chance that it is right; or, where `graded`, what it is worth, which scatters only as
    far as one can see. `crowd` is the mean quality of all answers. O(W).
    """
    # Here, or every web process would load scipy (18 MB) only by knowing of pages that show such bounds.
    from scipy.special import betaincinv  # noqa: PLC0415  # it loads scipy, which web processes do not need at start

    total = given + IMAGINED
    mean = (quality + IMAGINED * crowd) / total
    spread = mean * (1 - mean)
    # No answers of this mean could scatter more or be doubted more.
    most = np.maximum(quality - quality**2 / np.maximum(given, 1), 0)
    doubt = np.clip(quality - squares, 0, most)
    scatter = (most - doubt + IMAGINED * spread) / total if graded else spread
    size = spread / (scatter / (total + 1) + (0 if graded else doubt / total**2)) - 1
    rights, wrongs = np.maximum(mean * size, LEAST), np.maximum((1 - mean) * size, LEAST)
    low, high = (betaincinv(rights, wrongs, end) for end in ((1 - level) / 2, (1 + level) / 2))
    return WorkerQuality(given, rights / (rights + wrongs), low, high)


def mixed_up(part: Iterable[Sequence[float]], /, *, most: int = 3, once: float = 1.0) -> list[Confusion]:
    """As `confusions`, for one worker of whom [class said, true class, belief mass] is known (`standing.py`)."""
    met: defaultdict[int, float] = defaultdict(float)
    wrong: list[tuple[float, int, int]] = []
    for said, truth, mass in part:
        met[int(truth)] += mass
        if said != truth and mass >= once:
            wrong.append((-mass, int(said), int(truth)))
    return [Confusion(truth, said, -mass / met[truth], -mass) for mass, said, truth in sorted(wrong)[:most]]
