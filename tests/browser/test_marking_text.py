"""Text tools on their own in a real browser: marking words, ranking responses, asking questions about a text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator

from tests.browser.conftest import PATIENCE, PHONE
from tests.browser.places import Words
from tests.browser.stage import Stage, stage_in

TEXT = "Ann met Bo 👩🏽‍🚀 in Oslo.\r\n\r\nשלום Oslo, said Ann to the University of Oslo and left."
LABELS = [{"label": "Person", "shortDisplayName": "PER"}, {"label": "Place", "shortDisplayName": "LOC"}]
MARKING = """<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
<crowd-entity-annotation name="ner" header="Mark the names" labels="{{ task.input.labels | to_json | escape }}"
  initial-value="{{ task.input.initial | to_json | escape }}" text="{{ task.input.text }}">
  <short-instructions>Mark every name.</short-instructions></crowd-entity-annotation>"""
APPENDING = """<div id="subject"><label><input type="checkbox" name="subject" value="news"> It is about news</label></div>
<script>
  document.addEventListener("all-crowd-elements-ready", () => {
    const widget = document.querySelector("crowd-entity-annotation");
    widget.shadowRoot.querySelector("crowd-form").form.appendChild(document.querySelector("#subject"));
  });
</script>"""
RANKING = """<script src="https://assets.crowd.aws/crowd-html-elements-v2.js"></script>
<crowd-form><crowd-text-ranking name="ranking" text="Why?" responses='["because","so","who knows"]'
  ordinal-ranking-dimensions='[{"name":"Clarity","allowTie":true},{"name":"Tone","allowTie":false}]'>
</crowd-text-ranking></crowd-form>"""
ASKING = """<script src="https://assets.crowd.aws/crowd-html-elements-v2.js"></script>
<crowd-form><crowd-question-answer-generation name="qa" text="{{ task.input.text }}" min-questions="1"
  question-tags='["where","who"]' allow-custom-question-tags="true"></crowd-question-answer-generation></crowd-form>"""


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Stage]:
    """A stage on a screen that is touched."""
    context = chromium.new_context(viewport=PHONE, has_touch=True)
    context.set_default_timeout(PATIENCE)
    yield stage_in(context)
    context.close()


def _input(*initial: dict[str, Any]) -> dict[str, Any]:
    return {"text": TEXT, "labels": LABELS, "initial": list(initial)}


def _entity(label: str, words: str, nth: int = 0) -> dict[str, Any]:
    """The entity of these words: offsets count in the manifest's text, carriage returns and all."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return {"endOffset": start + len(words), "label": label, "startOffset": start}


def _words(stage: Stage) -> Words:
    return Words(stage.page, stage.frame)


def _submit(frame: FrameLocator) -> None:
    frame.get_by_role("button", name="Submit").first.click()


def test_words_are_marked_with_the_mouse(stage: Stage) -> None:
    frame = stage.show(MARKING, _input())
    _words(stage).drag("University", "Oslo and")
    _words(stage).label("Place").click()
    _words(stage).click("Bo", click_count=2)
    stage.page.keyboard.press("1")
    frame.locator(".mark").nth(1).wait_for(state="attached")
    _submit(frame)
    wanted = [_entity("Person", "Bo"), _entity("Place", "University of Oslo and")]
    assert stage.submitted() == {"ner": {"entities": wanted}}


def test_with_a_label_in_hand_each_selection_and_each_clicked_word_is_marked(stage: Stage) -> None:
    frame = stage.show(MARKING, _input())
    _words(stage).label("Place").click()
    _words(stage).click("Oslo")
    _words(stage).drag("University", "Oslo and")
    stage.page.keyboard.press("1")
    _words(stage).click("Ann")
    _submit(frame)
    wanted = [_entity("Person", "Ann"), _entity("Place", "Oslo"), _entity("Place", "University of Oslo and")]
    assert stage.submitted() == {"ner": {"entities": wanted}}


def test_characters_are_marked_exactly_and_emoji_stay_whole(stage: Stage) -> None:
    frame = stage.show(MARKING, _input())
    frame.get_by_role("button", name="Characters").click()
    _words(stage).drag("Bo", "in")
    stage.page.keyboard.press("1")
    _submit(frame)
    [entity] = stage.submitted()["ner"]["entities"]
    marked = TEXT[entity["startOffset"] : entity["endOffset"]]
    assert marked.strip("Bo in") == "👩🏽‍🚀"


def test_words_are_marked_by_keys_alone(stage: Stage) -> None:
    frame = stage.show(MARKING, _input())
    text = frame.get_by_role("textbox", name="Text to mark")
    text.focus()
    for key in ["Control+ArrowRight", "ArrowRight"] * 2 + ["Control+Shift+ArrowRight", "1"]:
        stage.page.keyboard.press(key)
    # The last line begins in Hebrew, so it runs from right to left: the right arrow goes back.
    for key in ["ArrowDown", "ArrowDown", "End", "ArrowRight", "Control+Shift+ArrowRight", "2"]:
        stage.page.keyboard.press(key)
    for key in ["Control+Home", "Tab", "Tab", "Delete", "Control+z", "Enter"]:
        stage.page.keyboard.press(key)
    assert stage.submitted() == {"ner": {"entities": [_entity("Person", "Bo"), _entity("Place", "left")]}}


