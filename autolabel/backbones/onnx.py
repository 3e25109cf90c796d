"""An operator's own network for pictures as an ONNX file. Needs the package onnxruntime, which is not installed unasked."""

import hashlib
import importlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from autolabel.backbones.contract import Embedded, Item, Kind, Singles, assemble
from autolabel.backbones.pictures import decoded


class OnnxRefused(Exception):
    """The file or the machine cannot serve as a backbone; the message says what to change."""


class OnnxBackbone:
    """A network from pixels (n, 3, h, w), or (n, h, w, 3), to vectors (n, d); the size of the picture is the network's
    own, or `pixels` where the file leaves it open. Pixels are (value - mean) / scale, from 0..255, by channel."""

    kind: Kind = "image"

    def __init__(
        self,
        path: Path,
        *,
        name: str = "onnx",
        mean: Sequence[float] = (123.675, 116.28, 103.53),
        scale: Sequence[float] = (58.395, 57.12, 57.375),
        pixels: int = 224,
        batch: int = 16,
    ) -> None:
        self._session = opened(path)
        (given,) = self._session.get_inputs()
        self._input, shape = given.name, list(given.shape)
        if len(shape) != 4 or 3 not in (shape[1], shape[3]):
            raise OnnxRefused(f"{path.name} must take pictures (n, 3, h, w) or (n, h, w, 3), not {shape}")
        self._channels_last = shape[1] != 3
        sides = shape[1:3] if self._channels_last else shape[2:]
        self._height, self._width = (side if isinstance(side, int) else pixels for side in sides)
        self._mean, self._scale = np.asarray(mean, np.float32), np.asarray(scale, np.float32)
        self._batch, self.name = (shape[0] if isinstance(shape[0], int) else batch), name
        what = f"{self._height} x {self._width}, {list(mean)}, {list(scale)}"
        self.version = hashlib.sha256(path.read_bytes() + what.encode()).hexdigest()[:16]
        self.size = self._run([np.zeros((self._height, self._width, 3), np.float32)]).shape[1]

    def embed(self, items: Sequence[Item], /) -> Embedded:
        """As `Backbone.embed`."""
        reasons: dict[int, str] = {}
        rows: dict[int, Singles] = {}
        for places, pictures in self._pictures(items, reasons):
            rows.update(zip(places, self._run(pictures), strict=True))
        return assemble(len(items), self.size, rows, reasons)

    def _pictures(self, items: Sequence[Item], reasons: dict[int, str]) -> Iterator[tuple[list[int], list[Singles]]]:
        start = 0
        for batch in decoded(items, self._width, self._height, self._batch):
            good = {start + i: one.astype(np.float32) for i, one in enumerate(batch) if not isinstance(one, str)}
            reasons.update({start + i: one for i, one in enumerate(batch) if isinstance(one, str)})
            start += len(batch)
            if good:
                yield list(good), list(good.values())

    def _run(self, pictures: Sequence[Singles]) -> Singles:
        given = (np.stack(pictures) - self._mean) / self._scale
        # A network that was written for batches of one size gets that size.
        missing = self._batch - len(given)
        given = np.concatenate([given, np.zeros((missing, *given.shape[1:]), np.float32)])
        laid = given if self._channels_last else np.ascontiguousarray(given.transpose(0, 3, 1, 2))
        found = np.asarray(self._session.run(None, {self._input: laid})[0], np.float32)
        return found.reshape(self._batch, -1)[: len(pictures)]


def opened(path: Path) -> Any:
    """The network in a file, to be run. Raises OnnxRefused."""
    try:
        runtime = importlib.import_module("onnxruntime")
    except ImportError:
        raise OnnxRefused("ONNX files need the package onnxruntime: pip install onnxruntime") from None
    try:
        return runtime.InferenceSession(str(path), providers=runtime.get_available_providers())
    except failures() as error:
        raise OnnxRefused(f"{path.name} cannot be opened as an ONNX network: {error}") from None


def failures() -> tuple[type[Exception], ...]:
    """What the runtime raises; its own errors are kin of nothing but Exception."""
    state = getattr(importlib.import_module("onnxruntime"), "capi", None)
    own = vars(getattr(state, "onnxruntime_pybind11_state", object)).values()
    return (
        RuntimeError,
        ValueError,
        OSError,
        *(one for one in own if isinstance(one, type) and issubclass(one, Exception)),
    )
