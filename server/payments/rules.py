"""What the ledger says of a booking's money, and what an event changes in it. Pure.

`payment_status` follows from the payment rows and from nothing else, so neither the order in which
events arrive nor how often they do can change where it ends.
"""

from collections.abc import Sequence
from typing import Any, Literal

from server.bookings.rules import Payment
from server.db import Row
from server.payments.facts import Fact, Verdict

Movement = Literal["open", "processing", "succeeded", "failed", "canceled"]

# Where a row may go; a failed charge may still succeed: another card, same intent.
_AFTER: dict[Movement, frozenset[Movement]] = {
    "open": frozenset({"processing", "succeeded", "failed", "canceled"}),
    "processing": frozenset({"succeeded", "failed", "canceled"}),
    "failed": frozenset({"processing", "succeeded", "canceled"}),
    "canceled": frozenset({"succeeded"}),
    "succeeded": frozenset(),
}


def moves(row: Row, fact: Fact) -> bool:
    """Does this event change the row, or is it old news? Among states that may still follow each
    other both ways, the one that happened later counts."""
    new = movement(fact.verdict)
    if new is None or new not in _AFTER[row["status"]]:
        # Stripe may take a refund's success back; a dispute may be decided anew.
        reopened = row["kind"] != "charge" and row["status"] == "succeeded" and new == "failed"
        return reopened and fact.happened_at >= row["happened_at"]
    return new == "succeeded" or fact.happened_at >= row["happened_at"]


def movement(verdict: Verdict | None) -> Movement | None:
    """The state of a payment row that a verdict asks for; an expired session moved no money."""
    return None if verdict is None or verdict == "expired" else verdict


def ledger(rows: Sequence[Row]) -> Payment:
    """The payment status of a booking from its rows, oldest first."""
    charges = [row for row in rows if row["kind"] == "charge"]
    captured = _sum(rows, "charge")
    if captured:
        if any(row["kind"] == "dispute" and row["status"] == "open" for row in rows):
            return "disputed"
        gone = _sum(rows, "refund") + _sum(rows, "dispute")
        if gone >= captured:
            return "refunded"
        return "partially_refunded" if gone else "paid"
    told = [row for row in charges if row["status"] in ("processing", "failed", "succeeded")]
    last = max(told, key=_when, default=None)
    if last is None:
        return "unpaid"
    if last["status"] == "succeeded":
        return "paid"  # it costs nothing
    if last["status"] == "failed" and last["method"] != "stripe":
        return "failed"  # a person has said so
    # One card may be refused while a bank debit is still on its way.
    return "processing" if any(row["status"] == "processing" for row in told) else "failed"


def mismatch(fact: Fact, booking: Row, *, live: bool) -> dict[str, Any] | None:
    """How money that arrived differs from what the booking asks for; None when it fits, and for
    anything but a charge that succeeded. What the event does not say is not held against it.
    """
    if fact.kind != "charge" or fact.verdict != "succeeded":
        return None
    expected = {
        "amount": booking["total_amount"],
        "currency": booking["currency"],
        "live": live,
    }
    told = {"amount": fact.amount, "currency": fact.currency, "live": fact.live}
    wrong = {n: told[n] for n, want in expected.items() if told[n] is not None and told[n] != want}
    return {"told": wrong, "expected": {n: expected[n] for n in wrong}} if wrong else None


def _sum(rows: Sequence[Row], kind: str) -> int:
    return sum(r["amount"] for r in rows if r["kind"] == kind and r["status"] == "succeeded")


def _when(row: Row) -> tuple[str, str]:
    return row["happened_at"], row["id"]
