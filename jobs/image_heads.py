"""The size of an image from as few of its first bytes as will do. Its header is decoded, never its pixels."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from tenants import storage

LARGEST = 40_000_000  # bytes of an image (spec 7)
MOST_PIXELS = 100_000_000  # of an image (spec 7)
HEAD = 32_768  # bytes; enough for most images' headers
_LONG_HEAD = 524_288  # bytes; enough for the header of a photograph with all its preamble
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP")  # what browsers show; never SVG, which is a program
_WEBP_EXTENDED = 24  # where the extended header has width and height, each less one, in three bytes (RFC 9649, 2.7)
_WEBP_LOSSLESS = 21  # where a lossless one has them, each less one, in fourteen bits (RFC 9649, 3.4)
_WEBP_LOSSY = 26  # where a lossy one has them, in fourteen bits each (RFC 6386, 9.1)
_WEBP_HEADER = 30  # bytes
_14_BITS = 0x3FFF
_AVIF_BRANDS = {b"avif", b"avis"}


def size_of(uri: str) -> tuple[int, int] | None:
    """Width and height of the image there; None when it is none that a browser shows. Raises `ObjectMissing` and its
    kin."""
    return size_at(uri, *storage.head_bytes(uri, HEAD))


def size_at(uri: str, head: bytes, size: int) -> tuple[int, int] | None:
    """As `size_of`, for an image of `size` bytes whose first ones are there already."""
    found = size_in(head)
    if found or size <= len(head) or not _may_be(head):
        return found
    # A photograph's preamble may be long (a preview, a colour profile), and some files tell their size at their end.
    return size_in_cut(head) or size_in(storage.head_bytes(uri, _LONG_HEAD)[0]) or size_in(storage.read(uri, LARGEST))


def size_in(content: bytes) -> tuple[int, int] | None:
    """Width and height of an image by its header; None when these bytes are no image a browser shows, or too few."""
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as image:
            return image.size
    except Image.DecompressionBombError:  # Pillow does not say how many
        return MOST_PIXELS, 2
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError, RuntimeError):  # the last is libavif's
        return None


def size_in_cut(head: bytes) -> tuple[int, int] | None:
    """Width and height of a WebP or AVIF image by its first bytes, for their decoders want the whole file before they
    say it; None when they do not tell."""
    if head[8:12] == b"WEBP":
        return _webp(head) if len(head) >= _WEBP_HEADER else None
    return _avif(head) if _is_avif(head) else None


def _may_be(head: bytes) -> bool:
    """The mark of an image, so that no other large object is fetched whole."""
    marks = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM")
    return head.startswith(marks) or head[8:12] == b"WEBP" or _is_avif(head)


def _is_avif(head: bytes) -> bool:
    """By the brands of its first box: HEIC pictures, which browsers do not show, may begin with the same one."""
    brands = head[8 : int.from_bytes(head[:4], "big")] if head[4:8] == b"ftyp" else b""
    return not _AVIF_BRANDS.isdisjoint(brands[at : at + 4] for at in range(0, len(brands), 4))


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
