"""A real job of the original service: 302 photos of birds, 5 answers each, its own output and the truth.

The data lies beside the checkout and is not part of the project.
"""

import json
import tarfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import pytest

from consolidation.catalogue import CATALOGUE
from consolidation.functions.contract import Answers, Floats, Ints
from consolidation.functions.modified_dawid_skene import modified_dawid_skene
from consolidation.functions.pooled_prior import pooled_prior_dawid_skene
from consolidation.functions.reliability import calibration_error

ARCHIVE = Path(__file__).resolve().parents[3] / "shared/data/real-labeling-job/ic_data.tar.gz"
ATTRIBUTE = "birds-open-images-clone"

pytestmark = pytest.mark.skipif(
    not ARCHIVE.exists(),
    reason="the real labeling job is not here: needs ../shared/data/real-labeling-job/ic_data.tar.gz "
    "beside the checkout",
)


@dataclass(frozen=True)
class RealJob:
    """Answers, and for each object the service's label and confidence and the true class."""

    answers: Answers
    labels: Ints
    confidences: Floats
    truth: Ints


@pytest.fixture(scope="module")
def job() -> RealJob:
    with tarfile.open(ARCHIVE) as archive:
        files = {m.name: archive.extractfile(m) for m in archive.getmembers() if m.isfile()}
        texts = {name: file.read().decode() for name, file in files.items() if file}
    lines = [json.loads(line) for line in texts["ic_data/output.manifest"].splitlines()]
    by_name = {line[f"{ATTRIBUTE}-metadata"]["class-name"]: line[ATTRIBUTE] for line in lines}
    true_names = {row["ImageId"]: row["Label"] for row in json.loads(texts["ic_data/true_labels.json"])}
    images = [PurePosixPath(line["source-ref"]).stem for line in lines]
    return RealJob(
        read_answers(texts, by_name, len(lines)),
        np.array([line[ATTRIBUTE] for line in lines]),
        np.array([line[f"{ATTRIBUTE}-metadata"]["confidence"] for line in lines]),
        np.array([by_name[true_names[image]] for image in images]),
    )


def read_answers(texts: dict[str, str], by_name: dict[str, int], object_count: int) -> Answers:
    """worker-response/iteration-N/<line of the manifest>/<time>.json"""
    entries: list[tuple[int, str, int]] = []
    for name, text in texts.items():
        path = PurePosixPath(name)
        if "worker-response" in path.parts:
            given: list[dict[str, Any]] = json.loads(text)["answers"]
            for answer in given:
                label = answer["answerContent"]["crowd-image-classifier"]["label"]
                entries.append((int(path.parent.name), answer["workerId"], by_name[label]))
    objects, who, classes = zip(*entries, strict=True)
    names, workers = np.unique(who, return_inverse=True)
    return Answers(np.array(objects), workers, np.array(classes), object_count, len(names), len(by_name))


def test_the_job_is_the_one_that_was_measured(job: RealJob) -> None:
    assert len(job.answers) == 1510
    assert (job.answers.object_count, job.answers.worker_count, job.answers.class_count) == (302, 97, 10)
    assert (job.labels == job.truth).sum() == 272


def test_labels_are_those_of_the_service(job: RealJob) -> None:
    assert (modified_dawid_skene(job.answers).labels == job.labels).sum() >= 301


def test_confidences_are_those_of_the_service_in_two_decimals(job: RealJob) -> None:
    confidences = modified_dawid_skene(job.answers).confidences
    assert (confidences == job.confidences).sum() >= 295
    assert abs(confidences - job.confidences).mean() < 0.0015


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("majority", 0.900),
        ("dawid-skene", 0.855),
        ("modified-dawid-skene", 0.900),
        ("pooled-prior-dawid-skene", 0.900),
        ("one-coin", 0.897),
        ("glad", 0.897),
        ("mace", 0.897),
    ],
)
def test_accuracy_against_the_truth_is_what_was_measured(job: RealJob, name: str, least: float) -> None:
    labels = CATALOGUE[name](job.answers).labels
    accuracy = (labels == job.truth).mean()
    print(f"{name}: {accuracy:.4f} right, {(labels == job.labels).sum()} of 302 labels as the service")  # noqa: T201 - a reader of the run wants the figure
    assert accuracy >= least


def test_confidences_mean_what_they_say(job: RealJob) -> None:
    result = pooled_prior_dawid_skene(job.answers)
    error = calibration_error(result.confidences, result.labels == job.truth)
    print(f"calibration error {error:.4f}, over ten classes of confidence")  # noqa: T201 - a reader of the run wants the figure
    assert error <= 0.05
