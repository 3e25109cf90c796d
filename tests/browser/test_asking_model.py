"""Things selected by clicks with the operator's model: a real pair of ONNX files behind a real site and Celery."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import orjson
import pytest
from django.core.cache import cache
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Frame, FrameLocator, Page, WebSocketRoute, expect

from jobs.models import Assignment, LabelingJob
from tenants import scope
from tests.autolabel import tiny_segmenter
from tests.browser.conftest import DESK, PATIENCE, apart, open_work, signed_in
from tests.browser.hands import BLUE, drawing_in
from tests.browser.places import HEIGHT, WIDTH, Flags, of, pixels, press, rgba
from tests.browser.stage import picture
from tests.cast import Account, make_account
from tests.portal.page import Page as Socket
from tests.portal.page import session_of
from tests.site import Site, empty_all_tables, free_port, start_celery, start_web, stop
from tests.wire.kinds import ITEMS
from tests.wire.test_task_types import request_of
from workforce.models import Worker

RED_THING, BLUE_THING = (100, 80, 200, 180), (200, 80, 260, 180)


# Has a frame ask, all at once; what it is told about each question, oldest first.
ASK = """prompts => Promise.all(prompts.map((prompt, at) => new Promise(resolve => {
    const seq = 1000 + at;
    addEventListener("message", ({ data }) => data.type === "segmented" && data.seq === seq && resolve(data.reason));
    top.postMessage({ plumbline: 1, type: "segment", seq, prompt }, "*");
})))"""


class Line:
    """The line of a work page, which can keep back what the server says."""

    def __init__(self, page: Page) -> None:
        self.keeps = ""  # what has this in it
        self.said: list[str] = []  # by the page, over its newest socket
        self.kept: list[str] = []  # by the server, not heard yet
        self._route: WebSocketRoute | None = None
        page.route_web_socket("**/ws/label/**", self._opened)

    def let_go(self) -> None:
        self.keeps = ""
        while self.kept:
            self._hear(self.kept.pop(0))

    def _opened(self, route: WebSocketRoute) -> None:
        self._route, self.said = route, []
        server = route.connect_to_server()

        def pass_on(said: str | bytes) -> None:
            self.said.append(str(said))
            server.send(said)

        route.on_message(pass_on)
        server.on_message(lambda said: self._hear(str(said)))

    def _hear(self, said: str) -> None:
        assert self._route is not None
        if self.keeps and self.keeps in said:
            self.kept.append(said)
        else:
            self._route.send(said)


@dataclass(frozen=True)
class Desk:
    """Where Bob sits, signed in on a site with a model, and whom he works for."""

    site: Site
    account: Account
    bob: Worker
    page: Page

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator("iframe.on-screen")

    def answer(self, job: LabelingJob) -> dict[str, Any]:
        """What Bob submits now, as it is stored."""
        self.frame.get_by_role("button", name="Submit").first.click()
        self.page.get_by_role("heading", name="You are through").wait_for()
        with scope.tenant(self.account.tenant.pk):
            answer: dict[str, Any] = Assignment.objects.get(job=job, state=Assignment.State.SUBMITTED).answer
        return answer

    @contextmanager
    def asking(self, name: str) -> Iterator[tuple[Page, Line, Frame, dict[str, Any]]]:
        """Another page of Bob's with an item, its line and its frame; and a click in the item's picture."""
        job = ordered(self.account, "Polygon", name)
        with scope.tenant(self.account.tenant.pk):
            uri = orjson.loads(job.data_objects.get().line)["source-ref"]
        page = self.page.context.new_page()
        line = Line(page)
        page.goto("/")
        open_work(page, job)
        frame = page.locator("iframe.on-screen").element_handle().content_frame()
        assert frame is not None
        click = {"picture": uri.removeprefix("s3:/"), "size": [WIDTH, HEIGHT], "points": [[9, 9]]}
        yield page, line, frame, click | {"ground": [], "box": None}
        page.close()


@pytest.fixture(scope="module")
def desk(
    django_db_setup: None, chromium: Browser, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    folder = tiny_segmenter.write_pair(tmp_path_factory.mktemp("segmenter"))
    around = {**os.environ, "AUTOLABEL_SEGMENTER": str(folder)}
    with django_db_blocker.unblock():
        empty_all_tables()
        cache.clear()
        account = make_account("Alice", "alice@example.org")
        bob = account.worker("bob@example.org")
        with ExitStack() as stack:
            stack.callback(empty_all_tables)
            celery = start_celery(around=around)
            stack.callback(stop, celery)
            site = start_web(free_port(), around)
            stack.callback(stop, site.process)
            context = chromium.new_context(base_url=site.url, viewport=DESK)
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE)
            yield Desk(site, account, bob, signed_in(context, "bob@example.org"))


def things(image: Image.Image) -> None:
    draw = ImageDraw.Draw(image)
    for (left, top, right, bottom), colour in ((RED_THING, (200, 30, 30)), (BLUE_THING, (30, 30, 200))):
        draw.rectangle((left, top, right - 1, bottom - 1), fill=colour)


def ordered(account: Account, kind: str, name: str) -> LabelingJob:
    item = replace(ITEMS[kind], content=picture(WIDTH, HEIGHT, things))
    return apart(lambda: account.job(request_of(account, kind, item, name)))


def inside(*boxes: tuple[int, int, int, int]) -> Flags:
    flags = np.zeros((HEIGHT, WIDTH), bool)
    for left, top, right, bottom in boxes:
        flags[top:bottom, left:right] = True
    return flags


def overlap(found: Flags, wanted: Flags) -> float:
    return float((found & wanted).sum() / (found | wanted).sum())


def filled(vertices: list[dict[str, int]]) -> Flags:
    image = Image.new("1", (WIDTH, HEIGHT))
    ImageDraw.Draw(image).polygon([(one["x"], one["y"]) for one in vertices], fill=1)
    return np.asarray(image)


def test_clicks_become_a_mask_that_is_stored(desk: Desk) -> None:
    job = ordered(desk.account, "SemanticSegmentation", "clicks")
    desk.page.goto("/")
    open_work(desk.page, job)
    drawing = drawing_in(desk.page, desk.frame)
    desk.frame.get_by_role("button", name="Select by clicks (model)").click()
    drawing.click((150, 130))
    finish = desk.frame.get_by_role("button", name="Take what is suggested")
    expect(finish).to_be_enabled()
    drawing.click((230, 130))
    expect(finish).to_be_enabled()
    press(desk.page, "Enter")
    painted = of(pixels(desk.answer(job)["crowd-semantic-segmentation"]), rgba(BLUE))
    assert overlap(painted, inside(RED_THING, BLUE_THING)) > 0.85


def test_a_box_becomes_a_polygon_that_is_stored(desk: Desk) -> None:
    job = ordered(desk.account, "Polygon", "a-box")
    desk.page.goto("/")
    open_work(desk.page, job)
    drawing = drawing_in(desk.page, desk.frame)
    press(desk.page, "t")
    drawing.drag((90, 70), (210, 190))
    expect(desk.frame.get_by_role("button", name="Take what is suggested")).to_be_enabled()
    press(desk.page, "Enter")
    (polygon,) = desk.answer(job)["crowd-polygon"]["polygons"]
    assert polygon["label"] == "cat"
    assert overlap(filled(polygon["vertices"]), inside(RED_THING)) > 0.85


def test_only_the_picture_of_an_item_in_hand_is_looked_at(desk: Desk) -> None:
    job = apart(lambda: desk.account.job(desk.account.image_request("several", ["a.png", "b.png", "c.png"])))
    eve = desk.account.worker("eve@example.org")
    with scope.tenant(desk.account.tenant.pk):
        paths = {
            one.line_no: orjson.loads(one.line)["source-ref"].removeprefix("s3:/") for one in job.data_objects.all()
        }

    def ask(page: Socket, item: dict[str, Any], path: str, **changes: Any) -> None:
        prompt = {"picture": path, "size": [28, 28], "points": [[3, 3]], "ground": [], "box": None, **changes}
        page.say("segment", assignment=item["assignment"], seq=4, prompt=prompt)

    def told(page: Socket, item: dict[str, Any], path: str, **changes: Any) -> dict[str, Any]:
        ask(page, item, path, **changes)
        return page.hear("segmented")

    with (
        Socket(desk.site, session_of(desk.bob), job.public_id) as page,
        Socket(desk.site, session_of(eve), job.public_id) as hers,
    ):
        assert page.hear("hello")["segmenter"] is True
        mine, other = page.next(), hers.next()
        found = told(page, mine, paths[0])
        assert (found["seq"], found["reason"]) == (4, "")
        assert sum(found["mask"]["runs"]) == found["mask"]["width"] * found["mask"]["height"] == 1024 * 1024
        assert told(page, mine, paths[0], points=[]) == {**found, "mask": None}
        assert "item's own picture" in told(page, mine, paths[1])["reason"]
        assert "another size" in told(page, mine, paths[0], size=[56, 56])["reason"]
        with Socket(desk.site, session_of(desk.bob), job.public_id) as again:
            assert "Click once more" in told(again, mine, paths[0])["reason"]
            again.next()
            assert told(again, mine, paths[0])["reason"] == ""
        ask(page, other, paths[0])
        assert page.hear("error")["code"] == "LeaseLost"


def test_whatever_a_frame_asks_is_answered(desk: Desk) -> None:
    with desk.asking("questions") as (page, line, frame, click):
        (refused,) = frame.evaluate(ASK, [{}])
        assert "valid prompt" in refused
        (other,) = frame.evaluate(ASK, [click | {"picture": f"data:{'x' * 9_000}"}])
        assert "item's own picture" in other
        *before, last = frame.evaluate(ASK, [click] * 20)
        assert last == ""
        assert all(reason == "" or "asked after this" in reason for reason in before)
        line.keeps = '"segmented"'
        page.evaluate(
            "addEventListener('message', ({ data }) => data.seq === 1000 && dispatchEvent(new Event('offline')))"
        )
        (lost,) = frame.evaluate(ASK, [click])
        assert "line is down" in lost


def test_a_question_before_the_server_greets_costs_no_item(desk: Desk) -> None:
    with desk.asking("early") as (page, line, frame, click):
        frame.evaluate("window.sameItem = true")
        line.keeps = '"type"'
        page.evaluate("dispatchEvent(new Event('offline'))")
        page.locator("#connection[data-state=connected]").wait_for()
        (early,) = frame.evaluate(ASK, [click])
        assert "line is down" in early
        assert not any('"segment"' in said for said in line.said)
        line.let_go()
        while not any('"start"' in said for said in line.said):
            page.wait_for_timeout(20)
        assert frame.evaluate(ASK, [click]) == [""]
        assert frame.evaluate("window.sameItem")


def test_a_frame_that_loads_itself_again_gets_no_answer_to_what_it_asked_before(desk: Desk) -> None:
    with desk.asking("again") as (page, line, frame, click):
        line.keeps = '"segmented"'
        frame.evaluate(f"prompts => {{ window.before = ({ASK})(prompts) }}", [click])
        while not line.kept:
            page.wait_for_timeout(20)
        frame.evaluate("setTimeout(() => location.reload())")
        frame.wait_for_function("!window.before")
        frame.get_by_role("button", name="Select by clicks (model)").wait_for()
        frame.evaluate(f"prompts => {{ window.now = ({ASK})(prompts) }}", [click | {"picture": "/another"}])
        line.let_go()
        (told,) = frame.evaluate("window.now")
        assert "item's own picture" in told
