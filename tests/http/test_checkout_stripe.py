"""Stripe's own Checkout, through its real client, against a server in the place of Stripe's."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
import structlog
from pydantic import ConfigDict, TypeAdapter, ValidationError
from starlette.applications import Starlette
from stripe._http_client import HTTPClient
from stripe._stripe_context import StripeContext
from stripe.params.checkout import _session_create_params as params

from server import settings as configuration
from server.app import create_app
from server.db import Database
from server.payments import stripe as gateway
from tests import stripe_events as bodies
from tests.cast import Cast
from tests.http import money
from tests.http.conftest import BASE
from tests.http.stripe_api import PAGE, StripeApi, stripe_api

KEY = "sk_test_of_the_tests"

# Stripe's library hands its form to httpx in a way that httpx has grown out of.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")


@pytest.fixture
async def api() -> AsyncIterator[StripeApi]:
    async with stripe_api() as running:
        yield running


@pytest.fixture
async def app(
    settings: configuration.Settings, cast: Cast, api: StripeApi, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Starlette]:
    """The application with Stripe's keys; it waits for nobody."""
    monkeypatch.setattr(HTTPClient, "INITIAL_DELAY", 0)
    monkeypatch.setattr(HTTPClient, "MAX_DELAY", 0)
    keys = {"stripe_secret_key": KEY, "stripe_api_base": api.url}
    application = create_app(settings.model_copy(update=keys))
    async with application.router.lifespan_context(application):
        yield application


async def pay(app: Starlette, caller: Any, booking_id: str, **headers: str) -> tuple[int, str]:
    """The status, and the URL or the code of the error."""
    client = await money.signed_in(app, caller)
    answer = await client.post(f"/api/bookings/{booking_id}/checkout", headers=headers)
    body = answer.json()
    return answer.status_code, body.get("url") or body["code"]


async def attempts(database: Database) -> list[Any]:
    return await money.rows(database, "SELECT * FROM checkouts ORDER BY created_at, id")


async def test_session_is_asked_for_and_offered_again(
    app: Starlette, api: StripeApi, cast: Cast, database: Database
) -> None:
    booking_id = await money.plant(database, cast)
    assert await pay(app, cast.carol, booking_id) == (200, f"{PAGE}/cs_test_0")
    (asked,) = api.asked
    assert asked.authorization == f"Bearer {KEY}"
    for where in ("metadata", "payment_intent_data[metadata]"):
        assert asked.form[f"{where}[booking_id]"] == booking_id
        assert asked.form[f"{where}[bookingId]"] == booking_id
        assert asked.form[f"{where}[tenant_id]"] == cast.tenant_id
    assert asked.form["mode"] == "payment"
    assert asked.form["line_items[0][price_data][unit_amount]"] == "4500"
    assert asked.form["line_items[0][price_data][currency]"] == "eur"
    assert asked.form["line_items[0][quantity]"] == "1"
    assert asked.form["customer_email"] == "client@northside.test"
    assert asked.form["success_url"] == f"{BASE}/my?paid=1"
    assert asked.form["cancel_url"] == f"{BASE}/my"
    # Stripe takes 30 minutes to 24 hours.
    assert 1800 < int(asked.form["expires_at"]) - time.time() < 86400
    (attempt,) = await attempts(database)
    assert (attempt["session_id"], attempt["status"]) == ("cs_test_0", "open")
    assert asked.key.startswith(attempt["idempotency_key"])

    assert await pay(app, cast.alice, booking_id) == (200, f"{PAGE}/cs_test_0")
    assert len(api.asked) == 1
    await money.run(
        database, "UPDATE bookings SET total_amount = 5000 WHERE id = :id", id=booking_id
    )
    assert await pay(app, cast.carol, booking_id) == (200, f"{PAGE}/cs_test_1")
    assert api.asked[1].form["line_items[0][price_data][unit_amount]"] == "5000"

    paid = bodies.session(booking_id, id="cs_test_1", amount_total=5000)
    await money.deliver(app, bodies.event("checkout.session.completed", paid))
    assert await pay(app, cast.carol, booking_id) == (409, "already_paid")


async def test_failing_stripe_is_asked_again_with_the_same_key(
    app: Starlette, api: StripeApi, cast: Cast, database: Database
) -> None:
    booking_id = await money.plant(database, cast)
    api.faults = ["500 before", "500 after"]
    assert await pay(app, cast.carol, booking_id) == (200, f"{PAGE}/cs_test_0")
    assert len(api.keys) == 3
    assert len(set(api.keys)) == len(api.sessions) == len(await attempts(database)) == 1


@pytest.mark.parametrize("fault", ["500 before", "500 after", "hang up"])
async def test_stripe_that_stays_away_began_nothing_twice(
    fault: str, app: Starlette, api: StripeApi, cast: Cast, database: Database
) -> None:
    booking_id = await money.plant(database, cast)
    api.faults = [fault] * (gateway.RETRIES + 1)
    assert await pay(app, cast.carol, booking_id) == (503, "stripe_unavailable")
    assert len(api.asked) == gateway.RETRIES + 1
    booking = await money.booking(database, booking_id)
    assert (booking["payment_status"], booking["version"]) == ("unpaid", 1)
    assert await pay(app, cast.carol, booking_id) == (200, f"{PAGE}/cs_test_0")
    assert len(set(api.keys)) == len(api.sessions) == len(await attempts(database)) == 1


