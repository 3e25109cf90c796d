"""Translations and captions: somebody's answer stands."""

from __future__ import annotations

import numpy as np
import pytest

from consolidation.functions.contract import Given, Known
from consolidation.functions.texts import nearest_text
from tests.consolidation.written import WrittenContract, merged, texts, trusting

GOOD = ("A dog sleeps on a red sofa.", "A dog is sleeping on the red sofa.", "A brown dog asleep on a red couch.")


class TestNearestText(WrittenContract):
    function = staticmethod(nearest_text)
    contents = texts

    @pytest.mark.parametrize("odd", ["two people ride bikes", "", "狗在红色沙发上睡觉"])
    def test_what_says_something_else_does_not_stand(self, odd: str) -> None:
        agreed = merged(nearest_text, odd, *GOOD)
        assert agreed.content in GOOD
        assert agreed.quality[0] == min(agreed.quality)
        assert 0.3 < agreed.confidence < 0.95

    def test_of_two_the_better_ones_stands(self) -> None:
        for good in (0, 1):
            known = trusting(*(0.9 if worker == good else 0.2 for worker in range(2)))
            assert merged(nearest_text, *GOOD[:2], known=known).content == GOOD[good]

    def test_a_worker_who_writes_nonsense_loses_weight(self) -> None:
        rng = np.random.default_rng(2)
        objects = [
            [Given(0, GOOD[0]), Given(1, GOOD[1]), Given(2, "".join(map(chr, rng.integers(97, 122, 30))))]
            for _ in range(9)
        ]
        last = [Given(2, "something else"), Given(1, GOOD[1])]
        found = nearest_text([*objects, last], Known.nothing(3))
        assert found[-1].content == GOOD[1]

    def test_a_megabyte_is_compared(self) -> None:
        text = GOOD[0] * 38_000
        assert merged(nearest_text, text, text + "!", "short").content.startswith(GOOD[0])
