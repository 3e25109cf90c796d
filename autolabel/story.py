"""What happened in a job's automated labeling, for the people who ordered it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any

import numpy as np
import orjson

from autolabel import money, records
from autolabel.catalogue import kind_of
from autolabel.guarantee.contract import Certificate, Measure, Mode
from autolabel.models import Round, Run
from autolabel.plots import Chart, Line
from autolabel.wave_story import StreamStory, stream_story_of
from jobs import closing, rows, wishes
from jobs.answers import reading
from jobs.errors import AnswerInvalid
from jobs.facts import JobFacts, facts_of
from jobs.models import LabelingJob

_LARGE = ("look_objects", "look_labels", "look_confidences", "look_details")  # megabytes that no page shows


@dataclass(frozen=True)
class Step:
    """A round as a row of a table."""

    number: int
    why: str
    asked: int
    looked: Certificate | None
    seconds: float


@dataclass(frozen=True)
class Story:
    """`agreement` is the share of pairs of people who said the same of the objects that the machine is measured by, or how
    much what they drew overlaps: the ceiling of any target. `whole`: the target is about people's labels too; `graded`: it
    is a mean overlap, not a share of right labels. `answers_saved` were not asked for, at least, less those that measuring
    took beside. Of a stream, rounds and certificate are those of its last wave, and `stream` tells of all."""

    run: Run
    steps: list[Step]
    certificate: Certificate | None
    people: int
    machine: int
    left: int
    answers_saved: int
    money_saved: Decimal | None
    agreement: float | None
    target: float
    whole: bool
    graded: bool
    waits_for: str
    rounds: Chart | None
    cut_offs: Chart | None
    stream: StreamStory | None = None

    @property
    def agreement_percent(self) -> str:
        return f"{self.agreement or 0:.1%}"

    @property
    def target_percent(self) -> str:
        return f"{self.target:.1%}"

    @property
    def wanted(self) -> str:
        """What is to be certified, in words."""
        labels = "all labels together" if self.whole else "the machine's labels"
        if self.graded:
            return f"{labels} have to overlap with people's by {self.target_percent} or more on average"
        return f"{self.target_percent} or more of {labels} have to be right"

    @property
    def beyond_people(self) -> bool:
        """Is more wanted of the machine than people agree upon, and could it not be certified? Many answers to an object can
        say together what one person does not know."""
        return self.agreement is not None and self.agreement < self.target and not self.machine


def story_of(job: LabelingJob) -> Story | None:
    """None where no machine helps, or nothing has happened yet."""
    run = Run.objects.filter(job=job).first()
    if run is None:
        return None
    last = run.waves.order_by("-number").values_list("number", flat=True).first() or 1
    found = list(run.rounds.filter(wave=last).defer(*_LARGE).order_by("number"))
    certificate = _certificate(found)
    validation, asked = _asked(found)
    saved = money.answers_saved(job, run, last, len(validation))
    wanted, target = job.wishes, records.target_of(job)
    return Story(
        run=run,
        steps=[_step(one) for one in found],
        certificate=certificate,
        people=job.labeled - job.machine_labeled,
        machine=job.machine_labeled,
        left=job.unlabeled,
        answers_saved=saved,
        money_saved=wanted.answer_price * saved if wanted.answer_price else None,
        agreement=_agreement(job, facts_of(job.pk), validation or asked),
        target=target,
        whole=wanted.mode != wishes.EACH,
        graded=kind_of(job).graded,
        waits_for=_waits_for(job),
        rounds=_rounds(job, found, target),
        cut_offs=_over_cut_offs(certificate),
        stream=stream_story_of(job, run) if job.streams else None,
    )


def _waits_for(job: LabelingJob) -> str:
    """What people have yet to do before the machine goes on, in sentences; empty where it waits for nobody."""
    if not job.machine_deciding:
        return ""
    found = rows.one(
        """SELECT count(*) AS open, count(*) FILTER (WHERE answers >= %(ordered)s) AS measured
        FROM jobs_dataobject WHERE job_id = %(job)s AND state = 1""",
        {"job": job.pk, "ordered": job.workers_per_object},
    )
    told = f"It waits for people: {found.open:,} objects are open." if found.open else ""
    if found.measured:
        told += (
            f" {found.measured:,} of them have the answers that were ordered and wait for more, because the machine is "
            f"measured by them; when only these are left and nobody answers for {closing.PATIENCE // 60} minutes, they "
            "count with what they have."
        )
    return told


def _certificate(found: list[Round]) -> Certificate | None:
    """Of what was accepted, or that of the last look."""
    accepted = [one.accepted for one in found if one.accepted]
    if accepted:
        return records.certificate_of(accepted[-1])
    looks = [one.look for one in found if one.look]
    return records.certificate_of(looks[-1]["certificate"]) if looks else None


def _step(one: Round) -> Step:
    looked = records.certificate_of(one.look["certificate"]) if one.look else None
    asked = len(records.numbers(one.label)) + len(records.numbers(one.validate))
    return Step(one.number, one.why, asked, looked, one.seconds)


def _asked(found: list[Round]) -> tuple[list[int], list[int]]:
    """Lines that the machine was measured by, and lines that people were asked about to learn from."""
    return records.drawn_in(found), sorted({int(line) for one in found for line in records.numbers(one.label)})


def _rounds(job: LabelingJob, found: list[Round], target: float) -> Chart | None:
    """The chart of rounds; none of a later wave that looked once, before it learned more: that is one point."""
    if job.streams and not any(one.look and one.learned for one in found):
        return None
    return _over_rounds(found, target, kind_of(job).graded)


def _over_rounds(found: list[Round], target: float, graded: bool) -> Chart | None:
    looks = [(one.learned, records.certificate_of(one.look["certificate"])) for one in found if one.look]
    if not looks:
        return None
    covered = [(learned, look.accepted / max(_unlabeled(look), 1)) for learned, look in looks]
    certified = [
        (learned, records.promised(look, 1 - look.errors_at_most / max(look.accepted, 1), look.accepted))
        for learned, look in looks
        if look.accepted
    ]
    seen = [
        (learned, records.promised(look, look.naive, look.accepted or look.naive_accepted))
        for learned, look in looks
        if look.kept_aside
    ]
    of_all = " of all" if looks[-1][1].mode is Mode.WHOLE_SET else ""
    quality = f"{'mean overlap' if graded else 'right'}{of_all}"
    return Chart(
        "Coverage and quality by round",
        "objects learned from",
        "share",
        [
            Line("labeled by the machine, if accepted", covered, "a"),
            Line(f"{quality}, certified", certified, "b"),
            Line(f"{quality}, seen", seen, "c"),
        ],
        level=(f"target {target:.1%}", target),
    )


def _unlabeled(look: Certificate) -> int:
    """Objects that the look could have accepted."""
    shares = [point.coverage for point in look.curve if point.passes]
    return round(look.accepted / max(shares)) if shares and look.accepted else look.total


def _over_cut_offs(certificate: Certificate | None) -> Chart | None:
    if certificate is None or not certificate.curve:
        return None
    measured = "mean overlap" if certificate.measure is Measure.QUALITY else "share right"
    if certificate.mode is Mode.WHOLE_SET:
        measured += " of all"
    points = sorted(certificate.curve, key=lambda point: point.coverage)
    left = _unlabeled(certificate) if certificate.unlabeled is None else certificate.unlabeled
    certified = [(one.coverage, records.promised(certificate, one.certified, one.coverage * left)) for one in points]
    seen = [(one.coverage, records.promised(certificate, one.seen, one.coverage * left)) for one in points]
    return Chart(
        "What could be promised at each cut-off",
        "share of the remaining objects that the machine would label",
        measured,
        [
            Line("certified", certified, "b", dots=False),
            Line("seen", seen, "c", dots=False),
        ],
        level=(f"target {certificate.target:.1%}", certificate.target),
        x_is_share=True,
    )


def _agreement(job: LabelingJob, facts: JobFacts, lines: list[int]) -> float | None:
    """How much pairs of answers to one object say the same, on average; None where no object has two."""
    said: dict[int, list[Any]] = defaultdict(list)
    for row in rows.many(
        """SELECT o.line_no, a.answer FROM jobs_dataobject o JOIN jobs_assignment a ON a.data_object_id = o.id
        WHERE o.job_id = %(job)s AND o.line_no = ANY(%(lines)s) AND a.state = 2""",
        {"job": job.pk, "lines": lines[: kind_of(job).compared]},
    ):
        try:
            said[row.line_no].append(reading.read(facts, orjson.loads(row.answer)))
        except AnswerInvalid:
            continue
    alike = kind_of(job).alike
    pairs = [alike(one, other) for answers in said.values() for one, other in combinations(answers, 2)]
    return float(np.mean(pairs)) if pairs else None
