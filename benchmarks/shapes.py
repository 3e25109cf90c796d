"""How fast thousands of shapes are opened and worked on, in a real Chromium.

    python -m benchmarks.shapes [--polygons 5000]

A template with `crowd-polygon` opens a picture of 10,000 x 5,000 pixels with 5,000 polygons of 20 points, which its script
fetches (so many are more than Liquid puts into one attribute). Opening counts
from the navigation of the template's frame until picture and polygons have been painted. Input delay is the browser's
own clock too: from the time stamp of each pointer or wheel event until the frame that shows what it did has been handed
to the compositor (the second `requestAnimationFrame` after the event begins only then).
"""

from __future__ import annotations

import argparse
import json
import math
import random
import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw
from playwright.sync_api import FrameLocator, Page, sync_playwright

from benchmarks.figures import Figure, ended, median_ms, p95_ms
from tests.browser.stage import Stage, stage_in

TITLE = "Thousands of shapes on a huge picture"
WIDTH, HEIGHT = 10_000, 5_000
POINTS = 20
LABELS = ("building", "road", "tree", "water", "car", "field")
OPEN_MS, DELAY_MS = 2000, 50
EVENTS = 60
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-features=LocalNetworkAccessChecks",  # the pictures come from this machine, the page does not
]  # fmt: skip

TEMPLATE = """<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
<crowd-form><crowd-polygon name="a" src="{{ task.input.store }}/survey.jpg" header="Outline everything"
  labels="{{ task.input.labels | to_json | escape }}"></crowd-polygon></crowd-form>
<script>
  const polygons = fetch("{{ task.input.store }}/polygons.json").then(answer => answer.json());
  document.addEventListener("all-crowd-elements-ready", async () => {
    document.querySelector("crowd-polygon").initialValue = await polygons;
  });
</script>"""

# Two frames after an event its effect has been painted. Delays are kept by the name of what is being done.
_WATCH = """
const paint = () => new Promise(requestAnimationFrame);
const delays = (window.delays = []);
for (const type of ["pointerdown", "pointermove", "pointerup", "wheel", "keydown"])
    addEventListener(type, async event => {
        await paint();
        await paint();
        delays.push(performance.now() - event.timeStamp);
    }, { capture: true, passive: true });
addEventListener("all-crowd-elements-ready", async () => {
    const widget = document.querySelector("crowd-polygon");
    while (widget.initialValue === null || widget.shadowRoot.querySelector(".loading:not([hidden])")) await paint();
    await paint();
    await paint();
    window.opened = performance.now();
});
"""


def polygons(count: int) -> list[dict[str, Any]]:
    """Bumpy discs all over the picture, always the same."""
    dice = random.Random(7)

    def one() -> dict[str, Any]:
        x, y, size = dice.uniform(80, WIDTH - 80), dice.uniform(80, HEIGHT - 80), dice.uniform(20, 70)
        turns = [2 * math.pi * i / POINTS for i in range(POINTS)]
        radii = [size * dice.uniform(0.8, 1.1) for _ in turns]
        points = zip(turns, radii, strict=True)
        vertices = [{"x": round(x + r * math.cos(turn)), "y": round(y + r * math.sin(turn))} for turn, r in points]
        return {"label": dice.choice(LABELS), "vertices": vertices}

    return [one() for _ in range(count)]


