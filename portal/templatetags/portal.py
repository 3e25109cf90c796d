"""Words for the pages."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def lasting(seconds: int) -> str:
    """A time limit in words: `90 s`, `5 min`, `8 h`, `3 days`."""
    for size, unit in ((172_800, "days"), (7_200, "h"), (120, "min")):
        if seconds >= size:
            return f"{round(seconds / {'days': 86_400, 'h': 3_600, 'min': 60}[unit])} {unit}"
    return f"{seconds} s"
