"""Work teams: made whole or not at all, one name each, members by group."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from tenants import scope
from tenants.actor import Actor
from tenants.errors import AccessDenied, LimitExceeded, NameTaken, NotFound, RequestInvalid
from tenants.models import AuditEntry
from tests.cast import Account
from tests.races.crowd import all_at_once
from workforce.actions import MOST_TEAMS, create_workteam, get_workteam, join, members, simple_request, workteam_by_arn
from workforce.models import Membership, Worker, Workforce, Workteam

pytestmark = pytest.mark.usefixtures("in_alices")


def cognito(*groups: str, pool: str = "us-east-1_abc") -> list[dict[str, Any]]:
    return [
        {"CognitoMemberDefinition": {"UserPool": pool, "UserGroup": group, "ClientId": "client"}} for group in groups
    ]


def request_of(name: str, definitions: list[dict[str, Any]]) -> dict[str, Any]:
    return {"WorkteamName": name, "Description": "People", "MemberDefinitions": definitions}


def test_the_first_team_brings_the_workforce(alice: Account) -> None:
    assert not Workforce.objects.exists()
    team = create_workteam(simple_request("labelers", "People"), actor=alice.actor)
    assert team.arn == f"arn:aws:sagemaker:us-east-1:{alice.tenant.account_id}:workteam/private-crowd/labelers"
    create_workteam(simple_request("others", "People"), actor=alice.actor)
    assert Workforce.objects.count() == 1
    assert AuditEntry.objects.filter(verb="workforce.workteam.created").count() == 2


def test_a_team_has_the_workers_of_all_its_groups(alice: Account) -> None:
    both = create_workteam(request_of("both", cognito("day", "night")), actor=alice.actor)
    day = create_workteam(request_of("day", cognito("day")), actor=alice.actor)
    night = create_workteam(request_of("night", cognito("night")), actor=alice.actor)
    sun, moon = (alice.worker(f"{name}@example.org", team="elsewhere") for name in ("sun", "moon"))
    join(sun.user, day, actor=alice.actor)
    join(moon.user, night, actor=alice.actor)
    assert [worker.pk for worker in members(both)] == [moon.pk, sun.pk]
    assert [worker.pk for worker in members(day)] == [sun.pk]


def test_a_group_of_the_same_name_in_another_pool_is_another_group(alice: Account) -> None:
    here = create_workteam(request_of("here", cognito("day")), actor=alice.actor)
    there = create_workteam(request_of("there", cognito("day", pool="us-east-1_other")), actor=alice.actor)
    sun = join(alice.worker("sun@example.org", team="elsewhere").user, here, actor=alice.actor)
    assert [worker.pk for worker in members(here)] == [sun.pk]
    assert members(there) == []


def test_groups_of_an_identity_provider(alice: Account) -> None:
    definitions = [{"OidcMemberDefinition": {"Groups": ["day", "night"]}}]
    assert create_workteam(request_of("oidc", definitions), actor=alice.actor).groups == ["day", "night"]


def test_one_person_labels_in_several_teams_and_is_one_worker(alice: Account) -> None:
    first = alice.worker("bob@example.org", team="day")
    second = alice.worker("BOB@example.org", team="night")
    again = alice.worker("bob@example.org", team="night")
    assert first.pk == second.pk == again.pk
    assert Worker.objects.count() == 1
    assert Membership.objects.filter(worker=first).count() == 2
    assert AuditEntry.objects.filter(verb="workforce.worker.joined").count() == 2


@pytest.mark.parametrize(
    ("definitions", "field"),
    [
        ([], "MemberDefinitions"),
        ([{}], "MemberDefinitions[0]"),
        ([{"OidcMemberDefinition": {"Groups": []}}], "MemberDefinitions"),
        ([{**cognito("day")[0], "OidcMemberDefinition": {"Groups": ["day"]}}], "MemberDefinitions[0]"),
        (cognito("day") + cognito("night", pool="us-east-1_other"), "MemberDefinitions"),
        ([*cognito("day"), {"OidcMemberDefinition": {"Groups": ["night"]}}], "MemberDefinitions"),
    ],
    ids=["none", "empty", "no groups", "both kinds in one", "two pools", "both kinds"],
)
def test_members_that_make_no_sense(alice: Account, definitions: list[dict[str, Any]], field: str) -> None:
    with pytest.raises(RequestInvalid) as caught:
        create_workteam(request_of("team", definitions), actor=alice.actor)
    assert any(fault.field.startswith(field) for fault in caught.value.faults)
    assert not Workteam.objects.exists()


def test_all_faults_are_told_at_once(alice: Account) -> None:
    with pytest.raises(RequestInvalid) as caught:
        create_workteam(
            {"WorkteamName": "no_underscores", "MemberDefinitions": cognito("day"), "More": 1}, actor=alice.actor
        )
    assert {fault.field for fault in caught.value.faults} == {"WorkteamName", "Description", "More"}


def test_a_name_is_taken_whatever_its_case(alice: Account, charlie: Account) -> None:
    alice.team("labelers")
    with pytest.raises(NameTaken, match="choose another"):
        create_workteam(simple_request("LABELERS", "People"), actor=alice.actor)
    assert get_workteam("Labelers").name == "labelers"
    assert charlie.team("labelers").name == "labelers"


def test_a_team_of_another_account_is_not_found(alice: Account, charlie: Account) -> None:
    theirs = charlie.team("theirs")
    assert workteam_by_arn(theirs.arn) is None
    with pytest.raises(NotFound):
        get_workteam("theirs")


def test_an_account_has_at_most_25_teams(alice: Account) -> None:
    for i in range(MOST_TEAMS):
        create_workteam(simple_request(f"team-{i}", "People"), actor=alice.actor)
    with pytest.raises(LimitExceeded, match="at most 25"):
        create_workteam(simple_request("one-more", "People"), actor=alice.actor)


def test_an_unknown_workforce_is_not_made_beside_the_first(alice: Account) -> None:
    alice.team()
    with pytest.raises(NotFound, match="No workforce named other"):
        create_workteam({**simple_request("team", "People"), "WorkforceName": "other"}, actor=alice.actor)


@pytest.mark.parametrize("role", ["reviewer", "worker"])
def test_who_may_not_makes_no_team(alice: Account, role: str) -> None:
    with pytest.raises(AccessDenied):
        create_workteam(simple_request("team", "People"), actor=Actor("member", "dora", role))
    assert not Workteam.objects.exists()


def test_of_two_who_take_a_name_at_once_one_gets_it(committed: None, alice: Account) -> None:
    def attempt() -> str:
        try:
            return create_workteam(simple_request("same", "People"), actor=alice.actor).name
        except NameTaken as error:
            return error.code

    with scope.tenant(alice.tenant.pk):
        alice.team("first")  # so that the workforce is there
    assert sorted(all_at_once(alice.tenant.pk, [partial(attempt) for _ in range(4)])) == ["ResourceInUse"] * 3 + [
        "same"
    ]
