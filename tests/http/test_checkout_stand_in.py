"""The page that stands in for Stripe's: its buttons go through the real webhook, signed."""

import html
import re
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from server import settings as configuration
from server.app import create_app
from server.db import Database
from tests.cast import Cast
from tests.http import money
from tests.http.conftest import BASE

EVIL = (
    "//evil.test", "///evil.test", "https://evil.test", "http://evil.test/my", "/\\evil.test",
    "/\t/evil.test", "/\n/evil.test", "/\r/evil.test", "\\\\evil.test", "javascript:alert(1)",
    "evil.test", "", " /my",
)  # fmt: skip


async def opened(app: Starlette, cast: Cast, booking_id: str) -> str:
    """The path of the page on which Carol pays."""
    carol = await money.signed_in(app, cast.carol)
    answer = await carol.post(f"/api/bookings/{booking_id}/checkout")
    return str(answer.json()["url"]).removeprefix(BASE).partition("?")[0]


async def press(app: Starlette, page: str, button: str, next_: str = "/my") -> httpx.Response:
    async with money.browser(app, accept="text/html") as client:
        return await client.post(f"{page}/{button}", data={"next": next_})


def main(answer: httpx.Response) -> str:
    """What is on the page besides its frame, where language is chosen."""
    return answer.text.partition("<main")[2].partition("</main")[0]


async def test_pay(app: Starlette, cast: Cast, database: Database) -> None:
    booking_id = await money.plant(database, cast)
    page = await opened(app, cast, booking_id)
    shown = await money.browser(app).get(page, params={"next": "/my"})
    assert shown.status_code == 200
    text = html.unescape(shown.text)
    assert f'action="{page}/pay"' in text
    assert f'action="{page}/decline"' in text
    assert 'name="next" value="/my"' in text
    assert re.search(r"45[.,]00", text)
    assert "noindex" in text

    answer = await press(app, page, "pay")
    assert (answer.status_code, answer.headers["location"]) == (303, "/my?paid=1")
    booking = await money.booking(database, booking_id)
    assert (booking["payment_status"], booking["attendance_status"]) == ("paid", "pending")
    (event,) = await money.rows(database, "SELECT * FROM stripe_events")
    assert (event["type"], event["outcome"]) == ("checkout.session.completed", "applied")
    (row,) = await money.rows(database, "SELECT * FROM checkouts")
    assert row["status"] == "complete"

    again = await press(app, page, "pay")
    assert (again.status_code, again.headers["location"]) == (303, "/my")
    assert (await press(app, page, "decline")).headers["location"] == "/my"
    assert await money.booking(database, booking_id) == booking
    assert len(await money.rows(database, "SELECT * FROM stripe_events")) == 1
    closed = await money.browser(app).get(page, params={"next": "/my"})
    assert "<form" not in main(closed)
    assert 'href="/my"' in closed.text


async def test_decline_and_then_pay(app: Starlette, cast: Cast, database: Database) -> None:
    booking_id = await money.plant(database, cast)
    page = await opened(app, cast, booking_id)
    answer = await press(app, page, "decline", "/b/token?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/b/token?x=1&paid=0")
    assert await money.payment_status(database, booking_id) == "failed"
    (row,) = await money.payments(database, booking_id)
    assert row["error_message"] == "Your card was declined."
    assert await opened(app, cast, booking_id) == page

    await press(app, page, "pay")
    assert await money.payment_status(database, booking_id) == "paid"
    (row,) = await money.payments(database, booking_id)
    assert (row["status"], row["error_message"]) == ("succeeded", None)


async def test_expired_page_takes_no_money(app: Starlette, cast: Cast, database: Database) -> None:
    booking_id = await money.plant(database, cast)
    page = await opened(app, cast, booking_id)
    await money.run(database, "UPDATE checkouts SET expires_at = created_at")
    assert (await press(app, page, "pay")).headers["location"] == "/my"
    assert await money.payment_status(database, booking_id) == "unpaid"


