"""Events that cannot be applied: kept, shown, tried again; never lost, never applied twice."""

from typing import Any

import pytest
import structlog
from starlette.applications import Starlette

from server.db import Database
from server.errors import Busy
from server.ids import new_id
from server.operations.scheduler import Scheduler
from server.payments import inbox, settling
from tests import stripe_events as bodies
from tests.cast import Cast
from tests.http import money

Json = dict[str, Any]


async def by_the_clock(database: Database) -> None:
    """What the scheduler does when all that waits is due."""
    await money.run(
        database,
        """UPDATE stripe_events SET next_attempt_at = created_at
           WHERE next_attempt_at IS NOT NULL""",
    )
    await Scheduler(database, live=False).once()


async def cases(app: Starlette, cast: Cast, who: str = "alice") -> list[Json]:
    client = await money.signed_in(app, getattr(cast, who))
    found: list[Json] = (await client.get("/api/payments/attention")).json()["attention"]
    return found


async def test_booking_that_is_not_there_yet(
    app: Starlette, cast: Cast, database: Database
) -> None:
    booking_id = new_id()
    session = bodies.event("checkout.session.completed", bodies.session(booking_id, "pi_1"))
    intent = bodies.event("payment_intent.succeeded", bodies.intent(booking_id, "pi_1"))
    await money.deliver(app, session, intent, session)
    alice = await money.signed_in(app, cast.alice)
    logs = (await alice.get("/api/payments/logs")).json()["logs"]
    assert [(row["stripe_event_id"], row["outcome"], row["booking_id"]) for row in logs] == [
        (event["id"], "waiting", booking_id) for event in (intent, session)
    ]
    (case,) = await cases(app, cast)
    assert (case["kind"], case["booking_id"]) == ("unmatched", booking_id)
    assert case["stripe_event_id"] == session["id"]
    assert case["words"]
    await by_the_clock(database)
    assert (await money.inbox_row(database, session))["outcome"] == "waiting"

    await money.plant(database, cast, id_=booking_id)
    await by_the_clock(database)
    await by_the_clock(database)
    booking = await money.booking(database, booking_id)
    assert (booking["payment_status"], booking["version"]) == ("paid", 2)
    wanted = [(name, "payment_update") for name in money.audiences(cast, booking_id)]
    assert await money.updates(database, booking_id) == wanted
    outcomes = [(await money.inbox_row(database, e))["outcome"] for e in (session, intent)]
    assert sorted(outcomes) == ["applied", "ignored"]
    assert await cases(app, cast) == []


async def test_redelivery_applies_what_waited(
    app: Starlette, cast: Cast, database: Database
) -> None:
    booking_id = new_id()
    event = bodies.event("checkout.session.completed", bodies.session(booking_id))
    await money.deliver(app, event)
    await money.plant(database, cast, id_=booking_id)
    await money.deliver(app, event, event)
    assert (await money.booking(database, booking_id))["version"] == 2
    assert (await money.inbox_row(database, event))["outcome"] == "applied"
    await by_the_clock(database)
    assert (await money.booking(database, booking_id))["version"] == 2


async def test_refund_and_dispute_before_their_charge(
    app: Starlette, cast: Cast, database: Database
) -> None:
    booking_id = await money.plant(database, cast)
    refund = bodies.event("refund.created", bodies.refund("pi_1", 1000))
    dispute = bodies.event("charge.dispute.created", bodies.dispute("pi_1"))
    early = bodies.event("payment_intent.processing", bodies.intent(booking_id, "pi_1"))
    await money.deliver(app, refund, dispute, early)
    assert await money.payment_status(database, booking_id) == "processing"
    for event in (refund, dispute):
        row = await money.inbox_row(database, event)
        assert (row["outcome"], row["error_message"]) == ("waiting", "payment unknown")
    assert [case["kind"] for case in await cases(app, cast)] == ["unmatched"]

    charge = bodies.event("payment_intent.succeeded", bodies.intent(booking_id, "pi_1"))
    await money.deliver(app, charge)
    assert await money.payment_status(database, booking_id) == "disputed"
    kinds = [row["kind"] for row in await money.payments(database, booking_id)]
    assert sorted(kinds) == ["charge", "dispute", "refund"]
    assert [case["kind"] for case in await cases(app, cast)] == ["dispute"]
    before = await money.booking(database, booking_id)
    await money.deliver(app, refund, dispute)
    await by_the_clock(database)
    assert await money.booking(database, booking_id) == before


async def test_event_that_names_no_booking(app: Starlette, cast: Cast, database: Database) -> None:
    for thing, why in (
        (bodies.intent(None), "no booking id in the metadata"),
        (bodies.declined(None), "no booking id in the metadata: Your card was declined."),
    ):
        failed = thing["last_payment_error"] is not None
        type_ = "payment_intent.payment_failed" if failed else "payment_intent.succeeded"
        event = bodies.event(type_, thing)
        with structlog.testing.capture_logs() as lines:
            await money.deliver(app, event)
        row = await money.inbox_row(database, event)
        assert (row["outcome"], row["error_message"]) == ("ignored", why)
        warned = [line for line in lines if line.get("stripe_event") == event["id"]]
        assert [line["log_level"] for line in warned] == ["warning"]
    assert await cases(app, cast) == []


WRONG: list[tuple[Json, Json, Json]] = [  # changes of the body, of the event; what the case says
    ({"amount": 4499, "amount_total": 4499}, {}, {"amount": 4499}),
    ({"amount": 9000, "amount_total": 9000}, {}, {"amount": 9000}),
    ({"currency": "usd"}, {}, {"currency": "USD"}),
    ({"livemode": True}, {"livemode": True}, {"live": True}),
]


