"""Masks: a worker's picture becomes the indexed PNG that segmenters are trained with (spec 2.8)."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import numpy as np
import orjson
from PIL import Image

from consolidation.chunk import Answered
from consolidation.functions.mask_image import Indices, MaskImage, stripes
from consolidation.functions.pixel_vote import counts
from consolidation.merging.masks import Pixels
from consolidation.outputs.contract import Ground, Outcome, Sight
from jobs import earlier_labels, mask_files
from jobs.answers.masks import Painting
from jobs.errors import AnswerInvalid
from jobs.facts import JobFacts
from jobs.image_heads import MOST_PIXELS, size_of
from jobs.mask_files import BACKGROUND
from tenants import storage
from tenants.errors import AccessDenied, ObjectMissing, ObjectRefused

# Stand in for a label that was painted in the background's colour: the drawing tools' first colours, and then enough
# for one to be left over, since a mask has 256 values.
_SPARE = ("#2ca02c", "#1f77b4", "#ff7f0e", "#d62728", *(f"#{blue:06x}" for blue in range(256)))
_UNASKED = 16_000_000  # pixels of a picture that are borne without a look at its image
_LARGEST = 100_000_000  # bytes of an earlier job's mask


def mask_pixels(ground: Ground, one: Answered, content: Painting) -> Pixels:
    """A painting whose index is the label's place in the job's list, from 1."""
    numbers = [ground.facts.class_of[painted.label] + 1 for painted in content.painted]
    return _pixels(one, content, numbers)


def instance_pixels(ground: Ground, one: Answered, content: Painting) -> Pixels:
    """A painting whose index is the instance's place in the answer, from 1."""
    return _pixels(one, content, list(range(1, len(content.painted) + 1)))


def mask(sight: Sight) -> Outcome:
    """The address of the mask; its metadata says what each of the mask's values and colours means, and how far to trust
    it: where nothing is said of the single instance, that is the whole image's confidence (spec 2.8)."""
    pixels: Pixels = sight.agreed.content
    address = sight.ground.layout.mask(sight.one.line_no, sight.one.last_at)
    trust = dict(zip(sorted(pixels.entries), sight.agreed.parts, strict=False))
    colour_map = mask_files.colour_map(pixels.entries, trust, sight.agreed.confidence)
    files = ((address, _png(pixels)),)
    return Outcome(address, {"internal-color-map": colour_map}, sight.agreed.confidence, files=files)


def adjusted_mask(sight: Sight) -> Outcome:
    """As `mask`, and whether anybody changed a pixel of the earlier label."""
    outcome = mask(sight)
    before = _earlier(sight)
    changed = before is None or any(pixels.image != before for pixels in sight.contents)
    outcome.metadata["adjustment-status"] = "adjusted" if changed else "unadjusted"
    return outcome


def _pixels(one: Answered, content: Painting, numbers: list[int]) -> Pixels:
    if content.width * content.height > _UNASKED:
        _within_image(one, content)
    number_of = {one.colour: n for one, n in zip(content.painted, numbers, strict=True)}
    image = _image(content.png, number_of, (content.width, content.height))
    used = np.sum([counts(rows) for rows in image], axis=0) > 0
    entries = {n: (one.label, one.colour) for one, n in zip(content.painted, numbers, strict=True) if used[n]}
    taken = {colour for _, colour in entries.values()}
    spare = next(colour for colour in _SPARE if colour not in taken) if BACKGROUND in taken else ""
    return Pixels(
        image, {n: (label, spare if colour == BACKGROUND else colour) for n, (label, colour) in entries.items()}
    )


def _within_image(one: Answered, content: Painting) -> None:
    """A small file can claim a picture that fills the memory: a large one may have the pixels of its image, no more.
    Raises `AnswerInvalid`. Images that are gone, or none any more, limit nothing."""
    try:
        own = size_of(str(orjson.loads(one.line).get("source-ref", "")))
    except (ObjectMissing, ObjectRefused, AccessDenied):
        return
    if own and content.width * content.height > own[0] * own[1]:
        given = f"{content.width} × {content.height}"
        raise AnswerInvalid(f"The picture has {given} pixels, and the image {own[0]} × {own[1]}.")


def _image(png: bytes, number_of: Mapping[str, int], size: tuple[int, int] | None = None) -> MaskImage:
    """The number of each pixel's colour, 0 for colours without one and for what is see-through.

    `size` is the width and height that the picture has to have. Raises `AnswerInvalid`.
    """
    table = mask_files.number_table(number_of)
    try:
        with Image.open(BytesIO(png), formats=("PNG",)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise AnswerInvalid(f"The picture has over {MOST_PIXELS:,} pixels.")
            if size and image.size != size:
                given = f"{image.width} × {image.height}"
                raise AnswerInvalid(f"The picture has {given} pixels, and the image {size[0]} × {size[1]}.")
            rows = (_numbers(image, table, one) for one in stripes(image.height, image.width))
            return MaskImage.from_stripes(image.height, image.width, rows)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise AnswerInvalid(f"The picture is no PNG image that can be read ({error}).") from error


def _numbers(image: Image.Image, table: Indices, rows: slice) -> Indices:
    return mask_files.numbers(image.crop((0, rows.start, image.width, rows.stop)), table)


def _png(pixels: Pixels) -> bytes:
    return mask_files.png(pixels.indices, pixels.entries)


def _earlier(sight: Sight) -> MaskImage | None:
    """The earlier label's mask in this job's numbers; None when it cannot be read or has classes this job has not."""
    facts = sight.ground.facts
    label = earlier_labels.of_job(sight.line, facts)
    colours = earlier_labels.colours(label) if label else {}
    if label is None or not isinstance(label.value, str) or not colours.keys() <= facts.class_of.keys():
        return None
    return _read(label.value, colours, facts)


def _read(uri: str, colours: Mapping[str, str], facts: JobFacts) -> MaskImage | None:
    try:
        return _image(storage.read(uri, _LARGEST), {c: facts.class_of[name] + 1 for name, c in colours.items()})
    except (ObjectMissing, ObjectRefused, AccessDenied, AnswerInvalid, ValueError):
        return None
