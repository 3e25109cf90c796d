"""The size of an image from its first bytes, for formats whose decoders want the whole file before they say it."""

from __future__ import annotations

_WEBP_EXTENDED = 24  # where the extended header has width and height, each less one, in three bytes (RFC 9649, 2.7)
_WEBP_LOSSLESS = 21  # where a lossless one has them, each less one, in fourteen bits (RFC 9649, 3.4)
_WEBP_LOSSY = 26  # where a lossy one has them, in fourteen bits each (RFC 6386, 9.1)
_WEBP_HEADER = 30  # bytes
_14_BITS = 0x3FFF


def size_in_cut(head: bytes) -> tuple[int, int] | None:
    """Width and height of a WebP or AVIF image by its first bytes; None when they do not tell."""
    if head[8:12] == b"WEBP":
        return _webp(head) if len(head) >= _WEBP_HEADER else None
    return _avif(head) if head[4:8] == b"ftyp" else None


def _webp(head: bytes) -> tuple[int, int] | None:
    form = head[12:16]
    if form == b"VP8X":
        return _number(head, _WEBP_EXTENDED, 3) + 1, _number(head, _WEBP_EXTENDED + 3, 3) + 1
    if form == b"VP8L":
        bits = _number(head, _WEBP_LOSSLESS, 4)
        return (bits & _14_BITS) + 1, (bits >> 14 & _14_BITS) + 1
    if form == b"VP8 ":
        return _number(head, _WEBP_LOSSY, 2) & _14_BITS, _number(head, _WEBP_LOSSY + 2, 2) & _14_BITS
    return None


def _number(head: bytes, at: int, count: int) -> int:
    return int.from_bytes(head[at : at + count], "little")


def _avif(head: bytes) -> tuple[int, int] | None:
    """The largest extent that is told (`ispe`: version, width, height): a grid has one beside those of its tiles."""
    found: list[tuple[int, int]] = []
    at = head.find(b"ispe")
    while 0 <= at <= len(head) - 16:
        found.append((int.from_bytes(head[at + 8 : at + 12], "big"), int.from_bytes(head[at + 12 : at + 16], "big")))
        at = head.find(b"ispe", at + 16)
    return max(found, key=lambda size: size[0] * size[1], default=None)
