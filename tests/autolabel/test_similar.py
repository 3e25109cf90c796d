"""Objects that are alike are found by sketches of what a network saw in them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from safetensors.numpy import load, save

from autolabel import sketches, tasks
from autolabel.backbones.reduction import fitted_reduction
from autolabel.checking import step
from autolabel.models import LabelCheck, Run
from autolabel.similar import SHOWN, similar_to
from autolabel.sketches import likeness, nearest, sketched
from consolidation.serving import serve_safely
from jobs import lifecycle
from jobs.actions import stop_job
from jobs.looking import one_object
from jobs.models import DataObject, LabelingJob
from tenants import scope, storage
from tenants.errors import Conflict
from tests.admin.conftest import browser
from tests.admin.looks import Visit, looks, looks_right, violations
from tests.autolabel.play import mails, ordered_of_kind, wish
from tests.autolabel.test_checking import labeled, looked_at
from tests.autolabel.wave_play import send, stream
from tests.browser.conftest import apart, chromium, visit
from tests.cast import Account
from tests.rest.conftest import caller
from tests.site import Site
from workforce.models import Worker

__all__ = ["chromium", "visit"]


def test_sketches_find_nearly_those_that_whole_rows_find() -> None:
    rng = np.random.default_rng(0)
    middles = rng.normal(0, 1, (40, 600))
    rows = (middles[rng.integers(0, 40, 2_000)] + rng.normal(0, 0.5, (2_000, 600))).astype(np.float16)
    small = sketched(fitted_reduction(rows, sketches.SIZE).rows(rows))
    assert small.dtype == np.int8
    plain = rows.astype(np.float64)
    plain = (plain - plain.mean(axis=0)) / plain.std(axis=0)
    plain /= np.linalg.norm(plain, axis=1, keepdims=True)
    shares = []
    for at in range(0, 2_000, 100):
        cosines = plain @ plain[at]
        cosines[at] = -2
        found, _ = nearest([small[:700], small[700:]], small[at], 24, but=at)
        shares.append(np.isin(found, np.argsort(-cosines)[:48]).mean())
    assert np.mean(shares) > 0.9


@given(arrays.arrays(np.int8, st.tuples(st.integers(1, 40), st.just(sketches.SIZE)), elements=st.integers(-9, 9)),
       st.integers(1, 12), st.integers(0, 39), st.integers(0, 40))  # fmt: skip
def test_parts_change_nothing_and_the_order_is_that_of_all(found: np.ndarray, count: int, at: int, cut: int) -> None:
    at %= len(found)
    whole, cosines = nearest([found], found[at], count, but=at)
    parted, _ = nearest([found[:cut], found[cut:]], found[at], count, but=at)
    assert whole.tolist() == parted.tolist()
    all_of_them = likeness(found, found[at])
    all_of_them[at] = -1
    expected = [place for place in np.argsort(-all_of_them, kind="stable") if all_of_them[place] > -1][:count]
    assert whole.tolist() == expected
    assert cosines.tolist() == all_of_them[expected].tolist()


def test_an_object_without_a_row_is_like_nothing() -> None:
    rows = np.array([[1.0, 2.0], [np.nan, np.nan], [2.0, 4.0]], np.float32)
    found = sketched(rows)
    assert nearest([found], found[1], 5, but=1)[0].tolist() == []
    assert nearest([found], found[0], 5, but=0)[0].tolist() == [2]


@pytest.mark.django_db
def test_mails_of_the_same_kind_are_alike(in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autolabel.sketching.PART", 50)
    monkeypatch.setattr("autolabel.similar.PART", 50)
    job = looked_at(in_alices, bob)
    truth = [kind for _, kind in mails(120)]
    shares = []
    for line in (0, 49, 50, 119):
        found = similar_to(job, one_object(job, line))
        assert len(found) == SHOWN
        assert line not in [each.one.line_no for each in found]
        assert [each.likeness for each in found] == sorted((each.likeness for each in found), reverse=True)
        shares.append(np.mean([truth[each.one.line_no] == truth[line] for each in found]))
    assert np.mean(shares) > 0.9


@pytest.mark.django_db
def test_without_numbers_it_says_what_to_do(in_alices: Account, bob: Worker) -> None:
    job = labeled(in_alices, bob, 60)
    with pytest.raises(Conflict, match="look for wrong labels"):
        similar_to(job, one_object(job, 0))


@pytest.mark.django_db
def test_a_file_that_was_altered_is_told_of(in_alices: Account, bob: Worker) -> None:
    job = looked_at(in_alices, bob)
    address = f"{Run.objects.get(job=job).sketches}/0.safetensors"
    found = load(storage.read(address, 10_000_000))["sketches"]
    for altered in (save({"sketches": found[1:]}), save({"other": found}), b"nothing"):
        storage.write(address, altered, "application/octet-stream")
        with pytest.raises(Conflict, match="no longer as it was written"):
            similar_to(job, one_object(job, 0))


@pytest.mark.django_db
def test_it_is_told_by_rest_and_by_pages_and_to_nobody_else(alice: Account, charlie: Account, bob: Worker) -> None:
    with scope.tenant(alice.tenant.pk):
        job = looked_at(alice, bob)
    items = caller(alice, "reviewer").get("jobs/mails/objects/3/similar/").items
    assert len(items) == SHOWN
    assert {"likeness", "object"} == set(items[0])
    assert items[0]["object"]["label"]["class_name"] in ("ham", "spam")
    assert caller(alice, "manager").get("jobs/mails/objects/120/similar/").status == 404
    assert caller(charlie, "owner").get("jobs/mails/objects/3/similar/").status == 404
    page, owner = f"/admin/autolabel/labelcheck/{job.pk}/3/similar/", browser(alice.owner)
    assert page in owner.get(f"/admin/consolidation/crowdstanding/{job.pk}/3/").content.decode()
    assert owner.get(page).content.decode().count('<li class="pl-tile pl-object">') == SHOWN
    assert browser(charlie.owner).get(page).status_code == 404


@pytest.mark.slow
def test_the_page_fits_desk_and_phone(alice: Account, site: Site, visit: Visit) -> None:
    def play() -> LabelingJob:
        with scope.tenant(alice.tenant.pk):
            return looked_at(alice, alice.worker("bob@example.org"))

    job = apart(play)
    for look, page in looks(visit, alice, site):
        page.goto(f"/admin/consolidation/crowdstanding/{job.pk}/3/")
        assert violations(page) == [], look
        page.get_by_role("link", name="Find similar objects").click()
        page.get_by_text("Alike objects with other labels deserve a look.").wait_for()
        assert page.locator(".pl-gallery > li").count() == SHOWN
        looks_right(page, f"similar-{look}")


def stopped(alice: Account, job: LabelingJob, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """It is stopped, and what is sent then is done; what was sent in all."""
    sent: list[str] = []
    monkeypatch.setattr(lifecycle, "enqueue", lambda function, *_, **__: sent.append(function) or True)
    stop_job(job, actor=alice.actor)
    serve_safely(job)
    assert job.stage == "Stopped"
    for number, function in enumerate(sent):  # it grows
        assert (function, number < 9) == (lifecycle.CHECK, True)
        tasks.check_labels.run.__wrapped__(job.pk)
    return sent


@pytest.mark.django_db
def test_objects_of_a_stopped_job_whose_labels_nobody_looks_at_are_found(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [{"source": text} for text, _ in mails(210)]
    tags = wish(backbone="wordllama")
    job = ordered_of_kind(in_alices, "NamedEntityRecognition", ["mail"], lines, Tags=tags)
    assert len(stopped(in_alices, job, monkeypatch)) == 2  # numbers, and what is made of them
    assert len(similar_to(job, one_object(job, 7))) == SHOWN
    Run.objects.update(size=0, sketches="")  # of a release before runs knew their size
    assert not step(job)
    assert len(similar_to(job, one_object(job, 7))) == SHOWN


@pytest.mark.django_db
def test_a_stream_that_nothing_came_to_is_stopped_and_looked_at(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = stream(in_alices)
    stopped(in_alices, job, monkeypatch)
    check = LabelCheck.objects.get(job=job)
    assert (check.done, check.compared) == (True, 0)
    with pytest.raises(Conflict, match="not been turned into numbers"):
        similar_to(job, DataObject(job=job, line_no=0))


@pytest.mark.django_db
def test_objects_that_no_wave_took_are_found_when_the_stream_is_stopped(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = stream(in_alices)
    send(in_alices, job, 30, ago=0)
    stopped(in_alices, job, monkeypatch)
    assert len(similar_to(job, one_object(job, 29))) == SHOWN
