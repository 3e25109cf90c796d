"""Which page answers whom, and what no page ever does."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tenants.actor import RANKS
from tests.admin.conftest import Trail, browser
from tests.admin.places import ADDING, LISTS, furnish
from tests.cast import Account

Door = Callable[[str], Client]


@pytest.mark.parametrize("role", ["owner", "manager", "reviewer"])
def test_every_role_sees_every_list_and_page(alice: Account, as_role: Door, role: str):
    places, client = furnish(alice), as_role(role)
    assert {page: client.get(page).status_code for page in LISTS + places.pages} == dict.fromkeys(
        LISTS + places.pages, 200
    )


@pytest.mark.parametrize("role", ["owner", "manager", "reviewer"])
def test_a_verb_asks_those_whose_role_allows_it_and_refuses_the_others(alice: Account, as_role: Door, role: str):
    verbs = ADDING | furnish(alice).verbs
    client = as_role(role)
    wanted = {address: 200 if RANKS[role] >= RANKS[least] else 403 for address, least in verbs.items()}
    assert {address: client.get(address).status_code for address in verbs} == wanted


def test_a_reviewer_changes_nothing_by_posting_either(alice: Account, reviewer: Client, trail: Trail):
    verbs = ADDING | furnish(alice).verbs
    before = trail.verbs()
    assert {client_status for address in verbs for client_status in [reviewer.post(address, {}).status_code]} == {403}
    assert trail.verbs() == before


def test_another_account_gets_404_for_every_page_and_verb(alice: Account, stranger: Client, trail: Trail):
    places = furnish(alice)
    before = trail.verbs()
    asked = {address: stranger.get(address).status_code for address in places.pages + list(places.verbs)}
    posted = {address: stranger.post(address, {"role": "owner"}).status_code for address in places.verbs}
    assert set(asked.values()) | set(posted.values()) == {404}
    assert trail.verbs() == before


def test_lists_of_another_account_show_nothing_of_this_one(alice: Account, stranger: Client):
    furnish(alice)
    for page in LISTS:
        shown = stranger.get(page).content.decode()
        for secret in ("furnished", "bob@example.org", "eve@example.org", alice.bucket, "alice@example.org"):
            assert secret not in shown, f"{page} shows {secret}"


def test_no_get_changes_anything(alice: Account, owner: Client, trail: Trail):
    places = furnish(alice)
    before = trail.verbs()
    for address in [*LISTS, *places.pages, *ADDING, *places.verbs]:
        assert owner.get(address).status_code == 200, address
    assert trail.verbs() == before


def test_a_post_without_csrf_token_is_refused(alice: Account, trail: Trail):
    verbs = [*ADDING, *furnish(alice).verbs, "/admin/tenant/"]
    before = trail.verbs()
    client = browser(alice.owner, enforce_csrf_checks=True)
    assert {address: client.post(address, {}).status_code for address in verbs} == dict.fromkeys(verbs, 403)
    assert trail.verbs() == before


def test_django_s_own_forms_for_rows_have_no_address(alice: Account, owner: Client):
    places = furnish(alice)
    page = places.pages[0]
    for address in (
        f"{page}delete/",
        f"{page}change/",
        f"{page}history/",
        "/admin/jobs/dataobject/",
        "/admin/auth/user/",
    ):
        assert owner.get(address).status_code == 404, address


def test_pages_name_no_other_host_and_forbid_it_to_the_browser(alice: Account, owner: Client):
    places = furnish(alice)
    for page in [*LISTS[:-1], *places.pages[::2], *ADDING]:
        answer = owner.get(page)
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        assert answer["Cache-Control"] == "no-store"
        loaded = re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="([^"]*)"', answer.content.decode())
        assert loaded
        assert [one for one in loaded if not one.startswith("/") or one.startswith("//")] == []


def test_no_page_has_a_script_of_its_own(alice: Account, owner: Client):
    places = furnish(alice)
    for page in [*LISTS, *places.pages, *ADDING]:
        assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", owner.get(page).content.decode()) == [], page


def test_a_column_cannot_be_read_by_filtering_on_it(alice: Account, owner: Client):
    furnish(alice)
    for query in (
        "tenants/apikey/?secret_encrypted__startswith=a", "workforce/invitation/?secret_hash__startswith=a",
        "tenants/member/?user__password__startswith=p", "jobs/labelingjob/?request__contains=x",
    ):  # fmt: skip
        assert owner.get(f"/admin/{query}").status_code == 400, query
    assert owner.get("/admin/jobs/labelingjob/?stage__exact=InProgress").status_code == 200


def test_a_long_list_is_counted_only_so_far(alice: Account, owner: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tenants.console.COUNTED", 2)
    furnish(alice)
    shown = owner.get("/admin/tenants/auditentry/")
    assert shown.context["cl"].result_count == 2
