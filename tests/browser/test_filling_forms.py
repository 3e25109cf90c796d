"""Form and layout elements in a real browser: filled as a worker does, and reached for as templates' scripts do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Frame, expect

from tests.browser.stage import HOST, Stage, picture

FRONTEND = Path(__file__).parents[2] / "frontend"
LOADER = '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>'

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


def inside(stage: Stage) -> Frame:
    """The template's frame, for scripts."""
    return stage.page.frames[1]


def form(content: str, script: str = "") -> str:
    return f"{LOADER}<crowd-form>{content}</crowd-form><script>{script}</script>"


def press_submit(stage: Stage) -> None:
    stage.frame.get_by_role("button", name="Submit").click()


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


def test_what_scripts_set_before_the_upgrade_survives(stage: Stage) -> None:
    stage.show(
        form(
            '<crowd-input id="text"></crowd-input><crowd-checkbox id="box" name="b">B</crowd-checkbox>'
            '<crowd-slider id="slider" name="c"></crowd-slider>',
            """
            if (customElements.get("crowd-input")) throw new Error("upgraded too early");
            document.querySelector("crowd-form").onsubmit = () => { text.value += "!"; };
            text.name = "a"; text.value = "early"; box.checked = true; box.setAttribute("value", "yes"); slider.value = 9;
            """,
        )
    )
    press_submit(stage)
    assert stage.submitted() == {"a": "early!", "b": {"yes": True}, "c": 9}


def test_the_signal_comes_once_and_everything_scripts_speak_of_is_there(stage: Stage) -> None:
    stage.show(
        form(
            "<p id=place></p>",
            """
            window.seen = [];
            document.addEventListener("all-crowd-elements-ready", () => {
              const toast = document.createElement("crowd-toast");
              place.append(toast);
              toast.open();
              const button = document.querySelector("crowd-button");
              seen.push("ready", toast.opened, button.shadowRoot.querySelector("button") !== null);
            });
            customElements.whenDefined("crowd-" + "card").then(() => seen.push("card"));
            class Skeleton extends HTMLElement {}
            customElements.define("crowd-2d-skeleton", Skeleton);
            customElements.whenDefined("crowd-2d-skeleton").then(() => seen.push("own"));
            """,
        )
    )
    inside(stage).wait_for_function("seen.includes('card')")
    stage.page.wait_for_timeout(300)
    seen = inside(stage).evaluate("seen")
    assert sorted(map(str, seen)) == ["True", "True", "card", "own", "ready"]


def test_clicks_of_scripts_and_inline_handlers_see_the_old_state(stage: Stage) -> None:
    frame = stage.show(
        form(
            '<crowd-checkbox id="one" name="a" onclick="seen.push(this.checked)" onchange="seen.push(event.target.checked)">'
            "A</crowd-checkbox><p id=place></p>",
            """
            window.seen = [];
            document.addEventListener("all-crowd-elements-ready", () => {
              const two = document.createElement("crowd-checkbox");
              two.onclick = () => seen.push(two.checked);
              two.textContent = "B";
              place.append(two);
            });
            """,
        )
    )
    frame.get_by_text("A", exact=True).click()
    frame.get_by_text("B", exact=True).click()
    assert inside(stage).evaluate("seen") == [False, True, False]
    assert inside(stage).evaluate("[one.checked, one.ariaChecked]") == [True, "true"]


def test_jquery_handlers_run_and_its_triggers_work(stage: Stage) -> None:
    stage.files["jquery.js"] = (FRONTEND / "node_modules/jquery/dist/jquery.min.js").read_bytes()
    frame = stage.show(
        f'<script src="{HOST}/data/jquery.js"></script>'
        + form(
            '<crowd-checkbox id="box" name="a">A</crowd-checkbox><crowd-input id="text" name="b" label="B"></crowd-input>'
            '<input type="hidden" name="log" id="log"><button type="button" id="go">Go</button>',
            """
            const log = (word) => $("#log").val($("#log").val() + word + " ");
            $("#box").on("click", function () { log("click:" + this.checked); });
            $(document).on("change", "crowd-checkbox", (event) => log("change:" + event.target.checked));
            $("#text").on("input", function () { log($(this).val()); });
            let stop = true;
            $("crowd-form").on("submit", () => { log("submit"); if (stop) { stop = false; return false; } });
            $("#go").on("click", () => $("crowd-form").trigger("submit"));
            """,
        )
    )
    frame.get_by_text("A", exact=True).click()
    frame.get_by_label("B").fill("x")
    frame.get_by_role("button", name="Go").click()
    assert stage.told("submit") == []
    press_submit(stage)
    assert stage.submitted()["log"] == "click:false change:true x submit submit "


def test_a_native_button_whose_handler_submits_too_submits_once(stage: Stage) -> None:
    frame = stage.show(
        form('<input name="a" value="x"><button onclick="document.querySelector(`crowd-form`).submit()">Send</button>')
    )
    frame.get_by_role("button", name="Send").click()
    assert stage.submitted() == {"a": "x"}
    stage.page.wait_for_timeout(200)
    assert len(stage.told("submit")) == 1


