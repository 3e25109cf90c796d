"""What people mark and write, merged, beside the service's rule for spans and crowd-kit's ROVER and Bradley-Terry.

    python -m benchmarks.texts [--texts 600] [--comparisons 100000] [--seed 1]

Texts and true names are the test part of WNUT17, which lies beside the checkout (../shared/data/wnut17); the people who
mark and write them are simulated, thirty of four grades of care. Without the data only comparisons are measured.
crowd-kit is not a requirement: where it can be imported it runs in the same process on the same answers.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import spearmanr

from benchmarks.figures import Figure, show
from consolidation.functions.contract import Answers, Given, Known
from consolidation.functions.intervals import IntervalGeometry, Intervals
from consolidation.functions.pooled_prior import pooled_prior_dawid_skene
from consolidation.functions.ranking import Comparisons, bradley_terry
from consolidation.functions.reliability import calibration_error
from consolidation.functions.spans import spans
from consolidation.functions.transcripts import Transcript, transcripts
from consolidation.functions.words import distance

DATA = Path(__file__).resolve().parents[2] / "shared/data/wnut17/emerging.test.annotated"
LABELS = ("person", "location", "corporation", "product", "creative-work", "group")
WORKERS = 30
JACCARD = 0.5  # the service's own is not known
LIMIT_SECONDS = 0.1  # for 100,000 comparisons, and for fewer

Mark = tuple[int, int, int]  # first word, word behind the last, label


def sentences(count: int) -> list[tuple[list[str], list[Mark]]]:
    """Words of each text, and its names."""
    texts: list[tuple[list[str], list[Mark]]] = [([], [])]
    for line in DATA.read_text().splitlines():
        words, names = texts[-1]
        if not line.strip():
            texts += [([], [])] if words else []
            continue
        word, tag = line.split("\t")[:2]
        label = LABELS.index(tag[2:]) if tag != "O" else -1
        if tag.startswith("B-"):
            names.append((len(words), len(words) + 1, label))
        elif tag != "O" and names:
            names[-1] = (names[-1][0], len(words) + 1, names[-1][2])
        words.append(word)
    return [one for one in texts if one[0]][:count]


class Crowd:
    """People of four grades: how often they miss a name, mark what is none, slip by a word, mistake a label; and how many
    words they write wrong."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        grade = rng.integers(0, 4, WORKERS)
        self.miss, self.false, self.slip, self.mistake, self.wrong = (
            np.array(rates)[grade]
            for rates in (
                (0.05, 0.15, 0.3, 0.5), (0.01, 0.03, 0.08, 0.2), (0.03, 0.1, 0.2, 0.35), (0.03, 0.08, 0.2, 0.4),
                (0.04, 0.1, 0.2, 0.4),
            )
        )  # fmt: skip
        self.usual = rng.integers(1, len(LABELS), (WORKERS, len(LABELS)))

    def asked(self, answers: int) -> list[int]:
        return [int(worker) for worker in self.rng.choice(WORKERS, answers, replace=False)]

    def mark(self, worker: int, size: int, names: Sequence[Mark]) -> list[Mark]:
        """Half of the mistaken labels are this worker's usual ones."""
        rng, found = self.rng, set()
        for name in names:
            if rng.random() >= self.miss[worker]:
                found.add(self._slipped(worker, size, name))
        for _ in range(rng.poisson(self.false[worker] * size / 8)):
            start = int(rng.integers(size))
            found.add((start, min(size, start + int(rng.integers(1, 4))), int(rng.integers(len(LABELS)))))
        return sorted(found)

    def _slipped(self, worker: int, size: int, name: Mark) -> Mark:
        steps = self.rng.choice([-1, 1], 2) * (self.rng.random(2) < self.slip[worker])
        start = min(max(0, name[0] + int(steps[0])), size - 1)
        end = max(start + 1, min(size, name[1] + int(steps[1])))
        if self.rng.random() >= self.mistake[worker]:
            return start, end, name[2]
        usual = (name[2] + int(self.usual[worker, name[2]])) % len(LABELS)
        return start, end, usual if self.rng.random() < 0.5 else int(self.rng.integers(len(LABELS)))

    def write(self, worker: int, text: Sequence[str], vocabulary: Sequence[str]) -> str:
        """One in ten words is hard; two of five wrong ones are the usual mishearing, others left out or anything; one text
        in three is written small."""
        rng, found = self.rng, []
        care = self.wrong[worker] * rng.gamma(2, 0.5)
        for at, word in enumerate(text):
            chance, draw = min(0.9, care * (3 if at % 10 == 7 else 0.8)), rng.random()
            if draw < 0.25 * chance:
                continue
            usual = vocabulary[hash_of(word) % len(vocabulary)]
            anything = vocabulary[int(rng.integers(len(vocabulary)))]
            found.append(word if draw >= chance else usual if draw < 0.6 * chance else anything)
            if rng.random() < 0.15 * chance:
                found.append(anything)
        written = " ".join(found)
        return written.lower() if rng.random() < 1 / 3 else written


