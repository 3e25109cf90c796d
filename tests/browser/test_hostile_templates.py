"""Requesters write templates, so templates are hostile: none of these may reach the page, its cookies or the API."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from config import environment
from jobs.models import Assignment, LabelingJob
from tenants import scope
from tests.browser.conftest import SignIn, apart
from tests.browser.test_previewing import WIDE, open_preview
from tests.cast import Account
from tests.site import Site
from workforce.models import Worker

ATTEMPTS = (Path(__file__).parent / "escapes.js").read_text()
ATTEMPTS_BY_CLICK = (Path(__file__).parent / "escapes_by_click.js").read_text()
_HEAD = """<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
<p id="worked"></p><div id="buttons"></div>
<crowd-form><crowd-classifier name="crowd-classifier" categories="{{ task.input.labels | to_json | escape }}" header="x">
<classification-target>{{ task.input.taskObject }}</classification-target>
<full-instructions header="How to">Read.</full-instructions><short-instructions>Choose.</short-instructions>
</crowd-classifier></crowd-form>
<script>{% raw %}const origin = new URL(document.URL).origin, store = "STORE"; ATTEMPTS{% endraw %}</script>""".replace(
    "STORE", settings.S3_PUBLIC_ENDPOINT_URL
)
TEMPLATE, BY_CLICK = _HEAD.replace("ATTEMPTS", ATTEMPTS), _HEAD.replace("ATTEMPTS", ATTEMPTS_BY_CLICK)
FRAME = "iframe.on-screen"


def job_with(alice: Account, template: str) -> LabelingJob:
    """A text job whose template is the given one."""
    request = alice.text_request("hostile", [{"source": f"mail number {i}"} for i in range(4)])
    address = request["HumanTaskConfig"]["UiConfig"]["UiTemplateS3Uri"]
    alice.put(address.split("/", 3)[3], template)
    return apart(lambda: alice.job(request))


@pytest.fixture
def page(site: Site, alice: Account, bob: Worker, sign_in: SignIn) -> Page:
    return sign_in("bob@example.org")


@pytest.fixture(params=["work", "preview"])
def shown(request: pytest.FixtureRequest, site: Site, alice: Account) -> Callable[[str], Page]:
    """Shows a template on the screen in real work, or in a preview."""

    def in_work(template: str) -> Page:
        page: Page = request.getfixturevalue("page")
        page.goto(f"/label/{job_with(alice, template).public_id}/")
        return page

    def in_preview(template: str) -> Page:
        page = open_preview(alice, site, request.getfixturevalue("visit"), viewport=WIDE)
        page.get_by_label("Template", exact=True).fill(template)
        page.get_by_role("button", name="Show").click()
        return page

    return in_work if request.param == "work" else in_preview


@pytest.fixture
def reached(site: Site) -> Callable[[], list[str]]:
    """What hostile pages made browsers ask the site for, by the site's own log; the last is the question itself."""
    log = Path(environment.text("PLUMBLINE_VAR")) / "logs" / "test-web.log"
    before = log.stat().st_size

    def asked() -> list[str]:
        with suppress(HTTPError), urlopen(f"{site.url}/reached/asked"):
            pass
        return re.findall(r"Not Found: (/reached/[\w-]+)", log.read_bytes()[before:].decode())

    return asked


def worked(at: Locator) -> list[str]:
    """The attempts that worked, when all were made."""
    at.filter(has_text="[").wait_for(timeout=60_000)
    return list(json.loads(at.inner_text()))


def test_no_escape_works(shown: Callable[[str], Page], reached: Callable[[], list[str]]) -> None:
    assert ATTEMPTS.count('": () =>') > 80
    page = shown(TEMPLATE)
    before = page.url
    assert worked(page.frame_locator(FRAME).locator("#worked")) == ["run at all"]
    assert page.url == before
    assert page.title() != "mine"
    assert reached() == ["/reached/asked"]
    assert page.evaluate("window.mark") is None
    page.goto("/")
    page.get_by_role("heading", name="Your work").wait_for()  # nobody was signed out


