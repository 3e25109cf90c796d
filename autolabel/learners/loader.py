"""Use a model of Plumbline anywhere: this one file, numpy and safetensors are all it needs.

    model = load("model.safetensors")
    model["kind"], model["settings"], model["arrays"]
    probabilities(model, features)        # (m, k) from (m, d)
    rows(model, texts_or_vectors)         # (m, d) for the kinds "words" and "reduction"

Kinds: `linear` and `network` (one class a row), `multi-label` (each class for itself), `reduction` (the leading directions
of an embedding) and `words` (TF-IDF directions of texts). Features are what the job's embedding gives; for `network` they
are pixels in 0..1, row by row.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from safetensors.numpy import load as read_arrays

Array = NDArray[Any]
WORD = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w\w+"
MOST_CHARACTERS = 100_000
LAST_SIDE = 8


def load(path: str | Path) -> dict[str, Any]:
    """The model's kind, settings and arrays. Nothing in the file is run."""
    data = Path(path).read_bytes()
    head = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
    model: dict[str, Any] = json.loads(head["__metadata__"]["plumbline"])
    return model | {"arrays": read_arrays(data)}


def probabilities(model: dict[str, Any], features: ArrayLike) -> Array:
    """How likely each class is for each row, (m, k)."""
    given = np.asarray(features, np.float32)
    arrays, settings = model["arrays"], model["settings"]
    if model["kind"] == "network":
        scores = _network(arrays, given.reshape(-1, *settings["shape"]) - np.float32(0.5))
    else:
        scores = given @ arrays["weight"] + arrays["bias"]
    scores = scores.astype(np.float64)
    if model["kind"] == "multi-label":
        return np.asarray(1 / (1 + np.exp(-scores)))
    scores *= settings["sharpness"]
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    whole = np.zeros((len(scores), settings["class_count"]))
    whole[:, arrays["classes"]] = shares / shares.sum(axis=1, keepdims=True)
    return whole


def rows(model: dict[str, Any], given: Sequence[str] | ArrayLike) -> Array:
    """Texts (kind `words`) or vectors (kind `reduction`) as rows of features."""
    arrays = model["arrays"]
    if model["kind"] == "reduction":
        return np.asarray((np.asarray(given, np.float32) - arrays["centre"]) * arrays["scale"] @ arrays["directions"])
    places = {word: place for place, word in enumerate(model["settings"]["words"])}
    found = np.zeros((len(np.asarray(given, object)), arrays["directions"].shape[1]), np.float32)
    for row, text in zip(found, np.asarray(given, object), strict=True):
        counts = Counter(re.findall(WORD, str(text)[:MOST_CHARACTERS].lower()))
        known = sorted((places[word], count) for word, count in counts.items() if word in places)
        if known:
            at = [place for place, _ in known]
            weight = (1 + np.log([count for _, count in known])) * arrays["weight"][at]
            row[:] = _unit(weight / np.linalg.norm(weight) @ arrays["directions"][at])
    return found


def _unit(row: Array) -> Array:
    return np.asarray(row / max(float(np.linalg.norm(row)), 1e-12))


def _network(arrays: dict[str, Array], x: Array) -> Array:
    """Scores of pictures (m, h, w, c): pairs of convolutions, each followed by a halving, then two full layers."""
    names = sorted({name.split(".")[0] for name in arrays if "." in name}, key=int)
    convolutions = [name for name in names if arrays[f"{name}.weight"].ndim == 4]
    for first, second in zip(convolutions[::2], convolutions[1::2], strict=True):
        for name in (first, second):
            x = _convolution(x, arrays[f"{name}.weight"], arrays[f"{name}.bias"])
        x = _halved(x)
    x = _shrunk(_shrunk(x, 1), 2).transpose(0, 3, 1, 2).reshape(len(x), -1)
    hidden, last = names[-2:]
    x = np.maximum(x @ arrays[f"{hidden}.weight"].T + arrays[f"{hidden}.bias"], 0)
    return np.asarray(x @ arrays[f"{last}.weight"].T + arrays[f"{last}.bias"])


def _convolution(x: Array, weight: Array, bias: Array) -> Array:
    """3 x 3, padded with zeros, what is below zero cut off."""
    padded = np.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)))
    height, width = x.shape[1:3]
    total = np.zeros((*x.shape[:3], len(weight)), np.float32) + bias
    for down in range(3):
        for right in range(3):
            total += padded[:, down : down + height, right : right + width] @ weight[:, :, down, right].T
    return np.asarray(np.maximum(total, 0))


def _halved(x: Array) -> Array:
    """The largest of each 2 x 2, the border repeated."""
    padded = np.pad(x, ((0, 0), (0, x.shape[1] % 2), (0, x.shape[2] % 2), (0, 0)), mode="edge")
    n, height, width, channels = padded.shape
    return np.asarray(padded.reshape(n, height // 2, 2, width // 2, 2, channels).max(axis=(2, 4)))


def _shrunk(x: Array, axis: int) -> Array:
    """Means of nearly equal stretches where the side is longer than the last may be."""
    side = x.shape[axis]
    if side <= LAST_SIDE:
        return x
    cuts = [(i * side // LAST_SIDE, -(-(i + 1) * side // LAST_SIDE)) for i in range(LAST_SIDE)]
    return np.stack([x.take(range(a, b), axis).mean(axis=axis) for a, b in cuts], axis=axis)
