"""What happens on the board besides what the test's people do in their windows, over HTTP."""

import itertools
import secrets
from typing import Any
from urllib.parse import urlsplit

from tests.realtime.board import Board
from tests.realtime.served import Served

LESSON, VIDEO = "Private lesson", "Video analysis"
_phones = itertools.count(1_000_000)


def new_name() -> str:
    """A customer nobody else is called, so that a search finds this one alone."""
    return (
        f"Quinn {secrets.token_hex(4).translate(str.maketrans('0123456789', 'ghijklmnop')).title()}"
    )


class Desk(Board):
    """Bookings of each test's own, so that all can share a server."""

    def __init__(self, served: Served) -> None:
        super().__init__(served)
        self._services: dict[str, str] = {}

    async def service_id(self, name: str) -> str:
        if not self._services:
            found = (await self.ask("alice", "GET", "/api/services"))["services"]
            self._services = {service["name"]: str(service["id"]) for service in found}
        return self._services[name]

    async def slots(self, service: str = LESSON, coach: str = "bob") -> list[dict[str, Any]]:
        """Free times, the latest first: those the tests' own dialogs offer first stay free."""
        path = f"/api/slots?service_id={await self.service_id(service)}"
        path += f"&staff_id={await self.staff_id(coach)}"
        slots: list[dict[str, Any]] = (await self.ask("alice", "GET", path))["slots"]
        return slots[::-1]

    async def entered(self, coach: str = "bob", **fields: Any) -> dict[str, Any]:
        """A booking that Alice entered: `manual`, `unpaid`, 45.00 EUR."""
        slot = (await self.slots(coach=coach))[0]
        return await self.book(coach, "", slot_id=slot["id"], **self._who(), **fields)

    async def asked(self, service: str = VIDEO, coach: str = "bob") -> dict[str, Any]:
        """A visitor's booking with its secret link (`watch`, a path): `requested` for the video
        analysis, `pending` for a lesson."""
        slot = (await self.slots(service, coach))[0]
        answer = await self.http.post(
            "/api/public/northside/bookings", json={"slot_id": slot["id"], **self._who()}
        )
        assert answer.status_code == 201, answer.text
        made = answer.json()
        return {**made["booking"], "watch": urlsplit(made["watch_url"]).path}

    async def set_status(self, who: str, booking: dict[str, Any], status: str) -> dict[str, Any]:
        path = f"/api/bookings/{booking['id']}/status"
        return dict((await self.ask(who, "PATCH", path, {"status": status}))["booking"])

    async def now(self, booking: dict[str, Any]) -> dict[str, Any]:
        path = f"/api/bookings/{booking['id']}"
        return dict((await self.ask("alice", "GET", path))["booking"])

    @staticmethod
    def _who() -> dict[str, str]:
        return {"customer_name": new_name(), "customer_phone": f"+49170{next(_phones)}"}
