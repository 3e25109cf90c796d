"""A long text in a real Chromium: opening it with all its marks, and how long each thing a worker does takes to show.

    python -m benchmarks.spans [--characters 1000000] [--spans 2000] [--times 60]

Opening counts from the navigation of the frame until its first marks have been painted. Everything else counts from the
moment the browser received the input (`timeStamp` of the event) until the frame after the one that it changed begins,
which is when that one has been handed to the compositor. The template runs in the sandbox of real work, without a server.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
from collections.abc import Callable, Sequence
from typing import Any

from playwright.sync_api import FrameLocator, Page, sync_playwright

from benchmarks.figures import Figure, ended, median_ms, p95_ms
from tests.browser.stage import Stage, stage_in

TITLE = "A long text to mark"
OPEN_MS = 2000
DELAY_MS = 50
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
SENTENCE = "Ann met the people of Oslo and Bergen in May while an office at the Bank of Norway was being painted red"
GAPS = [*[" "] * 7, ", ", ". ", ".\n", ".\n\n"]
LABELS = ["Person", "Place", "Organisation", "Date", "Product", "Event"]

TEMPLATE = """<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
<crowd-entity-annotation name="ner" header="Mark the names" labels="{{ task.input.labels | to_json | escape }}"
  initial-value="{{ task.input.initial | to_json | escape }}" text="{{ task.input.text }}"></crowd-entity-annotation>"""

# In every document; only the template's frame has the widget.
_WATCH = """
const paint = () => new Promise(requestAnimationFrame);
window.took = {};
for (const type of ["pointermove", "pointerup", "keydown", "wheel"]) {
  addEventListener(type, async event => {
    if (event.key === "Control") return;
    await paint();
    await paint();  // this one begins when the one before it has been handed to the compositor
    (took[type] ??= []).push(performance.now() - event.timeStamp);
  }, { capture: true, passive: true });
}
document.addEventListener("all-crowd-elements-ready", async () => {
  const widget = document.querySelector("crowd-entity-annotation");
  while (!widget.shadowRoot.querySelector(".mark")) await paint();
  await paint();
  window.opened = performance.now();
});
"""


def material(characters: int, spans: int, seed: int = 5) -> dict[str, Any]:
    """A text of some lines of some words, and spans all over it; every tenth reaches over the one after it."""
    chance = random.Random(seed)
    words: list[str] = []
    starts: list[int] = []
    size = 0
    while size < characters:
        starts.append(size)
        words.append(chance.choice(SENTENCE.split()) + chance.choice(GAPS))
        size += len(words[-1])
    initial = []
    for number in range(spans):
        first = number * (len(words) - 60) // spans
        last = first + (50 if number % 10 == 0 else chance.randint(1, 4))
        initial.append(_entity(chance, starts[first], starts[last] - 1))
    return {"text": "".join(words), "labels": LABELS, "initial": initial}


def _entity(chance: random.Random, start: int, end: int) -> dict[str, Any]:
    return {"label": chance.choice(LABELS), "startOffset": start, "endOffset": end}


class Hand:
    """Somebody at mouse and keys in the widget."""

    def __init__(self, page: Page, frame: FrameLocator, times: int) -> None:
        self._page = page
        self._widget = frame.locator("crowd-entity-annotation")
        self._times = times
        self._chance = random.Random(7)

    def took(self, kind: str, act: Callable[[int], None]) -> list[float]:
        """Seconds from each of these inputs to what was painted; the first five warm up."""
        self._widget.evaluate("() => { window.took = {} }")
        for number in range(self._times + 5):
            act(number)
            self._page.wait_for_timeout(60)
        took: dict[str, list[float]] = self._widget.evaluate("() => window.took")
        return [one / 1000 for one in took[kind][5:]]

    def _place(self) -> tuple[float, float]:
        return 420 + self._chance.random() * 480, 180 + self._chance.random() * 480

    def hover(self, _number: int) -> None:
        self._page.mouse.move(*self._place())

    def scroll(self, _number: int) -> None:
        self._page.mouse.wheel(0, 400)

    def select(self, _number: int) -> None:
        """Drag over some words: with a label in hand they are marked when the button is let go."""
        x, y = self._place()
        self._page.mouse.move(x, y)
        self._page.mouse.down()
        self._page.mouse.move(x + 60, y)
        self._page.mouse.up()

    def label(self, number: int) -> None:
        """Another label for the mark that is chosen."""
        self._page.keyboard.press(str(1 + number % len(LABELS)))

    def word(self, number: int) -> None:
        """By keys alone: the next word, and its label."""
        self._page.keyboard.press("w" if number % 2 == 0 else "1")

    def undo(self, _number: int) -> None:
        self._page.keyboard.press("Control+z")


def measure(characters: int, spans: int, times: int) -> list[Figure]:
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        stage = stage_in(browser.new_context(viewport={"width": 1440, "height": 900}))
        stage.page.add_init_script(_WATCH)
        given = material(characters, spans)
        opened = [_open(stage, given) for _ in range(5)]
        figures = [_opening(opened, characters, spans)]
        figures += _delays(stage, times)
        browser.close()
    return figures


def _open(stage: Stage, given: dict[str, Any]) -> float:
    """Seconds from the frame's navigation to its marks."""
    stage.page.set_default_timeout(60_000)
    widget = stage.show(TEMPLATE, given).locator("crowd-entity-annotation")
    while (opened := widget.evaluate("() => window.opened ?? null")) is None:
        stage.page.wait_for_timeout(20)
    return float(opened) / 1000


def _delays(stage: Stage, times: int) -> list[Figure]:
    hand = Hand(stage.page, stage.frame, times)
    figures = [
        _delay("hovering", hand.took("pointermove", hand.hover)),
        _delay("scrolling", hand.took("wheel", hand.scroll)),
        _delay("selecting and labelling by key", hand.took("keydown", hand.word)),
        _delay("another label by key", hand.took("keydown", hand.label)),
    ]
    stage.page.keyboard.press("Escape")
    stage.page.keyboard.press("1")
    figures.append(_delay("marking by mouse", hand.took("pointerup", hand.select)))
    figures.append(_delay("undoing", hand.took("keydown", hand.undo)))
    return figures


def _opening(took: Sequence[float], characters: int, spans: int) -> Figure:
    beside = f"{characters:,} characters, {spans:,} spans; {len(took)} times"
    measured = f"p50 {median_ms(took):.0f} ms, longest {1000 * max(took):.0f} ms"
    return Figure("opening", measured, f"< {OPEN_MS} ms", 1000 * max(took) < OPEN_MS, beside)


def _delay(what: str, took: Sequence[float]) -> Figure:
    p50, p95 = median_ms(took), p95_ms(took)
    beside = f"{len(took)} times; longest {1000 * max(took):.0f} ms"
    return Figure(what, f"p50 {p50:.0f} ms, p95 {p95:.0f} ms", f"p95 < {DELAY_MS} ms", p95 < DELAY_MS, beside)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--characters", type=int, default=1_000_000)
    parser.add_argument("--spans", type=int, default=2000)
    parser.add_argument("--times", type=int, default=60)
    given = parser.parse_args()
    figures = measure(given.characters, given.spans, given.times)
    return ended(TITLE, figures)


if __name__ == "__main__":
    sys.exit(main())
