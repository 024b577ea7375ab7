"""The door of the webhook: only what Stripe has signed, byte for byte, and lately, comes in."""

import time
from typing import Any

import httpx
import orjson
from starlette.applications import Starlette

from server import settings as configuration
from server.app import create_app
from server.db import Database
from tests import stripe_events as bodies
from tests.cast import Cast
from tests.http import money
from tests.http.conftest import WEBHOOK_SECRET

PATH = "/api/stripe/webhook"


async def post(
    app: Starlette, payload: str | bytes, signature: str | bytes | None
) -> httpx.Response:
    headers: Any = {} if signature is None else {"stripe-signature": signature}
    async with money.browser(app) as client:
        return await client.post(PATH, content=payload, headers=headers)


async def refused(answer: httpx.Response, database: Database) -> None:
    body = answer.json()
    assert (answer.status_code, body["success"]) == (400, False)
    assert body["code"] == "invalid_signature"
    assert await money.rows(database, "SELECT id FROM stripe_events") == []


async def test_signed_event_is_taken(app: Starlette, cast: Cast, database: Database) -> None:
    booking_id = await money.plant(database, cast)
    event = bodies.event("checkout.session.completed", bodies.session(booking_id))
    answer = await money.send(app, event)
    assert (answer.status_code, answer.json()) == (200, {"received": True})
    assert await money.payment_status(database, booking_id) == "paid"


async def test_what_stripe_did_not_sign_is_refused(
    app: Starlette, cast: Cast, database: Database
) -> None:
    booking_id = await money.plant(database, cast)
    event = bodies.event("checkout.session.completed", bodies.session(booking_id))
    payload, now = bodies.text(event), int(time.time())
    good = bodies.signed(payload, WEBHOOK_SECRET)
    pretty = orjson.dumps(event, option=orjson.OPT_INDENT_2)
    reordered = orjson.dumps(event, option=orjson.OPT_SORT_KEYS)
    stamp, hash_ = good.split(",")
    for body, signature in (
        (payload, None),
        (payload, ""),
        (payload, "nonsense"),
        (payload, f"{stamp},v1="),
        (payload, f"{stamp},{hash_.replace('v1', 'v0')}"),
        (payload, f"t=now,{hash_}"),
        (payload, f"t={now + 1},{hash_}"),
        (payload, f"{stamp},v1=é".encode("latin-1")),
        (payload, bodies.signed(payload, "whsec_of_somebody_else")),
        (payload, bodies.signed(payload, WEBHOOK_SECRET, now - 301)),
        (payload + " ", good),
        (pretty, good),
        (reordered, good),
        (payload.replace(booking_id, booking_id[::-1]), good),
        ("", good),
    ):
        await refused(await post(app, body, signature), database)
    assert await money.payment_status(database, booking_id) == "unpaid"


async def test_body_that_is_no_text_is_refused(app: Starlette, database: Database) -> None:
    good = bodies.signed("{}", WEBHOOK_SECRET)
    await refused(await post(app, b'{"id": "\xff\xfe"}', good), database)


async def test_one_good_signature_among_several_is_enough(
    app: Starlette, database: Database
) -> None:
    """While a secret is rolled over Stripe signs with both."""
    payload = bodies.text(bodies.event("customer.created", {"id": "cus_1"}))
    stamp, hash_ = bodies.signed(payload, WEBHOOK_SECRET).split(",")
    answer = await post(app, payload, f"{stamp},v1={'0' * 64},{hash_}")
    assert answer.status_code == 200
    assert len(await money.rows(database, "SELECT id FROM stripe_events")) == 1


async def test_signed_body_that_is_no_event(app: Starlette, database: Database) -> None:
    for payload in (
        "", "not json", "null", "[]", '"evt"', "{}", '{"foo": "bar"}', '{"id": "evt_1"}',
        '{"type": "checkout.session.completed", "data": {"object": {}}}',
    ):  # fmt: skip
        answer = await post(app, payload, bodies.signed(payload, WEBHOOK_SECRET))
        assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed"), payload
    assert await money.rows(database, "SELECT id FROM stripe_events") == []


ODD: list[dict[str, Any]] = [
    {"data": None},
    {"data": []},
    {"data": {"object": "x"}},
    {"data": {"object": {"metadata": "x", "payment_intent": [], "amount_total": {}}}},
    {"data": {"object": {"metadata": {"booking_id": "a\0b"}, "id": "cs\0", "currency": "\0"}}},
    {"data": {"object": {"metadata": {"booking_id": 7}}}},
    {"data": {"object": {"metadata": {"booking_id": "'; DROP TABLE bookings; --"}}}},
    {"data": {"object": {"metadata": {"booking_id": "x" * 5000}}}},
    {"created": "yesterday"},
    {"created": 10**30},
    {"type": "checkout.session.completed.and.more"},
    {"type": "x" * 9000},
    {"type": "refund.created", "data": {"object": {}}},
    {"type": "charge.dispute.closed", "data": {"object": {"status": 5}}},
]


async def test_signed_event_is_stored_whatever_it_says(app: Starlette, database: Database) -> None:
    for changes in ODD:
        event = bodies.event("checkout.session.completed", {}) | changes
        payload = bodies.text(event) if changes.get("created") != 10**30 else _large(event)
        answer = await post(app, payload, bodies.signed(payload, WEBHOOK_SECRET))
        assert (answer.status_code, answer.json()) == (200, {"received": True}), changes
        row = await money.inbox_row(database, event)
        assert row["outcome"] in ("ignored", "waiting"), changes


def _large(event: dict[str, Any]) -> str:
    return bodies.text(event | {"created": -1}).replace("-1", str(10**30), 1)


async def test_without_a_secret_the_endpoint_is_off(
    settings: configuration.Settings, cast: Cast
) -> None:
    app = create_app(settings.model_copy(update={"stripe_webhook_secret": ""}))
    async with app.router.lifespan_context(app):
        answer = await money.send(app, bodies.event("payment_intent.succeeded", {}))
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        unsigned = bodies.text(bodies.event("payment_intent.succeeded", {}))
        answer = await post(app, unsigned, bodies.signed(unsigned, ""))
        assert answer.status_code == 404
        database = app.state.services.db
        assert await money.rows(database, "SELECT id FROM stripe_events") == []


async def test_body_that_is_too_large(app: Starlette, database: Database) -> None:
    payload = bodies.text(bodies.event("x", {"filler": "x" * 1024 * 1024}))
    answer = await post(app, payload, bodies.signed(payload, WEBHOOK_SECRET))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    large = bodies.event("x", {"filler": "x" * 200 * 1024})
    assert (await money.send(app, large)).status_code == 200
