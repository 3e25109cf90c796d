"""What holds for every function that merges what people wrote or judged. Each function's test class inherits it."""

from __future__ import annotations

import math
from random import Random
from typing import Any, ClassVar

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from consolidation.functions.contract import Agreed, ContentFunction, Given, Known
from tests.consolidation.drawn import WORKERS, inherited, objects_of

# Letters of all lengths in UTF-16 and UTF-8, marks that stand on the letter before, both directions, no spaces.
letters = st.sampled_from(
    ["a", "B", ".", " ", "\n", "é", "e\u0301", "ß", "🎉", "👩‍🚀", "\u202b", "ש", "سلام ", "猫", "は", "ไ", "ก"]
)
texts = st.lists(letters, max_size=12).map("".join)


class WrittenContract:
    """Inherit, and set `function` and the strategy `contents`."""

    function: ClassVar[ContentFunction[Any]]
    contents: ClassVar[st.SearchStrategy[Any]]

    @inherited
    @given(st.data())
    def test_every_object_has_a_result_whose_numbers_are_shares(self, data: st.DataObject) -> None:
        objects = data.draw(objects_of(self.contents))
        for answers, one in zip(objects, self.function(objects, Known.nothing(WORKERS)), strict=True):
            assert 0 <= one.confidence <= 0.95
            assert all(0 <= part <= 0.95 for part in one.parts)
            assert len(one.quality) == len(answers)
            assert all(math.isnan(q) if len(answers) == 1 else q != q or 0 <= q <= 1 + 1e-12 for q in one.quality)
            assert all(type(number) is float for number in (one.confidence, *one.parts, *one.quality))

    @inherited
    @given(st.data())
    def test_one_answer_is_passed_on_and_nothing_is_claimed_of_it(self, data: st.DataObject) -> None:
        content = data.draw(self.contents)
        [one] = self.function([[Given(0, content)]], Known.nothing(1))
        assert one.content is content
        assert one.confidence == 0
        assert set(one.parts) <= {0.0}

    @inherited
    @given(st.data(), st.randoms(use_true_random=False))
    def test_the_order_of_objects_answers_and_workers_changes_nothing(
        self, data: st.DataObject, random: Random
    ) -> None:
        objects = data.draw(objects_of(self.contents))
        order = random.sample(range(len(objects)), len(objects))
        names = random.sample(range(WORKERS), WORKERS)
        turns = [random.sample(range(len(objects[i])), len(objects[i])) for i in order]
        mixed = [
            [Given(names[objects[i][turn].worker], objects[i][turn].content) for turn in by]
            for i, by in zip(order, turns, strict=True)
        ]
        quality, count = np.array([0.9, 0.2, 0.7, np.nan, np.nan]), np.array([9, 3, 40, 0, 0])
        exchanged = Known(np.empty(WORKERS), np.empty(WORKERS, np.int64))
        exchanged.quality[names], exchanged.answers[names] = quality, count
        before, after = self.function(objects, Known(quality, count)), self.function(mixed, exchanged)
        for i, one, by in zip(order, after, turns, strict=True):
            assert one.content == before[i].content
            assert (one.confidence, one.parts) == (before[i].confidence, before[i].parts)
            assert_allclose(one.quality, [before[i].quality[turn] for turn in by], atol=1e-6)

    @inherited
    @given(st.data())
    def test_what_all_gave_alike_stands_as_they_gave_it(self, data: st.DataObject) -> None:
        content = data.draw(self.contents)
        [one] = self.function([[Given(worker, content) for worker in range(3)]], Known.nothing(3))
        assert one.content == content
        assert all(math.isnan(q) or q > 0.99 for q in one.quality)

    def test_no_objects_give_no_results(self) -> None:
        assert self.function([], Known.nothing(0)) == []


def merged(function: ContentFunction[Any], *contents: Any, known: Known | None = None) -> Agreed[Any]:
    """What the answers of workers 0, 1, 2 … to one object come to."""
    given = [Given(worker, content) for worker, content in enumerate(contents)]
    [agreed] = function([given], known or Known.nothing(len(contents)))
    return agreed


def trusting(*quality: float) -> Known:
    """Workers who were so good in twenty earlier answers."""
    return Known(np.array(quality), np.full(len(quality), 20))
