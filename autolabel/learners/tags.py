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
    first = np.cumsum(lengths) - lengths
    found = [_EMPTY] * len(lengths)
    order = np.argsort(lengths, kind="stable")[np.count_nonzero(lengths == 0) :]
    size = scores.shape[1]
    while len(order):
        # Texts of about one length together, the longest first.
        longest = int(lengths[order[-1]])
        count = max(_CELLS // (size * max(size, longest)), 1)
        part, order = order[-count:], order[:-count]
        places = np.minimum(np.arange(longest)[:, None], lengths[part] - 1) + first[part]
        for text, one in zip(part.tolist(), _read(scores[places], lengths[part], transitions.table), strict=True):
            found[text] = one
    return found


def _read(scores: Floats, lengths: Ints, table: Floats) -> Iterator[Likeliest]:
    """Of texts (b,) with scores (t, b, k) side by side; what is after a text's end is not looked at."""
    forth, best, came = _forth(scores, table)
    back = _back(scores, lengths, table)
    ends = np.where(_may_end(table.shape[0]), 0, _NEVER)
    for text, length in enumerate(lengths.tolist()):
        tags = _traced(best[length - 1, text] + ends, came[1:length, text])
        whole = _log_sum(forth[length - 1, text] + ends)
        own, ahead, behind = scores[:length, text], forth[:length, text], back[:length, text]
        spans = _spans(tags)
        steps = np.concatenate([[0], np.cumsum(table[tags[:-1], tags[1:]] + own[np.arange(1, length), tags[1:]])])
        inner = steps[spans[:, 1]] - steps[spans[:, 0]]
        sure = ahead[spans[:, 0], tags[spans[:, 0]]] + inner + behind[spans[:, 1], tags[spans[:, 1]]] - whole
        begins = np.exp(np.minimum(ahead + behind - whole, 0))[:, _may_begin(table.shape[0])][:, 1:].sum(axis=1)
        nothing = own[:, 0].sum() + table[0, 0] * (length - 1) - whole
        yield Likeliest(
            spans, (tags[spans[:, 0]] - 1) // 4, np.exp(np.minimum(sure, 0)), begins, float(np.exp(min(nothing, 0)))
        )


def _forth(scores: Floats, table: Floats) -> tuple[Floats, Floats, Ints]:
    """Up to each token: the sum over all ways, the best way, and the tag before it on that way, each (t, b, k)."""
    total, best, came = np.empty_like(scores), np.empty_like(scores), np.zeros(scores.shape, np.int64)
    total[0] = best[0] = scores[0] + np.where(_may_begin(table.shape[0]), 0, _NEVER)
    for at in range(1, len(scores)):
        ways = best[at - 1][:, :, None] + table
        came[at] = ways.argmax(axis=1)
        best[at] = ways.max(axis=1) + scores[at]
        total[at] = _log_sum(total[at - 1][:, :, None] + table, axis=1) + scores[at]
    return total, best, came


def _back(scores: Floats, lengths: Ints, table: Floats) -> Floats:
    """From each token to its text's end: the sum over all ways, (t, b, k)."""
    ends = np.where(_may_end(table.shape[0]), 0.0, _NEVER)
    found = np.empty_like(scores)
    found[-1] = ends
    for at in range(len(scores) - 2, -1, -1):
        ahead = _log_sum(table + (scores[at + 1] + found[at + 1])[:, None, :], axis=2)
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


def _log_sum(values: Floats, axis: int = 0) -> Floats:
    most = values.max(axis=axis, keepdims=True)
    return np.asarray((most + np.log(np.exp(values - most).sum(axis=axis, keepdims=True))).squeeze(axis))
