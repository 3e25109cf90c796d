"""Machines learn one after the other, and keep nobody else waiting."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from autolabel import checking, deciding, tasks
from autolabel.places import Place
from jobs import lifecycle
from tests.autolabel.play import mails, ordered
from tests.cast import Account

PATIENCE = 60  # s: no measure of speed, but of what never comes


@pytest.mark.parametrize("function", [lifecycle.DECIDE, lifecycle.CHECK])
@pytest.mark.django_db
def test_no_thread_waits_while_another_job_s_machine_learns(
    in_alices: Account, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    sent: list[tuple[Any, ...]] = []
    monkeypatch.setattr(lifecycle, "enqueue", lambda *message, **when: sent.append((*message, when)) or True)
    stepped: list[int] = []
    for module in (deciding, checking):
        monkeypatch.setattr(module, "step_safely", lambda job: bool(stepped.append(job.pk)))
    celery = {lifecycle.DECIDE: tasks.decide, lifecycle.CHECK: tasks.check_labels}[function]
    job = ordered(in_alices, [text for text, _ in mails(210)])
    cache.delete(f"look-later:{job.pk}")
    begun, may_end, kept = Event(), Event(), list[tuple[Any, ...]]()

    def learn() -> None:
        with tasks.place.of((lifecycle.DECIDE, -1), lambda: None) as mine:
            assert mine
            begun.set()
            assert may_end.wait(PATIENCE)

    with ThreadPoolExecutor(1) as other:
        learning = other.submit(learn)
        assert begun.wait(PATIENCE)
        for _ in range(3):  # the sweeper, again and again
            lifecycle.ask_machine(job)
            before = len(sent)
            celery.run.__wrapped__(job.pk)
            kept += sent[before:]
        # Of a job that has ended a message is kept by the broker as well, should this process end: nobody sweeps it.
        later = (lifecycle.CHECK, job.tenant_id, job.pk, {"countdown": 30})
        assert (stepped, kept) == ([], [later] if function == lifecycle.CHECK else [])
        sent.clear()
        may_end.set()
        learning.result()
    assert sent == [(function, job.tenant_id, job.pk, {})]
    celery.run.__wrapped__(job.pk)
    assert stepped == [job.pk]


@given(st.lists(st.integers(0, 3), max_size=30))
def test_all_who_came_meanwhile_are_asked_for_once_in_their_order(coming: list[int]) -> None:
    place, asked = Place(), []
    with place.of(("learn", 0), lambda: asked.append(0)) as mine:
        assert mine
        for each in coming:
            with place.of(("learn", each), lambda each=each: asked.append(each)) as theirs:
                assert not theirs
        assert asked == []
    assert asked == list(dict.fromkeys(each for each in coming if each != 0))
    with place.of(("learn", 1), lambda: None) as mine:
        assert mine


def test_what_breaks_off_gives_its_place_back() -> None:
    place, asked = Place(), []

    def break_off() -> None:
        with place.of(("learn", 0), lambda: None), place.of(("learn", 1), lambda: asked.append(1)):
            raise MemoryError

    with pytest.raises(MemoryError):
        break_off()
    assert asked == [1]
    with place.of(("learn", 1), lambda: None) as mine:
        assert mine
