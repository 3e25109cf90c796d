"""The operator's segmenter (AUTOLABEL_SEGMENTER): where it lies, and that it is opened once a process."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from django.conf import settings

from autolabel.backbones.onnx import OnnxRefused
from autolabel.backbones.segmenter import Segmenter

_NAMES = ("encoder.onnx", "decoder.onnx")
_opening = Lock()


class SegmenterMissing(Exception):
    """The setting names no pair of files, or what runs them is not installed; the message says what to do."""


def files() -> tuple[Path, Path] | None:
    """Encoder and decoder, or None where there is no segmenter; cheap to ask. Raises SegmenterMissing."""
    told = settings.AUTOLABEL_SEGMENTER
    if not told:
        return None
    if len(told) > 2:
        raise SegmenterMissing(f"AUTOLABEL_SEGMENTER names {len(told)} files, and it takes an encoder and a decoder.")
    paths = [Path(told[0]) / name for name in _NAMES] if len(told) == 1 else [Path(one) for one in told]
    for path in paths:
        if not path.is_file():
            raise SegmenterMissing(f"AUTOLABEL_SEGMENTER: there is no file {path}.")
    if find_spec("onnxruntime") is None:
        raise SegmenterMissing("AUTOLABEL_SEGMENTER needs the package onnxruntime: pip install onnxruntime")
    return paths[0], paths[1]


def opened() -> Segmenter:
    """The segmenter. Raises OnnxRefused and SegmenterMissing."""
    with _opening:
        found = _opened()
    if isinstance(found, Segmenter):
        return found
    kind, reason = found
    raise kind(reason)


def fault() -> str:
    """Why the networks do not fit; "" where they do, and where their files are not there to be opened."""
    try:
        if files():
            opened()
    except SegmenterMissing:
        return ""
    except OnnxRefused as error:
        return str(error)
    return ""


@lru_cache(maxsize=1)
def _opened() -> Segmenter | tuple[type[OnnxRefused | SegmenterMissing], str]:
    """The segmenter, or what to raise and its message: the traceback of an exception that is kept grows each time that it
    is raised."""
    try:
        pair = files()
        return Segmenter(*pair) if pair else (SegmenterMissing, "AUTOLABEL_SEGMENTER is not set.")
    except (OnnxRefused, SegmenterMissing) as error:
        return type(error), str(error)
