"""The door itself: who may come in, what can be read, and how a refusal looks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tenants import keys, scope
from tests.cast import Account
from tests.wire.conftest import Wire, post

LIST = "SageMaker.ListWorkteams"


def refused(error: pytest.ExceptionInfo[ClientError]) -> tuple[str, str, int]:
    answer = error.value.response
    return answer["Error"]["Code"], answer["Error"]["Message"], answer["ResponseMetadata"]["HTTPStatusCode"]


def test_a_right_key_is_let_in_and_told_its_request_id(wire: Wire) -> None:
    answer = wire.client().list_workteams()
    assert answer["Workteams"] == []
    assert len(answer["ResponseMetadata"]["RequestId"]) == 36


def test_an_unknown_key_is_refused(wire: Wire) -> None:
    with pytest.raises(ClientError) as error:
        wire.client(key_id="AKIAUNKNOWNUNKNOWNUN").list_workteams()
    assert refused(error) == (
        "UnrecognizedClientException",
        "The security token included in the request is invalid.",
        400,
    )


def test_a_wrong_secret_is_refused(wire: Wire) -> None:
    with pytest.raises(ClientError) as error:
        wire.client(secret=wire.secret[:-1] + ("a" if wire.secret[-1] != "a" else "b")).list_workteams()
    code, text, status = refused(error)
    assert (code, status) == ("InvalidSignatureException", 400)
    assert text.startswith("The request signature we calculated does not match the signature you provided.")


def test_a_revoked_key_is_refused(wire: Wire, alice: Account) -> None:
    client = wire.client()
    client.list_workteams()
    with scope.tenant(alice.tenant.pk):
        keys.revoke_key(wire.key_id, actor=alice.actor)
    with pytest.raises(ClientError) as error:
        client.list_workteams()
    assert refused(error)[0] == "UnrecognizedClientException"


def test_a_session_token_is_refused_with_the_remedy(wire: Wire) -> None:
    with pytest.raises(ClientError) as error:
        wire.client(token="FwoGZXIvYXdzEBYaD").list_workteams()
    assert refused(error)[0] == "UnrecognizedClientException"
    assert "leave AWS_SESSION_TOKEN unset" in refused(error)[1]


def test_an_old_date_is_refused(wire: Wire) -> None:
    answer = wire.raw(LIST, b"{}", X_Amz_Date="20260101T000000Z")
    assert (answer.status, answer.code) == (400, "InvalidSignatureException")
    assert "Date in Credential scope does not match" in answer.text


def test_an_expired_signature_is_refused(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda **_: datetime.now(UTC) - timedelta(minutes=6))
    answer = wire.raw(LIST, b"{}")
    assert (answer.status, answer.code) == (400, "InvalidSignatureException")
    assert answer.text.startswith(("Signature expired: ", "Date in Credential scope"))


def test_a_tampered_body_is_refused(wire: Wire) -> None:
    answer = wire.raw(LIST, b'{"MaxResults": 1}', tampered=b'{"MaxResults": 9}')
    assert (answer.status, answer.code) == (400, "InvalidSignatureException")


def test_another_operation_under_the_same_signature_is_refused(wire: Wire) -> None:
    answer = wire.raw(LIST, b"{}", X_Amz_Target="SageMaker.ListLabelingJobs")
    assert (answer.status, answer.code) == (400, "InvalidSignatureException")


def test_no_signature_at_all_is_refused(wire: Wire) -> None:
    answer = post(wire.site, b"{}", {"X-Amz-Target": LIST})
    assert (answer.status, answer.code, answer.text) == (
        400,
        "MissingAuthenticationTokenException",
        "Missing Authentication Token",
    )


def test_half_a_signature_is_refused(wire: Wire) -> None:
    answer = wire.raw(LIST, b"{}", Authorization="AWS4-HMAC-SHA256 Credential=a/b/c/d/e, Signature=f")
    assert (answer.status, answer.code) == (400, "IncompleteSignatureException")
    assert "requires 'SignedHeaders' parameter" in answer.text


def test_an_unknown_operation_is_named(wire: Wire) -> None:
    for target in (None, "SageMaker.CreateTrainingJob", "SageMaker.", "Other.ListWorkteams", "x" * 5000):
        answer = wire.raw(target, b"{}")
        assert (answer.status, answer.code) == (400, "UnknownOperationException")
        assert (target or "X-Amz-Target")[:100] in answer.text
        assert len(answer.text) < 300


def test_a_body_that_is_no_json_object_is_refused(wire: Wire) -> None:
    for body in (b"{", b"[]", b'"x"', b"\xff\xfe", b'{"a": NaN}', b"[" * 100_000, b"<xml/>", b"null"):
        answer = wire.raw(LIST, body)
        assert (answer.status, answer.code) == (400, "SerializationException"), body[:20]


def test_an_empty_body_counts_as_no_members(wire: Wire) -> None:
    assert wire.raw(LIST, b"").members == {"Workteams": []}


def test_a_body_over_the_limit_is_refused(wire: Wire) -> None:
    answer = wire.raw(LIST, b'{"NameContains": "%s"}' % (b"a" * 1024 * 1024))
    assert (answer.status, answer.code) == (413, "RequestEntityTooLargeException")


def test_all_faults_of_a_request_are_told_at_once_in_the_manner_of_aws(wire: Wire) -> None:
    with pytest.raises(ClientError) as error:
        wire.client().create_labeling_job(
            LabelingJobName="a b", LabelAttributeName="x", InputConfig={}, OutputConfig={"S3OutputPath": "ftp://b"},
            RoleArn="arn:aws:iam::123456789012:role/gt", HumanTaskConfig={"TaskKeywords": ["ok", "-"]},
        )  # fmt: skip
    code, text, status = refused(error)
    assert (code, status) == ("ValidationException", 400)
    assert text.startswith(
        "10 validation errors detected: Value 'a b' at 'labelingJobName' failed to satisfy constraint: "
    )
    for part in (
        "Value null at 'inputConfig.dataSource' failed to satisfy constraint: Member must be present",
        "Value 'ftp://b' at 'outputConfig.s3OutputPath' failed to satisfy constraint: Member must be text that matches",
        "Value '-' at 'humanTaskConfig.taskKeywords.2.member' failed to satisfy constraint",
        "Value null at 'humanTaskConfig.workteamArn'",
    ):
        assert part in text


def test_an_error_of_ours_is_answered_without_any_of_its_text(wire: Wire, alice: Account) -> None:
    with scope.tenant(alice.tenant.pk):
        row = keys.ApiKey.objects.get(access_key_id=wire.key_id)
        row.secret_encrypted = b"not a Fernet token"
        row.save()
    answer = wire.raw(LIST, b"{}")
    assert (answer.status, answer.code) == (500, "InternalFailure")
    assert answer.headers["x-amzn-requestid"] in answer.text
    for word in ("Traceback", "Fernet", "Token"):
        assert word not in answer.text


def test_only_post_is_the_api(wire: Wire) -> None:
    for method in ("GET", "PUT", "DELETE"):
        answer = post(wire.site, b"{}", {"X-Amz-Target": LIST}, method)
        assert "x-amzn-requestid" not in answer.headers
        assert answer.status != 200 or method == "GET"


def test_a_reviewers_key_may_look_but_not_create(wire_of: Any, alice: Account) -> None:
    client = wire_of(alice, role="reviewer").client()
    assert client.list_workteams()["Workteams"] == []
    members = [{"OidcMemberDefinition": {"Groups": ["g"]}}]
    with pytest.raises(ClientError) as error:
        client.create_workteam(WorkteamName="t", Description="d", MemberDefinitions=members)
    assert refused(error)[0] == "AccessDeniedException"
