"""The inbox of Stripe's events. The row and its effect commit together (DESIGN 7).

An event is a trigger: what counts is what the payment rows say afterwards. One that cannot be
placed yet waits, and is tried again when what links it arrives, else by the clock.
"""

from datetime import timedelta
from typing import Any, Literal

import orjson

from server import clock
from server.bookings import change
from server.db import Row, Tx
from server.errors import NotFound
from server.identity.caller import Caller, system
from server.ids import new_id
from server.payments import facts, rules, settling, store
from server.payments.facts import Fact

Outcome = Literal["applied", "ignored", "waiting", "failed"]

ACTOR = "Stripe"
FIRST_RETRY = timedelta(seconds=5)
SLOWEST_RETRY = timedelta(seconds=30)
GIVE_UP = timedelta(days=3)


async def receive(tx: Tx, fact: Fact, payload: str, live: bool) -> Outcome | None:
    """Stores an event and applies it; None for one that was here before and is settled."""
    new = await tx.one(
        """INSERT INTO stripe_events (id, type, booking_id, object_id, outcome, payload,
                                      happened_at, created_at)
           VALUES (:id, :type, :booking_id, :object_id, 'ignored', :payload, :happened_at, :at)
           ON CONFLICT (id) DO NOTHING RETURNING id""",
        id=fact.event_id,
        type=fact.type,
        booking_id=fact.booking_id,
        object_id=fact.intent_id or fact.object_id,
        payload=payload,
        happened_at=fact.happened_at,
        at=tx.at,
    )
    if new is None:
        known = await tx.one(
            "SELECT outcome FROM stripe_events WHERE id = :id FOR UPDATE", id=fact.event_id
        )
        if known is None or known["outcome"] not in ("waiting", "failed"):
            return None
    return await _process(tx, fact, live)


async def keep_failed(tx: Tx, fact: Fact, payload: str, error: str) -> None:
    """Keeps the row of an event whose effect could not be written; it is tried again."""
    await tx.run(
        """INSERT INTO stripe_events (id, type, booking_id, object_id, outcome, error_message,
                                      payload, happened_at, created_at, next_attempt_at)
           VALUES (:id, :type, :booking_id, :object_id, 'failed', :error, :payload, :happened_at,
                   :at, :next)
           ON CONFLICT (id) DO UPDATE SET error_message = :error, next_attempt_at = :next,
             attempts = stripe_events.attempts + 1""",
        id=fact.event_id,
        type=fact.type,
        booking_id=fact.booking_id,
        object_id=fact.intent_id or fact.object_id,
        error=error[:500],
        payload=payload,
        happened_at=fact.happened_at,
        at=tx.at,
        next=clock.iso(tx.now + FIRST_RETRY),
    )


async def retry(tx: Tx, event_id: str, live: bool) -> Outcome | None:
    """Tries a waiting or failed event again."""
    row = await tx.one(
        """SELECT * FROM stripe_events WHERE id = :id AND outcome IN ('waiting', 'failed')
           FOR UPDATE""",
        id=event_id,
    )
    if row is None:
        return None
    fact = facts.read(orjson.loads(row["payload"]), clock.parse(row["happened_at"]))
    return await _process(tx, fact, live)


async def due(tx: Tx) -> list[str]:
    rows = await tx.all(
        """SELECT id FROM stripe_events WHERE next_attempt_at <= :now
           ORDER BY happened_at, id LIMIT 100""",
        now=tx.at,
    )
    return [row["id"] for row in rows]


async def _process(tx: Tx, fact: Fact, live: bool) -> Outcome:
    booking_id, charge = fact.booking_id, None
    if fact.kind in ("refund", "dispute") and fact.intent_id:
        charge = await store.charge_of_intent(tx, fact.intent_id)
        booking_id = charge["booking_id"] if charge else None
    booking = await _booking(tx, booking_id) if booking_id else None
    outcome, note = await _place(tx, fact, booking, live)
    await _write_outcome(tx, fact, booking, outcome, note)
    if outcome == "applied" and fact.kind == "charge" and fact.intent_id:
        await _wake_linked(tx, fact, live)
    return outcome


async def _place(tx: Tx, fact: Fact, booking: Row | None, live: bool) -> tuple[Outcome, str | None]:
    """The effect of an event on the booking it belongs to; what became of it, and why."""
    if fact.kind is None:
        return "ignored", None
    if booking is None:
        if fact.booking_id is None and fact.kind == "charge":
            return "ignored", "no booking id in the metadata"
        return "waiting", "booking unknown" if fact.kind == "charge" else "payment unknown"
    if fact.verdict == "expired":
        return await _expired(tx, fact), None
    if wrong := rules.mismatch(fact, booking, live=live):
        await needs_a_person(tx, "mismatch", booking["tenant_id"], fact, booking["id"], wrong)
        return "failed", f"does not fit the booking: {orjson.dumps(wrong).decode()}"
    payment = await _moved(tx, fact, booking)
    if payment is None:
        return "ignored", fact.error_message
    await _close_session(tx, fact)
    caller = system(booking["tenant_id"], ACTOR, fact.event_id)
    await settling.settle(tx, caller, booking, payment, "payment", fact.error_message)
    return "applied", fact.error_message


