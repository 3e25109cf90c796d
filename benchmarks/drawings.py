"""How near merged drawings come to the truth, with simulated workers on real boxes and masks.

    python -m benchmarks.drawings [--data ../shared/data]

Boxes: the 4,888 boxes of BCCD, drawn by 30 simulated workers of four skills who miss some, add some, lean to one side and
mix labels up; three or five of them an image. Ours beside the mean and the median of the same clusters. Masks: cars and
whole scenes of CamVid, painted by ten workers whose outlines wobble, grow or shrink and who forget blobs: the plain pixel
vote, the weighted one and STAPLE. Ends with status 1 where five workers' boxes stay below F1@.75 of 0.97. The data is no
part of the project; without it nothing is measured, and the output says so.
"""

from __future__ import annotations

import argparse
import io
import sys
import tarfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from PIL import Image
from scipy import ndimage
from scipy.optimize import linear_sum_assignment

from consolidation.functions.boxes import Boxes, BoxGeometry, boxes
from consolidation.functions.contract import Agreed, Floats, Given, Known
from consolidation.functions.mask_image import Indices, MaskImage
from consolidation.functions.masks import masks
from consolidation.functions.matching import Figures, matched, median_of
from consolidation.functions.pixel_vote import elect
from consolidation.functions.staple import staple

WORKERS = 30
SKILLS = np.array([0.02, 0.05, 0.08, 0.13])  # spread of a side, in widths or heights of the box
LEAST = 0.97
NAMES = ["RBC", "WBC", "Platelets"]
CAR, VOID = 8, 11

Drawings = Sequence[Boxes]


def read_boxes(archive: Path) -> list[Boxes]:
    """The true boxes of each image."""
    found = []
    with tarfile.open(archive) as files:
        for member in sorted(files.getmembers(), key=lambda one: one.name):
            stream = files.extractfile(member) if member.name.endswith(".xml") else None
            if stream:
                found.append(_boxes_in(stream.read()))
    return found


def _boxes_in(xml: bytes) -> Boxes:
    labels, sides = [], []
    for one in ElementTree.fromstring(xml).iter("object"):  # noqa: S314 - of the data set beside the checkout
        left, top, right, bottom = (float(one.findtext(f"bndbox/{side}", "0")) for side in
                                    ("xmin", "ymin", "xmax", "ymax"))  # fmt: skip
        labels.append(NAMES.index(one.findtext("name", "")))
        sides.append((left, top, right - left, bottom - top))
    return Boxes(np.array(labels, np.int64), np.array(sides, np.float64).reshape(-1, 4))


def draw(truth: Drawings, per_image: int, seed: int) -> list[list[Given[Boxes]]]:
    """What so many different workers make of each image."""
    rng = np.random.default_rng(seed)
    lean = rng.normal(0, 0.02, (WORKERS, 4))
    return [
        [Given(int(worker), _drawn(rng, one, float(SKILLS[worker % 4]), lean[worker]))
         for worker in rng.permutation(WORKERS)[:per_image]]
        for one in truth
    ]  # fmt: skip


def _drawn(rng: np.random.Generator, truth: Boxes, skill: float, lean: Floats) -> Boxes:
    """Misses 6 to 20 % of the boxes and adds 10 %, worse workers more; every fiftieth label is a random one."""
    seen = rng.random(len(truth.labels)) > 0.04 + 1.2 * skill
    labels, sides = truth.labels[seen].copy(), truth.sides[seen]
    size = np.tile(sides[:, 2:], 2)
    edges = np.concatenate([sides[:, :2], sides[:, :2] + sides[:, 2:]], axis=1)
    edges = edges + (rng.normal(0, skill, edges.shape) + lean) * size
    added = rng.poisson(0.1 * len(truth.labels))
    middle, extent = rng.random((added, 2)) * [640, 480], rng.uniform(20, 120, (added, 2))
    edges = np.concatenate([edges, np.concatenate([middle - extent / 2, middle + extent / 2], axis=1)]).round()
    low, high = np.minimum(edges[:, :2], edges[:, 2:]), np.maximum(edges[:, :2], edges[:, 2:])
    labels = np.append(labels, rng.integers(0, 3, added))
    mixed = rng.random(len(labels)) < 0.02
    labels[mixed] = rng.integers(0, 3, mixed.sum())
    return Boxes(labels, np.concatenate([low, high - low], axis=1))


