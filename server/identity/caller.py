"""Who asks, and what they may see. Made anew for each request from the session and membership."""

from dataclasses import dataclass, field, replace
from typing import Any, Literal

Role = Literal["admin", "coach", "client", "link", "system"]


@dataclass(frozen=True, slots=True)
class Caller:
    """`id` is the user's; a link's holder has none and sees `booking_id` alone.

    `mutation_id` is the request's Idempotency-Key, else its request id: it tells a screen the echo
    of its own change.
    """

    tenant_id: str
    role: Role
    id: str | None = None
    name: str = ""
    staff_id: str | None = None
    session_id: str | None = None
    booking_id: str | None = None
    expires_at: str | None = None
    mutation_id: str | None = None
    request_id: str | None = None
    profile: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def by(self) -> dict[str, Any]:
        """Who did it, as events and the audit trail say it."""
        return {"id": self.id, "name": self.name, "role": self.role}

    @property
    def staff(self) -> bool:
        return self.role in ("admin", "coach")

    @property
    def key(self) -> str:
        """Whose Idempotency-Keys these are."""
        return f"{self.tenant_id}:{self.role}:{self.id or self.booking_id or ''}"

    def asking(self, mutation_id: str, request_id: str) -> "Caller":
        return replace(self, mutation_id=mutation_id, request_id=request_id)


def system(tenant_id: str, name: str, mutation_id: str | None = None) -> Caller:
    """A program that acts by itself: Stripe's webhook, the scheduler."""
    return Caller(tenant_id, "system", name=name, mutation_id=mutation_id)
