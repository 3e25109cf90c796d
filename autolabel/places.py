"""One machine learns at a time in a process: what is learned draws its lots from one place a process, and two at once would
not decide the same again. No thread waits for that: where the queues share a process, threads that wait are missing for
manifests that are to be read and answers that are to become labels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

Message = tuple[str, int]  # a Celery function's name, and a job's id


class Place:
    """Where a machine learns."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._holder: Message | None = None
        self._later: dict[Message, Callable[[], object]] = {}

    @contextmanager
    def of(self, message: Message, ask_again: Callable[[], object]) -> Iterator[bool]:
        """Inside it nothing else learns; False, at once, where something does. `ask_again` is then called once, when that
        is through with its step and has not asked for its next one yet, so every job has its turn. A message that comes
        while the same one is served is dropped: who serves it asks for what is next. `ask_again` is lost with this
        process: jobs that are under way are swept, and for others the caller sends a message."""
        mine = self._take(message, ask_again)
        try:
            yield mine
        finally:
            if mine:
                self._give_back()

    def _take(self, message: Message, ask_again: Callable[[], object]) -> bool:
        with self._guard:
            if self._holder is None:
                self._holder = message
                return True
            if self._holder != message:
                self._later[message] = ask_again
            return False

    def _give_back(self) -> None:
        with self._guard:
            waiting, self._later, self._holder = self._later, {}, None
        for ask_again in waiting.values():
            ask_again()


place = Place()
