"""What people write: corrections word by word; captions and translations as one of them wrote it."""

from __future__ import annotations

from collections.abc import Sequence

from consolidation.functions.contract import Agreed, Given
from consolidation.functions.texts import nearest_text
from consolidation.functions.transcripts import Transcript, transcripts
from consolidation.merging.answered import Answer, canonical, in_form, text_of


def _text(answer: Answer) -> str | None:
    return text_of(answer.get("text"))


def _written(given: Sequence[Given[Answer]], agreed: Agreed[str]) -> Answer:
    """The answer whose text stands; of several, the first by what they say."""
    fitting = [one.content for one in given if one.content["text"] == agreed.content]
    return min(fitting, key=canonical)


def _transcript(answer: Answer) -> Transcript | None:
    text = _text(answer)
    return None if text is None else Transcript((text,))


def _corrected(given: Sequence[Given[Answer]], agreed: Agreed[Transcript]) -> Answer:
    """`changed` where nobody who left the text as it was has this one."""
    (text,) = agreed.content.parts
    unchanged = {one.content["text"] for one in given if one.content.get("changed") is False}
    return {"text": text, "changed": text not in unchanged}


texts = in_form(_text, nearest_text, _written)
corrections = in_form(_transcript, transcripts, _corrected)
