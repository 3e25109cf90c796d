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
    stage.page.keyboard.press("Tab")
    frame.get_by_role("radio", name="dog").press("2")
    stage.page.keyboard.press("Enter")
    assert stage.submitted() == {"kind": {"label": "dog"}}
