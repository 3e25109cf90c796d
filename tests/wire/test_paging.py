"""A NextToken is worth something only where it was given out."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from tenants import scope
from tests.cast import Account
from tests.wire.conftest import Wire
from tests.wire.test_workteams import team
from workforce.models import Workteam

LIST = "SageMaker.ListWorkteams"


def ask(wire: Wire, **members: Any) -> dict[str, Any]:
    return wire.raw(LIST, orjson.dumps(members)).members


@pytest.fixture
def token(wire: Wire) -> str:
    for name in ("a", "b", "c"):
        wire.client().create_workteam(**team(name))
    return str(ask(wire, MaxResults=1)["NextToken"])


def test_a_page_has_ten_rows_unless_another_number_is_asked_for(wire: Wire) -> None:
    client = wire.client()
    for number in range(11):
        client.create_workteam(**team(f"team-{number}"))
    page = ask(wire)
    assert len(page["Workteams"]) == 10
    rest = ask(wire, NextToken=page["NextToken"])
    assert [one["WorkteamName"] for one in rest["Workteams"]] == ["team-10"]
    assert "NextToken" not in rest
    assert "NextToken" not in ask(wire, MaxResults=11)


def test_the_size_of_a_page_may_change_on_the_way(wire: Wire, token: str) -> None:
    assert [one["WorkteamName"] for one in ask(wire, MaxResults=5, NextToken=token)["Workteams"]] == ["b", "c"]


def test_rows_that_come_and_go_shift_nothing(wire: Wire, token: str, alice: Account) -> None:
    with scope.tenant(alice.tenant.pk):
        Workteam.objects.filter(name="a").delete()
    wire.client().create_workteam(**team("d"))
    assert [one["WorkteamName"] for one in ask(wire, NextToken=token)["Workteams"]] == ["b", "c", "d"]


def test_a_token_with_any_character_changed_is_refused(wire: Wire, token: str) -> None:
    for place in range(0, len(token), 7):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert ask(wire, MaxResults=1, NextToken=changed)["__type"] == "ValidationException"


def test_a_token_that_never_was_one_is_refused(wire: Wire) -> None:
    for nonsense in ("", "x", "0", "a:b:c", "é" * 8192, ":" * 100):
        answer = ask(wire, NextToken=nonsense)
        assert answer["__type"] == "ValidationException"
        assert "NextToken" in answer["Message"]


def test_a_token_of_another_question_is_refused(wire: Wire, token: str) -> None:
    for other in ({"SortBy": "Name"}, {"SortOrder": "Descending"}, {"NameContains": "a"}):
        assert ask(wire, NextToken=token, **other)["__type"] == "ValidationException"


def test_a_token_of_another_tenant_is_refused(wire: Wire, wire_of: Any, charlie: Account, token: str) -> None:
    assert ask(wire_of(charlie), NextToken=token)["__type"] == "ValidationException"
