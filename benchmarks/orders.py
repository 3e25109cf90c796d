"""A customer with people and jobs to measure, made by the product's own verbs."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.contrib.auth.hashers import make_password
from PIL import Image

from benchmarks import ground
from jobs import topics
from jobs.actions import create_job
from jobs.models import LabelingJob
from tenants import scope, storage
from tenants.actions import create_tenant
from tenants.actor import Actor
from tenants.models import Tenant, User
from workforce.actions import add_worker, create_workteam, simple_request
from workforce.models import Worker, Workteam

LABELS = ("ham", "spam")
PASSWORD = "a plumb line hangs straight"
ANSWER = {"crowd-classifier": {"label": "ham"}}
_FUNCTIONS = "arn:aws:lambda:us-east-1:432418664414:function"
_ALGORITHM = "arn:aws:sagemaker:us-east-1:027400017018:labeling-job-algorithm-specification/text-classification"
_PAGES = {
    "TextMultiClass": """<crowd-form><crowd-classifier name="crowd-classifier" header="Spam or not?"
 categories="{{ task.input.labels | to_json | escape }}"><classification-target>{{ task.input.taskObject }}
</classification-target><full-instructions header="How to">Read it all.</full-instructions>
<short-instructions>Choose one.</short-instructions></crowd-classifier></crowd-form>""",
    "ImageMultiClass": """<crowd-form><crowd-image-classifier name="crowd-image-classifier" header="Which one?"
 src="{{ task.input.taskObject | grant_read_access }}" categories="{{ task.input.labels | to_json | escape }}">
