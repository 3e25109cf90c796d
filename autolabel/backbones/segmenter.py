"""An operator's own network that finds a thing by clicks: two ONNX files in the form in which Segment Anything is exported.

The encoder turns a picture into numbers, once; the decoder finds a thing in them by points and boxes, in milliseconds.
What a file does not fit in is said by name when it is opened. Needs the package onnxruntime, which is not installed
unasked.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from autolabel.arrays import Flags
from autolabel.backbones.contract import ItemRefused, Singles
from autolabel.backbones.onnx import OnnxRefused, failures, opened
from autolabel.backbones.pictures import BROKEN, squeezed

ENCODER, DECODER = "encoder.onnx", "decoder.onnx"
Point = tuple[float, float]
_NEEDED = ("image_embeddings", "point_coords", "point_labels")
_KNOWN = (*_NEEDED, "mask_input", "has_mask_input", "orig_im_size")
_SIDE = 1024  # pixels of the longest side where the file leaves it open
_MEAN = np.array((123.675, 116.28, 103.53), np.float32)
_SCALE = np.array((58.395, 57.12, 57.375), np.float32)
# What the decoder calls a point beside the thing, one on it, the corners of a box, and one that only fills up.
_BESIDE, _ON, _UPPER_LEFT, _LOWER_RIGHT, _NONE = 0, 1, 2, 3, -1
_TYPES: dict[str, type[np.generic]] = {
    "float": np.float32, "float16": np.float16, "double": np.float64, "uint8": np.uint8, "int32": np.int32,
    "int64": np.int64,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prompt:
    """What somebody said of a thing, in pixels of the picture: points on it, points beside it, and a box (left, top,
    right, bottom) around it. At least a point on it or a box."""

    points: Sequence[Point] = ()
    ground: Sequence[Point] = ()
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What the encoder made of a picture of this size, and how large it was looked at."""

    numbers: NDArray[Any]
    width: int
    height: int
    inner_width: int
    inner_height: int