def test_words_are_marked_by_touch(phone: Stage) -> None:
    frame = phone.show(MARKING, _input())
    _words(phone).label("Place").tap()
    # What it says is laid out by then: the text stays where it is measured.
    frame.get_by_text("Every selection gets the label").wait_for(state="attached")
    place = _words(phone).place("Oslo")
    phone.page.touchscreen.tap((place["left"] + place["right"]) / 2, place["middle"])
    frame.get_by_role("button", name="Mark all 2 equal").tap()
    frame.get_by_role("button", name="Submit").first.tap()
    assert phone.submitted() == {"ner": {"entities": [_entity("Place", "Oslo", nth) for nth in range(3)]}}


def test_what_is_selected_with_a_finger_is_marked_by_tapping_a_label(phone: Stage) -> None:
    frame = phone.show(MARKING, _input())
    # As the handles of a long press do, which no driver can move.
    frame.locator(".text").evaluate(
        """text => {
            const [{ firstChild: words }] = text.querySelectorAll(".line");
            getSelection().setBaseAndExtent(words, 0, words, "Ann met Bo".length);
        }"""
    )
    _words(phone).label("Person").tap()
    frame.locator(".mark").wait_for(state="attached")
    frame.get_by_role("button", name="Submit").first.tap()
    assert phone.submitted() == {"ner": {"entities": [_entity("Person", "Ann met Bo")]}}


def test_overlapping_marks_stand_on_lanes_and_a_click_goes_through_them(stage: Stage) -> None:
    outer, inner = _entity("Person", "University of Oslo"), _entity("Place", "Oslo", 2)
    frame = stage.show(MARKING, _input(outer, inner))
    frame.locator(".mark").nth(1).wait_for(state="attached")
    bars = frame.locator(".mark").evaluate_all(
        "marks => marks.map(mark => getComputedStyle(mark).getPropertyValue('--at'))"
    )
    assert sorted(bars) == ["0", "1"]
    _words(stage).click("Oslo", 2)
    assert frame.locator(".chosen-mark q").inner_text() == "Oslo"
    _words(stage).click("Oslo", 2)
    assert frame.locator(".chosen-mark q").inner_text() == "University of Oslo"
    frame.get_by_role("button", name="Remove").click()
    _submit(frame)
    assert stage.submitted() == {"ner": {"entities": [inner]}}


def test_inputs_that_a_template_appends_take_part(stage: Stage) -> None:
    frame = stage.show(MARKING + APPENDING, _input(_entity("Person", "Ann")))
    frame.get_by_label("It is about news").check()
    _submit(frame)
    assert stage.submitted() == {"ner": {"entities": [_entity("Person", "Ann")]}, "subject": {"news": True}}


def test_a_draft_is_told_and_comes_back(stage: Stage) -> None:
    frame = stage.show(MARKING, _input())
    _words(stage).click("Bo", click_count=2)
    stage.page.keyboard.press("1")
    stage.page.wait_for_function("told.some(({ type }) => type === 'change')")
    draft = stage.told("change")[-1]["answer"]
    assert draft == {"ner": {"entities": [_entity("Person", "Bo")]}}
    frame = stage.show(MARKING, _input())
    stage.tell({"type": "restore", "answer": draft})
    frame.locator(".mark").wait_for(state="attached")
    stage.tell({"type": "submit"})
    assert stage.submitted() == draft


def test_responses_are_ranked_by_dragging_and_by_keys(stage: Stage) -> None:
    frame = stage.show(RANKING)
    board = frame.get_by_role("region", name="Clarity")
    for letter in "ABC":
        board.get_by_role("button", name=f"Response {letter}, without a rank").click()
    chip, first = board.get_by_role("button", name="Response C", exact=True), board.locator(".rank").first
    box, goal = chip.bounding_box(), first.bounding_box()
    assert box and goal
    stage.page.mouse.move(box["x"] + 30, box["y"] + 20)
    stage.page.mouse.down()
    stage.page.mouse.move(box["x"] + 30, goal["y"] + goal["height"] / 2, steps=6)
    stage.page.mouse.up()
    frame.get_by_role("region", name="Tone").get_by_role("button", name="Response B, without a rank").click()
    for key in ["a", "c", "Enter"]:
        stage.page.keyboard.press(key)
    assert stage.submitted() == {
        "ordinalRankingDimensions": [
            {"name": "Clarity", "allowTie": True, "responseRankings": [1, 2, 1]},
            {"name": "Tone", "allowTie": False, "responseRankings": [2, 1, 3]},
        ]
    }


def test_questions_are_written_with_their_passages(stage: Stage) -> None:
    frame = stage.show(ASKING, _input())
    stage.page.keyboard.press("n")
    stage.page.keyboard.type("Who met Bo?")
    stage.page.keyboard.press("Tab")
    stage.page.keyboard.type("Ann")
    frame.get_by_role("button", name="who").click()
    _words(stage).drag("Ann", "Bo")
    stage.page.keyboard.press("r")
    _submit(frame)
    passage = {"startOffset": 0, "endOffset": len("Ann met Bo")}
    pair = {"question": "Who met Bo?", "answer": "Ann", "questionTags": ["who"], "passageReferences": [passage]}
    assert stage.submitted() == {"qa": {"questionAndAnswers": [pair]}}
