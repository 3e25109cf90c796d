"""The customer's door: boto3 for S3 and SageMaker as in any Ground Truth script, and REST with the same key."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import urllib3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from config import environment
from config.demo.trouble import DemoFailed

_PARALLEL = 16  # uploads side by side


class Door:
    """One customer: an access key of an account, and its bucket."""

    def __init__(self, site: str, account: Mapping[str, Any]) -> None:
        self.site, self.account, self.bucket = site, account, str(account["bucket"])
        key = {"aws_access_key_id": account["key_id"], "aws_secret_access_key": account["secret"]}
        self.sagemaker = boto3.client("sagemaker", endpoint_url=site, region_name=account["region"], **key)
        self.store_takes_keys = bool(environment.text("S3_ADMIN_URL", ""))
        self.s3_endpoint = environment.text("S3_ENDPOINT_URL")
        self.s3 = boto3.client(
            "s3", endpoint_url=self.s3_endpoint, region_name=environment.text("S3_REGION", "us-east-1"),
            config=Config(s3={"addressing_style": "path"}, max_pool_connections=_PARALLEL), **self._store_key(key),
        )  # fmt: skip

    def _store_key(self, key: dict[str, str]) -> dict[str, str]:
        """The customer's own key where the store is ours and knows it, else the store's credentials."""
        if self.store_takes_keys:
            return key
        names = "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"
        return {f"aws_{name[3:].lower()}": environment.text(name) for name in names}

    def put(self, key: str, content: bytes, content_type: str) -> str:
        """Store one file; returns its s3:// address."""
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=content, ContentType=content_type)
        return f"s3://{self.bucket}/{key}"

    def put_missing(self, files: Mapping[str, bytes], content_type: str) -> None:
        """Store those of the files (key → content) that are not there yet; names are hashes of contents."""
        folders = {key.rpartition("/")[0] + "/" for key in files}
        missing = files.keys() - {key for folder in folders for key in self.keys(folder)}
        with ThreadPoolExecutor(_PARALLEL) as threads:
            for _ in threads.map(lambda key: self.put(key, files[key], content_type), sorted(missing)):
                pass

    def keys(self, folder: str) -> Iterable[str]:
        """The keys of the bucket that begin with `folder`."""
        for page in self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=folder):
            yield from (entry["Key"] for entry in page.get("Contents", []))

    def read(self, uri: str) -> bytes:
        """The object at an s3:// address."""
        bucket, _, key = uri.removeprefix("s3://").partition("/")
        return bytes(self.s3.get_object(Bucket=bucket, Key=key)["Body"].read())

    def rest(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """One call to /api/v1/; POST when there is a body. Raises DemoFailed with what the site answered."""
        request = urllib.request.Request(
            f"{self.site}/api/v1/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.account['key_id']}:{self.account['secret']}",
                     "Content-Type": "application/json"},
        )  # fmt: skip
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as error:
            told = error.read().decode(errors="replace")[:500]
            raise DemoFailed(f"The site refused /api/v1/{path} ({error.code}): {told}") from error

    def team(self, name: str) -> str:
        """The ARN of the work team; made if it is not there. Its people come by invitation."""
        member = {"CognitoMemberDefinition": {"UserPool": "us-east-1_Demo00000", "UserGroup": name, "ClientId": "demo"}}
        try:
            made = self.sagemaker.create_workteam(
                WorkteamName=name, Description="People of the demo", MemberDefinitions=[member]
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceInUse":
                raise
            return str(self.sagemaker.describe_workteam(WorkteamName=name)["Workteam"]["WorkteamArn"])
        return str(made["WorkteamArn"])


TROUBLE = (ClientError, BotoCoreError, OSError, urllib3.exceptions.HTTPError)  # what a network or a site may throw
