"""What the labels of a look are made of, as it is kept with its round until the labels are written."""

from __future__ import annotations

import numpy as np
from safetensors.numpy import load, save

from autolabel.arrays import Floats
from autolabel.models import Round, Run
from autolabel.pool import Look


def to_bytes(look: Look) -> bytes:
    """The details of a look; nothing where it has none."""
    if not look.details:
        return b""
    counts = np.array([len(table) for table in look.details])
    return save({"lines": look.objects, "counts": counts, "parts": np.concatenate(look.details).astype("<f4")})


def of_look(run: Run, look: Look) -> dict[int, Floats]:
    """The details by line, as they were kept when the look was taken."""
    kept = Round.objects.get(run=run, look__learned=look.learned)
    if not kept.look_details:
        return {}
    arrays = load(bytes(kept.look_details))
    tables = np.split(arrays["parts"].astype(np.float64), np.cumsum(arrays["counts"])[:-1])
    return dict(zip(arrays["lines"].tolist(), tables, strict=True))
