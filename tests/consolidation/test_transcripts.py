"""Transcripts of several people, word by word."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import strategies as st

from consolidation.functions import transcripts as module
from consolidation.functions.contract import Given, Known
from consolidation.functions.transcripts import Transcript, transcripts
from tests.consolidation.written import WrittenContract, merged, texts, trusting

SENTENCE = list("abcdefghijklmnop")


def of(*answers: str, known: Known | None = None) -> str:
    agreed = merged(transcripts, *(Transcript((one,)) for one in answers), known=known)
    assert len(agreed.content.parts) == 1
    return str(agreed.content.parts[0])


class TestTranscripts(WrittenContract):
    function = staticmethod(transcripts)
    contents = st.lists(texts, max_size=3).map(lambda parts: Transcript(tuple(parts), ((0.5, "Ann"),) * len(parts)))

    @pytest.mark.parametrize(
        ("answers", "stands"),
        [
            (("a cat sat", "a bat sat", "a cat sad"), "a cat sat"),
            (("we went home", "we went home early", "went home early"), "we went home early"),
            (("Hello there.", "hello, there", "Hello their."), "Hello there."),
            (("今日は雨です", "今日は雪です", "今日は雨だす"), "今日は雨です"),
            (("שלום לך עולם", "שלום עולם", "שלום לך עולס"), "שלום לך עולם"),
            (("so 🎉 nice", "so 🎉 nise", "so nice"), "so 🎉 nice"),
        ],
    )
    def test_each_word_is_voted_on(self, answers: tuple[str, ...], stands: str) -> None:
        assert of(*answers) == stands

    def test_of_two_people_the_better_one_is_believed(self) -> None:
        for good in (0, 1):
            known = trusting(*(0.98 if worker == good else 0.5 for worker in range(2)))
            assert of("a cat sat", "a rat sat", known=known) == ("a cat sat", "a rat sat")[good]

    def test_two_people_are_as_good_as_each_other_when_nothing_is_known(self) -> None:
        agreed = merged(transcripts, Transcript(("a cat sat",)), Transcript(("a rat sat",)))
        assert agreed.quality == pytest.approx((2 / 3, 2 / 3))

    @pytest.mark.parametrize("turned", [False, True])
    def test_a_careless_worker_is_found_out_by_some_objects(self, turned: bool) -> None:
        """Two good workers and a careless one; the last object has one answer of each sort."""
        rng = np.random.default_rng(4)

        def heard(slips: float) -> Transcript:
            return Transcript(
                (" ".join(f"x{rng.integers(99)}" if rng.random() < slips else word for word in SENTENCE),)
            )

        careless, good = sorted([0, 1], reverse=turned)
        objects = [[Given(good, heard(0.02)), Given(2, heard(0.02)), Given(careless, heard(0.4))] for _ in range(10)]
        last = [Given(careless, Transcript(("a cat sat",))), Given(good, Transcript(("a rat sat",)))]
        found = transcripts([*objects, last], Known.nothing(3))
        assert found[-1].content.parts == ("a rat sat",)
        assert [one.content.parts[0] == " ".join(SENTENCE) for one in found].count(True) >= 9
        assert np.mean([one.quality[0] for one in found]) > np.mean([one.quality[2] for one in found[:-1]]) + 0.2

    def test_parts_and_their_marks_are_the_medoids(self) -> None:
        marks = ((0.0, "Ann"), (1.5, "Bo"))
        frame = Transcript(("Good morning.", "how are you"), marks)
        other = Transcript(("Good morning how r you?",), ((0.0, "Ann"),))
        agreed = merged(transcripts, frame, Transcript(("Good mourning.", "how are you"), marks), other)
        assert agreed.content.marks == marks
        assert [part.lower().strip("?.") for part in agreed.content.parts] == ["good morning", "how are you"]

    def test_nothing_was_said(self) -> None:
        agreed = merged(transcripts, Transcript(()), Transcript(()), Transcript(("hm",), ((0.0, ""),)))
        assert agreed.content == Transcript(())
        assert agreed.quality == (1.0, 1.0, 0.0)

    def test_a_text_that_is_too_long_to_vote_on_is_the_medoid(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "MOST_PAIRS", 8)
        assert of("a b c d e", "a b c d x", "y b c d e") == "a b c d e"

    def test_a_megabyte_takes_bounded_time(self) -> None:
        rng = np.random.default_rng(5)
        text = " ".join(f"word{n}" for n in rng.integers(0, 5000, 110_000))
        answers = [text, text.replace("word7", "ward7"), text[: len(text) // 2]]
        assert len(text) > 900_000
        start = time.perf_counter()
        assert of(*answers) in answers[:2]
        assert time.perf_counter() - start < 60
