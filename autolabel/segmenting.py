"""What clicks mean in a picture, by the operator's segmenter: a page asks, and is told over the channel layer.

What the encoder made of a picture stays in this process for a while, so only the first click waits for it. Losing an
answer costs the worker a click: the page gives a question up after a while.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np
import structlog
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from redis.exceptions import RedisError

from autolabel import own_segmenter
from autolabel.arrays import Flags
from autolabel.backbones.contract import ItemRefused
from autolabel.backbones.onnx import OnnxRefused
from autolabel.backbones.segmenter import Prompt, Seen
from autolabel.own_segmenter import SegmenterMissing
from jobs.image_heads import LARGEST
from tenants import hints, scope, storage
from tenants.errors import PlumblineError

log = structlog.get_logger("autolabel.segmenting")

_KEPT = 64  # pictures; 4 MB each as Segment Anything sees them
_AGAIN = 900  # s after which a picture is fetched anew, as another may lie at its address
_MOST_RUNS = 20_000  # of a mask that is told: some 100 kB
_BROKEN = "The model of this site does not work; tell its operator. “Select by clicks” works without it."
_OTHER = "The model sees this picture in another size than this page. Use “Select by clicks” without the model."
_seeing = Lock()


def answer(assignment_id: int, question: Mapping[str, Any]) -> None:
    """Answer a page's question (`portal/asking.py`)."""
    mask, reason = _found(question)
    hints.take(question["hint"])  # before the page is told, which may ask the next one at once
    told = {"assignment": assignment_id, "seq": question["seq"], "mask": mask, "reason": reason}
    layer = get_channel_layer()
    try:
        async_to_sync(layer.send)(question["channel"], {"type": "segmented", **told})
    except (RedisError, OSError) as error:
        log.warning("page_not_told", error=str(error))


def told(mask: Flags) -> dict[str, Any]:
    """A mask as lengths of runs, row by row, by turns of what is not of the thing and what is; of one with very many
    runs only every second pixel and row, again and again."""
    runs = _runs(mask)
    while len(runs) > _MOST_RUNS:
        mask = mask[::2, ::2]
        runs = _runs(mask)
    return {"width": mask.shape[1], "height": mask.shape[0], "runs": runs}


def _found(question: Mapping[str, Any]) -> tuple[dict[str, Any] | None, str]:
    """The mask, None where nothing was asked but to look at the picture, or why there is none."""
    try:
        seen = _seen_once(question["picture"])
        if [seen.width, seen.height] != question["size"]:
            return None, _OTHER
        prompt = Prompt(question["points"], question["ground"], question["box"])
        return (told(own_segmenter.opened().mask(seen, prompt)) if prompt.points or prompt.box else None), ""
    except (OnnxRefused, SegmenterMissing) as error:
        log.error("segmenter_broken", error=str(error))
        return None, _BROKEN
    except ItemRefused as error:
        return None, f"The model cannot look at this item: {error}."
    except PlumblineError as error:
        return None, f"The model cannot look at this item. {error}"


def _seen_once(uri: str) -> Seen:
    # One at a time: two clicks at a picture that nobody has looked at would do the long work twice.
    with _seeing:
        return _seen(scope.current(), uri, int(time.monotonic() // _AGAIN))


@lru_cache(maxsize=_KEPT)
def _seen(_tenant: int, uri: str, _when: int) -> Seen:
    return own_segmenter.opened().see(storage.read(uri, LARGEST))


def _runs(mask: Flags) -> list[int]:
    flat = mask.ravel()
    turns = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    lengths = np.diff(turns, prepend=0, append=flat.size).tolist()
    return [0, *lengths] if flat[0] else lengths
