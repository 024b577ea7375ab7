"""What cannot be understood is a clear 400 that names the field, and nothing is changed."""

from typing import Any

import pytest

from tests.http.house import CAROL, House, the_house  # noqa: F401 - the fixture `house`

LONG = "x" * 2001
STATUS: list[tuple[Any, str]] = [
    ({}, "status"),
    ({"status": "asleep"}, "status"),
    ({"status": ""}, "status"),
    ({"status": "unpaid"}, "status"),
    ({"status": "NO-SHOW"}, "status"),
    ({"status": None}, "status"),
    ({"status": 2}, "status"),
    ({"status": ["confirmed"]}, "status"),
    ({"status": {"$ne": ""}}, "status"),
    ({"status": "confirmed", "version": "1"}, "version"),
    ({"status": "confirmed", "version": 0}, "version"),
    ({"status": "confirmed", "version": -1}, "version"),
    ({"status": "confirmed", "version": 1.5}, "version"),
    ({"status": "confirmed", "version": True}, "version"),
    ({"status": "confirmed", "reason": 7}, "reason"),
    ({"status": "confirmed", "reason": LONG}, "reason"),
    ({"status": "confirmed", "notes": "x"}, "notes"),
    ({"status": "confirmed", "payment_status": "paid"}, "payment_status"),
    ([], ""),
    ("confirmed", ""),
    (7, ""),
]
EDIT: list[tuple[Any, str]] = [
    ({}, "status"),
    ({"version": 1, "reason": "x"}, "status"),
    ({"status": "asleep"}, "status"),
    ({"notes": 7}, "notes"),
    ({"notes": LONG}, "notes"),
    ({"customer_name": "x"}, "customer_name"),
    ({"customer_name": "x" * 101}, "customer_name"),
    ({"customer_name": None}, "customer_name"),
    ({"customer_name": "  x  "}, "customer_name"),
    ({"customer_phone": None}, "customer_phone"),
    ({"customer_phone": "call me"}, "customer_phone"),
    ({"customer_phone": "1" * 41}, "customer_phone"),
    ({"customer_email": "nobody"}, "customer_email"),
    ({"customer_email": ["a@b.de"]}, "customer_email"),
    ({"id": "other"}, "id"),
    ({"tenant_id": "other"}, "tenant_id"),
    ({"price": 1}, "price"),
    ({"user_id": None}, "user_id"),
]
CREATE: list[tuple[dict[str, Any], str]] = [
    ({"slot_id": None}, "slot_id"),
    ({"slot_id": 7}, "slot_id"),
    ({"slot_id": ""}, "slot_id"),
    ({"slot_id": "x" * 65}, "slot_id"),
    ({"customer_name": None}, "customer_name"),
    ({"customer_name": "C"}, "customer_name"),
    ({"customer_name": "C" * 101}, "customer_name"),
    ({"customer_phone": None}, "customer_phone"),
    ({"customer_phone": "12"}, "customer_phone"),
    ({"customer_phone": "not a number"}, "customer_phone"),
    ({"customer_email": "carol@"}, "customer_email"),
    ({"booking_source": None}, "booking_source"),
    ({"booking_source": "online"}, "booking_source"),
    ({"booking_source": "waitlist"}, "booking_source"),
    ({"booking_source": "dream"}, "booking_source"),
    ({"starts_at": "2026-11-22"}, "starts_at"),
    ({"starts_at": "2026-11-22T10:00:00"}, "starts_at"),
    ({"starts_at": "0001-01-01T00:00:00+14:00"}, "starts_at"),
    ({"starts_at": 1_764_000_000}, "starts_at"),
    ({"duration_minutes": 4}, "duration_minutes"),
    ({"duration_minutes": 61}, "duration_minutes"),
    ({"duration_minutes": "60"}, "duration_minutes"),
    ({"service_id": "no such service"}, "service_id"),
    ({"notes": LONG}, "notes"),
    ({"referral_code": "FRIEND"}, "referral_code"),
    ({"status": "confirmed"}, "status"),
    ({"total": 1}, "total"),
]
OWN: list[tuple[dict[str, Any], str]] = [
    (CAROL, "customer_name"),
    ({"notes": "x"}, "notes"),
    ({"referral_code": "x" * 41}, "referral_code"),
]
QUERIES: list[tuple[str, str]] = [
    ("limit=0", "limit"),
    ("limit=201", "limit"),
    ("limit=ten", "limit"),
    ("page=0", "page"),
    ("page=1.5", "page"),
    ("page=99999999999999999999", "page"),
    ("sort=notes", "sort"),
    ("sort=--created_at", "sort"),
    ("start_date=yesterday", "start_date"),
    ("start_date=2026-13-01", "start_date"),
    ("end_date=2026-02-30", "end_date"),
    ("end_date=2026-11-21T10:00:00", "end_date"),
    ("start_date=0001-01-01T00:00:00%2B14:00", "start_date"),
    ("status=asleep", "status"),
    ("attendance_status=paid", "attendance_status"),
    ("payment_status=confirmed", "payment_status"),
    ("source=dream", "source"),
    (f"search={'x' * 201}", "search"),
    ("search=a%00b", "search"),
    (f"service_id={'x' * 65}", "service_id"),
    ("colour=blue", "colour"),
]