class Segmenter:
    """Both networks of a pair of files. Safe to be used by several threads."""

    def __init__(self, encoder: Path, decoder: Path) -> None:
        # The smaller file first: what is wrong with it is said at once.
        self._decoder, self._decoder_name = opened(decoder), decoder.name
        self._inputs = {one.name: one for one in self._decoder.get_inputs()}
        self._outputs = [one.name for one in self._decoder.get_outputs()]
        self._scores = ["iou_predictions"] if "iou_predictions" in self._outputs else []
        self._check_decoder()
        self._encoder, self._encoder_name = opened(encoder), encoder.name
        self._check_encoder()

    def see(self, picture: bytes) -> Seen:
        """Turn a picture's file into the encoder's numbers. Its pixels are those of the file, not turned as it says.

        Raises ItemRefused for what is no picture, OnnxRefused where the network fails.
        """
        width, height = _size(picture)
        scale = self._side / max(width, height)
        inner_width, inner_height = (max(1, int(side * scale + 0.5)) for side in (width, height))
        pixels = squeezed(picture, inner_width, inner_height, as_stored=True)
        given = {self._input.name: self._laid(pixels).astype(_type(self._input))}
        numbers = _run(self._encoder, [self._encoder.get_outputs()[0].name], given, self._encoder_name)[0]
        return Seen(np.asarray(numbers), width, height, inner_width, inner_height)

    def mask(self, seen: Seen, prompt: Prompt) -> Flags:
        """The pixels (inner_height, inner_width) of the thing that is meant. Raises OnnxRefused where the network fails."""
        whole = "low_res_masks" in self._outputs
        names = ["low_res_masks" if whole else "masks", *self._scores]
        found = _run(self._decoder, names, self._said(seen, prompt), self._decoder_name)
        masks = np.asarray(found[0], np.float32)
        if masks.ndim != 4 or 0 in masks.shape:
            raise OnnxRefused(f"{self._decoder_name} must give masks (1, n, height, width), not {masks.shape}")
        scores = np.asarray(found[1] if self._scores else 0, np.float32)
        return self._fitted(masks[0][_chosen(scores, masks.shape[1], prompt)], seen, whole=whole) > 0

    def _check_decoder(self) -> None:
        missing = [name for name in _NEEDED if name not in self._inputs]
        unknown = [name for name in self._inputs if name not in _KNOWN]
        if missing or unknown:
            told = " and ".join(
                part
                for part in (
                    f"has no input {', '.join(missing)}" if missing else "",
                    f"asks for {', '.join(unknown)}, which nobody knows" if unknown else "",
                )
                if part
            )
            raise OnnxRefused(
                f"{self._decoder_name} {told}; it must take {', '.join(_KNOWN)} (the last three may lack)"
            )
        if not {"low_res_masks", "masks"} & set(self._outputs):
            raise OnnxRefused(
                f"{self._decoder_name} must give low_res_masks or masks, and gives {', '.join(self._outputs)}"
            )

    def _check_encoder(self) -> None:
        inputs = self._encoder.get_inputs()
        self._input = inputs[0]
        shape = list(self._input.shape)
        pixels = shape[1:] if len(shape) == 4 else shape
        if len(inputs) != 1 or len(pixels) != 3 or 3 not in (pixels[0], pixels[2]):
            told = ", ".join(f"{one.name} {list(one.shape)}" for one in inputs)
            raise OnnxRefused(
                f"{self._encoder_name} must take one picture (1, 3, side, side), (1, side, side, 3) or (height, width, 3),"
                f" not {told}"
            )
        # Of three axes: pixels as they are, the network does with them what it wants.
        self._plain, self._channels_first = len(shape) == 3, pixels[2] != 3
        sides = pixels[1:] if self._channels_first else pixels[:2]
        fixed = {side for side in sides if isinstance(side, int)}
        if len(fixed) > 1:
            raise OnnxRefused(f"{self._encoder_name} must take pictures with sides of one length, not {list(sides)}")
        self._side, self._padded = next(iter(fixed), _SIDE), bool(fixed) or not self._plain
        self._check_pair()

    def _check_pair(self) -> None:
        made, taken = self._encoder.get_outputs()[0].shape, self._inputs["image_embeddings"].shape
        differ = [a for a, b in zip(made, taken, strict=False) if isinstance(a, int) and isinstance(b, int) and a != b]
        if len(made) != len(taken) or differ:
            raise OnnxRefused(
                f"{self._encoder_name} gives {list(made)} and {self._decoder_name} takes {list(taken)}: they are no pair"
            )

    def _laid(self, pixels: NDArray[np.uint8]) -> NDArray[Any]:
        """The pixels as the encoder takes them; what is missing to a square is nothing, below and on the right."""
        found: Singles = pixels.astype(np.float32)
        if not self._plain:
            found = (found - _MEAN) / _SCALE
        if self._padded:
            height, width = found.shape[:2]
            found = np.pad(found, ((0, self._side - height), (0, self._side - width), (0, 0)))
        if self._channels_first:
            found = np.ascontiguousarray(found.transpose(2, 0, 1))
        return found if self._plain else found[None]

    def _said(self, seen: Seen, prompt: Prompt) -> dict[str, NDArray[Any]]:
        """What the decoder is asked with. Of what it looked at earlier it is told nothing, so a question stands alone."""
        box = [prompt.box[:2], prompt.box[2:]] if prompt.box else [(0.0, 0.0)]
        places = np.array([*prompt.points, *prompt.ground, *box], np.float32).reshape(-1, 2)
        places *= np.array([seen.inner_width / seen.width, seen.inner_height / seen.height], np.float32)
        kinds = [_ON] * len(prompt.points) + [_BESIDE] * len(prompt.ground)
        kinds += [_UPPER_LEFT, _LOWER_RIGHT] if prompt.box else [_NONE]
        given: dict[str, NDArray[Any]] = {
            "image_embeddings": seen.numbers,
            "point_coords": places[None],
            "point_labels": np.array([kinds]),
            "mask_input": np.zeros(self._mask_shape()),
            "has_mask_input": np.zeros(1),
            "orig_im_size": np.array([seen.inner_height, seen.inner_width]),
        }
        return {name: given[name].astype(_type(one), copy=False) for name, one in self._inputs.items()}

    def _mask_shape(self) -> tuple[int, ...]:
        told = list(self._inputs["mask_input"].shape) if "mask_input" in self._inputs else []
        return tuple(a if isinstance(a, int) else b for a, b in zip(told or [1] * 4, (1, 1, 256, 256), strict=True))

    def _fitted(self, mask: Singles, seen: Seen, *, whole: bool) -> Singles:
        """A mask at the size that was looked at. `whole`: it is of the padded square, so the padding goes.

        Exported files keep the shape of the picture they were exported with in their own enlarging, so it is done here.
        """
        size = (self._side, self._side) if whole else (seen.inner_width, seen.inner_height)
        enlarged = np.asarray(Image.fromarray(mask).resize(size, Image.Resampling.BILINEAR))
        return enlarged[: seen.inner_height, : seen.inner_width]


def _chosen(scores: Singles, count: int, prompt: Prompt) -> int:
    """Which of several masks: of four the first is meant for what is said clearly, the others for a single click."""
    scores = np.resize(scores, count)
    clear = prompt.box is not None or len(prompt.points) + len(prompt.ground) > 1
    if count == 4:
        return 0 if clear else 1 + int(scores[1:].argmax())
    return int(scores.argmax())


def _run(session: Any, names: list[str], given: dict[str, NDArray[Any]], file: str) -> list[Any]:
    try:
        return list(session.run(names, given))
    except failures() as error:
        raise OnnxRefused(f"{file} fails: {error}") from None


def _type(one: Any) -> type[np.generic]:
    """The type of an input's numbers, `tensor(float)` and the like."""
    return _TYPES.get(str(one.type).removeprefix("tensor(").removesuffix(")"), np.float32)


def _size(picture: bytes) -> tuple[int, int]:
    try:
        with Image.open(io.BytesIO(picture)) as image:
            return image.size
    except BROKEN as error:
        raise ItemRefused(f"the picture cannot be read: {error}") from None
