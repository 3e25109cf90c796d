"""Masks painted in a real browser: what is submitted has exactly the pixels that were under the brush."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image, ImageDraw
from playwright.sync_api import FrameLocator

from tests.browser.places import HEIGHT, NOTHING, WIDTH, Drawing, Pixels, of, pixels, rgba, swept
from tests.browser.stage import HOST, Stage, picture

_TEMPLATE = """<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
<crowd-form><crowd-{kind}-segmentation name="mask" src="{{{{ task.input.taskObject | grant_read_access }}}}"
  header="Paint" labels="{{{{ task.input.labels | to_json | escape }}}}" {more}></crowd-{kind}-segmentation></crowd-form>"""
INPUT = {"taskObject": "s3://b/a.png", "labels": ["road", "car"]}


class Board(Drawing):
    """A painting tool on the stage."""

    def __init__(self, stage: Stage, frame: FrameLocator) -> None:
        frame.locator("#brush").wait_for()
        super().__init__(stage.page, frame)
        self.stage = stage

    def stroke(self, *points: tuple[float, float], alt: bool = False) -> None:
        if alt:
            self.page.keyboard.down("Alt")
        self.drag(*points, steps=1)
        if alt:
            self.page.keyboard.up("Alt")

    def submitted(self) -> dict[str, Any]:
        self.frame.get_by_role("button", name="Submit").click()
        part: dict[str, Any] = self.stage.submitted()["mask"]
        return part


def open_board(stage: Stage, kind: str = "semantic", more: str = "") -> Board:
    stage.files["a.png"] = picture(WIDTH, HEIGHT)
    board = Board(stage, stage.show(_TEMPLATE.format(kind=kind, more=more), INPUT))
    board.frame.locator(".loading").wait_for(state="hidden")
    return board


def test_what_was_under_the_brush_is_submitted_to_the_pixel(stage: Stage) -> None:
    board = open_board(stage)
    board.stroke((60.2, 70.2), (200.2, 120.2), (350.2, 60.2))
    board.press("2")
    board.stroke((100.2, 200.2))
    part = board.submitted()
    assert list(part) == ["inputImageProperties", "labelMappings", "labeledImage"]
    assert part["inputImageProperties"] == {"height": HEIGHT, "width": WIDTH}
    assert list(part["labelMappings"]) == ["road", "car"]
    mask = pixels(part)
    road, car = (of(mask, rgba(part["labelMappings"][label]["color"])) for label in ("road", "car"))
    assert (road == swept(30, (60, 70), (200, 120), (350, 60))).all()
    assert (car == swept(30, (100, 200))).all()
    assert (of(mask, NOTHING) == ~(road | car)).all()


def test_a_polygon_is_filled_and_another_taken_out_of_it(stage: Stage) -> None:
    board = open_board(stage)
    board.press("p")
    for corner in [(50.2, 50.2), (250.2, 50.2), (250.2, 200.2), (50.2, 200.2)]:
        board.click(corner)
    board.press("Enter")
    for corner in [(100.2, 100.2), (150.2, 100.2), (150.2, 150.2), (100.2, 150.2)]:
        board.click(corner)
    board.press("Alt+Enter")
    part = board.submitted()
    road = of(pixels(part), rgba(part["labelMappings"]["road"]["color"]))
    expected = np.zeros((HEIGHT, WIDTH), bool)
    expected[50:200, 50:250] = True
    expected[100:150, 100:150] = False
    assert (road == expected).all()


def test_other_labels_are_kept_only_while_the_worker_says_so(stage: Stage) -> None:
    board = open_board(stage)
    board.stroke((100.2, 100.2))
    board.press("2", "k")
    board.stroke((110.2, 100.2))
    board.press("k")
    board.stroke((90.2, 100.2))
    part = board.submitted()
    mask = pixels(part)
    road, car = (of(mask, rgba(part["labelMappings"][label]["color"])) for label in ("road", "car"))
    first, second, third = (swept(30, (x, 100)) for x in (100, 110, 90))
    assert (car == ((second & ~first) | third)).all()
    assert (road == (first & ~third)).all()


def test_everything_can_be_undone_and_done_again(stage: Stage) -> None:
    board = open_board(stage)
    board.stroke((60.2, 60.2), (200.2, 60.2))
    board.stroke((100.2, 60.2), alt=True)
    board.press("g")
    board.click((300, 250))
    board.press("Control+z", "Control+z", "Control+z", "Control+Shift+z", "Control+y")
    part = board.submitted()
    road = of(pixels(part), rgba(part["labelMappings"]["road"]["color"]))
    assert (road == (swept(30, (60, 60), (200, 60)) & ~swept(30, (100, 60)))).all()


def test_a_mask_is_painted_by_keys_alone(stage: Stage) -> None:
    board = open_board(stage)
    board.press(
        "[", "[", "ArrowRight", "Space", "Shift+Space", "Alt+ArrowDown", "Alt+ArrowDown", "Shift+Space", "Enter"
    )
    part = stage.submitted()["mask"]
    road = of(pixels(part), rgba(part["labelMappings"]["road"]["color"]))
    size = 24
    x = WIDTH / 2 + max(1, round(10 / board.scale))
    assert (road == swept(size, (x, HEIGHT / 2), (x, HEIGHT / 2 + 2))).all()


def test_two_fingers_move_the_picture_and_one_paints(stage: Stage) -> None:
    board = open_board(stage)
    touch = stage.page.context.new_cdp_session(stage.page)

    def touches(kind: str, *points: tuple[float, float]) -> None:
        at = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(board.at(*point) for point in points)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    touches("touchStart", (100.2, 100.2))
    touches("touchMove", (150.2, 100.2))
    touches("touchEnd")
    touches("touchStart", (200, 150))
    touches("touchStart", (200, 150), (220, 150))
    touches("touchMove", (180, 150), (240, 150))
    touches("touchEnd")
    board.press("f")
    part = board.submitted()
    road = of(pixels(part), rgba(part["labelMappings"]["road"]["color"]))
    assert (road == swept(30, (100, 100), (150, 100))).all()


def earlier_mask() -> tuple[Image.Image, Pixels]:
    """A consolidated mask as the original writes it: with a palette, white for nothing."""
    indices = np.zeros((HEIGHT, WIDTH), np.uint8)
    indices[20:120, 30:330] = 1
    indices[100:250, 200:260] = 2
    image = Image.fromarray(indices, "P")
    image.putpalette([255, 255, 255, 0x2A, 0xCF, 0x59, 0xF2, 0x83, 0x33])
    return image, indices


def file_of(image: Image.Image, kind: str, **options: Any) -> bytes:
    written = BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


CONSOLIDATED = f"""initial-value='{{"internal-color-map": {{"0": {{"class-name": "BACKGROUND", "hex-color": "#ffffff"}},
 "1": {{"class-name": "road", "hex-color": "#2acf59"}}, "2": {{"class-name": "car", "hex-color": "#F28333"}}}},
 "src": "{HOST}/data/mask.png"}}'"""


