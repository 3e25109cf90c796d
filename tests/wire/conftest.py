"""boto3 against the live site; every answer it gets is held against botocore's output shapes before boto3 sees it."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

from tenants import keys, scope
from tests.cast import Account
from tests.site import Site
from tests.wire import strict


@dataclass
class Wire:
    """One access key and the site it is for."""

    site: Site
    key_id: str
    secret: str
    checked: list[str] = field(default_factory=list)  # operations whose answers were held against the model

    def client(
        self, secret: str | None = None, key_id: str | None = None, token: str | None = None,
        service: str = "sagemaker",
    ) -> Any:  # fmt: skip
        """A boto3 client that sends what it is given (the server is to find the faults) and does not try again."""
        client = boto3.client(
            service,
            endpoint_url=self.site.url,
            region_name="us-east-1",
            aws_access_key_id=key_id or self.key_id,
            aws_secret_access_key=secret or self.secret,
            aws_session_token=token,
            config=Config(retries={"total_max_attempts": 1}, parameter_validation=False),
        )
        client.meta.events.register(f"before-parse.{service}", self._check)
        return client

    def raw(self, target: str | None, body: bytes, tampered: bytes | None = None, **headers: str) -> Raw:
        """A request signed by botocore, sent as it is (or with another body); headers' underscores stand for dashes."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"Content-Type": "application/x-amz-json-1.1", **({"X-Amz-Target": target} if target else {})}
        request = AWSRequest("POST", f"{self.site.url}/", sent, body)
        SigV4Auth(Credentials(self.key_id, self.secret), "sagemaker", "us-east-1").add_auth(request)
        return post(self.site, body if tampered is None else tampered, {**dict(request.headers.items()), **named})

    def _check(self, operation_model: Any, response_dict: dict[str, Any], **_: Any) -> None:
        assert response_dict["headers"]["x-amzn-RequestId"]
        if response_dict["status_code"] == 200:
            name, service, body = (
                operation_model.name,
                operation_model.service_model.service_name,
                response_dict["body"],
            )
            is_xml = "xml" in response_dict["headers"]["content-type"]
            answer = strict.from_xml(name, body, service) if is_xml else json.loads(body)
            strict.check(name, answer, service)
            self.checked.append(operation_model.name)


@dataclass
class Raw:
    """An answer as it came."""

    status: int
    headers: dict[str, str]
    members: dict[str, Any]

    @property
    def code(self) -> str:
        assert set(self.members) == {"__type", "Message"}
        assert self.headers["x-amzn-errortype"] == self.members["__type"]
        assert self.headers["content-type"] == "application/x-amz-json-1.1"
        assert self.headers["x-amzn-requestid"]
        return str(self.members["__type"])

    @property
    def text(self) -> str:
        return str(self.members["Message"])


def post(site: Site, body: bytes, headers: dict[str, str], method: str = "POST") -> Raw:
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=20)
    connection.request(method, "/", body, headers)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    named = {name.lower(): value for name, value in response.getheaders()}
    return Raw(response.status, named, json.loads(content) if "json" in named.get("content-type", "") else {})


@pytest.fixture
def wire_of(live_site: Site) -> Callable[..., Wire]:
    """Makes an access key of an account and the clients that use it."""

    def make(account: Account, role: str = "manager") -> Wire:
        with scope.tenant(account.tenant.pk):
            key, secret = keys.create_key("tests", role=role, actor=account.actor)
        return Wire(live_site, key.access_key_id, secret)

    return make


@pytest.fixture
def wire(wire_of: Callable[..., Wire], alice: Account) -> Wire:
    """Alice's key."""
    return wire_of(alice)
