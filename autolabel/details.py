"""What the labels of a look are made of, as it is kept with its round until the labels are written."""

from __future__ import annotations

import numpy as np
from safetensors.numpy import load, save

from autolabel.arrays import Detail
from autolabel.models import Round, Wave
from autolabel.pool import Look


def to_bytes(look: Look) -> bytes:
    """The details of a look; nothing where it has none."""
    if not look.details:
        return b""
    counts = np.array([len(one) for one in look.details])
    parts = np.concatenate(look.details)
    return save(
        {"lines": look.objects, "counts": counts, "parts": parts if parts.dtype == np.uint8 else parts.astype("<f4")}
    )


def of_look(wave: Wave, look: Look) -> dict[int, Detail]:
    """The details by line, as they are kept, or were when the look was taken."""
    before = Round.objects.filter(run_id=wave.run_id, wave=wave.number, look__learned=look.learned).first()
    kept = to_bytes(look) or bytes(before.look_details if before else b"")
    if not kept:
        return {}
    arrays = load(kept)
    parts = arrays["parts"] if arrays["parts"].dtype == np.uint8 else arrays["parts"].astype(np.float64)
    each = np.split(parts, np.cumsum(arrays["counts"])[:-1])
    return dict(zip(arrays["lines"].tolist(), each, strict=True))
