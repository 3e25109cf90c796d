"""Spans of a text as tags of its tokens, and the most likely tags of a whole text.

A token is outside (0), or of class c the begin, the inside, the end or the whole of a span (1 + 4 c, and the next three).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from autolabel.arrays import Flags, Floats, Ints

_BEGIN, _INSIDE, _END, _WHOLE = range(4)
_NEVER = -1e9
# A transition that the sample does not show counts as seen so often.
_UNSEEN = 0.1
_CELLS = 2**22  # numbers that are worked on at once


def tag_count(class_count: int) -> int:
    """Tags that there are."""
    return 1 + 4 * class_count


def tags_of(bounds: Ints, spans: Ints, classes: Ints) -> Ints:
    """Tags (t,) of tokens with these bounds (t, 2). A span takes the tokens that it touches; of spans that touch the same
    one the longest stands."""
    found = np.zeros(len(bounds), np.int64)
    for place in np.argsort(spans[:, 0] - spans[:, 1], kind="stable").tolist():
        inside = np.flatnonzero((bounds[:, 0] < spans[place, 1]) & (bounds[:, 1] > spans[place, 0]))
        if len(inside) and not found[inside].any():
            first = 1 + 4 * classes[place]
            found[inside] = first + _INSIDE
            found[inside[[0, -1]]] = first + (_WHOLE if len(inside) == 1 else np.array([_BEGIN, _END]))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Transitions:
    """How likely a tag (k, k) follows another beside how likely it is anyhow, in logarithms."""

    table: Floats

    @classmethod
    def counted(cls, texts: list[Ints], class_count: int) -> "Transitions":
        """As these texts, given as tags, have them; what can never be is never."""
        size = tag_count(class_count)
        seen, alone = np.full((size, size), _UNSEEN), np.full(size, 1.0)
        for tags in texts:
            np.add.at(seen, (tags[:-1], tags[1:]), 1)
            alone += np.bincount(tags, minlength=size)
        seen = np.where(_follows(size), seen, 0)
        shares = seen / seen.sum(axis=1, keepdims=True)
        with np.errstate(divide="ignore"):
            return cls(np.maximum(np.log(shares) - np.log(alone / alone.sum()), _NEVER))


@dataclass(frozen=True, slots=True, eq=False)
class Likeliest:
    """Of a text's tokens: their tags (t,) as a whole, how likely it is (t,) that each is the first of a span, and of the
    spans that the tags make, first and last token (s, 2), class (s,) and how likely exactly each is there (s,).
    `nothing` is how likely it is that there is none at all."""

    spans: Ints
    classes: Ints
    chances: Floats
    begins: Floats
    nothing: float


_EMPTY = Likeliest(np.empty((0, 2), np.int64), np.empty(0, np.int64), np.empty(0), np.empty(0), 1.0)


def likeliest(scores: Floats, lengths: Ints, transitions: Transitions) -> list[Likeliest]:
    """Of each of these texts, one after the other in scores (t, k), which are logarithms."""
    first, steps = np.cumsum(lengths) - lengths, _Steps.of(transitions.table)
    found = [_EMPTY] * len(lengths)
    order = np.argsort(lengths, kind="stable")[np.count_nonzero(lengths == 0) :]
    size = scores.shape[1]
    while len(order):
        # Texts of about one length together, the longest first.
        longest = int(lengths[order[-1]])
        count = max(_CELLS // (size * max(size, longest)), 1)
        part, order = order[-count:], order[:-count]
        places = np.minimum(np.arange(longest)[:, None], lengths[part] - 1) + first[part]
        for text, one in zip(part.tolist(), _read(scores[places], lengths[part], steps), strict=True):
            found[text] = one
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Steps:
    """A table (k, k) of transitions, of which most are never. Tags that no span goes on from (x,) are followed by those
    that no span comes to (x,), any by any, as `across` (x, x) says, and `shares` without logarithms; begin and inside of a
    class (c, 2) by its inside and end (c, 2), as `within` (c, 2, 2) says."""

    table: Floats
    leaves: Ints
    enters: Ints
    across: Floats
    shares: Floats
    goes_on: Ints
    comes_on: Ints
    within: Floats

    @classmethod
    def of(cls, table: Floats) -> "_Steps":
        size = len(table)
        leaves, enters = np.flatnonzero(_may_end(size)), np.flatnonzero(_may_begin(size))
        goes_on = np.arange(1, size, 4)[:, None] + np.array([_BEGIN, _INSIDE])
        comes_on = goes_on + 1
        across, within = table[np.ix_(leaves, enters)], table[goes_on[:, :, None], comes_on[:, None, :]]
        return cls(table, leaves, enters, across, np.exp(across), goes_on, comes_on, within)

    def ahead(self, sums: Floats) -> Floats:
        """To each tag (b, k): the sum over all tags before it, of which these are the sums (b, k)."""
        found = np.empty_like(sums)
        found[:, self.enters] = _log_product(sums[:, self.leaves], self.shares)
        ways = sums[:, self.goes_on, None] + self.within
        found[:, self.comes_on] = np.logaddexp(ways[:, :, 0], ways[:, :, 1])
        return found

    def behind(self, sums: Floats) -> Floats:
        """From each tag (b, k): the sum over all tags after it, of which these are the sums (b, k)."""
        found = np.empty_like(sums)
        found[:, self.leaves] = _log_product(sums[:, self.enters], self.shares.T)
        ways = sums[:, self.comes_on][:, :, None] + self.within
        found[:, self.goes_on] = np.logaddexp(ways[..., 0], ways[..., 1])
        return found

    def best(self, sums: Floats) -> tuple[Floats, Ints]:
        """To each tag (b, k): the best sum over the tags before it, of which these are the best, and the first such tag."""
        found, came = np.empty_like(sums), np.empty(sums.shape, np.int64)
        ways = sums[:, None, self.leaves] + self.across.T
        places = ways.argmax(axis=2)
        found[:, self.enters] = np.take_along_axis(ways, places[..., None], axis=2)[..., 0]
        came[:, self.enters] = self.leaves[places]
        ways = sums[:, self.goes_on, None] + self.within
        found[:, self.comes_on] = ways.max(axis=2)
        came[:, self.comes_on] = self.goes_on[:, :1] + ways.argmax(axis=2)
        return found, came


def _read(scores: Floats, lengths: Ints, steps: _Steps) -> Iterator[Likeliest]:
    """Of texts (b,) with scores (t, b, k) side by side; what is after a text's end is not looked at."""
    table, size = steps.table, scores.shape[2]
    forth, best, came = _forth(scores, steps)
    back = _back(scores, lengths, steps)
    ends = np.where(_may_end(size), 0, _NEVER)
    for text, length in enumerate(lengths.tolist()):
        tags = _traced(best[length - 1, text] + ends, came[1:length, text])
        whole = _log_sum(forth[length - 1, text] + ends)
        own, ahead, behind = scores[:length, text], forth[:length, text], back[:length, text]
        spans = _spans(tags)
        taken = np.concatenate([[0], np.cumsum(table[tags[:-1], tags[1:]] + own[np.arange(1, length), tags[1:]])])
        inner = taken[spans[:, 1]] - taken[spans[:, 0]]
        sure = ahead[spans[:, 0], tags[spans[:, 0]]] + inner + behind[spans[:, 1], tags[spans[:, 1]]] - whole
        begins = np.exp(np.minimum(ahead + behind - whole, 0))[:, steps.enters[1:]].sum(axis=1)
        nothing = own[:, 0].sum() + table[0, 0] * (length - 1) - whole
        yield Likeliest(
            spans, (tags[spans[:, 0]] - 1) // 4, np.exp(np.minimum(sure, 0)), begins, float(np.exp(min(nothing, 0)))
        )


