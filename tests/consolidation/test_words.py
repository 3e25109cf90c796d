"""Words of any script, and the way from one text to another."""

from __future__ import annotations

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consolidation.functions import words as module
from consolidation.functions.words import aligned, distance, joined, words
from tests.consolidation.written import texts

some = st.text("abc", max_size=9)


def slow(left: str, right: str) -> int:
    """Levenshtein's distance, a whole table long."""

    def row(above: list[int], letter: str) -> list[int]:
        found = [above[0] + 1]
        for at, other in enumerate(right):
            found.append(min(above[at + 1] + 1, found[-1] + 1, above[at] + (letter != other)))
        return found

    return reduce(row, left, list(range(len(right) + 1)))[-1]


@given(some, some)
def test_the_distance_is_that_of_the_whole_table(left: str, right: str) -> None:
    assert distance(left, right) == slow(left, right)


@given(some, some)
def test_the_way_is_a_shortest_one_and_leaves_nothing_out(left: str, right: str) -> None:
    way = aligned(left, right)
    assert [i for i, _ in way if i is not None] == list(range(len(left)))
    assert [j for _, j in way if j is not None] == list(range(len(right)))
    assert sum(i is None or j is None or left[i] != right[j] for i, j in way) == distance(left, right)


def test_long_texts_are_compared_as_bags_of_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_PAIRS", 8)
    assert distance("abcd", "dxyza") == 3
    assert distance("ab" * 9, "ab" * 9) == 0


@given(texts)
def test_words_put_together_again_are_the_text_without_its_ends(text: str) -> None:
    assert joined(words(text)) == text.strip()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Good  morning.\nHello", ["Good", "morning.", "Hello"]),
        ("猫が好き cats", ["猫", "が", "好", "き", "cats"]),
        ("שלום עולם", ["שלום", "עולם"]),
        ("👩‍🚀 flies", ["👩‍🚀", "flies"]),
        (" \n ", []),
    ],
)
def test_words_of_many_scripts(text: str, found: list[str]) -> None:
    assert [word.text for word in words(text)] == found


def test_case_punctuation_and_the_way_an_accent_is_written_make_no_other_word() -> None:
    assert [word.key for word in words("Café, CAFE\u0301 «café» straße STRASSE ...")] == [
        "café", "café", "café", "strasse", "strasse", "...",
    ]  # fmt: skip
