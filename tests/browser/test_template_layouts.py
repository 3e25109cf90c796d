"""What templates do with space and colour around our elements, measured in a real browser."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, ViewportSize

from tests.browser.crowd_forms import LOADER, form, inside
from tests.browser.stage import HOST, Stage, picture

INSTRUCTIONS = "<short-instructions>Read it.</short-instructions>"
DESK = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=800)


def colour_at(page: Page, x: int, y: int) -> tuple[int, ...]:
    pixel = Image.open(BytesIO(page.screenshot())).convert("RGB").getpixel((x, y))
    assert isinstance(pixel, tuple)
    return pixel


def test_a_column_of_full_height_fills_the_page(stage: Stage) -> None:
    stage.page.set_viewport_size(DESK)
    viewer = (
        '<div id="viewer" style="position: absolute; inset: 0; overflow: auto"><p style="height: 3000px">Page</p></div>'
    )
    stage.show(
        form(
            '<div style="height: 100%; overflow: hidden"><div style="display: flex; height: 100%; overflow: auto">'
            f'<div style="position: relative; flex: 1">{viewer}</div>'
            f'<div style="flex: 1"><crowd-input name="a" label="A"></crowd-input></div></div></div>{INSTRUCTIONS}'
        )
    )
    assert inside(stage).evaluate("viewer.clientHeight") > 500
    assert inside(stage).evaluate("viewer.scrollHeight") == pytest.approx(3032, abs=40)


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_content_longer_than_the_page_is_scrolled_to_its_end(stage: Stage, size: ViewportSize) -> None:
    stage.page.set_viewport_size(size)
    frame = stage.show(form(f'<p style="height: 2000px">Long</p><input name="last" aria-label="Last">{INSTRUCTIONS}'))
    last = frame.get_by_label("Last")
    last.scroll_into_view_if_needed()
    last.click()
    box, submit = last.bounding_box(), frame.get_by_role("button", name="Submit").bounding_box()
    assert box is not None and submit is not None
    assert box["y"] + box["height"] <= submit["y"]


def test_what_a_template_puts_behind_is_seen(stage: Stage) -> None:
    stage.page.set_viewport_size(DESK)
    behind = "position: absolute; z-index: -1; width: 300px; height: 300px; background: #008000"
    stage.show(
        f'{LOADER}<style>body {{ background: #eeeeff }}</style><crowd-form><i style="{behind}"></i></crowd-form>'
    )
    assert colour_at(stage.page, 150, 150) == (0, 128, 0)
    assert colour_at(stage.page, 900, 700) == (0xEE, 0xEE, 0xFF)


@pytest.mark.parametrize("align", ["left", "center"])
def test_submit_stands_under_columns_that_float(stage: Stage, align: str) -> None:
    stage.page.set_viewport_size(DESK)
    column = '<div id="{}" style="float: {}; width: 45%; height: {}px">A column</div>'
    columns = column.format("a", "left", 200) + column.format("b", "right", 320)
    stage.show(form(f'{columns}<style>form {{ text-align: {align} }}</style><input name="x">'))
    submit = stage.frame.get_by_role("button", name="Submit").bounding_box()
    longer = stage.frame.locator("#b").bounding_box()
    assert submit
    assert longer
    assert submit["y"] >= longer["y"] + longer["height"]
    middle = submit["x"] + submit["width"] / 2
    assert (abs(middle - DESK["width"] / 2) < 20) == (align == "center")


def test_the_form_keeps_the_colour_a_template_gives_it(stage: Stage) -> None:
    stage.page.set_viewport_size(DESK)
    stage.show(f'{LOADER}<crowd-form style="background: #ffeecc"><p style="height: 300px">x</p></crowd-form>')
    assert colour_at(stage.page, 600, 150) == (0xFF, 0xEE, 0xCC)
    assert colour_at(stage.page, 600, 790) == (255, 255, 255)


def test_a_picture_that_is_too_wide_for_its_height_is_not_squeezed(stage: Stage) -> None:
    stage.page.set_viewport_size(PHONE)
    stage.files["wide.png"] = picture(800, 200)
    stage.show(
        f'{LOADER}<body style="background: #ffeecc"><crowd-form><img src="{HOST}/data/wide.png" style="height: 400px">'
    )
    inside(stage).wait_for_function("document.images[0].complete")
    box = stage.frame.locator("img").bounding_box()
    assert box is not None and box["width"] < 390 and box["height"] == 400
    middle = int(box["x"] + box["width"] / 2)
    assert colour_at(stage.page, middle, int(box["y"]) + 200) == (225, 225, 225)
    assert colour_at(stage.page, middle, int(box["y"]) + 20) == (0xFF, 0xEE, 0xCC)


@pytest.mark.parametrize("size", [DESK, PHONE])
@pytest.mark.parametrize("tag", ["crowd-bounding-box", "crowd-line", "crowd-polygon", "crowd-polyline"])
def test_the_picture_stays_where_it_is_once_a_shape_is_begun(stage: Stage, tag: str, size: ViewportSize) -> None:
    stage.page.set_viewport_size(size)
    stage.files["a.png"] = picture(640, 480)
    labels = """labels="['cat', 'dog', 'bird']" """
    frame = stage.show(form(f'<{tag} name="a" header="Draw" {labels} src="{HOST}/data/a.png"></{tag}>'))
    canvas = frame.locator("canvas.upper-canvas")
    before = canvas.bounding_box()
    assert before is not None
    stage.page.mouse.click(before["x"] + before["width"] / 3, before["y"] + before["height"] / 3)
    stage.page.wait_for_timeout(100)
    assert canvas.bounding_box() == pytest.approx(before)
