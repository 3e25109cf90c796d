"""The server's half of SigV4 against botocore's own signer."""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given, settings
from hypothesis import strategies as st

from wire import errors, sigv4
from wire.sigv4 import SignedRequest

KEY_ID, SECRET = "AKIA234567ABCDEFGHIJ", "o0/+secretsecretsecretsecretsecretsecretX"


@dataclass(frozen=True)
class Holder:
    secret: str


def find(key_id: str) -> Holder | None:
    return Holder(SECRET) if key_id == KEY_ID else None


def signed(
    body: bytes = b"{}",
    headers: dict[str, str] | None = None,
    *,
    key_id: str = KEY_ID,
    secret: str = SECRET,
    token: str | None = None,
    service: str = "sagemaker",
    region: str = "eu-west-3",
    query: str = "",
) -> SignedRequest:
    """What boto3 would send, signed by botocore now."""
    url = "http://127.0.0.1:8000/" + (f"?{query}" if query else "")
    sent = {
        "X-Amz-Target": "SageMaker.ListLabelingJobs",
        "Content-Type": "application/x-amz-json-1.1",
        **(headers or {}),
    }
    request = AWSRequest("POST", url, sent, body)
    SigV4Auth(Credentials(key_id, secret, token), service, region).add_auth(request)
    names = {name.lower(): value for name, value in request.headers.items()}
    return SignedRequest("POST", "/", query, {**names, "host": "127.0.0.1:8000"}, body)


def verify(request: SignedRequest, later: timedelta = timedelta()) -> Holder:
    return sigv4.verify(request, service="sagemaker", find=find, now=datetime.now(UTC) + later)


