"""Masks of several people in which each number is one thing."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from consolidation.functions.contract import Agreed, Floats, Given, Ints, Known
from consolidation.functions.mask_image import Indices, MaskImage
from consolidation.functions.masks import trust, vote_weights
from consolidation.functions.matching import LEAST, OTHER_LABEL, assigned
from consolidation.functions.pixel_vote import counts, elect, likeness, stacked
from consolidation.functions.presence import beliefs, capped, label_beliefs

_MOST = 255  # things in a mask: one number is the background


@dataclass(frozen=True, slots=True, eq=False)
class Instances:
    """A mask in which number n is a thing with the label labels[n - 1], (k,); k is at most 255, each has a pixel."""

    image: MaskImage
    labels: Ints


@dataclass(frozen=True, slots=True, eq=False)
class _Things:
    """Things that more than half of an object's answers have: `tables` (w, 256) are each answer's numbers in these, and
    `said` has for each thing how many gave it one label, the most first."""

    tables: Indices
    labels: Ints
    votes: Ints
    said: tuple[Ints, ...]


def instances(objects: Sequence[Sequence[Given[Instances]]], known: Known, /) -> list[Agreed[Instances]]:
    """Things that more than half of the people painted, and of each the pixels that most of them gave it.

    Things of two people are the same one at an intersection over union of 0.4 (Hungarian, answers with most things
    first); labels are voted on. Pixels are voted on as in `masks`, where what a person painted beside these things counts
    as background. `parts`: the chance that the thing is there with its label, as for boxes;
    confidence as for masks; `quality`: mean intersection over union, 0 for what a person painted beside.
    """
    if not objects:
        return []
    found = [_things([one.content for one in given]) for given in objects]
    voted = [_renumbered(given, things) for given, things in zip(objects, found, strict=True)]
    weights = vote_weights(voted, known)
    return [
        _agreed(given, things, images, weights, belief)
        for given, things, images, belief in zip(objects, found, voted, _beliefs(objects, found), strict=True)
    ]


def _renumbered(given: Sequence[Given[Instances]], things: _Things) -> list[Given[MaskImage]]:
    return [
        Given(one.worker, one.content.image.renumbered(table)) for one, table in zip(given, things.tables, strict=True)
    ]


def _beliefs(objects: Sequence[Sequence[Given[Instances]]], found: Sequence[_Things]) -> list[Floats]:
    """For each object the chance that each of its things is there and has its label."""
    each = [len(things.votes) for things in found]
    asked = np.repeat([len(given) for given in objects], each)
    there = beliefs(np.concatenate([things.votes for things in found]), asked)
    said = [one for things in found for one in things.said]
    number = np.array([len(one) for one in said], np.int64)
    rows = np.concatenate([np.empty(0, np.int64), *said])
    labels = np.concatenate([one.content.labels for given in objects for one in given])
    named = label_beliefs(
        rows, np.repeat(np.arange(len(said)), number), np.cumsum(number) - number, len(np.unique(labels))
    )
    return np.split(there * named, np.cumsum(each)[:-1])


def _agreed(
    given: Sequence[Given[Instances]],
    things: _Things,
    voted: Sequence[Given[MaskImage]],
    weights: Floats,
    belief: Floats,
) -> Agreed[Instances]:
    if len(given) == 1:
        return Agreed(given[0].content, 0.0, (0.0,) * len(given[0].content.labels), (math.nan,))
    images = [one.content for one in voted]
    elected = elect(images, weights[[one.worker for one in voted]])
    order = _order(elected.image)
    table = np.zeros(256, np.uint8)
    table[order] = np.arange(1, len(order) + 1)
    image = elected.image.renumbered(table)
    quality = tuple(
        _with_spurious(alike, len(order), len(one.content.labels) - int(np.count_nonzero(own)))
        for alike, one, own in zip(likeness(images, elected.image), given, things.tables, strict=True)
    )
    content = Instances(image, things.labels[order - 1])
    return Agreed(content, trust(elected), capped(belief[order - 1]), quality)


def _with_spurious(alike: float, things: int, spurious: int) -> float:
    return alike * things / (things + spurious) if things + spurious else alike


def _order(image: MaskImage) -> Ints:
    """The numbers of an image by their first pixel."""
    seen: dict[int, None] = {}
    for rows in image:
        numbers, first = np.unique(rows, return_index=True)
        seen.update(dict.fromkeys(numbers[np.argsort(first)].tolist()))
    return np.array([number for number in seen if number], np.int64)


def _things(answers: Sequence[Instances]) -> _Things:
    order = sorted(range(len(answers)), key=lambda a: _rank(answers[a]))
    common = _common(answers)
    members = np.empty((0, len(answers)), np.int64)  # numbers of each answer in each thing, 0: not painted
    for turn, at in enumerate(order):
        members = _joined(members, order[:turn], at, answers, common)
    votes = np.count_nonzero(members, axis=1)
    kept = np.flatnonzero(2 * votes > len(answers))
    kept = np.sort(kept[np.argsort(-votes[kept], kind="stable")][:_MOST])
    tables = np.zeros((len(answers), 256), np.uint8)
    labels, said = np.empty(len(kept), np.int64), []
    for number, row in enumerate(members[kept]):
        tables[np.arange(len(answers)), row] = number + 1
        counted = np.bincount([answers[a].labels[row[a] - 1] for a in np.flatnonzero(row).tolist()])
        labels[number] = counted.argmax()
        said.append(np.sort(counted[counted > 0])[::-1])
    tables[:, 0] = 0
    return _Things(tables, labels, votes[kept], tuple(said))


def _joined(
    members: Ints, before: Sequence[int], at: int, answers: Sequence[Instances], common: dict[tuple[int, int], Floats]
) -> Ints:
    """The things with one more answer among them."""
    labels = answers[at].labels
    alike, same = np.zeros((len(members), len(labels))), np.zeros((len(members), len(labels)))
    for other in before:
        there = members[:, other] > 0
        own = members[there, other]
        alike[there] += common[other, at][own, 1 : len(labels) + 1]
        same[there] += answers[other].labels[own - 1][:, None] == labels
    count = np.maximum(np.count_nonzero(members, axis=1), 1)[:, None]
    mean = alike / count
    chosen = assigned(mean * (OTHER_LABEL + (1 - OTHER_LABEL) * same / count), mean >= LEAST)
    begun = np.flatnonzero(chosen < 0)
    chosen[begun] = len(members) + np.arange(len(begun))
    members = np.concatenate([members, np.zeros((len(begun), len(answers)), np.int64)])
    members[chosen, at] = np.arange(1, len(labels) + 1)
    return members


def _common(answers: Sequence[Instances]) -> dict[tuple[int, int], Floats]:
    """For each two answers the intersection over union of all their numbers, (256, 256)."""
    pairs = [(a, b) for a in range(len(answers)) for b in range(len(answers)) if a != b]
    both = {pair: np.zeros(1 << 16, np.int64) for pair in pairs if pair[0] < pair[1]}
    own = np.zeros((len(answers), 256), np.int64)
    for stack in stacked([one.image for one in answers]):
        painted = stack[:, np.any(stack, axis=0)]
        for a, row in enumerate(painted):
            own[a] += counts(row)
        for a, b in both:
            both[a, b] += np.bincount(painted[a].astype(np.uint16) << 8 | painted[b], minlength=1 << 16)
    alike = {}
    for (a, b), table in both.items():
        square = table.reshape(256, 256)
        alike[a, b] = square / np.maximum(own[a][:, None] + own[b][None] - square, 1)
        alike[b, a] = alike[a, b].T
    return alike


def _rank(given: Instances) -> tuple[int, tuple[bytes, ...], bytes]:
    return -len(given.labels), given.image.packed, given.labels.tobytes()
