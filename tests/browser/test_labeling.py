"""Somebody labels with a real browser: by keyboard, through a reload and through a broken line."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from jobs.models import Assignment, LabelingJob
from tenants import scope
from tests.browser.conftest import PHONE, SignIn, apart, item_text, open_work, wait_for_item
from tests.cast import Account
from tests.site import Site
from tests.wire.test_task_types import FUNCTIONS
from workforce.models import Worker

HAM = {"crowd-classifier": {"label": "ham"}}
SPAM = {"crowd-classifier": {"label": "spam"}}


@pytest.fixture
def job(site: Site, alice: Account, bob: Worker) -> LabelingJob:
    return apart(lambda: alice.text_job(count=8, TaskTitle="Sort the mail"))


def answers(alice: Account, job: LabelingJob) -> list[object]:
    with scope.tenant(alice.tenant.pk):
        done = Assignment.objects.filter(job=job, state=Assignment.State.SUBMITTED)
        return list(done.order_by("data_object__line_no").values_list("answer", flat=True))


@contextmanager
def entered(page: Page) -> Iterator[None]:
    """Enter is pressed, and released when the block is through: a browser under remote control never confirms a key
    that comes up in a frame which was just taken away, and the test would wait for ever."""
    page.keyboard.down("Enter")
    yield
    page.keyboard.up("Enter")


def choose_and_submit(page: Page, key: str) -> float:
    """Press a number and Enter; milliseconds until the next item is on the screen, by the browser's own clock."""
    page.wait_for_function("() => document.querySelectorAll('#frames iframe').length === 2")
    ahead = page.frame_locator("#frames iframe:not(.on-screen)")
    ahead.get_by_role("button", name="Submit", include_hidden=True).first.wait_for(state="attached")
    page.keyboard.press(key)
    page.evaluate(
        """() => {
            const shown = document.querySelector("iframe.on-screen");
            window.swapped = new Promise(resolve => {
                window.addEventListener("message", function heard(event) {
                    if (event.source !== shown.contentWindow || event.data.type !== "submit") return;
                    window.removeEventListener("message", heard, true);
                    const began = performance.now();
                    const look = () => document.querySelector("iframe.on-screen") !== shown
                        ? requestAnimationFrame(() => resolve(performance.now() - began)) : requestAnimationFrame(look);
                    requestAnimationFrame(look);
                }, true);
            });
        }"""
    )
    with entered(page):
        return float(page.evaluate("window.swapped"))


def test_three_items_are_labeled_by_keyboard_alone(sign_in: SignIn, alice: Account, job: LabelingJob) -> None:
    page = sign_in("bob@example.org")
    open_work(page, job)
    took = [choose_and_submit(page, key) for key in ("1", "2", "1")]
    expect(page.locator("#job-counts")).to_contain_text("3 answers by you")
    assert answers(alice, job) == [HAM, SPAM, HAM]
    assert max(took) < 3_000  # ms; the next item is there already and waits for no server


def test_a_draft_is_there_again_after_a_reload(sign_in: SignIn, alice: Account, job: LabelingJob) -> None:
    page = sign_in("bob@example.org")
    open_work(page, job)
    page.keyboard.press("2")
    deadline = time.monotonic() + 30
    with scope.tenant(alice.tenant.pk):
        while not Assignment.objects.filter(job=job, draft=SPAM).exists():
            assert time.monotonic() < deadline, "the draft did not reach the server"
            time.sleep(0.05)
    before = item_text(page)
    page.reload()
    wait_for_item(page)
    assert item_text(page) == before
    with entered(page):
        expect(page.locator("#job-counts")).to_contain_text("1 answer by you")
    assert answers(alice, job) == [SPAM]


def test_what_was_done_just_before_a_reload_is_kept(sign_in: SignIn, alice: Account, job: LabelingJob) -> None:
    page = sign_in("bob@example.org")
    open_work(page, job)
    page.evaluate("addEventListener('message', ({ data }) => { if (data.type === 'change') window.told = data })")
    for key in ("1", "2"):  # the second draft has to wait for a second, and the page does not live as long
        page.evaluate("window.told = undefined")
        page.keyboard.press(key)
        page.wait_for_function("() => window.told")
    page.reload()
    wait_for_item(page)
    with entered(page):
        expect(page.locator("#job-counts")).to_contain_text("1 answer by you")
    assert answers(alice, job) == [SPAM]


def test_work_goes_on_while_the_line_is_down_and_nothing_is_lost(
    sign_in: SignIn, alice: Account, job: LabelingJob
) -> None:
    page = sign_in("bob@example.org")
    open_work(page, job)
    page.wait_for_function("() => document.querySelectorAll('#frames iframe').length === 2")
    page.wait_for_timeout(500)
    page.context.set_offline(True)
    expect(page.locator("#connection")).to_have_attribute("data-state", "reconnecting")
    page.keyboard.press("1")
    with entered(page):
        expect(page.locator("#connection")).to_contain_text("1 answer kept")
    second = item_text(page)
    assert answers(alice, job) == []
    page.context.set_offline(False)
    expect(page.locator("#connection")).to_have_attribute("data-state", "connected")
    expect(page.locator("#job-counts")).to_contain_text("1 answer by you")
    assert answers(alice, job) == [HAM]
    assert item_text(page) == second
    choose_and_submit(page, "2")
    expect(page.locator("#job-counts")).to_contain_text("2 answers by you")
    assert answers(alice, job) == [HAM, SPAM]


