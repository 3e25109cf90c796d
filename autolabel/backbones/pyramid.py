"""EfficientNet-Lite 0 as maps instead of rows: what detection and segmentation heads stand on."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from autolabel import devices
from autolabel.backbones.batching import run_batches
from autolabel.backbones.contract import Embedded, Fault, Halves, Item, Kind, Singles
from autolabel.backbones.lite import LITE0
from autolabel.backbones.pictures import Pixels, decoded

# The last block of each stride, and its channels.
LEVELS = {4: (2, 24), 8: (4, 40), 16: (10, 112), 32: (15, 320)}
BATCH = {"cpu": 8, "cuda": 64}
_TOP = float(np.finfo(np.float16).max)


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

    def means(self) -> Halves:
        """A row a picture (n, channels of all levels): the mean over the picture of each channel."""
        return np.concatenate([level.astype(np.float32).mean(axis=(2, 3)) for level in self.levels], 1).astype(
            np.float16
        )


class Pyramid:
    """Pictures, squeezed to (width, height), to maps of strides `finest` to 32: 0.36 MB a picture of 416 x 312 from
    stride 8, 1 MB of 480 x 352 from stride 4. Pictures are not turned as their file says: people draw on what is stored.

    A `Backbone` too: a picture's row is its maps' means.
    """

    name = "efficientnet-lite0-pyramid"
    kind: Kind = "image"

    def __init__(
        self, weights_folder: Path, device: devices.Setting = "auto", *, width: int, height: int, finest: int = 8
    ) -> None:
        self.device = devices.chosen(device)
        self.width, self.height = width, height
        self.strides = tuple(stride for stride in LEVELS if stride >= finest)
        self.shapes = tuple((LEVELS[one][1], -(-height // one), -(-width // one)) for one in self.strides)
        self.size = sum(channels for channels, _, _ in self.shapes)
        what = f"{LITE0.source.sha256} {width} x {height} {self.strides}, bilinear, as stored"
        self.version = hashlib.sha256(what.encode()).hexdigest()[:16]
        self._network = LITE0.network(weights_folder, self.device)

    def embed(self, items: Sequence[Item], /) -> Embedded:
        """As `Backbone.embed`."""
        found = self.maps(items)
        return Embedded(found.means(), found.faults)

    def maps(self, items: Sequence[Item]) -> Maps:
        """The maps of all pictures, in their order."""
        reasons: dict[int, str] = {}
        levels = tuple(np.full((len(items), *shape), np.nan, np.float16) for shape in self.shapes)
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
        for batch in decoded(items, self.width, self.height, BATCH[self.device.type], as_stored=True):
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
            return [outputs[LEVELS[stride][0]].clamp(-_TOP, _TOP).half().cpu().numpy() for stride in self.strides]
