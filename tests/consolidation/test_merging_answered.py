"""Answers of our own elements: merged in the shape of one, whatever its kind; of any other shape, whole."""

from __future__ import annotations

import copy
from random import Random
from typing import Any
from unittest.mock import Mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consolidation.catalogue import CONTENTS
from consolidation.functions.contract import Agreed, Given, Known
from jobs.facts import JobFacts
from jobs.task_types import TASK_TYPES
from tests.consolidation.content_contract import inherited
from tests.wire.kinds import ITEMS

FACTS = Mock(spec=JobFacts)  # these answers say all by themselves
KINDS = [key for key, row in TASK_TYPES.items() if row.answer == "object"]


def merged(kind: str, *answers: Any, known: Known | None = None) -> Agreed[Any]:
    merge = CONTENTS[TASK_TYPES[kind].consolidation]
    given = [Given(worker, answer) for worker, answer in enumerate(answers)]
    [agreed] = merge(FACTS, [given], known or Known.nothing(len(answers)))
    return agreed


def answer_of(kind: str) -> Any:
    return copy.deepcopy(ITEMS[kind].answer[TASK_TYPES[kind].element])


@pytest.mark.parametrize("kind", KINDS)
def test_what_all_answered_alike_stands_in_its_own_shape(kind: str) -> None:
    answer = answer_of(kind)
    agreed = merged(kind, answer, copy.deepcopy(answer), copy.deepcopy(answer))
    assert agreed.content == answer
    assert 0.5 < agreed.confidence <= 0.95
    assert all(quality > 0.9 for quality in agreed.quality)


@pytest.mark.parametrize("kind", KINDS)
def test_answers_of_another_shape_are_merged_whole(kind: str) -> None:
    odd = {"verdict": ["fine", {"at": 3}]}
    agreed = merged(kind, answer_of(kind), odd, {"verdict": ["fine", {"at": 3}]})
    assert agreed.content == odd
    assert agreed.quality == (0.0, 1.0, 1.0)
    assert 0.5 < agreed.confidence < 0.95


@inherited
@given(st.sampled_from(KINDS), st.randoms(use_true_random=False), st.data())
def test_the_order_of_answers_and_names_of_workers_change_nothing(
    kind: str, random: Random, data: st.DataObject
) -> None:
    answers = data.draw(st.lists(mangled(answer_of(kind)), min_size=2, max_size=4))
    merge = CONTENTS[TASK_TYPES[kind].consolidation]
    order, names = (random.sample(range(len(answers)), len(answers)) for _ in range(2))
    quality = np.array([0.9, 0.6, 0.3, 0.8])[: len(answers)]
    renamed = np.empty(len(answers))
    renamed[names] = quality
    many = np.full(len(answers), 9)
    [before] = merge(FACTS, [[Given(w, one) for w, one in enumerate(answers)]], Known(quality, many))
    [after] = merge(FACTS, [[Given(names[w], answers[w]) for w in order]], Known(renamed, many))
    assert after.content == before.content
    assert after.confidence == before.confidence


def mangled(answer: Any) -> st.SearchStrategy[Any]:
    """The answer, with texts and numbers in it exchanged here and there."""
    if isinstance(answer, dict):
        return st.fixed_dictionaries({key: mangled(value) for key, value in answer.items()})
    if isinstance(answer, list):
        return st.tuples(*map(mangled, answer)).map(list)
    if isinstance(answer, str):
        return st.sampled_from([answer, answer + " indeed", "שלום 🎉", ""])
    if isinstance(answer, int) and not isinstance(answer, bool):
        return st.sampled_from([answer, answer + 1])
    return st.just(answer)


def test_a_transcript_has_the_medoids_segments_and_the_speakers_of_most() -> None:
    def spoken(first: str, second: str, cut: float, speaker: str) -> dict[str, Any]:
        parts = [{"start": 0, "end": cut, "label": "Ann", "text": first},
                 {"start": cut, "end": 4.021, "label": speaker, "text": second}]  # fmt: skip
        return {"text": f"{first}\n{second}", "segments": parts}

    agreed = merged(
        "AudioTranscription",
        spoken("Good morning.", "Hello how is you?", 1.84, "Cy"),
        spoken("Good mourning.", "Hello, how are you?", 1.8, "Bo"),
        spoken("Good morning.", "Hello, how are you?", 1.9, "Bo"),
    )
    assert agreed.content["text"] == "Good morning.\nHello, how are you?"
    assert [part["label"] for part in agreed.content["segments"]] == ["Ann", "Bo"]
    assert agreed.content["segments"][1] == {"start": 1.9, "end": 4.021, "label": "Bo", "text": "Hello, how are you?"}


