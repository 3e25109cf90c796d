"""What the database does not take: told as an error of that answer, or as "try again" when it will pass."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator

import psycopg
import pytest

from jobs.models import Assignment, LabelingJob
from tenants import scope
from tests.cast import Account
from tests.portal.conftest import OpenPage
from tests.site import Site
from workforce.models import Worker

HAM = {"crowd-classifier": {"label": "ham"}}
DATA, INTEGRITY, SHUTTING_DOWN = "22P05", "23514", "57P01"  # SQLSTATEs; the last is an OperationalError

Refuses = Callable[..., None]


@pytest.fixture
def job(site: Site, alice: Account) -> LabelingJob:
    return alice.text_job(count=5)


@pytest.fixture
def refuses(site: Site) -> Iterator[Refuses]:
    """Lets the database refuse changes of turns that meet a condition, with a SQLSTATE."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:

        def refuse(state: str, condition: str = "true", on: str = "UPDATE") -> None:
            owner.execute(f"""CREATE FUNCTION test_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'refused by the test' USING ERRCODE = '{state}'; END $$""")
            owner.execute(f"""CREATE TRIGGER test_refuse BEFORE {on} ON jobs_assignment FOR EACH ROW
                WHEN ({condition}) EXECUTE FUNCTION test_refuse()""")

        yield refuse
        owner.execute("DROP FUNCTION IF EXISTS test_refuse CASCADE")


@pytest.mark.parametrize("state", [DATA, INTEGRITY])
def test_an_answer_the_database_does_not_take_is_refused_and_the_item_stays(
    open_page: OpenPage, bob: Worker, job: LabelingJob, refuses: Refuses, state: str
) -> None:
    page = open_page(bob, job)
    item = page.next()
    refuses(state, "NEW.answer ? 'odd'")
    page.say("submit", assignment=item["assignment"], answer=HAM | {"odd": 1})
    refused = page.hear("error")
    assert (refused["code"], refused["refused"], refused["assignment"]) == ("NotStored", "submit", item["assignment"])
    assert "Change it" in refused["message"]
    page.say("submit", assignment=item["assignment"], answer=HAM)
    assert page.hear("submitted")["answered"] == 1


def test_a_draft_the_database_does_not_take_is_refused_as_a_draft(
    open_page: OpenPage, bob: Worker, job: LabelingJob, refuses: Refuses
) -> None:
    page = open_page(bob, job)
    item = page.next()
    refuses(DATA, "NEW.draft IS NOT NULL")
    page.say("draft", assignment=item["assignment"], answer=HAM, seq=1)
    assert page.hear("error")["refused"] == "draft"


def test_a_database_that_is_shutting_down_closes_the_page_to_come_again(
    open_page: OpenPage, bob: Worker, job: LabelingJob, refuses: Refuses
) -> None:
    page = open_page(bob, job)
    item = page.next()
    refuses(SHUTTING_DOWN, "NEW.answer IS NOT NULL")
    page.say("submit", assignment=item["assignment"], answer=HAM)
    assert page.closed()[0] == 1013


def test_a_database_that_fails_while_another_item_is_looked_for_closes_the_page_too(
    open_page: OpenPage, alice: Account, bob: Worker, job: LabelingJob, refuses: Refuses
) -> None:
    page = open_page(bob, job)
    current = page.next()
    page.hear("item")
    with scope.tenant(alice.tenant.pk):
        Assignment.objects.filter(pk=current["assignment"]).update(state=Assignment.State.EXPIRED)
    refuses(SHUTTING_DOWN, on="INSERT")
    page.say("submit", assignment=current["assignment"], answer=HAM)
    assert page.hear("error")["code"] == "LeaseLost"
    assert page.closed()[0] == 1013


@pytest.mark.parametrize("answer", ['{"a":"\\ud800"}', "[" * 2000 + "]" * 2000, '"text"', "{"])
def test_an_answer_that_cannot_be_read_is_refused_by_its_item(
    open_page: OpenPage, bob: Worker, job: LabelingJob, answer: str
) -> None:
    page = open_page(bob, job)
    item = page.next()
    page.socket.send(f'{{"type":"submit","assignment":{item["assignment"]},"answer":{answer}}}')
    refused = page.hear("error")
    assert (refused["code"], refused["refused"], refused["assignment"]) == (
        "MessageInvalid", "submit", item["assignment"],
    )  # fmt: skip
    page.socket.send(json.dumps({"answer": HAM, "assignment": item["assignment"], "type": "submit"}))
    assert page.hear("submitted")["answered"] == 1


@pytest.mark.parametrize("verb", ["submit", "draft"])
@pytest.mark.parametrize("levels", [100, 250, 1_000])
def test_an_answer_of_many_levels_is_refused_by_its_item(
    open_page: OpenPage, bob: Worker, job: LabelingJob, verb: str, levels: int
) -> None:
    page = open_page(bob, job)
    item = page.next()
    deep = '{"crowd-classifier":{"label":"ham"},"d":' + "[" * levels + "]" * levels + "}"
    page.socket.send(f'{{"type":"{verb}","assignment":{item["assignment"]},"seq":1,"answer":{deep}}}')
    refused = page.hear("error")
    assert (refused["code"], refused["refused"], refused["assignment"]) == ("AnswerInvalid", verb, item["assignment"])
    page.say("submit", assignment=item["assignment"], answer=HAM)
    assert page.hear("submitted")["answered"] == 1


def test_an_answer_that_is_too_long_is_refused_by_its_item(open_page: OpenPage, bob: Worker, job: LabelingJob) -> None:
    page = open_page(bob, job)
    item = page.next()
    page.say("submit", assignment=item["assignment"], answer={"crowd-classifier": {"label": "x" * 10_600_000}})
    refused = page.hear("error")
    assert (refused["code"], refused["refused"], refused["assignment"]) == (
        "AnswerTooLarge", "submit", item["assignment"],
    )  # fmt: skip