def hash_of(word: str) -> int:
    """The same in every run."""
    return int.from_bytes(word.encode(), "big") % 1_000_003


def intervals(text: Sequence[str], names: Sequence[Mark]) -> Intervals:
    """In code points of the words with one space between them."""
    places = np.cumsum([0, *(len(word) + 1 for word in text)])
    bounds = np.array([[places[start], places[end] - 1] for start, end, _ in names], np.float64).reshape(-1, 2)
    return Intervals(np.array([label for _, _, label in names], np.int64), bounds)


def as_set(found: Intervals) -> set[Mark]:
    return {(int(a), int(b), int(label)) for (a, b), label in zip(found.bounds, found.labels, strict=True)}


def service(answers: Sequence[Intervals]) -> set[Mark]:
    """The service's rule as documented: clusters by Jaccard, edge the mode, else the median, label by vote. How many have
    to agree is not said; here more than half, which does best."""
    clusters: list[list[Mark]] = []
    for mark in (mark for one in answers for mark in sorted(as_set(one))):
        likeness = [max(_jaccard(mark, other) for other in cluster) for cluster in clusters]
        if likeness and max(likeness) >= JACCARD:
            clusters[int(np.argmax(likeness))].append(mark)
        else:
            clusters.append([mark])
    kept = [cluster for cluster in clusters if 2 * len(cluster) > len(answers)]
    return {
        (_edge([m[0] for m in c]), _edge([m[1] for m in c]), Counter(m[2] for m in c).most_common(1)[0][0])
        for c in kept
    }


def _jaccard(left: Mark, right: Mark) -> float:
    bounds = np.array([left[:2], right[:2]], np.float64)
    return float(IntervalGeometry().likeness(bounds[0], bounds[1]))


def _edge(places: Sequence[int]) -> int:
    (first, times), *others = Counter(places).most_common(2)
    return first if not others or times > others[0][1] else int(np.median(places))