def test_no_escape_works_with_a_click(shown: Callable[[str], Page], reached: Callable[[], list[str]]) -> None:
    page = shown(BY_CLICK)
    before, frame = page.url, page.frame_locator(FRAME)
    frame.locator("#buttons button").last.wait_for()
    names = frame.locator("#buttons button").all_inner_texts()
    assert len(names) > 12
    for name in names:
        page.bring_to_front()  # a window that was opened and closed leaves nobody in front
        frame.get_by_role("button", name=name, exact=True).click()
        expect(frame.locator("#worked")).to_contain_text(f"[{name}]", timeout=15_000)
        for other in page.context.pages:
            if other is not page:
                other.close()
    assert json.loads(frame.locator("#worked").get_attribute("data-worked") or "[]") == ["do something by a click"]
    assert page.url == before
    assert reached() == ["/reached/asked"]


def test_the_frame_opened_alone_is_as_helpless(page: Page, alice: Account, reached: Callable[[], list[str]]) -> None:
    job = job_with(alice, TEMPLATE)
    page.goto(f"/label/{job.public_id}/")
    address = page.locator(FRAME).get_attribute("src")
    alone = page.context.new_page()
    # Playwright waits for ever for the navigation of a form that the policy stopped in a page of its own.
    alone.add_init_script("HTMLFormElement.prototype.submit = () => {}")
    alone.goto(str(address))
    assert worked(alone.locator("#worked")) == ["run at all"]
    assert reached() == ["/reached/asked"]


def test_a_page_that_is_busy_or_takes_the_focus_for_ever_can_be_left(page: Page, alice: Account) -> None:
    greedy = "setInterval(() => { focus(); document.querySelector('input').focus() }, 5)"
    job = job_with(alice, f"<input><p>greedy</p><script>{greedy}</script>")
    page.goto(f"/label/{job.public_id}/")
    page.frame_locator(FRAME).get_by_text("greedy").wait_for()
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Not for me").click()
    expect(page.locator("#toasts")).to_contain_text("Declined")


def test_a_page_that_never_rests_can_be_left(page: Page, alice: Account) -> None:
    hang = "addEventListener('message', ({ data }) => { if (data.type === 'show') for (;;); })"
    job = job_with(alice, f"<crowd-form><p>busy</p></crowd-form><script>{hang}</script>")
    page.goto(f"/label/{job.public_id}/")
    page.locator(FRAME).wait_for()
    page.wait_for_timeout(2_000)
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Not for me").click()
    expect(page.locator("#toasts")).to_contain_text("Declined")


def test_a_flood_of_messages_does_not_drown_the_page(page: Page, alice: Account) -> None:
    flood = """for (let i = 0; i < 20000; i++) {
      parent.postMessage({ plumbline: 1, type: "problem", message: "flood " + i }, "*");
      parent.postMessage({ plumbline: 1, type: "key", key: "?" }, "*");
      parent.postMessage({ plumbline: 1, type: "change", answer: { i } }, "*");
    }"""
    job = job_with(alice, f"<p>flood</p><script>addEventListener('load', () => {{ {flood} }})</script>")
    page.goto(f"/label/{job.public_id}/")
    page.frame_locator(FRAME).get_by_text("flood", exact=True).wait_for(timeout=30_000)
    page.wait_for_timeout(1_500)
    assert page.locator("#toasts > *").count() <= 5
    page.keyboard.press("Escape")
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Not for me").click()
    expect(page.locator("#toasts")).to_contain_text("Declined")


def test_a_frame_that_goes_elsewhere_shows_nothing_and_takes_nobody_with_it(page: Page, alice: Account) -> None:
    for target in ("origin + '/'", "origin + '/admin/'", "'https://example.org/'", "'data:text/html,x'",
                   "URL.createObjectURL(new Blob(['x'], { type: 'text/html' }))"):  # fmt: skip
        away = f"const origin = new URL(document.URL).origin; setTimeout(() => location = {target}, 200)"
        job = job_with(alice, f"<p>here</p><script>{away}</script>")
        page.goto(f"/label/{job.public_id}/")
        page.wait_for_timeout(1_200)
        assert page.url.endswith(f"/label/{job.public_id}/"), target
        urls = [frame.url for frame in page.frames[1:]]
        assert [
            url for url in urls if not url.startswith(("chrome-error:", "about:blank")) and "/frame/" not in url
        ] == []
        with scope.tenant(alice.tenant.pk):
            LabelingJob.objects.filter(pk=job.pk).update(name=f"gone-{job.pk}")


