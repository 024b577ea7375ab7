"""The page behind a secret link: the booking in words and a way to pay, without any script."""

import html
import logging
import re
from typing import Any

import httpx
import pytest
import structlog
from starlette.applications import Starlette

from server import words
from server.bookings import queries
from server.db import Database
from server.ids import new_secret
from tests.cast import Cast
from tests.http import money
from tests.http.conftest import BASE

SAID = {
    ("pending", "unpaid"): "Your place is kept. Payment is due.",
    ("pending", "paid"): "Paid. We look forward to seeing you.",
    ("pending", "failed"): "The payment did not go through. You can try again.",
    ("confirmed", "unpaid"): "Confirmed. We look forward to seeing you.",
    ("confirmed", "paid"): "Confirmed. We look forward to seeing you.",
    ("manual", "unpaid"): "You are booked in. You can pay at the desk.",
    ("manual", "paid"): "You are booked in, and it is paid.",
    ("requested", "unpaid"): "We have your request. You will hear from the coach.",
    ("time_suggested", "unpaid"): "The coach has suggested another time.",
    ("completed", "paid"): "This session has taken place. Thank you!",
    ("no-show", "paid"): "This session took place without you.",
    ("cancelled", "refunded"): "This booking has been cancelled.",
    ("declined", "unpaid"): "The coach could not accept this request.",
}
PAYABLE = {("pending", "unpaid"), ("pending", "failed"), ("confirmed", "unpaid"),
           ("manual", "unpaid")}  # fmt: skip


async def show(app: Starlette, token: str, language: str = "en") -> httpx.Response:
    headers = {"accept": "text/html", "accept-language": language}
    async with money.browser(app, **headers) as client:
        return await client.get(f"/b/{token}")


def main(answer: httpx.Response) -> str:
    """What is on the page without script, besides its frame."""
    text = answer.text.partition("<main")[2].partition("</main")[0]
    return html.unescape(re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL))


async def press(app: Starlette, path: str, **form: str) -> httpx.Response:
    async with money.browser(app, accept="text/html", origin=BASE) as client:
        return await client.post(path, data=form)


async def test_state_is_said_in_words(app: Starlette, cast: Cast, database: Database) -> None:
    for (attendance, payment), sentence in SAID.items():
        booking_id = await money.plant(database, cast, attendance, payment)
        await money.run(
            database, "UPDATE bookings SET notes = 'pays late' WHERE id = :id", id=booking_id
        )
        token = await money.link(database, cast, booking_id)
        for language in words.LOCALES:
            answer = await show(app, token, language)
            page, where = main(answer), (attendance, payment, language)
            assert answer.status_code == 200, where
            assert words.gettext(language, sentence) in page, where
            assert "Private lesson" in page
            assert "Carol Clarke" in page
            assert "45" in page
            paying = f'action="/b/{token}/pay"' in page
            assert paying == ((attendance, payment) in PAYABLE), where
            assert "pays late" not in answer.text
            assert answer.headers["cache-control"] == "no-store"
            assert 'content="noindex"' in answer.text


async def test_pay_without_script(app: Starlette, cast: Cast, database: Database) -> None:
    booking_id = await money.plant(database, cast)
    token = await money.link(database, cast, booking_id)
    answer = await press(app, f"/b/{token}/pay")
    assert answer.status_code == 303
    checkout = answer.headers["location"].removeprefix(BASE)
    assert re.fullmatch(rf"/pay/cs_test_[^?]+\?next=%2Fb%2F{token}", checkout)
    async with money.browser(app) as client:
        shown = await client.get(checkout)
    assert f'name="next" value="/b/{token}"' in shown.text

    page = checkout.partition("?")[0]
    declined = await press(app, f"{page}/decline", next=f"/b/{token}")
    assert declined.headers["location"] == f"/b/{token}?paid=0"
    said = SAID["pending", "failed"]
    assert said in main(await show(app, token))
    assert (await press(app, f"/b/{token}/pay")).headers["location"] == answer.headers["location"]
    paid = await press(app, f"{page}/pay", next=f"/b/{token}")
    assert paid.headers["location"] == f"/b/{token}?paid=1"
    after = main(await show(app, token))
    assert SAID["pending", "paid"] in after
    assert "<form" not in after
    assert await money.payment_status(database, booking_id) == "paid"

    again = await press(app, f"/b/{token}/pay")
    assert again.status_code == 409
    assert "text/html" in again.headers["content-type"]


