"""What gold answers tell of a job: how often its labels are right, and what their confidences turned out to mean.

Kept up chunk by chunk, in the transaction that stores the labels, so no object is counted twice. A label's confidence is
compared with gold before that gold has taught anything; what it teaches holds for later chunks. When the job ends,
`settle` gives all its labels the confidences that they would have had, had everything been known from the beginning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import orjson
from django.db import transaction

from consolidation.chunk import Answered
from consolidation.functions.calibration import GoldTooFew, Recalibration, crossfitted
from consolidation.functions.reliability import Claims
from consolidation.likeness import Judged, judged
from consolidation.models import Claim, GoldStanding
from consolidation.outputs.contract import Outcome
from jobs import gold, lifecycle, rows
from jobs.errors import AnswerInvalid
from jobs.facts import JobFacts
from jobs.models import Label, LabelingJob
from tenants import scope

# Kinds whose confidences are chances that a label is right; those of others say how much people agree.
RECALIBRATED = ("class", "classes")
_FOLDS = 5  # parts of the gold answers, each of which shows what the others teach
_BATCH = 2_000  # lines whose labels are given their last confidences in one transaction
_CONFIDENCE, _MAP = "confidence", "confidence-map"

Labeled = tuple[Answered, Outcome]
Said = float | dict[str, float]  # a label's confidence, or one for each of its classes


def truth_of(facts: JobFacts, one: Answered) -> Any | None:
    """An object's gold answer, of the type that answers are read as; None where there is none that can be read."""
    try:
        return gold.truth_in(orjson.loads(one.line), facts) if facts.wishes.gold else None
    except AnswerInvalid:  # told of when the manifest was read
        return None


class Gold:
    """The gold of one job: read before a chunk is labeled, kept with its labels."""

    def __init__(self, facts: JobFacts) -> None:
        self._facts = facts
        self._is_wished = bool(facts.wishes.gold)
        self._standing = GoldStanding.objects.filter(job=facts.job_id).first() if self._is_wished else None

    @property
    def meaning(self) -> Sequence[float]:
        """What earlier gold answers say that each hundredth of a confidence means, (101,); empty before there are enough."""
        return self._standing.meaning if self._standing else ()

    def recalibrated(self, labeled: Sequence[Labeled]) -> list[Labeled]:
        """The labels with the confidences that earlier gold answers say they should have."""
        meaning = self.meaning
        return [(one, _with_meaning(made, meaning)) for one, made in labeled] if meaning else list(labeled)

    def keep(self, claimed: Sequence[Labeled], labels: Sequence[Label]) -> None:
        """Count these labels against their gold answers, and remember what they claimed. `claimed` are as the answers
        alone say, before `recalibrated`. Belongs into the transaction that stores them."""
        if not self._is_wished:
            return
        again = set(
            Claim.objects.filter(data_object__in=[one.object_id for one, _ in claimed]).values_list("pk", flat=True)
        )
        if self._facts.kind.answer in RECALIBRATED:
            _remember(self._facts.job_id, claimed, labels)
        truths = [(one, made, truth_of(self._facts, one)) for one, made in claimed if one.object_id not in again]
        found = {one.line_no: judged(self._facts, made, truth) for one, made, truth in truths if truth is not None}
        if found:
            self._count(found)

    def _count(self, found: Mapping[int, Judged]) -> None:
        standing = self._standing or GoldStanding(job_id=self._facts.job_id)
        qualities = [one.quality for one in found.values()]
        standing.objects_compared += len(found)
        standing.quality += sum(qualities)
        standing.squares += sum(quality**2 for quality in qualities)
        folds = [Claims.from_json(part) for part in standing.claims or [[]] * _FOLDS]
        for line_no, one in found.items():
            folds[line_no % _FOLDS] = folds[line_no % _FOLDS].plus(_claims([one]))
        standing.claims = [part.to_json() for part in folds]
        if self._facts.kind.answer in RECALIBRATED:
            _learn(standing, folds)
            standing.settled = False
        standing.save()
        self._standing = standing


def settle(job: LabelingJob, facts: JobFacts) -> bool:
    """Give all labels the confidences that the gold answers of the whole job say, so that the output is of one piece;
    False where somebody else is labeling the job. Each label's new confidence follows from what it claimed first, so
    this may be broken off and done again."""
    standing = GoldStanding.objects.filter(job=job).first() if facts.wishes.gold else None
    if standing is None or not standing.meaning or standing.settled:
        return True
    for first in range(0, job.total, _BATCH):
        if not settle_part(job, facts.label_attribute, standing.meaning, first):
            return False
    GoldStanding.objects.filter(job=job).update(settled=True)
    return True


def settle_part(job: LabelingJob, attribute: str, meaning: Sequence[float], first: int) -> bool:
    """A part of it, from line `first` on: so much as one transaction changes."""
    with transaction.atomic():
        if not lifecycle.serve_alone(job.pk):
            return False
        # By lines, not by LIMIT: a planner that does not know yet how many there are would sort them all each time.
        given = {"job": job.pk, "first": first, "until": first + _BATCH}
        _settle(rows.many(_CLAIMED, given), attribute, meaning)
        if job.wishes.duplicates:
            names = {"attribute": attribute, "metadata": f"{attribute}-metadata"}
            _settle(rows.many(_COPIED, given | names), attribute, meaning)
    return True


