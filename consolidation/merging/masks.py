"""Masks: one picture from several, with the colours of its numbers."""

from __future__ import annotations

import colorsys
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

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

# The drawing tools' first colours; others follow round the colour circle, each far from the one before.
_FIRST = ("#2ca02c", "#1f77b4", "#ff7f0e", "#d62728")
_TURN = (math.sqrt(5) - 1) / 2


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
            _pixels(given, kept, agreed)
            for given, kept, agreed in zip(objects, fitting, function(images, known), strict=True)
        ]

    return merge


def instances(_facts: JobFacts, objects: Sequence[Sequence[Given[Pixels]]], known: Known, /) -> list[Agreed[Pixels]]:
    """As `functions/instances.py`; things that several people painted get colours of their own."""
    fitting = [_of_one_size(given) for given in objects]
    names = [sorted({label for one in given for label, _ in one.content.entries.values()}) for given in fitting]
    things = [
        [Given(one.worker, _instances(one.content, known_names)) for one in given]
        for given, known_names in zip(fitting, names, strict=True)
    ]
    found = []
    for given, kept, own, agreed in zip(objects, fitting, names, fused_instances(things, known), strict=True):
        if len(kept) == 1:
            parts = (0.0,) * len(kept[0].content.entries)
            found.append(_complete(given, kept, replace(agreed, content=kept[0].content, parts=parts)))
            continue
        labels = [own[label] for label in agreed.content.labels]
        entries = dict(enumerate(zip(labels, _colours(), strict=False), start=1))
        found.append(_complete(given, kept, replace(agreed, content=Pixels(agreed.content.image, entries))))
    return found


def _instances(pixels: Pixels, names: Sequence[str]) -> Instances:
    """Numbered without gaps."""
    table = np.zeros(256, np.uint8)
    table[sorted(pixels.entries)] = np.arange(1, len(pixels.entries) + 1)
    labels = [names.index(pixels.entries[number][0]) for number in sorted(pixels.entries)]
    return Instances(pixels.image.renumbered(table), np.array(labels, np.int64))


def _pixels(given: Sequence[Given[Pixels]], kept: Sequence[Given[Pixels]], agreed: Agreed[MaskImage]) -> Agreed[Pixels]:
    if len(kept) == 1:
        return _complete(given, kept, replace(agreed, content=kept[0].content))
    used = np.flatnonzero(sum(counts(rows) for rows in agreed.content))
    entries = _entries([one.content for one in kept], [int(number) for number in used if number])
    return _complete(given, kept, replace(agreed, content=Pixels(agreed.content, entries)))


def _entries(paintings: Sequence[Pixels], numbers: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Label and colour of each number: the colour that most people gave it and no number before it has."""
    entries: dict[int, tuple[str, str]] = {}
    for number in numbers:
        said = Counter(one.entries[number] for one in paintings if number in one.entries)
        taken = {colour for _, colour in entries.values()}
        label, _ = min(said)
        wanted = (colour for _, colour in sorted(said, key=lambda entry: (-said[entry], entry)))
        entries[number] = label, next(colour for colour in (*wanted, *_colours()) if colour not in taken)
    return entries


def _colours() -> Iterator[str]:
    """256 colours, each different, none of them the background's."""
    seen = set(_FIRST)
    yield from _FIRST
    turn = 0.0
    while len(seen) < 256:
        turn = (turn + _TURN) % 1
        red, green, blue = colorsys.hsv_to_rgb(turn, 0.5 + 0.5 * (len(seen) % 3) / 2, 0.95 - 0.25 * (len(seen) % 2))
        colour = f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"
        if colour not in seen:
            seen.add(colour)
            yield colour


def _of_one_size(given: Sequence[Given[Pixels]]) -> list[Given[Pixels]]:
    """Those whose picture has the size that most have: pixels of others would lie elsewhere."""
    sizes = Counter((one.content.image.width, one.content.image.height) for one in given)
    size = min(sizes, key=lambda one: (-sizes[one], one))
    return [one for one in given if (one.content.image.width, one.content.image.height) == size]


def _complete(given: Sequence[Given[Pixels]], kept: Sequence[Given[Pixels]], agreed: Agreed[Pixels]) -> Agreed[Pixels]:
    """With a quality of 0 for those that were left out; of none where only one is left."""
    if len(kept) == len(given):
        return agreed
    other = 0.0 if len(kept) > 1 else math.nan
    quality = dict(zip((one.worker for one in kept), agreed.quality, strict=True))
    return replace(agreed, quality=tuple(quality.get(one.worker, other) for one in given))


masks = _merge(voted)
staple = _merge(estimated)
