"""What scripts of templates do to forms, in a real browser: before the upgrade, at the signal, around a submit."""

from __future__ import annotations

import pytest

from tests.browser.crowd_forms import FRONTEND, form, inside, press_submit
from tests.browser.stage import HOST, Stage


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


def test_buttons_that_a_script_disables_and_enables_by_the_mouse(stage: Stage) -> None:
    buttons = "".join(f"<crowd-button><span>{name}</span></crowd-button>" for name in ("One", "Two"))
    frame = stage.show(
        form(
            f'{buttons}<input type="hidden" name="chosen" id="chosen">',
            """
            window.clicks = 0;
            const buttons = [...document.querySelectorAll("crowd-button")];
            for (const button of buttons) {
              button.onmouseup = () => { button.disabled = !button.disabled; };
              button.onclick = () => { clicks += 1; };
            }
            document.querySelector("crowd-form").onsubmit = () => {
              chosen.value = buttons.filter(({ disabled }) => disabled).map((button) => button.textContent).join();
            };
            """,
        )
    )
    for name in ("One", "Two", "One"):
        box = frame.get_by_text(name).bounding_box()
        assert box is not None
        stage.page.mouse.click(box["x"] + 2, box["y"] + 2)
        stage.page.wait_for_timeout(50)
    press_submit(stage)
    assert stage.submitted() == {"chosen": "Two"}


def test_elements_in_a_shadow_root_of_the_templates_own_are_loaded(stage: Stage) -> None:
    stage.files["tool.js"] = b"""
      customElements.define("our-tool", class extends HTMLElement {
        constructor() {
          super();
          this.attachShadow({ mode: "open" }).innerHTML = '<crowd-slider max="9"></crowd-slider><slot></slot>';
        }
      });
    """
    stage.show(
        form(
            '<our-tool id="tool"><crowd-input name="a"></crowd-input></our-tool>',
            f"""
            (async () => {{
              const script = document.createElement("script");
              script.type = "module";
              script.text = await (await fetch("{HOST}/data/tool.js")).text();
              document.head.append(script);
            }})();
            """,
        )
    )
    inside(stage).wait_for_function("tool.shadowRoot?.querySelector('crowd-slider').value === 0")
    inside(stage).wait_for_function("tool.shadowRoot.querySelector('crowd-slider').shadowRoot?.querySelector('input')")


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
