"""Boxes: a heat map of centres for each class, and at each cell how far the four sides are."""

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
from autolabel.learners.heads import Earlier, Head, begin_from, outputs_of, restored, sorted_places, train
from autolabel.saving import Saved

WIDTH = 96
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
    """Learns from the maps of pictures and people's boxes; some 15 s on two cores, whatever the size of the sample."""

    steps: int = 350
    batch: int = 8
    rate: float = 6e-3
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

        def loss(outputs: Tensor, places: Sequence[int], mirrored: bool) -> Tensor:
            heat = torch.stack([heats[place] for place in places]).to(device)
            given = [cells[place] for place in places]
            return _lost(outputs, heat.flip(-1) if mirrored else heat, given, mirrored, class_count)

        with torch.random.fork_rng():
            torch.manual_seed(seed)
            head = Head([level.shape[1] for level in maps.levels], WIDTH, class_count + 4)
            # Nearly every cell is no centre.
            torch.nn.init.constant_(head.out.bias[:class_count], -4.0)  # type: ignore[index] # it has one
            if earlier:
                begin_from(head, earlier.saved, _same_outputs(earlier, class_count))
            train(head, maps, loss, steps=self.steps, batch=self.batch, rate=self.rate, device=device)
        return DetectionModel(head.cpu(), class_count, self.device)


@dataclass(frozen=True, slots=True, eq=False)
class DetectionModel:
    """A learned head."""

    head: Head
    class_count: int
    device: devices.Setting

    def boxes(self, maps: Maps) -> list[Boxes]:
        """The boxes of each picture, surest first; none in a picture whose maps are nan."""
        found: list[Boxes] = []
        device = devices.chosen(self.device)
        # A picture and its mirror image together are surer than either.
        both = (outputs_of(self.head, maps, device, 16, mirrored=mirrored) for mirrored in (False, True))
        for (_, plain), (_, mirror) in zip(*both, strict=True):
            heat, corners = self._told(plain)
            other_heat, other = (told.flip(-1) for told in self._told(mirror))
            heat = (heat + other_heat) / 2
            turned = torch.stack([1 - other[:, 2], other[:, 1], 1 - other[:, 0], other[:, 3]], dim=1)
            peaks = heat * (functional.max_pool2d(heat, 3, 1, 1) == heat)
            found += [_kept(*pair) for pair in zip(peaks.cpu(), ((corners + turned) / 2).cpu(), strict=True)]
        return found

    def _told(self, outputs: Tensor) -> tuple[Tensor, Tensor]:
        """Heat maps (n, k, h, w) and the corners at each cell (n, 4, h, w)."""
        told = torch.nan_to_num(outputs)
        return told[:, : self.class_count].sigmoid(), _corners(told[:, self.class_count :])

    def saved(self) -> Saved:
        """All there is to the model."""
        arrays = {name: values.cpu().numpy() for name, values in self.head.state_dict().items()}
        return Saved("detection", {"class_count": self.class_count}, arrays)

    @classmethod
    def of(cls, saved: Saved) -> "DetectionModel":
        return cls(restored(saved), saved.settings["class_count"], "auto")


def _refuse_no_sample(maps: Maps, boxes: Sequence[Boxes], class_count: int) -> None:
    if not len(maps) or len(boxes) != len(maps):
        raise SampleRefused(f"{len(maps)} pictures need as many sets of boxes, not {len(boxes)}, and one at least")
    if any((one.classes < 0).any() or (one.classes >= class_count).any() for one in boxes):
        raise SampleRefused(f"classes must be whole numbers in 0..{class_count - 1}")


def _same_outputs(earlier: Earlier, class_count: int) -> dict[int, int]:
    """The heat maps of the same classes, and the four sides, which come after all classes."""
    before = earlier.saved.settings["class_count"]
    return {**earlier.same, **{class_count + side: before + side for side in range(4)}}


def _targets(boxes: Boxes, class_count: int, height: int, width: int) -> tuple[Tensor, Tensor]:
    """The heat map (k, h, w): 1 at each box's centre, less around it the smaller the box; and (c, 7) for the cells near
    a centre: row, column, the corners, and a weight that makes all boxes count alike."""
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
        cells += [(down, across, left, top, right, bottom, 1 / len(near)) for down, across in near]
    return torch.from_numpy(heat), torch.tensor(cells, dtype=torch.float32).reshape(-1, 7)


def _lost(outputs: Tensor, heat: Tensor, cells: Sequence[Tensor], mirrored: bool, class_count: int) -> Tensor:
    """Focal loss of the heat map, as in Law and Deng's CornerNet (2018), and 1 - generalised IoU of the cells' boxes."""
    found = outputs[:, :class_count].sigmoid().clamp(1e-4, 1 - 1e-4)
    centre = (heat == 1).float()
    focal = centre * (1 - found) ** 2 * found.log() + (1 - centre) * (1 - heat) ** 4 * found**2 * (1 - found).log()
    total = -focal.sum() / centre.sum().clamp(min=1)
    near = torch.cat([functional.pad(one, (1, 0), value=number) for number, one in enumerate(cells)]).to(outputs.device)
    if not len(near):
        return total
    picture, row, column = near[:, :3].long().T
    wanted, weight = near[:, 3:7], near[:, 7]
    if mirrored:
        column = outputs.shape[-1] - 1 - column
        wanted = torch.stack([1 - wanted[:, 2], wanted[:, 1], 1 - wanted[:, 0], wanted[:, 3]], dim=1)
    corners = _corners(outputs[:, class_count:])[picture, :, row, column]
    return total + SIDES * (weight * (1 - _generalised_iou(corners, wanted))).sum() / weight.sum()


def _corners(sides: Tensor) -> Tensor:
    """From the four sides' outputs (n, 4, h, w) at each cell to corners (n, 4, h, w) in shares of the picture."""
    _, _, height, width = sides.shape
    away = functional.softplus(sides) * SIDE
    y = (torch.arange(height, device=sides.device)[:, None] + 0.5) / height
    x = (torch.arange(width, device=sides.device)[None, :] + 0.5) / width
    return torch.stack([x - away[:, 0], y - away[:, 1], x + away[:, 2], y + away[:, 3]], dim=1)


def _generalised_iou(a: Tensor, b: Tensor) -> Tensor:
    """Of pairs of corners (c, 4), -1..1."""
    sides = torch.minimum(a[:, 2:], b[:, 2:]) - torch.maximum(a[:, :2], b[:, :2])
    shared = sides.clamp(min=0).prod(1)
    both = (a[:, 2:] - a[:, :2]).prod(1) + (b[:, 2:] - b[:, :2]).prod(1) - shared
    hull = (torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])).prod(1)
    return shared / both.clamp(min=1e-9) - (hull - both) / hull.clamp(min=1e-9)


def _kept(peaks: Tensor, corners: Tensor) -> Boxes:
    """The surest peaks of one picture (k, h, w), but those that a surer box of their class covers."""
    scores, places = peaks.flatten().topk(min(MOST_BOXES, peaks.numel()))
    places = places[scores >= LEAST_SCORE]
    kinds, cells = places // peaks[0].numel(), places % peaks[0].numel()
    boxes = corners.flatten(1)[:, cells].T.double().clamp(0, 1).numpy()
    classes = kinds.numpy()
    covered = (overlaps(boxes, boxes) > MOST_OVERLAP) & (classes[:, None] == classes)
    kept: list[int] = []
    for place in range(len(boxes)):
        if not covered[place, kept].any():
            kept.append(place)
    return Boxes(boxes[kept], classes[kept], scores[: len(places)].double().numpy()[kept])
