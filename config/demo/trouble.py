"""What stops the demo, told in one or two sentences and without a traceback."""

from __future__ import annotations


class DemoFailed(RuntimeError):
    """The message says what is missing and what to do."""
