"""An event of Stripe's as we understand it. Pure: a parsed body in, a Fact out.

Only what makes an event an event is demanded of it: its id and its type. Whatever else is missing
or odd is something the event does not say.
"""

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

# Said of a failure for which no reason was given.
FAILED = "The payment failed."
LONGEST_ID = 255
_LARGEST = 2**63 - 1
_LAST_MOMENT = datetime(9999, 1, 1, tzinfo=UTC).timestamp()


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
    refunded: int | None = None  # of a charge, in all
    error_message: str | None = None


def read(event: Any, received: datetime) -> Fact:
    """Raises ValueError for a body that is not an event.

    `received` stands in for an event that does not say when it was made.
    """
    body = _map(event)
    event_id, type_ = _id(body.get("id")), _text(body.get("type"))
    if event_id is None or type_ is None:
        raise ValueError("an event has an id and a type")
    head: dict[str, Any] = {
        "event_id": event_id,
        "type": type_[:LONGEST_ID],
        "happened_at": clock.iso(_moment(body.get("created")) or received),
    }
    thing = _map(_map(body.get("data")).get("object"))
    live = body.get("livemode", thing.get("livemode"))
    metadata = _map(thing.get("metadata"))
    names: dict[str, Any] = {
        "booking_id": _id(metadata.get("booking_id")) or _id(metadata.get("bookingId")),
        "tenant_id": _id(metadata.get("tenant_id")),
        "live": live if isinstance(live, bool) else None,
    }
    if type_.startswith("checkout.session."):
        return Fact(**head, **names, **_session(type_, thing))
    if type_.startswith("payment_intent."):
        return Fact(**head, **names, **_intent(type_, thing))
    if type_ == "charge.refunded":
        return Fact(**head, **names, **_charge(thing))
    if type_.startswith("refund."):
        return Fact(**head, **names, **_movement("refund", _refunded(type_, thing), thing))
    if type_.startswith("charge.dispute."):
        verdict = _DISPUTES.get(_text(thing.get("status")) or "", "open")
        return Fact(**head, **names, **_movement("dispute", verdict, thing))
    return Fact(**head, **names)


def _session(type_: str, session: dict[str, Any]) -> dict[str, Any]:
    verdict = _CHARGES.get(type_)
    if type_ == "checkout.session.completed":
        # A bank debit completes the session days before the money arrives.
        verdict = "processing" if session.get("payment_status") == "unpaid" else "succeeded"
    intent, session_id = _id(session.get("payment_intent")), _id(session.get("id"))
    return {
        "kind": "charge" if verdict else None,
        "verdict": verdict,
        "object_id": intent or session_id,
        "intent_id": intent,
        "session_id": session_id,
        "error_message": _error(session, verdict),
        **_money(session, "amount_total"),
    }


def _intent(type_: str, intent: dict[str, Any]) -> dict[str, Any]:
    verdict, id_ = _CHARGES.get(type_), _id(intent.get("id"))
    return {
        "kind": "charge" if verdict else None,
        "verdict": verdict,
        "object_id": id_,
        "intent_id": id_,
        "error_message": _error(intent, verdict),
        **_money(intent, "amount"),
    }


def _charge(charge: dict[str, Any]) -> dict[str, Any]:
    """A captured charge of which something went back; it is known by its intent."""
    intent, refunded = _id(charge.get("payment_intent")), charge.get("amount_refunded")
    whole = type(refunded) is int and refunded >= 0
    return {
        "kind": "charge" if intent and whole else None,
        "verdict": "succeeded" if intent and whole else None,
        "object_id": intent,
        "intent_id": intent,
        "refunded": refunded if whole else None,
        **_money(charge, "amount"),
    }


def _refunded(type_: str, refund: dict[str, Any]) -> Verdict | None:
    """Stripe's status of a refund may be null: then only a failure is certain."""
    status = _text(refund.get("status"))
    if status is None:
        return "failed" if type_ == "refund.failed" else "processing"
    return _REFUNDS.get(status)


def _movement(kind: Kind, verdict: Verdict | None, thing: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": kind if verdict else None,
        "verdict": verdict,
        "object_id": _id(thing.get("id")),
        "intent_id": _id(thing.get("payment_intent")),
        "error_message": _text(thing.get("failure_reason")) if verdict == "failed" else None,
        **_money(thing, "amount"),
    }


def _money(thing: dict[str, Any], name: str) -> dict[str, Any]:
    amount, currency = thing.get(name), _text(thing.get("currency"))
    known = isinstance(amount, int) and not isinstance(amount, bool) and abs(amount) <= _LARGEST
    return {
        "amount": amount if known else None,
        "currency": currency.upper() if currency else None,
    }


def _error(thing: dict[str, Any], verdict: Verdict | None) -> str | None:
    """Why a payment failed, in Stripe's words; where it is told depends on the object."""
    if verdict != "failed":
        return None
    error = _map(thing.get("last_payment_error") or thing.get("last_setup_error"))
    told = (error.get("message"), error.get("code"), thing.get("error_message"))
    return next((text for text in map(_text, told) if text), FAILED)


def _moment(created: Any) -> datetime | None:
    if not isinstance(created, int | float) or not 0 < created < _LAST_MOMENT:
        return None
    return datetime.fromtimestamp(created, UTC)


def _map(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str | None:
    """Text that can be stored: PostgreSQL keeps no NUL."""
    return value.replace("\0", "") or None if isinstance(value, str) else None


def _id(value: Any) -> str | None:
    """An id, or that of an expanded object; metadata may hold a number."""
    found = value.get("id") if isinstance(value, dict) else value
    if isinstance(found, int) and not isinstance(found, bool):
        found = str(found)
    text = _text(found)
    return text if text and len(text) <= LONGEST_ID else None