async def test_link_that_opens_nothing(app: Starlette, cast: Cast, database: Database) -> None:
    booking_id = await money.plant(database, cast)
    expired, revoked = [await money.link(database, cast, booking_id) for _ in range(2)]
    await money.run(database, "UPDATE booking_links SET expires_at = created_at")
    alice = await money.signed_in(app, cast.alice)
    assert (await show(app, expired)).status_code == 404
    revoked = await money.link(database, cast, booking_id)
    assert (await show(app, revoked)).status_code == 200
    assert (await alice.delete(f"/api/bookings/{booking_id}/link")).status_code == 200
    for token in (expired, revoked, new_secret(), "x", "%00", "a" * 5000):
        for answer in (await show(app, token), await press(app, f"/b/{token}/pay")):
            assert answer.status_code == 404
            assert "text/html" in answer.headers["content-type"]
            assert "There is nothing here" in answer.text
            assert "Carol" not in answer.text
    assert await money.rows(database, "SELECT id FROM checkouts") == []


async def test_link_of_one_booking_shows_no_other(
    app: Starlette, cast: Cast, database: Database
) -> None:
    booking_id, other_id = [await money.plant(database, cast) for _ in range(2)]
    token = await money.link(database, cast, booking_id)
    holder = money.browser(app, authorization=f"Bearer {token}")
    assert (await holder.get(f"/api/bookings/{booking_id}")).status_code == 200
    assert (await holder.get(f"/api/bookings/{other_id}")).status_code == 404
    assert other_id not in (await show(app, token)).text


async def test_another_site_cannot_pay_by_the_link(
    app: Starlette, cast: Cast, database: Database
) -> None:
    token = await money.link(database, cast, await money.plant(database, cast))
    async with money.browser(app, origin="https://evil.test") as client:
        assert (await client.post(f"/b/{token}/pay")).status_code == 403
    assert await money.rows(database, "SELECT id FROM checkouts") == []


async def _breaks(*args: Any, **options: Any) -> Any:
    raise RuntimeError("out of order")


async def test_secret_is_in_no_log(
    app: Starlette, cast: Cast, database: Database, caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    booking_id = await money.plant(database, cast)
    token = await money.link(database, cast, booking_id)
    caplog.set_level(logging.DEBUG)

    async def walk() -> None:
        await show(app, token)
        answer = await press(app, f"/b/{token}/pay")
        checkout = answer.headers["location"].removeprefix(BASE)
        async with money.browser(app, authorization=f"Bearer {token}") as client:
            await client.get(checkout)
            await client.get(f"/b/{token}/nothing/here")
            await client.post(f"/api/bookings/{booking_id}/checkout")
        await press(app, f"{checkout.partition('?')[0]}/pay", next=f"/b/{token}")
        with monkeypatch.context() as broken:
            broken.setattr(queries, "details", _breaks)
            assert (await show(app, token)).status_code == 500

    with structlog.testing.capture_logs() as lines:
        await walk()
    assert [line for line in lines if line["event"] == "request"]
    assert [line for line in lines if line["event"] == "unexpected"]
    assert token not in str(lines)
    await money.run(database, "DELETE FROM checkouts")
    await money.run(
        database, "UPDATE bookings SET payment_status = 'unpaid' WHERE id = :id", id=booking_id
    )
    await walk()
    told = capfd.readouterr()
    ours = [record for record in caplog.records if record.name not in ("httpx", "httpcore")]
    assert token not in told.out + told.err + "".join(map(str, ours))
    assert "/b/***" in told.out
