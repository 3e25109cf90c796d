"""What a machine proposes to people: they see it in the tool, correct it and submit it as theirs.

An object has a proposal before anybody begins on it or never, so an object that has one says of all its answers that
they began from it. Nothing is proposed where answers measure somebody: objects of validation have been asked about
before, and where a line tells the right label (`jobs/gold.py`), `keep` leaves it out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from jobs import rows
from jobs.models import LabelingJob, Proposal
from tenants import scope

SHOWN_AS = "machineProposal"  # the key of task.input; the default templates give it to their element


@dataclass(frozen=True, slots=True)
class Proposed:
    """A value as the element of the job's kind takes its `initial-value`, and how sure the machine is of it, 0..1."""

    value: Any
    confidence: float


def wanted(job: LabelingJob) -> bool:
    """Are people to be shown what the machine proposes? Unless the requester says otherwise they are where correcting
    is less work than drawing; a class that is chosen already sways people and saves them a click. A template of the
    requester's own has to show it."""
    by_kind = job.kind.answer not in ("class", "classes")
    wished = by_kind if job.wishes.prefill is None else job.wishes.prefill
    return wished and SHOWN_AS in job.template.text


def keep(job: LabelingJob, proposed: Mapping[int, Proposed]) -> int:
    """Propose these values for these lines, where nobody has been asked yet; how many are there now. Belongs into a
    transaction. Safe to repeat."""
    return rows.run(
        """INSERT INTO jobs_proposal (tenant_id, data_object_id, value, confidence)
        SELECT %(tenant)s, o.id, given.value::jsonb, given.confidence
        FROM unnest(%(lines)s::int[], %(values)s::text[], %(confidences)s::float8[]) AS given (line_no, value, confidence)
        JOIN jobs_dataobject o ON o.job_id = %(job)s AND o.line_no = given.line_no AND o.state = 5
        WHERE NOT EXISTS (SELECT 1 FROM jobs_assignment a WHERE a.data_object_id = o.id)
            AND (%(gold)s::text = '' OR o.line::json -> %(gold)s::text IS NULL)
        ON CONFLICT (data_object_id) DO UPDATE SET value = EXCLUDED.value, confidence = EXCLUDED.confidence""",
        {
            "tenant": scope.current(), "job": job.pk, "gold": job.wishes.gold, "lines": list(proposed),
            "values": [orjson.dumps(one.value).decode() for one in proposed.values()],
            "confidences": [one.confidence for one in proposed.values()],
        },
    )  # fmt: skip


def proposal_of(object_id: int) -> Proposed | None:
    """What those who label this object are shown, or None."""
    kept = Proposal.objects.filter(pk=object_id).first()
    return Proposed(kept.value, kept.confidence) if kept else None
