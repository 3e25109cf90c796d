"""Majority vote."""

import numpy as np

from consolidation.functions.contract import Answers, Consolidated, Floats, conclude


def majority(answers: Answers, /) -> Consolidated:
    """The class most people chose; its share of the votes is the confidence.

    Every worker counts alike. Ties go to the lowest class index. O(M + n k).
    Raises nothing beyond what `Answers` refuses.
    """
    return conclude(answers, vote_shares(answers))


def vote_shares(answers: Answers) -> Floats:
    """Share of each class among the answers of each object, (n, k)."""
    cells = answers.objects * answers.class_count + answers.classes
    votes = np.bincount(cells, minlength=answers.object_count * answers.class_count)
    shares = votes.reshape(answers.object_count, answers.class_count)
    return shares / answers.answers_per_object()[:, None]