def by_word(texts: Sequence[list[str]], marked: Sequence[Sequence[tuple[int, list[Mark]]]]) -> list[set[Mark]]:
    """The other way to do it: pooled-prior Dawid-Skene over the tag of each word, made legal."""
    first = np.cumsum([0, *map(len, texts)])
    entries = []
    for at, (text, answers) in enumerate(zip(texts, marked, strict=True)):
        for worker, names in answers:
            tags = [0] * len(text)
            for start, end, label in reversed(names):
                tags[start:end] = [1 + 2 * label, *[2 + 2 * label] * (end - start - 1)]
            entries += [(int(first[at]) + i, worker, tag) for i, tag in enumerate(tags)]
    objects, workers, classes = np.array(entries, np.int64).T
    labels = pooled_prior_dawid_skene(
        Answers(objects, workers, classes, int(first[-1]), WORKERS, 1 + 2 * len(LABELS))
    ).labels
    found = []
    for at, text in enumerate(texts):
        names = []
        for i, tag in enumerate(labels[first[at] : first[at + 1]].tolist()):
            if tag and tag % 2 == 0 and names and names[-1][1] == i and names[-1][2] == tag // 2 - 1:
                names[-1] = (names[-1][0], i + 1, names[-1][2])
            elif tag:
                names.append((i, i + 1, (tag - 1) // 2))
        found.append(as_set(intervals(text, names)))
    return found


def f1(found: Sequence[set[Mark]], truth: Sequence[set[Mark]]) -> float:
    """Of entities with exactly the right edges and label."""
    hits = sum(len(one & true) for one, true in zip(found, truth, strict=True))
    return 2 * hits / (sum(map(len, found)) + sum(map(len, truth)))


def measure_spans(texts: Sequence[tuple[list[str], list[Mark]]], answers: int, seed: int) -> list[Figure]:
    crowd = Crowd(np.random.default_rng(seed))
    words, truth = [text for text, _ in texts], [as_set(intervals(*one)) for one in texts]
    marked = [[(w, crowd.mark(w, len(text), names)) for w in crowd.asked(answers)] for text, names in texts]
    objects = [
        [Given(worker, intervals(text, names)) for worker, names in given]
        for text, given in zip(words, marked, strict=True)
    ]
    began = time.perf_counter()
    merged = spans(objects, Known.nothing(WORKERS))
    took = time.perf_counter() - began
    found = [as_set(one.content) for one in merged]
    ours, rule = f1(found, truth), f1([service([one.content for one in given]) for given in objects], truth)
    alone = f1([as_set(given[0].content) for given in objects], truth)
    trust = np.array([part for one in merged for part in one.parts])
    right = np.array([m in t for o, t in zip(merged, truth, strict=True) for m in sorted(as_set(o.content))])
    sorted_trust = np.array([part for one in merged for part in _in_order(one.content, one.parts)])
    error = calibration_error(sorted_trust, right)
    return [
        Figure(f"entities, {answers} people: one of them, F1", f"{alone:.3f}"),
        Figure(f"entities, {answers} people: the service's rule, F1", f"{rule:.3f}"),
        Figure(f"entities, {answers} people: tags word by word, F1", f"{f1(by_word(words, marked), truth):.3f}"),
        Figure(f"entities, {answers} people: ours, F1", f"{ours:.3f}", "> the rule's", ours > rule,
               f"{took:.2f} s for {len(texts)} texts; mean confidence {trust.mean():.2f}, {right.mean():.2f} of the "
               f"entities right, calibration error {error:.3f}"),
    ]  # fmt: skip


def _in_order(content: Intervals, parts: Sequence[float]) -> list[float]:
    """Confidences in the order of `sorted(as_set(content))`."""
    rows = [(int(a), int(b), int(label)) for (a, b), label in zip(content.bounds, content.labels, strict=True)]
    return [part for _, part in sorted(zip(rows, parts, strict=True))]


def measure_transcripts(texts: Sequence[list[str]], answers: int, seed: int, peer: Any) -> list[Figure]:
    crowd = Crowd(np.random.default_rng(seed))
    spoken = [text for text in texts if len(text) >= 6]
    vocabulary = sorted({word for text in spoken for word in text})
    given = [[(w, crowd.write(w, text, vocabulary)) for w in crowd.asked(answers)] for text in spoken]
    objects = [[Given(worker, Transcript((text,))) for worker, text in one] for one in given]
    began = time.perf_counter()
    merged = transcripts(objects, Known.nothing(WORKERS))
    took = time.perf_counter() - began
    ours, alone = (
        word_errors([o.content.parts[0] for o in merged], spoken),
        word_errors([o[0][1] for o in given], spoken),
    )
    figures = [Figure(f"transcripts, {answers} people: one of them, word errors", f"{100 * alone:.2f} %")]
    beside = f"{took:.2f} s for {len(spoken)} texts; mean confidence {np.mean([one.confidence for one in merged]):.3f}"
    plain = None
    if peer is not None:
        frame = importlib.import_module("pandas").DataFrame(
            [(at, w, text) for at, one in enumerate(given) for w, text in one], columns=["task", "worker", "text"]
        )
        began = time.perf_counter()
        rover = peer.ROVER(tokenizer=lambda text: text.lower().split(), detokenizer=" ".join).fit_predict(frame)
        theirs = time.perf_counter() - began
        plain = word_errors([rover.get(at, "") for at in range(len(spoken))], spoken)
        beside += f"; crowd-kit took {theirs / took:.1f} times as long"
        figures.append(Figure(f"transcripts, {answers} people: crowd-kit's ROVER", f"{100 * plain:.2f} %"))
    target, kept = ("< ROVER's", ours < plain) if plain is not None else ("", None)
    return [*figures, Figure(f"transcripts, {answers} people: ours", f"{100 * ours:.2f} %", target, kept, beside)]


def word_errors(found: Sequence[str], truth: Sequence[list[str]]) -> float:
    """Share of wrong words, case left aside."""
    wrong = sum(
        distance(one.lower().split(), " ".join(true).lower().split()) for one, true in zip(found, truth, strict=True)
    )
    return wrong / sum(map(len, truth))


def measure_ranking(count: int, seed: int, peer: Any) -> list[Figure]:
    rng = np.random.default_rng(seed)
    items, workers = 2000, 200
    scores, looks = rng.normal(0, 1.2, items), rng.choice([1, 0.8, 0.4, 0], workers, p=[0.4, 0.3, 0.2, 0.1])
    left, by = rng.integers(0, items, count), rng.integers(0, workers, count)
    right = (left + rng.integers(1, items, count)) % items
    chance = np.where(rng.random(count) < looks[by], 1 / (1 + np.exp(scores[right] - scores[left])), 0.5)
    wins = rng.random(count) < chance
    better, worse = np.where(wins, left, right), np.where(wins, right, left)
    given = Comparisons(better, worse, np.zeros(count, np.int64), by, items, workers)
    plain, took = _clocked(given, weigh_workers=False)
    weighed, longer = _clocked(given, weigh_workers=True)
    limit = LIMIT_SECONDS * max(1, count / 100_000)
    figures = [
        Figure(f"Bradley-Terry, {count:,} comparisons of {items:,} things", f"{took:.3f} s", f"<= {limit:.2f} s",
               took <= limit, f"rank correlation with the truth {spearmanr(plain, scores)[0]:.4f}; best of 5 runs"),
        Figure("Bradley-Terry, workers weighed", f"{longer:.3f} s",
               beside=f"rank correlation with the truth {spearmanr(weighed, scores)[0]:.4f}"),
    ]  # fmt: skip
    if peer is not None:
        frame = importlib.import_module("pandas").DataFrame(
            {"worker": by, "left": better, "right": worse, "label": better}
        )
        began = time.perf_counter()
        found = peer.BradleyTerry(n_iter=100).fit_predict(frame).reindex(range(items))
        theirs = time.perf_counter() - began
        beside = f"rank correlation with the truth {spearmanr(found, scores)[0]:.4f}; {theirs / took:.1f} times ours"
        figures.append(Figure("crowd-kit's Bradley-Terry, 100 iterations", f"{theirs:.3f} s", beside=beside))
    return figures


def _clocked(given: Comparisons, *, weigh_workers: bool) -> tuple[Any, float]:
    took = []
    for _ in range(5):
        began = time.perf_counter()
        found = bradley_terry(given, weigh_workers=weigh_workers)
        took.append(time.perf_counter() - began)
    return found.scores, min(took)


def import_peer() -> Any:
    """crowd-kit's aggregation module, or None."""
    try:
        return importlib.import_module("crowdkit.aggregation")
    except ImportError:
        return None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--texts", type=int, default=600)
    parser.add_argument("--comparisons", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    peer = import_peer()
    figures: list[Figure] = []
    if DATA.exists():
        texts = sentences(given.texts)
        for answers in (3, 5):
            figures += measure_spans(texts, answers, given.seed)
        for answers in (3, 5):
            figures += measure_transcripts([text for text, _ in texts], answers, given.seed, peer)
    else:
        print("WNUT17 is not beside the checkout (../shared/data/wnut17), so no texts are measured.")
    if peer is None:
        print("crowd-kit cannot be imported here, so it stands beside nothing: pip install crowd-kit to have it.")
    figures += measure_ranking(given.comparisons, given.seed, peer)
    show(f"What people mark, write and compare (simulated, seed {given.seed})", figures)
    return int(any(one.kept is False for one in figures))


if __name__ == "__main__":
    sys.exit(main())
