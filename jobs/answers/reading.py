"""How an answer of each kind of job is read. An answer that can be read is taken; any other is refused at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from jobs.answers.choices import read_class, read_classes
from jobs.answers.drawings import read_boxes, read_keypoints, read_polygons, read_polylines
from jobs.answers.masks import read_instances, read_mask
from jobs.answers.spans import read_spans
from jobs.errors import AnswerInvalid
from jobs.facts import JobFacts


class Reader(Protocol):
    """Reads an answerContent; `element` is the name of its content, `class_of` the job's labels."""

    def __call__(self, answer: Mapping[str, Any], element: str, class_of: Mapping[str, int], /) -> Any:
        """What the answer says; raises `AnswerInvalid` with the fault and what is wanted."""


def read_anything(answer: Mapping[str, Any], element: str, class_of: Mapping[str, int]) -> Mapping[str, Any]:
    """Whatever the template sends: a custom job's answers are read by whoever ordered it."""
    return answer


def read_object(answer: Mapping[str, Any], element: str, class_of: Mapping[str, int]) -> Mapping[str, Any]:
    """The object under the element's name as it is; with a template of another name, the whole answer."""
    found = answer.get(element)
    if isinstance(found, dict):
        return found
    if not answer:
        raise AnswerInvalid(f"The answer is empty. The template has to send {{{element!r}: {{…}}}}.")
    return answer


READERS: dict[str, Reader] = {
    "class": read_class,
    "classes": read_classes,
    "boxes": read_boxes,
    "polygons": read_polygons,
    "polylines": read_polylines,
    "keypoints": read_keypoints,
    "spans": read_spans,
    "mask": read_mask,
    "instances": read_instances,
    "object": read_object,
    "anything": read_anything,
}


def read(facts: JobFacts, answer: Mapping[str, Any]) -> Any:
    """What an answer to this job says; raises `AnswerInvalid`."""
    return READERS[facts.kind.answer](answer, facts.kind.element, facts.class_of)
