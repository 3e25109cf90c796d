"""Classifiers of many choices and the two widgets that review what an AI service found, in a real browser."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import FrameLocator

from tests.browser.stage import Stage, picture

LOADER = '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>'
FORMS = "AWS/Textract/AnalyzeDocument/Forms/V1"
MODERATION = "AWS/Rekognition/DetectModerationLabels/Image/V3"

SUBJECTS = f"""{LOADER}<crowd-form><crowd-classifier-multi-select name="subjects" header="What is it about?"
  categories="['politics', 'sports', 'health']" exclusion-category="{{ text: 'None of these' }}">
  <classification-target>{{{{ task.input.taskObject }}}}</classification-target>
  <short-instructions>Choose all that fit.</short-instructions></crowd-classifier-multi-select></crowd-form>
<script>
  document.addEventListener('all-crowd-elements-ready', () => {{
    const {{ shadowRoot }} = document.querySelector('crowd-classifier-multi-select');
    shadowRoot.querySelector('.awsui-app-layout__navigation').style.width = '200px';
    shadowRoot.querySelector('.awsui-modal-dialog').style.width = '90%';
  }});
</script>"""

PICTURE = f"""{LOADER}<crowd-form><crowd-image-classifier-multi-select name="seen" header="What do you see?"
  src="{{{{ task.input.taskObject | grant_read_access }}}}" categories="['cat', 'dog']"
  overlay="{{boundingBox: {{labels: ['cat'], value: [{{label: 'cat', left: 30, top: 20, width: 90, height: 60}}]}}}}">
  <worker-comment></worker-comment></crowd-image-classifier-multi-select></crowd-form>"""

UNWANTED = f"""{LOADER}<crowd-form><crowd-rekognition-detect-moderation-labels header="What does it show?"
  src="{{{{ task.input.aiServiceRequest.image.s3Object.name | grant_read_access }}}}"
  categories='[{{% for label in task.input.selectedAiServiceResponse.moderationLabels %}}
    {{ name: "{{{{ label.name }}}}", parentName: "{{{{ label.parentName }}}}" }},{{% endfor %}}]'
  exclusion-category="{{ text: 'None of the above' }}"></crowd-rekognition-detect-moderation-labels></crowd-form>"""

DOCUMENT = f"""{LOADER}<crowd-form><crowd-textract-analyze-document header="Review the form"
  src="{{{{ task.input.taskObject | grant_read_access }}}}"
  initial-value="{{{{ task.input.selectedAiServiceResponse.blocks }}}}"
  keys="[{{importantFormKey: 'Mail Address', importantFormKeyAliases: ['E-mail']}}]"
  block-types="['KEY_VALUE_SET']"></crowd-textract-analyze-document></crowd-form>"""


def block(of: str, text: str, left: float, top: float, value: str = "") -> dict[str, Any]:
    """A block as the service gives it: a key if it names its `value`."""
    return {
        "blockType": "KEY_VALUE_SET",
        "confidence": 38.4,
        "geometry": {
            "boundingBox": {"width": 0.2, "height": 0.1, "left": left, "top": top},
            "polygon": [{"x": left, "y": top}],
        },
        "id": of,
        "relationships": [{"type": "VALUE", "ids": [value]}] if value else [],
        "entityTypes": ["KEY" if value else "VALUE"],
        "text": text,
    }


def told(given: dict[str, Any], text: str) -> dict[str, Any]:
    """The same block as the answer has it."""
    return {name: given[name] for name in ("blockType", "id", "relationships", "entityTypes")} | {"text": text}


NAME = block("k1", "Name", 0.1, 0.1, "v1"), block("v1", "Jane Doc", 0.5, 0.1)
PHONE = block("k2", "Phone", 0.1, 0.4, "v2"), block("v2", "555", 0.5, 0.4)


def document(stage: Stage) -> FrameLocator:
    stage.files["page.png"] = picture(400, 400)
    blocks = [*NAME, *PHONE]
    return stage.show(DOCUMENT, {"taskObject": "s3://b/page.png", "selectedAiServiceResponse": {"blocks": blocks}})


def drag(stage: Stage, frame: FrameLocator, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag on the page's picture, from and to shares of its size. It is fitted with a margin of 12 pixels."""
    box = frame.locator("canvas.upper-canvas").bounding_box()
    assert box
    side = min(box["width"], box["height"]) - 24
    left, top = box["x"] + (box["width"] - side) / 2, box["y"] + (box["height"] - side) / 2
    stage.page.mouse.move(left + start[0] * side, top + start[1] * side)
    stage.page.mouse.down()
    stage.page.mouse.move(left + end[0] * side, top + end[1] * side, steps=3)
    stage.page.mouse.up()


