"""Simulated people who label over the live site: `python -m config.demo.people`, one process for all of them.

Reads one JSON object from stdin (`Script`), works until every job has nothing left for anybody, and prints how many
answers each person gave. Each person signs in by the form, and has a work page (a socket) open for each job. What they
see they know by its bytes or words, as an eye would; what they answer follows `confusion.py`.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from dataclasses import dataclass
from typing import Any

import urllib3
from websockets.exceptions import WebSocketException

from config.demo.browser import Browser
from config.demo.confusion import DIGITS, MAILS, Eye, Person, people
from config.demo.desk import Desk
from config.demo.trouble import DemoFailed

_TROUBLES = (DemoFailed, WebSocketException, OSError, urllib3.exceptions.HTTPError)
_LIST_SECONDS = 30.0  # a job is on the list as soon as its manifest is taken in
_LOOK_SECONDS = 0.5


@dataclass(frozen=True)
class Script:
    """What the people have to know. `passwords` and `invitations`: by e-mail address; an invitation is opened once.

    `sights`: subject → what is seen → what it is. `jobs`: reference code → subject.
    """

    site: str
    seed: int
    count: int
    passwords: dict[str, str]
    invitations: dict[str, str]
    sights: dict[str, dict[str, str]]
    jobs: dict[str, str]


async def play(script: Script) -> dict[str, int]:
    """Let everybody work; answers given by person. Raises DemoFailed, or what broke the connection for good."""
    retries = urllib3.Retry(5, redirect=False, backoff_factor=0.3)
    pool = urllib3.PoolManager(maxsize=4 * script.count, num_pools=4, timeout=30.0, retries=retries)
    given: Counter[str] = Counter()
    async with asyncio.TaskGroup() as group:
        for person in people(script.count):
            group.create_task(_work(person, script, Browser(script.site, pool), given))
    return dict(given)


async def enter(browser: Browser, email: str, password: str, name: str, invitation: str | None) -> None:
    """Accept the invitation, or sign in. Both are forms."""
    if invitation:
        await browser.submit_form(invitation, {"name": name, "password": password})
    else:
        await browser.submit_form("/sign-in/", {"email": email, "password": password})


async def _work(person: Person, script: Script, browser: Browser, given: Counter[str]) -> None:
    email = person.email
    await enter(browser, email, script.passwords[email], person.name, script.invitations.get(email))
    subjects = {subject.name: subject for subject in (DIGITS, MAILS)}
    wanted = dict(script.jobs)
    opened: set[str] = set()
    deadline = asyncio.get_running_loop().time() + _LIST_SECONDS
    async with asyncio.TaskGroup() as tabs:
        while wanted:
            for address in [one for one in await browser.work() if one not in opened]:
                opened.add(address)
                desk = Desk(browser, address)
                subject = wanted.pop(await desk.open(), None)
                if subject is None:
                    await desk.leave()
                    continue
                eye = Eye(person, subjects[subject], script.seed)
                tabs.create_task(desk.work(eye, script.sights[subject], given))
            if wanted and asyncio.get_running_loop().time() > deadline:
                return  # the others took all of it, or it ended
            await asyncio.sleep(_LOOK_SECONDS if wanted else 0)


def main() -> int:
    """0 when everybody is done; else 1, and the reason on stderr."""
    script = Script(**json.load(sys.stdin))
    try:
        print(json.dumps(asyncio.run(play(script))))
    except* _TROUBLES as troubles:
        print(_first(troubles), file=sys.stderr)
        sys.exit(1)
    return 0


def _first(troubles: BaseExceptionGroup[Any]) -> BaseException:
    inner: BaseException = troubles
    while isinstance(inner, BaseExceptionGroup):
        inner = inner.exceptions[0]
    return inner


if __name__ == "__main__":
    sys.exit(main())
