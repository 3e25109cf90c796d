"""A share with its bounds as SVG, without a script."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

_WIDTH = 120


def range_bar(value: float, low: float, high: float) -> SafeString:
    """A dot at `value` on a line from `low` to `high`, of 0..1; in words for those who do not see it."""
    return format_html(
        '<svg class="pl-range" viewBox="0 0 {} 16" role="img" aria-label="{}, between {} and {}">'
        '<line class="track" x1="0" x2="{}" y1="8" y2="8"/><line class="bounds" x1="{}" x2="{}" y1="8" y2="8"/>'
        '<circle class="value" cx="{}" cy="8" r="4"/></svg>',
        _WIDTH, f"{value:.0%}", f"{low:.0%}", f"{high:.0%}", _WIDTH,
        *(f"{part * _WIDTH:.1f}" for part in (low, high, value)),
    )  # fmt: skip
