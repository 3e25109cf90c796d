"""Pictures that are drawn here, and what is on them: red squares and blue discs on a gray ground, or nothing."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from autolabel.backbones.pyramid import Pyramid

LABELS = ("square", "disc")
# Backbones for pictures this small (settings.AUTOLABEL_BACKBONES names them).
small_boxes = partial(Pyramid, width=96, height=64)
small_masks = partial(Pyramid, width=96, height=64, finest=4)


@dataclass(frozen=True)
class Scene:
    """A picture of this size, its boxes as an answer has them, and its mask (0 ground, 1 square, 2 disc)."""

    width: int
    height: int
    png: bytes
    boxes: list[dict[str, Any]]
    mask: np.ndarray


def scene(seed: int, *, empty: float = 0.1) -> Scene:
    """One of two sizes; with this chance there is nothing on it."""
    rng = np.random.default_rng(seed)
    width, height = ((96, 64), (120, 80))[seed % 2]
    picture, mask = Image.new("RGB", (width, height), "gray"), Image.new("L", (width, height))
    boxes = []
    for kind, colour in enumerate(("red", "blue")) if rng.random() >= empty else ():
        side = int(rng.integers(height * 2 // 7, height * 3 // 7))
        x = kind * width // 2 + int(rng.integers(0, width // 2 - side))
        y = int(rng.integers(0, height - side))
        for image, fill in ((picture, colour), (mask, kind + 1)):
            pen = ImageDraw.Draw(image)
            (pen.ellipse if kind else pen.rectangle)((x, y, x + side - 1, y + side - 1), fill=fill)
        boxes.append({"label": LABELS[kind], "left": x, "top": y, "width": side, "height": side})
    out = BytesIO()
    picture.save(out, "PNG")
    return Scene(width, height, out.getvalue(), boxes, np.asarray(mask))


def box_answer(one: Scene, jitter: int = 0, seed: int = 0) -> dict[str, Any]:
    """As crowd-bounding-box sends it; each side off by up to `jitter` pixels."""
    rng = np.random.default_rng(seed)
    boxes = [
        {key: value if key == "label" else max(value + int(rng.integers(-jitter, jitter + 1)), 0)
         for key, value in box.items()}
        for box in one.boxes
    ]  # fmt: skip
    return {"boundingBox": {
        "boundingBoxes": boxes, "inputImageProperties": {"width": one.width, "height": one.height},
    }}  # fmt: skip


def mask_answer(one: Scene) -> dict[str, Any]:
    """As crowd-semantic-segmentation sends it."""
    palette = np.array([[255, 255, 255], [44, 160, 44], [31, 119, 180]], np.uint8)
    out = BytesIO()
    Image.fromarray(palette[one.mask]).save(out, "PNG")
    colours = {"square": "#2ca02c", "disc": "#1f77b4"}
    used = {
        label: {"color": colours[label]} for number, label in enumerate(LABELS, start=1) if (one.mask == number).any()
    }
    return {"crowd-semantic-segmentation": {
        "labelMappings": used,
        "labeledImage": {"pngImageData": b64encode(out.getvalue()).decode()},
        "inputImageProperties": {"width": one.width, "height": one.height},
    }}  # fmt: skip
