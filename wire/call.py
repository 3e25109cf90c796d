"""What an operation is handed, and what the table says about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tenants.actor import Actor

Members = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One request: its members, checked against the operation's shape, and who signed it. The scope is open."""

    operation: str
    members: Members
    actor: Actor


@dataclass(frozen=True)
class Operation:
    """A row of the table: `service` is botocore's and the signature's name for whose operation it is."""

    service: str
    name: str
    serve: Callable[[Call], Members]
