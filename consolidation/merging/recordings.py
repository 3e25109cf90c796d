"""What people heard in a recording: marked parts, and what is said in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from consolidation.functions.contract import Agreed, Given, Known
from consolidation.functions.intervals import Intervals
from consolidation.functions.segments import segments as fused
from consolidation.functions.transcripts import Transcript
from consolidation.functions.transcripts import transcripts as voted
from consolidation.merging.answered import Answer, all_of, in_form, number_of, text_of

# Begin and end in seconds, and the label, "" for none.
_Part = tuple[float, float, str]
_Parts = tuple[_Part, ...]


def _part(given: object, extra: frozenset[str]) -> _Part | None:
    if not isinstance(given, dict) or not given.keys() <= {"start", "end", "label", *extra}:
        return None
    start, end, label = number_of(given.get("start")), number_of(given.get("end")), given.get("label", "")
    if start is None or end is None or end < start or not isinstance(label, str):
        return None
    return start, end, label


def _parts(answer: Answer, extra: frozenset[str] = frozenset()) -> _Parts | None:
    given = answer.get("segments")
    return all_of([_part(one, extra) for one in given]) if isinstance(given, list) else None


def _fused(objects: Sequence[Sequence[Given[_Parts]]], known: Known, /) -> list[Agreed[_Parts]]:
    """As `functions/segments.py`, labels numbered in their order."""
    names = sorted({label for given in objects for one in given for _, _, label in one.content})
    arrays = [[Given(one.worker, _intervals(one.content, names)) for one in given] for given in objects]
    return [
        Agreed(_parts_of(found.content, names), found.confidence, found.parts, found.quality)
        for found in fused(arrays, known)
    ]


def _intervals(parts: _Parts, names: Sequence[str]) -> Intervals:
    bounds = np.array([part[:2] for part in parts], np.float64).reshape(-1, 2)
    return Intervals(np.array([names.index(part[2]) for part in parts], np.int64), bounds)


def _parts_of(found: Intervals, names: Sequence[str]) -> _Parts:
    pairs = zip(found.labels.tolist(), found.bounds.tolist(), strict=True)
    return tuple((start, end, names[label]) for label, (start, end) in pairs)


def _segments(_given: Sequence[Given[Answer]], agreed: Agreed[_Parts]) -> Answer:
    return {"segments": [_segment(part) for part in agreed.content]}


def _segment(part: _Part) -> dict[str, float | str]:
    start, end, label = part
    return {"start": round(start, 3), "end": round(end, 3), **({"label": label} if label else {})}


def _transcript(answer: Answer) -> Transcript | None:
    """With segments, each is a part and its place is the part's mark; without, the text is one part."""
    text = text_of(answer.get("text"))
    if "segments" not in answer:
        return None if text is None else Transcript((text,))
    marks = _parts(answer, frozenset({"text"}))
    texts = all_of([text_of(one.get("text")) for one in answer["segments"]]) if marks is not None else None
    return None if marks is None or texts is None else Transcript(texts, marks)


def _transcribed(given: Sequence[Given[Answer]], agreed: Agreed[Transcript]) -> Answer:
    found = agreed.content
    if found.parts and not found.marks:
        return {"text": found.parts[0]}
    places = [part for one in given for part in _parts(one.content, frozenset({"text"})) or ()]
    kept = [(mark, text) for mark, text in zip(found.marks, found.parts, strict=True) if text]
    spoken = [{**_segment(_labeled(mark, places)), "text": text} for mark, text in kept]
    return {"text": "\n".join(text for _, text in kept), "segments": spoken}


def _labeled(mark: tuple[float | str, ...], places: Sequence[_Part]) -> _Part:
    """With the label that is heard longest at this place, by all people together; a tie is as it was."""
    start, end, own = float(mark[0]), float(mark[1]), str(mark[2])
    heard: dict[str, list[float]] = defaultdict(list)
    for low, high, label in places:
        heard[label].append(max(0.0, min(end, high) - max(start, low)))
    length = {label: round(sum(sorted(times)), 6) for label, times in heard.items()}
    return start, end, max(length, key=lambda label: (length[label], label == own, label))


segments = in_form(_parts, _fused, _segments)
transcripts = in_form(_transcript, voted, _transcribed)
