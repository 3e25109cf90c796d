"""The verb that lets a worker label, or not."""

from __future__ import annotations

from django.db import transaction

from tenants import audit
from tenants.actor import Actor
from tenants.errors import NotFound
from workforce.models import Worker


@transaction.atomic
def set_active(worker_id: int, active: bool, *, actor: Actor) -> Worker:
    """Let a worker of this tenant label, or stop it; answers given stay. Safe to repeat."""
    actor.demand("manager")
    worker = Worker.objects.select_for_update(of=("self",)).select_related("user").filter(pk=worker_id).first()
    if worker is None:
        raise NotFound("There is no such worker in this account.")
    if worker.active != active:
        worker.active = active
        worker.save(update_fields=["active"])
        verb = "workforce.worker.activated" if active else "workforce.worker.deactivated"
        audit.record(actor, verb, worker.user.email)
    return worker
