"""Our own elements in a real browser: one item of each kind is labeled as a worker would, with the default template."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, expect

import jobs
from tests.browser.media_samples import film, pdf, tone
from tests.browser.stage import Stage, picture, stage_in

AXE = Path(jobs.__file__).parents[1] / "frontend/node_modules/axe-core/axe.min.js"
TEMPLATES = Path(jobs.__file__).parent / "default_templates"
KEYS = sorted(path.name.removesuffix(".liquid.html") for path in TEMPLATES.glob("*.liquid.html"))
BOXES = [{"label": "cat", "left": 10, "top": 10, "width": 40, "height": 30}]
MASK = {"labelMappings": {"cat": {"color": "#2ca02c"}}, "src": "s3://b/mask.png"}
RESPONSES = ["It is **short**.\n\n```\nx = 1\n```", "<b>It is long</b>, and it says more."]
# How many pixels of a canvas are dark.
DARK = """canvas => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((_, at) => at % 4 === 0 && data[at] < 100 && data[at + 3] > 0).length;
}"""


def template(key: str) -> str:
    return (TEMPLATES / f"{key}.liquid.html").read_text()


def show(stage: Stage, key: str, **given: Any) -> FrameLocator:
    return stage.show(template(key), {"header": "Do this", "labels": [], **given})


def painted(colour: str) -> bytes:
    """A mask in which everything has this colour."""
    return picture(300, 200, lambda image: image.paste(colour, (0, 0, 300, 200)))


@pytest.mark.parametrize("key", KEYS)
def test_a_default_template_opens_without_a_problem_and_ours_keep_nobody_out(stage: Stage, key: str) -> None:
    stage.files |= {"a.png": picture(300, 200), "mask.png": painted("#2ca02c"), "a.wav": tone(1), "a.pdf": pdf("One")}
    kind = {"Audio": "a.wav", "Docum": "a.pdf", "Video": "a.wav"}.get(key[:5], "a.png")
    texts = key.startswith(("Text", "Named", "Preference", "Response"))
    given = {"taskObject": "A parcel." if texts else f"s3://b/{kind}", "labels": ["cat", "dog"]}
    earlier = MASK if key.endswith("SemanticSegmentation") else BOXES
    frame = show(stage, key, **given, responses=RESPONSES, response=RESPONSES[0], initialValue=earlier)
    frame.get_by_role("button", name="Submit").first.wait_for()
    stage.page.wait_for_timeout(300)  # media load after the elements are ready
    assert stage.told("problem") == []
    if "<plumb-" in template(key):
        body = frame.locator("body")
        body.evaluate("(_, axe) => void (0, eval)(axe)", AXE.read_text())
        wcag = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
        found = body.evaluate(
            "async (_, tags) => (await axe.run(document, { runOnly: tags })).violations.map(({ id }) => id)", wcag
        )
        assert found == []


def test_a_recording_is_transcribed(stage: Stage) -> None:
    stage.files["a.wav"] = tone(6)
    frame = show(stage, "AudioTranscription", taskObject="s3://b/a.wav", labels=["Ann", "Bo"])
    frame.locator("#play:enabled").wait_for()
    frame.get_by_label("Text of this segment").fill("Good morning.")
    stage.page.keyboard.press("Escape")
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowRight", "x", "2", "w"):
        stage.page.keyboard.press(key)
    stage.page.keyboard.type("Hello.")
    stage.page.keyboard.press("Escape")
    stage.page.keyboard.press("Enter")
    assert stage.submitted() == {
        "transcription": {
            "text": "Good morning.\nHello.",
            "segments": [
                {"start": 0, "end": 4.1, "text": "Good morning."},
                {"start": 4.1, "end": 6, "label": "Bo", "text": "Hello."},
            ],
        }
    }


def test_sounds_are_marked_with_the_mouse_and_overlap(stage: Stage) -> None:
    stage.files["a.wav"] = tone(10)
    frame = show(stage, "AudioSegments", taskObject="s3://b/a.wav", labels=["speech", "music"])
    frame.locator("#play:enabled").wait_for()
    box = frame.locator(".wave [part=wrapper], .wave > div").first.bounding_box()
    assert box is not None

    def drag(start: float, end: float, *, shift: bool = False) -> None:
        mouse, height = stage.page.mouse, box["y"] + 60
        if shift:
            stage.page.keyboard.down("Shift")
            stage.page.wait_for_timeout(50)
        mouse.move(box["x"] + start * box["width"], height)
        mouse.down()
        mouse.move(box["x"] + (start + end) / 2 * box["width"], height, steps=4)
        mouse.move(box["x"] + end * box["width"], height, steps=4)
        mouse.up()
        if shift:
            stage.page.keyboard.up("Shift")

    drag(0.1, 0.4)
    frame.locator(".segment").first.wait_for()
    stage.page.keyboard.press("2")
    drag(0.3, 0.6, shift=True)
    frame.locator(".segment").nth(1).wait_for()
    stage.page.keyboard.press("1")
    stage.page.keyboard.press("Enter")
    segments = stage.submitted()["audioSegments"]["segments"]
    assert [segment["label"] for segment in segments] == ["music", "speech"]
    expected = [(1, 4), (3, 6)]
    for segment, (start, end) in zip(segments, expected, strict=True):
        assert segment["start"] == pytest.approx(start, abs=0.1)
        assert segment["end"] == pytest.approx(end, abs=0.1)
        assert round(segment["start"], 3) == segment["start"]


def test_a_segment_really_plays_and_stops_at_its_end(stage: Stage) -> None:
    stage.files["a.wav"] = tone(6)
    frame = show(stage, "AudioSegments", taskObject="s3://b/a.wav", labels=["speech"])
    frame.locator("#play:enabled").wait_for()
    frame.locator("main").focus()
    for key in ("b", "ArrowRight", "b"):
        stage.page.keyboard.press(key)
    frame.get_by_label("Speed").select_option("2")
    frame.get_by_role("button", name="Play segment 1").click()
    frame.get_by_role("button", name="Pause").wait_for()
    frame.get_by_role("button", name="Play", exact=True).wait_for()
    minutes, seconds = frame.locator(".clock").inner_text().split(":")
    assert minutes == "0"
    assert float(seconds) == pytest.approx(2, abs=0.15)


def test_the_clock_stands_where_playing_was_stopped(stage: Stage) -> None:
    stage.files["a.wav"] = tone(6)
    frame = show(stage, "AudioSegments", taskObject="s3://b/a.wav", labels=["speech"])
    frame.locator("#play:enabled").click()
    clock = frame.locator(".clock")
    expect(clock).to_have_text(re.compile(r"0:0[1-5]\."))
    frame.get_by_role("button", name="Pause").click()
    frame.get_by_role("button", name="Play", exact=True).wait_for()
    expect(clock).to_have_text(re.compile(r"0:0[1-5]\."))


def test_a_sound_is_marked_by_a_finger(chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    stage = stage_in(context)
    stage.files["a.wav"] = tone(10)
    frame = show(stage, "AudioSegments", taskObject="s3://b/a.wav", labels=["speech", "music"])
    frame.locator("#play:enabled").wait_for()
    box = frame.locator(".wave > div").first.bounding_box()
    assert box is not None
    touch = context.new_cdp_session(stage.page)
    across = [{"x": box["x"] + share * box["width"], "y": box["y"] + 60} for share in (0.2, 0.3, 0.4, 0.5, 0.6)]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": across[:1]})
    stage.page.wait_for_timeout(200)  # what moves at once may be meant to scroll the page
    for finger in across[1:]:
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [finger]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    frame.get_by_role("button", name="Submit").tap()
    (segment,) = stage.submitted()["audioSegments"]["segments"]
    assert (segment["start"], segment["end"]) == (pytest.approx(2, abs=0.3), pytest.approx(6, abs=0.3))
    context.close()


def test_a_picture_gets_a_caption(stage: Stage) -> None:
    stage.files["a.png"] = picture(300, 200)
    frame = show(stage, "ImageCaptioning", taskObject="s3://b/a.png")
    frame.get_by_label("Caption").fill("A grey field.")
    stage.page.keyboard.press("Control+Enter")
    assert stage.submitted() == {"caption": {"text": "A grey field."}}


def test_the_better_response_is_chosen_by_keys_and_counted_in_the_order_of_the_input(stage: Stage) -> None:
    frame = show(stage, "PreferenceRanking", taskObject="Is it short?", responses=RESPONSES, labels=["Help"])
    first = 0 if "short" in frame.locator(".response .prose").first.inner_text() else 1
    assert frame.locator(".response .prose b").count() == 0
    assert frame.locator(".response .prose pre").inner_text() == "x = 1"
    frame.get_by_role("group", name="Response A: Help").get_by_role("radio", name="4").check()
    frame.get_by_role("group", name="Response B: Help").get_by_role("radio", name="2").check()
    stage.page.keyboard.press("2")
    frame.get_by_label("Reason").fill("It answers.")
    frame.get_by_role("button", name="Submit").click()
    ratings = [{"Help": 4}, {"Help": 2}]
    assert stage.submitted() == {
        "preference": {
            "preferred": first,
            "degree": "better",
            "ratings": ratings if first == 0 else ratings[::-1],
            "reason": "It answers.",
            "shown": [first, 1 - first],
        }
    }


def test_what_the_focus_goes_to_stands_above_the_bar_of_choices(stage: Stage) -> None:
    stage.page.set_viewport_size({"width": 1280, "height": 640})
    frame = show(stage, "PreferenceRanking", taskObject="Is it?", responses=RESPONSES, labels=["Help", "Truth"])
    reason = frame.get_by_label("Reason (optional)")
    for _ in range(20):
        stage.page.keyboard.press("Tab")
        if reason.evaluate("field => field.matches(':focus')"):
            break
    field, bar = reason.bounding_box(), frame.locator(".verdict").bounding_box()
    assert field is not None and bar is not None
    assert field["y"] + field["height"] <= bar["y"]


def test_a_response_is_rated_by_digits(stage: Stage) -> None:
    frame = show(stage, "ResponseRating", taskObject="Is it short?", response=RESPONSES[0], labels=["Help", "Truth"])
    frame.locator("main").focus()
    for key in ("4", "5", "Enter"):
        stage.page.keyboard.press(key)
    assert stage.submitted() == {"rating": {"ratings": {"Help": 4, "Truth": 5}}}


def test_a_text_is_translated_after_a_draft_was_restored(stage: Stage) -> None:
    frame = show(stage, "TextTranslation", taskObject="The parcel.\n\nLate.", **{"target-language": "ar"})
    stage.tell({"type": "restore", "answer": {"translation": {"text": "الطرد"}}})
    field = frame.get_by_label("Arabic")
    field.press("End")
    field.press_sequentially(" متأخر")
    assert field.evaluate("field => getComputedStyle(field).direction") == "rtl"
    field.press("Control+Enter")
    assert stage.submitted() == {"translation": {"text": "الطرد متأخر"}}


def test_a_text_is_corrected_with_its_changes_in_sight(stage: Stage) -> None:
    frame = show(stage, "TextCorrection", taskObject="The parcel came to late.")
    frame.get_by_label("Text", exact=True).fill("The parcel came too late.")
    assert frame.locator("del").all_inner_texts() == ["to"]
    assert frame.locator("ins").all_inner_texts() == ["too"]
    stage.page.keyboard.press("Control+Enter")
    assert stage.submitted() == {"correction": {"text": "The parcel came too late.", "changed": True}}


def test_pages_of_a_pdf_are_drawn_beside_the_frame_and_filled_in(stage: Stage) -> None:
    stage.files["a.pdf"] = pdf("Invoice", "Letter")
    workers: list[str] = []
    stage.page.on("worker", lambda worker: workers.append(worker.url))
    frame = show(stage, "DocumentPages", taskObject="s3://b/a.pdf", labels=["Invoice", "Letter"],
                 fields=[{"name": "Total", "type": "number"}])  # fmt: skip
    frame.locator(".page-button").nth(1).wait_for()
    frame.locator(".loading").wait_for(state="hidden")
    assert frame.locator(".picture-canvas").evaluate(DARK) > 500
    assert len(workers) == 1
    frame.locator("main").focus()
    for key in ("1", "w"):
        stage.page.keyboard.press(key)
    stage.page.keyboard.type("12.50")
    stage.page.keyboard.press("Enter")
    frame.get_by_role("button", name="Page 2").and_(frame.locator("[aria-current=page]")).wait_for()
    stage.page.keyboard.press("Escape")
    for key in ("2", "Enter"):
        stage.page.keyboard.press(key)
    pages = [{"page": 1, "category": "Invoice", "fields": {"Total": "12.50"}}, {"page": 2, "category": "Letter"}]
    assert stage.submitted() == {"document": {"pages": pages}}


def test_pages_may_come_as_pictures_and_be_told_by_touch(chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    stage = stage_in(context)
    stage.files |= {"1.png": picture(300, 400), "2.png": picture(300, 400)}
    frame = show(stage, "DocumentPages", pages=["s3://b/1.png", "s3://b/2.png"], labels=["front", "back"])
    frame.get_by_role("radio", name="front").tap()
    frame.get_by_role("button", name="Next page").tap()
    frame.get_by_role("radio", name="back").tap()
    frame.get_by_role("button", name="Submit").tap()
    assert stage.submitted() == {
        "document": {"pages": [{"page": 1, "category": "front"}, {"page": 2, "category": "back"}]}
    }
    context.close()


def test_a_file_that_is_no_pdf_says_so(stage: Stage) -> None:
    stage.files["a.pdf"] = b"no document"
    frame = stage.show(template("DocumentPages"), {"taskObject": "s3://b/a.pdf", "labels": ["x", "y"]}, problems=True)
    frame.get_by_text("This document could not be read").wait_for()
    assert [problem["message"] for problem in stage.told("problem")] == [
        "The document could not be loaded: http://stage.test/data/a.pdf"
    ]


def test_a_clip_is_watched_slowly_and_classified(stage: Stage, chromium: Browser) -> None:
    stage.files["a.webm"] = film(chromium)
    frame = show(stage, "VideoMultiClass", taskObject="s3://b/a.webm", labels=["walks", "runs"])
    video = frame.locator("video")
    video.evaluate("video => video.readyState >= 2 || new Promise(resolve => video.onloadeddata = resolve)")
    frame.locator("main").focus()
    for key in ("-", "*", " "):
        stage.page.keyboard.press(key)
    frame.get_by_role("button", name="Pause").wait_for()
    assert video.evaluate("video => [video.playbackRate, video.loop]") == [0.75, True]
    for key in (" ", "2", "Enter"):
        stage.page.keyboard.press(key)
    assert stage.submitted() == {"crowd-classifier": {"label": "runs"}}
