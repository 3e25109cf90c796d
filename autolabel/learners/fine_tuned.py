"""The top of EfficientNet-Lite 0 learned anew for a job, on maps of its frozen lower part. Worth it where there is a GPU."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor, nn
from torch.nn import functional

from autolabel import devices
from autolabel.backbones.efficientnet import Block, Convolution
from autolabel.backbones.lite import LITE0
from autolabel.backbones.pyramid import LEVELS
from autolabel.learners.contract import Sample, Singles, rows_of
from autolabel.learners.learned_network import LearnedNetwork, batches
from autolabel.saving import Saved

# The level of a `Pyramid` that is learned on: the last block of this stride, and its channels.
STRIDE = 16
BLOCK, CHANNELS = LEVELS[STRIDE]


@dataclass(frozen=True, slots=True)
class FineTuned:
    """Learns the blocks after stride 16, the head and a linear layer. Features are the maps (112, height, width) of a
    `Pyramid` at stride 16, flattened: `maps.levels[0].reshape(n, -1)` of one whose finest stride is 16."""

    height: int
    width: int
    weights_folder: Path
    steps: int = 400
    rate: float = 3e-4
    device: devices.Setting = "auto"

    def fit(self, features: ArrayLike, labels: ArrayLike, class_count: int, *, seed: int) -> "FineTunedModel":
        """As `Learner.fit`."""
        sample = Sample(np.asarray(features), np.asarray(labels), class_count)
        shape = (CHANNELS, self.height, self.width)
        maps = torch.from_numpy(rows_of(sample.features, int(np.prod(shape)))).reshape(-1, *shape)
        classes, targets = np.unique(sample.labels, return_inverse=True)
        device = devices.chosen(self.device)
        network = LITE0.network(self.weights_folder, device)
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            top = _Top(network.blocks[BLOCK + 1 :], network.head, len(classes)).to(device)
            if len(classes) > 1:
                _train(top, maps, torch.from_numpy(targets), self)
        return FineTunedModel(top.eval().cpu(), shape, classes, class_count, 1.0, self.device)


@dataclass(frozen=True, slots=True, eq=False)
class FineTunedModel(LearnedNetwork):
    """A learned top. Saved it has some 13 MB; the loader for customers, which has no PyTorch, does not read this kind."""

    kind = "fine-tuned"
    at_once = 512

    def inputs(self, rows: Singles) -> Tensor:
        """Maps (n, 112, height, width)."""
        return torch.from_numpy(rows).reshape(-1, *self.shape)

    @classmethod
    def of(cls, saved: Saved) -> "FineTunedModel":
        settings, arrays = saved.settings, dict(saved.arrays)
        classes = arrays.pop("classes")
        _, height, width = settings["shape"]
        tensors = {name: torch.from_numpy(values) for name, values in arrays.items()}
        count = 1 + max(int(name.split(".")[1]) for name in tensors if name.startswith("blocks."))
        blocks = nn.ModuleList(_block(tensors, f"blocks.{number}", 1 if number else 2) for number in range(count))
        top = _Top(blocks, _convolution(tensors, "head", 1), len(classes))
        top.load_state_dict(tensors)
        shape = (CHANNELS, height, width)
        return cls(top.eval(), shape, classes, settings["class_count"], settings["sharpness"], "auto")


class _Top(nn.Module):
    """What comes after the frozen part."""

    def __init__(self, blocks: nn.ModuleList, head: Convolution, class_count: int) -> None:
        super().__init__()
        self.blocks, self.head = blocks, head
        self.drop = nn.Dropout(0.2)
        self.out = nn.Linear(head.weight.shape[0], class_count)
        nn.init.normal_(self.out.weight, std=0.01)
        nn.init.zeros_(self.out.bias)

    def forward(self, maps: Tensor) -> Tensor:
        x = maps
        for block in self.blocks:
            x = block(x)
        x = functional.relu6(self.head(x)).mean((2, 3))
        out: Tensor = self.out(self.drop(x))
        return out

    def groups(self, rate: float) -> Iterator[dict[str, object]]:
        """What was learned before moves ten times slower than what is new."""
        yield {"params": [*self.blocks.parameters(), *self.head.parameters()], "lr": rate}
        yield {"params": [*self.out.parameters()], "lr": 10 * rate}


def _block(tensors: dict[str, Tensor], name: str, stride: int) -> Block:
    return Block(
        _convolution(tensors, f"{name}.widen", 1),
        _convolution(tensors, f"{name}.filter", stride),
        _convolution(tensors, f"{name}.narrow", 1),
    )


def _convolution(tensors: dict[str, Tensor], name: str, stride: int) -> Convolution:
    return Convolution(tensors[f"{name}.weight"], tensors[f"{name}.bias"], stride)


def _train(top: _Top, maps: Tensor, targets: Tensor, settings: FineTuned) -> None:
    """Learn with the global generator, which the caller seeded; half of the batches are mirrored."""
    device = next(top.parameters()).device
    optimiser = torch.optim.AdamW(top.groups(settings.rate), settings.rate, weight_decay=0.02)
    rates = [group["lr"] for group in optimiser.param_groups]
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rates, total_steps=settings.steps)
    top.train()
    for batch in batches(len(maps), settings.steps):
        given = maps[batch].to(device)
        with devices.precision(device):
            scores = top(given.flip(-1) if torch.rand(()) < 0.5 else given)
        loss = functional.cross_entropy(scores.float(), targets[batch].to(device), label_smoothing=0.05)
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        optimiser.step()
        schedule.step()