def test_many_categories_are_chosen_by_mouse_and_keys(stage: Stage) -> None:
    frame = stage.show(SUBJECTS, {"taskObject": "The club opens a surgery."})
    frame.get_by_role("checkbox", name="health").click()
    stage.page.keyboard.press("2")
    assert frame.locator("nav.awsui-app-layout__navigation").bounding_box()["width"] == 200
    frame.get_by_role("button", name="Submit").click()
    assert stage.submitted() == {"subjects": {"labels": ["sports", "health"]}}


def test_the_exclusion_locks_the_others_and_is_an_empty_list(stage: Stage) -> None:
    frame = stage.show(SUBJECTS, {"taskObject": "Rain."})
    frame.get_by_role("checkbox", name="politics").click()
    frame.get_by_role("checkbox", name="None of these").click()
    assert frame.get_by_role("checkbox", name="politics").is_disabled()
    stage.page.keyboard.press("Enter")
    assert stage.submitted() == {"subjects": {"labels": []}}


def test_a_picture_with_earlier_boxes_gets_many_categories_and_a_comment(stage: Stage) -> None:
    stage.files["a.png"] = picture(300, 200)
    frame = stage.show(PICTURE, {"taskObject": "s3://b/a.png"})
    assert frame.locator("svg.boxes rect").count() == 1
    stage.page.keyboard.press("1")
    frame.get_by_role("button", name="Add a comment").click()
    frame.get_by_role("textbox", name="Add a comment").fill("two of them")
    frame.get_by_role("button", name="Done").click()
    frame.get_by_role("button", name="Submit").click()
    assert stage.submitted() == {"seen": {"labels": ["cat"], "workerComment": "two of them"}}


def test_a_picture_is_looked_at_closely_with_wheel_drag_keys_and_buttons(stage: Stage) -> None:
    stage.files["a.png"] = picture(300, 200)
    frame = stage.show(PICTURE, {"taskObject": "s3://b/a.png"})
    image = frame.locator(".picture > img")
    fitted = image.bounding_box()
    assert fitted
    at = fitted["x"] + fitted["width"] * 0.25, fitted["y"] + fitted["height"] * 0.25
    stage.page.mouse.move(*at)
    stage.page.mouse.wheel(0, -720)
    frame.get_by_role("button", name="Show the whole picture").wait_for()
    close = image.bounding_box()
    assert close
    assert round(close["width"] / fitted["width"], 2) == 4
    assert abs(close["x"] + close["width"] * 0.25 - at[0]) < 1.5
    stage.page.mouse.down()
    stage.page.mouse.move(at[0] - 40, at[1] - 30, steps=3)
    stage.page.mouse.up()
    moved = image.bounding_box()
    assert moved
    assert (round(close["x"] - moved["x"]), round(close["y"] - moved["y"])) == (40, 30)
    frame.get_by_role("button", name="Show the whole picture").click()
    assert image.bounding_box() == fitted
    stage.page.keyboard.press("+")
    frame.get_by_role("button", name="Show the whole picture").wait_for()
    stage.page.keyboard.press("1")
    stage.page.keyboard.press("Enter")
    assert stage.submitted() == {"seen": {"labels": ["cat"]}}


