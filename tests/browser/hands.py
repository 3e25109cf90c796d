"""One function for each tool, which works it as a worker would and says which answer has to be stored then.

Each gets the page and the sandboxed frame of the item, as `tests/browser/test_every_type.py` has ordered it: the labels
cat and dog, or those that it says; a picture of `WIDTH` by `HEIGHT`; a recording of six seconds; a document of two pages.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from playwright.sync_api import FrameLocator, Page

from tests.browser.places import (
    HEIGHT,
    SIZE,
    WIDTH,
    Drawing,
    Flags,
    Pixels,
    Words,
    painting,
    press,
    rgba,
    swept,
    vertices,
)  # fmt: skip

Answer = dict[str, Any]  # a mask's picture is not base64 here but its pixels

BLUE, ORANGE = "#56b4e9", "#e69f00"  # the first two colours of labels
OF_EARLIER = {"cat": "#2ca02c", "dog": "#1f77b4"}


def image_class(page: Page, frame: FrameLocator) -> Answer:
    frame.get_by_role("radio", name="dog").click()
    return {"crowd-image-classifier": {"label": "dog"}}


def image_classes(page: Page, frame: FrameLocator) -> Answer:
    frame.get_by_role("checkbox", name="dog").click()
    press(page, "1")
    return {"crowd-image-classifier-multi-select": {"labels": ["cat", "dog"]}}


def boxes(page: Page, frame: FrameLocator) -> Answer:
    drawing = drawing_in(page, frame)
    drawing.drag((40, 50), (140, 120))
    press(page, "2")
    drawing.drag((300, 250), (220, 180))
    found = [
        {"label": "cat", "left": 40, "top": 50, "width": 100, "height": 70},
        {"label": "dog", "left": 220, "top": 180, "width": 80, "height": 70},
    ]
    return {"boundingBox": {"boundingBoxes": found, "inputImageProperties": SIZE}}


def adjusted_boxes(page: Page, frame: FrameLocator) -> Answer:
    drawing = drawing_in(page, frame)
    drawing.click((40, 27))
    drawing.drag((72, 41), (92, 61))
    found = [{"label": "dog", "left": 11, "top": 13, "width": 81, "height": 48}]
    return {"boundingBox": {"boundingBoxes": found, "inputImageProperties": SIZE, "initialValueModified": True}}


def mask(page: Page, frame: FrameLocator) -> Answer:
    drawing = drawing_in(page, frame)
    drawing.drag((60.2, 70.2), (200.2, 120.2), steps=1)
    press(page, "2")
    drawing.click((300.2, 200.2))
    painted = painting((BLUE, swept(30, (60, 70), (200, 120))), (ORANGE, swept(30, (300, 200))))
    return {"crowd-semantic-segmentation": mask_of({"cat": BLUE, "dog": ORANGE}, painted)}


def adjusted_mask(page: Page, frame: FrameLocator) -> Answer:
    drawing = drawing_in(page, frame)
    press(page, "2")
    drawing.click((60.2, 70.2))
    painted = earlier_mask()
    painted[swept(30, (60, 70))] = rgba(OF_EARLIER["dog"])
    return {"crowd-semantic-segmentation": {**mask_of(OF_EARLIER, painted), "initialValueModified": True}}


def instances(page: Page, frame: FrameLocator) -> Answer:
    drawing = drawing_in(page, frame)
    drawing.click((60.2, 70.2))
    press(page, "n")
    drawing.click((160.2, 70.2))
    painted = painting((BLUE, swept(30, (60, 70))), (ORANGE, swept(30, (160, 70))))
    return {
        "crowd-instance-segmentation": {
            "inputImageProperties": SIZE,
            "instances": [{"color": BLUE, "label": "cat"}, {"color": ORANGE, "label": "cat"}],
            "labeledImage": {"pngImageData": painted},
        }
    }


def polygon(page: Page, frame: FrameLocator) -> Answer:
    drawing = drawing_in(page, frame)
    press(page, "2")
    drawing.click((50, 50), (150, 60))
    page.mouse.dblclick(*drawing.at(100, 200))
    found = [{"label": "dog", "vertices": vertices((50, 50), (150, 60), (100, 200))}]
    return {"crowd-polygon": {"inputImageProperties": SIZE, "polygons": found}}


def polyline(page: Page, frame: FrameLocator) -> Answer:
    drawing = drawing_in(page, frame)
    press(page, "2")
    drawing.click((50, 50), (150, 60), (100, 200))
    press(page, "Enter")
    found = [{"label": "dog", "vertices": vertices((50, 50), (150, 60), (100, 200))}]
    return {"crowd-polyline": {"inputImageProperties": SIZE, "polylines": found}}


def keypoint(page: Page, frame: FrameLocator) -> Answer:
    drawing = drawing_in(page, frame)
    press(page, "2")
    drawing.click((50, 60))
    return {"crowd-keypoint": {"inputImageProperties": SIZE, "keypoints": [{"label": "dog", "x": 50, "y": 60}]}}


def verdict(page: Page, frame: FrameLocator) -> Answer:
    frame.locator("svg.boxes rect, img.mask").first.wait_for()
    press(page, "2")
    frame.get_by_role("button", name="Say what is wrong").click()
    frame.get_by_role("textbox", name="Say what is wrong").fill("box too wide")
    frame.get_by_role("button", name="Done").click()
    return {"crowd-image-classifier": {"label": "dog", "workerComment": "box too wide"}}


def text_class(page: Page, frame: FrameLocator) -> Answer:
    press(page, "1")
    return {"crowd-classifier": {"label": "cat"}}


def no_text_class(page: Page, frame: FrameLocator) -> Answer:
    press(page, "1")
    frame.get_by_role("checkbox", name="None of these").click()
    return {"crowd-classifier-multi-select": {"labels": []}}


def entities(page: Page, frame: FrameLocator) -> Answer:
    words = Words(page, frame)
    words.label("Place").click()
    words.click("Oslo")
    press(page, "1")
    words.drag("with", "Cy")
    found = [
        {"label": "Place", "startOffset": 14, "endOffset": 18},
        {"label": "Person", "startOffset": 21, "endOffset": 28},
    ]
    return {"crowd-entity-annotation": {"entities": found}}


def clip_class(page: Page, frame: FrameLocator) -> Answer:
    frame.locator("video").evaluate(
        "video => video.readyState >= 2 || new Promise((loaded, failed) => {"
        "  Object.assign(video, { onloadeddata: () => loaded(), onerror: failed });"
        "})"
    )
    press(page, " ")
    frame.get_by_role("button", name="Pause").wait_for()
    frame.get_by_role("radio", name="dog").click()
    return {"crowd-classifier": {"label": "dog"}}


def own_form(page: Page, frame: FrameLocator) -> Answer:
    frame.get_by_label("Title").fill("A grey field")
    frame.get_by_role("checkbox", name="Dark").check()
    return {"title": "A grey field", "faults": {"blurred": False, "dark": True}}


def transcript(page: Page, frame: FrameLocator) -> Answer:
    frame.locator("#play:enabled").wait_for()
    frame.get_by_label("Text of this segment").fill("Good morning.")
    press(page, "Escape", "1", "ArrowRight", "ArrowRight", "x", "2", "w")
    page.keyboard.type("Hello.")
    press(page, "Escape")
    segments = [
        {"start": 0, "end": 4, "label": "Ann", "text": "Good morning."},
        {"start": 4, "end": 6, "label": "Bo", "text": "Hello."},
    ]
    return {"transcription": {"text": "Good morning.\nHello.", "segments": segments}}


def sounds(page: Page, frame: FrameLocator) -> Answer:
    frame.locator("#play:enabled").wait_for()
    frame.locator("main").focus()
    press(page, "ArrowRight", "b", "ArrowRight", "b", "2")
    return {"audioSegments": {"segments": [{"start": 2, "end": 4, "label": "dog"}]}}


def caption(page: Page, frame: FrameLocator) -> Answer:
    frame.get_by_label("Caption").fill("A grey field.")
    return {"caption": {"text": "A grey field."}}


def preference(page: Page, frame: FrameLocator) -> Answer:
    shown = [0, 1] if frame.locator(".response .prose").first.inner_text() == "One." else [1, 0]
    for letter, response in zip("AB", shown, strict=True):
        scores = frame.get_by_role("group", name=f"Response {letter}: Truth")
        scores.get_by_role("radio", name=str(4 + response)).check()
    press(page, "3" if shown[0] == 1 else "5")  # of seven: A is slightly better, B is slightly better
    frame.get_by_label("Reason").fill("It is shorter.")
    ratings = [{"Truth": 4}, {"Truth": 5}]
    given = {
        "preferred": 1,
        "degree": "slightly better",
        "ratings": ratings,
        "reason": "It is shorter.",
        "shown": shown,
    }
    return {"preference": given}


def rating(page: Page, frame: FrameLocator) -> Answer:
    frame.locator("main").focus()
    press(page, "5")
    return {"rating": {"ratings": {"Truth": 5}}}


def translation(page: Page, frame: FrameLocator) -> Answer:
    frame.get_by_label("Translation", exact=True).fill("Es ist ein Paket.")
    return {"translation": {"text": "Es ist ein Paket."}}


def correction(page: Page, frame: FrameLocator) -> Answer:
    frame.get_by_label("Text", exact=True).fill("It is the parcel.")
    return {"correction": {"text": "It is the parcel.", "changed": True}}


def document(page: Page, frame: FrameLocator) -> Answer:
    frame.locator(".loading").wait_for(state="hidden")
    press(page, "2")
    frame.get_by_role("button", name="Page 2").click()
    frame.get_by_role("radio", name="cat").click()
    return {"document": {"pages": [{"page": 1, "category": "dog"}, {"page": 2, "category": "cat"}]}}


def drawing_in(page: Page, frame: FrameLocator) -> Drawing:
    """The tool of this item, once its picture is there."""
    frame.locator(".loading").wait_for(state="hidden")
    return Drawing(page, frame)


def mask_of(colours: dict[str, str], painted: Pixels) -> dict[str, Any]:
    return {
        "inputImageProperties": SIZE,
        "labelMappings": {label: {"color": colour} for label, colour in colours.items()},
        "labeledImage": {"pngImageData": painted},
    }


def earlier_flags() -> tuple[Flags, Flags]:
    """Where an earlier job found a cat, and where a dog."""
    cat, dog = (np.zeros((HEIGHT, WIDTH), bool) for _ in range(2))
    cat[20:120, 30:330] = True
    dog[150:250, 200:260] = True
    return cat, dog


def earlier_mask() -> Pixels:
    return painting(*zip(OF_EARLIER.values(), earlier_flags(), strict=True))
