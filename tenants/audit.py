"""The audit trail: second of the four things a write does (row, audit, event, return)."""

from __future__ import annotations

from tenants.actor import Actor
from tenants.models import AuditEntry


def record(actor: Actor, verb: str, subject: str, **data: object) -> None:
    """Note that `actor` did `verb` (dotted, e.g. `jobs.job.created`) to `subject` (ARN or name)."""
    AuditEntry(actor=actor.label, verb=verb, subject=subject, data=data).save()
