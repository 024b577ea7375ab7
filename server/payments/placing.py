"""What one event of Stripe's does to the booking it is about. Attendance is never touched."""

from typing import Literal

import orjson

from server.bookings import change
from server.db import Row, Tx
from server.identity.caller import Caller, system
from server.payments import attention, rules, settling, store
from server.payments.facts import Fact

Outcome = Literal["applied", "ignored", "waiting", "failed"]

ACTOR = "Stripe"
NAMELESS = "no booking id in the metadata"


async def booking_of(tx: Tx, fact: Fact) -> Row | None:
    """The booking an event is about, whichever tenant's; held until the command ends."""
    booking_id = fact.booking_id
    if fact.intent_id and (fact.kind in ("refund", "dispute") or fact.refunded is not None):
        charge = await store.charge_of_intent(tx, fact.intent_id)
        booking_id = charge["booking_id"] if charge else None
    if booking_id is None:
        return None
    row = await tx.one("SELECT tenant_id FROM bookings WHERE id = :id", id=booking_id)
    return await change.locked(tx, Caller(row["tenant_id"], "system"), booking_id) if row else None


async def place(tx: Tx, fact: Fact, booking: Row | None, live: bool) -> tuple[Outcome, str | None]:
    """The effect of an event on the booking it belongs to; what became of it, and why."""
    if fact.kind is None:
        return "ignored", None
    if fact.verdict == "expired":
        return await _expired(tx, fact), None
    if booking is None:
        paying = fact.kind == "charge" and fact.refunded is None
        if fact.booking_id is None and paying:
            return "ignored", ": ".join(filter(None, (NAMELESS, fact.error_message)))
        return "waiting", "booking unknown" if paying else "payment unknown"
    await _close_session(tx, fact)
    if wrong := rules.mismatch(fact, booking, live=live):
        await attention.needed(
            tx, "mismatch", booking["tenant_id"], fact, booking_id=booking["id"], detail=wrong
        )
        return "failed", f"does not fit the booking: {orjson.dumps(wrong).decode()}"
    payment = await _moved(tx, fact, booking)
    if payment is None:
        return "ignored", fact.error_message
    caller = system(booking["tenant_id"], ACTOR, fact.event_id)
    taken_back = rules.takes_back(fact)
    await settling.settle(
        tx, caller, booking, payment, "payment", fact.error_message, taken_back=taken_back
    )
    await _look(tx, fact, booking, payment)
    return "applied", fact.error_message


async def _moved(tx: Tx, fact: Fact, booking: Row) -> Row | None:
    """The payment row as the event leaves it; None when it shows nobody anything new."""
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
    if row["booking_id"] != booking["id"]:
        return None
    values = rules.told(row, fact)
    differs = {name for name, value in values.items() if value != row[name]}
    if not differs:
        return None
    after = await store.update(tx, row["id"], values)
    # That the same was said again, later, counts for what comes next and is no news.
    return after if differs != {"happened_at"} else None


async def _look(tx: Tx, fact: Fact, booking: Row, payment: Row) -> None:
    """Does a person have to look at this movement of money, or no longer?"""
    if fact.refunded is not None:
        return  # what went back was paid, and looked at, before
    if kind := rules.concern(payment, booking, await store.of_booking(tx, booking["id"])):
        await attention.needed(
            tx,
            kind,
            booking["tenant_id"],
            fact,
            booking_id=booking["id"],
            payment_id=payment["id"],
        )
    elif payment["kind"] != "charge":
        kinds: list[attention.Kind] = ["dispute", "refund_failed"]
        await attention.resolved(tx, kinds, fact, whole=False, payment_id=payment["id"])


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
