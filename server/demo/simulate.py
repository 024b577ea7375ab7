"""Lifelike activity on a running demo server, through its own doors: HTTP and signed webhooks."""

import asyncio
import random
import time
from typing import Any

import httpx
import orjson

from server.demo.people import CUSTOMERS, PASSWORD, PEOPLE
from server.ids import new_id
from server.payments.stripe import StripeGateway
from server.settings import Settings

NEXT = {
    "requested": ("confirmed", "confirmed", "declined"),
    "pending": ("confirmed", "cancelled"),
    "paid": ("confirmed", "confirmed", "completed"),
    "failed": ("cancelled",),
    "manual": ("confirmed", "manual-paid"),
    "manual-paid": ("confirmed", "completed"),
    "confirmed": ("completed", "completed", "completed", "no-show", "cancelled"),
    "time_suggested": ("confirmed", "declined"),
}


class Actor:
    """One person at their screen."""

    def __init__(self, client: httpx.AsyncClient, token: str, role: str) -> None:
        self._client, self._token, self.role = client, token, role

    async def ask(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        answer = await self._client.request(
            method,
            path,
            content=None if body is None else orjson.dumps(body),
            headers={"authorization": f"Bearer {self._token}", "idempotency-key": new_id()},
        )
        found: dict[str, Any] = answer.json()
        return found


async def simulate(settings: Settings, rate: float, seconds: float) -> None:
    """`rate` actions a second for `seconds` (0: until interrupted) on the server at BASE_URL."""
    gateway = StripeGateway("", settings.stripe_webhook_secret)
    dice, until = random.Random(), time.monotonic() + seconds
    done = 0
    async with httpx.AsyncClient(base_url=settings.base_url, timeout=10) as client:
        try:
            staff = [await _sign_in(client, p.email, p.role) for p in PEOPLE[:4]]
        except (httpx.TransportError, KeyError):
            raise SystemExit(
                f"callboard: no demo server answers at {settings.base_url} (make run)"
            ) from None
        while not seconds or time.monotonic() < until:
            actor = dice.choice(staff)
            what = await _act(client, gateway, actor, dice)
            done += 1
            print(f"{done:5}  {actor.role:<6} {what}", flush=True)
            await asyncio.sleep(dice.expovariate(rate))
    print(f"{done} actions")


async def _sign_in(client: httpx.AsyncClient, email: str, role: str) -> Actor:
    answer = await client.post("/api/auth/login", json={"email": email, "password": PASSWORD})
    client.cookies.clear()  # a cookie would have to come from a page; the token speaks for them
    return Actor(client, answer.json()["token"], role)


async def _act(
    client: httpx.AsyncClient, gateway: StripeGateway, actor: Actor, dice: random.Random
) -> str:
    chance = dice.random()
    if actor.role == "admin" and chance < 0.25:
        return await _book(actor, dice)
    if chance < 0.45:
        return await _pay(client, gateway, actor, dice)
    return await _move(actor, dice)


async def _some_booking(actor: Actor, dice: random.Random, wanted: str) -> dict[str, Any] | None:
    found = await actor.ask("GET", f"/api/bookings?{wanted}&sort=starts_at&limit=50")
    return dice.choice(found["bookings"]) if found.get("bookings") else None


async def _book(actor: Actor, dice: random.Random) -> str:
    slots = (await actor.ask("GET", "/api/slots")).get("slots", [])
    if not slots:
        return "no open slot"
    name = dice.choice(CUSTOMERS)
    body = {
        "slot_id": dice.choice(slots)["id"], "customer_name": name,
        "customer_phone": f"+49170{dice.randrange(1_000_000, 9_999_999)}",
        "booking_source": dice.choice(("direct", "walk_in", "manual")),
    }  # fmt: skip
    answer = await actor.ask("POST", "/api/bookings", body)
    return f"books {name}: {answer.get('code', 'done')}"


async def _move(actor: Actor, dice: random.Random) -> str:
    booking = await _some_booking(actor, dice, f"status={dice.choice(list(NEXT))}")
    if booking is None:
        return "nothing to do"
    status = dice.choice(NEXT[booking["status"]])
    if actor.role == "coach" and status == "manual-paid":
        status = "confirmed"
    body = {"status": status, "version": booking["version"]}
    answer = await actor.ask("PATCH", f"/api/bookings/{booking['id']}/status", body)
    return f"{booking['customer_name']}: {booking['status']} → {answer.get('code', status)}"


async def _pay(
    client: httpx.AsyncClient, gateway: StripeGateway, actor: Actor, dice: random.Random
) -> str:
    booking = await _some_booking(actor, dice, "status=pending&payment_status=unpaid")
    if booking is None:
        return "nobody owes anything"
    payload = orjson.dumps(_event(booking, paid=dice.random() < 0.85)).decode()
    await client.post(
        "/api/stripe/webhook",
        content=payload,
        headers={"stripe-signature": gateway.sign(payload)},
    )
    return f"{booking['customer_name']} pays"


def _event(booking: dict[str, Any], *, paid: bool) -> dict[str, Any]:
    intent = {
        "id": f"pi_sim_{new_id()}", "object": "payment_intent",
        "amount": booking["price"]["total"]["amount"],
        "currency": booking["price"]["total"]["currency"].lower(),
        "metadata": {"booking_id": booking["id"]},
        "last_payment_error": None if paid else {"message": "Your card was declined."},
    }  # fmt: skip
    return {
        "id": f"evt_sim_{new_id()}", "object": "event", "livemode": False,
        "type": "payment_intent.succeeded" if paid else "payment_intent.payment_failed",
        "created": int(time.time()), "data": {"object": intent},
    }  # fmt: skip
