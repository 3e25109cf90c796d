"""Samples of the two data sets: what is shown, what is true, and by what an onlooker knows it again.

Classes are balanced and the order is a seeded shuffle. File names are hashes of the content, so they tell nothing.
"""

from __future__ import annotations

import hashlib
import io
import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import orjson
from PIL import Image

from config.demo import packages
from config.demo.confusion import DIGITS, MAILS, Subject
from config.demo.trouble import DemoFailed

SIDE = 28  # pixels of a digit, in the data
SCALE = 5  # drawn larger, so that a person can see it
LONGEST_MAIL = 4_000  # characters; a manifest value may have 20,000 (spec 7)
_HEADERS = re.compile(r"^(?:From|To|Date|Subject):.*(?:\n[ \t]+.*)*", re.MULTILINE | re.IGNORECASE)
_UNPRINTABLE = re.compile(r"[^\t\n\x20-\x7e\xa0-\uffff]")


@dataclass(frozen=True)
class Item:
    """One object. `content`: a PNG or a text in UTF-8. `sight`: what an onlooker sees, as a hash."""

    content: bytes
    sight: str
    truth: str


@dataclass(frozen=True)
class Sample:
    """Items to be labeled, in the order of the manifest."""

    subject: Subject
    items: list[Item]

    @property
    def truths(self) -> list[str]:
        return [item.truth for item in self.items]


def digits(count: int, seed: int, scale: int = SCALE) -> Sample:
    """`count` handwritten digits as PNGs, each pixel of the data `scale` wide. Raises DemoFailed."""
    folder = packages.folder_of(packages.DIGITS)
    draw = random.Random(seed)
    pixels = {digit: _pixels(folder, digit) for digit in DIGITS.labels}
    there = {digit: len(values) // (SIDE * SIDE) for digit, values in pixels.items()}
    items = []
    for digit, share in _shares(DIGITS, count, there):
        for number in draw.sample(range(there[digit]), share):
            png = _png(pixels[digit][number * SIDE * SIDE : (number + 1) * SIDE * SIDE], scale)
            items.append(Item(png, sight_of_image(png), digit))
    return _mixed(DIGITS, items, draw)


def mails(count: int, seed: int) -> Sample:
    """`count` mails: From, To, Date, Subject and the body, cut to LONGEST_MAIL characters. Raises DemoFailed."""
    folder = packages.folder_of(packages.MAILS)
    draw = random.Random(seed)
    items: list[Item] = []
    for label, share in _shares(MAILS, count, {}):
        kind = "spam-*" if label == "spam" else "*ham-*"
        paths = sorted(path for path in folder.rglob("*.txt") if path.parent.match(kind))
        draw.shuffle(paths)
        items += _distinct((readable(path.read_bytes()) for path in paths), label, share, {i.sight for i in items})
    return _mixed(MAILS, items, draw)


def sight_of_image(content: bytes) -> str:
    """An image is known again by its bytes."""
    return hashlib.sha256(content).hexdigest()


def sight_of_text(text: str) -> str:
    """A text is known again by its words: a page may lay out spaces differently."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def readable(raw: bytes) -> str:
    """A mail as a person reads it: without the lines that mail servers add."""
    text = raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    head, _, body = text.partition("\n\n")
    text = "\n".join(_HEADERS.findall(head)) + "\n\n" + body.strip()
    return _UNPRINTABLE.sub(" ", text)[:LONGEST_MAIL].strip()


def _shares(subject: Subject, count: int, there: Mapping[str, int]) -> Iterable[tuple[str, int]]:
    """How many of each class: the same, give or take one, as long as that many are there; the rest from those of which
    there are more."""
    classes = len(subject.labels)
    shares = {label: (count + classes - 1 - i) // classes for i, label in enumerate(subject.labels)}
    missing = 0
    for label, most in there.items():
        missing, shares[label] = missing + max(0, shares[label] - most), min(shares[label], most)
    while missing:
        roomy = sorted((label for label, most in there.items() if shares[label] < most), key=shares.__getitem__)[
            :missing
        ]
        if not roomy:
            raise DemoFailed(f"There are {sum(there.values()):,} images of digits; ask for fewer with --images.")
        shares |= {label: shares[label] + 1 for label in roomy}
        missing -= len(roomy)
    return shares.items()


def _pixels(folder: Path, digit: str) -> bytes:
    """Those of all pictures of a digit, one after the other."""
    values = orjson.loads(next(folder.rglob(f"{digit}.json")).read_bytes())["data"]
    return bytes(np.rint(255 * np.array(values)).astype(np.uint8))


def _png(pixels: bytes, scale: int) -> bytes:
    image = Image.frombytes("L", (SIDE, SIDE), pixels).resize((SIDE * scale, SIDE * scale), Image.Resampling.BICUBIC)
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _distinct(texts: Iterable[str], label: str, share: int, seen: set[str]) -> list[Item]:
    """The first `share` texts that differ from each other and from those seen: two truths for one text help nobody."""
    items: list[Item] = []
    for text in texts:
        if len(items) == share:
            break
        sight = sight_of_text(text)
        if text and sight not in seen:
            seen.add(sight)
            items.append(Item(text.encode(), sight, label))
    if len(items) < share:
        raise DemoFailed(f"There are {len(items)} different mails that are {label}; ask for fewer with --texts.")
    return items


def _mixed(subject: Subject, items: list[Item], draw: random.Random) -> Sample:
    draw.shuffle(items)
    return Sample(subject, items)