async def test_time_out(
    app: Starlette, settings: configuration.Settings, api: StripeApi, cast: Cast,
    database: Database, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    booking_id = await money.plant(database, cast)
    with monkeypatch.context() as impatient:
        impatient.setattr(gateway, "SECONDS", 0.2)
        keys = {"stripe_secret_key": KEY, "stripe_api_base": api.url}
        hasty = create_app(settings.model_copy(update=keys))
        async with hasty.router.lifespan_context(hasty):
            api.faults = ["hang"] * (gateway.RETRIES + 1)
            assert await pay(hasty, cast.carol, booking_id) == (503, "stripe_unavailable")
    api.released.set()
    # The session that Stripe made all the same is the one that is paid in, by another process too.
    assert await pay(app, cast.carol, booking_id) == (200, f"{PAGE}/cs_test_0")
    assert len(api.sessions) == len(await attempts(database)) == 1


async def test_nobody_listens(
    settings: configuration.Settings, api: StripeApi, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HTTPClient, "INITIAL_DELAY", 0)
    monkeypatch.setattr(HTTPClient, "MAX_DELAY", 0)
    keys = {"stripe_secret_key": KEY, "stripe_api_base": "http://127.0.0.1:1"}
    app = create_app(settings.model_copy(update=keys))
    async with app.router.lifespan_context(app):
        booking_id = await money.plant(app.state.services.db, cast)
        assert await pay(app, cast.carol, booking_id) == (503, "stripe_unavailable")


async def test_what_stripe_refuses_is_logged_without_secrets(
    app: Starlette, api: StripeApi, cast: Cast, database: Database
) -> None:
    booking_id = await money.plant(database, cast)
    api.faults = ["card"]
    with structlog.testing.capture_logs() as lines:
        assert await pay(app, cast.carol, booking_id) == (503, "stripe_unavailable")
    (line,) = [line for line in lines if line["event"] == "checkout"]
    assert (line["error"], line["status"], line["stripe_request"]) == ("CardError", 402, "req_1")
    assert KEY not in str(lines)
    assert len(api.asked) == 1


async def test_two_clicks_at_once_open_one_session(
    app: Starlette, api: StripeApi, cast: Cast, database: Database
) -> None:
    booking_id = await money.plant(database, cast)
    answers = await asyncio.gather(*(pay(app, cast.carol, booking_id) for _ in range(5)))
    assert set(answers) == {(200, f"{PAGE}/cs_test_0")}
    assert len(set(api.keys)) == len(api.sessions) == len(await attempts(database)) == 1


async def test_another_language_is_another_request(
    app: Starlette, api: StripeApi, cast: Cast, database: Database
) -> None:
    booking_id = await money.plant(database, cast)
    api.faults = ["500 after"] * (gateway.RETRIES + 1)
    english, russian = {"accept-language": "en"}, {"accept-language": "ru"}
    assert (await pay(app, cast.carol, booking_id, **english))[0] == 503
    assert (await pay(app, cast.carol, booking_id, **russian))[0] == 200
    assert [asked.form["locale"] for asked in api.asked] == ["en", "en", "en", "ru"]
    assert len(set(api.keys)) == 2
    assert len(await attempts(database)) == 1


async def test_attempt_too_old_for_stripe_is_not_taken_up(
    app: Starlette, api: StripeApi, cast: Cast, database: Database
) -> None:
    booking_id = await money.plant(database, cast)
    api.faults = ["500 before"] * (gateway.RETRIES + 1)
    await pay(app, cast.carol, booking_id)
    soon = datetime.fromtimestamp(time.time() + 1900, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    await money.run(database, "UPDATE checkouts SET expires_at = :soon", soon=soon)
    assert (await pay(app, cast.carol, booking_id))[0] == 200
    assert len(await attempts(database)) == 2
    assert int(api.asked[-1].form["expires_at"]) - time.time() > 1800


ORDER = gateway.Order(
    key="k", booking_id="b", tenant_id="t", description="A lesson · Bob", amount=4500,
    currency="EUR", customer_email="carol@northside.test", success_url=f"{BASE}/my?paid=1",
    cancel_url=f"{BASE}/my", expires_at=datetime(2026, 11, 21, tzinfo=UTC), locale="ru",
)  # fmt: skip


def oracle() -> TypeAdapter[Any]:
    """The library's own type of the request, strict and without unknown fields."""
    strict = ConfigDict(strict=True, extra="forbid", arbitrary_types_allowed=True)
    adapter: TypeAdapter[Any] = TypeAdapter(list[params.SessionCreateParams], config=strict)
    names = {**vars(params), "Mapping": Mapping, "StripeContext": StripeContext}
    adapter.rebuild(_types_namespace=names)
    return adapter


def test_request_is_what_the_library_types_say() -> None:
    adapter, whole = oracle(), gateway.checkout_params(ORDER)
    adapter.validate_python([whole])
    for changes in (
        {"unknown": 1},
        {"expires_at": 1.5},
        {"line_items": [{"quantity": "1"}]},
        {"line_items": [whole["line_items"][0] | {"unknown": 1}]},
        {"payment_intent_data": {"metadata": {"booking_id": 1}}},
    ):
        with pytest.raises(ValidationError):
            adapter.validate_python([whole | changes])


def test_key_is_the_requests() -> None:
    """The same for the same request of an attempt; Stripe takes up to 255 characters."""
    whole = gateway.checkout_params(ORDER)
    key = gateway.idempotency_key("k" * 36, whole)
    assert key == gateway.idempotency_key("k" * 36, gateway.checkout_params(ORDER))
    assert key != gateway.idempotency_key("k" * 36, whole | {"locale": "en"})
    assert key != gateway.idempotency_key("l" * 36, whole)
    assert len(key) <= 255