def _problems(cases: list[tuple[Any, str]], answers: list[Any]) -> list[str]:
    """Where an answer is not the 400 that it should be."""
    found = []
    for (sent, field), answer in zip(cases, answers, strict=True):
        body = answer.json()
        fields = [detail["field"].partition(".")[0] for detail in body.get("details", ())]
        words = all(detail["message"] for detail in body.get("details", ()))
        if (answer.status_code, body.get("code")) != (400, "validation_failed"):
            found.append(f"{sent}: {answer.status_code} {answer.text}")
        elif body["success"] is not False or not body["error"] or not words or field not in fields:
            found.append(f"{sent}: {answer.text}")
    return found


async def test_status_that_cannot_be_understood(house: House) -> None:
    booking = await house.books()
    before = await house.traces()
    for method in ("PATCH", "PUT"):
        path = f"/api/bookings/{booking['id']}/status"
        answers = [await house.ask("alice", method, path, sent) for sent, _ in STATUS]
        assert _problems(STATUS, answers) == []
    assert await house.traces() == before


async def test_edit_that_cannot_be_understood(house: House) -> None:
    booking = await house.books()
    before = await house.traces()
    path = f"/api/bookings/{booking['id']}"
    answers = [await house.patch("alice", path, sent) for sent, _ in EDIT]
    assert _problems(EDIT, answers) == []
    assert await house.traces() == before


async def test_booking_that_cannot_be_understood(house: House) -> None:
    before = await house.traces()
    right = {"slot_id": house.cast.slots[0], **CAROL}
    answers = [await house.post("alice", "/api/bookings", right | sent) for sent, _ in CREATE]
    assert _problems(CREATE, answers) == []
    answers = [
        await house.post("carol", "/api/bookings", {"slot_id": house.cast.slots[0]} | sent)
        for sent, _ in OWN
    ]
    assert _problems(OWN, answers) == []
    assert await house.traces() == before


async def test_query_that_cannot_be_understood(house: House) -> None:
    answers = [await house.get("alice", f"/api/bookings?{query}") for query, _ in QUERIES]
    assert _problems(QUERIES, answers) == []
    stats = [case for case in QUERIES if "date" in case[1]]
    answers = [await house.get("alice", f"/api/bookings/stats?{query}") for query, _ in stats]
    assert _problems(stats, answers) == []


RAW = {
    "malformed": b'{"status": "confirmed"',
    "not JSON": b"status=confirmed",
    "not UTF-8": b'{"status": "\xff\xfe"}',
    "not a number": b'{"status": NaN}',
    "nothing": b"",
    "null": b"null",
    "half a character": b'{"status": "\\ud800"}',
    "a character no text has": b'{"status": "confirmed", "reason": "a\\u0000b"}',
    "a control character": b'{"status": "confirmed", "reason": "a\x00b"}',
    "very deep": b'{"status": ' + b"[" * 5000 + b"]" * 5000 + b"}",
}


async def test_body_that_is_no_json_object(house: House) -> None:
    booking = await house.books()
    before = await house.traces()
    path = f"/api/bookings/{booking['id']}/status"
    codes = {}
    for name, raw in RAW.items():
        answer = await house.ask("alice", "PATCH", path, content=raw)
        codes[name] = (answer.status_code, answer.json()["code"])
    assert codes == dict.fromkeys(RAW, (400, "validation_failed"))
    assert await house.traces() == before


@pytest.mark.parametrize("path", ["/api/bookings", "/api/auth/login", "/sign-in"])
async def test_huge_body_is_413(path: str, house: House) -> None:
    before = await house.traces()

    async def pieces() -> Any:
        for _ in range(20):
            yield b"x" * 10_000

    form = {"content-type": "application/x-www-form-urlencoded"}
    declared = await house.ask("alice", "POST", path, content=b"x" * 70_000, headers=form)
    streamed = await house.ask("alice", "POST", path, content=pieces(), headers=form)
    assert [a.status_code for a in (declared, streamed)] == [413, 413]
    if path.startswith("/api"):
        assert {a.json()["code"] for a in (declared, streamed)} == {"too_large"}
    assert await house.traces() == before


async def test_ids_that_nothing_can_have_are_not_found(house: House) -> None:
    booking = await house.books()
    ids = [
        "%00",
        "a%00b",
        "..%2f..%2f",
        "x" * 500,
        "'%20OR%201=1",
        "%F0%9F%8E%BE",
        booking["id"][:-1],
    ]
    answers = [await house.get("alice", f"/api/bookings/{id_}") for id_ in ids]
    assert [(a.status_code, a.json()["code"]) for a in answers] == [(404, "not_found")] * len(ids)
    path = "/api/bookings/a%00b/status"
    assert (await house.patch("alice", path, {"status": "confirmed"})).status_code == 404


async def test_older_spellings_of_a_status_are_understood(house: House) -> None:
    statuses = {}
    for slot, word in zip(house.cast.slots, ("no_show", "canceled"), strict=False):
        booking = await house.books(slot=slot)
        answer = await house.patch("alice", f"/api/bookings/{booking['id']}", {"status": word})
        statuses[word] = answer.json()["booking"]["status"]
        found = (await house.get("alice", "/api/bookings", status=word)).json()["bookings"]
        assert [b["id"] for b in found] == [booking["id"]]
    assert statuses == {"no_show": "no-show", "canceled": "cancelled"}
