"""Scores: labels and answers against the truth, people against each other."""

from __future__ import annotations

import json

import pytest

from config.demo.scoring import answers_of, krippendorff_alpha, labels_of, pairwise_agreement, score


def test_alpha_is_that_of_a_published_example():
    # Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section C: 12 units, 4 observers, nominal.
    nothing = None
    observers = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, nothing, nothing, nothing],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nothing, 3],
        [nothing, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nothing],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nothing],
    ]
    units = [[value for value in unit if value is not None] for unit in zip(*observers, strict=True)]
    assert krippendorff_alpha(units) == pytest.approx(0.743, abs=0.0005)


def test_alpha_is_one_when_all_agree_and_below_zero_when_they_agree_less_than_by_chance():
    assert krippendorff_alpha([["a", "a"], ["b", "b"]]) == 1
    alpha = krippendorff_alpha([["a", "b"], ["b", "a"]])
    assert alpha is not None
    assert alpha < 0


def test_without_two_answers_to_one_object_there_is_no_agreement_to_speak_of():
    assert krippendorff_alpha([["a"], ["b"]]) is None
    assert pairwise_agreement([["a"], []]) is None
    assert krippendorff_alpha([["a", "a"], ["a", "a"]]) is None  # one value only: chance is certainty


def test_agreement_is_the_share_of_equal_pairs_of_each_object():
    assert pairwise_agreement([["a", "a", "b"], ["c", "c", "c"]]) == pytest.approx((1 / 3 + 1) / 2)


def test_a_score_counts_labels_and_answers_apart():
    found = score(["a", "b", "c"], ["a", "c", None], {0: ["a", "a", "b"], 1: ["b", "c", "c"]})
    assert (found.objects, found.labeled, found.failed, found.right) == (3, 2, 1, 1)
    assert (found.answers, found.right_answers) == (6, 3)
    assert (found.accuracy, found.answer_accuracy) == (0.5, 0.5)


def test_a_job_in_which_all_failed_has_no_accuracy():
    found = score(["a"], [None], {})
    assert found.accuracy is None
    assert found.answer_accuracy is None


def test_answers_are_read_from_consolidation_requests_and_labels_from_the_manifest():
    def annotation(label: str) -> dict[str, object]:
        return {"workerId": "w", "annotationData": {"content": json.dumps({"crowd-classifier": {"label": label}})}}

    requests = [
        [{"datasetObjectId": "1", "annotations": [annotation("spam"), annotation("not spam")]}],
        [{"datasetObjectId": "0", "annotations": [annotation("spam")]}],
        [{"datasetObjectId": "1", "annotations": [annotation("spam")]}],  # before one more was asked
    ]
    assert answers_of(requests, "crowd-classifier") == {1: ["spam", "not spam"], 0: ["spam"]}
    lines = ['{"source":"x","lan":0,"lan-metadata":{"class-name":"spam"}}', '{"source":"y","lan-metadata":{}}']
    assert labels_of(lines, "lan") == ["spam", None]
