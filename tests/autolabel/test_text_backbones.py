"""MiniLM and WordLlama on texts of every kind."""

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose

from autolabel.backbones import minilm
from autolabel.backbones.minilm import MiniLM
from autolabel.backbones.wordllama import WordLlama
from tests.autolabel.backbone_contract import BackboneContract, assert_near

TEXTS = [
    "The cat sits outside",
    "a",
    "Der Zug nach Wien hat Verspätung.",
    "昨日は映画を見ました",
    "👩🏽‍🚀 🚀🚀",
    "a lone surrogate: \ud800 in the middle",
    "\u202emirrored\u202c and \u0000 nothing",
    "many words " * 5_000,
    "x" * 300_000,
    "\n\t  indented  \n",
]
BROKEN = ["", "  \n\t ", b"\xff\xd8\xff", "\u3000"]
WORDLESS = [*BROKEN, "\u0000\u0007"]


class TestMiniLM(BackboneContract):
    backbone = MiniLM(Path("unused"), "cpu")
    items = TEXTS
    broken = WORDLESS

    def test_rows_are_those_of_the_published_model(self) -> None:
        # The first numbers that sentence-transformers gives for this sentence.
        row = self.backbone.embed(["This is an example sentence"]).vectors[0]
        assert_allclose(row[:4], [0.0677, 0.0635, 0.0487, 0.0793], atol=2e-4)
        assert abs(float(np.linalg.norm(row.astype(np.float32))) - 1) < 1e-3

    def test_what_means_the_same_is_near(self) -> None:
        near, far = similarities(self.backbone, "A plane is taking off.", "An airplane is departing.", "I like soup.")
        assert near > 0.7
        assert far < 0.2

    def test_what_lies_beyond_the_beginning_does_not_count(self) -> None:
        long = "one two three four " * 400
        ends = self.backbone.embed([long + "cat", long + "war"]).vectors
        assert_near(ends[0], ends[1])

    def test_memory_that_is_too_small_makes_batches_smaller(self, monkeypatch: pytest.MonkeyPatch) -> None:
        whole = self.backbone.embed(TEXTS).vectors
        run, sizes = self.backbone._run, []

        def scarce(texts: list[list[int]]) -> object:
            if len(texts) > 3:
                raise torch.OutOfMemoryError("CUDA out of memory")
            sizes.append(len(texts))
            return run(texts)

        monkeypatch.setattr(self.backbone, "_run", scarce)
        monkeypatch.setitem(minilm.BUDGET, "cpu", 10**6)
        assert_near(self.backbone.embed(TEXTS).vectors, whole)
        assert max(sizes) <= 3
        assert sum(sizes) == len(TEXTS)

    def test_an_item_too_large_for_the_memory_is_a_fault(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def never(texts: object) -> object:
            raise MemoryError

        monkeypatch.setattr(self.backbone, "_run", never)
        faults = self.backbone.embed(TEXTS[:3]).faults
        assert [fault.index for fault in faults] == [0, 1, 2]
        assert "memory" in faults[0].reason

    def test_other_errors_of_the_network_are_not_hidden(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(texts: object) -> object:
            raise RuntimeError("the driver is gone")

        monkeypatch.setattr(self.backbone, "_run", broken)
        with pytest.raises(RuntimeError, match="driver"):
            self.backbone.embed(TEXTS[:1])


class TestWordLlama(BackboneContract):
    backbone = WordLlama(Path("unused"))
    items = TEXTS
    broken = BROKEN

    def test_what_means_the_same_is_near(self) -> None:
        near, far = similarities(self.backbone, "The stock market fell", "Shares dropped today", "Bake the bread")
        assert near > far + 0.1


def similarities(backbone: MiniLM | WordLlama, *texts: str) -> tuple[float, float]:
    """Of the first text to the second, and to the third."""
    rows = backbone.embed(texts).vectors.astype(np.float32)
    return float(rows[0] @ rows[1]), float(rows[0] @ rows[2])
