"""What holds for every backbone. Each backbone's test class inherits it."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

from autolabel.backbones.contract import Backbone, Item


class BackboneContract:
    """Inherit, and set `backbone`, some good `items` of different sizes, and `broken` ones."""

    backbone: ClassVar[Backbone]
    items: ClassVar[Sequence[Item]]
    broken: ClassVar[Sequence[Item]]

    def test_each_item_has_a_row_of_halves(self) -> None:
        found = self.backbone.embed(self.items)
        assert found.vectors.dtype == np.float16
        assert found.vectors.shape == (len(self.items), self.backbone.size)
        assert np.isfinite(found.vectors).all()
        assert found.faults == ()

    def test_no_items_have_no_rows(self) -> None:
        assert self.backbone.embed([]).vectors.shape == (0, self.backbone.size)

    def test_rows_follow_their_items_in_any_order(self) -> None:
        forwards, backwards = self.backbone.embed(self.items), self.backbone.embed(self.items[::-1])
        assert_near(backwards.vectors[::-1], forwards.vectors)

    def test_an_item_alone_has_the_row_it_has_among_others(self) -> None:
        together = self.backbone.embed(self.items).vectors
        for index, item in enumerate(self.items):
            assert_near(self.backbone.embed([item]).vectors[0], together[index])

    def test_a_second_run_gives_the_same_bits(self) -> None:
        assert_array_equal(self.backbone.embed(self.items).vectors, self.backbone.embed(self.items).vectors)

    def test_different_items_have_different_rows(self) -> None:
        rows = self.backbone.embed(self.items).vectors
        assert len(np.unique(rows, axis=0)) == len(self.items)

    def test_broken_items_are_faults_and_spoil_no_other(self) -> None:
        mixed = [one for pair in zip(self.broken, [self.items[0]] * len(self.broken), strict=True) for one in pair]
        found = self.backbone.embed(mixed)
        assert [fault.index for fault in found.faults] == list(range(0, len(mixed), 2))
        assert all(fault.reason for fault in found.faults)
        assert np.isnan(found.vectors[::2]).all()
        alone = self.backbone.embed(self.items[:1]).vectors
        assert_near(found.vectors[1::2], np.repeat(alone, len(self.broken), axis=0))

    def test_broken_items_alone_are_faults_too(self) -> None:
        found = self.backbone.embed(self.broken)
        assert len(found.faults) == len(self.broken)
        assert np.isnan(found.vectors).all()

    def test_it_says_what_it_is(self) -> None:
        assert self.backbone.name
        assert self.backbone.kind in {"text", "image"}
        assert len(self.backbone.version) == 16


def assert_near(left: object, right: object) -> None:
    """Equal but for the last bits of a float16."""
    assert_allclose(np.asarray(left, np.float32), np.asarray(right, np.float32), rtol=4e-3, atol=4e-3)
