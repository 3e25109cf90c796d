"""Is what an object points to there, of a bearable size, and what its kind of job shows? Asked before people see it.

What it is is read from its content, never from its name or the type the store gives it. Of an image the header is
decoded, because a small file can claim more pixels than a browser bears. An outage of the store is no fault of the
object: `StorageError` rises.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from jobs import line_members
from jobs.dispatch import Turn
from jobs.earlier_labels import of_job
from jobs.facts import JobFacts, facts_of
from jobs.image_heads import HEAD, LARGEST, MOST_PIXELS, size_at, size_of
from jobs.models import DataObject, LabelingJob
from tenants import hints, storage
from tenants.errors import AccessDenied, ObjectMissing, ObjectRefused

LONGEST_TEXT = 1_048_576  # characters of a text in a file
_LARGEST_SOUND = 500_000_000  # bytes; the waveform is drawn in the browser's memory
_LARGEST_DOCUMENT = 200_000_000
_LOOKED_AT = 10  # objects at the start of the manifest
_REMEMBERED = 600  # s, that an object was found good; people are given the same object soon after each other
_RETRY = "then retry the failed objects."
_AGAIN = "then create the job again."
_SOUNDS = (b"ID3", b"OggS", b"fLaC", b"\x1aE\xdf\xa3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa", b"\xff\xf1",
           b"\xff\xf9")  # fmt: skip
_PNG = b"\x89PNG\r\n\x1a\n"
_CLIPS = (b"OggS", b"\x1aE\xdf\xa3")


@dataclass(frozen=True)
class Medium:
    """What an object of a kind of job has to be. `fits` says of its first bytes whether it is that."""

    wanted: str
    largest: int
    fits: Callable[[bytes], bool]


def _is_text(head: bytes) -> bool:
    """Text to the end of what was read; a character may be cut there."""
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data" and len(head) == HEAD
    return b"\0" not in head


MEDIA: dict[str, Medium] = {
    "image": Medium("a JPEG, PNG, GIF, WebP, AVIF or BMP image", LARGEST, lambda head: True),  # its header is decoded
    "audio": Medium("a WAV, MP3, AAC, M4A, Ogg, FLAC or WebM recording", _LARGEST_SOUND,
                    lambda head: head.startswith(_SOUNDS) or head[4:8] == b"ftyp" or head[8:12] == b"WAVE"),
    # The original takes a video file of any size (spec 7); browsers fetch it piece by piece.
    "video": Medium("an MP4, Ogg or WebM video", 2**63, lambda head: head.startswith(_CLIPS) or head[4:8] == b"ftyp"),
    "document": Medium("a PDF document or an image of a page", _LARGEST_DOCUMENT,
                       lambda head: True),  # as an image, unless it is a PDF file
    "text": Medium("a text file in UTF-8", 4 * LONGEST_TEXT, _is_text),
}  # fmt: skip


def check(turn: Turn, facts: JobFacts) -> str | None:
    """Why this object cannot be labeled, or None. Looked at until the first answer is in: then somebody has seen it."""
    if turn.answers:
        return None
    fault = _line_fault(orjson.loads(turn.line), facts)
    return f"ClientError: line {turn.line_no + 1}: {fault}" if fault else None


def preflight(job: LabelingJob) -> str | None:
    """Why the job cannot start: none of its first objects can be labeled, so the manifest is the wrong one."""
    facts = facts_of(job.pk)
    found = DataObject.objects.filter(job=job).order_by("line_no").values_list("line", flat=True)[:_LOOKED_AT]
    lines = [orjson.loads(line) for line in found]
    if facts.kind.reviews and lines and not any(of_job(line, facts) for line in lines):
        return f"{_none_of(len(lines))}: {_no_label(facts, _AGAIN)}"
    if told := _nothing_to_show(lines, facts.kind.key):
        return told
    addresses = list(filter(None, (_address(line, facts) for line in lines)))
    return _nothing_there(addresses) if addresses and len(addresses) == len(lines) else None


def _nothing_to_show(lines: list[dict[str, Any]], kind: str) -> str | None:
    faults = [line_members.fault(line, kind) for line in lines]
    if not lines or not all(faults):
        return None
    return f"{_none_of(len(lines))}. Line 1: {faults[0]} Correct the lines, {_AGAIN}"


def _nothing_there(addresses: list[str]) -> str | None:
    if any(map(_is_there, addresses)):
        return None
    first, *others = addresses
    where = f"any of the first {len(addresses)} addresses of the manifest, beginning with {first}" if others else first
    return f"ClientError: there is nothing at {where}. Correct the manifest, or put there what is missing, {_AGAIN}"


def text_at(uri: str) -> str:
    """The text in a file; raises `ObjectMissing` and its kin. What is not UTF-8 shows as replacement characters."""
    return storage.read(uri, 4 * LONGEST_TEXT).decode(errors="replace")


def _line_fault(line: Mapping[str, Any], facts: JobFacts) -> str | None:
    if told := line_members.fault(line, facts.kind.key):
        return f"{told} Label the object in a job with a corrected manifest."
    earlier = of_job(line, facts) if facts.kind.reviews else None
    if facts.kind.reviews and earlier is None:
        return _no_label(facts)
    uri = _address(line, facts)
    if not uri:
        return None
    fault = _fault_but_once(facts, uri, lambda: _fault(uri, facts.kind.media))
    if fault or earlier is None or not facts.kind.reviews_masks:
        return fault
    return _fault_but_once(facts, f"{earlier.value} {uri}", lambda: _mask_fault(earlier.value, uri))


def _fault_but_once(facts: JobFacts, what: str, ask: Callable[[], str | None]) -> str | None:
    """What was found good is not fetched again for the next worker who is given it."""
    told = hashlib.sha256(what.encode()).hexdigest()
    key = f"looked-at:{facts.tenant_id}:{facts.kind.media}:{told}"
    if hints.get(key):
        return None
    fault = ask()
    if fault is None:
        hints.put(key, 1, _REMEMBERED)
    return fault


def _mask_fault(mask: object, uri: str) -> str | None:
    """An earlier job's mask lies over the image, so it has to be a PNG image of the same size."""
    try:
        head, size = storage.head_bytes(str(mask), HEAD)
        found = size_at(str(mask), head, size) if head.startswith(_PNG) else None
        own = size_of(uri)
    except ObjectMissing:
        return f"there is no earlier mask at {mask}. Put it there, {_RETRY}"
    except (AccessDenied, ObjectRefused) as error:
        return f"the earlier mask cannot be read. {error} Correct that, {_RETRY}"
    if found is None:
        return f"the earlier mask at {mask} is no PNG image. Put one there, {_RETRY}"
    if own and found != own:
        sizes = f"{found[0]} × {found[1]} pixels, and the image {own[0]} × {own[1]}"
        return f"the earlier mask at {mask} has {sizes}. Put one of the image's size there, {_RETRY}"
    return None