def _learn(standing: GoldStanding, folds: Sequence[Claims]) -> None:
    """What confidences mean, where there are enough gold answers; and how good that is, each fifth judged by the rest."""
    together = _together(folds)
    try:
        standing.meaning = Recalibration.learnt(together).meaning().tolist()
    except GoldTooFew:
        return
    standing.recalibrated = crossfitted(folds).to_json()


def _together(folds: Iterable[Claims]) -> Claims:
    total = Claims.none()
    for fold in folds:
        total = total.plus(fold)
    return total


def _claims(found: Sequence[Judged]) -> Claims:
    pairs = [claim for one in found for claim in one.claims]
    return Claims.of(
        np.array([trust for trust, _ in pairs], np.float64), np.array([right for _, right in pairs], np.bool_)
    )


def _remember(job_id: int, claimed: Sequence[Labeled], labels: Sequence[Label]) -> None:
    claims = [
        Claim(tenant_id=scope.current(), data_object_id=one.object_id, job_id=job_id, line_no=one.line_no,
              said=_said(made), made_at=label.created_at)
        for (one, made), label in zip(claimed, labels, strict=True)
    ]  # fmt: skip
    Claim.objects.bulk_create(
        claims, update_conflicts=True, unique_fields=["data_object"], update_fields=["said", "made_at"]
    )


def _said(made: Outcome) -> Said:
    said: Said = made.metadata.get(_MAP, made.confidence)
    return said


def _with_meaning(made: Outcome, meaning: Sequence[float]) -> Outcome:
    metadata, confidence = told(made.metadata, _said(made), meaning)
    return replace(made, metadata=metadata, confidence=confidence)


def told(metadata: Mapping[str, Any], said: Said, meaning: Sequence[float]) -> tuple[dict[str, Any], float]:
    """A label's metadata and confidence where `said` was claimed and `meaning` says what each hundredth comes to."""
    if isinstance(said, dict):
        trust = {number: meaning[round(one * 100)] for number, one in said.items()}
        return {**metadata, _MAP: trust}, min(trust.values(), default=0.0)
    confidence = meaning[round(said * 100)]
    return {**metadata, _CONFIDENCE: confidence}, confidence


def _settle(found: Sequence[Any], attribute: str, meaning: Sequence[float]) -> None:
    changed: list[tuple[int, float, str]] = []
    for row in found:
        content = orjson.loads(f"{{{row.fragment}}}")
        metadata, confidence = told(content[f"{attribute}-metadata"], orjson.loads(row.said), meaning)
        fragment = orjson.dumps({**content, f"{attribute}-metadata": metadata}).decode()[1:-1]
        if fragment != row.fragment:
            changed.append((row.data_object_id, confidence, fragment))
    ids, confidences, fragments = ([one[place] for one in changed] for place in range(3))
    rows.run(_SETTLE, {"ids": ids, "confidences": confidences, "fragments": fragments})


_CLAIMED = """
    SELECT c.data_object_id, c.said, l.fragment
    FROM consolidation_claim c JOIN jobs_label l ON l.data_object_id = c.data_object_id AND l.created_at = c.made_at
    WHERE c.job_id = %(job)s AND c.line_no >= %(first)s AND c.line_no < %(until)s
"""
# Labels that were copied (`copy-of`), each with what is claimed of the one that it is a copy of, where both still say the
# same. Each is looked up by itself, by LIMIT: a planner that thinks there are many would read all claims of the job.
_COPIED = """
    SELECT copy.data_object_id, claim.said, copy.fragment FROM (
        SELECT l.data_object_id, l.fragment, ('{' || l.fragment || '}')::json AS content
        FROM jobs_dataobject o JOIN jobs_label l ON l.data_object_id = o.id
        WHERE o.job_id = %(job)s AND o.line_no >= %(first)s AND o.line_no < %(until)s AND l.human
            AND l.fragment LIKE '%%"copy-of":%%') AS copy
    CROSS JOIN LATERAL (
        SELECT c.said, ('{' || l.fragment || '}')::json AS content
        FROM consolidation_claim c JOIN jobs_label l ON l.data_object_id = c.data_object_id AND l.created_at = c.made_at
        WHERE c.job_id = %(job)s AND c.line_no = (copy.content -> %(metadata)s ->> 'copy-of')::int LIMIT 1) AS claim
    WHERE (copy.content -> %(attribute)s)::jsonb = (claim.content -> %(attribute)s)::jsonb
"""
_SETTLE = """
    UPDATE jobs_label l SET confidence = given.confidence, fragment = given.fragment
    FROM unnest(%(ids)s::bigint[], %(confidences)s::float[], %(fragments)s::text[]) AS given (id, confidence, fragment)
    WHERE l.data_object_id = given.id
"""
