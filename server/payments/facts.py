"""An event of Stripe's as we understand it. Pure: a parsed body in, a Fact out."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from server import clock

# What the event says became of the money it is about. None: nothing that concerns us.
Verdict = Literal["succeeded", "processing", "failed", "canceled", "open", "expired"]
Kind = Literal["charge", "refund", "dispute"]

_CHARGES: dict[str, Verdict] = {
    "checkout.session.async_payment_succeeded": "succeeded",
    "checkout.session.async_payment_failed": "failed",
    # Seeds 000 and 001 name these two. Stripe does not send them, a proxy or a test may.
    "checkout.session.failed": "failed",
    "checkout.session.payment_failed": "failed",
    "checkout.session.expired": "expired",
    "payment_intent.succeeded": "succeeded",
    "payment_intent.payment_failed": "failed",
    "payment_intent.canceled": "canceled",
    "payment_intent.processing": "processing",
}
_REFUNDS: dict[str, Verdict] = {
    "succeeded": "succeeded", "failed": "failed", "canceled": "canceled", "pending": "processing",
    "requires_action": "processing",
}  # fmt: skip
# A dispute that is lost took the money; one that is won or withdrawn did not.
_DISPUTES: dict[str, Verdict] = {
    "won": "canceled", "warning_closed": "canceled", "prevented": "canceled", "lost": "succeeded",
}  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """One event. `object_id` names the movement of money: intent, refund or dispute.

    `amount` is in minor units of `currency` (upper case); both are None where the event does not
    say. `live` is None where it does not say either.
    """

    event_id: str
    type: str
    happened_at: str
    kind: Kind | None = None
    verdict: Verdict | None = None
    object_id: str | None = None
    intent_id: str | None = None
    session_id: str | None = None
    booking_id: str | None = None
    tenant_id: str | None = None
    amount: int | None = None
    currency: str | None = None
    live: bool | None = None
    error_message: str | None = None


def read(event: dict[str, Any], received: datetime) -> Fact:
    """Raises KeyError, TypeError or ValueError for a body that is not an event.

    `received` stands in for an event that does not say when it was made.
    """
    type_, created = str(event["type"]), event.get("created")
    moment = datetime.fromtimestamp(created, UTC) if created else received
    head: dict[str, Any] = {
        "event_id": str(event["id"]),
        "type": type_,
        "happened_at": clock.iso(moment),
    }
    thing = event["data"]["object"]
    if not isinstance(thing, dict):
        raise TypeError("data.object is not an object")
    live = event.get("livemode", thing.get("livemode"))
    metadata = thing.get("metadata") or {}
    names: dict[str, Any] = {
        "booking_id": metadata.get("booking_id") or metadata.get("bookingId"),
        "tenant_id": metadata.get("tenant_id"),
        "live": live if isinstance(live, bool) else None,
    }
    if type_.startswith("checkout.session."):
        return Fact(**head, **names, **_session(type_, thing))
    if type_.startswith("payment_intent."):
        return Fact(**head, **names, **_intent(type_, thing))
    if type_.startswith("refund."):
        return Fact(**head, **names, **_movement("refund", _REFUNDS.get(thing["status"]), thing))
    if type_.startswith("charge.dispute."):
        verdict = _DISPUTES.get(thing.get("status", ""), "open")
        return Fact(**head, **names, **_movement("dispute", verdict, thing))
    return Fact(**head, **names)


def _session(type_: str, session: dict[str, Any]) -> dict[str, Any]:
    verdict = _CHARGES.get(type_)
    if type_ == "checkout.session.completed":
        # A bank debit completes the session days before the money arrives.
        verdict = "processing" if session.get("payment_status") == "unpaid" else "succeeded"
    intent = _id(session.get("payment_intent"))
    return {
        "kind": "charge" if verdict else None,
        "verdict": verdict,
        "object_id": intent or session.get("id"),
        "intent_id": intent,
        "session_id": session.get("id"),
        "error_message": _error(session, verdict),
        **_money(session, "amount_total"),
    }


def _intent(type_: str, intent: dict[str, Any]) -> dict[str, Any]:
    verdict = _CHARGES.get(type_)
    return {
        "kind": "charge" if verdict else None,
        "verdict": verdict,
        "object_id": intent.get("id"),
        "intent_id": intent.get("id"),
        "error_message": _error(intent, verdict),
        **_money(intent, "amount"),
    }


def _movement(kind: Kind, verdict: Verdict | None, thing: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": kind if verdict else None,
        "verdict": verdict,
        "object_id": thing.get("id"),
        "intent_id": _id(thing.get("payment_intent")),
        "error_message": thing.get("failure_reason") if verdict == "failed" else None,
        **_money(thing, "amount"),
    }


def _money(thing: dict[str, Any], name: str) -> dict[str, Any]:
    amount, currency = thing.get(name), thing.get("currency")
    return {
        "amount": amount if isinstance(amount, int) else None,
        "currency": currency.upper() if isinstance(currency, str) else None,
    }


def _error(thing: dict[str, Any], verdict: Verdict | None) -> str | None:
    """Why a payment failed, in Stripe's words; where it is told depends on the object."""
    if verdict != "failed":
        return None
    error = thing.get("last_payment_error") or thing.get("last_setup_error") or {}
    told = error.get("message") or error.get("code") or thing.get("error_message")
    return str(told or "The payment failed.")


def _id(value: Any) -> str | None:
    """An id, or that of an expanded object."""
    found = value.get("id") if isinstance(value, dict) else value
    return found if isinstance(found, str) else None
