"""What holds for every function that merges what people wrote or judged. Each function's test class inherits it."""

from __future__ import annotations

import math
from random import Random
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from consolidation.functions.contract import Agreed, ContentFunction, Given, Known
from tests.consolidation.content_contract import ContentContract, in_another_order, inherited, objects_of

# Letters of all lengths in UTF-16 and UTF-8, marks that stand on the letter before, both directions, no spaces.
letters = st.sampled_from(
    ["a", "B", ".", " ", "\n", "é", "e\u0301", "ß", "🎉", "👩‍🚀", "\u202b", "ש", "سلام ", "猫", "は", "ไ", "ก"]
)
texts = st.lists(letters, max_size=12).map("".join)


class WrittenContract(ContentContract):
    """Inherit, and set `function` and the strategy `contents`."""

    always_comparable = False

    @inherited
    @given(st.data(), st.randoms(use_true_random=False))
    def test_the_order_of_objects_answers_and_workers_changes_nothing(
        self, data: st.DataObject, random: Random
    ) -> None:
        objects = data.draw(objects_of(self.contents))
        for one, before, by in in_another_order(self.function, objects, random):
            assert one.content == before.content
            assert (one.confidence, one.parts) == (before.confidence, before.parts)
            assert_allclose(one.quality, [before.quality[turn] for turn in by], atol=1e-6)

    @inherited
    @given(st.data())
    def test_what_all_gave_alike_stands_as_they_gave_it(self, data: st.DataObject) -> None:
        content = data.draw(self.contents)
        [one] = self.function([[Given(worker, content) for worker in range(3)]], Known.nothing(3))
        assert one.content == content
        assert all(math.isnan(q) or q > 0.99 for q in one.quality)


def merged(function: ContentFunction[Any], *contents: Any, known: Known | None = None) -> Agreed[Any]:
    """What the answers of workers 0, 1, 2 … to one object come to."""
    given = [Given(worker, content) for worker, content in enumerate(contents)]
    [agreed] = function([given], known or Known.nothing(len(contents)))
    return agreed


def trusting(*quality: float) -> Known:
    """Workers who were so good in twenty earlier answers."""
    return Known(np.array(quality), np.full(len(quality), 20))
