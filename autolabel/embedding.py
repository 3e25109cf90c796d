"""Objects as rows of numbers, once an object and backbone, kept in the customer's store in shards.

A process that is killed goes on at the first shard that is missing. A shard is written whole or not at all, and what is
in it depends on the objects and the backbone alone, so writing it twice harms nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import orjson
from django.conf import settings
from safetensors import SafetensorError
from safetensors.numpy import load, save

from autolabel import devices, map_shards
from autolabel.arrays import Flags, Ints
from autolabel.backbones.catalogue import BackboneUnknown, backbone
from autolabel.backbones.contract import Backbone, Halves, Item
from autolabel.backbones.pixels import Bytes, pixels_of
from autolabel.backbones.pyramid import Maps, Pyramid
from autolabel.map_shards import ShardLost
from autolabel.models import SHARD, Run
from jobs import media, rows
from jobs.facts import JobFacts
from jobs.image_heads import LARGEST, size_in
from jobs.layout import Layout
from jobs.models import LabelingJob
from tenants import storage
from tenants.errors import ObjectMissing, ObjectTooLarge, PlumblineError

_LARGEST_SHARD = 64_000_000  # bytes
_NOT_SHOWN = "no browser shows a picture of this format"
_TOLD = 20  # objects that cannot be read are named, the first of them


def loaded(run: Run) -> Backbone:
    """The run's backbone, made once a process."""
    if run.backbone not in _loaded:
        media, name = settings.AUTOLABEL_BACKBONES.get(run.backbone, ("", run.backbone))
        made = backbone(name, settings.AUTOLABEL_WEIGHTS, devices.setting(settings.AUTOLABEL_DEVICE))
        if media not in ("", made.kind):
            raise BackboneUnknown(
                f"AUTOLABEL_BACKBONES says that {run.backbone} reads {media}, and it is for {made.kind}."
            )
        _loaded[run.backbone] = made
    return _loaded[run.backbone]


_loaded: dict[str, Backbone] = {}


def embed_next(job: LabelingJob, facts: JobFacts, run: Run) -> bool:
    """Turn the next shard of objects into numbers; False when all have been. Where a stream has grown, what was its last
    shard is made anew."""
    if run.embedded >= run.size:
        return False
    made = loaded(run)
    first = run.embedded - run.embedded % shard_size(made)
    address, count = _address(job, made, first), _count(run, made, first)
    if _stored(job, made, first, count) is None:
        items = _items(facts, _lines(job, first, count))
        if isinstance(made, Pyramid):
            arrays, maps, faults = _map_shard(made, items)
            map_shards.keep(job, made, first, maps)
        else:
            arrays, faults = _shard(made, items)
        storage.write(address, save(arrays), "application/octet-stream")
        told = [[first + at + 1, reason] for at, reason in sorted(faults.items())]
        before = [one for one in run.unreadable if not first < one[0] <= first + count]
        run.unreadable = (before + told)[:_TOLD]
    run.embedded = first + count
    run.status = f"Objects are turned into numbers: {run.embedded:,} of {run.size:,}."
    run.save(update_fields=["embedded", "unreadable", "status"])
    return True


def shards(job: LabelingJob, run: Run) -> Iterator[Halves]:
    """The rows of all objects that the run knows of, shard by shard. Raises ShardLost."""
    made = loaded(run)
    for first in range(0, run.size, shard_size(made)):
        yield _found(job, run, made, first)["vectors"]


def folder(job: LabelingJob, run: Run) -> str:
    """Where the shards lie."""
    return _address(job, loaded(run), 0).rpartition("/")[0]


def vectors(job: LabelingJob, run: Run, since: int = 0) -> tuple[Halves, Bytes | None]:
    """Rows (n, d) of the objects that the run knows of, from line `since` on, where a shard begins; nan where there is none,
    and pixels (n, height, width, channels) where all are small pictures of one size. Raises ShardLost."""
    made = loaded(run)
    found = np.empty((run.size - since, made.size), np.float16)  # filled, not joined: gigabytes would be there twice
    pixels: list[Bytes | None] = []
    for first in range(since, run.size, shard_size(made)):
        shard = _found(job, run, made, first)
        found[first - since : first - since + len(shard["vectors"])] = shard["vectors"]
        pixels.append(shard.get("pixels"))
    small = [part for part in pixels if part is not None]
    same = len(small) == len(pixels) and len({part.shape[1:] for part in small}) == 1
    return found, np.concatenate(small) if same else None


def sizes(job: LabelingJob, run: Run, since: int = 0) -> Ints:
    """Width and height (n, 2) of the pictures from line `since` on as they are stored, 0 where they cannot be read; for a
    backbone that gives maps. Raises ShardLost."""
    made = loaded(run)
    shards = [_found(job, run, made, first) for first in range(since, run.size, shard_size(made))]
    return np.concatenate([shard["sizes"] for shard in shards]).astype(np.int64)


def shard_size(made: Backbone) -> int:
    """Objects a shard."""
    return map_shards.size_of(made) if isinstance(made, Pyramid) else SHARD


def texts(job: LabelingJob, facts: JobFacts, run: Run, since: int = 0) -> Iterator[str]:
    """The text of every object that the run knows of from line `since` on, in order; empty where it cannot be read."""
    for first in range(since, run.size, SHARD):
        for item in _items(facts, _lines(job, first, min(SHARD, run.size - first))):
            yield item if isinstance(item, str) else ""


