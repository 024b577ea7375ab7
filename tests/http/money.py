"""What the tests of payments share: bookings in any state, events sent, what became of both."""

from typing import Any

import httpx
from starlette.applications import Starlette

from server.bookings import customers
from server.bookings.rules import PAYMENT
from server.db import Database, Row, Tx
from server.identity import links, sessions
from server.identity.caller import Caller
from server.ids import new_id, new_secret
from tests import stripe_events
from tests.cast import Cast
from tests.http.conftest import BASE, WEBHOOK_SECRET


async def plant(
    database: Database,
    cast: Cast,
    attendance: str = "pending",
    payment: str = "unpaid",
    *,
    total: int = 4500,
    id_: str | None = None,
) -> str:
    """A booking of Carol's with Bob in this state, whatever way leads there."""
    booking_id = id_ or new_id()

    async def insert(tx: Tx) -> None:
        customer = await customers.find_or_make(
            tx, cast.tenant_id, "Carol Clarke", "+491711234567", "client@northside.test"
        )
        await tx.run(
            """INSERT INTO bookings (id, tenant_id, attendance_status, payment_status,
                 booking_source, service_id, staff_id, slot_id, holds_place, starts_at, ends_at,
                 customer_id, user_id, currency, base_amount, total_amount, created_at, updated_at)
               SELECT :id, tenant_id, :attendance, :payment, 'online', service_id, staff_id, id, 0,
                 starts_at, ends_at, :customer, :user, 'EUR', :total, :total, :at, :at
               FROM slots WHERE id = :slot""",
            id=booking_id,
            attendance=attendance,
            payment=payment,
            customer=customer,
            user=cast.carol.id,
            total=total,
            at=tx.at,
            slot=cast.slots[0],
        )

    await database.write(insert)
    return booking_id


async def _all(tx: Tx, sql: str, values: dict[str, Any]) -> list[Row]:
    return await tx.all(sql, **values)


async def rows(database: Database, sql: str, **values: Any) -> list[Row]:
    return await database.read(_all, sql, values)


async def run(database: Database, sql: str, **values: Any) -> None:
    async def change(tx: Tx) -> None:
        await tx.run(sql, **values)

    await database.write(change)


async def booking(database: Database, booking_id: str) -> Row:
    (row,) = await rows(database, "SELECT * FROM bookings WHERE id = :id", id=booking_id)
    return row


async def payment_status(database: Database, booking_id: str) -> str:
    return str((await booking(database, booking_id))["payment_status"])


async def payments(database: Database, booking_id: str) -> list[Row]:
    return await rows(
        database,
        "SELECT * FROM payments WHERE booking_id = :id ORDER BY created_at, id",
        id=booking_id,
    )


async def inbox_row(database: Database, event: dict[str, Any]) -> Row:
    (row,) = await rows(database, "SELECT * FROM stripe_events WHERE id = :id", id=event["id"])
    return row


async def attention(database: Database, booking_id: str) -> list[str]:
    """The kinds of what waits for a person."""
    found = await rows(
        database,
        """SELECT kind FROM attention WHERE booking_id = :id AND resolved_at IS NULL
           ORDER BY kind""",
        id=booking_id,
    )
    return [row["kind"] for row in found]


async def updates(database: Database, booking_id: str) -> list[tuple[str, str]]:
    """Every event of a booking in the log, as (stream, type)."""
    found = await rows(
        database,
        "SELECT stream, type FROM events WHERE booking_id = :id ORDER BY stream, seq",
        id=booking_id,
    )
    return [(row["stream"], row["type"]) for row in found]


# Where money leads that came back, a refund that failed or a dispute that was closed (DESIGN 2).
CAME_BACK = {
    ("refunded", "paid"), ("refunded", "partially_refunded"), ("refunded", "disputed"),
    ("partially_refunded", "paid"),
}  # fmt: skip


async def moved_along_the_table(database: Database, booking_id: str) -> None:
    """Every change of `payment_status` so far is an edge of the table, money that came back, or
    undone by a person."""
    for row in await rows(database, "SELECT * FROM audit WHERE booking_id = :id", id=booking_id):
        before = stripe_events.parsed(row["before"]).get("payment_status")
        after = stripe_events.parsed(row["after"]).get("payment_status")
        if before != after and row["action"] != "undo":
            assert after in PAYMENT[before] or (before, after) in CAME_BACK, (before, after)


def audiences(cast: Cast, booking_id: str) -> list[str]:
    """The streams of a booking that was planted."""
    return sorted([
        f"admins:{cast.tenant_id}", f"coach:{cast.bob.staff_id}", f"client:{cast.carol.id}",
        f"booking:{booking_id}",
    ])  # fmt: skip


def browser(app: Starlette, **headers: str) -> httpx.AsyncClient:
    """Someone at the application; follows no redirect."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app, raise_app_exceptions=False),
        base_url=BASE,
        timeout=30,
        headers=headers,
    )


async def signed_in(app: Starlette, caller: Caller) -> httpx.AsyncClient:
    """One of the cast with a bearer token, without the price of a password."""
    services = app.state.services
    assert caller.id
    known, _secret = await services.db.write(sessions.open_session, caller.id, None)
    token = sessions.sign_token(services.settings.secret_key, known)
    return browser(app, authorization=f"Bearer {token}")


async def link(database: Database, cast: Cast, booking_id: str) -> str:
    """The secret of a link to a booking."""
    row = await booking(database, booking_id)
    return await database.write(
        links.make, cast.tenant_id, booking_id, row["ends_at"], new_secret()
    )


async def send(app: Starlette, event: Any, **headers: str) -> httpx.Response:
    """Posts an event to the webhook, signed unless a header says otherwise."""
    payload = stripe_events.text(event)
    given = {"stripe-signature": stripe_events.signed(payload, WEBHOOK_SECRET)} | headers
    async with browser(app) as client:
        return await client.post("/api/stripe/webhook", content=payload, headers=given)


async def deliver(app: Starlette, *events: Any) -> None:
    """Events that must be stored, one after another."""
    for event in events:
        answer = await send(app, event)
        assert (answer.status_code, answer.json()) == (200, {"received": True}), answer.text
