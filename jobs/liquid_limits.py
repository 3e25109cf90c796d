"""What one rendering may use. A requester's template is hostile until shown otherwise (security lesson S29)."""

from __future__ import annotations

import re
import time
from io import StringIO

from liquid.exceptions import ResourceLimitError

TEMPLATE = 128_000  # characters of a template (spec A.1)
# Characters of the page, of each captured text, and of a value that a filter makes or that is printed: the longest text
# that people label (jobs/media.py), when escaping makes six characters of each.
OUTPUT = 7_000_000
WRITTEN = 20_000_000  # characters printed, captured and made by filters, all together
VALUE = 2_000_000  # characters in a value that a filter takes, as `weigh` counts
ITEMS = 10_000  # items of a list that a filter takes
ITERATIONS = 100_000  # rounds of all loops together
SECONDS = 2.0  # of the thread's processor: what else the machine does is not the template's fault
PARENTHESES = 100  # in one tag
NUMBER_BITS = 4_096  # Python's integers grow without end

# python-liquid's lexer costs the square of what it cannot match: a missing end is looked for from every beginning, and
# a run of blanks is split in every way, and after each `(` it looks for `..` as far as the tag goes.
_OPENING = re.compile(r"\{\{|\{%-?\s*(?P<verbatim>raw|doc)?")
_ITEM = 16  # what an item of a list costs beside its characters
_BLANKS = re.compile(r"\s{200}")


class LimitReached(ResourceLimitError):
    """A template wants more than it may have; the message says what and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message, token=None)


class Meter:
    """Counts what a rendering uses; raises `LimitReached` when it is too much."""

    __slots__ = ("_deadline", "_iterations", "_written")

    def __init__(self) -> None:
        self._deadline = time.thread_time() + SECONDS
        self._written = 0
        self._iterations = 0

    def tick(self) -> None:
        """Called before every node and filter."""
        if time.thread_time() > self._deadline:
            raise LimitReached(f"it takes longer than {SECONDS:g} s to render. Loop over less")

    def wrote(self, characters: int) -> None:
        self.tick()
        self._written += characters
        if self._written > WRITTEN:
            raise LimitReached(f"it makes more than {WRITTEN:,} characters of text. Loop over less or repeat less")

    def loops(self, rounds: int) -> None:
        self.tick()
        self._iterations += rounds
        if self._iterations > ITERATIONS:
            raise LimitReached(f"its loops run more than {ITERATIONS:,} times in all. Loop over less")


class Output(StringIO):
    """The page or a captured text while it grows."""

    def __init__(self, meter: Meter) -> None:
        super().__init__()
        self._meter = meter
        self._size = 0

    def write(self, text: str, /) -> int:
        self._size += len(text)
        if self._size > OUTPUT:
            raise LimitReached(f"it prints more than {OUTPUT:,} characters. Print less")
        self._meter.wrote(len(text))
        return super().write(text)


def weigh(value: object, most: int) -> int:
    """About how many characters a value prints as; raises `LimitReached` over `most`, as soon as that is sure."""
    weight = 0
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            weight += len(item)
        elif isinstance(item, dict):
            waiting += item.keys()
            waiting += item.values()
        elif isinstance(item, (list, tuple)):
            waiting += item
        elif isinstance(item, int) and item.bit_length() > NUMBER_BITS:
            raise LimitReached(f"it makes a number of more than {NUMBER_BITS:,} bits. Calculate with smaller numbers")
        weight += _ITEM
        if weight + _ITEM * len(waiting) > most:
            raise LimitReached(f"it has a value of more than {most:,} characters. Use smaller texts and lists")
    return weight


def unparsable(text: str) -> tuple[int, str] | None:
    """Where something begins that never ends or is mostly blank, and what it is; found in one pass."""
    place = 0
    while found := _OPENING.search(text, place):
        closing = "}}" if found.group() == "{{" else "%}"
        end = text.find(closing, found.end())
        if end < 0:
            return found.start(), f"`{found.group()[:2]}` has no `{closing}`. Close it"
        if _BLANKS.search(text, found.end(), end):
            return found.start(), "a tag has 200 blanks in a row. Take them out"
        if text.count("(", found.end(), end) > PARENTHESES:
            return found.start(), f"a tag has more than {PARENTHESES} parentheses. Make it shorter"
        place = end + 2
        if verbatim := found["verbatim"]:
            ending = re.compile(r"\{%-?\s*end" + verbatim + r"\s*-?%\}").search(text, place)
            if ending is None:
                return found.start(), f"`{{% {verbatim} %}}` has no `{{% end{verbatim} %}}`. Close it"
            place = ending.end()
    return None
