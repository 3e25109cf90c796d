"""A page's questions to the model: one at a time of all pages of a worker, the newest follows, nobody waits for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import orjson
import pytest
from celery import current_app
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from kombu.exceptions import OperationalError

from jobs import dispatch
from jobs.access import Access
from jobs.errors import LeaseLost
from jobs.models import LabelingJob
from portal import asking, bridge, prompts, turns
from portal.asking import Asking, Question
from tenants import hints, scope
from tests.cast import Account
from tests.portal.conftest import OpenPage
from tests.site import Site
from workforce.models import Worker

PROMPT: dict[str, Any] = {"picture": "/b/k.png", "size": [4, 3], "points": [[1, 2]], "ground": [], "box": None}


LOOK = PROMPT | {"points": []}
WORKERS = (2**62, 2**62 + 1)  # nobody's


class Line:
    """What was sent to Celery, and what a page was told."""

    def __init__(self, worker: int = WORKERS[0]) -> None:
        self.worker = worker
        self.sent: list[int] = []
        self.told: list[tuple[int, str]] = []
        self.asking = Asking(self.say)

    def send(self, name: str, args: list[Any], **options: Any) -> None:
        assert name == "autolabel.segment"
        assert options["expires"] < asking.PATIENCE
        assert args[2]["hint"] == self.question(0).hint
        self.sent.append(args[2]["seq"])

    async def say(self, **message: Any) -> None:
        assert message["type"] == "segmented"
        self.told.append((message["seq"], message["reason"]))

    def question(self, seq: int, prompt: dict[str, Any] = PROMPT) -> Question:
        return Question(1, self.worker, 7, seq, prompt)

    async def put(self, *numbers: int, prompt: dict[str, Any] = PROMPT) -> None:
        for seq in numbers:
            await self.asking.put(self.question(seq, prompt))

    async def answer(self, seq: int, reason: str = "") -> None:
        """As `autolabel.segmenting` answers."""
        hints.take(self.question(seq).hint)
        await self.asking.answered(7, seq, reason=reason)


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Line]]:
    """Two pages of a worker, and one of another."""
    found = [Line(), Line(), Line(WORKERS[1])]

    async def inside(tenant_id: int, verb: Any, question: Question) -> Any:
        assert tenant_id == question.tenant_id
        return verb(question)

    def send(name: str, args: list[Any], **options: Any) -> None:
        (line,) = [one for one in found if one.asking._under_way and one.asking._under_way.seq == args[2]["seq"]]
        line.send(name, args, **options)

    monkeypatch.setattr(bridge, "inside", inside)
    monkeypatch.setattr(current_app, "send_task", send)
    yield found
    for line in found:
        hints.take(line.question(0).hint)


@pytest.fixture
def line(lines: list[Line]) -> Line:
    return lines[0]


def play(scene: Callable[[], Awaitable[None]], *lines: Line) -> None:
    async def whole() -> None:
        await scene()
        for line in lines:
            line.asking.stop()

    asyncio.run(asyncio.wait_for(whole(), 30))


def test_one_question_is_under_way_and_the_newest_follows(line: Line) -> None:
    async def scene() -> None:
        await line.put(1, 2, 3)
        assert line.sent == [1]
        await line.answer(1)
        assert line.sent == [1, 3]
        await line.answer(3, "it is dark")

    play(scene, line)
    (replaced, reason), *told = line.told
    assert replaced == 2
    assert "asked after this" in reason
    assert told == [(1, ""), (3, "it is dark")]


def test_a_look_at_a_picture_does_not_take_a_clicks_place(line: Line) -> None:
    async def scene() -> None:
        await line.put(1, prompt=LOOK)
        await line.put(2)
        await line.put(3, prompt=LOOK)
        await line.put(4, prompt=LOOK | {"box": [0, 0, 2, 2]})
        await line.put(5, prompt=LOOK)
        await line.answer(1)

    play(scene, line)
    assert line.sent == [1, 4]
    assert [seq for seq, _ in line.told] == [3, 2, 5, 1]


def test_a_worker_has_one_question_under_way_over_all_pages(lines: list[Line]) -> None:
    here, there, other = lines

    async def scene() -> None:
        await here.put(1)
        await there.put(2)
        await other.put(3)
        assert [line.sent for line in lines] == [[1], [], [3]]
        await here.answer(1)
        await there.put(4)
        await there.answer(4)

    play(scene, *lines)
    assert there.sent == [4]
    (refused, reason), answered = there.told
    assert (refused, answered) == (2, (4, ""))
    assert "in another window" in reason


def test_whoever_comes_back_after_each_question_asks_no_more_for_it(lines: list[Line]) -> None:
    here, again, _ = lines

    async def scene() -> None:
        await here.put(1)
        here.asking.stop()
        await again.put(2)

    play(scene, *lines)
    assert again.sent == []


def test_an_answer_that_nobody_waits_for_is_dropped(line: Line) -> None:
    async def scene() -> None:
        await line.asking.answered(7, 1)
        await line.put(1)
        await line.asking.answered(8, 1)
        await line.asking.answered(7, 2)

    play(scene, line)
    assert line.told == []


def test_who_is_not_answered_is_told_so_and_asks_again(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "_QUEUED", 1)
    monkeypatch.setattr(asking, "PATIENCE", 1.5)

    async def scene() -> None:
        await line.put(1, 2)
        while len(line.told) < 2:
            await asyncio.sleep(0.01)

    play(scene, line)
    assert [seq for seq, _ in line.told] == [1, 2]
    assert line.sent == [1, 2]
    assert all("did not answer" in reason for _, reason in line.told)


def test_whose_turn_comes_while_the_database_is_away_is_told_so(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(*args: Any) -> Any:
        raise DatabaseError

    async def scene() -> None:
        await line.put(1, 2)
        monkeypatch.setattr(bridge, "inside", away)
        await line.answer(1)

    play(scene, line)
    (_, (seq, reason)) = line.told
    assert seq == 2
    assert "cannot be asked" in reason


def test_without_a_broker_the_page_is_told_at_once(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: Any, **options: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(current_app, "send_task", away)

    async def scene() -> None:
        await line.put(1)
        await line.put(2)

    play(scene, line)
    assert [seq for seq, _ in line.told] == [1, 2]
    assert all("cannot be asked" in reason for _, reason in line.told)


@pytest.mark.parametrize(
    "prompt",
    [PROMPT, PROMPT | {"points": []}, PROMPT | {"box": [0, 0.5, 3, 2]}, PROMPT | {"points": [[1, 2]] * 60}],
)
def test_what_may_be_asked(prompt: dict[str, Any]) -> None:
    assert prompts.fits(prompt)


@pytest.mark.parametrize(
    "prompt",
    [None, [], {}, {**PROMPT, "more": 1}, PROMPT | {"picture": 1}, PROMPT | {"picture": "x" * 5_000},
     PROMPT | {"size": [1]}, PROMPT | {"points": [[1]]}, PROMPT | {"points": [["1", 2]]}, PROMPT | {"points": [[True, 2]]},
     PROMPT | {"points": [[1, 2]] * 65}, PROMPT | {"ground": [[1e9, 0]]}, PROMPT | {"ground": [[float("nan"), 0]]},
     PROMPT | {"box": [1, 2, 3]}, PROMPT | {"box": {}}, PROMPT | {"points": {"x": 1}}],
)  # fmt: skip
def test_what_may_not_be_asked(prompt: object) -> None:
    assert not prompts.fits(prompt)


@pytest.fixture
def job(site: Site, alice: Account) -> LabelingJob:
    return alice.job(alice.image_request("pictures", ["a.png"]))


def test_a_site_without_a_model_says_so(open_page: OpenPage, bob: Worker, job: LabelingJob) -> None:
    page = open_page(bob, job)
    assert page.heard[0]["segmenter"] is False
    item = page.next()
    page.say("segment", assignment=item["assignment"], seq=5, prompt=PROMPT)
    told = page.hear("segmented")
    assert (told["assignment"], told["seq"], told["mask"]) == (item["assignment"], 5, None)
    assert "no model" in told["reason"]


def test_a_question_that_is_none_is_refused(open_page: OpenPage, bob: Worker, job: LabelingJob) -> None:
    page = open_page(bob, job)
    item = page.next()
    page.say("segment", assignment=item["assignment"], seq=1, prompt={"points": "all"})
    error = page.hear("error")
    assert (error["code"], error["refused"]) == ("MessageInvalid", "segment")


def test_a_click_reads_no_line_and_no_draft(bob: Worker, job: LabelingJob, settings: Any) -> None:
    settings.AUTOLABEL_SEGMENTER = "here"
    access = Access(tenant_id=job.tenant_id, worker_id=bob.pk, job_id=job.pk)
    with scope.tenant(job.tenant_id):
        turn = dispatch.lease(job.pk, bob.pk)
        assert turn is not None
        uri = orjson.loads(turn.line)["source-ref"]
        with CaptureQueriesContext(connection) as asked:
            assert turns.picture(access, turn.assignment_id, turn, uri.removeprefix("s3:/")) == uri
        (look,) = asked.captured_queries
        assert "dataobject" not in look["sql"]
        assert "draft" not in look["sql"]
        dispatch.release(turn.assignment_id, bob.pk)


def test_only_an_item_that_is_no_longer_the_workers_is_lost_by_a_question(
    bob: Worker, job: LabelingJob, settings: Any
) -> None:
    settings.AUTOLABEL_SEGMENTER = "here"
    access = Access(tenant_id=job.tenant_id, worker_id=bob.pk, job_id=job.pk)
    with scope.tenant(job.tenant_id):
        turn = dispatch.lease(job.pk, bob.pk)
        assert turn is not None
        path = orjson.loads(turn.line)["source-ref"].removeprefix("s3:/")
        with pytest.raises(turns.NotAsked, match="Click once more"):
            turns.picture(access, turn.assignment_id, None, path)
        dispatch.release(turn.assignment_id, bob.pk)
        for known in (turn, None):
            with pytest.raises(LeaseLost):
                turns.picture(access, turn.assignment_id, known, path)