def test_messages_of_other_windows_and_odd_shapes_do_nothing(page: Page, alice: Account, site: Site) -> None:
    job = job_with(
        alice,
        """<script>
        for (const message of [null, 1, "x", [], {}, {plumbline: 1}, {plumbline: 1, type: "submit"},
            {plumbline: 1, type: "submit", answer: []}, {plumbline: 1, type: "submit", answer: "x"},
            {type: "submit", answer: {}}, {plumbline: 1, type: "decline"}, {plumbline: 1, type: "ready", shortcuts: 5},
            {plumbline: 1, type: "key", key: "Enter"}, {plumbline: 1, type: "problem", message: {}}]) {
          parent.postMessage(message, "*");
        }
        parent.postMessage({plumbline: 1, type: "ready", shortcuts: [
            {keys: "x", label: "<img src=x onerror=alert(1)>"}]}, "*");
        </script><p>odd</p>""",
    )
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"/label/{job.public_id}/")
    page.frame_locator("iframe.on-screen").get_by_text("odd").wait_for()
    page.evaluate("() => window.postMessage({plumbline: 1, type: 'submit', answer: {}}, '*')")
    page.wait_for_timeout(800)
    assert "0 answers by you" in page.locator("#job-counts").inner_text()
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    assert "<img src=x" in page.locator("#shortcuts").inner_text()
    assert faults == []


SAYS = """<crowd-form><classification-target>{{ task.input.taskObject }}</classification-target></crowd-form>
<script>{% raw %}const say = (type, answer) => parent.postMessage({ plumbline: 1, type, answer }, "*");
addEventListener("message", ({ data }) => { if (data.type === "show") SAYING });{% endraw %}</script>
<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>"""
LABEL = '"crowd-classifier": { label: "ham" }'


def submits_of(page: Page) -> list[str]:
    """Fills with the beginning of every submit that the page sends."""
    sent: list[str] = []

    def said(text: str | bytes) -> None:
        start = str(text)[:45].partition(',"answer"')[0]
        if '"submit"' in start:
            sent.append(start)

    page.on("websocket", lambda line: line.on("framesent", said))
    return sent


def test_an_answer_that_no_database_keeps_is_made_storable(page: Page, alice: Account) -> None:
    odd = r"'k\0e\ud800y': ['a\0b', { deep: '\udc00' }]"
    job = job_with(alice, SAYS.replace("SAYING", f"say('submit', {{ {LABEL}, {odd} }})"))
    page.goto(f"/label/{job.public_id}/")
    expect(page.locator("#job-counts")).to_contain_text("4 answers by you")
    expect(page.locator("#toasts")).to_be_empty()
    with scope.tenant(alice.tenant.pk):
        stored = Assignment.objects.filter(job=job, state=Assignment.State.SUBMITTED).values_list("answer", flat=True)
        kept = {"crowd-classifier": {"label": "ham"}, "ke\ufffdy": ["ab", {"deep": "\ufffd"}]}
        assert list(stored) == [kept] * 4


def test_an_answer_the_server_cannot_read_is_told_once_and_stays_on_the_screen(page: Page, alice: Account) -> None:
    deep = "JSON.parse('['.repeat(3000) + ']'.repeat(3000))"
    # Only of the first item: the next one is on the screen until the answer to its submit is there.
    first = "!window.said && document.querySelector('classification-target').textContent.includes('number 0')"
    once = f"if ({first}) {{ window.said = true; say('submit', {{ {LABEL}, deep: {deep} }}); }}"
    job = job_with(alice, SAYS.replace("SAYING", once))
    submits = submits_of(page)
    page.goto(f"/label/{job.public_id}/")
    expect(page.locator("#toasts")).to_contain_text("not JSON")
    page.wait_for_timeout(1_500)
    before = list(submits)
    assert len(before) == 1
    assert page.locator("iframe.on-screen").count() == 1
    page.evaluate("dispatchEvent(new Event('offline'))")  # the line breaks and comes back
    expect(page.locator("#connection")).to_have_attribute("data-state", "reconnecting")
    expect(page.locator("#connection")).to_have_attribute("data-state", "connected")
    page.wait_for_timeout(500)
    assert submits == before
