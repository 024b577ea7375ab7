"""Money that an admin records: cash taken at the desk, or a payment that failed."""

from typing import Any

from server.bookings import change
from server.bookings.rules import Payment
from server.db import Row, Tx
from server.identity.caller import Caller
from server.payments import store, views


async def record(
    tx: Tx, caller: Caller, booking: Row, payment: Payment, reason: str | None
) -> Row:
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
    return await _moved(tx, caller, booking, payment, row, "payment", reason)


async def take_back(tx: Tx, caller: Caller, booking: Row, payment: Payment) -> Row:
    """Undo: what was recorded last did not happen after all."""
    row = await store.last_by_hand(tx, booking["id"])
    assert row is not None
    row = await store.update(tx, row["id"], "canceled", row["error_message"])
    return await _moved(tx, caller, booking, payment, row, "undo", None)


async def _moved(
    tx: Tx,
    caller: Caller,
    booking: Row,
    payment: Payment,
    row: Row,
    action: str,
    reason: str | None,
) -> Row:
    extra: dict[str, Any] = {"payment": views.payment(row)}
    return await change.apply(
        tx,
        caller,
        booking,
        {"payment_status": payment},
        action,
        reason=reason,
        type_="payment_update",
        extra=extra,
    )
