"""Simulated people are as good as documented, and always the same."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from config.demo.confusion import DIGITS, LOOK_ALIKE_SHARE, MAILS, Eye, Person, Subject, matrix, people

SUBJECTS = pytest.mark.parametrize("subject", [DIGITS, MAILS], ids=lambda subject: subject.name)


@SUBJECTS
def test_every_row_is_a_distribution_and_the_mean_of_the_diagonal_is_the_accuracy(subject: Subject):
    for person in people(5):
        found = matrix(person, subject)
        assert np.all(found >= 0)
        np.testing.assert_allclose(found.sum(axis=1), 1)
        assert np.trace(found) / len(subject.labels) == pytest.approx(person.accuracy)


@SUBJECTS
def test_on_a_balanced_set_a_person_is_right_as_often_as_documented(subject: Subject):
    truths = [label for label in subject.labels for _ in range(4000 // len(subject.labels))]
    for person in people(5):
        eye = Eye(person, subject, seed=1)
        right = sum(eye.answer(f"object {i}", truth) == truth for i, truth in enumerate(truths))
        assert right / len(truths) == pytest.approx(person.accuracy, abs=0.02)


def test_fours_are_taken_for_nines_more_than_for_anything_else():
    eye = Eye(people(5)[4], DIGITS, seed=1)
    answers = Counter(eye.answer(f"object {i}", "4") for i in range(2000))
    wrong = 2000 - answers["4"]
    assert answers["9"] / wrong == pytest.approx(LOOK_ALIKE_SHARE, abs=0.04)


def test_one_person_misses_spam_and_another_sees_it_everywhere():
    ben, chloe = people(5)[1:3]
    spam = MAILS.labels.index("spam")
    assert matrix(ben, MAILS)[spam, spam] < matrix(ben, MAILS)[1 - spam, 1 - spam]
    assert matrix(chloe, MAILS)[spam, spam] > matrix(chloe, MAILS)[1 - spam, 1 - spam]


def test_an_answer_depends_on_person_object_and_seed_and_on_nothing_else():
    def answers(person: Person, seed: int) -> list[str]:
        eye = Eye(person, DIGITS, seed)
        return [eye.answer(f"object {i}", "8") for i in range(200)]

    ada, ben = people(2)
    assert answers(ben, 7) == answers(ben, 7)
    assert answers(ben, 7) != answers(ben, 8)
    assert answers(ben, 7) != answers(ada, 7)
    eye = Eye(ben, DIGITS, 7)
    assert [eye.answer(f"object {i}", "8") for i in reversed(range(200))] == answers(ben, 7)[::-1]


def test_more_than_five_people_share_skills_but_no_address():
    crowd = people(12)
    assert len({person.email for person in crowd}) == len({person.name for person in crowd}) == 12
    assert crowd[7].accuracy == crowd[2].accuracy
