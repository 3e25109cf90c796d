"""What people think of responses: which is better, and how good each is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from consolidation.functions.contract import Agreed, Given, Known
from consolidation.functions.forms import forms
from consolidation.functions.ratings import Scores, ratings
from consolidation.merging.answered import Answer, all_of, canonical, in_form, number_of

_PREFERRED = "preferred"


@dataclass(frozen=True)
class _Judgement:
    """Which response is preferred, as JSON, and scores by the response's number and what it is scored in."""

    preferred: str
    scores: Scores


def _scores(given: object, number: int = 0) -> Scores | None:
    if not isinstance(given, dict):
        return None
    values = all_of([number_of(value) for value in given.values()])
    return None if values is None else {(number, name): value for name, value in zip(given, values, strict=True)}


def _rating(answer: Answer) -> Scores | None:
    return _scores(answer.get("ratings"))


def _rated(given: Sequence[Given[Answer]], agreed: Agreed[Scores]) -> Answer:
    """In the words of the answer that came nearest."""
    return {**_nearest(given, agreed), "ratings": _named(agreed.content, 0), **_reasons(given)}


def _judgement(answer: Answer) -> _Judgement | None:
    preferred = answer.get(_PREFERRED, "")
    rated = answer.get("ratings", [])
    if not isinstance(preferred, int | None) or isinstance(preferred, bool) or not isinstance(rated, list):
        return None
    each = all_of([_scores(one, number) for number, one in enumerate(rated)])
    if each is None:
        return None
    return _Judgement(orjson.dumps(preferred).decode(), {key: value for one in each for key, value in one.items()})


def _judged(objects: Sequence[Sequence[Given[_Judgement]]], known: Known, /) -> list[Agreed[_Judgement]]:
    """The preference by vote (`functions/forms.py`), scores by `functions/ratings.py`; the confidence is the vote's."""
    votes = forms(
        [[Given(one.worker, {_PREFERRED: one.content.preferred}) for one in given] for given in objects], known
    )
    rated = ratings([[Given(one.worker, one.content.scores) for one in given] for given in objects], known)
    return [
        Agreed(_Judgement(vote.content[_PREFERRED], scores.content), vote.confidence, (), vote.quality)
        for vote, scores in zip(votes, rated, strict=True)
    ]


def _preferred(given: Sequence[Given[Answer]], agreed: Agreed[_Judgement]) -> Answer:
    """As one of those who agree wrote it, with the degree that most of them chose and everybody's scores and reasons."""
    found = agreed.content
    stands = orjson.loads(found.preferred)
    of_one_mind = [one for one in given if one.content[_PREFERRED] == stands]
    degrees = Counter(str(one.content["degree"]) for one in of_one_mind if "degree" in one.content)
    degree = min(degrees, key=lambda name: (-degrees[name], name), default=None)
    fitting = [one.content for one in of_one_mind if one.content.get("degree") == degree]
    told: Answer = min(fitting or [one.content for one in of_one_mind], key=canonical)
    answer = dict(told)
    if "ratings" in answer:
        answer["ratings"] = [_named(found.scores, number) for number in range(len(answer["ratings"]))]
    return {**answer, **_reasons(given)}


def _named(scores: Scores, number: int) -> dict[str, float]:
    return {name: value for (of, name), value in scores.items() if of == number}


def _nearest(given: Sequence[Given[Answer]], agreed: Agreed[Any]) -> Answer:
    best = min(range(len(given)), key=lambda i: (-round(agreed.quality[i], 6), canonical(given[i].content)))
    return given[best].content


def _reasons(given: Sequence[Given[Answer]]) -> dict[str, list[str]]:
    """What everybody gave as a reason; `reason` itself stays that of one answer."""
    found = sorted(one.content["reason"] for one in given if isinstance(one.content.get("reason"), str))
    return {"reasons": found} if found else {}


ratings_given = in_form(_rating, ratings, _rated)
preferences = in_form(_judgement, _judged, _preferred)
