"""Masks: the class of each pixel, told at the finest level of the pyramid and enlarged."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor
from torch.nn import functional

from autolabel import devices
from autolabel.arrays import Floats
from autolabel.backbones.pyramid import Maps
from autolabel.learners.contract import SampleRefused
from autolabel.learners.heads import Earlier, Head, Turn, begin_from, outputs_of, restored, sorted_places, train
from autolabel.saving import Saved

WIDTH = 64
# Pixels nobody labeled.
UNLABELED = -1


@dataclass(frozen=True, slots=True)
class Segmentation:
    """Learns from the maps of pictures and people's masks; some 20 s on two cores, whatever the size of the sample."""

    steps: int = 220
    batch: int = 4
    rate: float = 3e-3
    device: devices.Setting = "auto"

    def fit(
        self, maps: Maps, masks: ArrayLike, class_count: int, *, seed: int, earlier: Earlier | None = None
    ) -> "SegmentationModel":
        """From masks (n, h, w) of classes 0..k-1, or -1 where nobody labeled; of any one size, cut down to twice the
        finest level's. Begins as an earlier head ended where there is one. Deterministic on the processor for a seed.
        Raises SampleRefused for no picture, other shapes and classes out of range."""
        given = np.asarray(masks)
        if given.ndim != 3 or len(given) != len(maps) or not len(maps) or given.dtype.kind not in "iu":
            raise SampleRefused(f"masks must be whole numbers (n, h, w) of {len(maps)} pictures, and one at least")
        if given.max() >= class_count or given.min() < UNLABELED:
            raise SampleRefused(f"masks must hold classes 0..{class_count - 1}, or -1 where nobody labeled")
        order = sorted_places(maps)
        maps = maps.part(order)
        device = devices.chosen(self.device)
        height, width = maps.levels[0].shape[-2:]
        wanted = _resized(given[order], 2 * height, 2 * width)
        weight = _weights(wanted, class_count).to(device)

        def loss(outputs: Tensor, places: Sequence[int], turn: Turn) -> Tensor:
            target = wanted[list(places)].to(device)
            larger = functional.interpolate(outputs, target.shape[-2:], mode="bilinear")
            return functional.cross_entropy(larger, target.flip(turn), weight, ignore_index=UNLABELED)

        with torch.random.fork_rng():
            torch.manual_seed(seed)
            head = Head([level.shape[1] for level in maps.levels], WIDTH, class_count)
            if earlier:
                begin_from(head, earlier.saved, earlier.same)
            train(head, maps, loss, steps=self.steps, batch=self.batch, rate=self.rate, device=device)
        return SegmentationModel(head.cpu(), class_count, self.device)


@dataclass(frozen=True, slots=True, eq=False)
class SegmentationModel:
    """A learned head."""

    head: Head
    class_count: int
    device: devices.Setting

    def masks(self, maps: Maps, height: int, width: int) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
        """The class of each pixel (n, height, width) and how likely it is, 0..1. Takes 3 n height width bytes."""
        classes = np.zeros((len(maps), height, width), np.uint8)
        likely = np.zeros((len(maps), height, width), np.float16)
        for part, outputs in outputs_of(self.head, maps, devices.chosen(self.device), 4):
            larger = functional.interpolate(torch.nan_to_num(outputs), (height, width), mode="bilinear")
            most, which = larger.softmax(1).max(1)
            classes[part], likely[part] = which.byte().cpu().numpy(), most.half().cpu().numpy()
        return classes, likely

    def grids(self, maps: Maps) -> tuple[NDArray[np.uint8], NDArray[np.float16], Floats]:
        """At twice the finest level's size (h, w): the class of each point (n, h, w), how likely it is, and by picture (n,)
        how well its mask is expected to overlap with the truth."""
        height, width = (2 * side for side in maps.levels[0].shape[-2:])
        classes = np.zeros((len(maps), height, width), np.uint8)
        likely = np.zeros((len(maps), height, width), np.float16)
        expected = np.zeros(len(maps))
        for part, outputs in outputs_of(self.head, maps, devices.chosen(self.device), 4):
            chances = functional.interpolate(torch.nan_to_num(outputs), (height, width), mode="bilinear").softmax(1)
            most, which = chances.max(1)
            classes[part], likely[part] = which.byte().cpu().numpy(), most.half().cpu().numpy()
            expected[part] = _expected(chances, which).double().cpu().numpy()
        return classes, likely, expected

    def saved(self) -> Saved:
        """All there is to the model."""
        arrays = {name: values.cpu().numpy() for name, values in self.head.state_dict().items()}
        return Saved("segmentation", {"class_count": self.class_count}, arrays)

    @classmethod
    def of(cls, saved: Saved) -> "SegmentationModel":
        return cls(restored(saved), saved.settings["class_count"], "auto")


def shrunk(mask: NDArray[Any], height: int, width: int) -> NDArray[Any]:
    """A mask (..., h, w) at another size: each pixel the class at its middle."""
    rows = ((np.arange(height) + 0.5) * mask.shape[-2] / height).astype(np.int64)
    columns = ((np.arange(width) + 0.5) * mask.shape[-1] / width).astype(np.int64)
    return np.asarray(mask[..., rows[:, None], columns])


def _resized(masks: NDArray[np.integer], height: int, width: int) -> Tensor:
    return torch.from_numpy(shrunk(masks, height, width).astype(np.int64))


def _expected(chances: Tensor, classes: Tensor) -> Tensor:
    """By picture, the mean over the classes it has, 0 left out as the ground, of the expected intersection over the
    expected union; where it has none, how likely the ground is."""
    own = functional.one_hot(classes, chances.shape[1]).movedim(-1, 1)
    shared, sizes = (chances * own).sum((2, 3)), own.sum((2, 3))
    overlap = shared / (sizes + chances.sum((2, 3)) - shared).clamp(min=1e-9)
    there = (sizes > 0).float()
    there[:, 0] = 0
    ground = chances[:, 0].mean((1, 2))
    return torch.where(there.sum(1) > 0, (overlap * there).sum(1) / there.sum(1).clamp(min=1), ground)


def _weights(masks: Tensor, class_count: int) -> Tensor:
    """Rare classes count more, by the root of how rare they are, ten times at most; a class without pixels does not."""
    counts = torch.bincount(masks[masks != UNLABELED], minlength=class_count).double()
    common = counts.max().clamp(min=1)
    return torch.where(counts > 0, (common / counts.clamp(min=1)).sqrt().clamp(max=10), 0.0).float()
