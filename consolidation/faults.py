"""What an answer or a line may make our code trip over."""

from __future__ import annotations

import struct
import zlib

from jobs.errors import AnswerInvalid

# What fails an object alone: faults that readers name, and whatever else our code trips over in an answer or a line;
# without these, one object would hold up its job for ever. Outages of store, database and hints are not among them.
FAULTS = (
    AnswerInvalid, ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, RecursionError,
    StopIteration, TypeError, ValueError, struct.error, zlib.error,
)  # fmt: skip
