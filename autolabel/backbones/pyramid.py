"""EfficientNet-Lite 0 as maps instead of rows: what detection and segmentation heads stand on."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from autolabel import devices
from autolabel.backbones.batching import run_batches
from autolabel.backbones.contract import Fault, Halves, Item, Singles
from autolabel.backbones.lite import LITE0
from autolabel.backbones.pictures import Pixels, decoded

# The last block of each stride, and its channels.
LEVELS = {4: (2, 24), 8: (4, 40), 16: (10, 112), 32: (15, 320)}
BATCH = {"cpu": 8, "cuda": 64}


@dataclass(frozen=True, slots=True, eq=False)
class Maps:
    """One map a level, finest first, each (n, channels, h, w) in float16; the maps of faulty pictures are nan."""

    levels: tuple[Halves, ...]
    faults: tuple[Fault, ...] = ()

    def __len__(self) -> int:
        return len(self.levels[0])

    def part(self, places: Sequence[int] | slice) -> "Maps":
        """The maps of some pictures alone."""
        return Maps(tuple(level[places] for level in self.levels))


class Pyramid:
    """Pictures, squeezed to (width, height), to maps of strides `finest` to 32. About 1 MB a picture of 480 x 352."""

    name = "efficientnet-lite0-pyramid"

    def __init__(
        self, weights_folder: Path, device: devices.Setting = "auto", *, width: int, height: int, finest: int = 8
    ) -> None:
        self.device = devices.chosen(device)
        self.width, self.height = width, height
        self.strides = tuple(stride for stride in LEVELS if stride >= finest)
        what = f"{LITE0.source.sha256} {width} x {height} {self.strides}, bilinear"
        self.version = hashlib.sha256(what.encode()).hexdigest()[:16]
        self._network = LITE0.network(weights_folder, self.device)

    def maps(self, items: Sequence[Item]) -> Maps:
        """The maps of all pictures, in their order."""
        reasons: dict[int, str] = {}
        levels = tuple(
            np.full(
                (len(items), LEVELS[stride][1], -(-self.height // stride), -(-self.width // stride)), np.nan, np.float16
            )
            for stride in self.strides
        )
        ready: dict[int, Pixels] = {}

        def run(batch: Sequence[int]) -> Singles:
            for level, found in zip(levels, self._run([ready[place] for place in batch]), strict=True):
                level[list(batch)] = found
            return np.zeros((len(batch), 0), np.float32)

        run_batches(self._batches(items, ready, reasons), run, reasons)
        return Maps(levels, tuple(Fault(place, reasons[place]) for place in sorted(reasons)))

    def _batches(
        self, items: Sequence[Item], ready: dict[int, Pixels], reasons: dict[int, str]
    ) -> Iterator[Sequence[int]]:
        start = 0
        for batch in decoded(items, self.width, self.height, BATCH[self.device.type]):
            ready.clear()
            ready.update({start + i: one for i, one in enumerate(batch) if not isinstance(one, str)})
            reasons.update({start + i: one for i, one in enumerate(batch) if isinstance(one, str)})
            start += len(batch)
            if ready:
                yield tuple(ready)

    def _run(self, pictures: Sequence[Pixels]) -> list[Halves]:
        pixels = torch.from_numpy(np.stack(pictures)).to(self.device).permute(0, 3, 1, 2).float()
        with devices.inference(self.device):
            outputs = list(self._network(pixels))
            return [outputs[LEVELS[stride][0]].half().cpu().numpy() for stride in self.strides]
