"""What a machine proposes reaches the page of those who label the object, and nobody who was asked before."""

from __future__ import annotations

import html
from typing import Any

import pytest

from jobs import proposals, ui_templates, window
from jobs.models import DataObject, LabelingJob, Proposal
from jobs.proposals import Proposed
from tests.cast import Account
from tests.jobs.play import take
from tests.jobs.test_wishes import tags
from tests.wire.kinds import ITEMS
from tests.wire.test_task_types import ordered, request_of
from workforce.models import Worker

pytestmark = pytest.mark.django_db
State = DataObject.State
BOXES = [{"label": "dog", "left": 11, "top": 13, "width": 61, "height": 28}]
VALUES: dict[str, Any] = {
    "ImageMultiClass": "dog",
    "ImageMultiClassMultiLabel": ["cat", "dog"],
    "BoundingBox": BOXES,
    "TextMultiClass": "dog",
    "TextMultiClassMultiLabel": [],
}


def job_of(account: Account, kind: str) -> LabelingJob:
    """A job of one object that is held, as those are that a machine decides about."""
    job = ordered(account, request_of(account, kind, ITEMS[kind]))
    hold(job)
    return job


def hold(job: LabelingJob) -> None:
    DataObject.objects.filter(job=job).update(state=State.HELD, free=0, opened_at=None)


def leave_to_people(job: LabelingJob) -> None:
    DataObject.objects.filter(job=job, state=State.HELD).update(state=State.PENDING)
    window.top_up(job.pk)


def page_of(job: LabelingJob, worker: Worker) -> str:
    return html.unescape(ui_templates.render(take(job, worker.pk).assignment_id, worker.pk))


@pytest.mark.parametrize("kind", VALUES)
def test_the_page_begins_with_what_is_proposed_and_says_that_it_is(in_alices: Account, bob: Worker, kind: str) -> None:
    job = job_of(in_alices, kind)
    assert proposals.keep(job, {0: Proposed(VALUES[kind], 0.75)}) == 1
    leave_to_people(job)
    found = DataObject.objects.get(job=job)
    assert proposals.proposal_of(found.pk) == Proposed(VALUES[kind], 0.75)
    page = page_of(job, bob)
    told = {
        "ImageMultiClass": '{ label: "dog" }',
        "TextMultiClass": '{ label: "dog" }',
        "TextMultiClassMultiLabel": "[]",
    }
    assert f'initial-value="{told.get(kind, "[")}' in page
    assert "\n    proposed\n" in page


def test_a_proposed_mask_is_shown_by_a_link_that_can_be_read(in_alices: Account, bob: Worker) -> None:
    job = job_of(in_alices, "SemanticSegmentation")
    address = in_alices.put("proposed.png", b"\x89PNG")
    value = {"labelMappings": {"dog": {"color": "#2ca02c"}}, "src": address}
    proposals.keep(job, {0: Proposed(value, 0.75)})
    leave_to_people(job)
    page = page_of(job, bob)
    assert '{ labelMappings: {"dog":{"color":"#2ca02c"}}, src: "http' in page
    assert "X-Amz-Signature" in page.partition("src: ")[2]


@pytest.mark.parametrize("kind", [*VALUES, "SemanticSegmentation"])
def test_without_a_proposal_the_page_begins_empty(in_alices: Account, bob: Worker, kind: str) -> None:
    job = job_of(in_alices, kind)
    leave_to_people(job)
    page = page_of(job, bob)
    assert "initial-value" not in page
    assert "proposed" not in page


def test_nothing_is_proposed_once_anybody_was_asked(in_alices: Account, bob: Worker) -> None:
    job = job_of(in_alices, "TextMultiClass")
    leave_to_people(job)
    assert proposals.keep(job, {0: Proposed("dog", 0.9)}) == 0
    take(job, bob.pk)
    hold(job)
    assert proposals.keep(job, {0: Proposed("dog", 0.9)}) == 0
    assert not Proposal.objects.exists()


def test_a_second_proposal_takes_the_place_of_the_first(in_alices: Account) -> None:
    job = job_of(in_alices, "TextMultiClass")
    for value in ("cat", "dog", "dog"):
        assert proposals.keep(job, {0: Proposed(value, 0.9)}) == 1
    assert Proposal.objects.get().value == "dog"
    assert proposals.keep(job, {}) == 0
    assert proposals.keep(job, {7: Proposed("dog", 0.9)}) == 0


@pytest.mark.parametrize(
    ("kind", "said", "wanted"),
    [
        ("BoundingBox", None, True),
        ("BoundingBox", "no", False),
        ("SemanticSegmentation", None, True),
        ("TextMultiClass", None, False),
        ("TextMultiClass", "yes", True),
        ("ImageMultiClassMultiLabel", None, False),
    ],
)
def test_drawings_are_proposed_and_classes_only_where_it_is_wished(
    in_alices: Account, kind: str, said: str | None, wanted: bool
) -> None:
    request = request_of(in_alices, kind, ITEMS[kind]) | ({"Tags": tags(prefill=said)} if said else {})
    assert proposals.wanted(ordered(in_alices, request)) is wanted


def test_a_template_that_does_not_show_proposals_gets_none(in_alices: Account) -> None:
    request = in_alices.text_request("own", [{"source": "hello"}]) | {"Tags": tags(prefill="yes")}
    assert not proposals.wanted(in_alices.job(request))


def test_nothing_is_proposed_where_the_right_label_is_known(in_alices: Account) -> None:
    lines = [{"source": "known", "truth": "ham"}, {"source": "not known"}]
    job = in_alices.job(in_alices.text_request("gold", lines) | {"Tags": tags(gold="truth")})
    hold(job)
    assert proposals.keep(job, {line: Proposed("ham", 0.9) for line in (0, 1)}) == 1
    assert Proposal.objects.get().data_object.line_no == 1
