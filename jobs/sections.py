"""Parts of a job's page, and links on an object's, that rooms to the left of this one bring; this room does not know what
they show."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.safestring import SafeString

from jobs.models import DataObject, LabelingJob

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


# The address of a page about an object and its name; None where there is none of this object.
ObjectPage = Callable[[LabelingJob, DataObject], tuple[str, str] | None]
_pages: list[ObjectPage] = []


def bring_page(page: ObjectPage) -> ObjectPage:
    """Put a link on every object's page."""
    _pages.append(page)
    return page


def pages_of(job: LabelingJob, one: DataObject) -> list[tuple[str, str]]:
    """The (address, name) of the pages that there are about an object."""
    return [found for found in (page(job, one) for page in _pages) if found]
