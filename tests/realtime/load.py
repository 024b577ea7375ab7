"""Mixed changes of a board by everyone at once, over HTTP, as a Saturday would bring them.

A request that gets no answer, because the server was killed, is sent again with the same key.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import orjson
import stripe

from server.bookings import rules
from server.ids import new_id
from tests.realtime.served import EMAILS, WEBHOOK_SECRET, Served

MOST_FAILURES = 10  # of one request; more than a server is killed in a test
# Coaches act where the booking is theirs, admins act everywhere.
ADMINS, COACHES = ("alice", "ana"), ("bob", "bea")


@dataclass
class Answered:
    """A change that was answered: it must never be lost."""

    key: str
    booking_id: str
    version: int
    events: list[dict[str, Any]]


@dataclass
class Load:
    served: Served
    http: httpx.AsyncClient
    dice: random.Random
    answered: list[Answered] = field(default_factory=list)
    payments: list[str] = field(default_factory=list)  # ids of Stripe events that were answered
    deeds: Counter[str] = field(default_factory=Counter)  # what was answered, by the last word
    refused: Counter[str] = field(default_factory=Counter)  # what was not, by its code
    _bookings: dict[str, dict[str, Any]] = field(default_factory=dict)
    _slots: list[dict[str, Any]] = field(default_factory=list)
    _advanced: asyncio.Event = field(default_factory=asyncio.Event)
    _back: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def done(self) -> int:
        return len(self.answered) + len(self.payments)

    async def run(self, changes: int, hands: int = 12) -> None:
        """Makes so many changes, `hands` at a time."""
        self._back.set()
        for who in EMAILS:
            self.served.token(who)  # while there is a server to sign in at
        bookings = (await self._get("alice", "/api/bookings?limit=200"))["bookings"]
        self._bookings = {booking["id"]: booking for booking in bookings}
        until = (datetime.now(UTC) + timedelta(days=29)).strftime("%Y-%m-%dT00:00:00Z")
        self._slots = (await self._get("alice", f"/api/slots?to={until}"))["slots"]
        self.dice.shuffle(self._slots)
        goal = self.done + changes

        async def hand() -> None:
            while self.done < goal:
                await self.dice.choices(self._deeds, self._weights)[0]()

        self._deeds, self._weights = zip(*self._saturday().items(), strict=True)
        await asyncio.gather(*(hand() for _ in range(hands)))

    async def __aenter__(self) -> "Load":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.aclose()

    async def fetch(self, who: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """All bookings a person may see, by id, and the heads of their streams."""
        found: dict[str, Any] = {}
        page, pages, heads = 1, 1, {}
        while page <= pages:
            answer = await self._get(who, f"/api/bookings?limit=200&page={page}")
            found |= {booking["id"]: booking for booking in answer["bookings"]}
            page, pages = page + 1, answer["pagination"]["total_pages"]
            heads = answer["streams"]
        return found, heads

    async def reached(self, changes: int) -> None:
        """Waits until that many changes were answered."""
        while self.done < changes:
            self._advanced.clear()
            await self._advanced.wait()

    def _saturday(self) -> dict[Callable[[], Awaitable[None]], int]:
        return {
            self._set_status: 26, self._book: 12, self._book_for_oneself: 10, self._edit: 18,
            self._pay: 18, self._answer_request: 10, self._set_and_undo: 6,
        }  # fmt: skip

    async def _set_status(self) -> None:
        booking = self._some()
        await self._set(self._staff_of(booking), booking)

    async def _set_and_undo(self) -> None:
        booking, actor = self._some(), self.dice.choice(ADMINS)
        if await self._set(actor, booking):
            await self._send(actor, "POST", f"/api/bookings/{booking['id']}/undo", {})

    async def _set(self, actor: str, booking: dict[str, Any]) -> bool:
        axes = booking["attendance_status"], booking["payment_status"]
        choices = [c for c in rules.allowed(*axes) if actor in ADMINS or c not in rules.MONEY]
        status = self.dice.choice(choices or ["confirmed"])  # which is refused
        body: dict[str, Any] = {"status": status}
        if self.dice.random() < 0.5:
            body["version"] = booking["version"]
        path = f"/api/bookings/{booking['id']}/status"
        return await self._send(actor, self.dice.choice(("PATCH", "PUT")), path, body)

    async def _book(self) -> None:
        body = {
            "slot_id": self._slot(), "customer_name": f"Guest {self.dice.randrange(1000)}",
            "customer_phone": "+491711234567",
            "customer_email": self.dice.choice((EMAILS["carol"], "guest@example.test")),
            "booking_source": self.dice.choice(("direct", "walk_in", "manual")),
        }  # fmt: skip
        await self._send(self.dice.choice(ADMINS), "POST", "/api/bookings", body)

    async def _book_for_oneself(self) -> None:
        who = self.dice.choice(("carol", "chris"))
        await self._send(who, "POST", "/api/bookings", {"slot_id": self._slot()})

    async def _edit(self) -> None:
        """Notes, and whose booking it is: it comes and goes on the clients' screens."""
        booking = self._some()
        body = {"notes": f"Note {self.dice.randrange(10_000)}"}
        if self.dice.random() < 0.4:
            body["customer_email"] = EMAILS[self.dice.choice(("carol", "chris"))]
        path = f"/api/bookings/{booking['id']}"
        await self._send(self.dice.choice(ADMINS), "PATCH", path, body)

    async def _answer_request(self) -> None:
        asked = [b for b in self._bookings.values() if b["attendance_status"] == "requested"]
        if asked:
            booking = self.dice.choice(asked)
            what = self.dice.choice(("accept", "decline"))
            path = f"/api/bookings/{booking['id']}/{what}"
            await self._send(self._staff_of(booking), "POST", path, {})

    async def _pay(self) -> None:
        booking = self._some()
        kind = self.dice.choice(("succeeded", "succeeded", "payment_failed", "processing"))
        event = payment_event(booking, kind)
        for _delivery in range(self.dice.choice((1, 1, 2))):
            await self._answer_to(lambda: deliver(self.http, event))
        self.payments.append(event["id"])
        self._advanced.set()

    def _some(self) -> dict[str, Any]:
        """Rather one that can still change."""
        bookings = list(self._bookings.values())
        movable = [b for b in bookings if rules.ATTENDANCE[b["attendance_status"]]]
        return self.dice.choice(movable if self.dice.random() < 0.9 else bookings)

    def _slot(self) -> str:
        """Rather a free one, at times one that is taken by now."""
        if len(self._slots) > 1 and self.dice.random() < 0.8:
            return str(self._slots.pop()["id"])
        return str(self.dice.choice(list(self._bookings.values()))["slot_id"])

    def _staff_of(self, booking: dict[str, Any]) -> str:
        coach = next((c for c in COACHES if booking["staff_name"].lower().startswith(c)), "alice")
        return self.dice.choice((*ADMINS, coach))

    async def _send(self, who: str, method: str, path: str, body: dict[str, Any]) -> bool:
        key = new_id()
        headers = {"authorization": f"Bearer {self.served.token(who)}", "idempotency-key": key}
        answer = await self._answer_to(
            lambda: self.http.request(method, path, json=body, headers=headers)
        )
        found = answer.json()
        if answer.status_code not in (200, 201):
            assert answer.status_code in (400, 409), (method, path, found)
            self.refused[found["code"]] += 1
            if "current" in found:
                self._bookings[found["current"]["id"]] = found["current"]
            return False
        booking = found["booking"]
        self.deeds["edit" if path.endswith(booking["id"]) else path.rpartition("/")[2]] += 1
        self._bookings[booking["id"]] = self._bookings.get(booking["id"], {}) | booking
        self.answered.append(Answered(key, booking["id"], booking["version"], found["events"]))
        self._advanced.set()
        return True

    @contextmanager
    def interrupted(self) -> Iterator[None]:
        """The server is killed and comes back: whoever gets no answer waits that long."""
        self._back.clear()
        yield
        self._back.set()

    async def _answer_to(self, ask: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
        """The answer, however often one must ask because the server was killed meanwhile."""
        failures = 0
        while True:
            try:
                return await ask()
            except httpx.TransportError:
                failures += 1
                if failures > MOST_FAILURES:
                    raise
                await self._back.wait()

    async def _get(self, who: str, path: str) -> Any:
        headers = {"authorization": f"Bearer {self.served.token(who)}"}
        return (await self.http.get(path, headers=headers)).json()


def payment_event(booking: dict[str, Any], kind: str, **changes: Any) -> dict[str, Any]:
    """What Stripe says of the one payment intent that this booking has."""
    total = booking["price"]["total"]
    intent = {
        "id": f"pi_{booking['id']}", "object": "payment_intent", "amount": total["amount"],
        "currency": total["currency"].lower(), "metadata": {"booking_id": booking["id"]},
        "last_payment_error": {"message": "Your card was declined."} if "failed" in kind else None,
    }  # fmt: skip
    return {
        "id": f"evt_{new_id()}", "object": "event", "livemode": False,
        "type": f"payment_intent.{kind}", "created": int(datetime.now(UTC).timestamp()),
        "data": {"object": intent}, **changes,
    }  # fmt: skip


async def deliver(http: httpx.AsyncClient, event: dict[str, Any]) -> httpx.Response:
    """Sends an event to the webhook as Stripe does, signed by Stripe's own library."""
    payload = orjson.dumps(event).decode()
    signature = stripe.WebhookSignature.generate_signature_header(payload, WEBHOOK_SECRET)
    return await http.post(
        "/api/stripe/webhook", content=payload, headers={"stripe-signature": signature}
    )
