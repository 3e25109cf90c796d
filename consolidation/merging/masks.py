"""Masks: one picture from several, with the colours of its numbers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from consolidation.functions.contract import Agreed, ContentFunction, Given, Known
from consolidation.functions.instances import Instances
from consolidation.functions.instances import instances as fused_instances
from consolidation.functions.mask_image import Indices, MaskImage
from consolidation.functions.masks import masks as voted
from consolidation.functions.pixel_vote import counts
from consolidation.functions.staple import staple as estimated
from consolidation.merging.contract import Merge
from jobs.facts import JobFacts
from jobs.mask_files import colours


@dataclass(frozen=True, eq=False)
class Pixels:
    """A mask: the numbers of `image` are keys of `entries`, which have label and colour; 0 is the background."""

    image: MaskImage
    entries: Mapping[int, tuple[str, str]]

    @property
    def indices(self) -> Indices:
        """All numbers, (height, width)."""
        return self.image.indices


def _merge(function: ContentFunction[MaskImage]) -> Merge:
    def merge(_facts: JobFacts, objects: Sequence[Sequence[Given[Pixels]]], known: Known, /) -> list[Agreed[Pixels]]:
        fitting = [_of_one_size(given) for given in objects]
        images = [[Given(one.worker, one.content.image) for one in given] for given in fitting]
        return [
            _standing(given, kept, agreed, _pixels(kept, agreed.content))
            for given, kept, agreed in zip(objects, fitting, function(images, known), strict=True)
        ]

    return merge


def instances(facts: JobFacts, objects: Sequence[Sequence[Given[Pixels]]], known: Known, /) -> list[Agreed[Pixels]]:
    """As `functions/instances.py`; things that several people painted get colours of their own."""
    fitting = [_of_one_size(given) for given in objects]
    things = [[Given(one.worker, _instances(facts, one.content)) for one in given] for given in fitting]
    return [
        _standing(given, kept, agreed, _painted(facts, agreed.content))
        for given, kept, agreed in zip(objects, fitting, fused_instances(things, known), strict=True)
    ]


def _instances(facts: JobFacts, pixels: Pixels) -> Instances:
    """Numbered without gaps."""
    table = np.zeros(256, np.uint8)
    table[sorted(pixels.entries)] = np.arange(1, len(pixels.entries) + 1)
    labels = [facts.class_of[pixels.entries[number][0]] for number in sorted(pixels.entries)]
    return Instances(pixels.image.renumbered(table), np.array(labels, np.int64))


def _painted(facts: JobFacts, found: Instances) -> Pixels:
    labels = [facts.labels[label] for label in found.labels.tolist()]
    return Pixels(found.image, dict(enumerate(zip(labels, colours(), strict=False), start=1)))


def _pixels(kept: Sequence[Given[Pixels]], image: MaskImage) -> Pixels:
    used = np.flatnonzero(np.sum([counts(rows) for rows in image], axis=0))
    return Pixels(image, _entries([one.content for one in kept], [number for number in used.tolist() if number]))


def _entries(paintings: Sequence[Pixels], numbers: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Label and colour of each number: the colour that most people gave it and no number before it has."""
    entries: dict[int, tuple[str, str]] = {}
    for number in numbers:
        said = Counter(one.entries[number] for one in paintings if number in one.entries)
        taken = {colour for _, colour in entries.values()}
        label, _ = min(said)
        wanted = (colour for _, colour in sorted(said, key=lambda entry: (-said[entry], entry)))
        entries[number] = label, next(colour for colour in (*wanted, *colours()) if colour not in taken)
    return entries


def _of_one_size(given: Sequence[Given[Pixels]]) -> list[Given[Pixels]]:
    """Those whose picture has the size that most have: pixels of others would lie elsewhere."""
    sizes = Counter((one.content.image.width, one.content.image.height) for one in given)
    size = min(sizes, key=lambda one: (-sizes[one], one))
    return [one for one in given if (one.content.image.width, one.content.image.height) == size]


def _standing(
    given: Sequence[Given[Pixels]], kept: Sequence[Given[Pixels]], agreed: Agreed[Any], pixels: Pixels
) -> Agreed[Pixels]:
    """One answer alone as it is. Answers that were left out have a quality of 0; none has any where one only is left."""
    other = 0.0 if len(kept) > 1 else math.nan
    quality = dict(zip((one.worker for one in kept), agreed.quality, strict=True))
    content = pixels if len(kept) > 1 else kept[0].content
    told = tuple(quality.get(one.worker, other) for one in given)
    return Agreed(content, agreed.confidence, agreed.parts, told)


masks = _merge(voted)
staple = _merge(estimated)
