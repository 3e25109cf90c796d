from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tenants.actions import one_time_password
from tests.cast import PASSWORD
from tests.portal.page import account_of
from workforce.models import Worker

SIGN_IN = "/sign-in/"
OTHER_ADDRESS = {"REMOTE_ADDR": "203.0.113.9"}


@pytest.fixture(autouse=True)
def no_tries_yet() -> None:
    cache.clear()


def attempt(client: Client, email: str, password: str, **where: str):
    return client.post(SIGN_IN, {"email": email, "password": password}, **where)


def test_the_right_password_leads_to_the_list_of_work(client: Client, bob: Worker) -> None:
    assert attempt(client, "BOB@example.org", PASSWORD).headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_sign_in_leads_on_to_where_somebody_wanted_to_go(client: Client, bob: Worker) -> None:
    wanted = client.get("/?part=list").headers["Location"]
    assert wanted.startswith(SIGN_IN)
    answer = client.post(wanted, {"email": "bob@example.org", "password": PASSWORD})
    assert answer.headers["Location"] == "/?part=list"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(client: Client, bob: Worker, elsewhere: str) -> None:
    answer = client.post(SIGN_IN, {"email": "bob@example.org", "password": PASSWORD, "next": elsewhere})
    assert answer.headers["Location"] == "/"


def test_unknown_address_wrong_password_and_closed_account_get_the_same_answer(client: Client, bob: Worker) -> None:
    def told(email: str, password: str) -> list[str]:
        answer = attempt(client, email, password)
        assert answer.status_code == 422
        return [str(text) for text in answer.context["form"].non_field_errors()]

    unknown = told("nobody@example.org", PASSWORD)
    wrong = told("bob@example.org", "not it")
    bob.user.is_active = False
    bob.user.save()
    assert unknown == wrong == told("bob@example.org", PASSWORD)
    assert "do not belong together" in wrong[0]


def test_after_five_wrong_tries_even_the_right_password_has_to_wait(client: Client, bob: Worker) -> None:
    for _ in range(5):
        assert attempt(client, "bob@example.org", "guess").status_code == 422
    refused = attempt(client, "bob@example.org", PASSWORD)
    assert refused.status_code == 429
    assert "Wait 15 minutes" in refused.content.decode()
    assert attempt(client, "bob@example.org", PASSWORD, **OTHER_ADDRESS).status_code == 302


def test_guessing_at_addresses_that_do_not_exist_is_slowed_down_alike(client: Client, db: None) -> None:
    answers = [attempt(client, "nobody@example.org", "guess").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_many_addresses_cannot_share_the_guessing_at_one_account(client: Client, bob: Worker) -> None:
    for i in range(50):
        attempt(client, "bob@example.org", "guess", REMOTE_ADDR=f"203.0.113.{i}")
    assert attempt(client, "bob@example.org", PASSWORD, REMOTE_ADDR="203.0.113.99").status_code == 429


def test_signing_out_takes_a_post(client: Client, bob: Worker) -> None:
    client.force_login(account_of(bob))
    assert client.get("/sign-out/").status_code == 405
    client.post("/sign-out/")
    assert client.get("/").status_code == 302


def test_a_one_time_password_is_replaced_before_anything_else(client: Client, bob: Worker) -> None:
    attempt(client, "bob@example.org", one_time_password(bob.user))
    assert client.get("/").headers["Location"].startswith(reverse("portal:choose-password"))
    weak = client.post("/password/", {"password": "password"})
    assert weak.status_code == 422
    assert client.post("/password/", {"password": "a new plumb line"}).headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_who_chooses_a_password_first_gets_to_where_they_wanted_to_go(client: Client, bob: Worker) -> None:
    wanted = client.get("/?part=list").headers["Location"]
    password = one_time_password(bob.user)
    answer = client.post(wanted, {"email": "bob@example.org", "password": password}, follow=True)
    choosing = answer.redirect_chain[-1][0]
    assert client.post(choosing, {"password": "password"}).status_code == 422
    assert client.post(choosing, {"password": "a new plumb line"}).headers["Location"] == "/?part=list"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_choosing_a_password_never_leads_to_another_site(client: Client, bob: Worker, elsewhere: str) -> None:
    attempt(client, "bob@example.org", one_time_password(bob.user))
    answer = client.post("/password/", {"password": "a new plumb line", "next": elsewhere})
    assert answer.headers["Location"] == "/"


def test_a_session_that_ended_while_somebody_chose_leads_on_from_sign_in(client: Client, bob: Worker) -> None:
    client.get("/")
    assert client.get("/password/?next=/%3Fpart%3Dlist").headers["Location"] == "/sign-in/?next=/%3Fpart%3Dlist"


def test_a_reset_link_works_once(client: Client, bob: Worker) -> None:
    assert client.post("/password/forgotten/", {"email": "bob@example.org"}).headers["Location"] == "/password/sent/"
    link = re.search(r"http://[^/]+(/password/reset/\S+)", mail.outbox[0].body)
    assert link
    form = client.get(link[1], follow=True).request["PATH_INFO"]
    chosen = {"new_password1": "bob hangs it anew", "new_password2": "bob hangs it anew"}
    assert client.post(form, chosen).headers["Location"] == "/password/done/"
    assert attempt(client, "bob@example.org", "bob hangs it anew").status_code == 302
    assert "used up" in Client().get(link[1], follow=True).content.decode()


def test_asking_for_a_reset_does_not_tell_who_has_an_account(client: Client, bob: Worker) -> None:
    known = client.post("/password/forgotten/", {"email": "bob@example.org"})
    unknown = client.post("/password/forgotten/", {"email": "nobody@example.org"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert [message.to for message in mail.outbox] == [["bob@example.org"]]


def test_nobody_can_flood_somebody_with_reset_mails(client: Client, bob: Worker) -> None:
    for _ in range(6):
        client.post("/password/forgotten/", {"email": "bob@example.org"})
    assert len(mail.outbox) == 3
