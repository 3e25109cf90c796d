"""Classifiers on their own in a real browser."""

from __future__ import annotations

from tests.browser.stage import Stage, picture

TEMPLATE = """<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
<crowd-form><crowd-image-classifier name="kind" src="{{ task.input.taskObject | grant_read_access }}"
  header="What is it?" categories="{{ task.input.labels | to_json | escape }}"></crowd-image-classifier></crowd-form>"""


def test_a_picture_is_classified_by_keys(stage: Stage) -> None:
    stage.files["a.png"] = picture(300, 200)
    frame = stage.show(TEMPLATE, {"taskObject": "s3://b/a.png", "labels": ["cat", "dog"]})
    assert frame.locator("crowd-image-classifier img").evaluate("image => image.naturalWidth") == 300
    stage.page.keyboard.press("2")
    stage.page.keyboard.press("Enter")
    assert stage.submitted() == {"kind": {"label": "dog"}}


REPLACES_PARENT = """<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
<crowd-form><input type="hidden" name="a" value="b"></crowd-form><script>var parent = {};</script>"""


def test_a_script_that_replaces_what_frames_call_their_parent_does_not_cut_the_line(stage: Stage) -> None:
    stage.show(REPLACES_PARENT).get_by_role("button", name="Submit").click()
    assert stage.submitted() == {"a": "b"}
