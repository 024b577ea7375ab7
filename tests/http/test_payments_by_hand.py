"""Cash and failures that an admin records, beside what Stripe tells: one ledger, one column."""

import time
from typing import Any

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from server.db import Database
from server.payments import rules
from tests import stripe_events as bodies
from tests.cast import Cast
from tests.http import money

Json = dict[str, Any]


async def moved(
    client: httpx.AsyncClient, booking_id: str, status: str, **more: Any
) -> httpx.Response:
    return await client.patch(f"/api/bookings/{booking_id}/status", json={"status": status, **more})


async def test_cash_is_a_row_of_the_ledger(app: Starlette, cast: Cast, database: Database) -> None:
    alice = await money.signed_in(app, cast.alice)
    for attendance, status, label in (
        ("pending", "paid", "paid"),
        ("manual", "manual-paid", "manual-paid"),
        ("manual", "paid", "manual-paid"),
        ("confirmed", "paid", "confirmed"),
    ):
        booking_id = await money.plant(database, cast, attendance)
        answer = await moved(alice, booking_id, status)
        booking = answer.json()["booking"]
        assert (booking["status"], booking["payment_status"]) == (label, "paid")
        assert booking["attendance_status"] == attendance
        (row,) = await money.payments(database, booking_id)
        assert (row["kind"], row["method"], row["status"]) == ("charge", "cash", "succeeded")
        assert (row["amount"], row["currency"], row["stripe_id"]) == (4500, "EUR", None)
        wanted = [(name, "payment_update") for name in money.audiences(cast, booking_id)]
        assert await money.updates(database, booking_id) == wanted
        again = await moved(alice, booking_id, status)
        assert (again.status_code, again.json()["events"]) == (200, [])
        assert len(await money.payments(database, booking_id)) == 1


async def test_failure_by_hand_keeps_its_reason(
    app: Starlette, cast: Cast, database: Database
) -> None:
    booking_id = await money.plant(database, cast)
    alice = await money.signed_in(app, cast.alice)
    answer = await moved(alice, booking_id, "failed", reason="The cheque bounced.")
    assert answer.json()["booking"]["status"] == "failed"
    (row,) = await money.payments(database, booking_id)
    assert (row["method"], row["status"]) == ("cash", "failed")
    assert row["error_message"] == "The cheque bounced."
    assert (await moved(alice, booking_id, "paid")).json()["booking"]["status"] == "paid"
    refused = await moved(alice, booking_id, "failed")
    assert (refused.status_code, refused.json()["code"]) == (409, "invalid_transition")


async def test_admins_alone_record_money(app: Starlette, cast: Cast, database: Database) -> None:
    booking_id = await money.plant(database, cast, "manual")
    for name, status in (("bob", 403), ("bea", 403), ("carol", 403), ("mallory", 404)):
        client = await money.signed_in(app, getattr(cast, name))
        assert (await moved(client, booking_id, "paid")).status_code == status, name
    assert await money.payments(database, booking_id) == []


async def test_cash_and_then_the_card_as_well(
    app: Starlette, cast: Cast, database: Database
) -> None:
    booking_id = await money.plant(database, cast)
    alice = await money.signed_in(app, cast.alice)
    await moved(alice, booking_id, "paid")
    await money.deliver(
        app, bodies.event("payment_intent.payment_failed", bodies.declined(booking_id, "pi_1"))
    )
    assert await money.payment_status(database, booking_id) == "paid"
    assert await money.attention(database, booking_id) == []
    await money.deliver(
        app, bodies.event("payment_intent.succeeded", bodies.intent(booking_id, "pi_1"))
    )
    assert await money.payment_status(database, booking_id) == "paid"
    assert await money.attention(database, booking_id) == ["double_payment"]


async def test_undo_of_cash_goes_back_to_what_stripe_said(
    app: Starlette, cast: Cast, database: Database
) -> None:
    booking_id = await money.plant(database, cast)
    await money.deliver(
        app, bodies.event("payment_intent.payment_failed", bodies.declined(booking_id))
    )
    alice = await money.signed_in(app, cast.alice)
    await moved(alice, booking_id, "paid")
    answer = await alice.post(f"/api/bookings/{booking_id}/undo")
    assert answer.json()["booking"]["payment_status"] == "failed"
    statuses = [row["status"] for row in await money.payments(database, booking_id)]
    assert statuses == ["failed", "canceled"]


_HAND = st.sampled_from(["paid", "manual-paid", "failed", "undo"])
_STRIPE = st.tuples(
    st.sampled_from([
        "succeeded", "completed", "processing", "declined", "canceled", "refund", "part refund",
        "refund failed", "disputed", "dispute won", "dispute lost",
    ]),
    st.integers(0, 1),  # which of two intents
    st.integers(1, 900),  # seconds ago
)  # fmt: skip


def spoken(step: tuple[str, int, int], booking_id: str) -> Json:
    name, number, ago = step
    intent = f"pi_{booking_id}_{number}"
    of_refund, of_dispute = {"id": f"re_{intent}"}, {"id": f"du_{intent}"}
    type_, thing = {
        "succeeded": ("payment_intent.succeeded", bodies.intent(booking_id, intent)),
        "completed": ("checkout.session.completed", bodies.session(booking_id, intent)),
        "processing": ("payment_intent.processing", bodies.intent(booking_id, intent)),
        "declined": ("payment_intent.payment_failed", bodies.declined(booking_id, intent)),
        "canceled": ("payment_intent.canceled", bodies.intent(booking_id, intent)),
        "refund": ("refund.created", bodies.refund(intent, **of_refund)),
        "part refund": ("refund.created", bodies.refund(intent, 1000, id=f"re_part_{intent}")),
        "refund failed": (
            "refund.failed", bodies.refund(intent, status="failed", **of_refund)
        ),
        "disputed": ("charge.dispute.created", bodies.dispute(intent, **of_dispute)),
        "dispute won": ("charge.dispute.closed", bodies.dispute(intent, "won", **of_dispute)),
        "dispute lost": ("charge.dispute.closed", bodies.dispute(intent, "lost", **of_dispute)),
    }[name]  # fmt: skip
    return bodies.event(type_, thing, at=int(time.time()) - ago)


@settings(
    max_examples=40, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(steps=st.lists(_HAND | _STRIPE, min_size=1, max_size=9))
async def test_column_is_what_the_ledger_says(
    steps: list[Any], app: Starlette, cast: Cast, database: Database
) -> None:
    booking_id = await money.plant(database, cast, "manual")
    alice = await money.signed_in(app, cast.alice)
    for step in steps:
        before = await money.payment_status(database, booking_id)
        if step == "undo":
            answer = await alice.post(f"/api/bookings/{booking_id}/undo")
            assert answer.status_code in (200, 409)
        elif isinstance(step, str):
            answer = await moved(alice, booking_id, step)
            assert answer.status_code in (200, 409)
        else:
            await money.deliver(app, spoken(step, booking_id))
        booking = await money.booking(database, booking_id)
        after, ledger = (
            booking["payment_status"],
            rules.ledger(await money.payments(database, booking_id)),
        )
        assert booking["attendance_status"] == "manual"
        if after != ledger:  # the one way: money that came after everything was refunded
            assert after == before == "refunded"
            assert "double_payment" in await money.attention(database, booking_id)
    await money.moved_along_the_table(database, booking_id)
