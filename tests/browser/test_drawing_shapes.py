"""Boxes, polygons, lines and key points drawn in a real browser, by mouse, finger and keys."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.places import HEIGHT, SIZE, WIDTH, Drawing, vertices
from tests.browser.stage import Stage, picture


def template(tag: str, more: str = "") -> str:
    return f"""<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
<crowd-form><{tag} name="seen" src="{{{{ task.input.taskObject | grant_read_access }}}}" header="Draw"
  labels="{{{{ task.input.labels | to_json | escape }}}}" {more}></{tag}></crowd-form>"""


class Canvas(Drawing):
    """A drawing tool on the stage."""

    def __init__(self, stage: Stage, tag: str, more: str = "") -> None:
        stage.files["a.png"] = picture(WIDTH, HEIGHT)
        frame = stage.show(template(tag, more), {"taskObject": "s3://b/a.png", "labels": ["cat", "dog"]})
        expect(frame.locator(".loading")).to_be_hidden()
        super().__init__(stage.page, frame)
        self.widget = frame.locator(tag)

    @property
    def value(self) -> Any:
        return self.widget.evaluate("widget => widget.value")


def test_boxes_are_dragged_relabeled_resized_and_submitted(stage: Stage) -> None:
    canvas = Canvas(stage, "crowd-bounding-box")
    canvas.drag((40, 50), (140, 120))
    canvas.press("2")
    canvas.drag((300, 250), (220, 180))
    canvas.drag((300, 250), (320, 270))
    canvas.click((90, 80))
    canvas.press("2", "Enter")
    assert stage.submitted() == {
        "seen": {
            "boundingBoxes": [
                {"height": 70, "label": "dog", "left": 40, "top": 50, "width": 100},
                {"height": 90, "label": "dog", "left": 220, "top": 180, "width": 100},
            ],
            "inputImageProperties": SIZE,
        }
    }


def test_a_polygon_is_clicked_and_closed_with_a_double_click(stage: Stage) -> None:
    canvas = Canvas(stage, "crowd-polygon")
    canvas.click((50, 50), (150, 60))
    canvas.page.mouse.dblclick(*canvas.at(100, 200))
    canvas.press("2")
    canvas.click((250, 50), (350, 60), (300, 200), (251, 51))
    canvas.frame.get_by_role("button", name="Submit").click()
    assert stage.submitted() == {
        "seen": {
            "inputImageProperties": SIZE,
            "polygons": [
                {"label": "cat", "vertices": vertices((50, 50), (150, 60), (100, 200))},
                {"label": "dog", "vertices": vertices((250, 50), (350, 60), (300, 200))},
            ],
        }
    }


def test_a_polyline_ends_with_enter_and_only_then_enter_submits(stage: Stage) -> None:
    canvas = Canvas(stage, "crowd-polyline")
    canvas.click((50, 50), (150, 60), (100, 200))
    canvas.press("Enter")
    assert stage.told("submit") == []
    canvas.press("Enter")
    lines = [{"label": "cat", "vertices": vertices((50, 50), (150, 60), (100, 200))}]
    assert stage.submitted() == {"seen": {"inputImageProperties": SIZE, "polylines": lines}}


def test_lines_and_key_points_take_one_click_a_point(stage: Stage) -> None:
    canvas = Canvas(stage, "crowd-line")
    canvas.click((50, 50), (150, 60))
    canvas.press("Enter")
    lines = [{"label": "cat", "vertices": vertices((50, 50), (150, 60))}]
    assert stage.submitted() == {"seen": {"inputImageProperties": SIZE, "lines": lines}}
    canvas = Canvas(stage, "crowd-keypoint")
    canvas.click((50, 50), (150, 60))
    canvas.press("Enter")
    points = [{"label": "cat", "x": 50, "y": 50}, {"label": "cat", "x": 150, "y": 60}]
    assert stage.submitted() == {"seen": {"inputImageProperties": SIZE, "keypoints": points}}


def test_a_box_is_drawn_by_keys_alone(stage: Stage) -> None:
    canvas = Canvas(stage, "crowd-bounding-box")
    canvas.frame.locator("canvas.upper-canvas").focus()
    canvas.press("2", "ArrowLeft", "Space", *["Alt+ArrowRight"] * 30, *["Alt+ArrowDown"] * 20, "Space")
    (drawn,) = canvas.value["boundingBoxes"]
    assert (drawn["label"], drawn["width"], drawn["height"]) == ("dog", 30, 20)
    canvas.press("Tab", "ArrowRight", "Enter")
    assert stage.submitted()["seen"]["boundingBoxes"] == [drawn | {"left": drawn["left"] + 1}]


def test_the_wheel_zooms_where_the_pointer_is_and_space_moves_the_picture(stage: Stage) -> None:
    canvas = Canvas(stage, "crowd-keypoint")
    canvas.page.mouse.move(*canvas.at(100, 80))
    for _ in range(6):
        canvas.page.mouse.wheel(0, -120)
    canvas.click((100, 80))
    canvas.page.keyboard.down(" ")
    canvas.drag((100, 80), (140, 130))
    canvas.page.keyboard.up(" ")
    canvas.click((160, 130))
    first, second = canvas.value["keypoints"]
    assert (first["x"], first["y"]) == (100, 80)
    assert abs(second["x"] - 105) <= 1
    assert second["y"] == 80


def test_a_finger_draws_and_two_fingers_zoom(stage: Stage) -> None:
    canvas = Canvas(stage, "crowd-bounding-box")
    session = stage.page.context.new_cdp_session(stage.page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        fingers = [
            {"x": x, "y": y, "id": number} for number, (x, y) in enumerate(canvas.at(*point) for point in points)
        ]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

    touch("touchStart", (100, 100))
    touch("touchMove", (150, 150))
    touch("touchMove", (200, 180))
    touch("touchEnd")
    box = {"height": 80, "label": "cat", "left": 100, "top": 100, "width": 100}
    assert canvas.value["boundingBoxes"] == [box]
    touch("touchStart", (180, 150))
    touch("touchStart", (180, 150), (220, 150))
    touch("touchMove", (160, 150), (240, 150))
    touch("touchEnd")
    touch("touchStart", (200, 150))
    touch("touchMove", (240, 190))
    touch("touchEnd")
    assert canvas.value["boundingBoxes"][0] == box
    assert abs(canvas.value["boundingBoxes"][1]["width"] - 20) <= 1


def test_a_draft_comes_back_and_what_the_worker_does_is_told(stage: Stage) -> None:
    canvas = Canvas(stage, "crowd-bounding-box")
    box = {"height": 70, "label": "cat", "left": 40, "top": 50, "width": 100}
    answer = {"seen": {"boundingBoxes": [box], "inputImageProperties": SIZE}}
    stage.tell({"plumbline": 1, "type": "restore", "answer": answer})
    canvas.page.wait_for_function("() => true")
    expect(canvas.frame.locator(".label-count").first).to_have_text("1")
    assert canvas.value == answer["seen"]
    canvas.drag((220, 180), (300, 250))
    stage.page.wait_for_function("told.some(({ type }) => type === 'change')")
    assert len(stage.told("change")[-1]["answer"]["seen"]["boundingBoxes"]) == 2


@pytest.mark.parametrize("orientation", [1, 6])
def test_pixels_are_shown_as_they_are_stored(stage: Stage, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = Image.new("RGB", (WIDTH, HEIGHT), (240, 240, 240))
    image.paste((255, 0, 0), (0, 0, 100, 100))
    written = BytesIO()
    image.save(written, "JPEG", exif=exif, quality=95)
    canvas = Canvas(stage, "crowd-keypoint")
    stage.files["turned.jpg"] = written.getvalue()
    stage.show(template("crowd-keypoint"), {"taskObject": "s3://b/turned.jpg", "labels": ["cat"]})
    expect(canvas.frame.locator(".loading")).to_be_hidden()
    assert canvas.value["inputImageProperties"] == SIZE
    stage.page.wait_for_timeout(200)
    shown = Image.open(BytesIO(stage.page.screenshot())).convert("RGB")

    def colour(x: int, y: int) -> tuple[int, ...]:
        left, top = canvas.at(x, y)
        found = shown.getpixel((round(left), round(top)))
        assert isinstance(found, tuple)
        return found

    red, green, _ = colour(50, 50)
    assert red > 240
    assert green < 20
    assert min(colour(200, 50)) > 220


def test_a_store_without_cors_still_shows_its_picture(stage: Stage) -> None:
    canvas = Canvas(stage, "crowd-keypoint")
    data = picture(WIDTH, HEIGHT)
    stage.page.route("**/data/closed.png", lambda route: route.fulfill(content_type="image/png", body=data))
    stage.show(template("crowd-keypoint"), {"taskObject": "s3://b/closed.png", "labels": ["cat"]})
    expect(canvas.frame.locator(".loading")).to_be_hidden()
    canvas.click((50, 50))
    assert canvas.value == {"inputImageProperties": SIZE, "keypoints": [{"label": "cat", "x": 50, "y": 50}]}


def test_the_canvas_tells_scripts_where_the_picture_is(stage: Stage) -> None:
    canvas = Canvas(stage, "crowd-bounding-box")
    rectangle = canvas.frame.locator("canvas.upper-canvas").evaluate(
        "canvas => { const at = canvas.getBoundingClientRect(); return [at.left, at.top, at.right, at.bottom] }"
    )
    assert rectangle == pytest.approx([*canvas.at(0, 0), *canvas.at(WIDTH, HEIGHT)], abs=0.5)
