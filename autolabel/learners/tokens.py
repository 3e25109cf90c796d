"""Texts as tokens, and what tells each of them from others: the word, its shape, its ends and its neighbours."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import regex
from numpy.typing import NDArray

from autolabel.arrays import Ints

Traits = NDArray[np.uint32]

# Scripts written without spaces: what one reads as a letter is a token of its own, as are signs. So a span can end before
# a full stop or a currency sign, and never within what is seen as one letter.
_ALONE = (
    r"[\p{P}\p{S}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]"
)
_TOKEN = regex.compile(rf"(?={_ALONE})\X|(?:(?!{_ALONE})\S)+")
_SHAPE = ((regex.compile(r"\p{Lu}"), "X"), (regex.compile(r"\p{L}"), "x"), (regex.compile(r"\p{N}"), "0"))
_LONGEST = 40  # characters of a word that is looked at
_NEIGHBOURS = (-2, -1, 1, 2)
_SALTS = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F], np.uint32)
_PAIRED = np.array([31, 37, 41], np.uint32)
_NO_WORD = "\n"  # before a text and after it
_OWN, _NEAR = 10, 3
COUNT = _OWN + _NEAR * len(_NEIGHBOURS) + len(_PAIRED)  # traits of a token


def bounds_of(text: str) -> Ints:
    """Where the tokens of a text begin and end (t, 2), in code points, the end not included."""
    return np.array([found.span() for found in _TOKEN.finditer(text)], np.int64).reshape(-1, 2)


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The tokens of n texts one after the other: bounds (t, 2), words (t,) as places in `own` (w, 10) and `near` (w, 3);
    first (n + 1,): where each text's begin. The last word stands for what is before and after a text."""

    bounds: Ints
    words: Ints
    first: Ints
    own: Traits
    near: Traits

    def __len__(self) -> int:
        return len(self.first) - 1

    def of(self, text: int) -> Ints:
        """The bounds of a text's tokens."""
        return self.bounds[self.first[text] : self.first[text + 1]]

    def begun(self, texts: Ints, counts: Ints) -> "Tokens":
        """The first tokens of these texts, so many of each."""
        places = [np.arange(first, first + count) for first, count in zip(self.first[texts], counts, strict=True)]
        kept = np.concatenate([np.empty(0, np.int64), *places])
        first = np.concatenate([[0], np.cumsum(counts)])
        return Tokens(self.bounds[kept], self.words[kept], first, self.own, self.near)

    def traits(self, texts: Ints) -> Traits:
        """What each token of these texts is like (t, COUNT), text by text: numbers that are the same where it is."""
        padded, inner = self._padded(texts)
        own, near = self.own[padded[inner]], self.near[padded]
        around = [
            (near[inner + by] ^ salt) * (salt | np.uint32(1)) for by, salt in zip(_NEIGHBOURS, _SALTS, strict=True)
        ]
        before, after = near[inner - 1], near[inner + 1]
        pairs = [before[:, 0] * _PAIRED[0] ^ own[:, 1], after[:, 0] * _PAIRED[1] ^ own[:, 1],
                 before[:, 1] * _PAIRED[2] ^ after[:, 1]]  # fmt: skip
        return np.concatenate([own, *around, np.stack(pairs, axis=1)], axis=1)

    def _padded(self, texts: Ints) -> tuple[Ints, Ints]:
        """The words of these texts, each text between two that are none; and the places of its own."""
        gap = np.full(2, len(self.own) - 1)
        parts, places, at = [gap], [np.empty(0, np.int64)], len(gap)
        for text in texts.tolist():
            here = self.words[self.first[text] : self.first[text + 1]]
            parts += [here, gap]
            places.append(np.arange(at, at + len(here)))
            at += len(here) + len(gap)
        return np.concatenate(parts), np.concatenate(places)


def tokens_of(texts: Sequence[str]) -> Tokens:
    """The tokens of these texts. Some 12 bytes a token, and 52 a word."""
    places: dict[str, int] = {}
    bounds, words, first = [np.empty((0, 2), np.int64)], [np.empty(0, np.int64)], [0]
    for text in texts:
        found = bounds_of(text)
        known = (
            places.setdefault(text[start : min(end, start + _LONGEST)], len(places)) for start, end in found.tolist()
        )
        words.append(np.fromiter(known, np.int64, len(found)))
        bounds.append(found)
        first.append(first[-1] + len(found))
    each = [*places, _NO_WORD]
    own, near = (np.array([[zlib.crc32(one.encode("utf-8", "replace")) for one in told] for told in map(tell, each)],
                          np.uint32) for tell in (_own, _near))  # fmt: skip
    return Tokens(np.concatenate(bounds), np.concatenate(words), np.array(first), own, near)


def _own(word: str) -> list[str]:
    plain, shape = word.lower(), _shape(word)
    ends = [f"{side}{plain[:size] if side == '<' else plain[-size:]}" for side in "<>" for size in (1, 2, 3)]
    return [f"w{word}", f"l{plain}", f"s{shape}", f"c{_short(shape)}", *ends]


def _near(word: str) -> list[str]:
    plain = word.lower()
    return [f"l{plain}", f"c{_short(_shape(word))}", f">{plain[-3:]}"]


def _shape(word: str) -> str:
    for kind, sign in _SHAPE:
        word = kind.sub(sign, word)
    return word


def _short(shape: str) -> str:
    """Without what is repeated."""
    return "".join(sign for sign, before in zip(shape, f"\0{shape}", strict=False) if sign != before)
