"""The words of a text in any script, and how far two texts are apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import normalize

import regex

# Scripts written without spaces: what one reads as a letter is a word of its own.
_UNSPACED = "".join(
    rf"\p{{Script={name}}}" for name in ("Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar")
)
_WORD = regex.compile(rf"(\s*)((?=[{_UNSPACED}])\X|(?:(?![{_UNSPACED}])\S)+)")
_BARE = regex.compile(r"[\p{P}\p{S}\p{Cf}]+")
_IS_UNSPACED = regex.compile(rf"[{_UNSPACED}]")
# The most pairs of words that are compared one by one: ten thousand words with as many take a tenth of a second.
MOST_PAIRS = 10_000**2


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was written, the white space before it (None: it was the first), and what it is compared by: the same
    without case and punctuation, where anything is left."""

    text: str
    gap: str | None
    key: str

    @property
    def unspaced(self) -> bool:
        return _IS_UNSPACED.match(self.text) is not None


def words(text: str) -> list[Word]:
    """All words; white space after the last is nobody's."""
    return [
        Word(found[2], found[1] if number else None, _key(found[2]))
        for number, found in enumerate(_WORD.finditer(text))
    ]


def _key(text: str) -> str:
    composed = normalize("NFC", text)
    return _BARE.sub("", composed).casefold() or composed


def joined(chosen: Sequence[Word]) -> str:
    """A text of these words, each after its own gap; where it had none, after a space if its script has them."""
    parts: list[str] = []
    for before, word in zip([None, *chosen], chosen, strict=False):
        if before is None:
            parts.append(word.text)
            continue
        plain = "" if before.unspaced or word.unspaced else " "
        parts += [plain if word.gap is None or (word.gap == "" and plain) else word.gap, word.text]
    return "".join(parts)


def distance(left: Sequence[Hashable], right: Sequence[Hashable]) -> int:
    """Fewest insertions, deletions and replacements from one to the other. Of texts with more than `MOST_PAIRS` pairs of
    words the words are compared as bags, whatever their order, which is never more."""
    left, right = _trimmed(left, right)
    if len(left) * len(right) > MOST_PAIRS:
        common = (Counter(left) & Counter(right)).total()
        return max(len(left), len(right)) - common
    if not left or not right:
        return max(len(left), len(right))
    last = 1 << (len(left) - 1)
    found = len(left)
    for up, down in _columns(left, right, raised=True):
        found += bool(up & last) - bool(down & last)
    return found


def aligned(left: Sequence[Hashable], right: Sequence[Hashable]) -> list[tuple[int | None, int | None]]:
    """Pairs of places, in order, of a shortest way from one to the other; None: inserted or deleted there.

    O(len(left) len(right)) bits of memory; the caller keeps them below `MOST_PAIRS`.
    """
    head = _common(left, right)
    tail = _common(left[head:][::-1], right[head:][::-1])
    inner_left, inner_right = left[head : len(left) - tail], right[head : len(right) - tail]
    inner = list(_way(inner_left, inner_right))[::-1]
    pairs: list[tuple[int | None, int | None]] = [(i, i) for i in range(head)]
    pairs += [(None if i is None else i + head, None if j is None else j + head) for i, j in inner]
    return pairs + [(len(left) - k, len(right) - k) for k in range(tail, 0, -1)]


def _way(left: Sequence[Hashable], right: Sequence[Hashable]) -> Iterator[tuple[int | None, int | None]]:
    """From the end to the beginning, by the columns of the table of distances."""
    columns = list(_columns(left, right, raised=False)) if left and right else []
    i, j = len(left), len(right)
    while i and j:
        if columns[j - 1][0] >> (i - 1) & 1:
            i -= 1
            yield i, None
        elif j > 1 and columns[j - 2][1] >> (i - 1) & 1:
            j -= 1
            yield None, j
        else:
            i, j = i - 1, j - 1
            yield i, j
    yield from ((k, None) for k in reversed(range(i)))
    yield from ((None, k) for k in reversed(range(j)))


def _columns(left: Sequence[Hashable], right: Sequence[Hashable], *, raised: bool) -> Iterator[tuple[int, int]]:
    """For each word of `right`, in which rows (bits) the table of distances grows and in which it falls: to the column
    before it (`raised`), or down the column. Hyyrö's form of Myers' bit-parallel algorithm; a row is a word of `left`.
    """
    places: dict[Hashable, int] = {}
    for i, word in enumerate(left):
        places[word] = places.get(word, 0) | 1 << i
    every = (1 << len(left)) - 1
    up, down = every, 0
    for word in right:
        same = places.get(word, 0)
        diagonal = (((same & up) + up) ^ up) | same | down
        grows, falls = down | (every & ~(diagonal | up)), diagonal & up
        shifted = (grows << 1 | 1) & every
        up, down = ((falls << 1) & every) | (every & ~(diagonal | shifted)), diagonal & shifted
        yield (grows, falls) if raised else (up, down)


def _trimmed(left: Sequence[Hashable], right: Sequence[Hashable]) -> tuple[Sequence[Hashable], Sequence[Hashable]]:
    """Without what both begin and end with."""
    head = _common(left, right)
    tail = _common(left[head:][::-1], right[head:][::-1])
    return left[head : len(left) - tail], right[head : len(right) - tail]


def _common(left: Sequence[Hashable], right: Sequence[Hashable]) -> int:
    """How many words both begin with."""
    pairs = enumerate(zip(left, right, strict=False))
    return next((i for i, (one, other) in pairs if one != other), min(len(left), len(right)))