def usable(found: Halves) -> Flags:
    """Which objects have a row; in parts, or a truth value a number would take half as much memory as the rows."""
    parts = np.array_split(found, len(found) // SHARD + 1)
    return np.concatenate([np.isfinite(part).all(axis=1) for part in parts])


def _shard(made: Backbone, items: Sequence[Item | PlumblineError]) -> tuple[dict[str, Any], dict[int, str]]:
    told = {at: item for at, item in enumerate(items) if not isinstance(item, PlumblineError)}
    readable, found = list(told), made.embed(list(told.values()))
    rows_of_all = np.full((len(items), made.size), np.nan, np.float16)
    rows_of_all[readable] = found.vectors
    faults = {at: str(item) for at, item in enumerate(items) if isinstance(item, PlumblineError)}
    faults.update((readable[fault.index], fault.reason) for fault in found.faults)
    arrays = {"vectors": rows_of_all}
    small = pixels_of(items) if made.kind == "image" else None
    return (arrays if small is None else {**arrays, "pixels": small}), faults


def _map_shard(made: Pyramid, items: Sequence[Item | PlumblineError]) -> tuple[dict[str, Any], Maps, dict[int, str]]:
    """Rows with the pictures' sizes, their maps, and the reasons why some have none."""
    sides = [_size(item) for item in items]
    maps = made.maps([item if isinstance(item, bytes) else b"" for item in items])
    faults = {fault.index: fault.reason for fault in maps.faults}
    faults |= {
        at: one for at, one in enumerate(sides) if isinstance(one, str) and (at not in faults or one != _NOT_SHOWN)
    }
    vectors = maps.means()
    vectors[list(faults)] = np.nan
    sizes = np.array([(0, 0) if isinstance(one, str) else one for one in sides], np.int32)
    return {"vectors": vectors, "sizes": sizes}, maps, faults


def _size(item: Item | PlumblineError) -> tuple[int, int] | str:
    """Width and height of a picture as it is stored, or why it has none."""
    if isinstance(item, PlumblineError):
        return str(item)
    return (size_in(item) if isinstance(item, bytes) else None) or _NOT_SHOWN


def _items(facts: JobFacts, lines: Sequence[Mapping[str, Any]]) -> list[Item | PlumblineError]:
    """What the objects are: texts, or the bytes of pictures; why not, where they cannot be read."""
    keys = [facts.kind.key_in(line) for line in lines]
    in_files = [at for at, key in enumerate(keys) if key == "source-ref"]
    limit = LARGEST if facts.kind.has_media else 4 * media.LONGEST_TEXT
    read = storage.read_many([lines[at]["source-ref"] for at in in_files], limit)
    found: list[Item | PlumblineError] = [str(line.get(key, "")) for line, key in zip(lines, keys, strict=True)]
    for at, content in zip(in_files, read, strict=True):
        found[at] = (
            content.decode(errors="replace") if isinstance(content, bytes) and not facts.kind.has_media else content
        )
    return found


def _lines(job: LabelingJob, first: int, count: int) -> list[dict[str, Any]]:
    found = rows.many(
        """SELECT line FROM jobs_dataobject WHERE job_id = %(job)s AND line_no >= %(first)s AND line_no < %(after)s
        ORDER BY line_no""",
        {"job": job.pk, "first": first, "after": first + count},
    )
    return [orjson.loads(row.line) for row in found]


def _address(job: LabelingJob, made: Backbone, first: int) -> str:
    return f"{Layout(job).root}/activelearning/embeddings/{made.name}-{made.version}/{first}.safetensors"


def _count(run: Run, made: Backbone, first: int) -> int:
    """Objects in the shard that begins here."""
    return min(shard_size(made), run.size - first)


def _found(job: LabelingJob, run: Run, made: Backbone, first: int) -> dict[str, Any]:
    arrays = _stored(job, made, first, _count(run, made, first))
    if arrays is None:
        raise ShardLost(first)
    return arrays


def _stored(job: LabelingJob, made: Backbone, first: int, count: int) -> dict[str, Any] | None:
    """A shard as it is written here, or None. The bucket is its customer's: what is not of this form is made again."""
    try:
        arrays = load(storage.read(_address(job, made, first), _LARGEST_SHARD))
    except (ObjectMissing, ObjectTooLarge, SafetensorError, KeyError, TypeError, ValueError):
        return None
    if isinstance(made, Pyramid):
        whole = _has_sizes(arrays, count) and map_shards.is_kept(job, made, first, count)
    else:
        whole = _has_no_pixels_or_all(arrays, count)
    vectors = arrays.get("vectors")
    is_rows = vectors is not None and vectors.shape == (count, made.size) and vectors.dtype == np.float16
    return arrays if whole and is_rows else None


def _has_no_pixels_or_all(arrays: Mapping[str, Any], count: int) -> bool:
    found = arrays.get("pixels")
    return found is None or (len(found) == count and found.ndim == 4 and found.dtype == np.uint8)


def _has_sizes(arrays: Mapping[str, Any], count: int) -> bool:
    found = arrays.get("sizes")
    return found is not None and found.shape == (count, 2) and found.dtype == np.int32
