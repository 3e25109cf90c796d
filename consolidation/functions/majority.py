"""Majority vote."""

from dataclasses import replace

import numpy as np

from consolidation.functions.contract import Answers, Consolidated, Floats, conclude, worker_means


def majority(answers: Answers, /) -> Consolidated:
    """The class most people chose; its share of the votes is the confidence.

    Every worker counts alike. Ties go to the lowest class index. A worker's accuracy is the share of
    answers equal to the label: vote shares are no probabilities, their mean would come out too low.
    O(M + n k).
    """
    result = conclude(answers, vote_shares(answers))
    agrees = (result.labels[answers.objects] == answers.classes).astype(np.float64)
    return replace(result, worker_accuracy=worker_means(answers, agrees))


def vote_shares(answers: Answers) -> Floats:
    """Share of each class among the answers of each object, (n, k)."""
    cells = answers.objects * answers.class_count + answers.classes
    votes = np.bincount(cells, minlength=answers.object_count * answers.class_count)
    shares = votes.reshape(answers.object_count, answers.class_count)
    return shares / answers.answers_per_object()[:, None]
