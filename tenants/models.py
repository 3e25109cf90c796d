"""Tenants, the people who sign in, what they may do, and the keys and trail they leave."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models.functions import Lower

from tenants.errors import Fault, RequestInvalid
from tenants.tenant_model import TenantModel

LONGEST_EMAIL = 150  # characters; Django's user name has no room for more


class Tenant(models.Model):
    """A customer. The 12-digit account id stands in every ARN."""

    name = models.CharField(max_length=200)
    account_id = models.CharField(max_length=12, unique=True)
    region = models.CharField(max_length=32, default="us-east-1", help_text="Region name used in ARNs.")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    def arn(self, resource: str) -> str:
        """`arn:aws:sagemaker:<region>:<account>:<resource>` (spec 1.16)."""
        return f"arn:aws:sagemaker:{self.region}:{self.account_id}:{resource}"


class EmailUserManager(UserManager["User"]):
    """Users are found by e-mail address, compared without case."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username or "")

    def make(self, email: str, password: str | None, **fields: Any) -> User:
        """A user of that address; the name of the account is the address in lower case."""
        if len(email) > LONGEST_EMAIL:
            raise RequestInvalid([Fault("email", f"{len(email)} characters", f"at most {LONGEST_EMAIL} characters")])
        return self.create_user(email.lower(), email.lower(), password, **fields)


class User(AbstractUser):
    """A person who signs in, by e-mail address; may be a member or a worker of several tenants."""

    email = models.EmailField("e-mail address", unique=True)
    must_change_password = models.BooleanField(default=False, help_text="Signed in with a one-time password.")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[EmailUserManager] = EmailUserManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="user_email_without_case")]

    def __str__(self) -> str:
        return self.email


class Member(TenantModel):
    """A person's role in a tenant."""

    ROLES: ClassVar = [("owner", "Owner"), ("manager", "Manager"), ("reviewer", "Reviewer")]

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=16, choices=ROLES)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["tenant", "user"], name="member_once_a_tenant")]

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"


class ApiKey(TenantModel):
    """An access key. SigV4 needs the secret back, so it is kept encrypted, not hashed."""

    access_key_id = models.CharField(max_length=20, unique=True)
    secret_encrypted = models.BinaryField()
    name = models.CharField(max_length=100, blank=True)
    role = models.CharField(max_length=16, choices=Member.ROLES, default="manager")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=254)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.access_key_id


class Bucket(TenantModel):
    """A bucket of the object store that belongs to this tenant; no other tenant may name it."""

    name = models.CharField(max_length=63, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class AuditEntry(TenantModel):
    """Who did what to which thing, when. Never changed, never deleted."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.CharField(max_length=254)
    verb = models.CharField(max_length=64, help_text="Dotted, e.g. jobs.job.created")
    subject = models.CharField(max_length=300, help_text="ARN or name of the thing.")
    data = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["tenant", "-id"], name="audit_newest_first")]
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.actor} {self.verb} {self.subject}"