def _forth(scores: Floats, steps: _Steps) -> tuple[Floats, Floats, Ints]:
    """Up to each token: the sum over all ways, the best way, and the tag before it on that way, each (t, b, k)."""
    total, best, came = np.empty_like(scores), np.empty_like(scores), np.zeros(scores.shape, np.int64)
    total[0] = best[0] = scores[0] + np.where(_may_begin(scores.shape[2]), 0, _NEVER)
    for at in range(1, len(scores)):
        most, came[at] = steps.best(best[at - 1])
        best[at] = most + scores[at]
        total[at] = steps.ahead(total[at - 1]) + scores[at]
    return total, best, came


def _back(scores: Floats, lengths: Ints, steps: _Steps) -> Floats:
    """From each token to its text's end: the sum over all ways, (t, b, k)."""
    ends = np.where(_may_end(scores.shape[2]), 0.0, _NEVER)
    found = np.empty_like(scores)
    found[-1] = ends
    for at in range(len(scores) - 2, -1, -1):
        ahead = steps.behind(scores[at + 1] + found[at + 1])
        found[at] = np.where((at >= lengths - 1)[:, None], ends, ahead)
    return found


def _traced(last: Floats, came: Ints) -> Ints:
    tags = [int(last.argmax())]
    for before in came[::-1]:
        tags.append(int(before[tags[-1]]))
    return np.array(tags[::-1])


def _spans(tags: Ints) -> Ints:
    """First and last token of each span."""
    kinds = np.where(tags == 0, -1, (tags - 1) % 4)
    first, last = (np.flatnonzero((kinds == side) | (kinds == _WHOLE)) for side in (_BEGIN, _END))
    return np.stack([first, last], axis=1)


def _follows(size: int) -> Flags:
    """Which tag may come after which."""
    tags = np.arange(size)
    goes_on = np.isin((tags - 1) % 4, (_BEGIN, _INSIDE)) & (tags > 0)
    same = (tags[:, None] - 1) // 4 == (tags - 1) // 4
    return np.where(goes_on[:, None], same & ~_may_begin(size), _may_begin(size))


def _may_begin(size: int) -> Flags:
    tags = np.arange(size)
    return np.asarray((tags == 0) | np.isin((tags - 1) % 4, (_BEGIN, _WHOLE)))


def _may_end(size: int) -> Flags:
    tags = np.arange(size)
    return np.asarray((tags == 0) | np.isin((tags - 1) % 4, (_END, _WHOLE)))


def _log_sum(values: Floats) -> Floats:
    most = values.max()
    return np.asarray(most + np.log(np.exp(values - most).sum()))


def _log_product(values: Floats, shares: Floats) -> Floats:
    """The logarithms of exp(values) @ shares, of values (b, x) and shares (x, y)."""
    most = values.max(axis=1, keepdims=True)
    return np.asarray(most + np.log(np.exp(values - most) @ shares))
