"""Pictures are data of strangers: they are looked at as pixels, never as pages, programs or instructions to turn."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import FrameLocator, Locator, expect

from tests.browser.stage import HOST, Stage

TOOLS = ("crowd-image-classifier", "crowd-bounding-box")
PICTURE = {"crowd-image-classifier": "crowd-image-classifier img", "crowd-bounding-box": "canvas.upper-canvas"}
EVIL = f"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" width="300" height="200"
  onload="parent.postMessage('evil', '*')"><script>parent.postMessage("evil", "*"); top.evil = 1</script>
<image x:href="{HOST}/data/leak" width="1" height="1"/><style>@import url({HOST}/data/leak)</style>
<foreignObject width="99" height="99"><iframe xmlns="http://www.w3.org/1999/xhtml" src="{HOST}/data/leak"></iframe>
<b xmlns="http://www.w3.org/1999/xhtml" id="evil">x</b></foreignObject><rect width="300" height="200" fill="red"/></svg>"""
# Everything in the document and in all shadow roots that bears a name of the evil picture.
INSERTED = """() => {
  const within = (root) =>
    [...root.querySelectorAll("*")].flatMap((one) => [one, ...(one.shadowRoot ? within(one.shadowRoot) : [])]);
  return within(document).filter((one) => one.id === "evil" || /^(foreignobject|image)$/i.test(one.localName)).length;
}"""


def template(tag: str) -> str:
    return f"""<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
<crowd-form><{tag} name="seen" src="{{{{ task.input.taskObject | grant_read_access }}}}" header="Look"
  categories="['cat', 'dog']" labels="['cat', 'dog']"></{tag}></crowd-form>"""


def show(stage: Stage, tag: str, name: str, content: bytes, *, problems: bool = True) -> FrameLocator:
    stage.files[name] = content
    return stage.show(template(tag), {"taskObject": f"s3://b/{name}"}, problems=problems)


def halves(orientation: int, kind: str) -> bytes:
    """Red on the left, blue on the right as stored, 200 by 100, with a word on how to turn it."""
    image = Image.new("RGB", (200, 100), (220, 30, 30))
    image.paste((30, 30, 220), (100, 0, 200, 100))
    exif = Image.Exif()
    exif[0x0112] = orientation
    written = BytesIO()
    image.save(written, kind, exif=exif, quality=95)
    return written.getvalue()


def bomb(side: int) -> bytes:
    """A PNG of side × side black pixels in a few hundred kB."""
    row = b"\0" * (1 + side // 8)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def leans(picture: Locator) -> str:
    """Which colour is where on the screen: at the left and at the right, or above and below."""
    shot = Image.open(BytesIO(picture.screenshot())).convert("RGB")
    width, height = shot.size

    def name(x: float, y: float) -> str:
        red, _, blue = shot.getpixel((int(width * x), int(height * y)))
        return "red" if red > 150 > blue else "blue" if blue > 150 > red else "neither"

    return f"{name(0.4, 0.5)}-{name(0.6, 0.5)}"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_stored_pixels_are_shown_as_they_are_stored(stage: Stage, orientation: int, kind: str) -> None:
    frame = show(stage, TOOLS[0], f"a.{kind.lower()}", halves(orientation, kind), problems=False)
    image = frame.locator("crowd-image-classifier img")
    expect(image).to_be_visible()
    box = image.bounding_box()
    assert box is not None
    assert box["width"] > box["height"]
    assert leans(image) == "red-blue"


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_the_drawing_tools_agree_with_the_picture(stage: Stage, orientation: int) -> None:
    frame = show(stage, TOOLS[1], "a.jpg", halves(orientation, "JPEG"), problems=False)
    expect(frame.locator(".loading")).to_be_hidden()
    assert leans(frame.locator(".annotation-area.target, canvas.upper-canvas").first) == "red-blue"
    size = frame.locator(TOOLS[1]).evaluate("tool => tool.value.inputImageProperties")
    assert size == {"width": 200, "height": 100}


@pytest.mark.parametrize("tag", TOOLS)
@pytest.mark.parametrize("name", ["a.svg", "a.png"])
def test_a_drawing_in_svg_is_no_page_and_no_program(stage: Stage, tag: str, name: str) -> None:
    asked: list[str] = []
    stage.page.on("request", lambda request: asked.append(request.url))
    frame = show(stage, tag, name, EVIL.encode())
    stage.page.evaluate("() => addEventListener('message', ({ data }) => data === 'evil' && (window.evil = 1))")
    frame.get_by_role("button", name="Submit").first.wait_for()
    stage.page.wait_for_timeout(500)
    assert stage.page.evaluate("window.evil") is None
    assert frame.locator("html").evaluate(INSERTED) == 0
    assert [url for url in asked if "leak" in url] == []


NO_PICTURES = {
    "a page": b"<!doctype html><script>top.evil = 1</script><h1>page</h1>",
    "nothing": b"",
    "the start of a JPEG": b"\xff\xd8\xff\xe0",
    "a document": b"%PDF-1.4 ",
    "zeros in a PNG": b"\x89PNG\r\n\x1a\n" + b"\0" * 99,
}


@pytest.mark.parametrize("tag", TOOLS)
@pytest.mark.parametrize("content", NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_picture_is_told_and_not_run(stage: Stage, tag: str, content: bytes) -> None:
    show(stage, tag, "a.png", content)
    stage.page.wait_for_function("told.some(({ type }) => type === 'problem')")
    assert "a.png" in stage.told("problem")[0]["message"]
    assert stage.page.evaluate("window.evil") is None


@pytest.mark.parametrize("tag", TOOLS)
def test_a_picture_that_is_a_script_too_is_a_picture(stage: Stage, tag: str) -> None:
    frame = show(stage, tag, "a.gif", b"GIF89a/*\x00*/=1;top.evil=1//" + b"\0" * 20)
    stage.page.wait_for_timeout(1_000)
    assert stage.page.evaluate("window.evil") is None
    assert frame.locator("script[src*='a.gif']").count() == 0


@pytest.mark.parametrize("tag", TOOLS)
def test_a_picture_of_billions_of_pixels_leaves_the_page_usable(stage: Stage, tag: str) -> None:
    packed = bomb(60_000)
    assert len(packed) < 1_000_000
    frame = show(stage, tag, "a.png", packed)
    stage.page.wait_for_function("told.some(({ type }) => type === 'problem')", timeout=30_000)
    assert frame.locator("body").evaluate("() => 1 + 1") == 2
    expect(frame.get_by_role("button", name="Submit").first).to_be_visible()
