"""The consolidation functions for classes: speed, agreement with crowd-kit's, accuracy, and answers that need not be asked.

    python -m benchmarks.consolidation [--objects 200000] [--workers 5000]

Prints tables; ends with status 1 where a target is missed. Speed is measured at that size, of ten times as many answers by
the same workers, and by ten times as many. crowd-kit is not a requirement: where it can be imported it runs in the same
process on the same answers; where not, the output says so.
The real sets lie beside the checkout (../shared/data); what is not there is left out and named.
"""

from __future__ import annotations

import argparse
import importlib
import math
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.crowds import CLASSES, Crowd, birds, hitspam, simulate
from consolidation.functions.calibration import tempered
from consolidation.functions.contract import Answers, ClassFunction, Consolidated, Ints
from consolidation.functions.dawid_skene import dawid_skene
from consolidation.functions.glad import glad
from consolidation.functions.mace import mace
from consolidation.functions.majority import majority
from consolidation.functions.modified_dawid_skene import modified_dawid_skene
from consolidation.functions.one_coin import one_coin
from consolidation.functions.pooled_prior import pooled_prior_dawid_skene
from consolidation.functions.reliability import calibration_error
from consolidation.functions.stopping import MOST, enough

REPEATS = 5
# crowd-kit's own answers are slow to come by: a minute for GLAD on so few.
PEER_OBJECTS, PEER_WORKERS = 4_000, 100
FUNCTIONS: dict[str, ClassFunction] = {
    "majority": majority,
    "modified Dawid-Skene": modified_dawid_skene,
    "Dawid-Skene": dawid_skene,
    "pooled-prior Dawid-Skene": pooled_prior_dawid_skene,
    "one-coin": one_coin,
    "MACE": mace,
    "GLAD": glad,
}
# CPU seconds for a million answers.
LIMITS = {"Dawid-Skene": 0.6, "MACE": 2.0, "GLAD": 2.0}
# Tables of ten times as many workers are larger than the processor's cache: an answer may take twice as long.
STRETCH = 2.0
LEAST_ACCURACY, MOST_ERROR = 0.900, 0.05


@dataclass(frozen=True)
class Clocked:
    """Median seconds of some runs, of the wall clock and of the CPU, and the last result."""

    wall: float
    cpu: float
    result: Consolidated


def clock(crowd: Crowd, function: ClassFunction, repeats: int = REPEATS) -> Clocked:
    """From unsorted arrays to labels, so checking and sorting are included."""
    runs = []
    for _ in range(repeats):
        wall, cpu = time.perf_counter(), time.process_time()
        result = function(crowd.answers())
        runs.append((time.perf_counter() - wall, time.process_time() - cpu))
    walls, cpus = zip(*runs, strict=True)
    return Clocked(float(np.median(walls)), float(np.median(cpus)), result)


def accuracy(crowd: Crowd, labels: Ints) -> float:
    known = crowd.truth >= 0
    return float((labels == crowd.truth)[known].mean())


def speeds(crowd: Crowd, repeats: int, stretch: float = 1.0) -> bool:
    """The table of speeds; whether all limits are kept, in proportion to the size, times `stretch`."""
    print(
        f"\n{len(crowd.objects):,} answers, {len(crowd.truth):,} objects, {crowd.worker_count:,} workers, {CLASSES} classes"
    )
    print(f"{'function':<28}{'median':>10}{'CPU':>10}{'allowed':>10}{'accuracy':>10}")
    kept = True
    for name, function in FUNCTIONS.items():
        seen = clock(crowd, function, repeats)
        limit = stretch * LIMITS[name] * len(crowd.objects) / 1e6 if name in LIMITS else math.inf
        kept &= seen.cpu <= limit
        allowed = f"{limit:.1f} s" if limit < math.inf else ""
        verdict = "" if not allowed else "   kept" if seen.cpu <= limit else "   MISSED"
        right = accuracy(crowd, seen.result.labels)
        print(f"{name:<28}{seen.wall:>8.3f} s{seen.cpu:>8.3f} s{allowed:>10}{right:>10.4f}{verdict}", flush=True)
    return kept


def beside_peer() -> None:
    """crowd-kit on the same answers: the labels both give, and the time both take.

    Its MACE is given names in the order in which it meets them: it sorts one of its tables by name and reads it by order
    of appearance (1.4.2). Its Dawid-Skene and its one-coin decide how often ours iterate. Its majority vote draws lots
    where votes are even, so there is nothing to compare.
    """
    try:
        peer = importlib.import_module("crowdkit.aggregation")
    except ImportError:
        print("\ncrowd-kit cannot be imported here, so nothing stands beside: pip install crowd-kit==1.4.2 to see it.")
        return
    crowd = simulate(PEER_OBJECTS, PEER_WORKERS)
    print(f"\nBeside crowd-kit, {len(crowd.objects):,} answers, {CLASSES} classes; CPU seconds")
    print(f"{'function':<28}{'crowd-kit':>11}{'ours':>11}{'ratio':>8}{'same labels':>13}{'accuracy':>17}")
    pairs: list[tuple[str, Any, Callable[[Answers, Any], Consolidated]]] = [
        ("Dawid-Skene", peer.DawidSkene(), lambda answers, theirs: dawid_skene(answers, **as_often(theirs))),
        ("one-coin", peer.OneCoinDawidSkene(), lambda answers, theirs: one_coin(answers, **as_often(theirs))),
        ("MACE, one start", peer.MACE(n_restarts=1), lambda answers, _: mace(answers, tolerance=0)),
        ("GLAD", peer.GLAD(), lambda answers, _: glad(answers)),
    ]
    for name, theirs, ours in pairs:
        began = time.process_time()
        their_labels = labels_of(theirs, crowd)
        took = time.process_time() - began
        seen = clock(crowd, lambda answers, theirs=theirs, ours=ours: ours(answers, theirs))
        same = float((seen.result.labels == their_labels).mean())
        both = f"{accuracy(crowd, their_labels):.4f} {accuracy(crowd, seen.result.labels):.4f}"
        print(f"{name:<28}{took:>9.3f} s{seen.cpu:>9.4f} s{took / seen.cpu:>7.0f}x{same:>13.5f}{both:>17}", flush=True)


