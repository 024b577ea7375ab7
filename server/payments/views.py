"""Payments and the inbox as JSON (CONTRACT, "Other shapes"). Pure."""

from typing import Any

from server.bookings.views import Audience
from server.db import Row
from server.words import Words, _


def payment(row: Row, audience: Audience) -> dict[str, Any]:
    """A movement of money. What staff noted of one they recorded is not the customer's to read."""
    view = {n: row[n] for n in ("id", "booking_id", "kind", "method", "status")}
    view["amount"] = {"amount": row["amount"], "currency": row["currency"]}
    view |= {n: row[n] for n in ("stripe_id", "error_message", "created_at")}
    if audience != "staff" and row["method"] != "stripe":
        view["error_message"] = None
    return view


def log_row(row: Row) -> dict[str, Any]:
    names = ("id", "type", "booking_id", "outcome", "error_message", "created_at")
    return {**{n: row[n] for n in names}, "stripe_event_id": row["id"]}


_ATTENTION = {
    "mismatch": _("A payment does not fit its booking: amount, currency or mode differ."),
    "unmatched": _("A payment belongs to no booking that we know."),
    "late_payment": _("Money arrived after the booking had ended."),
    "double_payment": _("A booking was paid twice."),
    "refund_failed": _("A refund did not go through."),
    "dispute": _("A customer disputes a payment."),
    "stuck": _("A payment has been open for too long."),
}


def attention_words(kind: str) -> Words:
    return _ATTENTION[kind]
