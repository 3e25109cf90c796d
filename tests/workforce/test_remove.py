"""Who is taken out of a team, or stopped, has no access from that moment; answers given stay."""

from __future__ import annotations

import pytest

from jobs.access import jobs_for, worker_of
from jobs.errors import JobNotFound
from jobs.models import Assignment
from tenants import scope
from tenants.actor import Actor
from tenants.errors import AccessDenied, NotFound
from tenants.models import AuditEntry, User
from tests.cast import Account
from tests.jobs.play import answer
from workforce.actions import join, remove_worker
from workforce.models import Worker
from workforce.standing import set_active

pytestmark = pytest.mark.usefixtures("in_alices")


def test_who_is_removed_sees_the_job_no_more(alice: Account, bob: Worker) -> None:
    job = alice.text_job()
    assert worker_of(bob.user_id, job.public_id).job_id == job.pk
    answer(job, bob.pk)
    remove_worker(bob.pk, alice.team(), actor=alice.actor)
    with pytest.raises(JobNotFound):
        worker_of(bob.user_id, job.public_id)
    assert jobs_for(bob.user_id) == []
    assert Assignment.objects.filter(worker=bob, state=Assignment.State.SUBMITTED).count() == 1
    assert AuditEntry.objects.get(verb="workforce.worker.removed").data == {"worker": bob.pk}


def test_the_other_teams_stay(alice: Account, bob: Worker) -> None:
    join(bob.user, alice.team("others"), actor=alice.actor)
    job = alice.text_job()
    remove_worker(bob.pk, alice.team("others"), actor=alice.actor)
    assert [card.public_id for card in jobs_for(bob.user_id)] == [job.public_id]


def test_who_comes_back_is_the_same_worker(alice: Account, bob: Worker) -> None:
    job = alice.text_job()
    remove_worker(bob.pk, alice.team(), actor=alice.actor)
    assert join(bob.user, alice.team(), actor=alice.actor).pk == bob.pk
    assert worker_of(bob.user_id, job.public_id).worker_id == bob.pk


def test_who_is_not_in_the_team_cannot_be_removed(alice: Account, charlie: Account, bob: Worker) -> None:
    theirs = charlie.worker("dan@example.org")
    for worker_id, team in ((bob.pk, alice.team("others")), (theirs.pk, alice.team()), (10**9, alice.team())):
        with pytest.raises(NotFound, match="not in the work team"):
            remove_worker(worker_id, team, actor=alice.actor)


def test_a_worker_who_is_stopped_and_let_in_again(alice: Account, bob: Worker) -> None:
    job = alice.text_job()
    set_active(bob.pk, False, actor=alice.actor)
    with pytest.raises(JobNotFound):
        worker_of(bob.user_id, job.public_id)
    set_active(bob.pk, True, actor=alice.actor)
    assert worker_of(bob.user_id, job.public_id).worker_id == bob.pk


def test_an_account_that_is_closed_ends_it_too(alice: Account, bob: Worker) -> None:
    job = alice.text_job()
    User.objects.filter(pk=bob.user_id).update(is_active=False)
    with pytest.raises(JobNotFound):
        worker_of(bob.user_id, job.public_id)


def test_a_worker_of_one_account_has_no_access_in_another(alice: Account, charlie: Account, bob: Worker) -> None:
    alice.text_job()
    with scope.tenant(charlie.tenant.pk):
        theirs = charlie.text_job()
    with pytest.raises(JobNotFound):
        worker_of(bob.user_id, theirs.public_id)


def test_a_reviewer_removes_nobody(alice: Account, bob: Worker) -> None:
    rita = Actor("member", "rita", "reviewer")
    with pytest.raises(AccessDenied):
        remove_worker(bob.pk, alice.team(), actor=rita)
    with pytest.raises(AccessDenied):
        set_active(bob.pk, False, actor=rita)
