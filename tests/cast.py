"""The cast: Alice owns an account, Bob works for her, Charlie owns another account; and what they need to label."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from PIL import Image

from jobs.actions import create_job
from jobs.intake import take_in
from jobs.models import LabelingJob
from tenants import scope, storage
from tenants.actions import create_tenant
from tenants.actor import Actor
from tenants.models import Tenant, User
from workforce.actions import add_worker, create_workteam, simple_request
from workforce.models import Worker, Workteam

PASSWORD = "a plumb line hangs straight"
# A real hash that costs nothing: the number of rounds is part of it.
_HASH = PBKDF2PasswordHasher().encode(PASSWORD, "salt", iterations=1)
TEXT_TEMPLATE = """<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
<crowd-form><crowd-classifier name="crowd-classifier" categories="{{ task.input.labels | to_json | escape }}"
 header="Spam or not?"><classification-target>{{ task.input.taskObject }}</classification-target>
<full-instructions header="How to">Read it all.</full-instructions>
<short-instructions>Choose one.</short-instructions></crowd-classifier></crowd-form>"""
IMAGE_TEMPLATE = """<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
<crowd-form><crowd-image-classifier name="crowd-image-classifier" src="{{ task.input.taskObject | grant_read_access }}"
 categories="{{ task.input.labels | to_json | escape }}" header="Which one?">
<full-instructions header="How to">Look closely.</full-instructions>
<short-instructions>Choose one.</short-instructions></crowd-image-classifier></crowd-form>"""


@dataclass
class Account:
    """A tenant with its owner and a bucket of its own."""

    tenant: Tenant
    owner: User
    actor: Actor
    bucket: str
    teams: dict[str, Workteam] = field(default_factory=dict)

    def put(self, key: str, content: bytes | str | list[Any]) -> str:
        """Store a file (a list becomes JSON lines) in the account's bucket; returns its address."""
        if isinstance(content, list):
            content = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in content)
        uri = f"s3://{self.bucket}/{key}"
        with scope.tenant(self.tenant.pk):
            storage.write(uri, content.encode() if isinstance(content, str) else content)
        return uri

    def read(self, uri: str) -> str:
        with scope.tenant(self.tenant.pk):
            return storage.read(uri, 100_000_000).decode()

    def team(self, name: str = "labelers") -> Workteam:
        if name not in self.teams:
            with scope.tenant(self.tenant.pk):
                self.teams[name] = create_workteam(simple_request(name, "People who label"), actor=self.actor)
        return self.teams[name]

    def worker(self, email: str, team: str = "labelers") -> Worker:
        """A person of that address who labels in a team; signs in with PASSWORD."""
        with scope.tenant(self.tenant.pk):
            worker = add_worker(email, self.team(team), name=email.split("@", maxsplit=1)[0].title(), actor=self.actor)
        User.objects.filter(pk=worker.user_id).update(password=_HASH)
        return worker

    def text_request(self, name: str, lines: list[Any], **human: Any) -> dict[str, Any]:
        """A text classification request as a Ground Truth user would send it, with its files in place."""
        folder = f"{name}-{uuid.uuid4().hex[:8]}"
        manifest = self.put(f"{folder}/input.manifest", lines)
        labels = self.put(f"{folder}/labels.json", json.dumps({"labels": [{"label": "ham"}, {"label": "spam"}]}))
        template = self.put(f"{folder}/template.liquid", TEXT_TEMPLATE)
        return self._request(name, manifest, labels, template, "TextMultiClass", human)

    def image_request(self, name: str, keys: list[str], **human: Any) -> dict[str, Any]:
        """An image classification request over tiny real PNGs at these keys."""
        folder = f"{name}-{uuid.uuid4().hex[:8]}"
        lines = [{"source-ref": self.put(f"{folder}/{key}", _png(i))} for i, key in enumerate(keys)]
        manifest = self.put(f"{folder}/input.manifest", lines)
        labels = self.put(f"{folder}/labels.json", json.dumps({"labels": [{"label": "light"}, {"label": "dark"}]}))
        template = self.put(f"{folder}/template.liquid", IMAGE_TEMPLATE)
        return self._request(name, manifest, labels, template, "ImageMultiClass", human)

    def job(self, request: dict[str, Any]) -> LabelingJob:
        """A job of that request with its manifest taken in. Needs `committed` or `db`."""
        with scope.tenant(self.tenant.pk):
            job = create_job(request, actor=self.actor)
            take_in(job)
            return LabelingJob.objects.select_related("tenant", "workteam__tenant").get(pk=job.pk)

    def text_job(self, name: str = "spam", count: int = 5, **human: Any) -> LabelingJob:
        return self.job(self.text_request(name, [{"source": f"mail number {i}"} for i in range(count)], **human))

    def _request(
        self, name: str, manifest: str, labels: str, template: str, kind: str, human: dict[str, Any]
    ) -> dict[str, Any]:
        account = "arn:aws:lambda:us-east-1:432418664414:function"
        return {
            "LabelingJobName": name,
            "LabelAttributeName": "lan",
            "InputConfig": {"DataSource": {"S3DataSource": {"ManifestS3Uri": manifest}}},
            "OutputConfig": {"S3OutputPath": f"s3://{self.bucket}/out/"},
            "RoleArn": "arn:aws:iam::123456789012:role/ground-truth",
            "LabelCategoryConfigS3Uri": labels,
            "HumanTaskConfig": {
                "WorkteamArn": self.team().arn,
                "UiConfig": {"UiTemplateS3Uri": template},
                "PreHumanTaskLambdaArn": f"{account}:PRE-{kind}",
                "TaskTitle": "Sort it",
                "TaskDescription": "Choose the label that fits",
                "NumberOfHumanWorkersPerDataObject": 1,
                "TaskTimeLimitInSeconds": 300,
                "AnnotationConsolidationConfig": {"AnnotationConsolidationLambdaArn": f"{account}:ACS-{kind}"},
                **human,
            },
        }


