"""Crowds to consolidate: a simulated one of any size, and the real ones that lie beside the checkout."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np

from consolidation.functions.contract import Answers, Floats, Ints

CLASSES = 5
ANSWERS_PER_OBJECT = 5
_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@dataclass(frozen=True)
class Crowd:
    """One entry an answer, and the true class of each object, -1 where it is not known."""

    objects: Ints
    workers: Ints
    classes: Ints
    truth: Ints
    worker_count: int
    class_count: int = CLASSES

    def answers(self) -> Answers:
        """Checked and sorted anew each time, as a job's are."""
        return Answers(self.objects, self.workers, self.classes, len(self.truth), self.worker_count, self.class_count)


def simulate(object_count: int, worker_count: int, seed: int = 0) -> Crowd:
    """Answers of a mixed crowd, five an object, as many a worker as a Pareto(1.2) law deals out.

    80 % know the classes (diagonal Beta(8, 2.5), slips Dirichlet(0.7)), 12 % answer at random, 5 %
    mix the classes up in a fixed way, 3 % always say the same; an object's difficulty Beta(1, 6) is
    the share of answers to it that are random.
    """
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, CLASSES, object_count)
    workers = _workers(rng, object_count, worker_count).ravel()
    objects = np.repeat(np.arange(object_count), ANSWERS_PER_OBJECT)
    rows = _confusions(rng, worker_count)[workers, truth[objects]]
    said = (rng.random((len(rows), 1)) > rows.cumsum(axis=1)[:, :-1]).sum(axis=1)
    random = rng.random(len(rows)) < rng.beta(1, 6, object_count)[objects]
    classes = np.where(random, rng.integers(0, CLASSES, len(rows)), said)
    order = rng.permutation(len(rows))
    return Crowd(objects[order], workers[order], classes[order], truth, worker_count)


def birds() -> Crowd | None:
    """The original service's real job: 302 photos, 5 answers each, with the truth. None where the data is not here."""
    archive = _DATA / "real-labeling-job" / "ic_data.tar.gz"
    if not archive.exists():
        return None
    with tarfile.open(archive) as opened:
        files = {member.name: opened.extractfile(member) for member in opened.getmembers() if member.isfile()}
        texts = {name: file.read().decode() for name, file in files.items() if file}
    lines = [json.loads(line) for line in texts["ic_data/output.manifest"].splitlines()]
    truth = {row["ImageId"]: row["Label"] for row in json.loads(texts["ic_data/true_labels.json"])}
    given = [
        (
            PurePosixPath(name).parent.name,
            answer["workerId"],
            answer["answerContent"]["crowd-image-classifier"]["label"],
        )
        for name, text in texts.items()
        if "worker-response" in name
        for answer in json.loads(text)["answers"]
    ]
    return _named(given, {str(n): truth[PurePosixPath(line["source-ref"]).stem] for n, line in enumerate(lines)})


def hitspam(through: str) -> Crowd | None:
    """Whether a job posting is spam, asked `through` "MTurk" or "Crowdflower". None where the data is not here.

    Of those who answered the same question twice the first answer counts.
    """
    path = _DATA / "crowd-hitspam" / f"HITspam-Using{through}-labels.txt"
    if not path.exists():
        return None
    lines = [line.upper().split("\t") for line in path.read_text().splitlines()]
    known = path.with_name(path.name.replace("labels", "gold")).read_text().upper().splitlines()
    return _named(
        {(item, worker): (item, worker, said) for worker, item, said in reversed(lines)}.values(),
        dict(line.split("\t") for line in known),
    )


def _named(given: Iterable[tuple[str, str, str]], truth: dict[str, str]) -> Crowd:
    """From names of (object, worker, class) and of the true classes."""
    columns = [np.unique(column, return_inverse=True) for column in zip(*given, strict=True)]
    (things, objects), (people, workers), (names, classes) = columns
    class_of = {name: n for n, name in enumerate(names.tolist())}
    known = np.array([class_of.get(truth.get(thing, ""), -1) for thing in things.tolist()])
    return Crowd(objects, workers, classes, known, len(people), len(names))


def _workers(rng: np.random.Generator, object_count: int, worker_count: int) -> Ints:
    """Different workers for each object, (n, answers an object)."""
    activity = rng.pareto(1.2, worker_count) + 1
    share = activity / activity.sum()
    workers = rng.choice(worker_count, (object_count, ANSWERS_PER_OBJECT), p=share)
    while True:
        workers.sort(axis=1)
        again = (workers[:, 1:] == workers[:, :-1]).any(axis=1)
        if not again.any():
            return workers
        workers[again] = rng.choice(worker_count, (int(again.sum()), ANSWERS_PER_OBJECT), p=share)


def _confusions(rng: np.random.Generator, worker_count: int) -> Floats:
    """Chance of each answer by worker and true class, (W, k, k)."""
    off_diagonal = ~np.eye(CLASSES, dtype=bool)
    right = rng.beta(8, 2.5, (worker_count, CLASSES))
    slips = rng.dirichlet(np.full(CLASSES - 1, 0.7), (worker_count, CLASSES)) * (1 - right)[..., None]
    confusion = np.zeros((worker_count, CLASSES, CLASSES))
    confusion[:, off_diagonal] = slips.reshape(worker_count, -1)
    confusion[:, ~off_diagonal] = right
    kind = rng.choice(4, worker_count, p=[0.80, 0.12, 0.05, 0.03])
    confusion[kind == 1] = 1 / CLASSES
    confusion[kind == 2] = np.roll(confusion[kind == 2], 1, axis=2)
    constant = np.flatnonzero(kind == 3)
    confusion[constant] = np.eye(CLASSES)[rng.integers(0, CLASSES, len(constant))][:, None, :]
    return confusion
