"""People's answers together with a model's predictions."""

import numpy as np

from consolidation.functions.answer_matrix import normalise
from consolidation.functions.calibration import calibrated
from consolidation.functions.contract import Answers, AnswersRefused, Consolidated, Floats, conclude
from consolidation.functions.pooled_prior import CROWD, OWN, fit

# What a model holds to be impossible may yet be so.
DOUBT = 1e-3
# A model is heard in full if its logarithms times a fifth explain what people believe without it best: beliefs from one
# or two answers are blurred, so even a good model explains them best in a low voice. One that guesses gets 0.
FULL = 0.2
# Model and people err on different objects, so beliefs are not too strong as those of people alone are: over 21 simulated
# settings the calibration error was 0.044 like this and 0.062 at the exponent for people alone.
EXPONENT = 1.0


def with_model(
    answers: Answers,
    probabilities: Floats,
    /,
    *,
    own: float = OWN,
    crowd: float = CROWD,
    rounds: int = 10,
    tolerance: float = 1e-4,
) -> Consolidated:
    """Labels of pooled-prior Dawid-Skene where a model says beforehand how likely each object's classes are.

    `probabilities` (n, k) are predictions for objects the model has not learnt from (out of fold), or it would only
    repeat the answers; rows sum to 1. Starts from them, so that one answer an object is enough to learn how people and
    model differ: the model stands in for the second opinion. Two answers with a fair model are worth more than three
    without. Confidences are calibrated, 0.0 where an object has one answer (spec 2.6); `posteriors` tell what person
    and model come to together. Settings as for `pooled_prior.fit`.
    Raises AnswersRefused for probabilities of another shape, below 0, not finite or in rows that do not sum to 1.
    """
    expected = (answers.object_count, answers.class_count)
    if probabilities.shape != expected:
        raise AnswersRefused(f"probabilities must have the shape {expected}, not {probabilities.shape}")
    faulty = ~(np.isclose(probabilities.sum(axis=1), 1, atol=1e-3) & (probabilities >= 0).all(axis=1))
    if faulty.any():
        entry = int(faulty.argmax())
        raise AnswersRefused(f"probabilities[{entry}] must be at least 0 and sum to 1, but are {probabilities[entry]}")
    beliefs, _ = fit(answers, own=own, crowd=crowd)
    logarithms = np.log(probabilities + DOUBT)
    chances, _ = normalise(logarithms * trust(logarithms, beliefs))
    posteriors, _ = fit(
        answers, own=own, crowd=crowd, iterations=rounds, tolerance=tolerance, chances=np.maximum(chances, DOUBT**2)
    )
    return calibrated(answers, conclude(answers, posteriors))


def trust(logarithms: Floats, beliefs: Floats) -> float:
    """How much a model's log probabilities (n, k) are to count, 0..1: `beliefs` (n, k) are what people's answers alone
    come to. The exponent under which the predictions explain the beliefs best, of those up to `FULL`."""
    voices = np.linspace(0, FULL, 9)

    def explained(voice: float) -> float:
        _, total = normalise(logarithms * voice)
        return voice * float((beliefs * logarithms).sum()) - total

    return float(max(voices, key=explained) / FULL) if len(beliefs) else 0.0
