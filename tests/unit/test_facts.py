"""How each of Stripe's events is understood, and what is no event."""

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
import stripe

from server.payments import facts
from tests import stripe_events as bodies

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
AT = 1_790_000_000
THEN = "2026-09-21T14:13:20.000Z"


def read(type_: str, thing: Any, **changes: Any) -> facts.Fact:
    return facts.read(bodies.event(type_, thing, at=AT, **changes), NOW)


CHARGES = [
    ("checkout.session.completed", bodies.session("b1", "pi_1"), "succeeded"),
    (
        "checkout.session.completed",
        bodies.session("b1", "pi_1", payment_status="unpaid"),
        "processing",
    ),
    (
        "checkout.session.completed",
        bodies.session("b1", "pi_1", payment_status="no_payment_required"),
        "succeeded",
    ),
    ("checkout.session.async_payment_succeeded", bodies.session("b1", "pi_1"), "succeeded"),
    ("checkout.session.async_payment_failed", bodies.session("b1", "pi_1"), "failed"),
    ("checkout.session.failed", bodies.session("b1", "pi_1"), "failed"),
    ("checkout.session.payment_failed", bodies.session("b1", "pi_1"), "failed"),
    ("checkout.session.expired", bodies.session("b1", "pi_1"), "expired"),
    ("payment_intent.succeeded", bodies.intent("b1", "pi_1"), "succeeded"),
    ("payment_intent.payment_failed", bodies.declined("b1", "pi_1"), "failed"),
    ("payment_intent.canceled", bodies.intent("b1", "pi_1"), "canceled"),
    ("payment_intent.processing", bodies.intent("b1", "pi_1"), "processing"),
]


@pytest.mark.parametrize(("type_", "thing", "verdict"), CHARGES)
def test_charge(type_: str, thing: Any, verdict: str) -> None:
    fact = read(type_, thing)
    assert (fact.kind, fact.verdict) == ("charge", verdict)
    assert (fact.object_id, fact.intent_id, fact.booking_id) == ("pi_1", "pi_1", "b1")
    assert (fact.amount, fact.currency, fact.live) == (4500, "EUR", False)
    assert fact.session_id == (thing["id"] if type_.startswith("checkout") else None)
    assert (fact.error_message is not None) == (verdict == "failed")
    assert (fact.type, fact.happened_at) == (type_, THEN)


@pytest.mark.parametrize(
    ("type_", "status", "verdict"),
    [
        ("refund.created", "pending", "processing"),
        ("refund.created", "requires_action", "processing"),
        ("refund.created", "succeeded", "succeeded"),
        ("refund.updated", "succeeded", "succeeded"),
        ("refund.updated", "canceled", "canceled"),
        ("refund.failed", "failed", "failed"),
        ("refund.failed", None, "failed"),
        ("refund.created", None, "processing"),
    ],
)
def test_refund(type_: str, status: str | None, verdict: str) -> None:
    thing = bodies.refund("pi_1", 1000, id="re_1", status=status, failure_reason="expired_card")
    fact = read(type_, thing)
    assert (fact.kind, fact.verdict, fact.object_id) == ("refund", verdict, "re_1")
    assert (fact.intent_id, fact.booking_id, fact.amount) == ("pi_1", None, 1000)
    assert fact.error_message == ("expired_card" if verdict == "failed" else None)


@pytest.mark.parametrize(
    ("type_", "status", "verdict"),
    [
        ("created", "needs_response", "open"),
        ("created", "warning_needs_response", "open"),
        ("updated", "under_review", "open"),
        ("funds_withdrawn", "needs_response", "open"),
        ("funds_reinstated", "won", "canceled"),
        ("closed", "won", "canceled"),
        ("closed", "warning_closed", "canceled"),
        ("closed", "prevented", "canceled"),
        ("closed", "lost", "succeeded"),
        ("funds_withdrawn", "lost", "succeeded"),
    ],
)
def test_dispute(type_: str, status: str, verdict: str) -> None:
    fact = read(f"charge.dispute.{type_}", bodies.dispute("pi_1", status, id="du_1"))
    assert (fact.kind, fact.verdict, fact.object_id) == ("dispute", verdict, "du_1")
    assert fact.intent_id == "pi_1"


def test_charge_refunded_tells_what_went_back_in_all() -> None:
    fact = read("charge.refunded", bodies.charge("pi_1", amount_refunded=1500))
    assert (fact.kind, fact.verdict, fact.object_id) == ("charge", "succeeded", "pi_1")
    assert (fact.amount, fact.refunded) == (4500, 1500)


