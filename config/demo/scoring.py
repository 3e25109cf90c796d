"""Is the output complete, and how good is it? Plain data in, numbers out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any


@dataclass(frozen=True)
class Score:
    """How a job came out. Shares are between 0 and 1; `None` where there was nothing to divide by."""

    objects: int
    labeled: int
    failed: int
    right: int
    answers: int
    right_answers: int
    agreement: float | None
    alpha: float | None

    @property
    def accuracy(self) -> float | None:
        return self.right / self.labeled if self.labeled else None

    @property
    def answer_accuracy(self) -> float | None:
        return self.right_answers / self.answers if self.answers else None


def faults(given: Sequence[str], written: Sequence[str], attribute: str) -> list[str]:
    """What is wrong with an output manifest: each input line is to be there, in order, labeled or with a reason."""
    found = [] if len(given) == len(written) else [f"{len(written)} lines came back for {len(given)} that were given"]
    metadata = f"{attribute}-metadata"
    for number, (before, after) in enumerate(zip(given, written, strict=False), 1):
        line = json.loads(after)
        kept = {key: value for key, value in line.items() if key not in (attribute, metadata)}
        if kept != json.loads(before):
            found.append(f"line {number} is not the line that was given")
        elif attribute in line and not line.get(metadata):
            found.append(f"line {number} has a label without metadata")
        elif attribute not in line and not line.get(metadata, {}).get("failure-reason"):
            found.append(f"line {number} has neither a label nor a reason why not")
    return found


def labels_of(written: Sequence[str], attribute: str) -> list[str | None]:
    """The class name of each line; None where it failed."""
    lines = [json.loads(line) for line in written]
    return [
        str(line[f"{attribute}-metadata"]["class-name"]) if attribute in line else None for line in lines
    ]  # fmt: skip


def machine_labels(written: Sequence[str], attribute: str) -> set[int]:
    """The lines, from 0, that the machine labeled."""
    metadata = f"{attribute}-metadata"
    return {at for at, line in enumerate(written) if json.loads(line).get(metadata, {}).get("human-annotated") == "no"}


def answers_of(requests: Iterable[Sequence[Mapping[str, Any]]], element: str) -> dict[int, list[str]]:
    """Line number (from 0) → the labels people gave, from the consolidation-request files (spec 3.4). An object that went
    back for one more answer stands in several."""
    found: dict[int, list[str]] = {}
    for request in requests:
        for one in request:
            contents = [json.loads(annotation["annotationData"]["content"]) for annotation in one["annotations"]]
            labels = [content[element]["label"] for content in contents]
            line = int(one["datasetObjectId"])
            found[line] = max(found.get(line, []), labels, key=len)
    return found


def score(truths: Sequence[str], labels: Sequence[str | None], answers: Mapping[int, Sequence[str]]) -> Score:
    """Labels and answers against the truth, and the answers of each object against each other."""
    labeled = [(label, truth) for label, truth in zip(labels, truths, strict=True) if label is not None]
    single = [(answer, truths[line]) for line, given in answers.items() for answer in given]
    return Score(
        objects=len(truths), labeled=len(labeled), failed=len(truths) - len(labeled),
        right=sum(label == truth for label, truth in labeled),
        answers=len(single), right_answers=sum(answer == truth for answer, truth in single),
        agreement=pairwise_agreement(answers.values()), alpha=krippendorff_alpha(answers.values()),
    )  # fmt: skip


def pairwise_agreement(units: Iterable[Sequence[Hashable]]) -> float | None:
    """The mean over objects of the share of pairs of answers that are equal (Fleiss 1971, P-bar)."""
    shares = []
    for unit in units:
        pairs = [a == b for a, b in combinations(unit, 2)]
        if pairs:
            shares.append(sum(pairs) / len(pairs))
    return sum(shares) / len(shares) if shares else None


def krippendorff_alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Agreement beyond chance for nominal values, any number of answers an object (Krippendorff 2011, section C).

    1 is perfect, 0 is chance. None where no object has two answers or only one value was ever given.
    """
    totals: Counter[Hashable] = Counter()
    observed = 0.0
    for unit in units:
        if len(unit) < 2:
            continue
        counts = Counter(unit)
        totals.update(counts)
        observed += sum(n * (len(unit) - n) for n in counts.values()) / (len(unit) - 1)
    n = totals.total()
    expected = sum(count * (n - count) for count in totals.values())
    return 1 - (n - 1) * observed / expected if expected else None
