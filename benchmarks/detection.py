"""Boxes and masks by small heads on a frozen network: how good, how fast, beside what was measured before them.

    python -m benchmarks.detection [--train 75] [--test 100] [--splits 5] [--only boxes]

Real pictures from ../shared/data: blood cells (BCCD, 3 classes of boxes) and streets (CamVid, 11 classes of pixels). Where
they are absent, the output says so and nothing is measured.
"""

from __future__ import annotations

import argparse
import io
import sys
import tarfile
import time
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from autolabel.backbones.catalogue import backbone
from autolabel.backbones.contract import Item
from autolabel.backbones.pyramid import Maps, Pyramid
from autolabel.learners.boxes import Boxes, overlaps
from autolabel.learners.detection import Detection
from autolabel.learners.segmentation import UNLABELED, Segmentation
from benchmarks.figures import Figure, show

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
WEIGHTS = Path(__file__).resolve().parents[1] / "var" / "bench" / "weights"
CELLS = ("RBC", "WBC", "Platelets")
STREET_CLASSES = 11
LIMIT_SECONDS = 60


def files_of(archive: Path) -> dict[str, bytes]:
    with tarfile.open(archive) as opened:
        return {one.name: opened.extractfile(one).read() for one in opened if one.isfile()}


def boxes_of(xml: bytes) -> Boxes:
    """People's boxes of a Pascal VOC file."""
    root = ElementTree.fromstring(xml)  # noqa: S314 - of the data set beside the checkout, which nobody uploads
    width, height = (float(root.findtext(f"size/{side}", "1")) for side in ("width", "height"))
    corners, classes = [], []
    for one in root.iter("object"):
        left, top, right, bottom = (float(one.findtext(f"bndbox/{c}", "0")) for c in ("xmin", "ymin", "xmax", "ymax"))
        corners.append([left / width, top / height, right / width, bottom / height])
        classes.append(CELLS.index(one.findtext("name", "")))
    return Boxes(np.array(corners), np.array(classes))


def average_precision(found: list[Boxes], truth: list[Boxes], kind: int, least: float = 0.5) -> float:
    """Area under the whole curve of precision (made falling) over recall. As in COCO, surest first, each box is matched
    with the true one not yet found that it overlaps most; what is found twice is wrong.
    """
    total = sum(int((one.classes == kind).sum()) for one in truth)
    hits: list[tuple[float, bool]] = []
    for ours, theirs in zip(found, truth, strict=True):
        open_boxes = theirs.corners[theirs.classes == kind]
        for corners, score in zip(ours.corners[ours.classes == kind], ours.scores[ours.classes == kind], strict=True):
            over = overlaps(corners[None], open_boxes)[0] if len(open_boxes) else np.zeros(0)
            hit = bool(len(over)) and over.max() >= least
            hits.append((float(score), hit))
            if hit:
                open_boxes = np.delete(open_boxes, over.argmax(), axis=0)
    right = np.array([hit for _, hit in sorted(hits, key=lambda one: -one[0])])
    precision = right.cumsum() / np.arange(1, len(right) + 1)
    falling = np.maximum.accumulate(precision[::-1])[::-1]
    return float((falling * right).sum() / max(total, 1))


def measure_boxes(train: int, test: int, splits: int) -> list[Figure]:
    archive = DATA / "bccd" / "bccd.tar.gz"
    if not archive.exists():
        return [Figure("Boxes", "../shared/data/bccd is not here")]
    files = files_of(archive)
    names = sorted(Path(name).stem for name in files if name.endswith(".xml"))
    by_name = {Path(name).name: content for name, content in files.items()}
    truth = [boxes_of(by_name[f"{name}.xml"]) for name in names]
    maps, seconds = mapped([by_name[f"{name}.jpg"] for name in names], "efficientnet-lite-boxes")
    scores, learning, reading = [], [], []
    for split in range(splits):
        order = np.random.default_rng(split).permutation(len(names)).tolist()
        learned, unseen = order[:train], order[train : train + test]
        with Stopwatch() as watch:
            model = Detection().fit(maps.part(learned), [truth[place] for place in learned], len(CELLS), seed=0)
        learning.append(watch)
        with Stopwatch() as watch:
            found = model.boxes(maps.part(unseen))
        reading.append(watch.wall / test)
        theirs = [truth[place] for place in unseen]
        scores.append([average_precision(found, theirs, kind) for kind in range(len(CELLS))])
    ap = float(np.mean(scores))
    read = float(np.median(reading))
    return [
        *(Figure(f"BCCD, AP50 on {test} pictures after {train}, split {split}", f"{np.mean(each):.3f}", "", None,
                 ", ".join(f"{name} {value:.2f}" for name, value in zip(CELLS, each, strict=True)))
          for split, each in enumerate(scores)),
        Figure(f"mean of {splits} splits by lot", f"{ap:.3f}", ">= 0.87", ap >= 0.87,
               "the measured baseline, one split: .754 / .873 / .876 after 25 / 75 / 200"),
        learning_figure(learning),
        Figure("a picture", f"{1000 * (seconds + read):.0f} ms", "", None,
               f"{1000 * seconds:.0f} ms for the maps, once a picture, and {1000 * read:.1f} ms for the boxes"),
    ]  # fmt: skip


