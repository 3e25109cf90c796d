"""Boxes: for each class a heat map of centres, and at each cell how far the four sides of such a box are.

Each class has sides of its own: a head that is in doubt which of two classes it sees would else draw a box between their
sizes. On blood cells, platelets beside red cells four times as large, AP50 of platelets 0.62 with shared sides, 0.76 so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from autolabel import devices
from autolabel.backbones.pyramid import Maps
from autolabel.learners.boxes import Boxes, overlaps
from autolabel.learners.contract import SampleRefused
from autolabel.learners.heads import ASIDE, Earlier, Head, Turn, begin_from, outputs_of, restored, sorted_places, train
from autolabel.saving import Saved

# Heads that begin differently and are averaged: on blood cells (5 splits of 75 pictures) AP50 0.877 for three narrow ones
# of 200 steps, 0.870 for two of 250, 0.868 for a wide one (96) of 350, in the same time.
WIDTH = 64
HEADS = 3
# Scores under this are noise; boxes of one class that overlap more are one box.
LEAST_SCORE = 0.05
MOST_OVERLAP = 0.5
MOST_BOXES = 300
# How much the sides count beside the centres.
SIDES = 5.0
# Sides are told in shares of the picture, near this size at first.
SIDE = 0.1


@dataclass(frozen=True, slots=True)
class Detection:
    """Learns from the maps of pictures and people's boxes; some 35 s on two cores, whatever the size of the sample."""

    steps: int = 200  # of each head
    batch: int = 8
    rate: float = 3e-3
    device: devices.Setting = "auto"

    def fit(
        self, maps: Maps, boxes: Sequence[Boxes], class_count: int, *, seed: int, earlier: Earlier | None = None
    ) -> "DetectionModel":
        """Begins as an earlier head ended where there is one. Deterministic on the processor for a seed. Raises
        SampleRefused for no picture, as many boxes as there are not pictures, and classes out of range."""
        _refuse_no_sample(maps, boxes, class_count)
        order = sorted_places(maps)
        maps, boxes = maps.part(order), [boxes[place] for place in order]
        device = devices.chosen(self.device)
        height, width = maps.levels[0].shape[-2:]
        heats, cells = zip(*(_targets(one, class_count, height, width) for one in boxes), strict=True)

        def loss(outputs: Tensor, places: Sequence[int], turn: Turn) -> Tensor:
            heat = torch.stack([heats[place] for place in places]).to(device)
            given = [cells[place] for place in places]
            return _lost(outputs, heat.flip(turn), given, turn, class_count)

        def learned(number: int) -> Head:
            head = Head([level.shape[1] for level in maps.levels], WIDTH, 5 * class_count)
            assert head.out.bias is not None  # it is made with one
            torch.nn.init.constant_(head.out.bias[:class_count], -4.0)  # nearly every cell is no centre
            if earlier:
                before = _part(earlier.saved, number % earlier.saved.settings["heads"])
                begin_from(head, before, _same_outputs(earlier, class_count))
            train(head, maps, loss, steps=self.steps, batch=self.batch, rate=self.rate, device=device)
            return head.cpu()

        with torch.random.fork_rng():
            torch.manual_seed(seed)
            return DetectionModel(tuple(learned(number) for number in range(HEADS)), class_count, self.device)