def fused_by(average: Callable[[Floats], Floats], objects: Sequence[Sequence[Given[Boxes]]]) -> list[Boxes]:
    """The clusters that more than half of the workers drew, everybody counted alike."""
    found = []
    for given in objects:
        edges = [Figures(one.content.labels, _edges(one.content.sides)) for one in given]
        clusters = matched(edges, BoxGeometry())
        members = np.full((clusters.count, len(given), 4), np.nan)
        votes = np.zeros((clusters.count, len(NAMES)), np.int64)
        for at, (own, one) in enumerate(zip(clusters.clusters, edges, strict=True)):
            members[own, at] = one.places
            votes[own, one.labels] += 1
        kept = 2 * votes.sum(axis=1) > len(given)
        top, left, bottom, right = average(members[kept]).T
        sides = np.stack([left, top, right - left, bottom - top], axis=1)
        found.append(Boxes(votes[kept].argmax(axis=1), sides))
    return found


def _edges(sides: Floats) -> Floats:
    return np.stack([sides[:, 1], sides[:, 0], sides[:, 1] + sides[:, 3], sides[:, 0] + sides[:, 2]], axis=1)


def score(found: Drawings, truth: Drawings) -> tuple[float, float, float]:
    """F1 at an intersection over union of .5, the mean of those that reach it, and F1 at .75; labels have to agree."""
    alike = np.concatenate([_matches(one, true) for one, true in zip(found, truth, strict=True)])
    both = sum(len(one.labels) for one in (*found, *truth))
    return 2 * (alike >= 0.5).sum() / both, float(alike[alike >= 0.5].mean()), 2 * (alike >= 0.75).sum() / both


def _matches(found: Boxes, truth: Boxes) -> Floats:
    alike = _alike(found, truth)
    return np.asarray(alike[linear_sum_assignment(alike, maximize=True)])


def _alike(found: Boxes, truth: Boxes) -> Floats:
    table = BoxGeometry().likeness(_edges(found.sides)[:, None], _edges(truth.sides)[None])
    return np.asarray(table * (found.labels[:, None] == truth.labels))


def calibration_error(agreed: Sequence[Agreed[Boxes]], truth: Drawings) -> float:
    """Mean distance of the boxes' confidence to how many with that confidence are right at .5, weighted by number."""
    trust = np.concatenate([np.array(one.parts) for one in agreed])
    right = np.concatenate([
        _alike(one.content, true).max(axis=1, initial=0) >= 0.5 for one, true in zip(agreed, truth, strict=True)
    ])  # fmt: skip
    values, of = np.unique(trust, return_inverse=True)
    count = np.bincount(of)
    return float(np.abs(np.bincount(of, right) / count - values) @ count / len(trust))


def row(name: str, scores: Sequence[float], note: str = "") -> None:
    print(f"  {name:<36}" + "".join(f"{one:>10.3f}" for one in scores) + f"   {note}")


def measure_boxes(truth: Drawings) -> float:
    """Print the table; F1@.75 with five workers."""
    print(f"\nBoxes: {len(truth)} images, {sum(len(one.labels) for one in truth):,} boxes")
    reached = 0.0
    for per_image in (2, 3, 5):
        print(f"  {f'{per_image} workers an image':<36}{'F1@.5':>10}{'mean IoU':>10}{'F1@.75':>10}")
        objects = draw(truth, per_image, seed=0)
        row("one of them", score([given[0].content for given in objects], truth))
        row("clusters, mean", score(fused_by(lambda members: np.nanmean(members, axis=1), objects), truth))
        row("clusters, median", score(fused_by(median_of, objects), truth))
        begun = time.perf_counter()
        agreed = boxes(objects, Known.nothing(WORKERS))
        seconds = time.perf_counter() - begun
        scores = score([one.content for one in agreed], truth)
        error = calibration_error(agreed, truth)
        row("ours", scores, f"{seconds:.2f} s for all; calibration error of the confidences {error:.3f}")
        reached = scores[2]
    return reached


def read_masks(archive: Path, only: int | None, count: int = 19) -> list[Indices]:
    """True masks: 1 where the class `only` is, or all classes from 1."""
    found: list[Indices] = []
    with tarfile.open(archive) as files:
        for member in sorted(files.getmembers(), key=lambda one: one.name):
            stream = files.extractfile(member) if "testannot" in member.name and member.isfile() else None
            if stream and len(found) < count:
                classes = np.asarray(Image.open(io.BytesIO(stream.read())))
                mask = np.where(classes >= VOID, 0, classes + 1) if only is None else classes == only
                found += [mask.astype(np.uint8)] if np.count_nonzero(mask) > 3_000 else []
    return found


