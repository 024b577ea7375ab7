"""After a movement of money: the booking's payment status follows the ledger, and all are told."""

from typing import Any

from server.bookings import change
from server.db import Row, Tx
from server.identity.caller import Caller
from server.payments import rules, store, views

OWED = frozenset({"unpaid", "failed"})


async def settle(
    tx: Tx,
    caller: Caller,
    booking: Row,
    payment: Row,
    action: str,
    reason: str | None,
    *,
    taken_back: bool = False,
) -> Row:
    """Brings a locked booking in line with its payments and sends one `payment_update` to each
    audience. Attendance is not touched (DESIGN 2). `taken_back`: see `rules.follow`."""
    ledger = rules.ledger(await store.of_booking(tx, booking["id"]))
    status = rules.follow(booking["payment_status"], ledger, taken_back=taken_back)
    values: dict[str, Any] = {"payment_status": status}
    if status not in OWED:
        values["hold_expires_at"] = None  # what is paid, or on its way, does not lapse
    return await change.apply(
        tx,
        caller,
        booking,
        values,
        action,
        reason=reason,
        type_="payment_update",
        extra=lambda audience: {"payment": views.payment(payment, audience)},
    )
