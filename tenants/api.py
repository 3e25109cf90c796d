"""REST: the account that a key or a session acts for, its members, keys, buckets and audit trail."""

from __future__ import annotations

from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

from tenants import actions, keys, scope, storage
from tenants.models import ApiKey, AuditEntry, Bucket, Member, Tenant
from tenants.rest import TenantView
from tenants.rest_pages import PageQuery, page_of, paged
from tenants.rest_schema import serves
from tenants.serializers import (
    AccountSerializer,
    AuditEntrySerializer,
    BucketSerializer,
    KeySerializer,
    KeyWithSecretSerializer,
    MemberSerializer,
    NewBucket,
    NewKey,
    NewMember,
)
from tenants.welcome import welcome


class AccountView(TenantView):
    @serves("get_account", "The account, and who you are in it", tag="account", answer=AccountSerializer)
    def get(self, request: Request) -> Response:
        tenant = Tenant.objects.get(pk=scope.current())
        names = {"name": tenant.name, "account_id": tenant.account_id, "region": tenant.region}
        return Response(AccountSerializer({**names, "caller": self.actor}).data)


class MembersView(TenantView):
    @serves("list_members", "The people who run this account", tag="members", role="manager",
            answer=page_of(MemberSerializer), query=PageQuery)  # fmt: skip
    def get(self, request: Request) -> Response:
        return paged(self, Member.objects.select_related("user"), MemberSerializer)

    @serves("add_member", "Give a person a role", tag="members", role="owner", body=NewMember,
            answer=MemberSerializer, status=201, errors=(409,))  # fmt: skip
    def post(self, request: Request) -> Response:
        """They get a mail, with a one-time password if they have none yet."""
        member = actions.add_member(**self.given(), actor=self.actor)
        welcome(member)
        return Response(MemberSerializer(member).data, status=201)


class MemberView(TenantView):
    @serves("remove_member", "Take a person's role away", tag="members", role="owner", status=204, errors=(404, 409))
    def delete(self, request: Request, member_id: int) -> Response:
        """The last owner of an account stays."""
        actions.remove_member(member_id, actor=self.actor)
        return Response(status=204)


class KeysView(TenantView):
    @serves("list_keys", "Access keys, newest first", tag="keys", role="manager", answer=page_of(KeySerializer),
            query=PageQuery)  # fmt: skip
    def get(self, request: Request) -> Response:
        """Without their secrets, which nobody can read again."""
        return paged(self, ApiKey.objects.all(), KeySerializer, newest_first=True)

    @serves("create_key", "Make an access key", tag="keys", role="owner", body=NewKey, answer=KeyWithSecretSerializer,
            status=201)  # fmt: skip
    def post(self, request: Request) -> Response:
        """The answer is the only place where its secret is shown."""
        key, secret = keys.create_key(**self.given(), actor=self.actor)
        return Response({**KeySerializer(key).data, "secret": secret}, status=201)


class KeyView(TenantView):
    @serves("revoke_key", "Revoke an access key", tag="keys", role="owner", status=204, errors=(404,))
    def delete(self, request: Request, access_key_id: str) -> Response:
        """It stops working at once. Safe to repeat."""
        keys.revoke_key(access_key_id, actor=self.actor)
        return Response(status=204)


class BucketsView(TenantView):
    @serves("list_buckets", "Buckets of this account", tag="buckets", role="manager", query=PageQuery,
            answer=page_of(BucketSerializer))  # fmt: skip
    def get(self, request: Request) -> Response:
        return paged(self, Bucket.objects.all(), BucketSerializer)

    @serves("create_bucket", "Make a bucket", tag="buckets", role="manager", body=NewBucket, answer=BucketSerializer,
            status=201, errors=(409, 502))  # fmt: skip
    def post(self, request: Request) -> Response:
        """Manifests, media and results live in buckets of the account; no other account can name them."""
        bucket = storage.create_bucket(**self.given(), actor=self.actor)
        return Response(BucketSerializer(bucket).data, status=201)


class AuditView(TenantView):
    @serves("list_audit", "Who did what, newest first", tag="audit", role="manager", query=PageQuery,
            answer=page_of(AuditEntrySerializer))  # fmt: skip
    def get(self, request: Request) -> Response:
        return paged(self, AuditEntry.objects.all(), AuditEntrySerializer, newest_first=True)


urlpatterns = [
    path("account/", AccountView.as_view(), name="account"),
    path("members/", MembersView.as_view(), name="members"),
    path("members/<int:member_id>/", MemberView.as_view(), name="member"),
    path("keys/", KeysView.as_view(), name="keys"),
    path("keys/<slug:access_key_id>/", KeyView.as_view(), name="key"),
    path("buckets/", BucketsView.as_view(), name="buckets"),
    path("audit/", AuditView.as_view(), name="audit"),
]
