"""Spans of texts: a logistic head tells the tag of each token, and the likeliest tags of a text make its spans."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array

from autolabel.arrays import Floats, Ints
from autolabel.learners.contract import SampleRefused, Singles, softmax
from autolabel.learners.marks import Marks
from autolabel.learners.tags import Likeliest, Transitions, likeliest, tag_count, tags_of
from autolabel.learners.tokens import Tokens, Traits
from autolabel.saving import Saved

# How much the sample weighs against small coefficients (scikit-learn's C).
STRENGTH = 3.0
# What a single token of the sample is like tells nothing of others.
LEAST = 2
# Of these many tokens the traits take 100 MB, and a fit some tens of seconds.
MOST = 250_000
ITERATIONS = 60
_AT_ONCE = 50_000  # tokens read at once


def confidence(found: Likeliest) -> float:
    """The likeness to the truth that is to be expected, 0..1: by how likely each span is, and how likely others are."""
    if not len(found.spans):
        return found.nothing
    outside = np.ones(len(found.begins), np.bool_)
    for first, last in found.spans.tolist():
        outside[first : last + 1] = False
    right = float(found.chances.sum())
    return 2 * right / (len(found.spans) + right + float(found.begins[outside].sum()))


@dataclass(frozen=True, slots=True)
class SpanLearner:
    """Multinomial logistic regression over tags by L-BFGS, and transitions by counting. O(iterations tokens tags)."""

    strength: float = STRENGTH

    def fit(self, tokens: Tokens, texts: Ints, said: Sequence[Marks], class_count: int, *, seed: int) -> "SpanModel":
        """Learn from what people said of these texts (n,); of some by lot where they are long or many, of the last of them
        as far as it goes. Raises SampleRefused for classes out of range, and for texts without a token."""
        order, counts = _by_lot(np.diff(tokens.first)[texts], seed)
        # Of a mark that goes on beyond, the tokens before the end are tagged as what they are.
        tags = [
            tags_of(tokens.of(int(texts[at])), said[at].bounds, said[at].classes)[:count]
            for at, count in zip(order.tolist(), counts.tolist(), strict=True)
        ]
        targets = np.concatenate([np.empty(0, np.int64), *tags])
        if not len(targets) or targets.max() >= tag_count(class_count):
            raise SampleRefused(f"there is nothing to learn from, or a class beyond the {class_count} that there are")
        sample = tokens.begun(texts[order], counts)
        traits = sample.traits(np.arange(len(sample)))
        known, times = np.unique(traits, return_counts=True)
        known = known[times >= LEAST]
        used, places = np.unique(targets, return_inverse=True)
        weight, bias = _fitted(_marks(traits, known), places, len(used), self.strength)
        transitions = Transitions.counted(tags, class_count)
        return SpanModel(known, weight.astype(np.float32), bias.astype(np.float32), used, transitions, class_count)


@dataclass(frozen=True, slots=True, eq=False)
class SpanModel:
    """Scores of the tags `used` (u,), those that the sample had: the sum of weight (f, u) over those of the `known` traits
    (f,), sorted, that a token has, and bias (u,)."""

    known: Traits
    weight: Singles
    bias: Singles
    used: Ints
    transitions: Transitions
    class_count: int

    def read(self, tokens: Tokens, texts: Ints) -> list[tuple[Marks, float]]:
        """The spans of each of these texts, and how far to trust them as a whole."""
        sizes, found = np.diff(tokens.first)[texts], []
        part = (np.cumsum(sizes) - sizes) // _AT_ONCE
        for number in np.unique(part):
            here = texts[part == number]
            scores = self._scores(tokens.traits(here))
            for text, one in zip(
                here.tolist(), likeliest(scores, sizes[part == number], self.transitions), strict=True
            ):
                at = tokens.of(text)
                bounds = np.stack([at[one.spans[:, 0], 0], at[one.spans[:, 1], 1]], axis=1)
                found.append((Marks(bounds, one.classes, one.chances), confidence(one)))
        return found

    def saved(self) -> Saved:
        """All there is to the model."""
        arrays: dict[str, NDArray[Any]] = {"known": self.known, "weight": self.weight, "bias": self.bias, "used": self.used,
                  "transitions": self.transitions.table}  # fmt: skip
        return Saved("spans", {"class_count": self.class_count}, arrays)

    def _scores(self, traits: Traits) -> Floats:
        """Logarithms of how likely each tag is (t, k); hardly at all those that the sample did not have."""
        whole = np.full((len(traits), tag_count(self.class_count)), np.log(1e-9))
        if len(traits):
            shares = softmax(_marks(traits, self.known) @ self.weight.astype(np.float64) + self.bias)
            whole[:, self.used] = np.log(np.maximum(shares, 1e-9))
        return whole


def _by_lot(sizes: Ints, seed: int) -> tuple[Ints, Ints]:
    """Of texts with so many tokens (n,), which are taken, and how many tokens of each; MOST in all."""
    order = np.random.default_rng(seed).permutation(len(sizes))
    before = np.cumsum(sizes[order]) - sizes[order]
    order, before = order[before < MOST], before[before < MOST]
    counts = np.minimum(sizes[order], MOST - before)
    sorted_places = np.argsort(order)
    return order[sorted_places], counts[sorted_places]


def _marks(traits: Traits, known: Traits) -> csr_array:
    """Which known traits each token has, (t, f)."""
    places = np.minimum(np.searchsorted(known, traits), max(len(known) - 1, 0))
    has = known[places] == traits if len(known) else np.zeros(traits.shape, np.bool_)
    ends = np.concatenate([[0], np.cumsum(has.sum(axis=1))])
    return csr_array((np.ones(ends[-1], np.float32), places[has], ends), shape=(len(traits), len(known)))


def _fitted(rows: csr_array, targets: Ints, count: int, strength: float) -> tuple[Floats, Floats]:
    """Coefficients (f, u) and (u,) on rows (t, f) of ones."""
    size, columns = rows.shape[1], rows.T.tocsr()
    own = np.arange(len(targets)), targets

    def loss(flat: Floats) -> tuple[float, Floats]:
        coefficients = flat.reshape(size + 1, count)
        shares = softmax(rows @ coefficients[:size] + coefficients[size])
        lost = -np.log(np.maximum(shares[own], 1e-300)).sum() + (coefficients[:size] ** 2).sum() / (2 * strength)
        shares[own] -= 1
        gradient = np.concatenate([columns @ shares + coefficients[:size] / strength, shares.sum(axis=0)[None]])
        return float(lost) / len(targets), gradient.ravel() / len(targets)

    options = {"maxiter": ITERATIONS, "gtol": 1e-5, "ftol": 1e-8}
    found = minimize(loss, np.zeros((size + 1) * count), jac=True, method="L-BFGS-B", options=options).x
    found = found.reshape(size + 1, count)
    return found[:size], found[size]
