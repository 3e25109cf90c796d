"""What learned networks for classes share, however they look: batches to learn in, reading by parts, and saving."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor, nn

from autolabel import devices
from autolabel.arrays import Floats, Ints
from autolabel.learners.contract import Singles, rows_of, softmax, spread
from autolabel.saving import Saved

BATCH = 64


@dataclass(frozen=True, slots=True, eq=False)
class LearnedNetwork(ABC):
    """A network for the classes (c,) that the sample had; `shape` is what a row of features is folded into."""

    kind: ClassVar[str]
    at_once: ClassVar[int]

    network: nn.Module
    shape: tuple[int, int, int]
    classes: Ints
    class_count: int
    sharpness: float
    device: devices.Setting

    @abstractmethod
    def inputs(self, rows: Singles) -> Tensor:
        """Rows of features as the network takes them."""

    def probabilities(self, features: ArrayLike, /) -> Floats:
        """As `Model.probabilities`."""
        rows = rows_of(features, int(np.prod(self.shape)))
        device = devices.chosen(self.device)
        network = self.network.to(device)
        whole = np.empty((len(rows), self.class_count))
        for start in range(0, len(rows), self.at_once):
            part = slice(start, start + self.at_once)
            with devices.inference(device):
                scores = network(self.inputs(rows[part]).to(device)).double().cpu().numpy()
            whole[part] = spread(softmax(scores * self.sharpness), self.classes, self.class_count)
        return whole

    def sharpened(self, power: float, /) -> Self:
        """As `Model.sharpened`."""
        return replace(self, sharpness=self.sharpness * power)

    def saved(self) -> Saved:
        """As `Model.saved`."""
        settings = {"shape": list(self.shape), "class_count": self.class_count, "sharpness": self.sharpness}
        arrays = {name: values.cpu().numpy() for name, values in self.network.state_dict().items()}
        return Saved(self.kind, settings, arrays | {"classes": self.classes})


def batches(count: int, steps: int) -> Iterator[Tensor]:
    """`steps` batches of places in a sample of `count`, each place once before any comes again (but for what is left
    when it does not fill a batch). Draws from the global generator."""
    left = torch.empty(0, dtype=torch.long)
    for _ in range(steps):
        if len(left) < min(BATCH, count):
            left = torch.cat([left, torch.randperm(count)])
        yield left[:BATCH]
        left = left[BATCH:]