<full-instructions header="How to">Look closely.</full-instructions>
<short-instructions>Choose one.</short-instructions></crowd-image-classifier></crowd-form>""",
}
_SAYINGS = (
    "Dear colleague, the minutes of yesterday's meeting are attached; please send corrections by Friday.",
    "You have been chosen! Reply within the hour to claim the voucher that is waiting for you at our shop.",
    "Can we move the review to Thursday at ten? The room is booked for the whole morning already.",
)


@dataclass
class Customer:
    """An account with a bucket, a team and the people in it."""

    tenant: Tenant
    actor: Actor
    bucket: str
    team: Workteam

    def people(self, count: int) -> list[Worker]:
        """Workers of the team who sign in with PASSWORD; the hash is an ordinary one, made once."""
        password = make_password(PASSWORD)
        workers = [self._person(f"worker{i}@bench.example") for i in range(count)]
        User.objects.filter(pk__in=[worker.user_id for worker in workers]).update(password=password)
        return workers

    def order(self, name: str, kind: str, lines: Iterable[str], **human: Any) -> LabelingJob:
        """A job in stage Initializing with its manifest in the store."""
        with scope.tenant(self.tenant.pk):
            folder = self._folder(name, kind)
            with storage.writing(f"{folder}/input.manifest") as out:
                for line in lines:
                    out.write(f"{line}\n".encode())
            return create_job(self._request(name, kind, folder, human), actor=self.actor)

    def stream(self, name: str, backbone: str) -> LabelingJob:
        """A streaming job for texts that a machine helps to label, in stage Initializing; nothing has been sent to it."""
        with scope.tenant(self.tenant.pk):
            topic = topics.create(name, actor=self.actor)
            request = self._request(name, "TextMultiClass", self._folder(name, "TextMultiClass"), {})
            return create_job(request | {
                "InputConfig": {"DataSource": {"SnsDataSource": {"SnsTopicArn": topic.arn}}},
                "LabelingJobAlgorithmsConfig": {"LabelingJobAlgorithmSpecificationArn": _ALGORITHM},
                "Tags": [{"Key": "plumbline:backbone", "Value": backbone}],
            }, actor=self.actor)  # fmt: skip

    def put_image(self) -> str:
        """A real picture in the store; its address."""
        out = BytesIO()
        Image.new("L", (28, 28)).save(out, "PNG")
        uri = f"s3://{self.bucket}/images/00000000.png"
        with scope.tenant(self.tenant.pk):
            storage.write(uri, out.getvalue(), "image/png")
        return uri

    def text_lines(self, count: int) -> Iterable[str]:
        """Manifest lines with short mails in them, about 130 bytes each."""
        return (json.dumps({"source": f"{i}: {_SAYINGS[i % len(_SAYINGS)]}"}) for i in range(count))

    def image_lines(self, count: int) -> Iterable[str]:
        """Manifest lines that point to images, about 70 bytes each; only the first is there."""
        return (f'{{"source-ref": "s3://{self.bucket}/images/{i:08d}.png"}}' for i in range(count))

    def _folder(self, name: str, kind: str) -> str:
        """A new folder with the labels and the page of such a job."""
        folder = f"s3://{self.bucket}/{name}-{uuid.uuid4().hex[:8]}"
        storage.write(f"{folder}/labels.json", json.dumps({"labels": [{"label": one} for one in LABELS]}).encode())
        storage.write(f"{folder}/template.liquid", _PAGES[kind].encode())
        return folder

    def _person(self, email: str) -> Worker:
        with scope.tenant(self.tenant.pk):
            return add_worker(email, self.team, name=email.partition("@")[0], actor=self.actor)

    def _request(self, name: str, kind: str, folder: str, human: dict[str, Any]) -> dict[str, Any]:
        return {
            "LabelingJobName": name,
            "LabelAttributeName": "lan",
            "InputConfig": {"DataSource": {"S3DataSource": {"ManifestS3Uri": f"{folder}/input.manifest"}}},
            "OutputConfig": {"S3OutputPath": f"s3://{self.bucket}/out/"},
            "RoleArn": "arn:aws:iam::123456789012:role/ground-truth",
            "LabelCategoryConfigS3Uri": f"{folder}/labels.json",
            "HumanTaskConfig": {
                "WorkteamArn": self.team.arn,
                "UiConfig": {"UiTemplateS3Uri": f"{folder}/template.liquid"},
                "PreHumanTaskLambdaArn": f"{_FUNCTIONS}:PRE-{kind}",
                "TaskTitle": "Sort it",
                "TaskDescription": "Choose the label that fits",
                "NumberOfHumanWorkersPerDataObject": 1,
                "TaskTimeLimitInSeconds": 3600,
                "AnnotationConsolidationConfig": {"AnnotationConsolidationLambdaArn": f"{_FUNCTIONS}:ACS-{kind}"},
                **human,
            },
        }


def customer(name: str = "Bench") -> Customer:
    """A new account; call once a process and name."""
    owner = User.objects.make(f"owner@{name.lower()}.example", None)
    tenant = create_tenant(name, owner)
    actor = Actor("member", owner.email, "owner", owner.pk)
    bucket = f"{name.lower()}-{uuid.uuid4().hex[:12]}"
    with scope.tenant(tenant.pk):
        storage.create_bucket(bucket, actor=actor)
        team = create_workteam(simple_request("labelers", "People who label"), actor=actor)
    return Customer(tenant, actor, bucket, team)


def label_all(job: LabelingJob) -> None:
    """Every object of a job labeled, by one INSERT ... SELECT, with lines like those that consolidation writes."""
    fragment = (
        '"lan":0,"lan-metadata":{"confidence":0.95,"job-name":"labeling-job/bench","class-name":"ham",'
        '"human-annotated":"yes","creation-date":"2026-11-21T11:36:00.000000","type":"groundtruth/text-classification"}'
    )
    with ground.owner() as owner:
        owner.execute(
            """INSERT INTO jobs_label (tenant_id, data_object_id, class_index, confidence, human, fragment, created_at)
            SELECT tenant_id, id, 0, 0.95, true, %s, now() FROM jobs_dataobject WHERE job_id = %s""",
            [fragment, job.pk],
        )
        owner.execute("UPDATE jobs_dataobject SET state = 3, answers = needed, free = 0 WHERE job_id = %s", [job.pk])
        owner.execute("UPDATE jobs_labelingjob SET labeled = total WHERE id = %s", [job.pk])
        owner.execute("ANALYZE jobs_dataobject, jobs_label")
