"""However often and in whatever order Stripe tells it: one effect, one end."""

import asyncio
import itertools
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from server.db import Database
from tests import stripe_events as bodies
from tests.cast import Cast
from tests.http import money

Json = dict[str, Any]
# One word of Stripe's about one payment: what, when (in seconds), and about which refund if any.
Word = tuple[str, int] | tuple[str, int, int]

START = 1_790_000_000


def spoken(word: Word, booking: str, intent: str) -> Json:
    name, at, *number = word
    id_ = f"{number[0] if number else 0}_{intent}"
    type_, thing = {
        "completed": ("checkout.session.completed", bodies.session(booking, intent)),
        "unpaid": ("checkout.session.completed",
                   bodies.session(booking, intent, payment_status="unpaid")),
        "async succeeded": ("checkout.session.async_payment_succeeded",
                            bodies.session(booking, intent)),
        "async failed": ("checkout.session.async_payment_failed", bodies.session(booking, intent)),
        "succeeded": ("payment_intent.succeeded", bodies.intent(booking, intent)),
        "processing": ("payment_intent.processing", bodies.intent(booking, intent)),
        "canceled": ("payment_intent.canceled", bodies.intent(booking, intent)),
        "declined": ("payment_intent.payment_failed",
                     bodies.declined(booking, intent, f"Declined at {at}.")),
        "refund pending": ("refund.created", bodies.refund(intent, 2000, status="pending")),
        "refund": ("refund.updated", bodies.refund(intent, 2000)),
        "refund failed": ("refund.failed", bodies.refund(intent, 2000, status="failed")),
        "all refunded": ("refund.created", bodies.refund(intent)),
        "disputed": ("charge.dispute.created", bodies.dispute(intent)),
        "dispute won": ("charge.dispute.closed", bodies.dispute(intent, "won")),
        "dispute lost": ("charge.dispute.closed", bodies.dispute(intent, "lost")),
        "charge refunded": ("charge.refunded", bodies.charge(intent, amount_refunded=4000)),
    }[name]  # fmt: skip
    if type_.startswith(("refund.", "charge.dispute.")):
        thing["id"] = f"{thing['object']}_{id_}"
    return bodies.event(type_, thing, at=START + at)


async def told(
    app: Starlette, database: Database, cast: Cast, words: list[Word]
) -> tuple[Any, ...]:
    """What a fresh booking has come to when it was told all this; the same word is the same event
    delivered again."""
    booking_id, intent = await money.plant(database, cast), bodies.unique("pi")
    events: dict[Word, Json] = {}
    for word in words:
        event = events.setdefault(word, spoken(word, booking_id, intent))
        await money.deliver(app, event)
    await money.moved_along_the_table(database, booking_id)
    rows = sorted(
        (row["kind"], row["stripe_id"].replace(intent, ""), row["status"], row["amount"],
         row["error_message"] or "", row["happened_at"])
        for row in await money.payments(database, booking_id)
    )  # fmt: skip
    status = await money.payment_status(database, booking_id)
    return status, rows, await money.attention(database, booking_id)


async def at_once(app: Starlette, events: list[Json]) -> None:
    answers = await asyncio.gather(*(money.send(app, event) for event in events))
    assert {answer.status_code for answer in answers} == {200}


async def test_fifty_deliveries_at_once_have_one_effect(
    app: Starlette, cast: Cast, database: Database
) -> None:
    booking_id = await money.plant(database, cast)
    event = bodies.event("checkout.session.completed", bodies.session(booking_id))
    await at_once(app, [event] * 50)
    await once(database, cast, booking_id)
    assert len(await money.rows(database, "SELECT id FROM stripe_events")) == 1
    await at_once(app, [event] * 2)
    await once(database, cast, booking_id)


async def test_two_events_of_one_fact_at_once_have_one_effect(
    app: Starlette, cast: Cast, database: Database
) -> None:
    booking_id = await money.plant(database, cast)
    session = bodies.event("checkout.session.completed", bodies.session(booking_id, "pi_1"))
    intent = bodies.event("payment_intent.succeeded", bodies.intent(booking_id, "pi_1"))
    await at_once(app, [session, intent] * 15)
    await once(database, cast, booking_id)
    outcomes = sorted([
        (await money.inbox_row(database, event))["outcome"] for event in (session, intent)
    ])  # fmt: skip
    assert outcomes == ["applied", "ignored"]


async def test_same_thing_said_again_later_tells_nobody(
    app: Starlette, cast: Cast, database: Database
) -> None:
    booking_id = await money.plant(database, cast)
    declined = bodies.declined(booking_id, "pi_1")
    await money.deliver(
        app,
        bodies.event("payment_intent.payment_failed", declined, at=START),
        bodies.event("checkout.session.async_payment_failed",
                     bodies.session(booking_id, "pi_1"), at=START + 1),
        bodies.event("payment_intent.payment_failed", declined, at=START + 2),
    )  # fmt: skip
    assert (await money.booking(database, booking_id))["version"] == 2
    wanted = [(name, "payment_update") for name in money.audiences(cast, booking_id)]
    assert await money.updates(database, booking_id) == wanted
    (row,) = await money.payments(database, booking_id)
    assert row["error_message"] == "Your card was declined."


async def once(database: Database, cast: Cast, booking_id: str) -> None:
    """Paid, by one charge, told once to each audience."""
    booking = await money.booking(database, booking_id)
    assert (booking["payment_status"], booking["version"]) == ("paid", 2)
    assert [row["kind"] for row in await money.payments(database, booking_id)] == ["charge"]
    wanted = [(name, "payment_update") for name in money.audiences(cast, booking_id)]
    assert await money.updates(database, booking_id) == wanted


