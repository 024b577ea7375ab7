"""Idempotency-Key over HTTP: the same answer, one effect, and the echo in the event."""

import asyncio
import json
from typing import Any

from tests.http.house import CAROL, House, the_house  # noqa: F401 - the fixture `house`


def _body(house: House, **changes: Any) -> dict[str, Any]:
    return {"slot_id": house.cast.group_slot, **CAROL, **changes}


async def _bookings(house: House) -> int:
    return int((await house.rows("SELECT count(*) AS n FROM bookings"))[0]["n"])


async def test_fifty_at_once_under_one_key_are_one_booking(house: House) -> None:
    await house.token("alice")
    answers = await asyncio.gather(
        *(
            house.post("alice", "/api/bookings", _body(house), idempotency_key="one")
            for _ in range(50)
        )
    )
    assert {answer.status_code for answer in answers} == {201}
    assert {answer.content for answer in answers} == {answers[0].content}
    assert await _bookings(house) == 1
    seats = await house.rows(
        "SELECT seats_taken AS n FROM slots WHERE id = :id", id=house.cast.group_slot
    )
    assert seats == [{"n": 1}]
    events = await house.rows("SELECT stream FROM events WHERE stream LIKE 'admins:%'")
    assert len(events) == 1


async def test_same_key_later_gives_the_same_answer(house: House) -> None:
    path = "/api/bookings"
    first = await house.post("alice", path, _body(house), idempotency_key="one")
    booking = first.json()["booking"]
    await house.patch("bob", f"{path}/{booking['id']}", {"status": "completed"})
    again = await house.post("alice", path, _body(house), idempotency_key="one")
    assert (again.status_code, again.content) == (201, first.content)
    assert (await house.sees("alice", booking))["status"] == "completed"


async def test_same_key_for_something_else_is_refused(house: House) -> None:
    first = await house.post("alice", "/api/bookings", _body(house), idempotency_key="one")
    booking = first.json()["booking"]
    others = [
        ("POST", "/api/bookings", _body(house, customer_name="Chris Castell")),
        ("POST", f"/api/bookings/{booking['id']}/cancel", {}),
        ("PATCH", f"/api/bookings/{booking['id']}", {"status": "confirmed"}),
    ]
    for method, path, body in others:
        answer = await house.ask("alice", method, path, body, headers={"idempotency-key": "one"})
        assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")
        assert [d["field"] for d in answer.json()["details"]] == ["Idempotency-Key"]
    assert await _bookings(house) == 1
    assert (await house.sees("alice", booking))["version"] == 1


async def test_same_key_of_somebody_else_is_another(house: House) -> None:
    for who in ("alice", "ana", "bob"):
        answer = await house.post(who, "/api/bookings", _body(house), idempotency_key="one")
        assert answer.status_code == 201
    assert await _bookings(house) == 3


async def test_refused_request_may_be_tried_again_under_its_key(house: House) -> None:
    body = _body(house, slot_id=house.cast.slots[0])
    other = await house.books("ana")
    first = await house.post("alice", "/api/bookings", body, idempotency_key="one")
    assert (first.status_code, first.json()["code"]) == (409, "slot_taken")
    await house.patch("ana", f"/api/bookings/{other['id']}", {"status": "cancelled"})
    again = await house.post("alice", "/api/bookings", body, idempotency_key="one")
    assert again.status_code == 201


async def test_key_comes_back_as_the_mutation_id_of_the_event(house: House) -> None:
    booking = await house.books("alice")
    path = f"/api/bookings/{booking['id']}/status"
    await house.patch("alice", path, {"status": "confirmed"}, idempotency_key="mine")
    await house.patch("bob", path, {"status": "completed"}, x_request_id="request-0001")
    rows = await house.rows(
        """SELECT envelope, request_id FROM events
           WHERE stream LIKE 'admins:%' AND seq > 1 ORDER BY seq"""
    )
    mutations = [json.loads(row["envelope"])["mutation_id"] for row in rows]
    assert mutations == ["mine", "request-0001"]
    assert rows[1]["request_id"] == "request-0001"


async def test_key_that_is_none_is_refused(house: House) -> None:
    for key in ("", "x" * 256):
        answer = await house.post("alice", "/api/bookings", _body(house), idempotency_key=key)
        assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")
    assert await _bookings(house) == 0
    answer = await house.post("alice", "/api/bookings", _body(house), idempotency_key="x" * 255)
    assert answer.status_code == 201


async def test_link_made_again_under_its_key_is_the_same_link(house: House) -> None:
    path = f"/api/bookings/{(await house.books('alice'))['id']}/link"
    answers = [await house.post("alice", path, idempotency_key="one") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert len(await house.rows("SELECT id FROM booking_links")) == 1


async def test_links_of_three_people_under_one_key_are_three(house: House) -> None:
    path = f"/api/bookings/{(await house.books('alice'))['id']}/link"
    answers = [
        await house.post(who, path, idempotency_key="one") for who in ("alice", "ana", "bob")
    ]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.json()["token"] for answer in answers}) == 3
