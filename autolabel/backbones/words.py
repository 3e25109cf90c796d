"""TF-IDF and its leading directions, fitted on the whole pool: what tells these texts from each other, in any language."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array
from sklearn.utils.extmath import randomized_svd

from autolabel.backbones.contract import Singles
from autolabel.saving import Saved

# Words of two characters or more; signs of languages that are written without spaces count each.
WORD = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w\w+"
MOST_WORDS = 60_000
MOST_CHARACTERS = 100_000
# A word of a single text tells nothing about others.
LEAST_TEXTS = 2


@dataclass(frozen=True, eq=False)
class Words:
    """The words that are looked at, how much each weighs (w,), and the directions (w, size)."""

    words: tuple[str, ...]
    weight: Singles
    directions: Singles

    @cached_property
    def places(self) -> dict[str, int]:
        return {word: place for place, word in enumerate(self.words)}

    def rows(self, texts: Sequence[str]) -> Singles:
        """(n, size), rows of length 1; zeros for a text without a known word."""
        return _unit(
            np.asarray(_weighed([_counted(text) for text in texts], self.places, self.weight) @ self.directions)
        )

    def saved(self) -> Saved:
        return Saved("words", {"words": list(self.words)}, {"weight": self.weight, "directions": self.directions})

    @classmethod
    def of(cls, saved: Saved) -> "Words":
        return cls(tuple(saved.settings["words"]), saved.arrays["weight"], saved.arrays["directions"])


def fitted_words(texts: Sequence[str], size: int = 300) -> Words:
    """Fitted on all texts of the pool; fewer directions where texts or words are few. Blind to the order of the texts.

    A word weighs 1 + log of its count in a text, times the log of how rare it is (smoothed), rows of length 1.
    Raises ValueError where no word is in two texts.
    """
    counted = [_counted(text) for text in texts]
    spread = Counter(word for counts in counted for word in counts)
    known = [(-count, word) for word, count in spread.items() if count >= LEAST_TEXTS]
    if not known:
        raise ValueError("no word is in two texts; there is nothing to fit on")
    words = tuple(sorted(word for _, word in sorted(known)[:MOST_WORDS]))
    counts = np.array([spread[word] for word in words], np.float64)
    weight = (np.log((1 + len(texts)) / (1 + counts)) + 1).astype(np.float32)
    matrix = _weighed(counted, {word: place for place, word in enumerate(words)}, weight)
    kept = min(size, *matrix.shape)
    directions = randomized_svd(matrix, kept, n_iter=4, transpose=False, random_state=0)[2].T
    return Words(words, weight, np.ascontiguousarray(directions, np.float32))


def _counted(text: str) -> Counter[str]:
    return Counter(re.findall(WORD, text[:MOST_CHARACTERS].lower()))


def _weighed(counted: Sequence[Counter[str]], places: dict[str, int], weight: Singles) -> csr_array:
    """(n, w), rows of length 1 or 0."""
    columns: list[int] = []
    counts: list[int] = []
    ends = [0]
    for text in counted:
        # Sorted, so that sums do not depend on the order of the words in the text.
        known = sorted((places[word], count) for word, count in text.items() if word in places)
        columns += [place for place, _ in known]
        counts += [count for _, count in known]
        ends.append(len(columns))
    values = (1 + np.log(np.array(counts, np.float32))) * weight[columns]
    lengths = np.sqrt(np.bincount(np.repeat(np.arange(len(counted)), np.diff(ends)), values**2, len(counted)))
    values /= np.repeat(np.maximum(lengths, 1e-12), np.diff(ends)).astype(np.float32)
    return csr_array((values, np.array(columns, np.int32), np.array(ends)), shape=(len(counted), len(weight)))


def _unit(rows: Singles) -> Singles:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12), np.float32)
