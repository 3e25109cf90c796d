"""The report: how good, how fast, where it lies, and how to look around."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson

from config.demo import packages, samples, scoring
from config.demo.confusion import people
from config.demo.door import Door
from config.demo.orders import ANSWER_PRICE, ANSWERS, MOST_ANSWERS
from config.demo.watching import Watched


@dataclass(frozen=True)
class Result:
    """A job that has ended: its score, and what keeps it from being whole (nothing, if all went well)."""

    job: Watched
    score: scoring.Score | None
    faults: list[str]
    machine: Machine | None = None


@dataclass(frozen=True)
class Machine:
    """What machine and people labeled, how much of it is right, and what was promised of the machine's."""

    labeled: int
    right: int
    people: int
    people_right: int
    saved: int  # answers that nobody had to give
    promised: str


def result(job: Watched, door: Door) -> Result:
    """Read the job's files back from S3 and score them."""
    order = job.order
    reason = f": {job.reason}" if job.reason else ""
    faults = [] if job.status == "Completed" else [f"the job is {job.status}{reason}"]
    if not job.output:
        return Result(job, None, [*faults, "there is no output manifest"])
    written = door.read(job.output).decode().splitlines()
    faults += scoring.faults(order.lines, written, order.attribute)
    if len(written) != len(order.lines):
        return Result(job, None, faults)
    root = job.output.removesuffix("manifests/output/output.manifest").removeprefix(f"s3://{door.bucket}/")
    requests = door.keys(f"{root}annotations/consolidated-annotation/consolidation-request/")
    answers = scoring.answers_of(
        (orjson.loads(door.read(f"s3://{door.bucket}/{key}")) for key in requests), order.element
    )
    labels = scoring.labels_of(written, order.attribute)
    machine = _machine(job, written, labels, answers) if order.automated else None
    if machine and machine.labeled != job.machine:
        faults.append(f"{machine.labeled} lines are the machine's, and {job.machine} were counted")
    return Result(job, scoring.score(order.sample.truths, labels, answers), faults, machine)


def _machine(
    job: Watched, written: Sequence[str], labels: Sequence[str | None], answers: Mapping[int, Sequence[str]]
) -> Machine:
    by_machine = scoring.machine_labels(written, job.order.attribute)
    right = {line for line, truth in enumerate(job.order.sample.truths) if labels[line] == truth}
    people = {line for line, label in enumerate(labels) if label is not None} - by_machine
    saved = len(labels) * ANSWERS - sum(map(len, answers.values()))
    last = job.rounds[-1] if job.rounds else ""
    promised = last[last.index("With ") :] if "With " in last else "Nothing could be certified."
    return Machine(len(by_machine), len(right & by_machine), len(people), len(right & people), saved, promised)


def lines(results: Sequence[Result], door: Door, given: Mapping[str, int]) -> Iterator[str]:
    """The report, line by line."""
    for one in results:
        yield ""
        yield from _about_job(one, door.site)
    yield ""
    yield (
        f"People: {ANSWERS} answers for each object, up to {MOST_ANSWERS} where a machine learns from them and they "
        f"disagree, from simulated people over the site's own websocket:"
    )
    for person in people(len(given)):
        yield f"  {person.name:<8} right {person.accuracy:.0%} by design, {given.get(person.email, 0):,} answers"
    yield (
        f"Data: {packages.DIGITS.spec} ({packages.DIGITS.license}); {packages.MAILS.spec} ({packages.MAILS.license}), "
        f"mails cut to {samples.LONGEST_MAIL:,} characters."
    )
    yield from _look_around(door.site, door.account)
    yield from _script(door)


def _about_job(one: Result, site: str) -> Iterator[str]:
    job, score = one.job, one.score
    yield f"{job.order.name}: {job.status}, {len(job.order.lines):,} objects in {job.seconds:.1f} s"
    if score:
        counted = f"{score.right:,} of {score.labeled:,}; failed {score.failed:,}"
        yield f"  labels right     {_share(score.accuracy)}  ({counted})"
        yield f"  answers right    {_share(score.answer_accuracy)}  ({score.right_answers:,} of {score.answers:,})"
        alpha = "–" if score.alpha is None else f"{score.alpha:.2f}"
        yield f"  agreement        {_share(score.agreement)}  of pairs of answers; Krippendorff's alpha {alpha}"
        speeds = len(job.order.lines) / job.seconds, score.answers / job.seconds
        yield f"  speed            {speeds[0]:.1f} objects/s, {speeds[1]:.1f} answers/s"
    if one.machine:
        yield from _about_machine(one.machine, len(job.order.lines))
        yield f"  plots            {site}/admin/jobs/labelingjob/?q={job.order.name}, on the job's page"
    yield f"  output manifest  {job.output or 'none'}"
    for fault in one.faults[:10]:
        yield f"  MISSING: {fault}"
    if len(one.faults) > 10:
        yield f"  MISSING: and {len(one.faults) - 10:,} more like these"


def _about_machine(machine: Machine, objects: int) -> Iterator[str]:
    yield f"  people labeled   {machine.people:,} objects{_right(machine.people_right, machine.people)}"
    yield f"  machine labeled  {machine.labeled:,} objects{_right(machine.right, machine.labeled)}"
    yield f"  certificate      {machine.promised}"
    money, alone = f"${abs(machine.saved) * Decimal(ANSWER_PRICE):,.2f}", objects * ANSWERS
    if machine.saved >= 0:
        yield f"  money saved      {money}: {machine.saved:,} of {alone:,} answers at ${ANSWER_PRICE} each"
    else:
        yield f"  money lost       {money}: {-machine.saved:,} answers beyond {alone:,}, ${ANSWER_PRICE} each"


def _right(right: int, labeled: int) -> str:
    return f", {right / labeled:.1%} of them right" if labeled else ""


def _look_around(site: str, account: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    yield "Look around:"
    yield f"  labeling site    {site}/           {sign_in(account, 'visitor')}"
    yield f"  admin            {site}/admin/     {sign_in(account, 'owner')}"
    yield f"  API schema       {site}/api/schema/"


def sign_in(account: Mapping[str, Any], who: str) -> str:
    """Address and one-time password of `owner` or `visitor`; only a note when they have chosen their own."""
    password = account[f"{who}_password"]
    return f"{account[who]}  " + (f"one-time password {password}" if password else "your own password")


def _script(door: Door) -> Iterator[str]:
    account = door.account
    yield ""
    yield "From a script (this key is good for this account only):"
    yield "  import boto3"
    yield f'  key = dict(region_name="{account["region"]}",'
    yield f'      aws_access_key_id="{account["key_id"]}", aws_secret_access_key="{account["secret"]}")'
    yield f'  sagemaker = boto3.client("sagemaker", endpoint_url="{door.site}", **key)'
    if door.store_takes_keys:
        yield f'  s3 = boto3.client("s3", endpoint_url="{door.s3_endpoint}", **key)'
    yield "  sagemaker.list_labeling_jobs()"


def _share(value: float | None) -> str:
    return "    –" if value is None else f"{100 * value:5.1f} %"