def test_declining_can_be_undone(sign_in: SignIn, alice: Account, job: LabelingJob) -> None:
    page = sign_in("bob@example.org")
    open_work(page, job)
    page.wait_for_function("() => document.querySelectorAll('#frames iframe').length === 2")
    first = item_text(page)
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Not for me").click()
    assert item_text(page) != first
    page.get_by_role("button", name="Undo").click()
    assert item_text(page) == first
    page.wait_for_timeout(5_500)
    with scope.tenant(alice.tenant.pk):
        assert not Assignment.objects.filter(job=job, state=Assignment.State.DECLINED).exists()


def test_a_declined_item_goes_to_others(sign_in: SignIn, alice: Account, job: LabelingJob) -> None:
    page = sign_in("bob@example.org")
    open_work(page, job)
    page.wait_for_function("() => document.querySelectorAll('#frames iframe').length === 2")
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Not for me").click()
    deadline = time.monotonic() + 30
    with scope.tenant(alice.tenant.pk):
        while not Assignment.objects.filter(job=job, state=Assignment.State.DECLINED).exists():
            assert time.monotonic() < deadline
            page.wait_for_timeout(100)


def test_the_last_page_says_what_was_done(sign_in: SignIn, alice: Account, bob: Worker, site: Site) -> None:
    job = apart(lambda: alice.text_job(name="short", count=1))
    page = sign_in("bob@example.org")
    open_work(page, job)
    page.keyboard.press("1")
    with entered(page):
        expect(page.locator("#phase h2")).to_contain_text("through")
    expect(page.locator("#phase dl")).to_contain_text("This visit")
    page.locator("#phase").get_by_role("link", name="Back to your work").click()
    page.get_by_role("heading", name="Your work").wait_for()


def test_who_waits_sees_work_arrive(sign_in: SignIn, alice: Account, bob: Worker, site: Site) -> None:
    job = apart(lambda: alice.text_job(name="short", count=1))
    alice.worker("ann@example.org")
    page = sign_in("bob@example.org")
    open_work(page, job)
    other = sign_in("ann@example.org")
    other.locator(f"a[href='/label/{job.public_id}/']").click()
    expect(other.locator("#phase h2")).to_have_text("Waiting for work")
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Give it back").click()
    page.goto("/")
    wait_for_item(other)
    assert item_text(other) == "mail number 0"


def test_the_list_fills_by_itself(sign_in: SignIn, alice: Account, bob: Worker, site: Site) -> None:
    page = sign_in("bob@example.org")
    expect(page.locator("#job-list")).to_contain_text("Nothing to label just now")
    apart(lambda: alice.text_job(TaskTitle="Sort the mail"))
    expect(page.locator("#job-list")).to_contain_text("Sort the mail")


def test_a_field_that_asks_for_the_keyboard_has_it_at_every_item(
    sign_in: SignIn, site: Site, alice: Account, bob: Worker
) -> None:
    template = """<crowd-form><crowd-input name="other" label="Other"></crowd-input>
        <crowd-input name="name" label="Name" auto-focus></crowd-input></crowd-form>"""
    request = alice.text_request("names", [{"source": f"mail number {i}"} for i in range(3)])
    human = request["HumanTaskConfig"]
    human["UiConfig"]["UiTemplateS3Uri"] = alice.put("names/template.liquid", template)
    human["PreHumanTaskLambdaArn"] = f"{FUNCTIONS}:PRE-PassThrough"
    human["AnnotationConsolidationConfig"]["AnnotationConsolidationLambdaArn"] = f"{FUNCTIONS}:ACS-PassThrough"
    job = apart(lambda: alice.job(request))
    page = sign_in("bob@example.org")
    open_work(page, job)
    ahead = page.frame_locator("#frames iframe:not(.on-screen)")
    field = page.frame_locator("iframe.on-screen").get_by_label("Name")
    for count, name in enumerate(("Ann", "Ben"), 1):
        ahead.get_by_role("button", name="Submit", include_hidden=True).first.wait_for(state="attached")
        expect(field).to_be_focused()
        page.keyboard.type(name)
        expect(field).to_have_value(name)
        page.frame_locator("iframe.on-screen").get_by_role("button", name="Submit").first.click()
        expect(page.locator("#job-counts")).to_contain_text(f"{count} answer")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    with scope.tenant(alice.tenant.pk):
        done = Assignment.objects.filter(job=job, state=Assignment.State.SUBMITTED).order_by("data_object__line_no")
        assert [one.answer["name"] for one in done] == ["Ann", "Ben"]


def test_question_mark_shows_the_keys(sign_in: SignIn, job: LabelingJob) -> None:
    page = sign_in("bob@example.org")
    open_work(page, job)
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    expect(page.locator("#shortcuts")).to_contain_text("spam")
    expect(page.locator("#shortcuts")).to_contain_text("Enter")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_everything_without_scrolling_sideways(
    sign_in: SignIn, alice: Account, job: LabelingJob, scheme: str
) -> None:
    page = sign_in("bob@example.org", viewport=PHONE, color_scheme=scheme, has_touch=True, is_mobile=True)
    wide = "document.documentElement.scrollWidth <= window.innerWidth"
    assert page.evaluate(wide)
    open_work(page, job)
    assert page.evaluate(wide)
    frame = page.frame_locator("iframe.on-screen")
    assert frame.locator("html").evaluate("html => html.scrollWidth <= html.clientWidth")
    frame.get_by_text("ham", exact=True).first.tap()
    frame.get_by_role("button", name="Submit").first.tap()
    expect(page.locator("#job-counts")).to_contain_text("1 answer")
    assert answers(alice, job) == [HAM]