@dataclass(frozen=True, slots=True, eq=False)
class DetectionModel:
    """Learned heads; what they tell is averaged."""

    heads: tuple[Head, ...]
    class_count: int
    device: devices.Setting

    def boxes(self, maps: Maps) -> list[Boxes]:
        """The boxes of each picture, surest first; none in a picture whose maps are nan."""
        found: list[Boxes] = []
        device = devices.chosen(self.device)
        # A picture and its mirror image together are surer than either.
        ways = [(head, turn) for head in self.heads for turn in ASIDE]
        told = (outputs_of(head, maps, device, 16, turn) for head, turn in ways)
        for parts in zip(*told, strict=True):
            pairs = [self._told(outputs, turn) for (_, outputs), (_, turn) in zip(parts, ways, strict=True)]
            heat, corners = (torch.stack(each).mean(dim=0) for each in zip(*pairs, strict=True))
            peaks = heat * (functional.max_pool2d(heat, 3, 1, 1) == heat)
            found += [_kept(*pair) for pair in zip(peaks.cpu(), corners.cpu(), strict=True)]
        return found

    def _told(self, outputs: Tensor, turn: Turn) -> tuple[Tensor, Tensor]:
        """Heat maps (n, k, h, w) and the corners of each class's box at each cell (n, k, 4, h, w), of what was told of
        pictures turned around."""
        heat = torch.nan_to_num(outputs[:, : self.class_count].sigmoid())  # nan is no centre, where 0 were one half
        corners = _corners(_sides(torch.nan_to_num(outputs), self.class_count)).flip(turn)
        return heat.flip(turn), _turned(corners, turn, 2)

    def saved(self) -> Saved:
        """All there is to the model."""
        arrays = {
            f"{number}.{name}": values.cpu().numpy()
            for number, head in enumerate(self.heads)
            for name, values in head.state_dict().items()
        }
        return Saved("boxes", {"class_count": self.class_count, "heads": len(self.heads)}, arrays)

    @classmethod
    def of(cls, saved: Saved) -> "DetectionModel":
        heads = tuple(restored(_part(saved, number)) for number in range(saved.settings["heads"]))
        return cls(heads, saved.settings["class_count"], "auto")


def _part(saved: Saved, number: int) -> Saved:
    """One head of a saved model."""
    before = f"{number}."
    arrays = {name.removeprefix(before): one for name, one in saved.arrays.items() if name.startswith(before)}
    return Saved(saved.kind, saved.settings, arrays)


def _refuse_no_sample(maps: Maps, boxes: Sequence[Boxes], class_count: int) -> None:
    if not len(maps) or len(boxes) != len(maps):
        raise SampleRefused(f"{len(maps)} pictures need as many sets of boxes, not {len(boxes)}, and one at least")
    if any((one.classes < 0).any() or (one.classes >= class_count).any() for one in boxes):
        raise SampleRefused(f"classes must be whole numbers in 0..{class_count - 1}")


def _same_outputs(earlier: Earlier, class_count: int) -> dict[int, int]:
    """The heat maps of the same classes, and their sides, which come after all heat maps."""
    before = earlier.saved.settings["class_count"]
    sides = {
        class_count + 4 * here + side: before + 4 * there + side
        for here, there in earlier.same.items()
        for side in range(4)
    }
    return {**earlier.same, **sides}


def _targets(boxes: Boxes, class_count: int, height: int, width: int) -> tuple[Tensor, Tensor]:
    """The heat map (k, h, w): 1 at each box's centre, less around it the smaller the box; and (c, 8) for the cells near
    a centre: class, row, column, the corners, and a weight that makes all boxes count alike."""
    heat = np.zeros((class_count, height, width), np.float32)
    cells: list[tuple[float, ...]] = []
    rows, columns = np.mgrid[:height, :width]
    for (left, top, right, bottom), kind in zip(boxes.corners, boxes.classes, strict=True):
        row = min(max(int((top + bottom) / 2 * height), 0), height - 1)
        column = min(max(int((left + right) / 2 * width), 0), width - 1)
        spread = [max(side / 6, 0.9) for side in ((bottom - top) * height, (right - left) * width)]
        around = np.exp(-0.5 * (((rows - row) / spread[0]) ** 2 + ((columns - column) / spread[1]) ** 2))
        heat[kind] = np.maximum(heat[kind], around)
        near = np.argwhere(around > 0.35)
        cells += [(kind, down, across, left, top, right, bottom, 1 / len(near)) for down, across in near]
    return torch.from_numpy(heat), torch.tensor(cells, dtype=torch.float32).reshape(-1, 8)


