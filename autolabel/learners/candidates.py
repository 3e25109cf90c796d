"""What is tried for a job, the cheapest first."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from autolabel import devices
from autolabel.backbones.pyramid import Maps
from autolabel.backbones.reduction import Reduction, fitted_reduction
from autolabel.backbones.words import Words
from autolabel.learners.choose import Candidate
from autolabel.learners.fine_tuned import FineTuned
from autolabel.learners.linear import Linear
from autolabel.learners.network import Network

# Pictures of at most this side are worth a network of their own.
SMALL_SIDE = 64


def for_texts(vectors: ArrayLike, texts: Sequence[str], words: Words) -> list[Candidate]:
    """A linear head on the embedding (n, d), and on the embedding beside TF-IDF directions."""
    embedding = np.asarray(vectors, np.float32)
    both = np.concatenate([embedding, words.rows(texts)], axis=1)
    return [Candidate("embedding", embedding, Linear()), Candidate("embedding and words", both, Linear())]


def for_images(
    vectors: ArrayLike,
    pixels: ArrayLike | None = None,
    *,
    reduction: Reduction | None = None,
    maps: Maps | None = None,
    weights_folder: Path | None = None,
    device: devices.Setting = "auto",
) -> list[Candidate]:
    """A linear head on the leading directions of the embedding (n, d); for small pictures (n, height, width, channels)
    of one size, 0..255, a network from scratch too; and where a GPU answers and `maps` of stride 16 are given, with the
    folder of the converted weights, the backbone's top learned anew. `reduction` where one was fitted before."""
    embedding = np.asarray(vectors)
    found = [Candidate("embedding", (reduction or fitted_reduction(embedding)).rows(embedding), Linear())]
    given = None if pixels is None else np.asarray(pixels)
    if given is not None and max(given.shape[1:3]) <= SMALL_SIDE:
        rows = np.asarray(given.reshape(len(given), -1) / 255, np.float32)
        height, width, channels = given.shape[1:]
        found.append(Candidate("network", rows, Network(height, width, channels, device=device)))
    if maps is not None and weights_folder is not None and devices.chosen(device).type == "cuda":
        height, width = maps.levels[0].shape[2:]
        flat = np.asarray(maps.levels[0].reshape(len(maps), -1), np.float32)
        found.append(Candidate("fine-tuned", flat, FineTuned(height, width, weights_folder, device=device)))
    return found
