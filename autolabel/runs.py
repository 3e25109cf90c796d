"""A run as it is kept: the loop's state out of the database, and its decisions into it."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from autolabel import details, money
from autolabel.arrays import NO_LABEL
from autolabel.catalogue import kind_of
from autolabel.guarantee.contract import Certificate, Mode
from autolabel.models import Round, Run, Wave
from autolabel.pool import Decision, Look, Pool, Rules
from autolabel.records import certificate_of, numbers, target_of
from jobs import rows, wishes
from jobs.facts import JobFacts
from jobs.models import DataObject, LabelingJob

State = DataObject.State
_MANY = 5_000
_GROWTH, _GROWTH_OF_MANY_PICTURES = 1.4, 1.7
_BACKBONES = {"text": "minilm", "image": "efficientnet-lite"}
_OF_MAPS = {"boxes": "efficientnet-lite-boxes", "mask": "efficientnet-lite-masks"}


def run_of(job: LabelingJob) -> Run:
    """The job's run; begun where there is none yet. It knows of all objects where no more arrive, and else of those of its
    waves."""
    usual = _OF_MAPS.get(job.kind.machine, _BACKBONES[job.kind.media])
    name = job.wishes.backbone or usual
    run, _ = Run.objects.get_or_create(job=job, defaults={"seed": seed_of(job), "backbone": name})
    if run.size != job.total and (job.has_ended or not job.streams):
        run.size = job.total
        run.save(update_fields=["size"])
    return run


def seed_of(job: LabelingJob) -> int:
    """What decides every lot of a new run."""
    return job.pk % 2_147_483_647


def rules_of(job: LabelingJob, run: Run, wave: Wave | None = None, *, lost: int = 0) -> Rules:
    """What the requester wants of the machine in the wave that is going; budgets are taken from the request and the wishes.
    So often people were asked about objects that then failed, or will be about some of earlier waves: money is spent, and
    nothing of this wave is labeled. Stopping conditions are none of a stream's."""
    wanted = job.wishes
    stopping = {} if job.streams else job.request.get("StoppingConditions", {})
    percent = stopping.get("MaxPercentageOfInputDatasetLabeled")
    most_labeled = None if percent is None else _most_labeled(job, percent)
    affordable = money.left(job, run, lost=lost)
    told = stopping.get("MaxHumanLabeledObjectCount")
    limits = [most for most in (told, affordable) if most is not None]
    return Rules(
        target=target_of(job),
        mode=Mode.PRECISION if wanted.mode == wishes.EACH else Mode.WHOLE_SET,
        sureness=wanted.sureness,
        most_human=min(limits) if limits else None,
        most_labeled=most_labeled,
        strategy=wanted.strategy,
        growth=growth_for(job.kind.media, job.total if wave is None else wave.size - wave.first),
        seed=run.seed,
    )


def _most_labeled(job: LabelingJob, percent: int) -> int:
    """Objects that may be labeled beside those whose labels came with their lines."""
    before = rows.one(
        """SELECT count(*) FROM jobs_dataobject o LEFT JOIN jobs_label l ON l.data_object_id = o.id
        WHERE o.job_id = %(job)s AND o.state = 3 AND l.data_object_id IS NULL""",
        {"job": job.pk},
    )
    return max(math.ceil(job.total * percent / 100) - int(before.count), 0)


def growth_for(media: str, count: int) -> float:
    """How what is learned from grows, batch by batch. On many pictures a round of learning takes a minute, where the same
    batches on texts take seconds: then fewer and larger ones, which cost MNIST nothing, and 20 Newsgroups a hundredth."""
    return _GROWTH_OF_MANY_PICTURES if media == "image" and count >= _MANY else _GROWTH


def pool_of(job: LabelingJob, facts: JobFacts, found: list[Round], wave: Wave | None = None) -> Pool:
    """The loop's objects in the order of their lines, from what people said and what these rounds decided; of a wave also
    those before it from `Wave.since` on, which the loop only learns from. Without one, all objects of the job."""
    since, first, size = (wave.since, wave.first, wave.size) if wave else (0, 0, job.total)
    pool = Pool.fresh(size - since)
    training, validation, carried = pool.training.copy(), pool.validation.copy(), pool.carried.copy()
    labels, gone = pool.labels.copy(), pool.gone.copy()
    gone[: first - since] = True
    for one in found:
        training[numbers(one.label) - since] = True
        validation[numbers(one.validate) - since] = True
        moved = numbers(one.move) - since
        validation[moved], training[moved] = False, True
    label_in = kind_of(job).label_in
    for row in rows.many(_SAID, {"job": job.pk, "since": since, "size": size}):
        place = row.line_no - since
        if row.state == State.FAILED:
            gone[place] = True
        else:  # human is None where its label came with its line
            said = label_in(orjson.loads(row.content), facts) if row.class_index is None else row.class_index
            before = row.human is None or row.line_no < first
            labels[place], gone[place] = said, said == NO_LABEL
            carried[place] = before and said != NO_LABEL
    return Pool(labels, training & ~carried, validation & ~carried, carried, gone, since)


_SAID = """
    SELECT o.line_no, o.state, l.human, l.class_index, CASE
        WHEN l.human IS NULL THEN o.line
        WHEN l.human AND l.class_index IS NULL THEN '{' || l.fragment || '}' END AS content
    FROM jobs_dataobject o LEFT JOIN jobs_label l ON l.data_object_id = o.id
    WHERE o.job_id = %(job)s AND o.state IN (3, 4) AND o.line_no >= %(since)s AND o.line_no < %(size)s
        AND (o.state = 4 OR l.human IS DISTINCT FROM false)
    ORDER BY o.line_no
"""


def looks_of(found: list[Round], since: int) -> tuple[Look, ...]:
    """The looks of these rounds, in order, at the objects of a pool that begins with line `since`."""
    return tuple(
        Look(
            one.look["learned"],
            one.look["forecast"],
            certificate_of(one.look["certificate"]),
            numbers(one.look_objects) - since,
            np.frombuffer(bytes(one.look_labels), "<i8").astype(np.int64),
            np.frombuffer(one.look_confidences, "<f8"),
        )
        for one in found
        if one.look
    )


def keep(wave: Wave, number: int, decision: Decision, *, learned: int, seconds: float) -> Round:
    """Store what was decided."""
    look = decision.look
    told = None
    if look:
        told = {"learned": look.learned, "forecast": look.forecast, "certificate": _plain(look.certificate)}
    return Round.objects.create(
        run_id=wave.run_id,
        wave=wave.number,
        number=number,
        seconds=seconds,
        why=decision.why,
        learned=learned,
        label=_bytes(decision.label),
        validate=_bytes(decision.validate),
        move=_bytes(decision.move),
        look=told,
        look_objects=_bytes(look.objects) if look else b"",
        look_labels=look.labels.astype("<i8").tobytes() if look else b"",
        look_details=details.to_bytes(look) if look else b"",
        look_confidences=look.confidences.astype("<f8").tobytes() if look else b"",
        accepted=_plain(decision.accept.certificate) if decision.accept else None,
        done=decision.done,
    )


def _plain(certificate: Certificate) -> dict[str, Any]:
    plain: dict[str, Any] = orjson.loads(orjson.dumps(asdict(certificate), option=orjson.OPT_SERIALIZE_NUMPY))
    return plain


def _bytes(values: NDArray[Any]) -> bytes:
    return values.astype("<i4").tobytes()