@pytest.mark.parametrize(
    "script",
    [
        "document.querySelector('crowd-form').onsubmit = () => false",
        "document.querySelector('crowd-form').onsubmit = (event) => event.preventDefault()",
        "document.querySelector('crowd-form').addEventListener('submit', (event) => event.preventDefault())",
        "document.querySelector('crowd-form').setAttribute('onsubmit', 'return false')",
        "document.addEventListener('submit', (event) => event.preventDefault())",
    ],
)
def test_a_handler_stops_a_submit_whoever_asks_for_it(stage: Stage, script: str) -> None:
    frame = stage.show(form('<input name="a" value="x" aria-label="A">', script))
    press_submit(stage)
    frame.get_by_label("A").press("Enter")
    inside(stage).evaluate("document.querySelector('crowd-form').submit()")
    inside(stage).evaluate("document.querySelector('crowd-form').form.requestSubmit()")
    stage.page.wait_for_timeout(100)
    assert stage.told("submit") == []


def test_a_hidden_button_a_disabled_one_and_a_handler_that_fills_fields(stage: Stage) -> None:
    frame = stage.show(
        form(
            '<input type="hidden" name="a" required id="a"><button type="button" id="own">Done</button>'
            '<crowd-button form-action="submit" style="display: none" disabled id="theirs">Submit</crowd-button>',
            """
            const crowd = document.querySelector("crowd-form");
            crowd.onsubmit = () => { a.value = "filled"; };
            own.onclick = () => {
              theirs.click();
              seen = crowd.querySelectorAll("[form-action=submit]").length;
              crowd.submit();
            };
            """,
        )
    )
    frame.get_by_role("button", name="Done").click()
    assert stage.submitted() == {"a": "filled"}
    stage.page.wait_for_timeout(100)
    assert len(stage.told("submit")) == 1
    assert inside(stage).evaluate("seen") == 1


def test_inputs_that_come_later_or_stand_elsewhere_take_part(stage: Stage) -> None:
    stage.show(
        form(
            "<p id=place></p>",
            """
            const crowd = document.querySelector("crowd-form");
            document.addEventListener("all-crowd-elements-ready", () => {
              crowd.form.id = "light";
              const elsewhere = '<input form="light" name="tied" value="1"><input name="not" value="2">';
              document.body.insertAdjacentHTML("beforeend", elsewhere);
              place.innerHTML = '<crowd-input name="late" value="3"></crowd-input><input name="_own" value="4">';
              crowd.insertAdjacentHTML("beforeend", '<textarea name="direct">5</textarea>');
              const hidden = document.createElement("div");
              hidden.attachShadow({ mode: "open" }).innerHTML = '<input name="unseen" value="6">';
              place.append(hidden);
            });
            """,
        )
    )
    press_submit(stage)
    assert stage.submitted() == {"late": "3", "_own": "4", "direct": "5", "tied": "1"}


def test_a_customers_own_element_is_asked_and_taken_as_it_is(stage: Stage) -> None:
    stage.show(
        form(
            '<object-value-input name="own"></object-value-input>',
            """
            let asked = 0;
            customElements.define("object-value-input", class extends HTMLElement {
              get value() { return { any: ["thing", { deep: 1 }] }; }
              validate() { asked += 1; return asked > 1; }
            });
            """,
        )
    )
    press_submit(stage)
    stage.page.wait_for_timeout(100)
    assert stage.told("submit") == []
    press_submit(stage)
    assert stage.submitted() == {"own": {"any": ["thing", {"deep": 1}]}}


def test_answer_format_changes_nothing(stage: Stage) -> None:
    content = form('<input type="radio" name="a" value="1" checked>')
    stage.show(content.replace("<crowd-form>", '<crowd-form answer-format="flatten-objects">'))
    press_submit(stage)
    assert stage.submitted() == {"a": {"1": True}}


def test_the_second_version_of_the_loader_is_ours_too(stage: Stage) -> None:
    stage.show(
        '<script src="https://assets.crowd.aws/crowd-html-elements-v2.js"></script>'
        '<link rel="stylesheet" href="https://assets.crowd.aws/css/crowd-html-elements-v2.css">'
        '<crowd-form><short-instructions>Short</short-instructions><crowd-tabs><crowd-tab header="One">'
        '<input type="hidden" name="a" value="x"></crowd-tab></crowd-tabs></crowd-form>'
    )
    press_submit(stage)
    assert stage.submitted() == {"a": "x"}


def test_a_draft_is_told_and_comes_back(stage: Stage) -> None:
    frame = stage.show(form(EVERYTHING))
    frame.get_by_label("Website").fill("https://a.example")
    frame.get_by_role("checkbox", name="A club").click()
    stage.page.wait_for_function("told.some(({ type }) => type === 'change')")
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
