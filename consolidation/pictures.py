"""What was drawn or painted on an object's picture, over that picture."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from jobs.answers.drawings import Drawing, Shape
from jobs.answers.masks import Painting

_PLACES = ("left", "top", "width", "height", "vertices", "x", "y")
_LARGEST = 1_000_000  # bytes of a painted answer that a page has in it; the file of the answers has every one
_GOLDEN = 137.5  # degrees between two labels' colours: however many there are, neighbours are far apart


@dataclass(frozen=True)
class Picture:
    """The object's own file, at an address that a browser may read, "" where it has none; the job's labels; do lines end
    where they began?"""

    address: str
    labels: Sequence[str]
    closed: bool

    def with_answer(self, content: object) -> SafeString:
        """An answer over the picture; empty for one that draws nothing there."""
        if isinstance(content, Drawing):
            return self._with(self._shapes(content))
        if isinstance(content, Painting) and len(content.png) <= _LARGEST:
            return self.with_mask(f"data:image/png;base64,{base64.b64encode(content.png).decode()}")
        return SafeString()

    def with_mask(self, address: str) -> SafeString:
        """A mask, white or nothing where there is no label, over the picture."""
        return self._with(format_html('<img class="pl-mask" src="{}" alt="">', address))

    def key(self, contents: Iterable[object]) -> SafeString:
        """Which colour is which label, of those that were drawn or painted."""
        colours: dict[str, str] = {}
        for one in contents:
            if isinstance(one, Drawing):
                colours |= {shape.label: self._colour(shape.label) for shape in one.shapes}
            elif isinstance(one, Painting) and len({each.label for each in one.painted}) == len(one.painted):
                colours |= {each.label: each.colour for each in one.painted}
        circle = '<circle cx="5" cy="5" r="5" fill="{}"/>'
        item = f'<li><svg viewBox="0 0 10 10" aria-hidden="true">{circle}</svg>{{}}</li>'
        return format_html_join("", item, ((colours[label], label) for label in self.labels if label in colours))

    def _with(self, over: SafeString) -> SafeString:
        if not self.address:
            return SafeString()
        return format_html('<div class="pl-drawn"><img src="{}" alt="">{}</div>', self.address, over)

    def _shapes(self, drawing: Drawing) -> SafeString:
        each = ((self._colour(one.label), self._outline(one, drawing), one.label) for one in drawing.shapes)
        shapes = format_html_join("", '<g stroke="{}">{}<title>{}</title></g>', each)
        return format_html(
            '<svg viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
            drawing.width, drawing.height, shapes,
        )  # fmt: skip

    def _outline(self, shape: Shape, drawing: Drawing) -> SafeString:
        place = shape.place
        if "vertices" in place:
            points = " ".join(f"{point['x']},{point['y']}" for point in place["vertices"])
            return format_html('<{} points="{}"/>', "polygon" if self.closed else "polyline", points)
        if "left" in place:
            sides = (place[name] for name in ("left", "top", "width", "height"))
            return format_html('<rect x="{}" y="{}" width="{}" height="{}"/>', *sides)
        radius = max(drawing.width, drawing.height) / 100
        return format_html('<circle cx="{}" cy="{}" r="{}"/>', place["x"], place["y"], radius)

    def _colour(self, label: str) -> str:
        number = self.labels.index(label) if label in self.labels else len(self.labels)
        return f"hsl({number * _GOLDEN % 360:.0f} 85% 50%)"


def drawing_of(value: Any, metadata: Mapping[str, Any]) -> Drawing | None:
    """A label of an output line (groundtruth.md 2.8) whose shapes lie on a picture; None for any other."""
    sizes, given = (value.get("image_size"), value.get("annotations")) if isinstance(value, dict) else (None, None)
    if not sizes or given is None:
        return None
    names = metadata.get("class-map", {})
    shapes = (
        Shape(names.get(str(one["class_id"]), ""), {name: one[name] for name in _PLACES if name in one})
        for one in given
    )
    return Drawing(sizes[0]["width"], sizes[0]["height"], tuple(shapes))