def test_unwanted_content_is_told_as_whole_categories(stage: Stage) -> None:
    stage.files["a.png"] = picture(300, 200)
    found = [{"name": "Weapons", "parentName": "Violence"}, {"name": "Smoking", "parentName": "Tobacco"}]
    frame = stage.show(
        UNWANTED,
        {
            "aiServiceRequest": {"image": {"s3Object": {"name": "s3://b/a.png"}}},
            "selectedAiServiceResponse": {"moderationLabels": found},
        },
    )
    frame.get_by_role("checkbox", name="Smoking").click()
    stage.page.keyboard.press("Enter")
    assert stage.submitted() == {MODERATION: {"ModerationLabels": [{"name": "Smoking", "parentName": "Tobacco"}]}}


def test_a_form_is_corrected_by_typing(stage: Stage) -> None:
    frame = document(stage)
    frame.get_by_role("button", name="Submit").click()
    assert "“Mail Address”" in frame.get_by_test_id("message").inner_text()
    stage.page.keyboard.press("x")
    frame.get_by_role("textbox", name="Value 2").fill("Jane Doe")
    frame.locator(".pair").nth(2).get_by_label("Value is blank").click()
    frame.get_by_role("button", name="Submit").click()
    assert stage.submitted() == {
        FORMS: {
            "blocks": [
                told(NAME[0], "Name"),
                told(NAME[1], "Jane Doe"),
                told(PHONE[0], "Phone"),
                told(PHONE[1], ""),
            ],
            "keysNotFound": [{"id": "wanted-1-key", "text": "Mail Address"}],
        }
    }


def test_a_value_that_was_not_found_gets_its_text_and_box(stage: Stage) -> None:
    frame = document(stage)
    frame.get_by_role("button", name="Draw the box of the value").first.click()
    drag(stage, frame, (0.5, 0.7), (0.9, 0.8))
    frame.get_by_role("textbox", name="Value 1").fill("jane@example.com")
    frame.get_by_role("button", name="Submit").click()
    blocks = stage.submitted()[FORMS]["blocks"]
    assert [each["text"] for each in blocks[:2]] == ["Mail Address", "jane@example.com"]
    box = blocks[1]["geometry"]["boundingBox"]
    wanted = {"left": 0.5, "top": 0.7, "width": 0.4, "height": 0.1}
    assert {side: abs(box[side] - wanted[side]) < 0.005 for side in wanted} == dict.fromkeys(wanted, True)
    assert "geometry" not in blocks[0]


def test_a_box_is_chosen_on_the_page_and_changed_by_its_corner(stage: Stage) -> None:
    frame = document(stage)
    drag(stage, frame, (0.6, 0.45), (0.6, 0.45))
    assert "selected" in (frame.locator(".pair").nth(2).get_attribute("class") or "")
    drag(stage, frame, (0.7, 0.5), (0.8, 0.6))
    stage.page.keyboard.press("ArrowUp")
    stage.page.keyboard.press("ArrowUp")
    stage.page.keyboard.press("b")
    stage.page.keyboard.press("Enter")
    changed = stage.submitted()[FORMS]["blocks"][-1]
    assert changed["id"] == "v2"
    box = changed["geometry"]["boundingBox"]
    wanted = {"left": 0.5, "top": 0.4, "width": 0.3, "height": 0.2}
    assert {side: abs(box[side] - wanted[side]) < 0.005 for side in wanted} == dict.fromkeys(wanted, True)


def test_a_draft_of_a_form_comes_back(stage: Stage) -> None:
    frame = document(stage)
    frame.get_by_role("textbox", name="Value 3").fill("555-0100")
    stage.page.wait_for_function("told.some(({ type }) => type === 'change')")
    draft = stage.told("change")[-1]["answer"]
    frame = document(stage)
    stage.tell({"plumbline": 1, "type": "restore", "answer": draft})
    assert frame.get_by_role("textbox", name="Value 3").input_value() == "555-0100"
    assert frame.get_by_role("textbox", name="Value 2").input_value() == "Jane Doc"
