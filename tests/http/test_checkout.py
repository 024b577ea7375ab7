"""Asking where to pay: who may, for what, and that asking twice begins nothing twice."""

import asyncio
from typing import Any
from urllib.parse import parse_qs, urlsplit

from starlette.applications import Starlette

from server.bookings import rules
from server.db import Database
from server.ids import new_id
from server.payments import checkout
from tests import stripe_events as bodies
from tests.cast import Cast
from tests.http import money
from tests.http.conftest import BASE


def path(booking_id: str) -> str:
    return f"/api/bookings/{booking_id}/checkout"


async def attempts(database: Database, booking_id: str) -> list[Any]:
    return await money.rows(
        database,
        "SELECT * FROM checkouts WHERE booking_id = :id ORDER BY created_at, id",
        id=booking_id,
    )


async def test_who_may_pay(app: Starlette, cast: Cast, database: Database) -> None:
    booking_id, other_id = [await money.plant(database, cast) for _ in range(2)]
    token = await money.link(database, cast, booking_id)
    holder = money.browser(app, authorization=f"Bearer {token}")
    carol, alice = [await money.signed_in(app, one) for one in (cast.carol, cast.alice)]
    urls = set()
    for client, back in ((carol, "/my"), (alice, "/board"), (holder, f"/b/{token}")):
        answer = await client.post(path(booking_id))
        body = answer.json()
        assert (answer.status_code, set(body)) == (200, {"success", "url"}), back
        url = urlsplit(body["url"])
        assert body["url"].startswith(f"{BASE}/pay/cs_test_")
        assert parse_qs(url.query) == {"next": [back]}
        urls.add(url.path)
    assert len(urls) == len(await attempts(database, booking_id)) == 1

    for client, status in (
        (await money.signed_in(app, cast.chris), 404),
        (await money.signed_in(app, cast.mallory), 404),
        (await money.signed_in(app, cast.bob), 403),
        (money.browser(app), 401),
        (money.browser(app, authorization="Bearer nonsense"), 401),
    ):
        assert (await client.post(path(booking_id))).status_code == status
    assert (await holder.post(path(other_id))).status_code == 404
    assert (await alice.post(path(new_id()))).status_code == 404
    assert await attempts(database, other_id) == []


async def test_body_has_no_fields(app: Starlette, cast: Cast, database: Database) -> None:
    booking_id = await money.plant(database, cast)
    carol = await money.signed_in(app, cast.carol)
    for body in ({"amount": 1}, [], "x"):
        answer = await carol.post(path(booking_id), json=body)
        assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")
    assert await attempts(database, booking_id) == []
    assert (await carol.post(path(booking_id), json={})).status_code == 200


async def test_what_can_be_paid_for(app: Starlette, cast: Cast, database: Database) -> None:
    carol = await money.signed_in(app, cast.carol)
    for attendance in rules.ATTENDANCES:
        for payment in rules.PAYMENTS:
            booking_id = await money.plant(database, cast, attendance, payment)
            answer = await carol.post(path(booking_id))
            body, where = answer.json(), f"{attendance}, {payment}"
            owed = payment in ("unpaid", "failed")
            if owed and attendance in ("pending", "manual", "confirmed", "completed"):
                assert answer.status_code == 200, where
                continue
            code = "invalid_transition" if owed else "already_paid"
            assert (answer.status_code, body["code"]) == (409, code), where
            assert body["current"]["payment_status"] == payment, where
            assert "notes" not in body["current"], where
            assert await attempts(database, booking_id) == [], where
    free = await money.plant(database, cast, total=0)
    answer = await carol.post(path(free))
    assert (answer.status_code, answer.json()["code"]) == (409, "invalid_transition")


async def test_open_session_is_returned_again(
    app: Starlette, cast: Cast, database: Database
) -> None:
    booking_id = await money.plant(database, cast)
    carol = await money.signed_in(app, cast.carol)

    async def url() -> str:
        answer = await carol.post(path(booking_id))
        assert answer.status_code == 200, answer.text
        return str(answer.json()["url"])

    answers = await asyncio.gather(*(url() for _ in range(8)))
    first = await url()
    assert set(answers) == {first}
    assert len(await attempts(database, booking_id)) == 1

    await money.run(
        database, "UPDATE bookings SET total_amount = 5000 WHERE id = :id", id=booking_id
    )
    second = await url()
    assert second != first
    assert await url() == second
    assert [row["amount"] for row in await attempts(database, booking_id)] == [4500, 5000]

    await money.run(
        database,
        "UPDATE checkouts SET expires_at = :soon",
        soon=(await attempts(database, booking_id))[0]["created_at"],
    )
    third = await url()
    assert third not in (first, second)

    session = third.removeprefix(f"{BASE}/pay/").partition("?")[0]
    thing = bodies.session(booking_id, id=session, status="expired", payment_status="unpaid")
    await money.deliver(app, bodies.event("checkout.session.expired", thing))
    assert (await attempts(database, booking_id))[-1]["status"] == "expired"
    assert await url() not in (first, second, third)
    assert await money.payment_status(database, booking_id) == "unpaid"


async def test_session_that_was_completed_is_not_offered_again(
    app: Starlette, cast: Cast, database: Database
) -> None:
    """A bank debit that failed: the session is over, although its hour is not."""
    booking_id = await money.plant(database, cast)
    carol = await money.signed_in(app, cast.carol)
    first = (await carol.post(path(booking_id))).json()["url"]
    session = first.removeprefix(f"{BASE}/pay/").partition("?")[0]
    thing = bodies.session(booking_id, "pi_1", id=session, payment_status="unpaid")
    await money.deliver(app, bodies.event("checkout.session.completed", thing))
    assert (await carol.post(path(booking_id))).json()["code"] == "already_paid"
    await money.deliver(app, bodies.event("checkout.session.async_payment_failed", thing))
    assert await money.payment_status(database, booking_id) == "failed"
    second = (await carol.post(path(booking_id))).json()["url"]
    assert second != first


def test_a_client_sees_when_they_can_pay() -> None:
    view = {
        "attendance_status": "pending",
        "payment_status": "unpaid",
        "price": {"total": {"amount": 1}},
    }
    assert checkout.payable_view(view)
    for change in (
        {"attendance_status": "requested"}, {"payment_status": "paid"},
        {"price": {"total": {"amount": 0}}},
    ):  # fmt: skip
        assert not checkout.payable_view(view | change)