def test_segments_keep_what_most_people_heard() -> None:
    def heard(*parts: tuple[float, float, str]) -> dict[str, Any]:
        return {"segments": [{"start": a, "end": b, "label": label} for a, b, label in parts]}

    agreed = merged(
        "AudioSegments",
        heard((0.5, 1.8, "speech"), (1.2, 3, "music")),
        heard((0.52, 1.84, "speech"), (1.25, 3.1, "music")),
        heard((0.6, 1.9, "speech"), (9, 11, "music")),
    )
    speech, music = agreed.content["segments"]
    assert speech == {"start": 0.52, "end": 1.84, "label": "speech"}
    assert music["label"] == "music"
    assert 1.2 <= music["start"] <= 1.25
    assert len(agreed.parts) == 2
    without = merged("AudioSegments", {"segments": [{"start": 0, "end": 1}]}, {"segments": [{"start": 0, "end": 1}]})
    assert without.content == {"segments": [{"start": 0.0, "end": 1.0}]}


def test_a_preference_is_voted_on_with_its_degree_and_everybodys_reasons() -> None:
    def prefers(which: int | None, degree: str, truth: int, reason: str = "") -> dict[str, Any]:
        said = {"preferred": which, "degree": degree, "ratings": [{"Truth": truth}, {"Truth": 3}], "shown": [1, 0]}
        return said | ({"reason": reason} if reason else {})

    agreed = merged(
        "PreferenceRanking",
        prefers(1, "better", 2, "Shorter."), prefers(1, "better", 1, "It answers."), prefers(None, "tie", 2),
        prefers(1, "much better", 2),
    )  # fmt: skip
    assert agreed.content["preferred"] == 1
    assert agreed.content["degree"] == "better"
    assert agreed.content["ratings"] == [{"Truth": 2}, {"Truth": 3}]
    assert agreed.content["reasons"] == ["It answers.", "Shorter."]
    assert agreed.content["reason"] in agreed.content["reasons"]
    tied = merged("PreferenceRanking", prefers(None, "tie", 3), prefers(None, "tie", 3), prefers(0, "better", 3))
    assert (tied.content["preferred"], tied.content["degree"]) == (None, "tie")
    assert "reasons" not in tied.content


def test_scores_come_to_one_a_dimension() -> None:
    agreed = merged(
        "ResponseRating",
        {"ratings": {"Truth": 5, "Help": 2}, "reason": "a"}, {"ratings": {"Truth": 4, "Help": 2}},
        {"ratings": {"Truth": 5, "Help": 3}},
    )  # fmt: skip
    assert agreed.content["ratings"] == {"Truth": 5, "Help": 2}
    assert agreed.content["reasons"] == ["a"]


def test_pages_are_voted_on_field_by_field() -> None:
    def page(number: int, category: str, **fields: str) -> dict[str, Any]:
        return {"page": number, "category": category} | ({"fields": fields} if fields else {})

    agreed = merged(
        "DocumentPages",
        {"pages": [page(1, "Invoice", Total="12.50", Date="2026-01-05"), page(2, "Other")]},
        {"pages": [page(1, "Invoice", Total="12.50"), page(2, "Letter")]},
        {"pages": [page(1, "Note", Total="12.60"), page(10, "Other"), page(2, "Letter")]},
    )
    assert agreed.content == {"pages": [page(1, "Invoice", Total="12.50"), page(2, "Letter")]}


def test_a_translation_is_somebodys() -> None:
    answers = [{"text": text} for text in ("Das Paket kam spät.", "Das Paket kam zu spät.", "Weiß ich nicht")]
    assert merged("TextTranslation", *answers).content in answers[:2]


def test_a_correction_takes_the_edits_that_most_people_made() -> None:
    agreed = merged(
        "TextCorrection",
        {"text": "The parcel came late.", "changed": True},
        {"text": "The parcel come late.", "changed": True},
        {"text": "Teh parcel came late.", "changed": True},
    )
    assert agreed.content == {"text": "The parcel came late.", "changed": True}
    fine = {"text": "All is well.", "changed": False}
    assert merged("TextCorrection", fine, {"text": "All is good.", "changed": True}, dict(fine)).content == fine