def picture() -> bytes:
    """A JPEG as a survey camera makes it: fine structure everywhere."""
    small = (
        Image.effect_noise((WIDTH // 8, HEIGHT // 8), 70)
        .convert("RGB")
        .resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
    )
    draw = ImageDraw.Draw(small)
    for x in range(0, WIDTH, 500):
        draw.line((x, 0, x, HEIGHT), fill=(90, 120, 80), width=6)
    out = BytesIO()
    small.save(out, "JPEG", quality=85)
    return out.getvalue()


@contextmanager
def store(files: dict[str, bytes]) -> Iterator[str]:
    """A server of these files, as an object store is one: through the browser's remote control they would crawl."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = files[self.path.removeprefix("/")]
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Not a word between the figures."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


class Session:
    """The template, open in a browser."""

    def __init__(self, page: Page, frame: FrameLocator) -> None:
        self.page = page
        self.frame = frame.locator("crowd-polygon")
        self._inner = page.frames[1]
        box = frame.locator("canvas.upper-canvas").bounding_box()
        assert box
        self.left, self.top = box["x"], box["y"]
        self.width, self.height = box["width"], box["height"]

    @property
    def opened_ms(self) -> float:
        self._inner.wait_for_function("window.opened")
        return float(self._inner.evaluate("window.opened"))

    def delays(self, act: Callable[[], None]) -> list[float]:
        """Seconds of delay of each event while `act` does something."""
        self._inner.evaluate("delays.length = 0")
        act()
        self.page.wait_for_timeout(400)
        return [one / 1000 for one in self._inner.evaluate("delays")]

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a pixel of the picture, shown whole, is on the page."""
        scale = min((self.width - 24) / WIDTH, (self.height - 24) / HEIGHT)
        return (
            self.left + (self.width - WIDTH * scale) / 2 + x * scale,
            self.top + (self.height - HEIGHT * scale) / 2 + y * scale,
        )

    def walk(self, dx: float, dy: float) -> Iterator[tuple[float, float]]:
        """Steps of a movement there and back, as a hand makes them."""
        for step in range(EVENTS):
            share = math.sin(step / EVENTS * math.pi)
            yield dx * share, dy * share
            self.page.wait_for_timeout(16)


def _drag(session: Session, x: float, y: float, dx: float, dy: float) -> None:
    mouse = session.page.mouse
    mouse.move(x, y)
    mouse.down()
    for step_x, step_y in session.walk(dx, dy):
        mouse.move(x + step_x, y + step_y)
    mouse.up()


def _hover(session: Session) -> None:
    for dx, dy in session.walk(session.width * 0.8, session.height * 0.5):
        session.page.mouse.move(session.left + 40 + dx, session.top + session.height * 0.3 + dy)


def _zoom(session: Session) -> None:
    session.page.mouse.move(session.left + session.width / 2, session.top + session.height / 2)
    for step, _ in enumerate(session.walk(0, 0)):
        session.page.mouse.wheel(0, -60 if step < EVENTS / 2 else 60)


def _pan(session: Session) -> None:
    session.page.keyboard.down(" ")
    _drag(session, session.left + session.width / 2, session.top + session.height / 2, 200, 80)
    session.page.keyboard.up(" ")


def _figure(what: str, delays: Sequence[float]) -> Figure:
    p95 = p95_ms(delays)
    measured = f"p50 {median_ms(delays):.0f} ms, p95 {p95:.0f} ms"
    beside = f"{len(delays)} events; longest {1000 * max(delays):.0f} ms"
    return Figure(what, measured, f"p95 < {DELAY_MS} ms", p95 < DELAY_MS, beside)


def _open(stage: Stage, address: str) -> Session:
    stage.page.route(f"{address}/**", lambda route: route.continue_())
    stage.page.add_init_script(_WATCH)
    return Session(stage.page, stage.show(TEMPLATE, {"store": address, "labels": list(LABELS)}))


def measure(count: int) -> list[Figure]:
    drawn = polygons(count)
    files = {"survey.jpg": picture(), "polygons.json": json.dumps(drawn).encode()}
    with store(files) as address, sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        session = _open(stage_in(context), address)
        figures = [_opening(session, drawn)]
        session.page.wait_for_timeout(1500)
        session.page.mouse.click(session.left + 4, session.top + 4)
        session.page.keyboard.press("v")
        big = max(drawn, key=lambda one: max(p["x"] for p in one["vertices"]) - min(p["x"] for p in one["vertices"]))
        x, y = session.at(*_middle(big))
        figures.append(_figure("Moving a polygon", session.delays(lambda: _drag(session, x, y, 120, 60))))
        corner = session.at(big["vertices"][0]["x"], big["vertices"][0]["y"])
        figures.append(_figure("Moving a vertex", session.delays(lambda: _drag(session, *corner, 40, 30))))
        figures.append(_figure("Hovering over polygons", session.delays(lambda: _hover(session))))
        figures.append(_figure("Zooming with the wheel, in and out", session.delays(lambda: _zoom(session))))
        figures.append(_figure("Moving the picture", session.delays(lambda: _pan(session))))
        browser.close()
    return figures


def _middle(polygon: dict[str, Any]) -> tuple[float, float]:
    points = polygon["vertices"]
    return sum(p["x"] for p in points) / len(points), sum(p["y"] for p in points) / len(points)


def _opening(session: Session, drawn: list[dict[str, Any]]) -> Figure:
    took = session.opened_ms
    kept = session.frame.evaluate("widget => JSON.stringify(widget.value.polygons)")
    assert json.loads(kept) == drawn, "The polygons shown are not those that were given."
    beside = f"{len(drawn):,} polygons of {POINTS} points, a JPEG of {WIDTH:,}x{HEIGHT:,}"
    return Figure("Opening, from navigation to painted", f"{took:.0f} ms", f"< {OPEN_MS} ms", took < OPEN_MS, beside)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--polygons", type=int, default=5000)
    given = parser.parse_args()
    figures = measure(given.polygons)
    return ended(TITLE, figures)


if __name__ == "__main__":
    sys.exit(main())
