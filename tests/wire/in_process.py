"""boto3 against the same urls, middleware and signatures as a live site, without a socket: one test, one transaction."""

from __future__ import annotations

from typing import Any

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config
from django.test import Client

from tenants import keys, scope
from tests.cast import Account


def client_of(account: Account, role: str = "manager") -> Any:
    """A boto3 client with a key of this account."""
    with scope.tenant(account.tenant.pk):
        key, secret = keys.create_key("tests", role=role, actor=account.actor)
    client = boto3.client(
        "sagemaker", endpoint_url="http://testserver", region_name="us-east-1",
        aws_access_key_id=key.access_key_id, aws_secret_access_key=secret,
        config=Config(retries={"total_max_attempts": 1}),
    )  # fmt: skip
    client.meta.events.register("before-send.sagemaker", _answered)
    return client


def _answered(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
    """What Django answers to the signed request."""
    sent = {name: value.decode() if isinstance(value, bytes) else value for name, value in request.headers.items()}
    kind = sent.pop("Content-Type")
    answer = Client().generic("POST", "/", request.body, kind, headers={**sent, "Host": "testserver"})
    response = AWSResponse(request.url, answer.status_code, dict(answer.items()), raw=None)
    response._content = answer.content
    return response
