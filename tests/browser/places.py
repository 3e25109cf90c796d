"""Places on pictures and in texts, told in pixels of the picture or as words of the text, for mouse and fingers.

Where they are on the screen is measured from outside: a tool that takes a click for another place is found out.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image
from playwright.sync_api import FrameLocator, Locator, Page

WIDTH, HEIGHT = 400, 300  # of the pictures that are drawn upon
SIZE = {"height": HEIGHT, "width": WIDTH}
NOTHING = (255, 255, 255, 0)  # RGBA of a pixel that nobody painted
MARGIN = 12  # screen pixels round a fitted picture

Point = tuple[float, float]
Pixels = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]


@dataclass
class Drawing:
    """A drawing tool, addressed in pixels of its picture, which is shown whole and as large as fits."""

    page: Page
    frame: FrameLocator

    def __post_init__(self) -> None:
        box = self.frame.locator("canvas.upper-canvas").bounding_box()
        assert box
        self.scale = min((box["width"] - 2 * MARGIN) / WIDTH, (box["height"] - 2 * MARGIN) / HEIGHT)
        self.left = box["x"] + (box["width"] - WIDTH * self.scale) / 2
        self.top = box["y"] + (box["height"] - HEIGHT * self.scale) / 2

    def at(self, x: float, y: float) -> Point:
        """Where a point of the picture is on the page."""
        return self.left + x * self.scale, self.top + y * self.scale

    def drag(self, *points: Point, steps: int = 4) -> None:
        """Press at the first point, go through the others, let go at the last."""
        self.page.mouse.move(*self.at(*points[0]))
        self.page.mouse.down()
        for point in points[1:]:
            self.page.mouse.move(*self.at(*point), steps=steps)
        self.page.mouse.up()

    def click(self, *points: Point) -> None:
        for point in points:
            self.page.mouse.click(*self.at(*point))

    def press(self, *keys: str) -> None:
        press(self.page, *keys)


@dataclass
class Words:
    """A text that is marked, addressed by its words; `nth` counts equal ones from 0."""

    page: Page
    frame: FrameLocator

    def place(self, words: str, nth: int = 0) -> dict[str, float]:
        """Where words stand on the screen, in pixels of the page."""
        script = """(element, [words, nth]) => {
            const lines = [...element.querySelectorAll(".line")];
            const inLine = line => [...line.textContent.matchAll(words)].map(({ index }) => ({ line, index }));
            const found = lines.flatMap(inLine)[nth];
            const range = document.createRange();
            range.setStart(found.line.firstChild, found.index);
            range.setEnd(found.line.firstChild, found.index + words.length);
            const { left, right, top, bottom } = range.getBoundingClientRect();
            return { left, right, middle: (top + bottom) / 2 };
        }"""
        text = self.frame.locator(".text")
        inside: dict[str, float] = text.evaluate(script, [words, nth])
        element, box = text.evaluate("text => text.getBoundingClientRect().toJSON()"), text.bounding_box()
        assert box
        right, down = box["x"] - element["x"], box["y"] - element["y"]
        return {
            "left": inside["left"] + right, "right": inside["right"] + right, "middle": inside["middle"] + down,
        }  # fmt: skip

    def drag(self, begin: str, end: str) -> None:
        """Drag from inside the first words to inside the others, as hands do: neither begins nor ends exactly."""
        first, last = self.place(begin), self.place(end)
        self.page.mouse.move(first["left"] + 4, first["middle"])
        self.page.mouse.down()
        self.page.mouse.move(last["right"] - 4, last["middle"], steps=4)
        self.page.mouse.up()

    def click(self, words: str, nth: int = 0, **options: Any) -> None:
        place = self.place(words, nth)
        self.page.mouse.click((place["left"] + place["right"]) / 2, place["middle"], **options)

    def label(self, name: str) -> Locator:
        """The button of a label."""
        return self.frame.locator(f".label-button button[data-testid={name}]")


def press(page: Page, *keys: str) -> None:
    """Press keys one after another."""
    for key in keys:
        page.keyboard.press(key)


def vertices(*points: tuple[int, int]) -> list[dict[str, int]]:
    return [{"x": x, "y": y} for x, y in points]


def swept(size: int, *points: Point) -> Flags:
    """The pixels whose middle is no farther than half the size from the way of a brush through these points."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
    under = np.zeros((HEIGHT, WIDTH), bool)
    places = [(np.floor(px) + 0.5, np.floor(py) + 0.5) if size % 2 else (round(px), round(py)) for px, py in points]
    for (ax, ay), (bx, by) in zip(places, places[1:] or places, strict=False):
        square = (bx - ax) ** 2 + (by - ay) ** 2
        share = np.clip(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / (square or 1), 0, 1)
        under |= np.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay)) <= size / 2
    return under


def pixels(part: dict[str, Any]) -> Pixels:
    """The submitted mask, read by another program than ours."""
    image = Image.open(BytesIO(base64.b64decode(part["labeledImage"]["pngImageData"])))
    assert (image.mode, image.size) == ("RGBA", (WIDTH, HEIGHT))
    return np.asarray(image)


def painting(*parts: tuple[str, Flags]) -> Pixels:
    """A mask in which these colours lie on these pixels."""
    mask = np.full((HEIGHT, WIDTH, 4), NOTHING, np.uint8)
    for colour, flags in parts:
        mask[flags] = rgba(colour)
    return mask


def of(mask: Pixels, colour: tuple[int, ...]) -> Flags:
    found: Flags = (mask == np.array(colour)).all(axis=2)
    return found


def rgba(colour: str) -> tuple[int, ...]:
    return (*bytes.fromhex(colour[1:]), 255)
