"""Words marked in a text, and answers that are put into the line as they are."""

from __future__ import annotations

from dataclasses import replace

import orjson

from consolidation.chunk import Answered
from consolidation.outputs.contract import Ground, Outcome, Sight
from jobs import entities
from jobs.answers.spans import Spans
from jobs.errors import AnswerInvalid


def inside_text(ground: Ground, one: Answered, content: Spans) -> Spans:
    """The spans, if they lie within the text; one in a file of its own is not fetched again."""
    line = orjson.loads(one.line)
    text = line.get("source")
    last = max((entity.end for entity in content.entities), default=0)
    if isinstance(text, str) and last > len(text):
        raise AnswerInvalid(f"An entity ends at {last}, and the text has {len(text)} characters.")
    return content


def spans(sight: Sight) -> Outcome:
    """All labels of the job, used or not, and the entities."""
    found = sight.agreed
    trust = found.parts or (found.confidence,) * len(found.content.entities)
    value = entities.value_of(sight.ground.facts, found.content)
    return Outcome(value, entities.metadata_of(trust), found.confidence)


def as_answered(sight: Sight) -> Outcome:
    """The answer's own object, or what several come to in the same shape."""
    return Outcome(sight.agreed.content, {"confidence": sight.agreed.confidence}, sight.agreed.confidence)


def corrected(sight: Sight) -> Outcome:
    """As `as_answered`; what several come to is changed where it is not the line's own text."""
    made, source = as_answered(sight), sight.line.get("source")
    if len(sight.contents) == 1 or not isinstance(source, str) or made.value.keys() != {"text", "changed"}:
        return made
    return replace(made, value={**made.value, "changed": made.value["text"] != source})


def reference(sight: Sight) -> Outcome:
    """Nothing, and where the answers are (spec 2.8): what they mean is known to whoever ordered a custom job."""
    address = sight.ground.layout.worker_response(sight.one.line_no, sight.one.last_at)
    return Outcome({}, {"worker-response-ref": address}, sight.agreed.confidence)
