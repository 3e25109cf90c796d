"""Parts of a job's page that rooms to the left of this one bring; this room does not know what they show."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.safestring import SafeString

from jobs.models import LabelingJob

# A part as HTML; empty where it has nothing to say about a job.
Section = Callable[[LabelingJob], SafeString]
_sections: list[Section] = []


def bring(section: Section) -> Section:
    """Put a part on every job's page, below those brought before."""
    _sections.append(section)
    return section


def sections(job: LabelingJob) -> list[SafeString]:
    """The parts that have something to say about a job."""
    return [shown for shown in (section(job) for section in _sections) if shown]
