"""A small network from scratch, for small pictures that look like nothing a backbone was trained on (digits, scans)."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor, nn
from torch.nn import functional

from autolabel import devices
from autolabel.learners.contract import Sample, Singles, rows_of
from autolabel.learners.learned_network import LearnedNetwork, batches
from autolabel.saving import Saved

WIDTHS = (16, 32, 64, 96)
# Pictures are halved until no side is longer.
LAST_SIDE = 8


@dataclass(frozen=True, slots=True)
class Network:
    """Convolutions in pairs, halving in between, then two full layers; learned in `steps` batches of pictures that are
    shifted by up to `shift` pixels.

    Features are the pixels of pictures (height, width, channels), row by row, in 0..1. A few seconds on a processor
    for 28 x 28; what it costs does not depend on the size of the sample.
    """

    height: int
    width: int
    channels: int
    steps: int = 400
    shift: int = 2
    rate: float = 2e-3
    device: devices.Setting = "auto"

    def fit(self, features: ArrayLike, labels: ArrayLike, class_count: int, *, seed: int) -> "NetworkModel":
        """As `Learner.fit`."""
        sample = Sample(np.asarray(features), np.asarray(labels), class_count)
        rows_of(sample.features, self.height * self.width * self.channels)
        classes, targets = np.unique(sample.labels, return_inverse=True)
        device = devices.chosen(self.device)
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            body = _body(self.height, self.width, self.channels, len(classes))
            if len(classes) > 1:
                _train(body.to(device), self._pictures(sample.features), torch.from_numpy(targets), self)
        shape = (self.height, self.width, self.channels)
        return NetworkModel(body.eval().cpu(), shape, classes, class_count, 1.0, self.device)

    def _pictures(self, rows: ArrayLike) -> Tensor:
        return _pictures(rows, (self.height, self.width, self.channels))


@dataclass(frozen=True, slots=True, eq=False)
class NetworkModel(LearnedNetwork):
    """A learned network."""

    kind = "network"
    at_once = 1_024

    def inputs(self, rows: Singles) -> Tensor:
        """Pictures (n, channels, height, width) in -0.5..0.5."""
        return _pictures(rows, self.shape)

    @classmethod
    def of(cls, saved: Saved) -> "NetworkModel":
        settings, arrays = saved.settings, dict(saved.arrays)
        classes = arrays.pop("classes")
        height, width, channels = settings["shape"]
        body = _body(height, width, channels, len(classes))
        body.load_state_dict({name: torch.from_numpy(values) for name, values in arrays.items()})
        shape = (height, width, channels)
        return cls(body.eval(), shape, classes, settings["class_count"], settings["sharpness"], "auto")


def _body(height: int, width: int, channels: int, class_count: int) -> nn.Sequential:
    layers: list[nn.Module] = []
    for number, wide in enumerate(WIDTHS):
        if number >= 2 and max(height, width) <= LAST_SIDE:
            break
        for given in (channels, wide):
            layers += [nn.Conv2d(given, wide, 3, padding=1), nn.ReLU()]
        layers += [nn.MaxPool2d(2, ceil_mode=True), nn.Dropout(0.2)]
        channels, height, width = wide, -(-height // 2), -(-width // 2)
    cells = min(height, LAST_SIDE) * min(width, LAST_SIDE)
    if cells < height * width:
        layers.append(nn.AdaptiveAvgPool2d((min(height, LAST_SIDE), min(width, LAST_SIDE))))
    last = nn.Linear(128, class_count)
    layers += [nn.Flatten(), nn.Linear(channels * cells, 128), nn.ReLU(), nn.Dropout(0.4), last]
    for layer in layers:
        if isinstance(layer, nn.Conv2d | nn.Linear):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            assert layer.bias is not None  # they are made with one
            nn.init.zeros_(layer.bias)
    nn.init.normal_(last.weight, std=0.01)
    return nn.Sequential(*layers)


def _train(body: nn.Module, pictures: Tensor, targets: Tensor, settings: Network) -> None:
    """Learn with the global generator, which the caller seeded."""
    device = next(body.parameters()).device
    optimiser = torch.optim.AdamW(body.parameters(), settings.rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, settings.rate, total_steps=settings.steps)
    body.train()
    for batch in batches(len(pictures), settings.steps):
        with devices.precision(device):
            scores = body(_shifted(pictures[batch], settings.shift).to(device))
        loss = functional.cross_entropy(scores.float(), targets[batch].to(device), label_smoothing=0.02)
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        optimiser.step()
        schedule.step()


def _shifted(pictures: Tensor, most: int) -> Tensor:
    """Each picture moved by up to `most` pixels either way, its border repeated."""
    n, _, height, width = pictures.shape
    padded = functional.pad(pictures, (most, most, most, most), mode="replicate")
    down, right = torch.randint(0, 2 * most + 1, (2, n))
    rows = down[:, None] + torch.arange(height)
    columns = right[:, None] + torch.arange(width)
    moved = padded.permute(0, 2, 3, 1)[torch.arange(n)[:, None, None], rows[:, :, None], columns[:, None, :]]
    return moved.permute(0, 3, 1, 2)


def _pictures(rows: ArrayLike, shape: tuple[int, int, int]) -> Tensor:
    given = torch.from_numpy(np.asarray(rows, np.float32)).reshape(-1, *shape)
    return given.permute(0, 3, 1, 2).contiguous() - 0.5
