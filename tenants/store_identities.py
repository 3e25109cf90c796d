"""Make a customer's access key known to the embedded S3 store, for its buckets only.

SeaweedFS answers the AWS IAM Query API on its S3 port, signed with an administrator's key. Unlike AWS it takes the id
and the secret of a new access key from the request, and it applies changes at once.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

_REGION = "us-east-1"
_VERSION = "2010-05-08"  # of the IAM API


class StoreRefused(RuntimeError):
    """The store's IAM API answered with an error."""

    def __init__(self, action: str, status: int, body: str) -> None:
        super().__init__(f"The object store refused {action} ({status}): {body}")
        self.status = status


@dataclass(frozen=True)
class Store:
    """The store's IAM API and the administrator's key for it: S3_ADMIN_URL, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY."""

    url: str
    access_key: str
    secret_key: str

    def call(self, action: str, **parameters: str) -> str:
        """One IAM action; the XML answer. Raises StoreRefused."""
        form = urllib.parse.urlencode({"Action": action, "Version": _VERSION, **parameters})
        request = AWSRequest("POST", f"{self.url}/", data=form)
        request.headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
        SigV4Auth(Credentials(self.access_key, self.secret_key), "iam", _REGION).add_auth(request)
        sent = urllib.request.Request(f"{self.url}/", form.encode(), dict(request.headers.items()), method="POST")
        try:
            with urllib.request.urlopen(sent, timeout=10) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            raise StoreRefused(action, error.code, error.read().decode(errors="replace")) from error


def admit(
    store: Store,
    name: str,
    access_key: str,
    secret_key: str,
    buckets: Iterable[str],
    actions: Iterable[str] = ("s3:*",),
) -> None:
    """Let `access_key` with `secret_key` do `actions` in `buckets` and nothing elsewhere, as the identity `name`. The store
    takes no policy that opens nothing, so without buckets the key has none.

    Safe to repeat, also with other buckets: the last call counts. One name holds one key, and a key's secret never
    changes: for another key, take another name (the key's id is a good one). Raises StoreRefused, and
    urllib.error.URLError where the store is away.
    """
    resources = [arn for bucket in sorted(buckets) for arn in (f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*")]
    _unless(409, store, "CreateUser", UserName=name)
    _unless(409, store, "CreateAccessKey", UserName=name, AccessKeyId=access_key, SecretAccessKey=secret_key)
    if not resources:
        _unless(404, store, "DeleteUserPolicy", UserName=name, PolicyName="buckets")
        return
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": resources}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    store.call("PutUserPolicy", UserName=name, PolicyName="buckets", PolicyDocument=policy)


def dismiss(store: Store, name: str) -> None:
    """Forget the identity and its key. Safe to repeat."""
    _unless(404, store, "DeleteUser", UserName=name)


def knows_us(url: str, access_key: str, secret_key: str) -> bool:
    """Whether a store answers there and takes this key's signature (ListBuckets)."""
    request = AWSRequest("GET", f"{url}/")
    S3SigV4Auth(Credentials(access_key, secret_key), "s3", _REGION).add_auth(request)
    sent = urllib.request.Request(f"{url}/", headers=dict(request.headers.items()))
    try:
        with urllib.request.urlopen(sent, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:  # refused connections and HTTP errors alike
        return False


def _unless(status: int, store: Store, action: str, **parameters: str) -> None:
    """An action that may have been done before: then the store refuses it with this status."""
    try:
        store.call(action, **parameters)
    except StoreRefused as error:
        if error.status != status:
            raise
