"""Form and layout elements in a real browser: filled as a worker does, and checked by axe."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.browser.crowd_forms import FRONTEND, form, inside, press_submit
from tests.browser.stage import HOST, Stage, picture

EVERYTHING = """
<crowd-instructions link-text="Instructions" link-type="button"><short-summary><p>Short</p></short-summary>
  <detailed-instructions><p>Long</p></detailed-instructions><positive-example>Good</positive-example>
  <negative-example>Bad</negative-example></crowd-instructions>
<h1>A company</h1><crowd-alert type="warning" dismissible>Look twice.</crowd-alert>
<crowd-input name="site" label="Website" type="url" required></crowd-input>
<crowd-input name="note" placeholder="A note"></crowd-input>
<crowd-text-area name="essay" label="What do they do?" rows="2" max-rows="4" char-counter></crowd-text-area>
<p><crowd-checkbox name="seen" required>I saw it</crowd-checkbox>
<crowd-checkbox name="kind" value="shop">A shop</crowd-checkbox>
<crowd-checkbox name="kind" value="club">A club</crowd-checkbox>
<crowd-checkbox name="gone" disabled>Closed</crowd-checkbox></p>
<crowd-radio-group aria-label="Size"><crowd-radio-button name="small" value="yes">Small</crowd-radio-button>
<crowd-radio-button name="large" value="yes">Large</crowd-radio-button></crowd-radio-group>
<crowd-slider name="sure" title="How sure?" min="1" max="10" pin editable secondary-progress="5">
<crowd-slider-label position="1">no</crowd-slider-label><crowd-slider-label position="10">yes</crowd-slider-label>
</crowd-slider>
<crowd-toggle-button name="again" invalid>Ask again</crowd-toggle-button>
<crowd-tabs><crowd-tab header="First"><label>Native <input name="native"></label></crowd-tab>
<crowd-tab header="Second"><crowd-input name="inside" label="Inside"></crowd-input></crowd-tab></crowd-tabs>
<crowd-card heading="A card"><p>Content</p></crowd-card>
<p><span id="inbox">Inbox</span><crowd-badge for="inbox" label="3"></crowd-badge>
<iron-icon icon="star"></iron-icon> <crowd-icon-button icon="search"></crowd-icon-button>
<crowd-fab icon="add-box" title="Add"></crowd-fab> <crowd-button icon="zoom-in">Larger</crowd-button>
<crowd-modal link-text="Terms">Long terms</crowd-modal></p>
<crowd-toast opened duration="0" text="Welcome"></crowd-toast>
"""


def test_a_form_is_filled_with_the_mouse_and_the_keys_of_text(stage: Stage) -> None:
    frame = stage.show(form(EVERYTHING))
    frame.get_by_label("Website").fill("https://example.com")
    frame.get_by_label("What do they do?").fill("One\nTwo")
    frame.get_by_text("I saw it").click()
    frame.get_by_role("checkbox", name="A club").click()
    frame.get_by_role("radio", name="Large").click()
    frame.get_by_label("How sure?", exact=True).press("ArrowRight")
    frame.get_by_role("switch", name="Ask again").click()
    frame.get_by_role("tab", name="Second").click()
    frame.get_by_label("Inside").fill("yes")
    press_submit(stage)
    assert stage.submitted() == {
        "site": "https://example.com",
        "essay": "One\nTwo",
        "seen": {"on": True},
        "kind": {"shop": False, "club": True},
        "small": {"yes": False},
        "large": {"yes": True},
        "sure": 2,
        "again": {"on": True},
        "inside": "yes",
    }


def test_a_form_is_filled_with_the_keyboard_alone(stage: Stage) -> None:
    stage.show(
        form(
            '<crowd-input name="a" auto-focus></crowd-input><crowd-checkbox name="b">B</crowd-checkbox>'
            '<crowd-radio-group><crowd-radio-button name="c">C</crowd-radio-button>'
            '<crowd-radio-button name="d">D</crowd-radio-button></crowd-radio-group>'
            '<crowd-slider name="e" max="3"></crowd-slider><crowd-toggle-button name="f">F</crowd-toggle-button>'
        )
    )
    stage.page.locator("iframe").focus()
    keys = stage.page.keyboard
    keys.type("text")
    for key in ("Tab", " ", "Tab", "ArrowDown", "Tab", "ArrowRight", "Tab", " ", "Tab", "Enter"):
        keys.press(key)
    assert stage.submitted() == {
        "a": "text", "b": {"on": True}, "c": {"on": False}, "d": {"on": True}, "e": 1, "f": {"on": True},
    }  # fmt: skip


def test_enter_in_a_field_submits(stage: Stage) -> None:
    frame = stage.show(form('<crowd-input name="a" label="A"></crowd-input>'))
    frame.get_by_label("A").fill("x")
    frame.get_by_label("A").press("Enter")
    assert stage.submitted() == {"a": "x"}


@pytest.mark.parametrize("more", ["", "<button>Go on</button>"])
def test_enter_in_a_form_of_the_templates_own_submits_and_loses_nothing(stage: Stage, more: str) -> None:
    own = (
        f'<form action=""><crowd-input name="a" label="A"></crowd-input><label>B <input name="b"></label>{more}</form>'
    )
    frame = stage.show(form(f"{own}<crowd-text-area name='c' label='C'></crowd-text-area>"))
    frame.get_by_label("C").fill("see")
    frame.get_by_label("A").fill("aye")
    frame.get_by_label("B").fill("bee")
    frame.get_by_label("B").press("Enter")
    assert stage.submitted() == {"a": "aye", "b": "bee", "c": "see"}
    assert len(stage.told("ready")) == 1


def test_what_is_missing_is_said_at_the_fields_and_the_first_one_has_the_focus(stage: Stage) -> None:
    frame = stage.show(
        form(
            '<crowd-tabs><crowd-tab header="One">1</crowd-tab><crowd-tab header="Two">'
            '<crowd-input name="a" label="Deep" required></crowd-input></crowd-tab></crowd-tabs>'
            '<div style="height: 2000px"></div><crowd-checkbox name="b" required>Read</crowd-checkbox>'
            '<label>Native <input name="c" required></label>'
        )
    )
    press_submit(stage)
    expect(frame.get_by_label("Deep")).to_be_focused()
    expect(frame.get_by_label("Deep")).to_be_in_viewport()
    expect(frame.locator("crowd-form #errors-box")).to_have_text(re.compile("3 answers are missing.*Start with “Deep”"))
    expect(frame.locator("crowd-form #errors-box")).to_be_in_viewport()
    expect(frame.locator("crowd-checkbox .fault")).to_have_text("Tick this box before you submit.")
    expect(frame.get_by_label("Native")).to_have_attribute("aria-invalid", "true")
    frame.get_by_label("Deep").fill("x")
    expect(frame.locator("crowd-form #errors-box")).to_have_text("")
    expect(frame.locator("crowd-input .fault")).to_have_count(0)
    assert stage.told("submit") == []


def test_a_missing_field_in_closed_instructions_is_brought_out(stage: Stage) -> None:
    frame = stage.show(
        form(
            """<crowd-classifier name="c" categories="['cat']" initial-value="cat"><short-instructions>
            <crowd-input name="a" label="Nickname" required></crowd-input></short-instructions><full-instructions>
            <crowd-input name="b" label="Birthplace" required></crowd-input></full-instructions></crowd-classifier>"""
        )
    )
    frame.locator(".pane-toggle").click()
    expect(frame.get_by_label("Nickname")).to_be_hidden()
    press_submit(stage)
    expect(frame.get_by_label("Nickname")).to_be_focused()
    frame.get_by_label("Nickname").fill("x")
    press_submit(stage)
    expect(frame.get_by_label("Birthplace")).to_be_focused()
    frame.get_by_label("Birthplace").fill("y")
    frame.get_by_role("button", name="Close").click()
    press_submit(stage)
    assert stage.submitted() == {"c": {"label": "cat"}, "a": "x", "b": "y"}


def test_only_allowed_characters_can_be_typed_and_the_caret_stays(stage: Stage) -> None:
    frame = stage.show(form('<crowd-input name="a" label="A" allowed-pattern="[0-9]" auto-validate></crowd-input>'))
    field = frame.get_by_label("A")
    field.press_sequentially("1a2b3")
    expect(field).to_have_value("123")
    field.press("Home")
    field.press_sequentially("x9")
    expect(field).to_have_value("9123")


def test_a_text_area_grows_to_its_last_row(stage: Stage) -> None:
    frame = stage.show(form('<crowd-text-area name="a" label="A" max-rows="3"></crowd-text-area>'))
    field = frame.get_by_label("A")
    heights = []
    for lines in (1, 2, 3, 9):
        field.fill("\n".join("x" * lines))
        heights.append(field.evaluate("area => area.offsetHeight"))
    assert heights[0] < heights[1] < heights[2] == heights[3]


def test_labels_of_the_template_work_on_our_elements(stage: Stage) -> None:
    frame = stage.show(
        form(
            '<label for="a">Tick</label><crowd-checkbox id="a" name="a"></crowd-checkbox>'
            '<label>Write <crowd-input name="b"></crowd-input></label>'
            '<label><crowd-checkbox name="d">Inside</crowd-checkbox></label>'
            '<fieldset disabled><crowd-checkbox name="c">C</crowd-checkbox></fieldset>'
        )
    )
    frame.get_by_text("Tick").click()
    frame.get_by_text("Write").click()
    stage.page.keyboard.type("x")
    frame.get_by_text("Inside").click()
    frame.get_by_text("C", exact=True).click(force=True)
    press_submit(stage)
    assert stage.submitted() == {"a": {"on": True}, "b": "x", "d": {"on": True}}


def test_self_closed_elements_do_not_act_for_what_they_swallowed(stage: Stage) -> None:
    frame = stage.show(
        form(
            '<div><crowd-checkbox name="a" value="1" /> One <br><crowd-checkbox name="b" value="2" /> Two '
            '<p id="text">Text</p> <crowd-input name="c" /> <p id="more">More</p><button type="button">Native</button>'
            '<crowd-slider name="d" value="3" /><iron-icon icon="star" /><crowd-fab label="F" />'
            '<crowd-checkbox name="e" value="5" /> Last</div>'
        )
    )
    for text in ("Text", "More", "Native"):
        frame.get_by_text(text, exact=True).click()
    assert stage.page.evaluate("document.activeElement.tagName") in {"IFRAME", "BODY"}
    for text in ("Text", "More", "Native", "Last"):
        expect(frame.get_by_text(text).last).to_be_visible()
    frame.get_by_role("checkbox", name="Two").click()
    press_submit(stage)
    assert stage.submitted() == {"a": {"1": False}, "b": {"2": True}, "d": 3, "e": {"5": False}}


def test_the_text_of_a_self_closed_box_is_its_label(stage: Stage) -> None:
    frame = stage.show(form('<crowd-checkbox name="a" /> One<br><crowd-checkbox name="b" /> Two'))
    for at, name in enumerate(("a", "b")):
        box = frame.locator(f"crowd-checkbox[name={name}]")
        spot = box.evaluate(
            """(box, text) => { const range = document.createRange();
               range.selectNodeContents([...box.childNodes].find((node) => node.data?.includes(text)));
               const { left, right, top, bottom } = range.getBoundingClientRect();
               return [(left + right) / 2, (top + bottom) / 2] }""",
            ("One", "Two")[at],
        )
        stage.page.mouse.click(*spot)
    press_submit(stage)
    assert stage.submitted() == {"a": {"on": True}, "b": {"on": True}}


def test_reset_brings_everything_back_by_either_button(stage: Stage) -> None:
    frame = stage.show(
        form(
            '<crowd-input name="a" label="A" value="start"></crowd-input><crowd-checkbox name="b" checked>B</crowd-checkbox>'
            '<crowd-slider name="c" value="7"></crowd-slider><input name="d" value="native" aria-label="D">'
            '<input type="reset" value="Native reset"><crowd-button form-action="reset">Start again</crowd-button>'
        )
    )
    start = inside(stage).evaluate("document.querySelector('crowd-form').answer")
    for name in ("Native reset", "Start again"):
        frame.get_by_label("A").fill("other")
        frame.get_by_role("checkbox").click()
        frame.get_by_role("slider").press("Home")
        frame.get_by_label("D").fill("")
        frame.get_by_role("button", name=name).click()
        inside(stage).wait_for_function(
            "start => JSON.stringify(document.querySelector('crowd-form').answer) === JSON.stringify(start)", arg=start
        )


def test_a_draft_is_told_and_comes_back(stage: Stage) -> None:
    frame = stage.show(form(EVERYTHING))
    frame.get_by_label("Website").fill("https://a.example")
    frame.get_by_role("checkbox", name="A club").click()
    # A slow machine may tell of the first field before the second is ticked.
    stage.page.wait_for_function("told.some(({ answer }) => answer?.kind?.club)")
    draft = stage.told("change")[-1]["answer"]
    frame = stage.show(form(EVERYTHING))
    stage.tell({"plumbline": 1, "type": "restore", "answer": draft})
    expect(frame.get_by_label("Website")).to_have_value("https://a.example")
    expect(frame.get_by_role("checkbox", name="A club")).to_be_checked()


def test_a_badge_sits_on_the_corner_of_its_target_also_after_scrolling(stage: Stage) -> None:
    stage.show(
        form(
            '<div style="height: 200px; overflow: auto"><p style="height: 100px"></p>'
            '<b id="it" style="display: inline-block; width: 80px; height: 40px">It</b><p style="height: 600px"></p></div>'
            '<crowd-badge for="it" label="9"></crowd-badge>'
        )
    )
    off = """() => { const corner = it.getBoundingClientRect();
      const badge = document.querySelector("crowd-badge").shadowRoot.querySelector(".badge").getBoundingClientRect();
      return Math.hypot(badge.left + badge.width / 2 - corner.right, badge.top + badge.height / 2 - corner.top) }"""
    assert inside(stage).evaluate(off) < 1
    inside(stage).evaluate("it.parentElement.scrollTop = 50")
    inside(stage).wait_for_function(f"({off})() < 1")


def test_a_box_is_ticked_by_touch(stage: Stage) -> None:
    stage.show(form('<crowd-checkbox name="a">A</crowd-checkbox>'))
    inside(stage).evaluate(
        """() => document.querySelector("crowd-checkbox").shadowRoot.querySelector(".mark").dispatchEvent(
          new PointerEvent("click", { bubbles: true, composed: true, pointerType: "touch", detail: 1 }))"""
    )
    press_submit(stage)
    assert stage.submitted() == {"a": {"on": True}}


def _full_page_tags() -> list[str]:
    """Widgets that fill the page and are there, by the front end's own table."""
    table = (FRONTEND / "src/elements/registry.ts").read_text()
    loaders, _, full_page = table.partition("FULL_PAGE_TAGS")
    there = set(re.findall(r'"((?:crowd|plumb)-[a-z-]+)"', loaders))
    return [tag for tag in re.findall(r'"((?:crowd|plumb)-[a-z-]+)"', full_page) if tag in there]


