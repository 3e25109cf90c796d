"""What every backbone takes and gives back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Halves = NDArray[np.float16]
Singles = NDArray[np.float32]
Kind = Literal["text", "image"]
# A text, a picture's file as bytes, or a picture.
Item: TypeAlias = str | bytes | Image.Image


class ItemRefused(Exception):
    """One item cannot be turned into numbers; the message says why, in words for the requester."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An item without a row: its place in what was given, and why."""

    index: int
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """One row an item, (n, d) in float16; the rows of `faults` are nan, and no others."""

    vectors: Halves
    faults: tuple[Fault, ...]


class Backbone(Protocol):
    """Turns items into rows of numbers. An item's row does not depend on the items around it.

    `version` names the weights and everything that is done to an item before them: rows of equal name and version
    may be mixed, so a cache goes by both. `size` is d. A broken item gives a row of nan and a fault; only what is
    wrong with the backbone itself raises.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def size(self) -> int: ...

    @property
    def kind(self) -> Kind: ...

    def embed(self, items: Sequence[Item], /) -> Embedded:
        """The rows of all items, in their order."""


def assemble(count: int, size: int, rows: dict[int, Singles], reasons: dict[int, str]) -> Embedded:
    """Rows and reasons by place, put together; a row that float16 cannot hold is clipped, never infinite."""
    vectors = np.full((count, size), np.nan, np.float16)
    top = float(np.finfo(np.float16).max)
    for index, row in rows.items():
        if np.isfinite(row).all():
            vectors[index] = np.clip(row, -top, top)
        else:
            reasons[index] = "the model gave numbers that are not finite"
    return Embedded(vectors, tuple(Fault(index, reasons[index]) for index in sorted(reasons)))
