"""The pixels themselves, of small pictures: what a network from scratch learns from."""

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Bytes = NDArray[np.uint8]
# A side in pixels; larger pictures are left to backbones.
MOST_SIDE = 64


def pixels_of(items: Sequence[object]) -> Bytes | None:
    """(n, height, width, channels) in 0..255, or None where any is no small picture, or of another size than the others."""
    pictures = [_picture(item) for item in items]
    sizes = {picture.shape for picture in pictures if picture is not None}
    if len(sizes) != 1 or any(picture is None for picture in pictures):
        return None
    return np.stack([picture for picture in pictures if picture is not None])


def _picture(item: object) -> Bytes | None:
    if not isinstance(item, bytes):
        return None
    try:
        with Image.open(io.BytesIO(item)) as opened:
            if max(opened.size) > MOST_SIDE:
                return None
            plain = opened.convert("L" if opened.mode in ("1", "L", "I", "I;16", "F") else "RGB")
            pixels = np.asarray(plain, np.uint8)
    except (OSError, ValueError, SyntaxError):
        return None
    return pixels[:, :, None] if pixels.ndim == 2 else pixels
