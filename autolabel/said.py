"""What people said of single objects, for kinds of label that a number cannot say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import orjson

from autolabel.arrays import Ints
from jobs import rows
from jobs.models import LabelingJob

_AT_ONCE = 500
_SAID = """
    SELECT o.line_no, CASE WHEN l.human IS NULL THEN o.line ELSE '{' || l.fragment || '}' END AS content
    FROM jobs_dataobject o LEFT JOIN jobs_label l ON l.data_object_id = o.id
    WHERE o.job_id = %(job)s AND o.line_no = ANY(%(lines)s) AND o.state = 3 AND l.human IS NOT FALSE
    ORDER BY o.line_no
"""


def contents(job: LabelingJob, objects: Ints, since: int = 0) -> Iterator[tuple[int, dict[str, Any]]]:
    """The content of an output line for each of these objects that people have labeled, here or in an earlier job, in order.
    They are counted from line `since` on."""
    wanted = (np.unique(objects) + since).tolist()
    for start in range(0, len(wanted), _AT_ONCE):
        for row in rows.many(_SAID, {"job": job.pk, "lines": wanted[start : start + _AT_ONCE]}):
            yield row.line_no - since, orjson.loads(row.content)