def _png(shade: int) -> bytes:
    out = BytesIO()
    Image.new("L", (28, 28), (shade * 40) % 256).save(out, "PNG")
    return out.getvalue()


_buckets: list[str] = []


@pytest.fixture(scope="session", autouse=True)
def _buckets_emptied() -> Iterator[None]:
    """The tests' store outlives the run, and keeps two files open for each bucket: after 10,000 it has none left."""
    yield
    client: Any = storage._client() if _buckets else None
    for bucket in _buckets:
        while found := client.list_objects_v2(Bucket=bucket).get("Contents"):
            client.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": one["Key"]} for one in found]})
        client.delete_bucket(Bucket=bucket)


def make_account(name: str, email: str) -> Account:
    """A tenant with a unique bucket, which goes when the tests have run."""
    owner = User.objects.make(email, None)
    owner.password = _HASH
    owner.save()
    tenant = create_tenant(name, owner)
    actor = Actor("member", email, "owner", owner.pk)
    bucket = f"{name.lower()}-{uuid.uuid4().hex[:12]}"
    with scope.tenant(tenant.pk):
        storage.create_bucket(bucket, actor=actor)
    _buckets.append(bucket)
    return Account(tenant, owner, actor, bucket)


@pytest.fixture
def alice(request: pytest.FixtureRequest) -> Account:
    """Alice owns this account. Committed when the test uses `committed` or `site`, else inside its transaction."""
    if not {"committed", "site"} & set(request.fixturenames):
        request.getfixturevalue("db")
    else:
        request.getfixturevalue("committed")
    return make_account("Alice", "alice@example.org")


@pytest.fixture
def bob(alice: Account) -> Worker:
    """Bob labels for Alice."""
    return alice.worker("bob@example.org")


@pytest.fixture
def charlie(alice: Account) -> Account:
    """Charlie owns another account and must see nothing of Alice's."""
    return make_account("Charlie", "charlie@example.org")


@pytest.fixture
def in_alices(alice: Account) -> Any:
    """Runs the test inside Alice's scope."""
    with scope.tenant(alice.tenant.pk):
        yield alice
