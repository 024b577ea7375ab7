"""Every event type of DESIGN 7: what it does to the money, and that it leaves attendance alone."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.applications import Starlette

from server.bookings import rules
from server.db import Database
from tests import stripe_events as bodies
from tests.cast import Cast
from tests.http import money

Json = dict[str, Any]
Made = Callable[[str, str], list[Json]]  # the events of a booking and its intent, in order


def one(type_: str, make: Callable[[str, str], Json]) -> Made:
    return lambda booking, intent: [bodies.event(type_, make(booking, intent))]


def after_paid(*events: Made) -> Made:
    return lambda booking, intent: [
        bodies.event("payment_intent.succeeded", bodies.intent(booking, intent)),
        *(event for made in events for event in made(booking, intent)),
    ]


def refund(type_: str, amount: int | None = 4500, **changes: Any) -> Made:
    return one(f"refund.{type_}", lambda _, intent: bodies.refund(intent, amount, **changes))


def dispute(type_: str, status: str) -> Made:
    return one(
        f"charge.dispute.{type_}",
        lambda _, intent: bodies.dispute(intent, status, id=f"du{intent}"),
    )


def session(type_: str, **changes: Any) -> Made:
    return one(f"checkout.session.{type_}", lambda b, i: bodies.session(b, i, **changes))


def seed(type_: str, **changes: Any) -> Made:
    """No more than seed 001 speaks of: the type, and `bookingId` in the metadata."""
    return one(type_, lambda b, _: {"metadata": {"bookingId": b}, **changes})


# name: (events, where the money is then, what became of the last event)
EVENTS: dict[str, tuple[Made, str, str]] = {
    "session paid": (session("completed"), "paid", "applied"),
    "session unpaid": (session("completed", payment_status="unpaid"), "processing", "applied"),
    "async succeeded": (session("async_payment_succeeded"), "paid", "applied"),
    "async failed": (session("async_payment_failed"), "failed", "applied"),
    "session expired": (session("expired", payment_status="unpaid"), "unpaid", "ignored"),
    "seed 000: failed": (session("failed", payment_status="unpaid"), "failed", "applied"),
    "seed 001: payment_failed": (session("payment_failed"), "failed", "applied"),
    "seed 001, minimal": (seed("checkout.session.completed"), "paid", "applied"),
    "seed 001, minimal with id": (seed("checkout.session.completed", id="cs_1"), "paid", "applied"),
    "seed 000, minimal": (seed("checkout.session.failed"), "failed", "applied"),
    "seed 001, minimal failure": (seed("checkout.session.payment_failed"), "failed", "applied"),
    "minimal intent": (seed("payment_intent.succeeded"), "paid", "applied"),
    "intent succeeded": (one("payment_intent.succeeded", bodies.intent), "paid", "applied"),
    "intent failed": (one("payment_intent.payment_failed", bodies.declined), "failed", "applied"),
    "intent canceled": (
        one("payment_intent.canceled", lambda b, i: bodies.intent(b, i, status="canceled")),
        "unpaid", "applied",
    ),
    "intent processing": (
        one("payment_intent.processing", lambda b, i: bodies.intent(b, i, status="processing")),
        "processing", "applied",
    ),
    "intent created": (one("payment_intent.created", bodies.intent), "unpaid", "ignored"),
    "charge refunded": (
        after_paid(one("charge.refunded", lambda _, i: bodies.charge(i))), "refunded", "applied",
    ),
    "a part of the charge refunded": (
        after_paid(one("charge.refunded", lambda _, i: bodies.charge(i, amount_refunded=1000))),
        "partially_refunded", "applied",
    ),
    "refund pending": (after_paid(refund("created", status="pending")), "paid", "applied"),
    "refund in full": (after_paid(refund("created")), "refunded", "applied"),
    "refund of a part": (after_paid(refund("updated", 1000)), "partially_refunded", "applied"),
    "refund without amount": (after_paid(refund("created", None)), "refunded", "applied"),
    "refund failed": (after_paid(refund("failed", status="failed")), "paid", "applied"),
    "refund canceled": (after_paid(refund("updated", status="canceled")), "paid", "applied"),
    "refund failed after all": (
        after_paid(refund("created", id="re_1"), refund("failed", id="re_1", status="failed")),
        "paid", "applied",
    ),
    "dispute": (after_paid(dispute("created", "needs_response")), "disputed", "applied"),
    "dispute withdraws": (
        after_paid(
            dispute("created", "needs_response"), dispute("funds_withdrawn", "needs_response")
        ),
        "disputed", "ignored",
    ),
    "dispute reviewed": (
        after_paid(dispute("created", "needs_response"), dispute("updated", "under_review")),
        "disputed", "ignored",
    ),
    "dispute won": (
        after_paid(dispute("created", "needs_response"), dispute("closed", "won")),
        "paid", "applied",
    ),
    "dispute reinstated": (
        after_paid(dispute("created", "needs_response"), dispute("funds_reinstated", "won")),
        "paid", "applied",
    ),
    "dispute lost": (
        after_paid(dispute("created", "needs_response"), dispute("closed", "lost")),
        "refunded", "applied",
    ),
    "inquiry closed": (
        after_paid(
            dispute("created", "warning_needs_response"), dispute("closed", "warning_closed")
        ),
        "paid", "applied",
    ),
    "customer created": (
        one("customer.created", lambda *_: {"id": "cus_1", "object": "customer"}),
        "unpaid", "ignored",
    ),
    "type of tomorrow": (
        one("checkout.session.teleported", bodies.session), "unpaid", "ignored",
    ),
}  # fmt: skip


@pytest.mark.parametrize("attendance", rules.ATTENDANCES)
async def test_every_event_moves_money_and_never_attendance(
    attendance: rules.Attendance, app: Starlette, cast: Cast, database: Database
) -> None:
    for name, (made, status, outcome) in EVENTS.items():
        booking_id, intent = await money.plant(database, cast, attendance), bodies.unique("pi")
        before = await money.booking(database, booking_id)
        events = _apart(made(booking_id, intent))
        await money.deliver(app, *events)
        after = await money.booking(database, booking_id)
        where = f"{name} on {attendance}"
        assert after["payment_status"] == status, where
        assert after["attendance_status"] == attendance, where
        assert after["status"] == rules.label(attendance, after["payment_status"]), where
        assert (await money.inbox_row(database, events[-1]))["outcome"] == outcome, where
        changed = {column for column in after if after[column] != before[column]}
        assert changed <= {"payment_status", "status", "version", "updated_at"}, where


def _apart(events: list[Json]) -> list[Json]:
    """One booking's minimal ids are another's too: here each has its own."""
    for event in events:
        thing = event["data"]["object"]
        if thing.get("id") in ("cs_1", "re_1"):
            thing["id"] += str(events[0]["id"])
    return events


async def test_one_row_for_each_movement_of_money(
    app: Starlette, cast: Cast, database: Database
) -> None:
    booking_id, intent = await money.plant(database, cast), "pi_1"
    await money.deliver(
        app,
        *after_paid(
            refund("created", 1000, id="re_1"),
            refund("updated", 1000, id="re_1"),
            refund("failed", 500, id="re_2", status="failed", failure_reason="expired_card"),
            dispute("created", "needs_response"),
            dispute("closed", "won"),
        )(booking_id, intent),
    )
    found = [
        (row["kind"], row["method"], row["status"], row["amount"], row["currency"],
         row["stripe_id"], row["error_message"])
        for row in await money.payments(database, booking_id)
    ]  # fmt: skip
    assert found == [
        ("charge", "stripe", "succeeded", 4500, "EUR", "pi_1", None),
        ("refund", "stripe", "succeeded", 1000, "EUR", "re_1", None),
        ("refund", "stripe", "failed", 500, "EUR", "re_2", "expired_card"),
        ("dispute", "stripe", "canceled", 4500, "EUR", "dupi_1", None),
    ]
    assert await money.payment_status(database, booking_id) == "partially_refunded"
    assert await money.attention(database, booking_id) == ["refund_failed"]


async def test_event_tells_every_audience_with_the_payment(
    app: Starlette, cast: Cast, database: Database
) -> None:
    booking_id = await money.plant(database, cast)
    event = bodies.event("payment_intent.payment_failed", bodies.declined(booking_id, "pi_1"))
    await money.deliver(app, event)
    wanted = [(name, "payment_update") for name in money.audiences(cast, booking_id)]
    assert await money.updates(database, booking_id) == wanted
    alice = await money.signed_in(app, cast.alice)
    details = (await alice.get(f"/api/bookings/{booking_id}")).json()["booking"]
    assert (details["status"], details["payment_status"]) == ("failed", "failed")
    (payment,) = details["payments"]
    assert payment["error_message"] == "Your card was declined."
    assert payment["amount"] == {"amount": 4500, "currency": "EUR"}
    (entry,) = details["audit_trail"]
    assert (entry["by"]["name"], entry["by"]["role"]) == ("Stripe", "system")
    assert (entry["action"], entry["reason"]) == ("payment", "Your card was declined.")
    assert entry["after"]["payment_status"] == "failed"


async def test_both_spellings_of_the_metadata(
    app: Starlette, cast: Cast, database: Database
) -> None:
    for spelling in ("booking_id", "bookingId"):
        for type_, make in (
            ("checkout.session.completed", bodies.session),
            ("payment_intent.succeeded", bodies.intent),
        ):
            booking_id = await money.plant(database, cast)
            thing = make(None, metadata={spelling: booking_id, "other": "x"})
            await money.deliver(app, bodies.event(type_, thing))
            assert await money.payment_status(database, booking_id) == "paid", (spelling, type_)
