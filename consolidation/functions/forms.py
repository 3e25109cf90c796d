"""Forms that several people filled in, and other answers whose parts are the same or not."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consolidation.functions.answer_matrix import on_grid
from consolidation.functions.calibration import CEILING, EXPONENT
from consolidation.functions.contract import Agreed, Floats, Given, Ints, Known

# Fields by which everybody is imagined to be like the crowd; the crowd itself begins with ANCHOR fields, right as FIRST.
CROWD, ANCHOR, FIRST = 4.0, 10.0, 0.8
# The most that earlier objects count for, in fields.
REMEMBERED = 20.0
LEAST, MOST = 0.1, 0.98
ROUNDS = 10

# What stands in each field; a field that is not there was left empty, which is an answer like any other.
Form = Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class _Entries:
    """What each worker put into each field of objects that several people answered.

    Entry e is of `worker` (M,) and says `said` (M,), one of C candidates; a candidate is a `value` for `field` (C,), None:
    left empty. Candidates of one field stand side by side, `first` (F,) is where they begin; `owner` (F,) and `name` are
    the field's object and name.
    """

    worker: Ints
    said: Ints
    values: tuple[str | None, ...]
    field: Ints
    first: Ints
    owner: Ints
    names: tuple[str, ...]


def forms(objects: Sequence[Sequence[Given[Form]]], known: Known, /) -> list[Agreed[Form]]:
    """Each field by itself: what is most likely after everybody's say, a person weighing by how often they are right.

    One-coin Dawid-Skene with open answers: a worker says what is right with one chance for all fields, drawn towards the
    crowd, and anything else said or left open alike; beside what was said, one more thing may be right that nobody said.
    A field that more weight leaves empty than fills in is not in the result. Of values equally likely the first by its
    text stands, a filled-in one before an empty one.

    `parts`: the belief in each field, by name, tempered as for classes, at most 0.95; an object's confidence is their
    mean. An answer's quality is the share of the object's fields in which it says what stands. O(fields x answers).
    """
    entries = _entries(objects)
    scores = _scores(entries, known)
    found: list[dict[str, str]] = [{} for _ in objects]
    trust: list[dict[str, float]] = [{} for _ in objects]
    hits: list[list[int]] = [[0, 0] for _ in objects]
    chosen = np.zeros(len(entries.values), bool)
    ends = np.append(entries.first, len(entries.values))[1:].tolist()
    for name, owner, low, high in zip(entries.names, entries.owner.tolist(), entries.first.tolist(), ends, strict=True):
        best = max(range(low, high), key=lambda c: (scores[c], entries.values[c] is not None, -c))
        chosen[best] = True
        hits[owner][1] += 1
        value = entries.values[best]
        if value is not None:
            found[owner][name] = value
        others = np.exp(EXPONENT * (np.append(scores[low:high], 0.0) - scores[best]))
        trust[owner][name] = min(float(1 / others.sum()), CEILING)
    right = _right(objects, entries, chosen)
    return [
        _agreed(given, found[i], trust[i], [share / max(hits[i][1], 1) if hits[i][1] else 1.0 for share in right[i]])
        for i, given in enumerate(objects)
    ]


def _entries(objects: Sequence[Sequence[Given[Form]]]) -> _Entries:
    rows: list[tuple[int, int]] = []
    values: list[str | None] = []
    field: list[int] = []
    owner: list[int] = []
    names: list[str] = []
    for number, name in _asked(objects):
        said = [(one.worker, one.content.get(name)) for one in objects[number]]
        candidates = sorted({value for _, value in said}, key=lambda value: (value is None, value or ""))
        at = {value: len(values) + i for i, value in enumerate(candidates)}
        rows += [(worker, at[value]) for worker, value in said]
        values += candidates
        field += [len(names)] * len(candidates)
        names.append(name)
        owner.append(number)
    worker, which = np.array(rows, np.int64).reshape(-1, 2).T
    of, objects_of = np.array(field, np.int64), np.array(owner, np.int64)
    return _Entries(worker, which, tuple(values), of, np.flatnonzero(np.diff(of, prepend=-1)), objects_of, tuple(names))


def _asked(objects: Sequence[Sequence[Given[Form]]]) -> Iterator[tuple[int, str]]:
    """Each field that anybody filled in, where there are several answers."""
    for number, given in enumerate(objects):
        if len(given) > 1:
            yield from ((number, name) for name in sorted(set().union(*(one.content for one in given))))


def _scores(entries: _Entries, known: Known) -> Floats:
    """How much more likely each candidate is than what nobody said, (C,): natural logarithm."""
    before = np.minimum(known.answers, REMEMBERED)
    told = np.where(known.answers > 0, np.nan_to_num(known.quality), 0.0) * before
    rate = (told + CROWD * FIRST) / (before + CROWD)
    width = np.bincount(entries.field, minlength=len(entries.first))[entries.field].astype(np.float64)
    count = np.bincount(entries.worker, minlength=len(before))
    scores = np.zeros(len(entries.values))
    for _ in range(ROUNDS if len(scores) else 0):
        rate = np.clip(rate, LEAST, MOST)
        says = on_grid(np.log(rate / (1 - rate))[entries.worker] + np.log(width)[entries.said])
        scores = np.bincount(entries.said, weights=says, minlength=len(scores)).astype(np.float64)
        top = np.maximum(np.maximum.reduceat(scores, entries.first), 0.0)
        mass = np.exp(scores - top[entries.field])
        total = np.add.reduceat(mass, entries.first) + np.exp(-top)
        belief = on_grid(mass / total[entries.field])[entries.said]
        own = np.bincount(entries.worker, weights=belief, minlength=len(before))
        crowd = (own.sum() + ANCHOR * FIRST) / (count.sum() + ANCHOR)
        rate = (own + told + CROWD * crowd) / (count + before + CROWD)
    return scores


def _right(objects: Sequence[Sequence[Given[Form]]], entries: _Entries, chosen: NDArray[np.bool_]) -> list[list[int]]:
    """In how many fields each answer says what stands."""
    right = [[0] * len(given) for given in objects]
    places = [{one.worker: at for at, one in enumerate(given)} for given in objects]
    owner = entries.owner[entries.field[entries.said]] if len(entries.said) else entries.said
    for number, worker, hit in zip(owner.tolist(), entries.worker.tolist(), chosen[entries.said].tolist(), strict=True):
        right[number][places[number][worker]] += int(hit)
    return right


def _agreed(
    given: Sequence[Given[Form]], found: Form, trust: Mapping[str, float], quality: Sequence[float]
) -> Agreed[Form]:
    if len(given) == 1:
        return Agreed(given[0].content, 0.0, (0.0,) * len(given[0].content), (math.nan,))
    mean = sum(sorted(trust.values())) / len(trust) if trust else CEILING
    return Agreed(found, round(mean, 2), tuple(round(trust[name], 2) for name in sorted(found)), tuple(quality))
