"""Forms of several people, field by field."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import strategies as st

from consolidation.functions.contract import Given, Known
from consolidation.functions.forms import forms
from tests.consolidation.written import WrittenContract, merged, trusting

_field = st.sampled_from(["a", "b", "c"])


class TestForms(WrittenContract):
    function = staticmethod(forms)
    contents = st.dictionaries(_field, st.sampled_from(["1", "2", "é🎉", ""]), max_size=3)

    def test_fields_are_voted_on_one_by_one(self) -> None:
        agreed = merged(forms, {"kind": "bill", "sum": "1"}, {"kind": "bill", "sum": "2"}, {"kind": "note", "sum": "2"})
        assert agreed.content == {"kind": "bill", "sum": "2"}
        assert agreed.quality == (0.5, 1.0, 0.5)

    def test_what_most_people_leave_empty_stays_empty(self) -> None:
        agreed = merged(forms, {"a": "1"}, {"a": "1"}, {"a": "1", "b": "2"})
        assert agreed.content == {"a": "1"}
        assert len(agreed.parts) == 1

    def test_what_nobody_filled_in_is_agreement(self) -> None:
        agreed = merged(forms, {}, {})
        assert (agreed.content, agreed.confidence, agreed.quality) == ({}, 0.95, (1.0, 1.0))

    def test_more_agreement_more_confidence(self) -> None:
        sure = [merged(forms, *({"a": "1"},) * n, {"a": "2"}).confidence for n in (2, 3, 4)]
        assert 0.5 < sure[0] < sure[1] <= sure[2] <= 0.95

    def test_of_two_people_the_better_one_is_believed(self) -> None:
        for good in (0, 1):
            known = trusting(*(0.95 if worker == good else 0.4 for worker in range(2)))
            assert merged(forms, {"a": "1"}, {"a": "2"}, known=known).content == {"a": "12"[good]}

    @pytest.mark.parametrize("each", [3, 5])
    def test_workers_of_different_skill_together_are_better_than_their_plain_vote(self, each: int) -> None:
        rng = np.random.default_rng(each)
        skill = rng.choice([0.95, 0.8, 0.4], 30)
        objects, truth, vote = [], [], []
        for _ in range(400):
            true, workers = str(rng.integers(6)), rng.choice(30, each, replace=False).tolist()
            said = [true if rng.random() < skill[worker] else str(rng.integers(6)) for worker in workers]
            objects.append([Given(worker, {"f": one}) for worker, one in zip(workers, said, strict=True)])
            truth.append(true)
            vote.append(max(sorted(set(said)), key=said.count))
        found = forms(objects, Known.nothing(30))
        right = np.array([one.content.get("f") == true for one, true in zip(found, truth, strict=True)])
        assert right.mean() > np.mean(np.array(vote) == truth) + 0.01
        assert abs(np.mean([one.confidence for one in found]) - right.mean()) < 0.12
