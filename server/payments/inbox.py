"""The inbox of Stripe's events. The row and its effect commit together (DESIGN 7).

An event is a trigger: what counts is what the payment rows say afterwards. One that cannot be
placed yet waits, and is tried again when what links it arrives, else by the clock.
"""

from datetime import timedelta

import orjson

from server import clock
from server.db import Row, Tx
from server.payments import attention, facts, placing
from server.payments.facts import Fact
from server.payments.placing import Outcome

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
        """INSERT INTO stripe_events (id, type, booking_id, object_id, outcome, payload,
                                      happened_at, created_at, attempts)
           VALUES (:id, :type, :booking_id, :object_id, 'failed', :payload, :happened_at, :at, 0)
           ON CONFLICT (id) DO NOTHING""",
        id=fact.event_id,
        type=fact.type,
        booking_id=fact.booking_id,
        object_id=fact.intent_id or fact.object_id,
        payload=payload,
        happened_at=fact.happened_at,
        at=tx.at,
    )
    await put_off(tx, fact.event_id, error)
    # Whose it is decides who may read the error.
    if tenant_id := await _tenant(tx, fact):
        await tx.run(
            "UPDATE stripe_events SET tenant_id = :tenant WHERE id = :id",
            tenant=tenant_id,
            id=fact.event_id,
        )


async def put_off(tx: Tx, event_id: str, error: str) -> None:
    """Marks an event that could not be applied, and says when it is tried again."""
    row = await tx.one("SELECT attempts, created_at FROM stripe_events WHERE id = :id", id=event_id)
    assert row is not None
    await tx.run(
        """UPDATE stripe_events SET outcome = 'failed', error_message = :error,
             attempts = attempts + 1, next_attempt_at = :next WHERE id = :id""",
        error=error.replace("\0", "")[:500],
        next=_next_attempt(tx, row),
        id=event_id,
    )


def _next_attempt(tx: Tx, row: Row) -> str | None:
    """None after days in vain: then it is a person's."""
    if tx.now - clock.parse(row["created_at"]) >= GIVE_UP:
        return None
    delay = min(FIRST_RETRY * max(row["attempts"], 1), SLOWEST_RETRY)
    return clock.iso(tx.now + delay)


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
    booking = await placing.booking_of(tx, fact)
    outcome, note = await placing.place(tx, fact, booking, live)
    await _write_outcome(tx, fact, booking, outcome, note)
    if outcome == "applied" and fact.kind == "charge" and fact.verdict == "succeeded":
        await _wake_linked(tx, fact, live)
    return outcome


async def _write_outcome(
    tx: Tx, fact: Fact, booking: Row | None, outcome: Outcome, note: str | None
) -> None:
    row = await tx.one(
        "SELECT attempts, created_at FROM stripe_events WHERE id = :id", id=fact.event_id
    )
    assert row is not None
    tenant_id = booking["tenant_id"] if booking else await _tenant(tx, fact)
    next_attempt = _next_attempt(tx, row) if outcome == "waiting" else None
    given_up = outcome == "waiting" and next_attempt is None
    await tx.run(
        """UPDATE stripe_events SET outcome = :outcome, error_message = :note, tenant_id = :tenant,
             booking_id = :booking, attempts = attempts + 1, next_attempt_at = :next
           WHERE id = :id""",
        outcome="failed" if given_up else outcome,
        note=note,
        tenant=tenant_id,
        booking=booking["id"] if booking else fact.booking_id,
        next=next_attempt,
        id=fact.event_id,
    )
    if outcome == "waiting":
        await attention.needed(
            tx, "unmatched", tenant_id, fact, booking_id=fact.booking_id, detail={"why": note}
        )
    elif fact.kind and outcome in ("applied", "ignored"):
        # A captured charge places all that was said of it.
        captured = fact.kind == "charge" and fact.verdict == "succeeded"
        await attention.resolved(tx, ["unmatched", "mismatch"], fact, whole=captured)


async def _tenant(tx: Tx, fact: Fact) -> str | None:
    """Whose an event is: its booking's, its charge's, or whom our own metadata names."""
    row = await tx.one(
        """SELECT tenant_id FROM bookings WHERE id = :booking
           UNION ALL SELECT tenant_id FROM payments WHERE intent_id = :intent
           UNION ALL SELECT id FROM tenants WHERE id = :tenant LIMIT 1""",
        booking=fact.booking_id or "",
        intent=fact.intent_id or "",
        tenant=fact.tenant_id or "",
    )
    return row["tenant_id"] if row else None


async def _wake_linked(tx: Tx, fact: Fact, live: bool) -> None:
    """What waited for this intent can be placed now. All that waits has a next attempt, which is
    what the index is over."""
    rows = await tx.all(
        """SELECT id FROM stripe_events WHERE next_attempt_at IS NOT NULL AND object_id = :i
             AND outcome = 'waiting' AND id <> :id
           ORDER BY happened_at, id""",
        i=fact.intent_id,
        id=fact.event_id,
    )
    for row in rows:
        await retry(tx, row["id"], live)
