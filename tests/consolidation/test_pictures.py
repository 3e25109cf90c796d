"""What was drawn or painted is seen over the object's picture: each answer's, and the label's."""

from __future__ import annotations

import random
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageDraw

from consolidation.consolidating import consolidate_next
from consolidation.pictures import Picture, drawing_of
from jobs import dispatch
from jobs.answers.drawings import Drawing, Shape
from jobs.answers.masks import Painted, Painting
from jobs.models import LabelingJob
from tenants import scope
from tests.admin.looks import Visit, looks, looks_right
from tests.browser.conftest import apart, chromium, visit
from tests.cast import Account
from tests.jobs.play import take
from tests.site import Site
from tests.wire.kinds import Item
from tests.wire.media_samples import painted
from tests.wire.test_task_types import ordered, request_of

__all__ = ["chromium", "visit"]
WIDTH, HEIGHT = 480, 320
CAR, TREE = (60, 90, 250, 210), (300, 40, 420, 260)  # left, top, right, bottom
PEOPLE = ("ann", "ben", "kim")


def street() -> bytes:
    picture = Image.new("RGB", (WIDTH, HEIGHT), (196, 214, 224))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 200, WIDTH, HEIGHT), fill=(120, 122, 126))
    pen.rectangle(CAR, fill=(170, 60, 52))
    pen.ellipse(TREE, fill=(74, 112, 70))
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def box(label: str, corners: tuple[int, ...], lot: random.Random) -> dict[str, Any]:
    left, top, right, bottom = (side + lot.randint(-9, 9) for side in corners)
    return {"label": label, "left": left, "top": top, "width": right - left, "height": bottom - top}


def boxes(lot: random.Random) -> dict[str, Any]:
    given = [box("car", CAR, lot), box("tree", TREE, lot)]
    return {"boundingBoxes": given, "inputImageProperties": {"width": WIDTH, "height": HEIGHT}}


def mask(lot: random.Random) -> dict[str, Any]:
    rows = [["."] * WIDTH for _ in range(HEIGHT)]
    for letter, corners in (("c", CAR), ("t", TREE)):
        left, top, right, bottom = (side + lot.randint(-9, 9) for side in corners)
        for row in rows[top:bottom]:
            row[left:right] = letter * (right - left)
    colours = {"c": (0x1F, 0x77, 0xB4, 255), "t": (0x2C, 0xA0, 0x2C, 255), ".": (0, 0, 0, 0)}
    return {
        "labelMappings": {"car": {"color": "#1f77b4"}, "tree": {"color": "#2ca02c"}},
        "labeledImage": {"pngImageData": painted(["".join(row) for row in rows], colours)},
        "inputImageProperties": {"width": WIDTH, "height": HEIGHT},
    }


KINDS = {
    "BoundingBox": ("boundingBox", boxes),
    "SemanticSegmentation": ("crowd-semantic-segmentation", mask),
}


def labeled(account: Account, kind: str) -> LabelingJob:
    """A picture that three people have drawn on, each a little besides."""
    element, said = KINDS[kind]
    attribute = "lan-ref" if kind == "SemanticSegmentation" else "lan"
    item = Item({}, None, {}, content=street(), labels=("car", "tree"), attribute=attribute)
    request = request_of(account, kind, item, kind)
    request["HumanTaskConfig"]["NumberOfHumanWorkersPerDataObject"] = len(PEOPLE)
    job, lot = ordered(account, request), random.Random(4)
    with scope.tenant(account.tenant.pk):
        for name in PEOPLE:
            worker = account.worker(f"{name}@example.org")
            dispatch.submit(take(job, worker.pk).assignment_id, worker.pk, {element: said(lot)})
        assert consolidate_next(job) == 1
    return job


PICTURE = Picture("/a.png?b=1&c=2", ["car", "<tree>"], closed=True)


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        ({"left": 1, "top": 2, "width": 3, "height": 4}, '<rect x="1" y="2" width="3" height="4"/>'),
        ({"vertices": [{"x": 1, "y": 2}, {"x": 3, "y": 4}, {"x": 5, "y": 0}]}, '<polygon points="1,2 3,4 5,0"/>'),
        ({"x": 7, "y": 8}, '<circle cx="7" cy="8" r="0.4"/>'),
    ],
)
def test_each_shape_lies_where_it_was_drawn_with_its_label(place: dict[str, Any], wanted: str) -> None:
    shown = PICTURE.with_answer(Drawing(40, 30, (Shape("<tree>", place),)))
    assert f"{wanted}<title>&lt;tree&gt;</title>" in shown
    assert 'viewBox="0 0 40 30"' in shown
    assert '<img src="/a.png?b=1&amp;c=2" alt="">' in shown


def test_a_line_stays_open() -> None:
    line = Shape("car", {"vertices": [{"x": 1, "y": 2}, {"x": 3, "y": 4}]})
    assert "<polyline" in Picture("/a.png", ["car"], closed=False).with_answer(Drawing(9, 9, (line,)))


def test_nothing_is_shown_without_a_picture_or_of_what_draws_nothing_or_is_large() -> None:
    drawing = Drawing(9, 9, (Shape("car", {"x": 1, "y": 1}),))
    assert Picture("", ["car"], closed=True).with_answer(drawing) == ""
    assert PICTURE.with_answer("car") == ""
    assert PICTURE.with_answer(Painting(9, 9, (), bytes(2_000_000))) == ""


def test_the_key_names_what_was_drawn_in_the_order_of_the_jobs_labels() -> None:
    drawn = Drawing(9, 9, (Shape("<tree>", {"x": 1, "y": 1}), Shape("car", {"x": 1, "y": 1})))
    assert PICTURE.key([drawn, "car"]).index("car") < PICTURE.key([drawn]).index("&lt;tree&gt;")
    assert 'fill="#2ca02c"' in PICTURE.key([Painting(9, 9, (Painted("car", "#2ca02c"),), b"")])
    assert PICTURE.key(["car"]) == ""


def test_only_a_label_of_shapes_on_a_picture_is_a_drawing() -> None:
    value = {"image_size": [{"width": 4, "height": 2, "depth": 3}], "annotations": [{"class_id": 1, "x": 3, "y": 1}]}
    assert drawing_of(value, {"class-map": {"1": "dog"}}) == Drawing(4, 2, (Shape("dog", {"x": 3, "y": 1}),))
    for other in (7, "s3://b/k.png", ["a"], {"annotations": {}}, None):
        assert drawing_of(other, {}) is None


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_objects_page_shows_what_everybody_drew(alice: Account, site: Site, visit: Visit, kind: str) -> None:
    job = apart(lambda: labeled(alice, kind))
    for look, page in looks(visit, alice, site):
        page.goto(f"/admin/consolidation/crowdstanding/{job.pk}/0/")
        drawn = page.locator(".pl-drawn")
        assert drawn.count() == 1 + len(PEOPLE)
        page.wait_for_function("[...document.querySelectorAll('.pl-drawn img')].every(one => one.naturalWidth === 480)")
        looks_right(page, f"object-{kind}-{look}")