async def test_many_bookings_paid_at_once(app: Starlette, cast: Cast, database: Database) -> None:
    ids = [await money.plant(database, cast) for _ in range(6)]
    events = [
        bodies.event("payment_intent.succeeded", bodies.intent(id_, f"pi_{id_}")) for id_ in ids
    ]
    await at_once(app, events * 4)
    for id_ in ids:
        booking = await money.booking(database, id_)
        assert (booking["payment_status"], booking["version"]) == ("paid", 2)


TALES: dict[str, tuple[list[Word], str]] = {
    "two cards refused, the third works": (
        [("declined", 1), ("declined", 2), ("succeeded", 3), ("completed", 3)], "paid",
    ),
    "a debit that arrives": (
        [("unpaid", 1), ("processing", 1), ("async succeeded", 9), ("succeeded", 9)], "paid",
    ),
    "a debit that fails": (
        [("unpaid", 1), ("processing", 1), ("async failed", 9), ("declined", 9)], "failed",
    ),
    "a debit that fails, told a second apart": (
        [("unpaid", 1), ("declined", 8), ("async failed", 9)], "failed",
    ),
    "a late failure": ([("succeeded", 1), ("declined", 2), ("canceled", 3)], "paid"),
    "given up": ([("processing", 1), ("declined", 1), ("canceled", 1)], "unpaid"),
    "refused, then under way": (
        [("declined", 1), ("declined", 3), ("processing", 4)], "processing",
    ),
    "refunded in two parts": (
        [("succeeded", 1), ("refund", 2, 1), ("refund", 3, 2), ("charge refunded", 3)],
        "partially_refunded",
    ),
    "a refund that fails after all": (
        [("succeeded", 1), ("refund pending", 2), ("refund", 3), ("refund failed", 4)], "paid",
    ),
    "a dispute that is lost": (
        [("succeeded", 1), ("disputed", 2), ("dispute lost", 3), ("refund", 2)], "refunded",
    ),
    "a dispute that is won": (
        [("succeeded", 1), ("disputed", 2), ("dispute won", 3), ("refund", 4)],
        "partially_refunded",
    ),
    "refunded while it is disputed": (
        [("succeeded", 1), ("disputed", 2), ("all refunded", 3)], "refunded",
    ),
}  # fmt: skip


async def test_any_order_ends_as_the_right_one(
    app: Starlette, cast: Cast, database: Database
) -> None:
    for tale, (words, status) in TALES.items():
        wanted = await told(app, database, cast, words)
        assert wanted[0] == status, tale
        for order in itertools.permutations(words):
            assert await told(app, database, cast, list(order)) == wanted, (tale, order)


_WORDS = st.one_of(
    st.tuples(
        st.sampled_from(["completed", "unpaid", "succeeded", "processing", "declined", "canceled"]),
        st.integers(1, 4),
    ),
    st.tuples(
        st.sampled_from(["refund pending", "refund", "refund failed"]),
        st.integers(2, 5),
        st.integers(1, 2),
    ),
    st.tuples(st.sampled_from(["disputed", "dispute won", "dispute lost"]), st.integers(2, 5)),
)


@st.composite
def _orders(draw: Any) -> tuple[list[Word], list[Word]]:
    words = draw(st.lists(_WORDS, min_size=2, max_size=6, unique=True))
    again = words + draw(st.lists(st.sampled_from(words), max_size=3))
    return sorted(words, key=lambda word: word[1]), draw(st.permutations(again))


@settings(
    max_examples=25, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(orders=_orders())
async def test_any_events_of_a_payment_in_any_order(
    orders: tuple[list[Word], list[Word]], app: Starlette, cast: Cast, database: Database
) -> None:
    right, other = orders
    assert await told(app, database, cast, right) == await told(app, database, cast, other)


async def test_payment_that_is_made_twice_is_shown(
    app: Starlette, cast: Cast, database: Database
) -> None:
    booking_id = await money.plant(database, cast)
    for intent in ("pi_1", "pi_2"):
        thing = bodies.intent(booking_id, intent)
        await money.deliver(app, bodies.event("payment_intent.succeeded", thing))
    assert await money.payment_status(database, booking_id) == "paid"
    assert await money.attention(database, booking_id) == ["double_payment"]


async def test_money_after_all_was_refunded_waits_for_a_person(
    app: Starlette, cast: Cast, database: Database
) -> None:
    booking_id = await money.plant(database, cast)
    await money.deliver(
        app,
        bodies.event("payment_intent.succeeded", bodies.intent(booking_id, "pi_1")),
        bodies.event("refund.created", bodies.refund("pi_1")),
        bodies.event("payment_intent.succeeded", bodies.intent(booking_id, "pi_2")),
    )
    assert await money.payment_status(database, booking_id) == "refunded"
    assert await money.attention(database, booking_id) == ["double_payment"]
    await money.moved_along_the_table(database, booking_id)


@pytest.mark.parametrize("attendance", ["cancelled", "declined"])
async def test_money_for_what_has_ended_is_shown(
    attendance: str, app: Starlette, cast: Cast, database: Database
) -> None:
    booking_id = await money.plant(database, cast, attendance)
    await money.deliver(app, bodies.event("checkout.session.completed", bodies.session(booking_id)))
    booking = await money.booking(database, booking_id)
    assert (booking["status"], booking["payment_status"]) == (attendance, "paid")
    assert await money.attention(database, booking_id) == ["late_payment"]
