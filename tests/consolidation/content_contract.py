"""What holds for every function that makes one content of several people's. `drawn.py` and `written.py` add to it."""

from __future__ import annotations

import math
from random import Random
from typing import Any, ClassVar

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consolidation.functions.contract import Agreed, ContentFunction, Given, Known

# One inherited test runs in several classes, which hypothesis would take for a mistake.
inherited = settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow]
)
WORKERS = 5


class ContentContract:
    """Inherit, and set `function`, the strategy `contents`, and whether an answer may not be comparable with others."""

    function: ClassVar[ContentFunction[Any]]
    contents: ClassVar[st.SearchStrategy[Any]]
    always_comparable: ClassVar[bool]

    @inherited
    @given(st.data())
    def test_every_object_has_a_result_whose_numbers_are_shares(self, data: st.DataObject) -> None:
        objects = data.draw(objects_of(self.contents))
        for answers, one in zip(objects, self.function(objects, Known.nothing(WORKERS)), strict=True):
            assert 0 <= one.confidence <= 0.95
            assert all(0 <= part <= 0.95 for part in one.parts)
            assert len(one.quality) == len(answers)
            told = [q for q in one.quality if not math.isnan(q)]
            assert all(0 <= q <= 1 + 1e-12 for q in told)
            assert not told if len(answers) == 1 else len(told) == len(answers) or not self.always_comparable
            assert all(type(number) is float for number in (one.confidence, *one.parts, *one.quality))

    @inherited
    @given(st.data())
    def test_one_answer_is_passed_on_and_nothing_is_claimed_of_it(self, data: st.DataObject) -> None:
        content = data.draw(self.contents)
        [one] = self.function([[Given(0, content)]], Known.nothing(1))
        assert one.content is content
        assert one.confidence == 0
        assert set(one.parts) <= {0.0}

    def test_no_objects_give_no_results(self) -> None:
        assert self.function([], Known.nothing(0)) == []


@st.composite
def objects_of(draw: st.DrawFn, contents: st.SearchStrategy[Any]) -> list[list[Given[Any]]]:
    """One to three objects with one to five answers each."""
    objects = []
    for _ in range(draw(st.integers(1, 3))):
        workers = draw(st.lists(st.integers(0, WORKERS - 1), min_size=1, max_size=WORKERS, unique=True))
        objects.append([Given(worker, draw(contents)) for worker in workers])
    return objects


def in_another_order(
    function: ContentFunction[Any], objects: list[list[Given[Any]]], random: Random
) -> list[tuple[Agreed[Any], Agreed[Any], list[int]]]:
    """Each object's result with objects, answers and workers in another order, its result in this order, and which
    answer of this order each of the other's is."""
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
    before, after = function(objects, Known(quality, count)), function(mixed, exchanged)
    return [(one, before[i], by) for i, one, by in zip(order, after, turns, strict=True)]
