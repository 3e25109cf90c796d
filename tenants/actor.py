"""Who does something: named in every write, kept in the audit trail."""

from __future__ import annotations

from dataclasses import dataclass

from tenants.errors import AccessDenied

# Reviewer reads and reviews, manager runs jobs and people, owner also runs keys and members.
RANKS = {"reviewer": 1, "manager": 2, "owner": 3, "system": 4}


@dataclass(frozen=True)
class Actor:
    """`label` is what people read in the audit trail, e.g. an e-mail address or an access key id."""

    kind: str  # member | key | worker | system
    label: str
    role: str
    user_id: int | None = None

    def demand(self, role: str) -> None:
        """Raise `AccessDenied` unless this actor's role is at least `role`."""
        if RANKS.get(self.role, 0) < RANKS[role]:
            raise AccessDenied(f"This needs the role {role}; {self.label} is {self.role}. Ask an owner of the account.")


SYSTEM = Actor(kind="system", label="plumbline", role="system")