WIDGET = """<{tag} name="w" header="Do this" src="{host}/data/a.png" text="A text to work on." categories='["cat", "dog"]'
  labels='["cat", "dog"]' responses='["one", "two"]' keys='[]' block-types='["KEY_VALUE_SET"]' initial-value="[]"
  ordinal-ranking-dimensions='[{{"name": "Clear", "allowTie": true}}]' min-questions="1" max-questions="2">
  <short-instructions>Short</short-instructions><full-instructions header="All">Full</full-instructions>
  <classification-target>Target</classification-target></{tag}>"""


def _serious(stage: Stage) -> list[str]:
    """What axe finds that keeps people out."""
    frame = inside(stage)
    frame.evaluate((FRONTEND / "node_modules/axe-core/axe.min.js").read_text())
    found = frame.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:160]}"
        for violation in found["violations"]
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_forms(stage: Stage, scheme: Literal["light", "dark"]) -> None:
    stage.page.emulate_media(color_scheme=scheme)
    frame = stage.show(form(EVERYTHING))
    assert _serious(stage) == []
    press_submit(stage)
    expect(frame.locator("crowd-checkbox .fault")).to_be_visible()
    assert _serious(stage) == []


@pytest.mark.parametrize("tag", _full_page_tags())
def test_axe_finds_nothing_serious_in_widgets(stage: Stage, tag: str) -> None:
    stage.files["a.png"] = picture(300, 200)
    stage.show(form(WIDGET.format(tag=tag, host=HOST)), problems=True)
    stage.page.wait_for_timeout(300)
    assert _serious(stage) == []
