"""GLAD: workers differ in ability and objects in ease."""

from dataclasses import dataclass

import numpy as np

from consolidation.functions.answer_matrix import AnswerCells, normalise, on_grid
from consolidation.functions.calibration import calibrated
from consolidation.functions.contract import Answers, Consolidated, Floats, Ints, conclude

# Abilities and logarithms of ease are normal around 1 with a variance of 1 before any answer.
MEAN = 1.0
# No Newton step is longer: where answers are few the curve bends away from its parabola.
STRIDE = 1.0
STEPS = 2


@dataclass(frozen=True, slots=True, eq=False)
class GladConsolidated(Consolidated):
    """`ability` (W,): 0 for somebody who guesses at a two-class question, negative for somebody who misleads; nan where
    a worker gave no answer. `difficulty` (n,): chance that the mean worker is wrong on the object, 0..1."""

    ability: Floats
    difficulty: Floats


def glad(answers: Answers, /, *, iterations: int = 30, tolerance: float = 1e-4) -> GladConsolidated:
    """Labels by J. Whitehill, P. Ruvolo, T. Wu, J. Bergsma and J. Movellan, Whose Vote Should Count More (NIPS 2009).

    An answer is right with chance 1 / (1 + exp(-ability x ease)), else any other class alike; classes are equally
    likely at first. Expectation maximisation, whose maximisation is `STEPS` damped Newton steps for the workers and for
    the objects in turn. Tells which objects are hard; knows nothing of systematic confusions. Confidences are
    calibrated, posteriors are not. Stops once an iteration changes the beliefs about an object by less than `tolerance`
    on average. O(iterations M) time, O(n k + M) memory.
    """
    posteriors, ability, ease = fit(answers, iterations=iterations, tolerance=tolerance)
    found = calibrated(answers, conclude(answers, posteriors))
    given = answers.answers_per_worker() > 0
    middling = float(ability[given].mean()) if given.any() else MEAN
    difficulty = 1 / (1 + np.exp(middling * np.exp(ease)))
    ability = np.where(given, ability, np.nan)
    return GladConsolidated(found.labels, found.confidences, posteriors, found.worker_accuracy, ability, difficulty)


def fit(answers: Answers, *, iterations: int, tolerance: float) -> tuple[Floats, Floats, Floats]:
    """Posteriors (n, k), abilities (W,) and logarithms of ease (n,)."""
    cells = AnswerCells.of(answers)
    others = np.log(max(answers.class_count - 1, 1))
    posteriors = np.full(cells.shape, 1 / answers.class_count)
    ability = np.full(answers.worker_count, MEAN)
    ease = np.full(answers.object_count, MEAN)
    for _ in range(iterations if len(answers) else 0):
        log_odds = ability[answers.workers] * np.exp(ease)[answers.objects]
        before = posteriors
        posteriors, _likelihood = normalise(cells.evidence(log_odds + others))
        beliefs = cells.beliefs(posteriors)
        for _ in range(STEPS):
            ability = _abler(answers, beliefs, ability, ease)
            ease = _easier(answers, beliefs, ability, ease)
        if np.abs(posteriors - before).max(axis=1).mean() < tolerance:
            break
    return posteriors, ability, ease


def _abler(answers: Answers, beliefs: Floats, ability: Floats, ease: Floats) -> Floats:
    """Abilities after a Newton step."""
    slope = np.exp(ease)[answers.objects]
    right = 1 / (1 + np.exp(-ability[answers.workers] * slope))
    return _step(ability, answers.workers, (beliefs - right) * slope, right * (1 - right) * slope**2)


def _easier(answers: Answers, beliefs: Floats, ability: Floats, ease: Floats) -> Floats:
    """Logarithms of ease after a Newton step, whose curvature leaves out what may have the wrong sign."""
    log_odds = ability[answers.workers] * np.exp(ease)[answers.objects]
    right = 1 / (1 + np.exp(-log_odds))
    return _step(ease, answers.objects, (beliefs - right) * log_odds, right * (1 - right) * log_odds**2)


def _step(values: Floats, whose: Ints, pull: Floats, curvature: Floats) -> Floats:
    """`values` moved by the sums of the answers' pull and curvature and those of the normal prior."""
    pulled = np.bincount(whose, weights=on_grid(pull), minlength=len(values)) + (MEAN - values)
    curved = np.bincount(whose, weights=on_grid(curvature), minlength=len(values)) + 1
    return on_grid(values + np.clip(pulled / curved, -STRIDE, STRIDE))
