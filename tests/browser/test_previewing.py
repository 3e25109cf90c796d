"""A requester previews a template in the admin: sees what a worker sees, tries it, reads the answer it would give."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from jobs.models import Assignment
from portal.policy import FRAME_SANDBOX
from tenants import scope
from tests.admin.looks import Visit, opened
from tests.browser.conftest import PHONE, apart
from tests.cast import TEXT_TEMPLATE, Account
from tests.site import Site

ADDRESS = "/admin/jobs/preview/"
# Here the worker's screen stands in its real size; Playwright does not know where things are in a frame drawn smaller.
WIDE = {"width": 2560, "height": 1600}


def open_preview(alice: Account, site: Site, visit: Visit, address: str = ADDRESS, **options: object) -> Page:
    page = opened(visit, alice, site, **options)
    page.goto(address)
    return page


@pytest.fixture
def page(alice: Account, site: Site, visit: Visit) -> Page:
    return open_preview(alice, site, visit, viewport=WIDE)


def ask(page: Page, template: str, **fields: str) -> FrameLocator:
    """Fill the form and show the preview."""
    page.get_by_label("Template", exact=True).fill(template)
    for name, value in fields.items():
        field = page.locator(f"#question [name={name}]")
        field.select_option(value) if name in ("source", "task_type") else field.fill(value)
    page.get_by_role("button", name="Show").click()
    return page.frame_locator("#screen iframe")


def answer(page: Page) -> object:
    return json.loads(page.locator("#answer").inner_text())


def test_a_template_is_tried_before_any_job_exists(page: Page) -> None:
    line = '{"source": "<b>win a prize</b>"}'
    frame = ask(page, TEXT_TEMPLATE, source="line", line=line, task_type="TextMultiClass", labels="ham\nspam")
    expect(frame.locator("classification-target")).to_have_text("<b>win a prize</b>")
    expect(page.locator("#problems li")).to_have_count(0)
    frame.get_by_role("button", name="Submit").click()
    expect(frame.locator("crowd-classifier").get_by_text("Choose")).not_to_have_count(0)
    expect(page.locator("#answer-state")).to_contain_text("Nothing yet")
    frame.get_by_role("radio", name="spam").click()
    expect(page.locator("#answer-state")).to_contain_text("As it stands")
    assert answer(page) == {"crowd-classifier": {"label": "spam"}}
    page.locator("#submit-answer").click()
    expect(page.locator("#answer-state")).to_contain_text("Submitted")
    frame.get_by_role("radio", name="ham").click()
    expect(page.locator("#answer")).to_contain_text("ham")
    page.get_by_role("button", name="Reload").click()
    expect(frame.get_by_role("radio", name="ham")).to_be_checked()


def test_a_screen_that_is_drawn_smaller_is_used_like_any_other(alice: Account, site: Site, visit: Visit) -> None:
    page = open_preview(alice, site, visit)
    frame = ask(page, "<style>body{margin:0}</style><crowd-form><crowd-checkbox name=c id=c></crowd-checkbox></crowd-form>"
                      "<script>onclick = (e) => { document.title = [e.clientX, e.clientY].map(Math.round) }</script>"
                      "<b style='position:fixed;left:640px;top:400px'>x</b>", source="sample")  # fmt: skip
    expect(frame.get_by_text("x", exact=True)).to_be_visible()
    expect(page.locator("#scale")).to_contain_text("1280 × 800, shown at")
    box = page.locator("#screen").bounding_box()
    assert box is not None
    assert box["width"] < 1000
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    x, y = map(int, page.frames[1].evaluate("document.title").split(","))
    assert abs(x - 640) <= 2
    assert abs(y - 400) <= 2


def test_the_screen_is_a_workers_desk_or_phone(page: Page) -> None:
    frame = ask(
        page, "<p id=w></p><script>w.textContent = innerWidth + ' ' + devicePixelRatio</script>", source="sample"
    )
    expect(frame.locator("#w")).to_have_text("1280 1")
    page.get_by_role("button", name="Phone").click()
    expect(page.locator("#screen")).to_have_css("width", "390px")
    page.get_by_role("button", name="Show").click()
    expect(frame.locator("#w")).to_have_text("390 1")


def test_whoever_goes_on_writing_the_template_keeps_the_keyboard(page: Page) -> None:
    template = page.get_by_label("Template", exact=True)
    shown = "<script>document.addEventListener('crowd-shown', () => p.textContent = 'seen')</script>"
    template.fill(f"<crowd-form><crowd-input name=a label=A auto-focus></crowd-input><p id=p></p></crowd-form>{shown}")
    page.locator("#question [name=source]").select_option("sample")
    template.press("Control+Enter")
    expect(page.frame_locator("#screen iframe").locator("p")).to_have_text("seen")
    page.keyboard.insert_text("<!-- and on -->")
    expect(template).to_have_value(re.compile("<!-- and on -->$"))


def test_faults_and_problems_stand_where_they_are(page: Page) -> None:
    ask(page, "x", source="line", line='{"source":\n "a",}')
    expect(page.locator("[data-when=line] .pv-fault")).to_contain_text("line 2, column 5")
    expect(page.locator("#screen iframe")).to_have_count(0)
    ask(
        page,
        "<crowd-form>a\nb {{ task.input.source | grant_acess }}\n{{ 's3://elsewhere/x' | grant_read_access }}",
        source="sample",
    )
    problems = page.locator("#problems li")
    expect(problems).to_have_count(2)
    expect(problems.nth(1)).to_contain_text("elsewhere is not one of this account's buckets")
    expect(page.locator("#problems")).to_have_class(re.compile("looked"))  # the list is not drawn anew any more
    problems.first.get_by_role("button", name="Line 2").click()
    page.wait_for_function(
        "wanted => (({ value, selectionStart, selectionEnd }) => value?.slice(selectionStart, selectionEnd))"
        "(document.activeElement) === wanted",
        arg="b {{ task.input.source | grant_acess }}",
    )
    ask(page, "{% if x %}", source="sample")
    expect(page.locator("#preview-state")).to_contain_text("cannot be rendered")
    expect(problems).to_contain_text(["expected tag endif"])


def test_what_cannot_be_shown_takes_the_place_of_what_was_shown(page: Page) -> None:
    frame = ask(page, TEXT_TEMPLATE, source="sample", task_type="TextMultiClass")
    frame.get_by_role("button", name="Submit").wait_for()
    expect(page.locator("#problems")).to_have_class(re.compile("looked"))
    ask(page, "", source="sample", task_type="VideoMultiClass")
    expect(page.locator("[data-field]:has([name=source]) .pv-fault")).to_contain_text("There is no sample for video")
    expect(page.locator("#screen iframe")).to_have_count(0)
    expect(page.locator("#problems")).not_to_have_class(re.compile("looked"))


def test_a_page_that_nobody_could_submit_is_a_problem(page: Page) -> None:
    ask(page, '<crowd-input name="x" label="{{ task.input.source }}"></crowd-input>', source="sample")
    expect(page.locator("#problems")).to_contain_text("There is no <crowd-form>")


def test_what_the_template_itself_reports_is_listed(page: Page) -> None:
    ask(page, "<crowd-form><p>x</p></crowd-form><script>missing()</script>", source="sample")
    expect(page.locator("#problems")).to_contain_text("missing is not defined")


def test_a_line_of_a_job_is_shown_with_the_jobs_template(alice: Account, site: Site, visit: Visit) -> None:
    job = apart(lambda: alice.text_job("mails", 3))
    page = open_preview(alice, site, visit, f"/admin/jobs/labelingjob/{job.pk}/", viewport=WIDE)
    page.get_by_role("link", name="Preview", exact=True).last.click()
    frame = page.frame_locator("#screen iframe")
    expect(frame.locator("classification-target")).to_have_text("mail number 0")
    page.get_by_role("button", name="Next").click()
    expect(frame.locator("classification-target")).to_have_text("mail number 1")
    frame.get_by_role("radio", name="ham").click()
    page.locator("#submit-answer").click()
    expect(page.locator("#answer-state")).to_contain_text("It goes nowhere")
    with scope.tenant(alice.tenant.pk):
        assert not Assignment.objects.exists()
    assert page.locator("#screen iframe").get_attribute("sandbox") == FRAME_SANDBOX


def test_the_page_fits_a_phone_and_both_themes(alice: Account, site: Site, visit: Visit) -> None:
    for scheme in ("light", "dark"):
        page = open_preview(alice, site, visit, viewport=PHONE, color_scheme=scheme)
        ask(page, TEXT_TEMPLATE, source="sample", task_type="TextMultiClass")
        expect(page.frame_locator("#screen iframe").get_by_role("radio").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
