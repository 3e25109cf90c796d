"""Boxes: a heat map of centres for each class, and at each cell how far the four sides are."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor
from torch.nn import functional

from autolabel import devices
from autolabel.arrays import Floats, Ints
from autolabel.backbones.pyramid import Maps
from autolabel.learners.contract import SampleRefused
from autolabel.learners.heads import Head, outputs_of, sorted_places, train
from autolabel.saving import Saved

WIDTH = 96
# Scores under this are noise; boxes of one class that overlap more are one box.
LEAST_SCORE = 0.05
MOST_OVERLAP = 0.5
MOST_BOXES = 300
# Sides are told in shares of the picture, near this size at first.
SIDE = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Boxes:
    """Boxes of one picture: corners (b, 4) left, top, right, bottom in shares of its width and height, 0..1; classes
    (b,); scores (b,), 1 for people's boxes."""

    corners: Floats
    classes: Ints
    scores: Floats = field(default_factory=lambda: np.empty(0))

    def __post_init__(self) -> None:
        corners = np.asarray(self.corners, np.float64).reshape(-1, 4)
        classes = np.asarray(self.classes, np.int64)
        scores = np.asarray(self.scores, np.float64)
        if classes.shape != (len(corners),):
            raise SampleRefused(f"{len(corners)} boxes need as many classes, not {classes.shape}")
        object.__setattr__(self, "corners", corners)
        object.__setattr__(self, "classes", classes)
        object.__setattr__(self, "scores", scores if len(scores) == len(corners) else np.ones(len(corners)))

    def __len__(self) -> int:
        return len(self.classes)


@dataclass(frozen=True, slots=True)
class Detection:
    """Learns from the maps of pictures and people's boxes; some 15 s on two cores, whatever the size of the sample."""

    steps: int = 350
    batch: int = 8
    rate: float = 3e-3
    device: devices.Setting = "auto"

    def fit(self, maps: Maps, boxes: Sequence[Boxes], class_count: int, *, seed: int) -> "DetectionModel":
        """Deterministic on the processor for a seed. Raises SampleRefused for no picture, as many boxes as there are not
        pictures, and classes out of range."""
        if not len(maps) or len(boxes) != len(maps):
            raise SampleRefused(f"{len(maps)} pictures need as many sets of boxes, not {len(boxes)}, and one at least")
        if any((one.classes < 0).any() or (one.classes >= class_count).any() for one in boxes):
            raise SampleRefused(f"classes must be whole numbers in 0..{class_count - 1}")
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
        for _, outputs in outputs_of(self.head, maps, devices.chosen(self.device), 16):
            heat = torch.nan_to_num(outputs[:, : self.class_count].sigmoid())
            peaks = heat * (functional.max_pool2d(heat, 3, 1, 1) == heat)
            corners = _corners(torch.nan_to_num(outputs[:, self.class_count :]))
            found += [_kept(*pair) for pair in zip(peaks.cpu(), corners.cpu(), strict=True)]
        return found

    def saved(self) -> Saved:
        """All there is to the model."""
        arrays = {name: values.cpu().numpy() for name, values in self.head.state_dict().items()}
        return Saved("detection", {"class_count": self.class_count}, arrays)

    @classmethod
    def of(cls, saved: Saved) -> "DetectionModel":
        return cls(restored(saved), saved.settings["class_count"], "auto")


def restored(saved: Saved) -> Head:
    """A head from its arrays, whose shapes say how it is built."""
    arrays = saved.arrays
    levels = sum(name.startswith("narrow.") and name.endswith("weight") for name in arrays)
    channels = [arrays[f"narrow.{number}.weight"].shape[1] for number in range(levels)]
    head = Head(channels, len(arrays["first.bias"]), len(arrays["out.bias"]))
    head.load_state_dict({name: torch.from_numpy(values) for name, values in arrays.items()})
    return head.eval()


def confidence(found: Boxes) -> float:
    """How far to trust a picture's boxes as a whole, 0..1: the mean score of those that are kept (0.5 and more) minus
    the share of all that are neither sure nor unlikely (0.15 to 0.5)."""
    likely = found.scores[found.scores >= 0.15]
    if not len(likely):
        return 0.0
    kept = likely[likely >= 0.5]
    return max(float(kept.mean() if len(kept) else 0.0) - float((likely < 0.5).mean()), 0.0)


def overlaps(left: ArrayLike, right: ArrayLike) -> Floats:
    """Intersection over union of corners (a, 4) and (b, 4), (a, b)."""
    a, b = np.asarray(left, np.float64)[:, None], np.asarray(right, np.float64)[None]
    sides = np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2])
    shared = np.clip(sides, 0, None).prod(axis=-1)
    areas = [np.clip(one[..., 2:] - one[..., :2], 0, None).prod(axis=-1) for one in (a, b)]
    return np.asarray(shared / np.maximum(areas[0] + areas[1] - shared, 1e-12))


def _targets(boxes: Boxes, class_count: int, height: int, width: int) -> tuple[Tensor, Tensor]:
    """The heat map (k, h, w): 1 at each box's centre, less around it the smaller the box; and (c, 6) for the cells near
    a centre: row, column and the corners."""
    heat = np.zeros((class_count, height, width), np.float32)
    cells: list[tuple[float, ...]] = []
    rows, columns = np.mgrid[:height, :width]
    for (left, top, right, bottom), kind in zip(boxes.corners, boxes.classes, strict=True):
        row = min(max(int((top + bottom) / 2 * height), 0), height - 1)
        column = min(max(int((left + right) / 2 * width), 0), width - 1)
        spread = [max(side / 6, 0.6) for side in ((bottom - top) * height, (right - left) * width)]
        around = np.exp(-0.5 * (((rows - row) / spread[0]) ** 2 + ((columns - column) / spread[1]) ** 2))
        heat[kind] = np.maximum(heat[kind], around)
        for down, across in np.argwhere(around > 0.5):
            cells.append((down, across, left, top, right, bottom))
    return torch.from_numpy(heat), torch.tensor(cells, dtype=torch.float32).reshape(-1, 6)


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
    wanted = near[:, 3:]
    if mirrored:
        column = outputs.shape[-1] - 1 - column
        wanted = torch.stack([1 - wanted[:, 2], wanted[:, 1], 1 - wanted[:, 0], wanted[:, 3]], dim=1)
    corners = _corners(outputs[:, class_count:])[picture, :, row, column]
    return total + 2 * (1 - _generalised_iou(corners, wanted)).mean()


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
