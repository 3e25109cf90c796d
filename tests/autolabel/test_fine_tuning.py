"""The top of the backbone learned anew, on the processor here."""

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image

from autolabel.backbones.lite import LITE0
from autolabel.backbones.pyramid import Maps, Pyramid
from autolabel.learners import candidates, catalogue
from autolabel.learners.contract import SampleRefused
from autolabel.learners.fine_tuned import FineTuned, FineTunedModel, _Top

SIDE = 32  # pixels: maps of 2 x 2


def textured(kind: int, seed: int) -> Image.Image:
    """Stripes down or across, of any colour, with noise."""
    rng = np.random.default_rng(seed)
    stripes = np.tile(rng.integers(0, 256, 3) * (np.arange(SIDE)[:, None] // 4 % 2), (SIDE, 1, 1))
    pixels = (stripes if kind else stripes.transpose(1, 0, 2)) + rng.normal(0, 20, (SIDE, SIDE, 3))
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("weights")


@pytest.fixture(scope="module")
def maps(folder: Path) -> Maps:
    pictures = [textured(seed % 2, seed) for seed in range(60)]
    return Pyramid(folder, "cpu", width=SIDE, height=SIDE, finest=16).maps(pictures)


@pytest.fixture(scope="module")
def rows(maps: Maps) -> np.ndarray:
    return maps.levels[0].reshape(60, -1)


LABELS = np.arange(60) % 2


@pytest.fixture(scope="module")
def model(rows: np.ndarray, folder: Path) -> FineTunedModel:
    return FineTuned(2, 2, folder, steps=25, device="cpu").fit(rows[:30], LABELS[:30], 3, seed=0)


def test_it_tells_new_pictures_apart(model: FineTunedModel, rows: np.ndarray) -> None:
    found = model.probabilities(rows[30:])
    assert (found.argmax(axis=1) == LABELS[30:]).mean() > 0.85
    assert_allclose(found.sum(axis=1), 1)
    assert_array_equal(found[:, 2], 0)


def test_it_is_the_same_after_saving(model: FineTunedModel, rows: np.ndarray) -> None:
    again = catalogue.load(catalogue.save(model.sharpened(2)))
    assert_array_equal(again.probabilities(rows), model.sharpened(2).probabilities(rows))


def test_before_it_learns_it_computes_what_the_backbone_does(rows: np.ndarray, folder: Path, maps: Maps) -> None:
    model = FineTuned(2, 2, folder, device="cpu").fit(rows[:1], [0], 1, seed=0)
    network = LITE0.network(folder, torch.device("cpu"))
    pixels = torch.from_numpy(np.stack([np.asarray(textured(0, 0))])).permute(0, 3, 1, 2).float()
    with torch.inference_mode():
        *_, head = network(pixels)
        given = torch.from_numpy(maps.levels[0][:1]).float()
        top = model.network
        assert isinstance(top, _Top)
        for block in top.blocks:
            given = block(given)
        ours = torch.nn.functional.relu6(top.head(given))
    assert_allclose(ours, head, atol=0.05)


def test_the_order_of_the_rows_changes_nothing(rows: np.ndarray, folder: Path) -> None:
    learner, order = FineTuned(2, 2, folder, steps=2, device="cpu"), [3, 1, 0, 2]
    one = learner.fit(rows[:4], LABELS[:4], 2, seed=1).probabilities(rows)
    assert_array_equal(one, learner.fit(rows[order], LABELS[order], 2, seed=1).probabilities(rows))


def test_rows_of_another_size_are_refused(rows: np.ndarray, folder: Path) -> None:
    with pytest.raises(SampleRefused, match="448"):
        FineTuned(2, 2, folder, device="cpu").fit(rows[:4, :-1], LABELS[:4], 2, seed=0)


def test_it_is_tried_where_a_gpu_is_only(maps: Maps, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = np.random.default_rng(0).random((60, 5))
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    assert [one.name for one in candidates.for_images(vectors, maps=maps, weights_folder=folder)] == ["embedding"]
    monkeypatch.setattr("torch.cuda.is_available", lambda: True)
    *_, last = candidates.for_images(vectors, maps=maps, weights_folder=folder)
    assert last.name == "fine-tuned"
    assert last.features.shape == (60, 448)
