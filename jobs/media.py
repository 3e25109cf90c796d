"""Is what an object points to there, of a bearable size, and something a browser shows? Asked before people see it.

The only media yet are images. An outage of the store is no fault of the object: `StorageError` rises.
"""

from __future__ import annotations

import orjson

from jobs.dispatch import Turn
from jobs.facts import JobFacts
from jobs.models import DataObject, LabelingJob
from tenants import storage
from tenants.errors import AccessDenied, ObjectMissing, ObjectRefused

LARGEST = 40_000_000  # bytes of an image (spec 7)
_LOOKED_AT = 10  # objects at the start of the manifest
_HEAD = 256  # bytes; enough for every mark below
_RETRY = "then retry the failed objects."
_MARKS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM")
_BRANDS = (b"WEBP", b"ftypavif", b"ftypavis")  # from byte 4 or 8


def check(turn: Turn, facts: JobFacts) -> str | None:
    """Why this object cannot be labeled, or None. Looked at until the first answer is in: then somebody has seen it."""
    if not facts.kind.has_media or turn.answers:
        return None
    uri = str(orjson.loads(turn.line)[facts.kind.input_key])
    fault = _fault(uri)
    return f"ClientError: line {turn.line_no + 1}: {fault}" if fault else None


def preflight(job: LabelingJob) -> str | None:
    """Why the job cannot start: none of its first objects is there, so the manifest points to the wrong place."""
    if not job.kind.has_media:
        return None
    lines = DataObject.objects.filter(job=job).order_by("line_no").values_list("line", flat=True)[:_LOOKED_AT]
    addresses = [str(orjson.loads(line)[job.kind.input_key]) for line in lines]
    if not addresses or any(_is_there(uri) for uri in addresses):
        return None
    return (
        f"ClientError: there is nothing at any of the first {len(addresses)} addresses of the manifest, "
        f"beginning with {addresses[0]}. Correct the addresses or put the objects there, then create the job again."
    )


def _is_there(uri: str) -> bool:
    try:
        storage.size(uri)
    except (ObjectMissing, ObjectRefused, AccessDenied):
        return False
    return True


def _fault(uri: str) -> str | None:
    try:
        head, size = storage.head_bytes(uri, _HEAD)
    except ObjectMissing:
        return f"there is no object at {uri}. Put it there, {_RETRY}"
    except (AccessDenied, ObjectRefused) as error:
        return f"{error} Correct that, {_RETRY}"
    if size > LARGEST:
        return f"the object at {uri} has {size:,} bytes; at most {LARGEST:,} may be. Put a smaller one there, {_RETRY}"
    if not _is_image(head):
        return f"the object at {uri} is no JPEG, PNG, GIF, WebP, AVIF, BMP or SVG image. Put one there, {_RETRY}"
    return None


def _is_image(head: bytes) -> bool:
    if head.startswith(_MARKS) or any(brand in head[4:16] for brand in _BRANDS):
        return True
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return text.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg"))
