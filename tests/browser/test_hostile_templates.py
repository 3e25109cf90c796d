"""Requesters write templates, so templates are hostile: none of these may reach the page, its cookies or the API."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from jobs.models import Assignment, LabelingJob
from tenants import scope
from tests.browser.conftest import SignIn, apart
from tests.cast import Account
from tests.site import Site
from workforce.models import Worker

ATTEMPTS = (Path(__file__).parent / "escapes.js").read_text()
TEMPLATE = """<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
<p id="worked"></p>
<crowd-form><crowd-classifier name="crowd-classifier" categories="{{ task.input.labels | to_json | escape }}" header="x">
<classification-target>{{ task.input.taskObject }}</classification-target>
<full-instructions header="How to">Read.</full-instructions><short-instructions>Choose.</short-instructions>
</crowd-classifier></crowd-form>
<script>{% raw %}const origin = new URL(document.URL).origin; ATTEMPTS{% endraw %}</script>""".replace(
    "ATTEMPTS", ATTEMPTS
)


def job_with(alice: Account, template: str) -> LabelingJob:
    """A text job whose template is the given one."""
    request = alice.text_request("hostile", [{"source": f"mail number {i}"} for i in range(4)])
    address = request["HumanTaskConfig"]["UiConfig"]["UiTemplateS3Uri"]
    alice.put(address.split("/", 3)[3], template)
    return apart(lambda: alice.job(request))


@pytest.fixture
def page(site: Site, alice: Account, bob: Worker, sign_in: SignIn) -> Page:
    return sign_in("bob@example.org")


def worked(at: Locator) -> list[str]:
    """The attempts that worked, when all were made."""
    at.filter(has_text="[").wait_for(timeout=30_000)
    return list(json.loads(at.inner_text()))


def test_no_escape_works(page: Page, alice: Account) -> None:
    assert ATTEMPTS.count(": () =>") > 30
    job = job_with(alice, TEMPLATE)
    page.goto(f"/label/{job.public_id}/")
    assert worked(page.frame_locator("iframe.on-screen").locator("#worked")) == ["run at all"]
    assert page.url.endswith(f"/label/{job.public_id}/")
    page.goto("/")
    page.get_by_role("heading", name="Your work").wait_for()


def test_the_frame_opened_alone_is_as_helpless(page: Page, alice: Account) -> None:
    # Playwright waits for ever for the navigation of a form that the policy stopped in a page of its own.
    job = job_with(alice, TEMPLATE.replace('"send a form": () => {', '"send a form": () => { return false;'))
    page.goto(f"/label/{job.public_id}/")
    address = page.locator("iframe.on-screen").get_attribute("src")
    alone = page.context.new_page()
    alone.goto(str(address))
    assert worked(alone.locator("#worked")) == ["run at all"]


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
    once = f"if (!window.said) {{ window.said = true; say('submit', {{ {LABEL}, deep: {deep} }}); }}"
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
