"""Pictures of any kind as small arrays of one kind."""

import io
import struct
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from autolabel.backbones.contract import Item, ItemRefused

Pixels = NDArray[np.uint8]
# The largest picture that is opened: 200 million pixels need 600 MB. Larger ones are mostly attacks.
MOST_PIXELS = 200_000_000
# What Pillow's readers raise for files that are cut off, spoiled or made to harm.
BROKEN = (
    OSError, ValueError, TypeError, SyntaxError, EOFError, IndexError, KeyError, OverflowError, RuntimeError,
    struct.error, zlib.error, Image.DecompressionBombError,
)  # fmt: skip
_DEEP = ("I", "I;16", "I;16B", "I;16L", "I;16N", "F")


def squeezed(item: Item, width: int, height: int, *, as_stored: bool = False) -> Pixels:
    """The whole picture at this size, (height, width, 3), as a person would see it: turned as its file says (unless
    `as_stored`), transparent parts on white, deep gray values stretched over their range.

    Raises ItemRefused for what is no picture, is cut off, or is too large.
    """
    try:
        found = _opened(item, width, height, as_stored=as_stored)
        return np.asarray(found.resize((width, height), Image.Resampling.BILINEAR, None, 2.0))
    except UnidentifiedImageError:
        raise ItemRefused("the file is no picture of a known format") from None
    except BROKEN as error:
        raise ItemRefused(f"the picture cannot be read: {error}") from None


def decoded(
    items: Sequence[Item], width: int, height: int, size: int, *, as_stored: bool = False
) -> Iterator[list[Pixels | str]]:
    """Batches of `size` pictures, or the reasons why not, decoded by as many threads as there are processors while
    the caller works on the batch before; squeezed as `squeezed` says."""
    batches = [items[start : start + size] for start in range(0, len(items), size)]
    with ThreadPoolExecutor(cpu_count()) as threads:
        ahead = [threads.submit(_one, item, width, height, as_stored) for item in batches[0]] if batches else []
        for number in range(len(batches)):
            ready = ahead
            following = batches[number + 1] if number + 1 < len(batches) else []
            ahead = [threads.submit(_one, item, width, height, as_stored) for item in following]
            yield [one.result() for one in ready]


def _one(item: Item, width: int, height: int, as_stored: bool) -> Pixels | str:
    try:
        return squeezed(item, width, height, as_stored=as_stored)
    except ItemRefused as refused:
        return str(refused)


def _opened(item: Item, width: int, height: int, *, as_stored: bool) -> Image.Image:
    if isinstance(item, str):
        raise ItemRefused("it is a text, not a picture")
    image = item if isinstance(item, Image.Image) else Image.open(io.BytesIO(item))
    if image.width * image.height > MOST_PIXELS:
        raise ItemRefused(f"the picture has {image.width} x {image.height} pixels; at most {MOST_PIXELS:,} are opened")
    if image is not item:
        # JPEG files can be decoded at an eighth of the work where twice the size wanted is enough.
        image.draft(None, (2 * width, 2 * height))
    return _plain(image if as_stored else ImageOps.exif_transpose(image))


def _plain(image: Image.Image) -> Image.Image:
    if image.mode in _DEEP:
        image = _shallow(image)
    if image.has_transparency_data:
        seen = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen)
    return image.convert("RGB")


def _shallow(image: Image.Image) -> Image.Image:
    """Gray of more than 8 bits, from its darkest to its lightest value."""
    values = np.asarray(image, np.float64)
    values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(values.min()), float(values.max())
    return Image.fromarray(((values - low) * (255 / max(high - low, 1e-12))).astype(np.uint8))