def changed(request: SignedRequest, **headers: str | None) -> SignedRequest:
    """The request with headers replaced (None: taken out); underscores stand for dashes."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    kept = {**request.headers, **named}
    return dataclasses.replace(request, headers={name: value for name, value in kept.items() if value is not None})


_header_value = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30)


@settings(deadline=None)  # a busy machine is no fault
@given(
    body=st.binary(max_size=300),
    extra=st.dictionaries(
        st.from_regex(r"[a-z][a-z0-9-]{0,15}", fullmatch=True).map("x-".__add__), _header_value, max_size=4
    ),
    region=st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True),
)
def test_what_botocore_signs_is_accepted(body: bytes, extra: dict[str, str], region: str) -> None:
    extra.pop("x-amz-security-token", None)
    extra.pop("x-amz-content-sha256", None)
    extra.pop("x-amz-date", None)
    assert verify(signed(body, extra, region=region)) == Holder(SECRET)


@settings(deadline=None)  # a busy machine is no fault
@given(data=st.data(), body=st.binary(min_size=1, max_size=200))
def test_a_body_with_any_byte_changed_is_refused(data: st.DataObject, body: bytes) -> None:
    place = data.draw(st.integers(0, len(body) - 1))
    other = data.draw(st.integers(1, 255))
    tampered = body[:place] + bytes([body[place] ^ other]) + body[place + 1 :]
    with pytest.raises(errors.SignatureInvalid, match="does not match the signature you provided"):
        verify(dataclasses.replace(signed(body), body=tampered))


@settings(deadline=None)  # a busy machine is no fault
@given(data=st.data(), name=st.sampled_from(["host", "x-amz-target", "content-type", "x-amz-date"]))
def test_a_signed_header_with_any_character_changed_is_refused(data: st.DataObject, name: str) -> None:
    request = signed()
    value = request.headers[name]
    place = data.draw(st.integers(0, len(value) - 1))
    letter = data.draw(st.characters(min_codepoint=33, max_codepoint=126).filter(lambda c: c != value[place]))
    tampered = value[:place] + letter + value[place + 1 :]
    with pytest.raises(errors.WireError):
        verify(dataclasses.replace(request, headers={**request.headers, name: tampered}))


@settings(deadline=None)  # a busy machine is no fault
@given(data=st.data())
def test_an_authorization_header_with_any_character_changed_is_refused(data: st.DataObject) -> None:
    request = signed()
    value = request.headers["authorization"]
    place = data.draw(st.integers(0, len(value) - 1))
    # Spaces, commas and the case of header names carry no meaning, so a change of only those may pass.
    letter = data.draw(st.characters(min_codepoint=33, max_codepoint=126).filter(lambda c: c not in ",;"))
    tampered = value[:place] + letter + value[place + 1 :]
    if tampered.lower() == value.lower() or value[place] in ", ":
        return
    with pytest.raises(errors.WireError):
        verify(changed(request, authorization=tampered))


@settings(deadline=None)  # a busy machine is no fault
@given(text=st.text(max_size=200), stamp=st.text(max_size=30))
def test_no_authorization_header_makes_it_fail_otherwise(text: str, stamp: str) -> None:
    with pytest.raises(errors.WireError):
        verify(changed(signed(), authorization=text, x_amz_date=stamp))


def test_a_query_is_part_of_what_is_signed() -> None:
    request = signed(query="b=2&a=1&a=0")
    assert verify(request)
    with pytest.raises(errors.SignatureInvalid):
        verify(dataclasses.replace(request, query="b=2&a=1&a=1"))


def test_another_method_or_path_is_refused() -> None:
    for change in ({"method": "PUT"}, {"path": "/other"}):
        with pytest.raises(errors.SignatureInvalid):
            verify(dataclasses.replace(signed(), **change))


def test_no_authorization_is_a_missing_token() -> None:
    with pytest.raises(errors.MissingAuthenticationToken, match=r"^Missing Authentication Token$"):
        verify(changed(signed(), authorization=None))


def test_an_unknown_key_is_an_unrecognized_client() -> None:
    with pytest.raises(errors.UnrecognizedClient, match=r"^The security token included in the request is invalid\.$"):
        verify(signed(key_id="AKIAUNKNOWN"))


def test_a_key_id_that_is_no_key_id_never_reaches_the_look_up() -> None:
    asked: list[str] = []
    for key_id in ("a\x00b", "a b'--", "x" * 129):
        request = signed()
        tampered = request.headers["authorization"].replace(KEY_ID, key_id)
        with pytest.raises(errors.WireError):
            sigv4.verify(
                changed(request, authorization=tampered),
                service="sagemaker",
                find=asked.append,
                now=datetime.now(UTC),
            )
    assert asked == []


def test_a_wrong_secret_is_an_invalid_signature() -> None:
    with pytest.raises(errors.SignatureInvalid, match="Check your AWS Secret Access Key and signing method"):
        verify(signed(secret=SECRET[:-1] + "Y"))


def test_a_session_token_is_refused_as_none_is_given_out() -> None:
    with pytest.raises(errors.UnrecognizedClient, match="leave AWS_SESSION_TOKEN unset"):
        verify(signed(token="FwoGZXIvYXdzEBYaD"))


@pytest.mark.parametrize("minutes", [-4.9, 0, 4.9])
def test_a_clock_five_minutes_off_is_borne(minutes: float) -> None:
    assert verify(signed(), timedelta(minutes=minutes))


def test_an_old_signature_has_expired() -> None:
    pattern = r"^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$"
    with pytest.raises(errors.SignatureInvalid, match=pattern):
        verify(signed(), timedelta(minutes=6))


def test_a_signature_from_the_future_is_not_yet_current() -> None:
    with pytest.raises(errors.SignatureInvalid, match=r"^Signature not yet current: .* \+ 5 min\.\)$"):
        verify(signed(), -timedelta(minutes=6))


def test_another_services_signature_is_refused() -> None:
    with pytest.raises(errors.SignatureInvalid, match="scoped to correct service: 'sagemaker'"):
        verify(signed(service="s3"))


def test_the_day_in_the_credential_is_the_day_of_the_date() -> None:
    request = signed()
    today = request.headers["x-amz-date"][:8]
    tampered = request.headers["authorization"].replace(f"/{today}/", "/20130101/")
    with pytest.raises(errors.SignatureInvalid, match="Date in Credential scope does not match"):
        verify(changed(request, authorization=tampered))


@pytest.mark.parametrize("name", ["host", "x-amz-date", "x-amz-target"])
def test_host_date_and_operation_have_to_be_signed(name: str) -> None:
    request = signed()
    names = request.headers["authorization"].split("SignedHeaders=")[1].split(",")[0]
    fewer = ";".join(part for part in names.split(";") if part != name)
    with pytest.raises(errors.SignatureInvalid, match=f"'{name}' must be a 'SignedHeader'"):
        verify(changed(request, authorization=request.headers["authorization"].replace(names, fewer)))


def test_an_amz_header_that_was_added_on_the_way_is_refused_unless_a_proxy_adds_it() -> None:
    assert verify(changed(signed(), x_amz_cf_id="abc"))
    with pytest.raises(errors.SignatureInvalid, match="'x-amz-acl' must be a 'SignedHeader'"):
        verify(changed(signed(), x_amz_acl="public"))


@pytest.mark.parametrize("claimed", ["UNSIGNED-PAYLOAD", hashlib.sha256(b"other").hexdigest()])
def test_a_signed_body_hash_that_is_not_the_bodys_is_refused(claimed: str) -> None:
    with pytest.raises(errors.SignatureInvalid):
        verify(signed(headers={"X-Amz-Content-SHA256": claimed}))


def test_the_right_signed_body_hash_is_accepted() -> None:
    assert verify(signed(b"{}", headers={"X-Amz-Content-SHA256": hashlib.sha256(b"{}").hexdigest()}))


def test_a_date_header_does_in_place_of_x_amz_date() -> None:
    stamp = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    request = signed(headers={"Date": stamp})
    assert "x-amz-date" not in request.headers
    assert verify(request)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "AWS4-HMAC-SHA256",
            "requires 'Credential' parameter. .*'SignedHeaders' parameter. .*'Signature' parameter.",
        ),
        ("AWS4-HMAC-SHA256 Credential=a/b/c/d/e, Signature=x", "requires 'SignedHeaders' parameter.$"),
        (
            "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=x",
            "exactly 5 slash-delimited elements",
        ),
        ("AWS4-HMAC-SHA256 Credential", "not a valid key=value pair"),
        ("Bearer abc", "Unsupported AWS 'algorithm': 'Bearer'"),
    ],
)
def test_what_an_incomplete_header_lacks_is_told(text: str, told: str) -> None:
    with pytest.raises(errors.IncompleteSignature, match=told):
        verify(changed(signed(), authorization=text))


def test_no_date_at_all_is_incomplete() -> None:
    with pytest.raises(errors.IncompleteSignature, match="existence of either a 'X-Amz-Date' or a 'Date' header"):
        verify(changed(signed(), x_amz_date=None))
