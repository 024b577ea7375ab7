"""The SQL of payments: one row per real movement of money, whatever became of it."""

from typing import Any

from server.db import Row, Tx
from server.ids import new_id


async def of_booking(tx: Tx, booking_id: str) -> list[Row]:
    """The payments of a booking that was found through the caller's rights, oldest first."""
    return await tx.all(
        "SELECT * FROM payments WHERE booking_id = :id ORDER BY created_at, id", id=booking_id
    )


async def by_stripe_id(tx: Tx, stripe_id: str) -> Row | None:
    return await tx.one("SELECT * FROM payments WHERE stripe_id = :s FOR UPDATE", s=stripe_id)


async def charge_of_intent(tx: Tx, intent_id: str) -> Row | None:
    """The captured charge that refunds and disputes, which carry no metadata of ours, are about.

    Until it is captured there is nothing to give back: such an event came before its charge's.
    """
    return await tx.one(
        """SELECT * FROM payments WHERE intent_id = :i AND kind = 'charge'
           AND status = 'succeeded' LIMIT 1""",
        i=intent_id,
    )


async def insert(tx: Tx, **values: Any) -> Row:
    row = await tx.one(
        """INSERT INTO payments (id, tenant_id, booking_id, kind, method, status, amount, currency,
                                 stripe_id, intent_id, error_message, happened_at, created_at,
                                 refunded_amount)
           VALUES (:id, :tenant_id, :booking_id, :kind, :method, :status, :amount, :currency,
                   :stripe_id, :intent_id, :error_message, :happened_at, :at,
                   :refunded_amount) RETURNING *""",
        **{
            "stripe_id": None, "intent_id": None, "error_message": None, "happened_at": tx.at,
            "refunded_amount": 0, **values,
        },
        id=new_id(),
        at=tx.at,
    )  # fmt: skip
    assert row is not None
    return row


async def update(tx: Tx, payment_id: str, values: dict[str, Any]) -> Row:
    """Writes what may change in a payment: its state, when and why, how much."""
    row = await tx.one(
        """UPDATE payments SET status = :status, error_message = :error_message, amount = :amount,
             currency = :currency, happened_at = :happened_at, refunded_amount = :refunded_amount
           WHERE id = :id RETURNING *""",
        id=payment_id,
        **{name: values[name] for name in _CHANGING},
    )
    assert row is not None
    return row


_CHANGING = ("status", "error_message", "amount", "currency", "happened_at", "refunded_amount")


async def last_by_hand(tx: Tx, booking_id: str) -> Row | None:
    """The newest movement that a person recorded."""
    return await tx.one(
        """SELECT * FROM payments WHERE booking_id = :id AND method <> 'stripe'
           ORDER BY id DESC LIMIT 1""",
        id=booking_id,
    )