def test_an_earlier_mask_comes_back_untouched_and_says_so(stage: Stage) -> None:
    image, indices = earlier_mask()
    stage.files["mask.png"] = file_of(image, "PNG")
    part = open_board(stage, more=CONSOLIDATED).submitted()
    assert part["labelMappings"] == {"road": {"color": "#2acf59"}, "car": {"color": "#f28333"}}
    assert part["initialValueModified"] is False
    mask = pixels(part)
    assert (of(mask, rgba("#2acf59")) == (indices == 1)).all()
    assert (of(mask, rgba("#f28333")) == (indices == 2)).all()
    assert (of(mask, NOTHING) == (indices == 0)).all()


def test_an_earlier_mask_that_was_changed_says_so_until_it_is_as_it_was(stage: Stage) -> None:
    image, _ = earlier_mask()
    stage.files["mask.png"] = file_of(image, "PNG")
    board = open_board(stage, more=CONSOLIDATED)
    board.stroke((20.2, 280.2))
    stage.page.wait_for_function("told.some(({ type }) => type === 'change')")
    assert stage.told("change")[-1]["answer"]["mask"]["initialValueModified"] is True
    board.press("Control+z")
    assert board.submitted()["initialValueModified"] is False


def test_an_earlier_mask_of_a_rarer_kind_is_read_by_the_browser(stage: Stage) -> None:
    image, indices = earlier_mask()
    stage.files["mask.png"] = file_of(image.convert("RGB"), "WEBP", lossless=True)
    mask = pixels(open_board(stage, more=CONSOLIDATED).submitted())
    assert (of(mask, rgba("#2acf59")) == (indices == 1)).all()
    assert (of(mask, rgba("#f28333")) == (indices == 2)).all()


def test_a_draft_comes_back_with_all_its_pixels(stage: Stage) -> None:
    board = open_board(stage)
    board.stroke((60.2, 60.2), (200.2, 60.2))
    stage.page.wait_for_function("told.some(({ type }) => type === 'change')")
    draft = stage.told("change")[-1]["answer"]
    board = open_board(stage)
    stage.tell({"type": "restore", "answer": draft})
    assert board.submitted() == draft["mask"]


def test_on_a_phone_the_instances_of_the_chosen_label_stand_after_the_labels(stage: Stage) -> None:
    stage.page.set_viewport_size({"width": 390, "height": 844})
    board = open_board(stage, "instance")
    board.frame.get_by_role("button", name="Add instance").click()
    instance = board.frame.get_by_role("button", name="road 1", exact=True).bounding_box()
    label = board.frame.get_by_role("radio", name="road").bounding_box()
    assert instance
    assert label
    assert instance["y"] >= label["y"] + label["height"]