async def test_payment_that_does_not_fit_waits_for_a_person(
    app: Starlette, cast: Cast, database: Database
) -> None:
    for changes, around, told in WRONG:
        booking_id, intent = await money.plant(database, cast), bodies.unique("pi")
        events = [
            bodies.event(type_, make(booking_id, intent, **changes), **around)
            for type_, make in (
                ("checkout.session.completed", bodies.session),
                ("payment_intent.succeeded", bodies.intent),
            )
        ]
        await money.deliver(app, *events, events[0])
        booking = await money.booking(database, booking_id)
        assert (booking["payment_status"], booking["version"]) == ("unpaid", 1)
        assert await money.payments(database, booking_id) == []
        for event in events:
            row = await money.inbox_row(database, event)
            assert (row["outcome"], row["next_attempt_at"]) == ("failed", None)
            assert "does not fit" in row["error_message"]
        (case,) = [c for c in await cases(app, cast) if c["booking_id"] == booking_id]
        assert (case["kind"], case["detail"]["told"]) == ("mismatch", told)


async def test_bank_debit_of_another_amount_is_not_under_way(
    app: Starlette, cast: Cast, database: Database
) -> None:
    booking_id = await money.plant(database, cast)
    thing = bodies.session(booking_id, payment_status="unpaid", amount_total=1)
    await money.deliver(app, bodies.event("checkout.session.completed", thing))
    assert await money.payment_status(database, booking_id) == "unpaid"
    assert await money.attention(database, booking_id) == ["mismatch"]


async def _breaks(*args: Any, **options: Any) -> Any:
    raise RuntimeError("the disk of the ledger is on fire")


async def test_effect_that_fails_leaves_the_event_and_is_tried_again(
    app: Starlette, cast: Cast, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = [await money.plant(database, cast) for _ in range(3)]
    events = [
        bodies.event("checkout.session.completed", bodies.session(id_), at=1_790_000_000 + n)
        for n, id_ in enumerate((first, second))
    ]
    with monkeypatch.context() as broken:
        broken.setattr(settling, "settle", _breaks)
        await money.deliver(app, *events)
        for event, booking_id in zip(events, (first, second), strict=True):
            row = await money.inbox_row(database, event)
            assert (row["outcome"], row["booking_id"]) == ("failed", booking_id)
            assert "on fire" in row["error_message"]
            assert row["tenant_id"] == cast.tenant_id
            assert await money.payments(database, booking_id) == []
            assert (await money.booking(database, booking_id))["version"] == 1
        await money.deliver(app, events[0])
        await by_the_clock(database)
        for event, attempts in zip(events, (3, 2), strict=True):
            row = await money.inbox_row(database, event)
            assert row["outcome"] == "failed"
            assert row["attempts"] >= attempts
            assert row["next_attempt_at"] is not None

    await money.deliver(app, events[0])
    assert await money.payment_status(database, first) == "paid"
    await by_the_clock(database)
    await by_the_clock(database)
    for event, booking_id in zip(events, (first, second), strict=True):
        row = await money.inbox_row(database, event)
        assert (row["outcome"], row["error_message"]) == ("applied", None)
        booking = await money.booking(database, booking_id)
        assert (booking["payment_status"], booking["version"]) == ("paid", 2)
    assert await money.payment_status(database, third) == "unpaid"


async def test_one_event_that_cannot_be_applied_holds_up_no_other(
    app: Starlette, cast: Cast, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [new_id() for _ in range(3)]
    events = [
        bodies.event("checkout.session.completed", bodies.session(id_), at=1_790_000_000 + n)
        for n, id_ in enumerate(ids)
    ]
    await money.deliver(app, *events)
    for id_ in ids:
        await money.plant(database, cast, id_=id_)
    retry = inbox.retry

    async def poisoned(tx: Any, event_id: str, live: bool) -> Any:
        if event_id == events[0]["id"]:
            await _breaks()
        return await retry(tx, event_id, live)

    monkeypatch.setattr(inbox, "retry", poisoned)
    await by_the_clock(database)
    outcomes = [(await money.inbox_row(database, event))["outcome"] for event in events]
    assert outcomes == ["failed", "applied", "applied"]


async def test_after_days_in_vain_it_is_a_persons(
    app: Starlette, cast: Cast, database: Database
) -> None:
    event = bodies.event("refund.created", bodies.refund("pi_of_nobody"))
    await money.deliver(app, event)
    await money.run(database, "UPDATE stripe_events SET created_at = '2020-01-01T00:00:00.000Z'")
    await by_the_clock(database)
    row = await money.inbox_row(database, event)
    assert (row["outcome"], row["next_attempt_at"]) == ("failed", None)
    assert [case["kind"] for case in await cases(app, cast)] == ["unmatched"]


async def test_expired_session_of_nobody_concerns_nobody(
    app: Starlette, cast: Cast, database: Database
) -> None:
    event = bodies.event("checkout.session.expired", bodies.session(new_id()))
    await money.deliver(app, event)
    assert (await money.inbox_row(database, event))["outcome"] == "ignored"
    assert await cases(app, cast) == []


async def test_database_that_is_away_makes_stripe_send_it_again(
    app: Starlette, cast: Cast, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    booking_id = await money.plant(database, cast)
    event = bodies.event("checkout.session.completed", bodies.session(booking_id))

    async def away(self: Database, *args: Any, **options: Any) -> Any:
        raise Busy()

    with monkeypatch.context() as down:
        down.setattr(Database, "write", away)
        answer = await money.send(app, event)
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    assert await money.rows(database, "SELECT id FROM stripe_events") == []
    await money.deliver(app, event)
    assert await money.payment_status(database, booking_id) == "paid"
