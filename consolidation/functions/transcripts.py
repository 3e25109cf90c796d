"""What several people wrote down of the same words."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from consolidation.functions.calibration import CEILING
from consolidation.functions.contract import Agreed, Floats, Given, Known
from consolidation.functions.words import MOST_PAIRS, Word, aligned, distance, joined, words

# Words by which everybody is imagined to have written like the crowd; the crowd itself begins with ANCHOR words, of which
# the share FIRST is wrong.
CROWD, ANCHOR, FIRST = 20.0, 50.0, 0.1
# Words that an answer to an earlier object counts for, and how many such answers count at most.
REMEMBERED_WORDS, REMEMBERED = 10.0, 20.0
# Words that speak for how the worker usually writes, against those of the answer itself.
USUAL = 10.0
# The distance between two answers has the slips of both: about this share of it is one's own.
_OWN = 0.6
# Nobody is trusted to get fewer words wrong than this, nor more than that.
LEAST_WRONG, MOST_WRONG = 0.01, 0.8
# Words that a wrong one might have been as well: 10 and more gave the fewest errors on simulated transcripts.
ELSEWHERE = 10.0
ROUNDS = 3
_DECIMALS = 9

# A place of a text: its word number, 0; or the first, second … word behind it that others have and it has not.
_Place = tuple[int, int]
_Parts = tuple[tuple[Word, ...], ...]
_Votes = dict[str, dict[Word, float]]  # by what words are compared by, and by word


@dataclass(frozen=True, slots=True)
class Transcript:
    """A text in parts, such as the turns of a conversation, each with a mark of whatever kind that stays with it."""

    parts: tuple[str, ...]
    marks: tuple[tuple[float | str, ...], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Answers:
    """The answers to one object, in an order that tells nothing of who came first.

    `order`: their places in the input; `words` of each, in its parts; `keys` by which these are compared; `apart` (a, a):
    how many words each is away from each other; `longest`: words of the longest, at least 1.
    """

    order: tuple[int, ...]
    workers: tuple[int, ...]
    contents: tuple[Transcript, ...]
    words: tuple[_Parts, ...]
    keys: tuple[tuple[str, ...], ...]
    apart: Floats
    longest: int

    @classmethod
    def of(cls, given: Sequence[Given[Transcript]]) -> _Answers:
        order = sorted(range(len(given)), key=lambda i: (given[i].content.parts, given[i].content.marks))
        contents = tuple(given[i].content for i in order)
        written = [tuple(tuple(words(part)) for part in one.parts) for one in contents]
        keys = [tuple(word.key for part in parts for word in part) for parts in written]
        apart = np.zeros((len(order), len(order)))
        for i, j in zip(*np.tril_indices(len(order), -1), strict=True):
            apart[i, j] = apart[j, i] = distance(keys[i], keys[j])
        workers = tuple(given[i].worker for i in order)
        return cls(tuple(order), workers, contents, tuple(written), tuple(keys), apart, max(1, *map(len, keys)))

    def medoid(self, weights: Floats) -> int:
        """The answer that is nearest to all, as these (a,) count."""
        return int((self.apart @ weights).round(_DECIMALS).argmin())


def transcripts(objects: Sequence[Sequence[Given[Transcript]]], known: Known, /) -> list[Agreed[Transcript]]:
    """The text that most people wrote, word by word: weighted ROVER on the weighted medoid.

    The medoid is the answer that is nearest to all by words inserted, left out and replaced. The others are aligned with
    it, and each of its words, and each place between them, is voted on. A vote weighs the log odds of how often the
    worker's words are right, as far as all answers tell, and how far this answer is from the others. Words are compared
    without case and punctuation; of those that are the same, the most usual spelling stands. Scripts without spaces are
    compared letter by letter. Parts are the medoid's. Answers with more than `words.MOST_PAIRS` pairs of words are not
    voted on: the medoid stands.

    An object's confidence is the mean belief in its words, at most 0.95: the share of them that one may expect to be
    right. An answer's quality is the share of its words that are those that stand; where there are two answers, of each
    other's, for nothing tells which of them is wrong. O(words^2 / 64) for each pair of answers to an object.
    """
    seen = [_Answers.of(given) for given in objects]
    wrong = _wrong([one for one in seen if len(one.order) > 1], known)
    return [
        _agreed(one, _weights(one, wrong)) if len(one.order) > 1 else Agreed(given[0].content, 0.0, (), (math.nan,))
        for given, one in zip(objects, seen, strict=True)
    ]


def _wrong(seen: Sequence[_Answers], known: Known) -> Floats:
    """Share of words that each worker gets wrong, (W,), by comparison with the weighted medoids."""
    before = np.minimum(known.answers, REMEMBERED) * REMEMBERED_WORDS
    told = np.where(known.answers > 0, 1 - np.nan_to_num(known.quality), 0.0) * before
    wrong = (told + CROWD * FIRST) / (before + CROWD)
    for _ in range(ROUNDS):
        off, count = told.copy(), before.copy()
        for one in seen:
            workers = list(one.workers)
            off[workers] += one.apart[one.medoid(_log_odds(wrong[workers]))]
            count[workers] += one.longest
        crowd = ((off - told).sum() + ANCHOR * FIRST) / ((count - before).sum() + ANCHOR)
        wrong = (off + CROWD * crowd) / (count + CROWD)
    return wrong


def _weights(one: _Answers, wrong: Floats) -> Floats:
    """What each answer counts, (a,)."""
    usual = wrong[list(one.workers)]
    weights = _log_odds(usual)
    from_others = _OWN * (one.apart @ weights) / (weights.sum() - weights)
    return _log_odds((from_others + USUAL * usual) / (one.longest + USUAL))


def _log_odds(wrong: Floats) -> Floats:
    wrong = np.clip(wrong, LEAST_WRONG, MOST_WRONG)
    return np.log(ELSEWHERE * (1 - wrong) / wrong)


def _agreed(one: _Answers, weights: Floats) -> Agreed[Transcript]:
    pivot = one.medoid(weights)
    if not one.words[pivot] or max(map(len, one.keys)) * len(one.keys[pivot]) > MOST_PAIRS:
        parts, sure = one.words[pivot], 1 - float(one.apart[pivot] @ weights / weights.sum()) / one.longest
    else:
        parts, sure = _voted(one, pivot, weights)
    keys = [word.key for part in parts for word in part]
    off = np.array([distance(keys, own) for own in one.keys]) if len(one.keys) > 2 else one.apart.sum(axis=1)
    quality = np.empty(len(one.order))
    quality[list(one.order)] = np.maximum(0, 1 - off / one.longest)
    content = _written(parts, one.words[pivot], one.contents[pivot])
    return Agreed(content, round(min(sure, CEILING), 2), (), tuple(quality.tolist()))


def _written(parts: _Parts, own: _Parts, pivot: Transcript) -> Transcript:
    """As text, in the parts of the pivot; one that has just its words is its own to the last blank."""
    texts = (
        text if part == before else joined(part) for part, before, text in zip(parts, own, pivot.parts, strict=True)
    )
    return Transcript(tuple(texts), pivot.marks)


def _voted(one: _Answers, pivot: int, weights: Floats) -> tuple[_Parts, float]:
    """The parts that won the vote, and the mean belief in their words and gaps."""
    ends = list(accumulate(len(part) for part in one.words[pivot]))
    found: list[list[Word]] = [[] for _ in ends]
    beliefs: list[float] = []
    for place, votes in sorted(_votes(one, pivot, weights).items()):
        own = one.keys[pivot][place[0]] if place[1] == 0 else None
        chosen, belief = _elected(votes, float(weights.sum()), own)
        beliefs.append(belief)
        if chosen is not None:
            found[bisect_right(ends, max(place[0], 0)) if ends[-1] else 0].append(chosen)
    return tuple(map(tuple, found)), sum(beliefs) / len(beliefs) if beliefs else CEILING


def _votes(one: _Answers, pivot: int, weights: Floats) -> dict[_Place, _Votes]:
    """What each place of the pivot might be, and the weight of those who say so."""
    votes: dict[_Place, _Votes] = defaultdict(lambda: defaultdict(lambda: defaultdict(float)))
    for answer, weight in enumerate(weights.tolist()):
        written = [word for part in one.words[answer] for word in part]
        for place, at in _places(one.keys[pivot], one.keys[answer]):
            votes[place][written[at].key][written[at]] += weight
    return votes


def _places(pivot: Sequence[str], keys: Sequence[str]) -> Iterator[tuple[_Place, int]]:
    """Where each word of an answer stands in the pivot."""
    at, behind = -1, 0
    for i, j in aligned(pivot, keys):
        at, behind = (at, behind + 1) if i is None else (i, 0)
        if j is not None:
            yield (at, behind), j


def _elected(votes: _Votes, of: float, own: str | None) -> tuple[Word | None, float]:
    """The word of the most weight, or none, and the belief in it; a tie is the pivot's, where it takes part."""
    mass: dict[str | None, float] = {key: sum(sorted(said.values())) for key, said in votes.items()}
    mass[None] = max(0.0, of - sum(sorted(mass.values())))
    best = max(mass, key=lambda key: (round(mass[key], _DECIMALS), key == own, key or ""))
    against = sum(sorted(math.exp(other - mass[best]) for other in mass.values()))
    belief = 1 / (against + ELSEWHERE * math.exp(-mass[best]))
    if best is None:
        return None, belief
    said = votes[best]
    return max(said, key=lambda word: (round(said[word], _DECIMALS), word.text, word.gap or "")), belief
