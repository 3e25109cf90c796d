"""Does mail leave this installation?

With a mail server, links and one-time passwords go to the mailbox only: an address that somebody else could have
claimed proves nothing, and the same person may be invited by another account. Without one (a laptop, the demo) they
are printed to the log and shown to whoever invites.
"""

from __future__ import annotations

from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import send_mail

log = structlog.get_logger("tenants.mail")


def leaves_here() -> bool:
    """Is a mail server configured?"""
    return not settings.EMAIL_BACKEND.endswith((".console.EmailBackend", ".dummy.EmailBackend"))


def send(subject: str, text: str, address: str) -> None:
    """Mail somebody. A mail server that is down costs a warning: what the mail is about is committed already."""
    try:
        send_mail(subject, text, None, [address])
    except (SMTPException, OSError) as error:
        log.warning("not_mailed", address=address, subject=subject, error=str(error))