def _lost(outputs: Tensor, heat: Tensor, cells: Sequence[Tensor], turn: Turn, class_count: int) -> Tensor:
    """Focal loss of the heat map, as in Law and Deng's CornerNet (2018), and 1 - generalised IoU of the cells' boxes."""
    found = outputs[:, :class_count].sigmoid().clamp(1e-4, 1 - 1e-4)
    centre = (heat == 1).float()
    focal = centre * (1 - found) ** 2 * found.log() + (1 - centre) * (1 - heat) ** 4 * found**2 * (1 - found).log()
    total = -focal.sum() / centre.sum().clamp(min=1)
    near = torch.cat([functional.pad(one, (1, 0), value=number) for number, one in enumerate(cells)]).to(outputs.device)
    if not len(near):
        return total
    picture, kind, row, column = near[:, :4].long().T
    wanted, weight = near[:, 4:8], near[:, 8]
    if -1 in turn:
        column = outputs.shape[-1] - 1 - column
    if -2 in turn:
        row = outputs.shape[-2] - 1 - row
    wanted = _turned(wanted, turn, 1)
    corners = _corners(_sides(outputs, class_count))[picture, kind, :, row, column]
    return total + SIDES * (weight * (1 - _generalised_iou(corners, wanted))).sum() / weight.sum()


def _sides(outputs: Tensor, class_count: int) -> Tensor:
    """What is told of each class's four sides (n, k, 4, h, w)."""
    pictures, _, height, width = outputs.shape
    return outputs[:, class_count:].reshape(pictures, class_count, 4, height, width)


def _corners(sides: Tensor) -> Tensor:
    """From what is told of four sides (n, k, 4, h, w) at each cell to corners, likewise, in shares of the picture."""
    height, width = sides.shape[-2:]
    away = functional.softplus(sides) * SIDE
    y = (torch.arange(height, device=sides.device)[:, None] + 0.5) / height
    x = (torch.arange(width, device=sides.device)[None, :] + 0.5) / width
    left, top, right, bottom = away.unbind(2)
    return torch.stack([x - left, y - top, x + right, y + bottom], dim=2)


def _turned(corners: Tensor, turn: Turn, dim: int) -> Tensor:
    """Corners, which lie along this dimension, in a picture that is turned around."""
    left, top, right, bottom = corners.unbind(dim)
    if -1 in turn:
        left, right = 1 - right, 1 - left
    if -2 in turn:
        top, bottom = 1 - bottom, 1 - top
    return torch.stack([left, top, right, bottom], dim=dim)


def _generalised_iou(a: Tensor, b: Tensor) -> Tensor:
    """Of pairs of corners (c, 4), -1..1."""
    sides = torch.minimum(a[:, 2:], b[:, 2:]) - torch.maximum(a[:, :2], b[:, :2])
    shared = sides.clamp(min=0).prod(1)
    both = (a[:, 2:] - a[:, :2]).prod(1) + (b[:, 2:] - b[:, :2]).prod(1) - shared
    hull = (torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])).prod(1)
    return shared / both.clamp(min=1e-9) - (hull - both) / hull.clamp(min=1e-9)


def _kept(peaks: Tensor, corners: Tensor) -> Boxes:
    """The surest peaks (k, h, w) of one picture, with their corners (k, 4, h, w), but those that a surer box of their
    class covers."""
    scores, places = peaks.flatten().topk(min(MOST_BOXES, peaks.numel()))
    places = places[scores >= LEAST_SCORE]
    kinds, cells = places // peaks[0].numel(), places % peaks[0].numel()
    boxes = corners.flatten(2)[kinds, :, cells].double().clamp(0, 1).numpy()
    classes = kinds.numpy()
    covered = (overlaps(boxes, boxes) > MOST_OVERLAP) & (classes[:, None] == classes)
    kept: list[int] = []
    for place in range(len(boxes)):
        if not covered[place, kept].any():
            kept.append(place)
    return Boxes(boxes[kept], classes[kept], scores[: len(places)].double().numpy()[kept])
