"""Shares with their bounds as SVG, without a script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from consolidation.functions.reliability import Bin

_WIDTH = 120
_SIDE, _LEFT, _TOP, _BOTTOM = 260, 48, 12, 40  # of the square in which claims stand over what came of them
_TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_APART = 4  # pixels between two series at the same place


def range_bar(value: float, low: float, high: float) -> SafeString:
    """A dot at `value` on a line from `low` to `high`, of 0..1; in words for those who do not see it."""
    return format_html(
        '<svg class="pl-range" viewBox="0 0 {} 16" role="img" aria-label="{}, between {} and {}">'
        '<line class="track" x1="0" x2="{}" y1="8" y2="8"/><line class="bounds" x1="{}" x2="{}" y1="8" y2="8"/>'
        '<circle class="value" cx="{}" cy="8" r="4"/></svg>',
        _WIDTH, f"{value:.0%}", f"{low:.0%}", f"{high:.0%}", _WIDTH,
        *(f"{part * _WIDTH:.1f}" for part in (low, high, value)),
    )  # fmt: skip


@dataclass(frozen=True)
class Series:
    """Tenths of confidence as dots with bounds; `look` is a class of console.css."""

    name: str
    bins: Sequence[Bin]
    look: str


def reliability(series: Sequence[Series]) -> SafeString:
    """What labels claimed, from left to right, over the share of them that was right, in a square whose diagonal is where
    both are the same; in words for those who do not see it."""
    ticks = format_html_join(
        "",
        '<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/><text class="tick" x="{}" y="{}" text-anchor="end">{}</text>'
        '<text class="tick" x="{}" y="{}" text-anchor="middle">{}</text>',
        ((_LEFT, _LEFT + _SIDE, _y(at), _y(at), _LEFT - 8, f"{float(_y(at)) + 4:.1f}", f"{at:.0%}", _x(at),
          _TOP + _SIDE + 16, f"{at:.0%}") for at in _TICKS),
    )  # fmt: skip
    places = zip(series, range(-(len(series) - 1) * _APART // 2, _SIDE, _APART), strict=False)
    return format_html(
        '<svg class="pl-chart pl-square" viewBox="0 0 {} {}" role="img" aria-label="{}">{}'
        '<line class="line c" x1="{}" x2="{}" y1="{}" y2="{}"/>{}'
        '<text class="axis" x="{}" y="{}" text-anchor="middle">confidence</text></svg>',
        _LEFT + _SIDE + 24, _TOP + _SIDE + _BOTTOM, _said(series), ticks, _x(0), _x(1), _y(0), _y(1),
        format_html_join("", "{}", ((_dots(one, shift),) for one, shift in places)),
        _LEFT + _SIDE // 2, _TOP + _SIDE + _BOTTOM - 6,
    )  # fmt: skip


def _dots(series: Series, shift: int) -> SafeString:
    return format_html_join(
        "",
        '<g><line class="line bounds {0}" x1="{1}" x2="{1}" y1="{2}" y2="{3}"/>'
        '<circle class="dot {0}" cx="{1}" cy="{4}" r="4"/><title>{5}</title></g>',
        ((series.look, f"{float(_x(one.claimed)) + shift:.1f}", _y(one.low), _y(one.high), _y(one.right),
          f"{series.name}: {_told(one)}") for one in series.bins),
    )  # fmt: skip


def _told(one: Bin) -> str:
    return f"{one.count} with {one.claimed:.0%} confidence, {one.right:.0%} right ({one.low:.0%} to {one.high:.0%})"


def _said(series: Sequence[Series]) -> str:
    found = (f"{one.name}: {'; '.join(_told(each) for each in one.bins)}." for one in series)
    return f"Share of right labels by confidence. {' '.join(found)}"


def _x(share: float) -> str:
    return f"{_LEFT + share * _SIDE:.1f}"


def _y(share: float) -> str:
    return f"{_TOP + (1 - share) * _SIDE:.1f}"
