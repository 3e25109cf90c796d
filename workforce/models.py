"""The people who label: a private workforce, its teams, its workers, and who is invited."""

from __future__ import annotations

import secrets
import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from tenants.models import User
from tenants.tenant_model import TenantModel


class Workforce(TenantModel):
    """A tenant's own people. One a tenant, as in the original; `pool` stands for its Cognito user pool."""

    name = models.CharField(max_length=63, default="default")
    pool = models.CharField(max_length=55, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["tenant", "name"], name="workforce_name_in_tenant")]

    def __str__(self) -> str:
        return self.name


class Workteam(TenantModel):
    """People who label together. Its members are the workers of its groups (`MemberDefinitions`, spec 1.11)."""

    name = models.CharField(max_length=63)
    workforce = models.ForeignKey(Workforce, on_delete=models.PROTECT, related_name="workteams")
    description = models.CharField(max_length=200)
    groups = ArrayField(models.CharField(max_length=184), help_text="A user pool's: pool/group.")
    request = models.JSONField(default=dict, help_text="CreateWorkteam as it was sent.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("tenant", Lower("name"), name="workteam_name_in_tenant")]

    def __str__(self) -> str:
        return self.name

    @property
    def arn(self) -> str:
        return self.tenant.arn(f"workteam/private-crowd/{self.name}")


def _hex16() -> str:
    return secrets.token_hex(8)


class Worker(TenantModel):
    """A person who labels for a tenant. `sub` and `short_id` identify them in output files (spec 2.7)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=100, blank=True)
    sub = models.UUIDField(default=uuid.uuid4, editable=False)
    short_id = models.CharField(max_length=16, default=_hex16, editable=False)
    active = models.BooleanField(default=True, help_text="Off: may not label any more; answers given stay.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["tenant", "user"], name="worker_once_a_tenant")]

    def __str__(self) -> str:
        return self.name or self.user.email


class Membership(TenantModel):
    """A worker belongs to a group; teams are made of groups, so one worker may be in several teams."""

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="memberships")
    group = models.CharField(max_length=184)  # pool (55) / group (128)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["worker", "group"], name="membership_once")]
        indexes: ClassVar = [models.Index(fields=["tenant", "group"], name="membership_by_group")]

    def __str__(self) -> str:
        return f"{self.worker} in {self.group}"


class Invitation(TenantModel):
    """An e-mail with a link that makes its reader a worker of a team. Only a hash of the link's secret is kept."""

    email = models.EmailField()
    workteam = models.ForeignKey(Workteam, on_delete=models.CASCADE, related_name="invitations")
    secret_hash = models.CharField(max_length=64)
    invited_by = models.CharField(max_length=254)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.email} to {self.workteam}"
