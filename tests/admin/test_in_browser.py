"""The admin in a real Chromium on the live site: it moves by itself, stays at home, and fits a phone."""

from __future__ import annotations

import pytest

from tenants import scope
from tenants.models import Member
from tests.admin.looks import Visit, opened
from tests.admin.places import ADDING, LISTS, furnish
from tests.browser.conftest import PHONE, apart, chromium, visit
from tests.cast import Account
from tests.jobs.play import answer
from tests.site import Site

__all__ = ["chromium", "visit"]


def test_progress_moves_while_nobody_touches_the_page(alice: Account, site: Site, visit: Visit):
    bob, job = apart(lambda: (alice.worker("bob@example.org"), alice.text_job("mails", 4)))
    page = opened(visit, alice, site)
    page.goto("/admin/")
    page.get_by_text("0 answered").wait_for()

    def label() -> None:
        with scope.tenant(alice.tenant.pk):
            answer(job, bob.pk)

    apart(label)
    page.get_by_text("1 answered").wait_for()
    page.goto(f"/admin/jobs/labelingjob/{job.pk}/")
    page.get_by_text("1 answered").wait_for()
    apart(label)
    page.get_by_text("2 answered").wait_for()


@pytest.mark.slow
def test_every_page_fits_a_phone_asks_no_other_host_and_breaks_no_rule_of_its_own(
    alice: Account, site: Site, visit: Visit
):
    places = apart(lambda: furnish(alice))
    page = opened(visit, alice, site, viewport=PHONE)
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    for address in [*LISTS[:-1], *places.pages[::2], *ADDING, *list(places.verbs)[:3]]:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address
    assert [url for url in asked if not url.startswith((site.url, "data:"))] == []
    assert complaints == []


def test_somebody_in_two_accounts_switches_in_the_account_menu(
    alice: Account, charlie: Account, site: Site, visit: Visit
):
    with scope.tenant(charlie.tenant.pk):
        Member(user=alice.owner, role="reviewer").save()
    page = opened(visit, alice, site)
    page.goto("/admin/")
    page.get_by_text("unfold_more").click()
    page.get_by_label("Account").select_option("Charlie")
    page.get_by_role("button", name="Switch").click()
    page.locator("nav").get_by_text("Charlie").first.wait_for()
    page.goto("/admin/tenants/bucket/")
    page.get_by_text(charlie.bucket).wait_for()