async def _moved(tx: Tx, fact: Fact, booking: Row) -> Row | None:
    """The payment row as the event leaves it; None when it is old news."""
    new = rules.movement(fact.verdict)
    assert new is not None
    # A session is known by its intent as soon as it has one.
    id_ = fact.object_id or fact.event_id
    row = await store.by_stripe_id(tx, id_)
    if row is None:
        return await store.insert(
            tx,
            tenant_id=booking["tenant_id"],
            booking_id=booking["id"],
            kind=fact.kind,
            method="stripe",
            status=new,
            amount=booking["total_amount"] if fact.amount is None else fact.amount,
            currency=fact.currency or booking["currency"],
            stripe_id=id_,
            intent_id=fact.intent_id,
            error_message=fact.error_message,
            happened_at=fact.happened_at,
        )
    if row["booking_id"] != booking["id"] or not rules.moves(row, fact):
        return None
    return await store.update(tx, row["id"], new, fact.error_message, fact.happened_at)


async def _booking(tx: Tx, booking_id: str) -> Row | None:
    """The booking an event names, whichever tenant's; held until the command ends."""
    row = await tx.one("SELECT tenant_id FROM bookings WHERE id = :id", id=booking_id)
    if row is None:
        return None
    try:
        return await change.locked(tx, Caller(row["tenant_id"], "system"), booking_id)
    except NotFound:
        return None


async def _expired(tx: Tx, fact: Fact) -> Outcome:
    """A session that nobody paid: it is closed; the booking may have another one."""
    row = await tx.one(
        """UPDATE checkouts SET status = 'expired' WHERE session_id = :s AND status = 'open'
           RETURNING id""",
        s=fact.session_id,
    )
    return "applied" if row else "ignored"


async def _close_session(tx: Tx, fact: Fact) -> None:
    if fact.session_id and fact.verdict in ("succeeded", "processing"):
        await tx.run(
            "UPDATE checkouts SET status = 'complete' WHERE session_id = :s", s=fact.session_id
        )


async def _write_outcome(
    tx: Tx, fact: Fact, booking: Row | None, outcome: Outcome, note: str | None
) -> None:
    row = await tx.one(
        "SELECT attempts, created_at, tenant_id FROM stripe_events WHERE id = :id",
        id=fact.event_id,
    )
    assert row is not None
    age = tx.now - clock.parse(row["created_at"])
    again = outcome == "waiting" and age < GIVE_UP
    tenant_id = booking["tenant_id"] if booking else await _tenant(tx, fact)
    delay = min(FIRST_RETRY * row["attempts"], SLOWEST_RETRY)
    await tx.run(
        """UPDATE stripe_events SET outcome = :outcome, error_message = :note, tenant_id = :tenant,
             booking_id = :booking, attempts = attempts + 1, next_attempt_at = :next
           WHERE id = :id""",
        outcome="failed" if outcome == "waiting" and not again else outcome,
        note=note,
        tenant=tenant_id,
        booking=booking["id"] if booking else fact.booking_id,
        next=clock.iso(tx.now + delay) if again else None,
        id=fact.event_id,
    )
    if outcome == "waiting":
        await needs_a_person(tx, "unmatched", tenant_id, fact, fact.booking_id, {"why": note})
    elif outcome in ("applied", "ignored"):
        await tx.run(
            """UPDATE attention SET resolved_at = :at
               WHERE stripe_event_id = :id AND kind = 'unmatched' AND resolved_at IS NULL""",
            at=tx.at,
            id=fact.event_id,
        )


async def _tenant(tx: Tx, fact: Fact) -> str | None:
    """The tenant that our own metadata names; None when it names none of ours."""
    row = await tx.one("SELECT id FROM tenants WHERE id = :id", id=fact.tenant_id or "")
    return row["id"] if row else None


async def _wake_linked(tx: Tx, fact: Fact, live: bool) -> None:
    """What waited for this intent can be placed now."""
    rows = await tx.all(
        """SELECT id FROM stripe_events WHERE object_id = :i AND outcome = 'waiting' AND id <> :id
           ORDER BY happened_at, id""",
        i=fact.intent_id,
        id=fact.event_id,
    )
    for row in rows:
        await retry(tx, row["id"], live)


async def needs_a_person(
    tx: Tx,
    kind: str,
    tenant_id: str | None,
    fact: Fact,
    booking_id: str | None,
    detail: dict[str, Any],
) -> None:
    """Puts a case before the admins, once for each event."""
    await tx.run(
        """INSERT INTO attention (id, tenant_id, kind, booking_id, stripe_event_id, detail,
                                  created_at)
           SELECT :id, :tenant, :kind, :booking, :event, :detail, :at
           WHERE NOT EXISTS (SELECT 1 FROM attention WHERE stripe_event_id = :event
                             AND kind = :kind)""",
        id=new_id(),
        tenant=tenant_id,
        kind=kind,
        booking=booking_id,
        event=fact.event_id,
        detail=orjson.dumps({"type": fact.type, "amount": fact.amount,
                             "currency": fact.currency, **detail}).decode(),
        at=tx.at,
    )  # fmt: skip
