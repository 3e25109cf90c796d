"""What holds for every function that merges what people drew. Each function's test class inherits it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import fields
from random import Random
from typing import Any, ClassVar

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from consolidation.functions.contract import Agreed, ContentFunction, Given, Known
from consolidation.functions.mask_image import MaskImage

# One inherited test runs in several classes, which hypothesis would take for a mistake.
inherited = settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow]
)
WORKERS = 5


class DrawnContract:
    """Inherit, and set `function`, `content` and the strategy `contents`.

    `content(rng, shift)` is something drawn of three things, everything `shift` sizes from where it should be, anyhow if
    it is 0; `contents` is any content.
    """

    function: ClassVar[ContentFunction[Any]]
    contents: ClassVar[st.SearchStrategy[Any]]

    def content(self, rng: np.random.Generator, shift: float) -> Any:
        raise NotImplementedError

    @inherited
    @given(st.data())
    def test_every_object_has_a_result_whose_numbers_are_shares(self, data: st.DataObject) -> None:
        objects = data.draw(objects_of(self.contents))
        result = self.function(objects, Known.nothing(WORKERS))
        for answers, one in zip(objects, result, strict=True):
            assert 0 <= one.confidence <= 0.95
            assert all(0 <= part <= 0.95 for part in one.parts)
            assert len(one.quality) == len(answers)
            assert all(math.isnan(q) if len(answers) == 1 else 0 <= q <= 1 + 1e-12 for q in one.quality)
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
        mixed = [[Given(names[one.worker], one.content) for one in objects[i]] for i in order]
        turns = [random.sample(range(len(answers)), len(answers)) for answers in mixed]
        mixed = [[answers[turn] for turn in by] for answers, by in zip(mixed, turns, strict=True)]
        quality, count = np.array([0.9, 0.2, 0.7, np.nan, np.nan]), np.array([9, 3, 40, 0, 0])
        exchanged = Known(np.empty(WORKERS), np.empty(WORKERS, np.int64))
        exchanged.quality[names], exchanged.answers[names] = quality, count
        before, after = self.function(objects, Known(quality, count)), self.function(mixed, exchanged)
        for i, one, by in zip(order, after, turns, strict=True):
            assert_alike(one, before[i], by)

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


@st.composite
def objects_of(draw: st.DrawFn, contents: st.SearchStrategy[Any]) -> list[list[Given[Any]]]:
    """One to three objects with one to five answers each."""
    objects = []
    for _ in range(draw(st.integers(1, 3))):
        workers = draw(st.lists(st.integers(0, WORKERS - 1), min_size=1, max_size=WORKERS, unique=True))
        objects.append([Given(worker, draw(contents)) for worker in workers])
    return objects


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
