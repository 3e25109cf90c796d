"""A job that a machine helps to label, played without processes: people answer, chunks are consolidated, steps taken."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from typing import Any

from autolabel.deciding import step
from consolidation.serving import serve
from jobs import dispatch
from jobs.actions import create_job
from jobs.intake import take_in
from jobs.models import LabelingJob
from tests.cast import Account
from workforce.models import Worker

ALGORITHM = {
    "LabelingJobAlgorithmSpecificationArn": "arn:aws:sagemaker:us-east-1:027400017018:"
    "labeling-job-algorithm-specification/text-classification"
}
_HAM = [
    "meeting",
    "report",
    "budget",
    "schedule",
    "minutes",
    "agenda",
    "thanks",
    "regards",
    "project",
    "review",
    "notes",
    "draft",
    "team",
    "plan",
]
_SPAM = [
    "winner",
    "prize",
    "click",
    "free",
    "offer",
    "cash",
    "lottery",
    "claim",
    "bonus",
    "deal",
    "cheap",
    "pills",
    "urgent",
    "credit",
    "loan",
]


def mails(count: int, seed: int = 1) -> list[tuple[str, str]]:
    """Texts and what they are."""
    lot = random.Random(seed)
    found = []
    for number in range(count):
        words, truth = lot.choice([(_HAM, "ham"), (_SPAM, "spam")])
        found.append((" ".join([*lot.choices(words, k=9), *lot.choices(_HAM + _SPAM, k=2), str(number)]), truth))
    return found


def wish(**wishes: object) -> list[dict[str, str]]:
    """Tags of a request."""
    return [{"Key": f"plumbline:{name.replace('_', '-')}", "Value": str(value)} for name, value in wishes.items()]


def ordered(alice: Account, texts: Sequence[Any], name: str = "mails", **more: Any) -> LabelingJob:
    """A text job with auto-labeling, its manifest taken in."""
    request = alice.text_request(name, [{"source": one} if isinstance(one, str) else one for one in texts])
    request |= {"LabelingJobAlgorithmsConfig": ALGORITHM, "Tags": wish(backbone="wordllama"), **more}
    job = create_job(request, actor=alice.actor)
    take_in(job)
    job.refresh_from_db()
    return job


def ordered_of_kind(
    alice: Account, kind: str, labels: Sequence[str], lines: Sequence[dict[str, Any]], **more: Any
) -> LabelingJob:
    """A job of any kind with auto-labeling and its own page, its manifest taken in."""
    request = alice.text_request("kind", list(lines))
    human, functions = request["HumanTaskConfig"], "arn:aws:lambda:us-east-1:432418664414:function"
    human["UiConfig"] = {"HumanTaskUiArn": f"arn:aws:sagemaker:us-east-1:394669845002:human-task-ui/{kind}"}
    human["PreHumanTaskLambdaArn"] = f"{functions}:PRE-{kind}"
    human["AnnotationConsolidationConfig"] = {"AnnotationConsolidationLambdaArn": f"{functions}:ACS-{kind}"}
    told = {"shortInstruction": "Label it.", "fullInstruction": "Label all of it."}  # wanted where words are marked
    categories = {"labels": [{"label": label} for label in labels], "instructions": told}
    request["LabelCategoryConfigS3Uri"] = alice.put("kinds/labels.json", json.dumps(categories))
    job = create_job(request | {"LabelingJobAlgorithmsConfig": ALGORITHM, **more}, actor=alice.actor)
    take_in(job)
    job.refresh_from_db()
    return job


def go_on(job: LabelingJob, workers: Sequence[Worker], say: Callable[[int, Worker], Any], most: int = 60) -> int:
    """Until the job has ended: machine and people in turn; how often people were asked. What people say of a line is a
    class, or a whole answer."""
    asked = 0
    for _ in range(most):
        job.refresh_from_db()
        if job.has_ended:
            return asked
        while step(job):
            pass
        asked += answer_all(job, workers, say) > 0
        serve(job)
    raise AssertionError(f"the job goes on and on: {job.stage}, {job.labeled} of {job.total} labeled")


def answer_all(job: LabelingJob, workers: Sequence[Worker], say: Callable[[int, Worker], Any]) -> int:
    """Everybody labels what is there for them; how many answers that were."""
    given = 0
    for worker in workers:
        while turn := dispatch.lease(job.pk, worker.pk):
            said = say(turn.line_no, worker)
            answer = said if isinstance(said, dict) else {"crowd-classifier": {"label": said}}
            dispatch.submit(turn.assignment_id, worker.pk, answer)
            given += 1
    return given
