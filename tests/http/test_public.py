"""Booking without an account, and the secret link to watch the booking by."""

import asyncio
from typing import Any

from tests.http.conftest import BASE
from tests.http.house import House, the_house  # noqa: F401 - the fixture `house`

PATH = "/api/public/northside/bookings"


def _visitor(house: House, **changes: Any) -> dict[str, Any]:
    return {
        "slot_id": house.cast.slots[0], "customer_name": "Vera Visitor",
        "customer_phone": "0171 7654321", "customer_email": "vera@example.test", **changes,
    }  # fmt: skip


async def test_visitor_books_and_gets_a_link(house: House) -> None:
    answer = await house.post("stranger", PATH, _visitor(house))
    assert answer.status_code == 201
    body = answer.json()
    booking, token = body["booking"], body["token"]
    assert body["watch_url"] == f"{BASE}/b/{token}"
    found = {n: booking[n] for n in ("status", "booking_source", "customer_phone", "user_id")}
    assert found == {
        "status": "pending", "booking_source": "online", "customer_phone": "+491717654321",
        "user_id": None,
    }  # fmt: skip
    assert "notes" not in booking
    watched = await house.get(token, f"/api/bookings/{booking['id']}")
    assert {n: watched.json()["booking"][n] for n in booking} == booking
    page = await house.get("stranger", f"/b/{token}")
    assert page.status_code == 200
    assert "Private lesson" in page.text
    assert token not in str(await house.rows("SELECT * FROM booking_links"))


async def test_visitor_may_cancel_by_the_link(house: House) -> None:
    body = (await house.post("stranger", PATH, _visitor(house))).json()
    path = f"/api/bookings/{body['booking']['id']}/cancel"
    answer = await house.post(body["token"], path, {"reason": "ill"})
    booking = answer.json()["booking"]
    assert (booking["status"], booking["cancelled_by"]) == ("cancelled", "client")
    again = await house.post("stranger", PATH, _visitor(house))
    assert again.status_code == 201


async def test_retry_under_its_key_gives_the_same_link(house: House) -> None:
    answers = await asyncio.gather(
        *(house.post("stranger", PATH, _visitor(house), idempotency_key="k") for _ in range(10))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert {answer.content for answer in answers} == {answers[0].content}
    rows = await house.rows("SELECT booking_id FROM booking_links")
    assert rows == [{"booking_id": answers[0].json()["booking"]["id"]}]


async def test_key_of_another_visitor_opens_nothing_of_theirs(house: House) -> None:
    first = await house.post("stranger", PATH, _visitor(house), idempotency_key="k")
    other = _visitor(house, slot_id=house.cast.slots[1], customer_name="Otto Other")
    second = await house.post("stranger", PATH, other, idempotency_key="k")
    assert second.status_code == 201
    tokens = [answer.json()["token"] for answer in (first, second)]
    assert tokens[0] != tokens[1]
    ids = [answer.json()["booking"]["id"] for answer in (first, second)]
    assert (await house.get(tokens[1], f"/api/bookings/{ids[0]}")).status_code == 404


async def test_racing_visitors_get_one_place_and_fresh_slots(house: House) -> None:
    names = [f"Visitor {letter}" for letter in "ABCDEFGH"]
    answers = await asyncio.gather(
        *(house.post("stranger", PATH, _visitor(house, customer_name=name)) for name in names)
    )
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 7]
    lost = next(answer.json() for answer in answers if answer.status_code == 409)
    assert lost["code"] == "slot_taken"
    assert house.cast.slots[0] not in {slot["id"] for slot in lost["slots"]}
    assert len(await house.rows("SELECT id FROM booking_links")) == 1


async def test_visitor_cannot_book_what_is_not_public(house: House) -> None:
    cast = house.cast
    await house.runs("UPDATE staff SET privacy = 'private' WHERE id = :id", id=cast.bob.staff_id)
    before = await house.traces()
    refused = {
        "a private calendar": (PATH, _visitor(house), 404),
        "no such tenant": ("/api/public/nowhere/bookings", _visitor(house), 404),
        "another tenant's slot": ("/api/public/southside/bookings", _visitor(house), 404),
        "no name": (PATH, _visitor(house, customer_name=None), 400),
        "no phone": (PATH, _visitor(house, customer_phone="x"), 400),
        "a source": (PATH, _visitor(house, booking_source="direct"), 400),
        "notes": (PATH, _visitor(house, notes="x"), 400),
        "a status": (PATH, _visitor(house, status="confirmed"), 400),
    }
    answers = {
        name: (await house.post("stranger", path, body)).status_code
        for name, (path, body, _) in refused.items()
    }
    assert answers == {name: status for name, (_, _, status) in refused.items()}
    assert await house.traces() == before


async def test_link_page_that_is_none_is_not_found(house: House) -> None:
    for token in ("wrong", "x" * 300, "%00"):
        answer = await house.ask("stranger", "GET", f"/b/{token}", headers={"accept": "text/html"})
        assert answer.status_code == 404
        assert answer.headers["content-type"].startswith("text/html")
