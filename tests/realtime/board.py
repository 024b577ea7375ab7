"""What people do on a served board, over HTTP."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.realtime.served import Served


class Board:
    """Each test makes bookings of its own, so that tests can share a server."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.http = served.http()

    async def ask(
        self, who: str, method: str, path: str, body: Any = None, **headers: str
    ) -> dict[str, Any]:
        """The answer to one of the cast (by name) or to a bearer token, which must be a success."""
        token = who if len(who) > 20 else self.served.token(who)
        headers["authorization"] = f"Bearer {token}"
        answer = await self.http.request(method, path, json=body, headers=headers)
        assert answer.status_code in (200, 201), answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def staff_id(self, name: str) -> str:
        members = (await self.ask("alice", "GET", "/api/staff"))["staff"]
        return next(str(m["id"]) for m in members if m["name"].lower().startswith(name))

    async def book(
        self, coach: str = "bob", email: str = "guest@example.test", **fields: Any
    ) -> dict[str, Any]:
        """A booking that Alice enters in an open slot of a coach."""
        until = (datetime.now(UTC) + timedelta(days=29)).strftime("%Y-%m-%dT00:00:00Z")
        path = f"/api/slots?staff_id={await self.staff_id(coach)}&to={until}"
        slots = (await self.ask("alice", "GET", path))["slots"]
        body = {
            "slot_id": slots[0]["id"], "customer_name": "Gus Guest",
            "customer_phone": "+491711234567", "customer_email": email, "booking_source": "direct",
        } | fields  # fmt: skip
        booking: dict[str, Any] = (await self.ask("alice", "POST", "/api/bookings", body))[
            "booking"
        ]
        return booking

    async def note(self, booking: dict[str, Any], text: str, **headers: str) -> dict[str, Any]:
        """A change that staff alone can read."""
        path = f"/api/bookings/{booking['id']}"
        return await self.ask("alice", "PATCH", path, {"notes": text}, **headers)

    async def link(self, booking: dict[str, Any]) -> str:
        """The token of a secret link to a booking."""
        path = f"/api/bookings/{booking['id']}/link"
        return str((await self.ask("alice", "POST", path, {}))["token"])
