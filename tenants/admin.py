"""The account's own pages: members, keys, buckets, audit trail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.decorators import display

from tenants import actions, keys, mail, roles, storage, store_keys
from tenants.actor import Actor
from tenants.console import ScopedAdmin, badge, moment, mono, short
from tenants.console_forms import BucketForm, KeyForm, MemberForm, RoleForm
from tenants.console_verbs import Done, Outcome, ShownOnce, Verb
from tenants.models import ApiKey, AuditEntry, Bucket, Member, User
from tenants.welcome import welcome

_MEMBERS, _KEYS, _BUCKETS = (f"admin:tenants_{name}_changelist" for name in ("member", "apikey", "bucket"))


def _add_member(row: None, given: dict[str, Any], actor: Actor) -> Outcome:
    """A one-time password is shown for a person made here and now, never for one that others may have made before."""
    email, role = given["email"], given["role"]
    new = not User.objects.filter(email__iexact=email).exists()
    member = actions.add_member(email, role, actor=actor)
    if mail.leaves_here():
        welcome(member)
        return Done(f"{email} is {role} now. How to sign in is in the mail to that address.", reverse(_MEMBERS))
    if not new:
        return Done(f"{email} is {role} now and signs in with the password they have.", reverse(_MEMBERS))
    return ShownOnce(
        "Pass this on",
        f"{email} is {role} of this account now. With this one-time password they sign in once and choose their own.",
        (("Sign in at", f"{settings.PUBLIC_URL}/admin/"), ("E-mail address", email),
         ("One-time password", actions.one_time_password(member.user))),
        reverse(_MEMBERS),
    )  # fmt: skip


def _change_role(row: Member, given: dict[str, Any], actor: Actor) -> Outcome:
    member = roles.change_role(row.pk, given["role"], actor=actor)
    return Done(f"{member.user.email} is {member.role} now.", reverse(_MEMBERS))


def _remove_member(row: Member, given: dict[str, Any], actor: Actor) -> Outcome:
    actions.remove_member(row.pk, actor=actor)
    return Done(f"{row.user.email} is no member any more.", reverse(_MEMBERS))


@admin.register(Member)
class MemberAdmin(ScopedAdmin):
    plural = "Members"
    list_display = ("person", "role_badge", "created")
    list_select_related = ("user",)
    search_fields = ("user__email",)
    ordering = ("pk",)
    adding = Verb(
        "add", "Add a member", _add_member, form=MemberForm, role="owner",
        intro="A member sees this admin and works for the account. People who only label are invited into a team.",
    )  # fmt: skip
    verbs = (
        Verb("role", "Change role", _change_role, form=RoleForm, role="owner"),
        Verb("remove", "Remove", _remove_member, heading="Remove this member?", role="owner", danger=True,
             intro="They cannot see this account any more. What they did stays in the audit trail."),
    )  # fmt: skip
    verbs_in_list = True

    @display(description="Member", ordering="user__email")  # type: ignore[untyped-decorator]  # unfold's is untyped
    def person(self, row: Member) -> str:
        return row.user.email

    @display(description="Role", ordering="role")  # type: ignore[untyped-decorator]  # unfold's is untyped
    def role_badge(self, row: Member) -> SafeString:
        return badge(row.get_role_display(), "accent" if row.role == "owner" else "")


def _create_key(row: None, given: dict[str, Any], actor: Actor) -> Outcome:
    key, secret = keys.create_key(given["name"], role=given["role"], actor=actor)
    doors = (("Endpoint of SageMaker", settings.PUBLIC_URL), ("Endpoint of S3", store_keys.endpoint()))
    return ShownOnce(
        "Copy the secret now",
        "This is the only time it is shown. Who has it acts for this account; keep it out of code and mails.",
        (
            ("Access key id", key.access_key_id),
            ("Secret access key", secret),
            *((what, address) for what, address in doors if address),
        ),
        reverse(_KEYS),
    )


def _revoke_key(row: ApiKey, given: dict[str, Any], actor: Actor) -> Outcome:
    keys.revoke_key(row.access_key_id, actor=actor)
    return Done(f"The key {row.access_key_id} is revoked.", reverse(_KEYS))


@admin.register(ApiKey)
class ApiKeyAdmin(ScopedAdmin):
    plural = "Keys"
    list_display = ("key_id", "name", "role", "created_by", "created", "state")
    ordering = ("-pk",)
    adding = Verb("add", "Create a key", _create_key, form=KeyForm, role="owner",
                  intro="For boto3, the AWS CLI and REST. The secret is shown once, on the next page.")  # fmt: skip
    verbs = (
        Verb("revoke", "Revoke", _revoke_key, heading="Revoke this key?", role="owner", danger=True,
             intro="Scripts that use it are refused at once. This cannot be taken back.",
             offered=lambda key: key.revoked_at is None),
    )  # fmt: skip
    verbs_in_list = True
    empty = ("No keys yet", "Scripts that use boto3 or REST sign their requests with an access key.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiKey]:
        rows: QuerySet[ApiKey] = super().get_queryset(request).defer("secret_encrypted")
        return rows

    @display(description="Access key id")  # type: ignore[untyped-decorator]  # unfold's is untyped
    def key_id(self, row: ApiKey) -> SafeString:
        return mono(row.access_key_id)

    @display(description="State", ordering="revoked_at")  # type: ignore[untyped-decorator]  # unfold's is untyped
    def state(self, row: ApiKey) -> SafeString:
        return badge("revoked", "bad") if row.revoked_at else badge("active", "good")


def _create_bucket(row: None, given: dict[str, Any], actor: Actor) -> Outcome:
    bucket = storage.create_bucket(given["name"], actor=actor)
    return Done(f"The bucket {bucket.name} is ready: put manifests and media there.", reverse(_BUCKETS))


@admin.register(Bucket)
class BucketAdmin(ScopedAdmin):
    plural = "Buckets"
    list_display = ("uri", "created")
    search_fields = ("name",)
    ordering = ("name",)
    adding = Verb("add", "Create a bucket", _create_bucket, form=BucketForm,
                  intro="For manifests, media, templates and results. No other account may name it.")  # fmt: skip
    empty = ("No buckets yet", "A job reads its manifest from a bucket of this account and writes its results there.")

    @display(description="Bucket", ordering="name")  # type: ignore[untyped-decorator]  # unfold's is untyped
    def uri(self, row: Bucket) -> SafeString:
        return mono(f"s3://{row.name}/")


@admin.register(AuditEntry)
class AuditEntryAdmin(ScopedAdmin):
    plural = "Audit"
    list_display = ("moment", "actor", "verb_name", "thing", "details")
    search_fields = ("actor", "verb", "subject")
    search_help_text = "Search person, verb or thing"
    ordering = ("-pk",)
    sortable_by = ()
    empty = ("Nothing has been done yet", "Every change that people, keys and the system make is written down here.")

    @display(description="When")  # type: ignore[untyped-decorator]  # unfold's is untyped
    def moment(self, row: AuditEntry) -> SafeString:
        return moment(row.at)

    @display(description="Did")  # type: ignore[untyped-decorator]  # unfold's is untyped
    def verb_name(self, row: AuditEntry) -> SafeString:
        return mono(row.verb)

    @display(description="To")  # type: ignore[untyped-decorator]  # unfold's is untyped
    def thing(self, row: AuditEntry) -> SafeString:
        return short(row.subject)

    @display(description="Details")  # type: ignore[untyped-decorator]  # unfold's is untyped
    def details(self, row: AuditEntry) -> SafeString:
        parts = ((name, short(_words(value))) for name, value in row.data.items())
        return format_html("<span>{}</span>", format_html_join(", ", "{}: {}", parts)) if row.data else SafeString("")


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
