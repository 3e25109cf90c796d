from __future__ import annotations

import uuid

import pytest
from django.test import Client

from tests.cast import Account
from tests.portal.page import account_of
from workforce.models import Worker


@pytest.mark.parametrize("path", ["/", "/sign-in/", "/password/forgotten/", "/join/1.1.x/", f"/label/{uuid.uuid4()}/"])
def test_every_page_forbids_what_it_does_not_need(client: Client, bob: Worker, path: str) -> None:
    if path == "/" or path.startswith("/work"):
        client.force_login(account_of(bob))
    answer = client.get(path)
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/nothing/", "/label/x/", "/favicon.png", "/%3Cscript%3E/"])
def test_an_address_that_is_not_served_is_told_on_a_page_that_leads_on(client: Client, db: None, path: str) -> None:
    answer = client.get(path)
    shown = answer.content.decode()
    assert answer.status_code == 404
    assert f"There is nothing at {path.replace('%3C', '&lt;').replace('%3E', '&gt;')}." in shown
    assert 'href="/"' in shown
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_no_page_has_inline_scripts_or_styles(client: Client, alice: Account, bob: Worker) -> None:
    job = alice.text_job()
    client.force_login(account_of(bob))
    for path in ("/", f"/label/{job.public_id}/"):
        page = client.get(path).content.decode()
        assert "<style" not in page
        assert " style=" not in page
        assert page.count("<script") == page.count('<script type="module" src="/static/')
        assert " on" + "click" not in page


def test_the_list_shows_the_jobs_of_ones_teams(client: Client, alice: Account, bob: Worker) -> None:
    job = alice.text_job(TaskTitle="Sort the mail", TaskDescription="Read <b>every</b> word")
    client.force_login(account_of(bob))
    page = client.get("/").content.decode()
    assert "Sort the mail" in page
    assert "Read &lt;b&gt;every&lt;/b&gt; word" in page
    assert f"/label/{job.public_id}/" in page
    assert client.get(f"/label/{job.public_id}/").status_code == 200


def test_an_empty_list_says_that_work_comes_by_itself(client: Client, bob: Worker) -> None:
    client.force_login(account_of(bob))
    assert "appear here by themselves" in client.get("/").content.decode()


def test_who_belongs_to_the_account_finds_the_admin_and_who_labels_does_not(
    client: Client, alice: Account, bob: Worker
) -> None:
    client.force_login(alice.owner)
    for path in ("/", "/?part=list"):
        page = client.get(path).content.decode()
        assert 'href="/admin/"' in page
        assert "There is nothing you need to do" not in page
    client.force_login(account_of(bob))
    assert "/admin/" not in client.get("/").content.decode()


def test_the_part_that_is_fetched_again_is_the_list_alone(client: Client, alice: Account, bob: Worker) -> None:
    alice.text_job(TaskTitle="Sort the mail")
    client.force_login(account_of(bob))
    part = client.get("/?part=list").content.decode()
    assert "Sort the mail" in part
    assert "<html" not in part


def test_jobs_of_others_are_neither_listed_nor_opened(client: Client, alice: Account, charlie: Account) -> None:
    job = alice.text_job(TaskTitle="Sort the mail")
    client.force_login(account_of(charlie.worker("dan@example.org")))
    assert "Sort the mail" not in client.get("/").content.decode()
    refused = client.get(f"/label/{job.public_id}/")
    assert refused.status_code == 404
    assert "Sort the mail" not in refused.content.decode()


def test_a_worker_of_another_team_does_not_see_the_job(client: Client, alice: Account) -> None:
    job = alice.text_job(TaskTitle="Sort the mail")
    client.force_login(account_of(alice.worker("eve@example.org", team="painters")))
    assert "Sort the mail" not in client.get("/").content.decode()
    assert client.get(f"/label/{job.public_id}/").status_code == 404
