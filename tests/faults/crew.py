"""People who label on through everything: they reconnect, repeat what was not acknowledged, remember what was."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable
from typing import Any

from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.faults.ground import Job, Stage
from tests.portal.page import Page
from tests.site import Site

Choose = Callable[[int, int], str]  # (number of the worker, assignment) → label


def at_random(worker: int, assignment: int) -> str:
    """Whatever."""
    return random.choice(("ham", "spam"))


class Labeler(threading.Thread):
    """One worker with one open page. An answer carries a proof, so that it can be found again in the files."""

    def __init__(self, site: Site, job: Job, number: int, session: str, pause: float, choose: Choose) -> None:
        super().__init__(daemon=True)
        self.choose = choose
        self.site, self.job, self.number, self.session, self.pause = site, job, number, session, pause
        self.acknowledged: dict[int, str] = {}  # assignment → proof
        self.unsure: dict[int, dict[str, Any]] = {}  # sent, not acknowledged: sent again after a reconnect
        self.lines_lost = 0
        self.finished = ""
        self.leaving = False
        self.made = 0

    def run(self) -> None:
        while not self.finished and not self.leaving:
            try:
                with Page(self.site, self.session, self.job.public_id) as page:
                    self._label(page)
            except (OSError, ConnectionClosed, InvalidHandshake):
                self.lines_lost += 1
                time.sleep(0.2)

    def _label(self, page: Page) -> None:
        for assignment, answer in self.unsure.items():
            page.say("submit", assignment=assignment, answer=answer)
        page.say("next")
        while not self.finished and not self.leaving:
            try:
                self._hear(page, json.loads(page.socket.recv(1)))
            except TimeoutError:
                page.say("next")

    def _hear(self, page: Page, message: dict[str, Any]) -> None:
        kind, assignment = message["type"], message.get("assignment", 0)
        if kind == "item" and assignment not in self.acknowledged:
            self._answer(page, assignment)
        elif kind == "submitted" and assignment in self.unsure:  # what was sent twice is acknowledged twice
            self.acknowledged[assignment] = self.unsure.pop(assignment)["proof"]
        elif kind == "error":
            self.unsure.pop(assignment, None)
        elif kind == "finished":
            self.finished = message["status"]

    def _answer(self, page: Page, assignment: int) -> None:
        time.sleep(random.uniform(0, 2 * self.pause))
        if assignment not in self.unsure:
            self.made += 1
            label = self.choose(self.number, assignment)
            proof = f"{self.number}-{self.made}"
            self.unsure[assignment] = {"crowd-classifier": {"label": label}, "proof": proof}
        page.say("start", assignment=assignment)
        page.say("submit", assignment=assignment, answer=self.unsure[assignment])


class Crew:
    """All workers of a stage at one job."""

    def __init__(self, site: Site, stage: Stage, job: Job, pause: float = 0.02, choose: Choose = at_random) -> None:
        self.people = [Labeler(site, job, i, session, pause, choose) for i, session in enumerate(stage.sessions)]
        for person in self.people:
            person.start()

    @property
    def acknowledged(self) -> dict[int, str]:
        """assignment → proof, of everybody."""
        return {key: proof for person in self.people for key, proof in person.acknowledged.copy().items()}

    @property
    def lines_lost(self) -> int:
        return sum(person.lines_lost for person in self.people)

    def go_home(self) -> None:
        for person in self.people:
            person.leaving = True
        for person in self.people:
            person.join(10)
