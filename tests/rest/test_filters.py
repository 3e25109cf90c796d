"""Filters are a fixed list of words: nothing a caller writes becomes a look-up of the database."""

from __future__ import annotations

import pytest

from jobs.models import LabelingJob
from tests.cast import Account
from tests.rest.conftest import Caller
from tests.rest.routes import TABLE, addresses
from workforce.models import Worker

PATHS = (
    "tenant__apikey__secret_encrypted", "workteam__workforce__name__startswith", "name__regex", "stage__in",
    "created_at__gt", "data_objects__line__contains", "assignments__worker__user__password__startswith", "pk__gte",
    "user__password__regex", "id", "ordering", "fields", "include", "__", "line_no__gt", "state__lte", "q",
)  # fmt: skip


def test_every_word_that_is_not_a_filter_is_refused_on_every_address(
    alice: Account, owner: Caller, worked: LabelingJob, bob: Worker
) -> None:
    where = addresses(alice, worked, bob)
    asked = [name for verb, name in TABLE if verb == "GET"]
    assert len(asked) > 12
    for name in asked:
        for word in PATHS:
            answer = owner.get(where[name], **{word: "a"})
            assert (name, word, answer.status, answer.faulty()) == (name, word, 400, [word])


@pytest.mark.parametrize("stage", ["completed", "Done", "", "InProgress,Failed"])
def test_a_stage_that_does_not_exist_is_a_fault(stage: str, owner: Caller) -> None:
    assert owner.get("jobs/", stage=stage).faulty() == ["stage"]


@pytest.mark.parametrize("size", ["0", "1001", "-1", "ten", "1e3", ""])
def test_a_page_has_1_to_1000_items(size: str, owner: Caller) -> None:
    assert owner.get("jobs/", page_size=size).faulty() == ["page_size"]


def test_all_faults_are_told_at_once(owner: Caller) -> None:
    answer = owner.get("jobs/", stage="x", page_size="0", created_after="soon", name="a\0", nonsense="1")
    assert sorted(answer.faulty()) == ["created_after", "name", "nonsense", "page_size", "stage"]
    assert answer.body["request"] == answer.headers["X-Request-Id"]
