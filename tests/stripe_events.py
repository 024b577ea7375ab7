"""Stripe's events with the fields that Stripe's have, and a signature of its own library's."""

import itertools
import time
from typing import Any

import orjson
import stripe

Json = dict[str, Any]

_numbers = itertools.count(1)


def unique(prefix: str) -> str:
    """An id such as Stripe makes: `pi_3Test0001`."""
    return f"{prefix}_3Test{next(_numbers):06d}"


def event(type_: str, thing: Json, *, at: int | None = None, **changes: Any) -> Json:
    """`at` is when it happened, in seconds; now when left out."""
    return {
        "id": unique("evt"),
        "object": "event",
        "api_version": "2026-09-30.clover",
        "created": int(time.time()) if at is None else at,
        "data": {"object": thing},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": type_,
        **changes,
    }


def session(booking_id: str | None, intent: str | None = None, **changes: Any) -> Json:
    """A Checkout session that was completed and paid, 45.00 EUR."""
    return {
        "id": unique("cs_test"),
        "object": "checkout.session",
        "amount_subtotal": 4500,
        "amount_total": 4500,
        "client_reference_id": booking_id,
        "created": int(time.time()),
        "currency": "eur",
        "customer_details": {"email": "client@northside.test", "name": "Carol Clarke"},
        "expires_at": int(time.time()) + 3600,
        "livemode": False,
        "metadata": {"booking_id": booking_id} if booking_id else {},
        "mode": "payment",
        "payment_intent": intent or unique("pi"),
        "payment_method_types": ["card"],
        "payment_status": "paid",
        "status": "complete",
        "success_url": "https://callboard.test/my?paid=1",
        "url": None,
        **changes,
    }


def intent(booking_id: str | None, id_: str | None = None, **changes: Any) -> Json:
    """A PaymentIntent that succeeded, 45.00 EUR."""
    return {
        "id": id_ or unique("pi"),
        "object": "payment_intent",
        "amount": 4500,
        "amount_capturable": 0,
        "amount_received": 4500,
        "capture_method": "automatic_async",
        "client_secret": "pi_secret",
        "created": int(time.time()),
        "currency": "eur",
        "last_payment_error": None,
        "latest_charge": unique("ch"),
        "livemode": False,
        "metadata": {"booking_id": booking_id} if booking_id else {},
        "payment_method_types": ["card"],
        "status": "succeeded",
        **changes,
    }


def declined(booking_id: str | None, id_: str | None = None, why: str = "Your card was declined.",
             **changes: Any) -> Json:  # fmt: skip
    error = {
        "charge": unique("ch"), "code": "card_declined", "decline_code": "generic_decline",
        "doc_url": "https://stripe.com/docs/error-codes/card-declined", "message": why,
        "type": "card_error",
    }  # fmt: skip
    return intent(
        booking_id, id_, amount_received=0, last_payment_error=error,
        status="requires_payment_method", **changes,
    )  # fmt: skip


def refund(intent_id: str | None, amount: int | None = 4500, **changes: Any) -> Json:
    """A refund, which carries no metadata of ours."""
    return {
        "id": unique("re"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": unique("txn"),
        "charge": unique("ch"),
        "created": int(time.time()),
        "currency": "eur",
        "metadata": {},
        "payment_intent": intent_id,
        "reason": None,
        "status": "succeeded",
        **changes,
    }


def dispute(intent_id: str, status: str = "needs_response", **changes: Any) -> Json:
    return {
        "id": unique("du"),
        "object": "dispute",
        "amount": 4500,
        "charge": unique("ch"),
        "created": int(time.time()),
        "currency": "eur",
        "evidence_details": {"due_by": int(time.time()) + 864000, "has_evidence": False},
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": intent_id,
        "reason": "fraudulent",
        "status": status,
        **changes,
    }


def charge(intent_id: str, **changes: Any) -> Json:
    return {
        "id": unique("ch"),
        "object": "charge",
        "amount": 4500,
        "amount_captured": 4500,
        "amount_refunded": 4500,
        "created": int(time.time()),
        "currency": "eur",
        "livemode": False,
        "metadata": {},
        "paid": True,
        "payment_intent": intent_id,
        "refunded": True,
        "status": "succeeded",
        **changes,
    }


def text(body: Any) -> str:
    """As it travels: the bytes that are signed."""
    return orjson.dumps(body).decode()


def signed(payload: str, secret: str, at: int | None = None) -> str:
    """The `Stripe-Signature` header of a body."""
    header: str = stripe.WebhookSignature.generate_signature_header(payload, secret, at)
    return header


def parsed(json: str) -> Json:
    found: Json = orjson.loads(json)
    return found
