"""Who comes into the admin."""

from __future__ import annotations

from django.test import Client

from tenants import scope
from tenants.keys import create_key
from tenants.models import Member, User
from tests.admin.conftest import browser
from tests.cast import Account


def test_somebody_who_is_not_signed_in_goes_to_the_labeling_site_s_sign_in(alice: Account):
    for page in ("/admin/", "/admin/tenants/apikey/", "/admin/login/"):
        answer = Client().get(page)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/")
    assert Client().get("/admin/jobs/labelingjob/")["Location"] == "/sign-in/?next=/admin/jobs/labelingjob/"


def test_after_signing_in_they_are_where_they_wanted_to_be(alice: Account, password: str):
    client = Client()
    answer = client.post("/sign-in/?next=/admin/", {"email": alice.owner.email, "password": password}, follow=True)
    assert answer.redirect_chain[-1][0] == "/admin/"
    assert b"Overview" in answer.content


def test_a_worker_who_is_no_member_gets_a_page_that_says_so(alice: Account):
    answer = browser(alice.worker("bob@example.org").user).get("/admin/jobs/labelingjob/")
    assert answer.status_code == 403
    assert b"no member of an account" in answer.content


def test_django_s_flags_open_nothing(alice: Account):
    root = User.objects.make("root@example.org", None, is_staff=True, is_superuser=True)
    assert browser(root).get("/admin/tenants/apikey/").status_code == 403


def test_django_s_flags_add_nothing_to_a_role(alice: Account):
    user = User.objects.make("rita@example.org", None, is_staff=True, is_superuser=True)
    with scope.tenant(alice.tenant.pk):
        Member(user=user, role="reviewer").save()
    assert browser(user).get("/admin/tenants/apikey/add/").status_code == 403


def test_a_one_time_password_has_to_be_replaced_first(alice: Account):
    alice.owner.must_change_password = True
    alice.owner.save()
    client = browser(alice.owner)
    answer = client.get("/admin/jobs/labelingjob/?q=cats")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/password/")
    chosen = client.post(answer["Location"], {"password": "a new plumb line"})
    assert chosen["Location"] == "/admin/jobs/labelingjob/?q=cats"


def test_an_access_key_does_not_open_the_admin(alice: Account, stranger: Client):
    with scope.tenant(alice.tenant.pk):
        key, secret = create_key("script", role="owner", actor=alice.actor)
    bearer = {"Authorization": f"Bearer {key.access_key_id}:{secret}"}
    assert Client().get("/admin/", headers=bearer).status_code == 302
    assert stranger.get("/admin/", headers=bearer).status_code == 403


def test_somebody_whose_role_was_taken_away_is_out_at_once(alice: Account):
    with scope.tenant(alice.tenant.pk):
        member = Member(user=User.objects.make("max@example.org", None), role="manager")
        member.save()
    client = browser(member.user)
    assert client.get("/admin/").status_code == 200
    with scope.tenant(alice.tenant.pk):
        member.delete()
    assert client.get("/admin/").status_code == 403


def test_a_page_that_looks_again_by_itself_is_loaded_anew_when_the_session_is_over(alice: Account):
    answer = Client().get("/admin/live/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Refresh"], answer.content) == (200, "true", b"")


def test_leaving_takes_a_post(owner: Client):
    owner.get("/admin/logout/")
    assert owner.get("/admin/").status_code == 200
    assert owner.post("/admin/logout/")["Location"] == "/sign-in/"
    assert owner.get("/admin/").status_code == 302