def test_instances_of_one_label_have_colours_of_their_own(stage: Stage) -> None:
    board = open_board(stage, "instance")
    board.stroke((60.2, 60.2))
    board.press("n")
    board.stroke((160.2, 60.2))
    board.press("2")
    board.stroke((260.2, 60.2))
    board.frame.get_by_role("button", name="Add instance").first.click()
    board.stroke((60.2, 200.2))
    board.frame.get_by_role("button", name="Remove road 2").click()
    part = board.submitted()
    assert list(part) == ["inputImageProperties", "instances", "labeledImage"]
    assert [(list(one), one["label"]) for one in part["instances"]] == [
        (["color", "label"], "road"), (["color", "label"], "car"), (["color", "label"], "road"),
    ]  # fmt: skip
    mask = pixels(part)
    for instance, place in zip(part["instances"], [(60, 60), (260, 60), (60, 200)], strict=True):
        assert (of(mask, rgba(instance["color"])) == swept(30, place)).all()
    assert of(mask, NOTHING)[60, 160]


def test_a_mask_that_may_be_shown_but_not_fetched_has_the_same_pixels(stage: Stage) -> None:
    image, indices = earlier_mask()
    stage.files["mask.png"] = file_of(image, "PNG")
    stage.files["a.png"] = picture(WIDTH, HEIGHT)
    policy = """<meta http-equiv="Content-Security-Policy" content="connect-src 'none'">"""
    board = Board(stage, stage.show(policy + _TEMPLATE.format(kind="semantic", more=CONSOLIDATED), INPUT))
    board.frame.locator(".loading").wait_for(state="hidden")
    mask = pixels(board.submitted())
    assert (of(mask, rgba("#2acf59")) == (indices == 1)).all()
    assert (of(mask, rgba("#f28333")) == (indices == 2)).all()


def test_an_earlier_mask_that_cannot_be_read_is_told_and_work_goes_on(stage: Stage) -> None:
    stage.files["a.png"] = picture(WIDTH, HEIGHT)
    board = Board(stage, stage.show(_TEMPLATE.format(kind="semantic", more=CONSOLIDATED), INPUT, problems=True))
    board.frame.locator("[data-testid=message]").wait_for()
    assert f"{HOST}/data/mask.png could not be read" in stage.told("problem")[0]["message"]
    board.stroke((60.2, 60.2))
    part = board.submitted()
    assert of(pixels(part), rgba(part["labelMappings"]["road"]["color"])).sum() == swept(30, (60, 60)).sum()


def test_what_is_found_around_four_extreme_points_is_painted_when_it_is_accepted(stage: Stage) -> None:
    def disc(image: Image.Image) -> None:
        ImageDraw.Draw(image).ellipse((100, 50, 260, 210), fill=(180, 30, 30))

    stage.files["a.png"] = picture(WIDTH, HEIGHT, disc)
    board = Board(stage, stage.show(_TEMPLATE.format(kind="semantic", more=""), INPUT))
    board.frame.locator("#cutting-out").click()
    for place in [(101, 130), (180, 51), (259, 130), (180, 209)]:
        board.click(place)
    board.frame.get_by_text("An outline was found").wait_for()
    board.press("Enter")
    part = board.submitted()
    found = of(pixels(part), rgba(part["labelMappings"]["road"]["color"]))
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    thing = np.hypot(x - 180, y - 130) <= 80
    assert (found & thing).sum() / (found | thing).sum() > 0.8


def test_the_picture_stays_where_it_is_when_another_tool_is_taken(stage: Stage) -> None:
    board = open_board(stage)
    canvas = board.frame.locator("canvas.upper-canvas")
    before = canvas.bounding_box()
    for key in "epgwvrxb":
        board.press(key)
        assert canvas.bounding_box() == before


def test_a_thing_is_selected_by_clicks_and_submitted_as_pixels(stage: Stage) -> None:
    scene = Image.new("RGB", (WIDTH, HEIGHT), (96, 128, 80))
    drawn = ImageDraw.Draw(scene)
    drawn.ellipse((60, 60, 180, 180), fill=(190, 90, 70))
    drawn.rectangle((240, 60, 340, 160), fill=(190, 90, 70))
    out = BytesIO()
    scene.save(out, "PNG")
    stage.files["a.png"] = out.getvalue()
    board = Board(stage, stage.show(_TEMPLATE.format(kind="semantic", more=""), INPUT))
    board.frame.locator(".loading").wait_for(state="hidden")
    board.frame.get_by_role("button", name="Select by clicks").click()
    take = board.frame.get_by_role("button", name="Take what is suggested")
    board.click((120.2, 120.2))
    take.click()
    board.press("2")
    board.drag((232.2, 52.2), (348.2, 168.2), steps=4)
    take.click()
    board.press("Control+z")
    board.press("Control+y")
    part = board.submitted()
    mask = pixels(part)
    truth = np.asarray(scene)[..., 0] == 190
    disc = truth & (np.arange(WIDTH) < 220)
    for label, thing in (("road", disc), ("car", truth & ~disc)):
        found = of(mask, rgba(part["labelMappings"][label]["color"]))
        assert (found & thing).sum() > 0.97 * (found | thing).sum()
