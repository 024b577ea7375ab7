"""What the ledger says of a booking's money, and what an event changes in it. Pure.

`payment_status` follows from the payment rows and from nothing else. Of all that is told of one
movement of money the greatest standing holds, so neither the order in which events arrive nor how
often they do can change where it ends.
"""

from collections.abc import Sequence
from typing import Any, Literal

from server.bookings.rules import PAYMENT, Payment
from server.db import Row
from server.payments.facts import FAILED, Fact, Kind, Verdict

Movement = Literal["open", "processing", "succeeded", "failed", "canceled"]
Concern = Literal["late_payment", "double_payment", "refund_failed", "dispute"]

# What holds whatever else is told, also later. A captured charge stays captured, a canceled intent
# is over; a refund may still fail after it succeeded, a dispute be decided anew.
_FINAL: dict[Kind, dict[Movement, int]] = {
    "charge": {"succeeded": 2, "canceled": 1},
    "refund": {"succeeded": 1, "failed": 1, "canceled": 1},
    "dispute": {"succeeded": 1, "canceled": 1},
}
# Stripe's clock has whole seconds: within one of them the latter of these counts.
_WITHIN_A_SECOND: tuple[Movement, ...] = (
    "open", "processing", "succeeded", "canceled", "failed",
)  # fmt: skip

# Attendances after which nobody owes anything.
_ENDED = frozenset({"cancelled", "declined"})


def _standing(kind: Kind, status: Movement, happened_at: str, error: str | None) -> Any:
    final = _FINAL[kind].get(status, 0)
    return final, happened_at, _WITHIN_A_SECOND.index(status), error or ""


def movement(verdict: Verdict | None) -> Movement | None:
    """The state of a payment row that a verdict asks for; an expired session moved no money."""
    return None if verdict is None or verdict == "expired" else verdict


def told(row: Row, fact: Fact) -> dict[str, Any]:
    """The columns of a payment row after an event about it: the event's, or those it has."""
    new = movement(fact.verdict)
    assert new is not None
    was = _standing(row["kind"], row["status"], row["happened_at"], row["error_message"])
    newer = _standing(row["kind"], new, fact.happened_at, fact.error_message) > was
    status = new if newer else row["status"]
    reasons = [fact.error_message, row["error_message"]]
    return {
        "status": status,
        "happened_at": fact.happened_at if newer else row["happened_at"],
        "amount": fact.amount if newer and fact.amount is not None else row["amount"],
        "currency": (newer and fact.currency) or row["currency"],
        "refunded_amount": max(row["refunded_amount"], fact.refunded or 0),
        "error_message": _reason(reasons if newer else reasons[::-1])
        if status == "failed"
        else None,
    }


def _reason(reasons: Sequence[str | None]) -> str | None:
    """Of two events about one failure often only one says why."""
    given = [reason for reason in reasons if reason]
    return next((reason for reason in given if reason != FAILED), given[0] if given else None)


def ledger(rows: Sequence[Row]) -> Payment:
    """The payment status of a booking from its rows, in whatever order they come."""
    charges = [row for row in rows if row["kind"] == "charge"]
    if any(row["status"] == "succeeded" for row in charges):
        captured, gone = _sum(rows, "charge"), _given_back(rows) + _sum(rows, "dispute")
        if gone and gone >= captured:
            return "refunded"
        if any(row["kind"] == "dispute" and row["status"] == "open" for row in rows):
            return "disputed"
        return "partially_refunded" if gone else "paid"
    failed = [row for row in charges if row["status"] == "failed"]
    # A person who records a failure has the last word on what was under way then; else one card
    # may be refused while a bank debit is still coming.
    said = max((row["happened_at"] for row in failed if row["method"] != "stripe"), default="")
    if any(row["status"] == "processing" and row["happened_at"] > said for row in charges):
        return "processing"
    return "failed" if failed else "unpaid"


def follow(now: Payment, ledger: Payment, *, taken_back: bool) -> Payment:
    """Where the column goes: to what the ledger says, along the table of DESIGN 2.

    `taken_back`: a refund failed after all, a dispute was closed, or a person undid a record. That
    leads back to the ledger from anywhere. Otherwise what the table does not allow waits for a
    person: money that arrives after everything was refunded.
    """
    return ledger if taken_back or ledger in PAYMENT[now] else now


def takes_back(fact: Fact) -> bool:
    """Does this event say that money did not go, or has come back?"""
    if fact.kind == "refund":
        return fact.verdict in ("failed", "canceled")
    return fact.kind == "dispute" and fact.verdict in ("succeeded", "canceled")


def concern(payment: Row, booking: Row, rows: Sequence[Row]) -> Concern | None:
    """Why a person should look at a movement of money; None when all is as it should be."""
    kind, status = payment["kind"], payment["status"]
    if kind == "charge" and status == "succeeded":
        captured = [r for r in rows if r["kind"] == "charge" and r["status"] == "succeeded"]
        if len(captured) > 1:
            return "double_payment"
        return "late_payment" if booking["attendance_status"] in _ENDED else None
    if kind == "refund" and status == "failed":
        return "refund_failed"
    return "dispute" if kind == "dispute" and status == "open" else None


def mismatch(fact: Fact, booking: Row, *, live: bool) -> dict[str, Any] | None:
    """How a payment differs from what the booking asks for; None when it fits.

    What the event does not say is not held against it. A payment that fails may have been about
    any amount, but nothing that happens in test mode concerns a booking for real money. Refunds
    and disputes are about a charge that did fit.
    """
    if fact.kind != "charge" or fact.refunded is not None:
        return None
    expected = {"live": live}
    if fact.verdict in ("succeeded", "processing"):
        expected |= {"amount": booking["total_amount"], "currency": booking["currency"]}
    said = {"amount": fact.amount, "currency": fact.currency, "live": fact.live}
    wrong = {n: said[n] for n, want in expected.items() if said[n] is not None and said[n] != want}
    return {"told": wrong, "expected": {n: expected[n] for n in wrong}} if wrong else None


def _given_back(rows: Sequence[Row]) -> int:
    """What was refunded: by the refunds that went through, or by what Stripe says of the charges
    in all, less what failed after all; whichever knows of more."""
    failed = sum(int(r["amount"]) for r in rows if _failed_refund(r))
    said = sum(int(r["refunded_amount"]) for r in rows if r["kind"] == "charge")
    return max(_sum(rows, "refund"), said - failed)


def _sum(rows: Sequence[Row], kind: str) -> int:
    return sum(r["amount"] for r in rows if r["kind"] == kind and r["status"] == "succeeded")


def _failed_refund(row: Row) -> bool:
    return bool(row["kind"] == "refund" and row["status"] == "failed")
