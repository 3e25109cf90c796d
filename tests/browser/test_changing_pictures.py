"""A script gives a drawing tool another picture, from a store that does not allow reading it (no CORS)."""

from __future__ import annotations

from io import BytesIO

from PIL import Image
from playwright.sync_api import FrameLocator, Route, expect

from tests.browser.stage import HOST, Stage

_TEMPLATE = """<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
<crowd-form><crowd-bounding-box name="seen" src="{{ task.input.taskObject | grant_read_access }}" header="Draw"
  labels="['cat']"></crowd-bounding-box></crowd-form>"""
RED, GREEN = (200, 30, 30), (30, 160, 60)


def plain(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    written = BytesIO()
    Image.new("RGB", (width, height), colour).save(written, "PNG")
    return written.getvalue()


def shown(frame: FrameLocator) -> tuple[int, ...]:
    """The colour in the middle of the work area, as it is on the screen."""
    image = Image.open(BytesIO(frame.locator(".surface").screenshot())).convert("RGB")
    colour = image.getpixel((image.width // 2, image.height // 2))
    assert isinstance(colour, tuple)
    return colour


def test_the_next_picture_without_cors_takes_the_place_of_the_one_before(stage: Stage) -> None:
    files = {"a.png": plain(400, 300, RED), "b.png": plain(200, 200, GREEN)}

    def serve(route: Route) -> None:
        data = files.get(route.request.url.rpartition("/")[2])
        if data is None:
            route.fulfill(status=404)
        else:
            route.fulfill(content_type="image/png", body=data)

    stage.page.route(f"{HOST}/data/**", serve)
    frame = stage.show(_TEMPLATE, {"taskObject": "s3://b/a.png"}, problems=True)
    widget = frame.locator("crowd-bounding-box")
    expect(frame.locator(".loading")).to_be_hidden()
    assert shown(frame) == RED
    widget.evaluate(f"widget => (widget.src = '{HOST}/data/b.png')")
    stage.page.wait_for_timeout(50)
    expect(frame.locator(".loading")).to_be_hidden()
    assert widget.evaluate("widget => widget.value.inputImageProperties") == {"height": 200, "width": 200}
    assert shown(frame) == GREEN
    widget.evaluate(f"widget => (widget.src = '{HOST}/data/gone.png')")
    expect(frame.locator(".broken")).to_be_visible()
    assert frame.locator("canvas.upper-canvas").count() == 1
    expect(frame.locator("canvas.upper-canvas")).to_be_hidden()
    widget.evaluate(f"widget => (widget.src = '{HOST}/data/a.png')")
    expect(frame.locator("canvas.upper-canvas")).to_be_visible()
    expect(frame.locator(".loading")).to_be_hidden()
    assert shown(frame) == RED
