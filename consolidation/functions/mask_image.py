"""A mask that takes little memory while it waits for others."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.uint8]  # (height, width)
STRIPE = 1_000_000  # pixels that are looked at in one go
_QUICK = 1  # level of zlib: large areas of one number become small at any


@dataclass(frozen=True, slots=True)
class MaskImage:
    """A number 0..255 for each pixel of (height, width), 0 is the background; kept compressed, some rows at a time.

    Masks of 12 million pixels by five people are 60 MB, and some hundred kB like this.
    """

    height: int
    width: int
    packed: tuple[bytes, ...]

    @classmethod
    def of(cls, indices: Indices) -> "MaskImage":
        """Of numbers (height, width)."""
        height, width = indices.shape
        return cls.from_stripes(height, width, (indices[rows] for rows in stripes(height, width)))

    @classmethod
    def from_stripes(cls, height: int, width: int, rows: Iterable[Indices]) -> "MaskImage":
        """Of numbers that come as `stripes` cuts them."""
        return cls(height, width, tuple(zlib.compress(np.ascontiguousarray(one).data, _QUICK) for one in rows))

    def __iter__(self) -> Iterator[Indices]:
        """The stripes, from the top."""
        return (np.frombuffer(zlib.decompress(one), np.uint8).reshape(-1, self.width) for one in self.packed)

    @property
    def indices(self) -> Indices:
        """All of it."""
        return np.concatenate(list(self))

    def renumbered(self, numbers: Sequence[int] | Indices) -> "MaskImage":
        """The same with `numbers[n]` (256,) for each n."""
        table = np.asarray(numbers, np.uint8)
        return MaskImage.from_stripes(self.height, self.width, (table[rows] for rows in self))


def stripes(height: int, width: int) -> Iterator[slice]:
    """Rows of about a million pixels: whole pictures would take eight bytes for each pixel, several times."""
    step = max(1, STRIPE // max(width, 1))
    return (slice(top, min(top + step, height)) for top in range(0, height, step))
