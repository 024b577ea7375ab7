"""Money that an admin records: cash taken at the desk, or a payment that failed."""

from server.bookings.rules import Payment
from server.db import Row, Tx
from server.identity.caller import Caller
from server.payments import settling, store


async def record(tx: Tx, caller: Caller, booking: Row, payment: Payment, reason: str | None) -> Row:
    """Moves the money of a locked booking by hand; attendance is not touched."""
    row = await store.insert(
        tx,
        tenant_id=booking["tenant_id"],
        booking_id=booking["id"],
        kind="charge",
        method="cash",
        status="succeeded" if payment == "paid" else "failed",
        amount=booking["total_amount"],
        currency=booking["currency"],
        error_message=reason if payment == "failed" else None,
    )
    return await settling.settle(tx, caller, booking, row, "payment", reason)


async def take_back(tx: Tx, caller: Caller, booking: Row) -> Row:
    """Undo: what was recorded last did not happen after all."""
    last = await store.last_by_hand(tx, booking["id"])
    assert last is not None
    values = {"status": "canceled", "happened_at": tx.at}
    row = await store.update(tx, last["id"], dict(last) | values)
    return await settling.settle(tx, caller, booking, row, "undo", None, taken_back=True)