def as_often(theirs: Any) -> dict[str, float]:
    """As many iterations as the peer took, with no stop of our own."""
    return {"iterations": len(theirs.loss_history_), "tolerance": -math.inf}


def labels_of(theirs: Any, crowd: Crowd) -> Ints:
    """The peer's labels by object, on names in order of appearance."""
    pandas = importlib.import_module("pandas")
    answers = crowd.answers()
    workers, _ = pandas.factorize(answers.workers)
    classes, names = pandas.factorize(answers.classes)
    frame = pandas.DataFrame({"task": answers.objects, "worker": workers, "label": classes})
    return np.asarray(names)[theirs.fit_predict(frame).sort_index().to_numpy()]


def real_sets() -> bool:
    """Accuracy and calibration on real answers; whether the real job's targets are kept."""
    print(f"\n{'real set':<34}{'function':<28}{'accuracy':>9}{'calibration error':>19}")
    kept = True
    for title, crowd in (("birds, 302 x 5, 10 classes", birds()), ("HITspam, CrowdFlower", hitspam("Crowdflower"))):
        if crowd is None:
            print(f"{title:<34}not here: needs ../shared/data beside the checkout")
            continue
        known = crowd.truth >= 0
        for name, function in FUNCTIONS.items():
            found = function(crowd.answers())
            right = (found.labels == crowd.truth)[known]
            error = calibration_error(found.confidences[known], right)
            target = title.startswith("birds") and name.startswith("pooled")
            good = right.mean() >= LEAST_ACCURACY and error <= MOST_ERROR
            kept &= good or not target
            verdict = "" if not target else f"   {'kept' if good else 'MISSED'}: >= {LEAST_ACCURACY}, <= {MOST_ERROR}"
            print(f"{title:<34}{name:<28}{right.mean():>9.4f}{error:>19.4f}{verdict}")
        print(f"{'':<34}{int(known.sum()):,} objects whose class is known; {disputed(crowd):.0%} of all disputed")
    return kept


def disputed(crowd: Crowd) -> float:
    """Share of the objects whose answers differ."""
    shares = majority(crowd.answers()).posteriors.max(axis=1)
    return float((shares < 1).mean())


def stopping() -> None:
    """Answers asked for one at a time, only where people disagree; beside as many spread evenly, and beside all."""
    print(
        f"\n{'one more answer where unsure':<34}{'answers an object':>20}{'accuracy, evenly, all':>26}{'same labels':>15}"
    )
    sets = {"simulated, 5 classes": simulate(5_000, 150, 1), "birds": birds(), "HITspam, MTurk": hitspam("MTurk")}
    for title, crowd in sets.items():
        if crowd is None:
            print(f"{title:<34}not here: needs ../shared/data beside the checkout")
            continue
        answers = crowd.answers()
        asked, labels = ask(answers)
        share, least = np.modf(asked.mean())
        evenly = least + (np.random.default_rng(1).random(answers.object_count) < share)
        found = [labels, first(answers, evenly).labels, pooled_prior_dawid_skene(answers).labels]
        known = (crowd.truth >= 0).any()
        right = " ".join(f"{accuracy(crowd, each):.4f}" for each in found) if known else "no truth"
        number = f"{asked.mean():.2f} of {len(answers) / answers.object_count:.2f}"
        print(f"{title:<34}{number:>20}{right:>26}{(labels == found[-1]).mean():>15.4f}")


def ask(answers: Answers) -> tuple[Ints, Ints]:
    """Answers taken (n,) until every object has enough or no more are there, and the labels."""
    there = answers.answers_per_object()
    asked = np.minimum(2, there)
    while True:
        found = first(answers, asked)
        more = ~enough(tempered(found.posteriors), asked, most=MOST).enough & (asked < there)
        if not more.any():
            return asked, found.labels
        asked = asked + more


def first(answers: Answers, asked: Ints) -> Consolidated:
    """What comes of the first `asked` (n,) answers to each object, in a random order that is always the same."""
    there = answers.answers_per_object()
    order = np.lexsort((np.random.default_rng(0).random(len(answers)), answers.objects))
    turn = np.empty(len(answers), np.int64)
    turn[order] = np.arange(len(answers)) - np.repeat(np.cumsum(there) - there, there)
    taken = turn < asked[answers.objects]
    columns = (answers.objects[taken], answers.workers[taken], answers.classes[taken])
    return pooled_prior_dawid_skene(Answers(*columns, answers.object_count, answers.worker_count, answers.class_count))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--objects", type=int, default=200_000)
    parser.add_argument("--workers", type=int, default=5_000)
    given = parser.parse_args()
    runs = f"median of {REPEATS} runs, one of the large; one thread"
    print(f"Python {platform.python_version()}, numpy {np.__version__}; {runs}")
    kept = speeds(simulate(given.objects, given.workers), REPEATS)
    kept &= speeds(simulate(10 * given.objects, given.workers), 1)
    kept &= speeds(simulate(10 * given.objects, 10 * given.workers), 1, STRETCH)
    beside_peer()
    kept &= real_sets()
    stopping()
    return int(not kept)


if __name__ == "__main__":
    sys.exit(main())
