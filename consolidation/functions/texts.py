"""Texts that several people wrote in words of their own: translations, captions."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from consolidation.functions.calibration import CEILING
from consolidation.functions.contract import Agreed, Floats, Given, Ints, Known

# Runs of letters that are compared: of one letter, two, three, four.
LENGTHS = (1, 2, 3, 4)
# Answers by which everybody is imagined to be like the crowd, and the most that earlier objects count for.
CROWD, REMEMBERED = 4.0, 20.0
# How near answers of people who have not been seen are thought to come to others, and the least that anybody counts.
FIRST, LEAST = 0.5, 0.05
ROUNDS = 3
_DECIMALS = 9

_Runs = tuple[tuple[Ints, Ints], ...]


def nearest_text(objects: Sequence[Sequence[Given[str]]], known: Known, /) -> list[Agreed[str]]:
    """The answer that is nearest to all others: somebody wrote it as it stands.

    Two good translations share few words at the same places, so a vote on words would write a text that is nobody's, and
    often no sentence. Texts are as alike as the runs of one to four letters that they share (the mean F-score of the four
    lengths, as chrF has it, without white space and case); each worker's answers weigh by how near they usually come to
    the others. An object's confidence is the weighted mean likeness of the others to the answer that stands, at most
    0.95; an answer's quality is its mean likeness to the others. O(letters log letters) for each answer.
    """
    alike = [_table([one.content for one in given]) for given in objects]
    usual = _usual(objects, alike, known)
    found = []
    for given, likeness in zip(objects, alike, strict=True):
        if len(given) == 1:
            found.append(Agreed(given[0].content, 0.0, (), (math.nan,)))
            continue
        near, weights = likeness.sum(axis=1) / (len(given) - 1), usual[[one.worker for one in given]]
        mean = (likeness @ weights / (weights.sum() - weights)).round(_DECIMALS)
        votes = (likeness @ weights + weights).round(_DECIMALS)  # everybody is like their own answer
        best = max(range(len(given)), key=lambda i: (votes[i], mean[i], given[i].content))
        found.append(Agreed(given[best].content, round(min(float(mean[best]), CEILING), 2), (), tuple(near.tolist())))
    return found


def _usual(objects: Sequence[Sequence[Given[str]]], alike: Sequence[Floats], known: Known) -> Floats:
    """How near each worker's answers come to the others', (W,), which count as near as theirs do."""
    before = np.minimum(known.answers, REMEMBERED)
    told = np.where(known.answers > 0, np.nan_to_num(known.quality), 0.0) * before
    usual = (told + CROWD * FIRST) / (before + CROWD)
    several = [
        ([one.worker for one in given], table) for given, table in zip(objects, alike, strict=True) if len(given) > 1
    ]
    for _ in range(ROUNDS if several else 0):
        near, count = told.copy(), before.astype(np.float64)
        for workers, likeness in several:
            weights = usual[workers]
            near[workers] += likeness @ weights / (weights.sum() - weights)
            count[workers] += 1
        crowd = (near - told).sum() / (count - before).sum()
        usual = np.maximum((near + CROWD * crowd) / (count + CROWD), LEAST).round(_DECIMALS)
    return usual


def _table(texts: Sequence[str]) -> Floats:
    """How alike (0..1) the texts are, (a, a); 0 with themselves."""
    runs = [_runs(text) for text in texts]
    alike = np.zeros((len(texts), len(texts)))
    for i, j in zip(*np.tril_indices(len(texts), -1), strict=True):
        alike[i, j] = alike[j, i] = _likeness(runs[i], runs[j])
    return alike


def _runs(text: str) -> _Runs:
    """For each length, the runs of letters in a text as numbers, sorted, and how often each is there."""
    letters = np.array([ord(letter) for letter in "".join(text.casefold().split())], np.int64)
    found = []
    for length in LENGTHS:
        count = max(0, len(letters) - length + 1)
        number = np.zeros(count, np.int64)
        for at in range(length):
            # Four letters do not fit one number: a product that wraps around stands for them.
            number = number * 1_000_003 + letters[at : at + count]
        found.append(np.unique(number, return_counts=True))
    return tuple(found)


def _likeness(left: _Runs, right: _Runs) -> float:
    scores = []
    for (mine, times), (theirs, their_times) in zip(left, right, strict=True):
        total = int(times.sum() + their_times.sum())
        if total:
            _, i, j = np.intersect1d(mine, theirs, assume_unique=True, return_indices=True)
            scores.append(2 * int(np.minimum(times[i], their_times[j]).sum()) / total)
    return sum(scores) / len(scores) if scores else 1.0
