"""What can go wrong with jobs and turns; the docstring is the message."""

from __future__ import annotations

from tenants.errors import Conflict, LimitExceeded, NotFound, PlumblineError


class JobNotFound(NotFound):
    """Requested resource not found. There is no labeling job of that name in this account."""


class LeaseLost(Conflict):
    """This item is no longer yours: its time ran out, or it was given back. The answer was not stored."""

    code = "LeaseLost"


class ObjectFailed(LeaseLost):
    """This item cannot be labeled; whoever ordered the job is told why. Nothing was stored."""


class JobEnded(Conflict):
    """This labeling job has ended; it takes no more answers."""

    code = "JobEnded"


class AnswerInvalid(PlumblineError):
    """The answer does not fit the job: choose one of its labels."""

    code = "AnswerInvalid"


class ManifestInvalid(PlumblineError):
    """The input manifest has a fault."""

    code = "ManifestInvalid"


class MessageInvalid(PlumblineError):
    """What was sent to a streaming job is no manifest line of it."""

    code = "MessageInvalid"


class JobNotReady(Conflict):
    """The streaming job takes nothing now."""


class TopicExists(Conflict):
    """Invalid parameter: Tags Reason: Topic already exists with different tags"""

    code = "InvalidParameter"


class TooManyTags(LimitExceeded):
    """More tags than a topic may have."""

    code = "TagLimitExceeded"


class TopicNotFound(NotFound):
    """Topic does not exist"""

    code = "NotFound"


class TemplateInvalid(PlumblineError):
    """The worker template cannot be rendered."""

    code = "TemplateInvalid"


class PreviewGone(NotFound):
    """This preview is not kept any more. Make it again."""


class HumanTaskUiNotFound(NotFound):
    """There is no such human task UI in this account."""
