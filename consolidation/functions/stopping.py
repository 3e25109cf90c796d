"""How many answers an object needs: enough where people agree, one more where they do not."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from consolidation.functions.contract import Floats, Ints, row_max

FEWEST, MOST, CERTAIN = 2, 5, 0.9


class Reason(StrEnum):
    """Why an object has enough answers, or gets one more."""

    CERTAIN = "certain"
    MOST = "as many answers as allowed"
    FEWEST = "fewer answers than asked for"
    UNSURE = "people disagree"


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts:
    """enough (n,): whether the object needs no further answer; reasons (n,): a `Reason` for each."""

    enough: NDArray[np.bool_]
    reasons: NDArray[np.str_]


def enough(
    beliefs: Floats,
    answers_per_object: ArrayLike,
    /,
    *,
    fewest: int = FEWEST,
    most: int = MOST,
    certain: float = CERTAIN,
) -> Verdicts:
    """For each object "enough" or "one more", with the reason.

    `beliefs` (n, k) should mean what they say: tempered posteriors (`calibration.tempered`), of people alone or with a
    model, or as gold answers say; only each object's highest counts. An object has enough answers at `most`, or from
    `fewest` on once its likeliest class is believed with `certain` or more. Objects are judged one by one, so it does
    not matter which are asked about together.
    Raises ValueError unless 0 <= fewest <= most and 0 < certain <= 1, and for arrays of different length.
    """
    if not (0 <= fewest <= most and 0 < certain <= 1):
        raise ValueError(
            f"fewest must be at least 0 and at most most, and certain above 0 and at most 1, "
            f"not {fewest}, {most} and {certain}"
        )
    given: Ints = np.asarray(answers_per_object, np.int64)
    if given.shape != beliefs.shape[:1]:
        raise ValueError(f"beliefs are of {len(beliefs)} objects, answers_per_object of {len(given)}")
    sure = row_max(beliefs) >= certain
    reasons = np.select(
        [given < fewest, sure, given >= most], [Reason.FEWEST, Reason.CERTAIN, Reason.MOST], Reason.UNSURE
    )
    return Verdicts((given >= fewest) & (sure | (given >= most)), reasons)
