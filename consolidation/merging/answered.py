"""Answers of our own elements, which are objects in JSON: read, merged, and written in the shape they had.

Templates are their requesters' own, so an answer may have any other shape: such objects are merged whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import orjson

from consolidation.functions.contract import Agreed, Content, ContentFunction, Given, Known
from consolidation.functions.forms import Form, forms
from consolidation.merging.contract import Merge
from jobs.facts import JobFacts

Answer = Mapping[str, Any]
Part = TypeVar("Part")
_WHOLE = "answer"


def in_form(
    read: Callable[[Answer], Content | None],
    function: ContentFunction[Content],
    write: Callable[[Sequence[Given[Answer]], Agreed[Content]], Answer],
) -> Merge:
    """What `function` makes of objects all of whose answers `read` can read (None: it cannot); the others are merged by
    `whole`. One answer alone is passed on as it is."""

    def merge(facts: JobFacts, objects: Sequence[Sequence[Given[Answer]]], known: Known, /) -> list[Agreed[Answer]]:
        contents = [all_of([read(one.content) for one in given]) for given in objects]
        fit = {
            i: [Given(one.worker, content) for one, content in zip(objects[i], read_in, strict=True)]
            for i, read_in in enumerate(contents)
            if read_in is not None
        }
        found: dict[int, Agreed[Answer]] = {}
        for i, agreed in zip(fit, function(list(fit.values()), known) if fit else (), strict=True):
            found[i] = _written(objects[i], agreed, write)
        left = [i for i in range(len(objects)) if i not in fit]
        found.update(zip(left, whole(facts, [objects[i] for i in left], known), strict=True))
        return [found[i] for i in range(len(objects))]

    return merge


def whole(_facts: JobFacts, objects: Sequence[Sequence[Given[Answer]]], known: Known, /) -> list[Agreed[Answer]]:
    """The answer that is most likely right where answers are the same or not, to the last letter (`functions/forms.py`)."""
    as_forms = [[Given(one.worker, _form(one.content)) for one in given] for given in objects]
    return [
        Agreed(_first(given, agreed.content), agreed.confidence, agreed.parts, agreed.quality)
        for given, agreed in zip(objects, forms(as_forms, known), strict=True)
    ]


def canonical(answer: Answer) -> str:
    """One text for one content, whatever the order of its keys."""
    return orjson.dumps(answer, option=orjson.OPT_SORT_KEYS).decode()


def text_of(value: object) -> str | None:
    return value if isinstance(value, str) else None


def number_of(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def all_of(parts: Sequence[Part | None]) -> tuple[Part, ...] | None:
    """The parts, if every one of them could be read."""
    found = tuple(part for part in parts if part is not None)
    return found if len(found) == len(parts) else None


def _written(
    given: Sequence[Given[Answer]],
    agreed: Agreed[Content],
    write: Callable[[Sequence[Given[Answer]], Agreed[Content]], Answer],
) -> Agreed[Answer]:
    content = write(given, agreed) if len(given) > 1 else given[0].content
    return Agreed(content, agreed.confidence, agreed.parts, agreed.quality)


def _form(answer: Answer) -> Form:
    return {_WHOLE: canonical(answer)}


def _first(given: Sequence[Given[Answer]], found: Form) -> Answer:
    return next(one.content for one in given if canonical(one.content) == found[_WHOLE])