def _none_of(count: int) -> str:
    return f"ClientError: none of the first {count} lines of the manifest can be used"


def _no_label(facts: JobFacts, then: str = _RETRY) -> str:
    return (
        f"there is no label of type {facts.kind.reviews} of an earlier job in it. Chain the job to the output "
        f"manifest of a job that makes such labels, {then}"
    )


def _address(line: Mapping[str, Any], facts: JobFacts) -> str:
    """Where the object lies; "" when it stands in the line itself, or is of a kind that nobody looks at."""
    key = facts.kind.key_in(line)
    return str(line.get(key, "")) if key == "source-ref" and facts.kind.media in MEDIA else ""


def _is_there(uri: str) -> bool:
    try:
        storage.size(uri)
    except (ObjectMissing, ObjectRefused, AccessDenied):
        return False
    return True


def _fault(uri: str, media: str) -> str | None:
    medium = MEDIA[media]
    try:
        head, size = storage.head_bytes(uri, HEAD)
    except ObjectMissing:
        return f"there is no object at {uri}. Put it there, {_RETRY}"
    except (AccessDenied, ObjectRefused) as error:
        return f"{error} Correct that, {_RETRY}"
    if size > medium.largest:
        return _too_large(uri, size, medium.largest)
    if not medium.fits(head):
        return _no(uri, medium)
    if media == "image" or (media == "document" and b"%PDF-" not in head[:1024]):
        return _image_fault(uri, head, size, medium)
    return _text_fault(uri, size) if media == "text" else None


def _too_large(uri: str, size: int, most: int) -> str:
    return f"the object at {uri} has {size:,} bytes; at most {most:,} may be. Put a smaller one there, {_RETRY}"


def _text_fault(uri: str, size: int) -> str | None:
    count = len(text_at(uri)) if size > LONGEST_TEXT else 0  # no character has less than a byte
    if count > LONGEST_TEXT:
        most = f"at most {LONGEST_TEXT:,} may be"
        return f"the text at {uri} has {count:,} characters; {most}. Put a shorter one there, {_RETRY}"
    return None


def _image_fault(uri: str, head: bytes, size: int, medium: Medium) -> str | None:
    if size > LARGEST:
        return _too_large(uri, size, LARGEST)
    found = size_at(uri, head, size)
    if found is None:
        return _no(uri, medium)
    pixels = found[0] * found[1]
    if pixels > MOST_PIXELS:
        return f"the image at {uri} has over {MOST_PIXELS:,} pixels. Put a smaller one there, {_RETRY}"
    return None


def _no(uri: str, medium: Medium) -> str:
    wanted = medium.wanted.removeprefix("an ").removeprefix("a ")
    return f"the object at {uri} is no {wanted}. Put one there, {_RETRY}"