@pytest.mark.parametrize(
    ("type_", "thing"),
    [
        ("charge.refunded", bodies.charge("pi_1", payment_intent=None)),
        ("charge.refunded", bodies.charge("pi_1", amount_refunded="all")),
        ("charge.succeeded", bodies.charge("pi_1")),
        ("payment_intent.created", bodies.intent("b1")),
        ("customer.created", {"id": "cus_1", "object": "customer"}),
        ("something.new", {}),
        ("refund.updated", bodies.refund("pi_1", status="something_new")),
    ],
)
def test_what_moves_no_money_of_ours(type_: str, thing: Any) -> None:
    fact = read(type_, thing)
    assert (fact.kind, fact.verdict) == (None, None)


@pytest.mark.parametrize(
    ("thing", "why"),
    [
        (bodies.declined("b1", why="Insufficient funds."), "Insufficient funds."),
        ({"last_payment_error": {"code": "card_declined"}}, "card_declined"),
        ({"error_message": "A proxy's words."}, "A proxy's words."),
        ({"last_payment_error": None}, facts.FAILED),
        ({"last_payment_error": "odd"}, facts.FAILED),
        ({}, facts.FAILED),
    ],
)
def test_why_a_payment_failed(thing: Any, why: str) -> None:
    assert read("payment_intent.payment_failed", thing).error_message == why


@pytest.mark.parametrize(
    ("metadata", "booking_id"),
    [
        ({"booking_id": "b1"}, "b1"),
        ({"bookingId": "b1"}, "b1"),
        ({"booking_id": "", "bookingId": "b1"}, "b1"),
        ({"booking_id": "b1", "bookingId": "b2"}, "b1"),
        ({"bookingId": 17}, "17"),
        ({"bookingId": True}, None),
        ({"bookingId": "x" * 256}, None),
        ({"bookingId": "b\0001"}, "b1"),
        ({}, None),
        (None, None),
        ("odd", None),
        ([1], None),
    ],
)
def test_booking_of_the_metadata(metadata: Any, booking_id: str | None) -> None:
    assert read("payment_intent.succeeded", {"metadata": metadata}).booking_id == booking_id


def test_minimal_session_of_the_seed_is_a_payment() -> None:
    fact = read("checkout.session.completed", {"id": "cs_1", "metadata": {"bookingId": "b1"}})
    assert (fact.kind, fact.verdict, fact.object_id) == ("charge", "succeeded", "cs_1")
    assert (fact.booking_id, fact.intent_id, fact.amount) == ("b1", None, None)
    assert (fact.currency, fact.tenant_id) == (None, None)


def test_expanded_intent_is_known_by_its_id() -> None:
    fact = read("checkout.session.completed", bodies.session("b1", {"id": "pi_1"}))  # type: ignore[arg-type]
    assert fact.intent_id == "pi_1"


@pytest.mark.parametrize("created", [None, "soon", [], -1, 0, 10**15, 1e300, {"at": 1}], ids=repr)
def test_event_without_its_time_happened_when_it_came(created: Any) -> None:
    event = bodies.event("payment_intent.succeeded", {}) | {"created": created}
    assert facts.read(event, NOW).happened_at == "2026-11-21T10:00:00.000Z"


def test_amount_that_is_none() -> None:
    for amount in ("4500", None, True, 45.0, 2**63, {"amount": 1}):
        assert read("payment_intent.succeeded", {"amount": amount}).amount is None


@pytest.mark.parametrize(
    "body",
    [
        None, [], "evt", 7, {}, {"id": "evt_1"}, {"type": "x"}, {"id": "", "type": "x"},
        {"id": 1.5, "type": "x"}, {"id": "evt_1", "type": None}, {"id": "x" * 256, "type": "x"},
    ],
    ids=repr,
)  # fmt: skip
def test_no_event(body: Any) -> None:
    with pytest.raises(ValueError, match="an event has"):
        facts.read(body, NOW)


@pytest.mark.parametrize("data", [None, [], "x", {}, {"object": None}, {"object": [1]}], ids=repr)
@pytest.mark.parametrize("type_", ["checkout.session.completed", "refund.created", "v2.core.x"])
def test_event_that_says_nothing_is_still_one(type_: str, data: Any) -> None:
    fact = facts.read({"id": "evt_1", "type": type_, "data": data}, NOW)
    assert (fact.event_id, fact.booking_id, fact.object_id) == ("evt_1", None, None)


@pytest.mark.parametrize(("type_", "thing", "verdict"), CHARGES)
def test_bodies_of_these_tests_are_stripes(type_: str, thing: Any, verdict: str) -> None:
    payload = orjson.dumps(bodies.event(type_, thing)).decode()
    event = stripe.Webhook.construct_event(payload, bodies.signed(payload, "whsec_1"), "whsec_1")
    known = stripe.checkout.Session if type_.startswith("checkout") else stripe.PaymentIntent
    assert isinstance(event.data.object, known)
    assert facts.read(event.to_dict(), NOW).verdict == verdict
