"""What holds for every function that merges what people drew. Each function's test class inherits it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import fields
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from consolidation.functions.contract import Agreed, Given, Known
from consolidation.functions.mask_image import MaskImage
from tests.consolidation.content_contract import ContentContract, in_another_order, inherited, objects_of


class DrawnContract(ContentContract):
    """Inherit, set `function` and the strategy `contents`, and write `content`.

    `content(rng, shift)` is something drawn of three things, everything `shift` sizes from where it should be, anyhow if
    it is 0; `contents` is any content.
    """

    always_comparable = True

    def content(self, rng: np.random.Generator, shift: float) -> Any:
        raise NotImplementedError

    @inherited
    @given(st.data(), st.randoms(use_true_random=False))
    def test_the_order_of_objects_answers_and_workers_changes_nothing(
        self, data: st.DataObject, random: Random
    ) -> None:
        objects = data.draw(objects_of(self.contents))
        for one, before, by in in_another_order(self.function, objects, random):
            assert_alike(one, before, by)

    @inherited
    @given(st.data())
    def test_what_all_drew_alike_stands_as_they_drew_it(self, data: st.DataObject) -> None:
        content = data.draw(self.contents)
        [one] = self.function([[Given(worker, content) for worker in range(3)]], Known.nothing(3))
        assert_allclose(sorted(one.quality), [1, 1, 1], atol=0.02)
        assert one.confidence >= 0.93

    def test_nobody_drew_anything_is_agreement(self) -> None:
        empty = self.content(np.random.default_rng(0), math.nan)
        [one] = self.function([[Given(worker, empty) for worker in range(2)]], Known.nothing(2))
        assert (one.confidence, one.parts, one.quality) == (0.95, (), (1.0, 1.0))

    @pytest.mark.parametrize("remembered", [False, True], ids=["from the chunk", "from earlier objects"])
    def test_a_good_worker_outweighs_a_bad_one(self, remembered: bool) -> None:
        """Two good ones and a bad one: found out by ten objects in a chunk, or known of before, with two people only."""
        rng = np.random.default_rng(3)
        count = 1 if remembered else 10
        workers = [0, 2] if remembered else [0, 1, 2]
        objects = [
            [Given(worker, self.content(rng, 0.01 if worker < 2 else 0.12)) for worker in workers] for _ in range(count)
        ]
        known = Known(np.array([0.95, 0.95, 0.5]), np.array([20, 20, 20])) if remembered else Known.nothing(3)
        for one in self.function(objects, known):
            assert 1 - one.quality[0] < 0.35 * (1 - one.quality[-1])


def numbers(content: Any) -> np.ndarray[Any, Any]:
    """All numbers of a content, one after the other."""
    if isinstance(content, MaskImage):
        return content.indices.ravel().astype(np.float64)
    if isinstance(content, np.ndarray):
        return content.ravel().astype(np.float64)
    if isinstance(content, Sequence):
        return np.concatenate([np.empty(0), *map(numbers, content)])
    return np.concatenate([numbers(getattr(content, field.name)) for field in fields(content)])


def assert_alike(left: Agreed[Any], right: Agreed[Any], turns: Sequence[int]) -> None:
    """`left` is of the same answers in another order: answer i of it is answer turns[i] of the other."""
    assert_allclose(numbers(left.content), numbers(right.content), atol=2e-6)
    assert left.confidence == right.confidence
    assert left.parts == right.parts
    assert_allclose(left.quality, [right.quality[turn] for turn in turns], atol=1e-6)