def measure_masks() -> list[Figure]:
    archive = DATA / "camvid-lite" / "camvid-lite.tar.gz"
    if not archive.exists():
        return [Figure("Masks", "../shared/data/camvid-lite is not here")]
    files = files_of(archive)
    parts = {part: sorted(name for name in files if Path(name).parent.name == part) for part in ("train", "test")}
    masks = {
        part: np.stack([street_mask(files[str(Path(name).parent.parent / f"{part}annot" / f"{Path(name).stem}.png")])
                        for name in names])
        for part, names in parts.items()
    }  # fmt: skip
    count = len(parts["train"])
    maps, seconds = mapped([files[name] for name in [*parts["train"], *parts["test"]]], "efficientnet-lite-masks")
    with Stopwatch() as learning:
        model = Segmentation().fit(maps.part(slice(count)), masks["train"], STREET_CLASSES, seed=0)
    with Stopwatch() as reading:
        found, _ = model.masks(maps.part(slice(count, None)), *masks["test"].shape[1:])
    read = reading.wall / len(found)
    mean, accuracy = agreement(found.astype(np.int64), masks["test"])
    return [
        Figure(f"CamVid, mean IoU on {len(found)} pictures after {count}", f"{mean:.3f}", ">= 0.55", mean >= 0.55,
               f"pixels right {accuracy:.3f}; the measured baseline: .513 / .563 / .573 after 20 / 60 / 200"),
        learning_figure([learning]),
        Figure("a picture", f"{1000 * (seconds + read):.0f} ms", "", None,
               f"{1000 * seconds:.0f} ms for the maps, once a picture, and {1000 * read:.1f} ms for the mask"),
    ]  # fmt: skip


def street_mask(file: bytes) -> NDArray[np.int64]:
    """Classes by pixel; what the set calls void is not labeled."""
    values = np.asarray(Image.open(io.BytesIO(file)), np.int64)
    return np.where(values >= STREET_CLASSES, UNLABELED, values)


def agreement(found: NDArray[np.int64], truth: NDArray[np.int64]) -> tuple[float, float]:
    """Mean intersection over union of the classes, and the share of pixels that are right; unlabeled pixels left out."""
    told = truth != UNLABELED
    pairs = np.bincount(truth[told] * STREET_CLASSES + found[told], minlength=STREET_CLASSES**2)
    table = pairs.reshape(STREET_CLASSES, STREET_CLASSES)
    union = table.sum(axis=0) + table.sum(axis=1) - table.diagonal()
    return float((table.diagonal() / np.maximum(union, 1)).mean()), float(table.diagonal().sum() / table.sum())


class Stopwatch:
    """Seconds that passed, and seconds of all cores that this process computed."""

    wall = cpu = 0.0

    def __enter__(self) -> Stopwatch:
        self.began = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall, self.cpu = time.perf_counter() - self.began[0], time.process_time() - self.began[1]


def learning_figure(runs: list[Stopwatch]) -> Figure:
    """Held to the limit is the run in the middle."""
    wall, cpu = (float(np.median(each)) for each in zip(*((one.wall, one.cpu) for one in runs), strict=True))
    return Figure("learning", f"{wall:.1f} s", f"< {LIMIT_SECONDS} s", wall < LIMIT_SECONDS,
                  f"the median of {len(runs)}; {cpu:.0f} seconds of one core's time")  # fmt: skip


def mapped(items: list[Item], name: str) -> tuple[Maps, float]:
    """The maps by a backbone of the catalogue, and seconds a picture."""
    pyramid = backbone(name, WEIGHTS)
    assert isinstance(pyramid, Pyramid)
    with Stopwatch() as watch:
        maps = pyramid.maps(items)
    return maps, watch.wall / len(items)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--train", type=int, default=75)
    parser.add_argument("--test", type=int, default=100)
    parser.add_argument("--splits", type=int, default=5)
    parser.add_argument("--only", choices=["boxes", "masks"])
    given = parser.parse_args()
    figures = [] if given.only == "masks" else measure_boxes(given.train, given.test, given.splits)
    figures += [] if given.only == "boxes" else measure_masks()
    show(f"Boxes and masks on a frozen network ({torch.get_num_threads()} threads)", figures)
    return int(any(one.kept is False for one in figures))


if __name__ == "__main__":
    sys.exit(main())
