"""The objects of a job that its people agreed upon least, kept up chunk by chunk.

A label has no job of its own, so the lowest of a million confidences would have to be searched for; of each chunk only
the lowest are looked at, beside those kept before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import orjson

from consolidation.models import CrowdStanding
from jobs import rows
from tenants import scope

MOST = 20
SURE = 0.95  # no label of people has a higher confidence: what has it, or was corrected by somebody, is not hard


def keep(job_id: int, labeled: Iterable[tuple[float, int]], again: Collection[int]) -> None:
    """Remember the hardest of these objects, each its confidence and its line, if they are harder than others. What was
    remembered of `again`, those of them that people had been asked about before, counts no more. Belongs into the
    transaction that labels them."""
    found = [(confidence, line) for confidence, line in labeled if confidence < SURE]
    if found or again:
        others = [one for one in of(job_id) if one[1] not in again]
        hardest = sorted([*others, *found])[:MOST]
        rows.run(_KEEP, {"tenant": scope.current(), "job": job_id, "hardest": orjson.dumps(hardest).decode()})


def of(job_id: int) -> list[tuple[float, int]]:
    """Confidence and line of at most `MOST` objects, the least certain first; none that people were sure of."""
    kept = CrowdStanding.objects.filter(job=job_id).values_list("hardest", flat=True).first()
    return [(float(confidence), int(line)) for confidence, line in kept or [] if confidence < SURE]


_KEEP = """
    INSERT INTO consolidation_crowdstanding AS s (tenant_id, job_id, learned, hardest)
    VALUES (%(tenant)s, %(job)s, '{}', %(hardest)s::jsonb)
    ON CONFLICT (job_id) DO UPDATE SET hardest = excluded.hardest
"""
