"""Maps of pictures in the customer's store, in shards, and a copy of them on this machine's disk.

Maps are a thousand times larger than rows: 10,000 pictures for masks have 10 GB. So they are never all in memory: what
reads them goes from shard to shard, and what learns takes as many pictures as it can look at.
"""

from __future__ import annotations

import hashlib
import os
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
from django.conf import settings
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from autolabel.arrays import Ints
from autolabel.backbones.pyramid import Maps, Pyramid
from jobs.layout import Layout
from jobs.models import LabelingJob
from tenants import storage
from tenants.errors import ObjectMissing, ObjectTooLarge

_SHARD = 64_000_000  # bytes
_MOST = 256  # pictures; some ten seconds of work, so little is lost with a process
_HEADER = 10_000  # bytes, at most, that a file has beside its arrays
_DAY = 86_400


class ShardLost(Exception):
    """A shard was taken away or altered; it begins at this object."""

    def __init__(self, first: int) -> None:
        self.first = first


def size_of(made: Pyramid) -> int:
    """Pictures a shard: a power of two."""
    return min(int(2 ** np.floor(np.log2(_SHARD / bytes_of(made)))), _MOST)


def keep(job: LabelingJob, made: Pyramid, first: int, maps: Maps) -> None:
    """Store the maps of the shard that begins at this object."""
    content = save({f"level{number}": level for number, level in enumerate(maps.levels)})
    storage.write(_address(job, made, first), content, "application/octet-stream")
    _put(_copy(job, made, first), content)


def is_kept(job: LabelingJob, made: Pyramid, first: int, count: int) -> bool:
    """Are the maps of this shard there, of so many pictures and in the form they are stored in?"""
    try:
        _path(job, made, first, count)
    except (FileNotFoundError, ShardLost):
        return False
    return True


def parts(job: LabelingJob, made: Pyramid, objects: Ints) -> Iterator[tuple[Ints, Maps]]:
    """The maps of these objects, in order of their numbers, a shard at a time. Raises ShardLost."""
    wanted, size = np.unique(objects), size_of(made)
    for number in np.unique(wanted // size):
        here = wanted[wanted // size == number]
        first = int(number) * size
        try:
            found = _picked(_path(job, made, first, int(here[-1]) + 1 - first), here - first, len(made.shapes))
        except FileNotFoundError:  # another process made room meanwhile
            raise ShardLost(first) from None
        yield here, found


def gathered(job: LabelingJob, made: Pyramid, objects: Ints) -> Maps:
    """The maps of these objects, in order of their numbers. Takes memory for all of them. Raises ShardLost."""
    found = [maps.levels for _, maps in parts(job, made, objects)]
    return Maps(tuple(np.concatenate(level) for level in zip(*found, strict=True)))


def _picked(path: Path, places: Ints, levels: int) -> Maps:
    runs = np.split(places, np.flatnonzero(np.diff(places) > 1) + 1)
    with safe_open(path, "numpy") as shard:
        slices = [shard.get_slice(f"level{number}") for number in range(levels)]
        return Maps(tuple(np.concatenate([one[run[0] : run[-1] + 1] for run in runs]) for one in slices))


def _path(job: LabelingJob, made: Pyramid, first: int, count: int) -> Path:
    """The copy of a shard on this machine; fetched where there is none of so many pictures: the last shard of a stream
    grows, and another machine may have made it. Raises ShardLost."""
    path = _copy(job, made, first)
    if not (path.is_file() and _fits(path, made, count)):
        limit = size_of(made) * bytes_of(made) + _HEADER
        try:
            _put(path, storage.read(_address(job, made, first), limit))
        except (ObjectMissing, ObjectTooLarge):
            raise ShardLost(first) from None
        if not _fits(path, made, count):
            path.unlink(missing_ok=True)
            raise ShardLost(first)
    os.utime(path)
    return path


def _fits(path: Path, made: Pyramid, count: int) -> bool:
    """The bucket is its customer's: is this file of the form that is stored here, with so many pictures or more?"""
    pictures = set()
    try:
        with safe_open(path, "numpy") as shard:
            for number, shape in enumerate(made.shapes):
                level = shard.get_slice(f"level{number}")
                found, *form = level.get_shape()
                if level.get_dtype() != "F16" or tuple(form) != shape:
                    return False
                pictures.add(found)
    except (FileNotFoundError, SafetensorError, ValueError):
        return False
    return len(pictures) == 1 and count <= pictures.pop() <= size_of(made)


def _put(path: Path, content: bytes) -> None:
    """All or nothing, and no more on this disk than the operator allows."""
    folder = path.parent
    folder.mkdir(parents=True, exist_ok=True)
    _make_room(folder, len(content))
    handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).replace(path)


def _make_room(folder: Path, size: int) -> None:
    """What nobody read for a day goes first, then any: the oldest would be the very one that a reading needs next."""
    found = list(_copies(folder))
    lots, now = random.Random(), time.time()
    total = sum(stat.st_size for _, stat in found)
    for path, stat in sorted(found, key=lambda one: (one[1].st_mtime > now - _DAY, lots.random())):
        if total + size <= settings.AUTOLABEL_MAPS_BYTES:
            return
        path.unlink(missing_ok=True)
        total -= stat.st_size


def _copies(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    for path in folder.glob("*.safetensors"):
        with suppress(FileNotFoundError):  # another process made room meanwhile
            yield path, path.stat()


def _copy(job: LabelingJob, made: Pyramid, first: int) -> Path:
    """By the job's number too: another job may have had this name, and this address."""
    name = hashlib.sha256(f"{job.pk} {_address(job, made, first)}".encode()).hexdigest()
    return Path(settings.AUTOLABEL_MAPS) / f"{name}.safetensors"


def _address(job: LabelingJob, made: Pyramid, first: int) -> str:
    return f"{Layout(job).root}/activelearning/embeddings/{made.name}-{made.version}/{first}-maps.safetensors"


def bytes_of(made: Pyramid) -> int:
    """Of a picture's maps."""
    return sum(int(np.prod(shape)) * np.dtype(np.float16).itemsize for shape in made.shapes)
