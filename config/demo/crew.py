"""The process of the simulated people, from outside: started, looked after, ended."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from types import TracebackType
from typing import IO

from config.demo.confusion import people
from config.demo.door import Door
from config.demo.orders import Order
from config.demo.trouble import DemoFailed
from config.environment import ROOT

_PATIENCE = 60.0  # seconds for the last page to hear that its job has ended


class Crew:
    """A context: inside it the people work; leaving it ends their process."""

    def __init__(self, door: Door, team: str, orders: Sequence[Order], *, count: int, seed: int) -> None:
        script = {
            "site": door.site, "seed": seed, "count": count, "passwords": door.account["passwords"],
            "invitations": invitations(door, team, [person.email for person in people(count)]),
            "sights": {order.sample.subject.name: {item.sight: item.truth for item in order.sample.items}
                       for order in orders},
            "jobs": {order.reference: order.sample.subject.name for order in orders},
        }  # fmt: skip
        self._process = subprocess.Popen(  # what it prints fits into the pipes; nobody reads them while it runs
            [sys.executable, "-m", "config.demo.people"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._process.stdin is not None
        json.dump(script, self._process.stdin)
        self._process.stdin.close()

    def check(self) -> None:
        """Raises DemoFailed with their reason when the people have stopped working too early."""
        if self._process.poll():
            raise DemoFailed(f"The simulated people stopped: {_text(self._process.stderr)}")

    def finish(self) -> dict[str, int]:
        """Wait until all have gone home; answers given by e-mail address."""
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            raise DemoFailed("The jobs have ended, but the simulated people's pages were not told.") from None
        self.check()
        return dict(json.loads(_text(self._process.stdout)))

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.terminate()
        self._process.wait()


def invitations(door: Door, team: str, emails: Sequence[str]) -> dict[str, str]:
    """E-mail address → path of the invitation link, for those who are not in the team yet."""
    inside = set()
    path: str | None = f"work-teams/{team}/workers/"
    while path:
        page = door.rest(path)
        inside |= {worker["email"] for worker in page["items"]}
        path = page["next"] and page["next"].partition("/api/v1/")[2]
    links = {}
    for email in set(emails) - inside:
        links[email] = str(door.rest(f"work-teams/{team}/workers/", {"email": email})["link"]).removeprefix(door.site)
    return links


def _text(pipe: IO[str] | None) -> str:
    return pipe.read().strip() if pipe else ""