async def test_no_way_leads_to_another_host(app: Starlette, cast: Cast, database: Database) -> None:
    page = await opened(app, cast, await money.plant(database, cast))
    for next_ in EVIL:
        shown = await money.browser(app).get(page, params={"next": next_})
        assert re.findall(r'name="next" value="([^"]*)"', main(shown)) == ["/", "/"], next_
        declined = await press(app, page, "decline", next_)
        assert declined.headers["location"] == "/?paid=0", next_
    await press(app, page, "pay")
    for next_ in EVIL:
        closed = await money.browser(app).get(page, params={"next": next_})
        assert 'href="/"' in main(closed), next_
        assert "evil" not in main(closed), next_
        assert "javascript:" not in main(closed), next_


async def test_words_of_next_do_not_become_markup(
    app: Starlette, cast: Cast, database: Database
) -> None:
    page = await opened(app, cast, await money.plant(database, cast))
    shown = await money.browser(app).get(page, params={"next": '/"><script>alert(1)</script>'})
    assert "<script>alert" not in shown.text


async def test_unknown_session(app: Starlette) -> None:
    client = money.browser(app, accept="text/html")
    for page in ("/pay/cs_test_nothing", "/pay/%00", "/pay/'"):
        assert (await client.get(page)).status_code == 404
        for button in ("pay", "decline"):
            assert (await press(app, page, button)).status_code == 404


async def test_another_site_cannot_press_the_button(
    app: Starlette, cast: Cast, database: Database
) -> None:
    booking_id = await money.plant(database, cast)
    page = await opened(app, cast, booking_id)
    client = money.browser(app, origin="https://evil.test", cookie="callboard_session=x")
    assert (await client.post(f"{page}/pay", data={"next": "/"})).status_code == 403
    assert await money.payment_status(database, booking_id) == "unpaid"


async def test_event_that_is_not_stored_is_said_to_be_so(
    settings: configuration.Settings, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(settings.model_copy(update={"stripe_webhook_secret": ""}))
    async with app.router.lifespan_context(app):
        database = app.state.services.db
        booking_id = await money.plant(database, cast)
        page = await opened(app, cast, booking_id)
        answer = await press(app, page, "pay")
        assert (answer.status_code, "text/html" in answer.headers["content-type"]) == (503, True)
        assert await money.payment_status(database, booking_id) == "unpaid"


KEY = "sk_test_of_the_tests"
LONG = "a secret of the tests, long enough"


@pytest.mark.parametrize(
    "changes", [{"stripe_secret_key": KEY}, {"app_env": "production", "secret_key": LONG}], ids=str
)
async def test_with_keys_or_in_production_there_is_no_such_page(
    changes: dict[str, Any], settings: configuration.Settings, app: Starlette, cast: Cast,
    database: Database,
) -> None:  # fmt: skip
    booking_id = await money.plant(database, cast)
    page = await opened(app, cast, booking_id)
    real = create_app(settings.model_copy(update=changes))
    async with real.router.lifespan_context(real):
        client = money.browser(real, accept="text/html")
        assert (await client.get(page)).status_code == 404
        for button in ("pay", "decline"):
            assert (await press(real, page, button)).status_code == 404
    assert await money.payment_status(database, booking_id) == "unpaid"


async def test_production_without_keys_takes_no_payment(
    settings: configuration.Settings, cast: Cast
) -> None:
    app = create_app(settings.model_copy(update={"app_env": "production"}))
    async with app.router.lifespan_context(app):
        database = app.state.services.db
        booking_id = await money.plant(database, cast)
        carol = await money.signed_in(app, cast.carol)
        answer = await carol.post(f"/api/bookings/{booking_id}/checkout")
        assert (answer.status_code, answer.json()["code"]) == (503, "stripe_unavailable")
        assert await money.rows(database, "SELECT id FROM checkouts") == []
