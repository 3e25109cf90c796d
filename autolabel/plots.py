"""Line charts as SVG, without a script: they are read in a browser, in a report and on paper alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_WIDTH, _HEIGHT = 560, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 24, 12, 40
_MOST_TICKS = 6


@dataclass(frozen=True)
class Line:
    """A line of a chart. `look` is a class of console.css: colour and dashes; points have a dot each where `dots`."""

    name: str
    points: Sequence[tuple[float, float]]
    look: str
    dots: bool = True


@dataclass(frozen=True)
class Chart:
    """Lines over one pair of axes; `y` are shares of 1, shown in percent. `level` is a line across, with its name."""

    title: str
    x_title: str
    y_title: str
    lines: Sequence[Line]
    level: tuple[str, float] | None = None
    x_is_share: bool = False

    def svg(self) -> SafeString:
        """The picture, with its title for those who do not see it."""
        frame = _Frame.around(self)
        parts = [
            f'<svg class="pl-chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(self._said())}">',
            *frame.grid(self.x_is_share),
            f'<text class="axis" x="{(_WIDTH + _LEFT - _RIGHT) / 2:.0f}" y="{_HEIGHT - 6}" '
            f'text-anchor="middle">{escape(self.x_title)}</text>',
        ]
        if self.level:
            at = frame.y(self.level[1])
            parts.append(
                f'<line class="level" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>'
                f'<text class="level" x="{_LEFT + 4}" y="{at + 14:.1f}">'
                f"{escape(self.level[0])}</text>"
            )
        for line in self.lines:
            parts += frame.drawn(line)
        return mark_safe("".join([*parts, "</svg>"]))  # noqa: S308 - texts go through escape(), all else is numbers and our own class names

    def _said(self) -> str:
        """The chart in words: where each line ends."""
        ends = (f"{line.name}: {line.points[-1][1]:.1%}" for line in self.lines if line.points)
        return f"{self.title}. {self.y_title} over {self.x_title}. In the end: {', '.join(ends)}."


@dataclass(frozen=True)
class _Frame:
    x_least: float
    x_most: float
    y_least: float
    y_most: float

    @classmethod
    def around(cls, chart: Chart) -> _Frame:
        points = [point for line in chart.lines for point in line.points]
        ys = [y for _, y in points] + ([chart.level[1]] if chart.level else [])
        xs = [x for x, _ in points]
        least = max(0.0, min([*ys, 0.95]) - 0.05)
        return cls(0.0, max([*xs, 1e-9]), int(least * 10) / 10, 1.0)

    def x(self, value: float) -> float:
        return _LEFT + (value - self.x_least) / (self.x_most - self.x_least) * (_WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        height = _HEIGHT - _TOP - _BOTTOM
        return _TOP + (self.y_most - value) / (self.y_most - self.y_least) * height

    def grid(self, x_is_share: bool) -> list[str]:
        parts = []
        for value in _ticks(self.y_least, self.y_most):
            at = self.y(value)
            parts.append(
                f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>'
                f'<text class="tick" x="{_LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{value:.0%}</text>'
            )
        for value in _ticks(self.x_least, self.x_most):
            shown = f"{value:.0%}" if x_is_share else f"{value:,.0f}"
            parts.append(
                f'<text class="tick" x="{self.x(value):.1f}" y="{_HEIGHT - _BOTTOM + 16}" '
                f'text-anchor="middle">{shown}</text>'
            )
        return parts

    def drawn(self, line: Line) -> list[str]:
        places = [(self.x(x), self.y(max(y, self.y_least))) for x, y in line.points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts = [f'<polyline class="line {line.look}" points="{path}"/>'] if len(places) > 1 else []
        if line.dots or len(places) == 1:
            told = zip(places, line.points, strict=True)
            parts += [
                f'<circle class="dot {line.look}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"><title>{escape(line.name)}: '
                f"{value:.1%}</title></circle>"
                for (x, y), (_, value) in told
            ]
        return parts


def _ticks(least: float, most: float) -> list[float]:
    """Round numbers between, at most `_MOST_TICKS` steps."""
    span = most - least
    step = 10.0**-3
    while span / step > _MOST_TICKS:
        step *= 2 if f"{step:e}"[0] in "15" else 2.5
    first = -(-least // step)
    return [round((first + i) * step, 6) for i in range(int((most - first * step) / step + 1e-9) + 1)]