def _painted(rng: np.random.Generator, truth: Indices, care: float) -> Indices:
    """Outlines wobble by some pixels, blobs are forgotten, a single class grows or shrinks; the larger `care` the more."""
    height, width = truth.shape
    down, right = (ndimage.gaussian_filter(rng.normal(size=truth.shape), 8) for _ in range(2))
    rows = np.clip(np.arange(height)[:, None] + 4 * care * down / down.std(), 0, height - 1).round().astype(np.int64)
    columns = np.clip(np.arange(width) + 4 * care * right / right.std(), 0, width - 1).round().astype(np.int64)
    mask = truth[rows, columns]
    steps = int(rng.integers(-2, 3))
    if truth.max() == 1 and steps:
        change = ndimage.binary_erosion if steps < 0 else ndimage.binary_dilation
        mask = change(mask, iterations=abs(steps)).astype(np.uint8)
    for number in np.unique(mask[mask > 0]):
        blobs, count = ndimage.label(mask == number)
        mask[np.isin(blobs, np.flatnonzero(rng.random(count) < 0.06 * care) + 1)] = 0
    return mask


def intersection_over_union(mask: Indices, truth: Indices) -> float:
    """Mean over the true classes, the background left out."""
    numbers = np.unique(truth[truth > 0])
    both = [
        np.count_nonzero((mask == n) & (truth == n)) / np.count_nonzero((mask == n) | (truth == n)) for n in numbers
    ]
    return float(np.mean(both))


def measure_masks(truth: Sequence[Indices], name: str) -> None:
    print(f"\nMasks: {name}, {len(truth)} images")
    care = np.array([0.5, 0.8, 1.0, 1.3, 2.0])
    for per_image in (3, 5):
        rng = np.random.default_rng(1)
        objects = [
            [Given(int(worker), MaskImage.of(_painted(rng, one, float(care[worker % 5]))))
             for worker in rng.permutation(10)[:per_image]]
            for one in truth
        ]  # fmt: skip
        print(f"  {f'{per_image} workers an image':<36}{'mean IoU':>10}{'pixels':>10}{'trust':>10}{'ms':>10}")
        _show("one of them", [given[0].content for given in objects], truth)
        begun = time.perf_counter()
        plain = [elect([one.content for one in given], np.ones(len(given))).image for given in objects]
        _show("vote", plain, truth, seconds=time.perf_counter() - begun)
        for title, function in (("ours, weighted vote", masks), ("STAPLE on the painted rectangle", staple)):
            begun = time.perf_counter()
            agreed = function(objects, Known.nothing(10))
            seconds = time.perf_counter() - begun
            trust = float(np.mean([one.confidence for one in agreed]))
            _show(title, [one.content for one in agreed], truth, trust, seconds)


def _show(
    title: str, found: Sequence[MaskImage], truth: Sequence[Indices], trust: float | None = None, seconds: float = 0.0
) -> None:
    """`pixels`: the share of right ones among those that are not background in either."""
    drawn = [image.indices for image in found]
    alike = np.mean([intersection_over_union(one, true) for one, true in zip(drawn, truth, strict=True)])
    pixels = np.mean([(one == true)[(one > 0) | (true > 0)].mean() for one, true in zip(drawn, truth, strict=True)])
    told = f"{trust:>10.3f}" if trust is not None else f"{'':>10}"
    print(f"  {title:<36}{alike:>10.3f}{pixels:>10.3f}{told}{seconds / len(truth) * 1e3:>10.0f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    given = parser.parse_args()
    bccd, camvid = given.data / "bccd/bccd.tar.gz", given.data / "camvid-lite/camvid-lite.tar.gz"
    if not bccd.exists() or not camvid.exists():
        print("Nothing was measured: needs bccd/bccd.tar.gz and camvid-lite/camvid-lite.tar.gz, see --data.")
        return 0
    reached = measure_boxes(read_boxes(bccd))
    measure_masks(read_masks(camvid, CAR), "cars")
    measure_masks(read_masks(camvid, None), "whole scenes, 11 classes")
    print(
        f"\nBoxes by five workers: F1@.75 {reached:.3f}, at least {LEAST}: {'kept' if reached >= LEAST else 'MISSED'}"
    )
    return int(reached < LEAST)


if __name__ == "__main__":
    sys.exit(main())
