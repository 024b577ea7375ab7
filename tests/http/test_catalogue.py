"""Services, staff and open slots, as each reader may see them."""

from datetime import timedelta
from typing import Any

import pytest

from server import clock
from tests.http.house import House, the_house  # noqa: F401 - the fixture `house`

SERVICE = {
    "id", "kind", "name", "description", "format", "location", "durations", "prices",
    "vat_percent", "capacity", "instant", "notice_minutes", "horizon_days", "buffer_before",
    "buffer_after", "hold_minutes", "cancellation", "request_blocks_slot", "staff_ids", "streams",
    "active", "translations", "price",
}  # fmt: skip


async def _slots(house: House, who: str, **query: Any) -> list[dict[str, Any]]:
    answer = await house.get(who, "/api/slots", **query)
    assert answer.status_code == 200, answer.text
    return answer.json()["slots"]  # type: ignore[no-any-return]


async def test_services_are_those_of_the_tenant(house: House) -> None:
    cast = house.cast
    services = (await house.get("carol", "/api/services")).json()["services"]
    assert {s["name"]: (s["id"], s["instant"], s["capacity"]) for s in services} == {
        "Private lesson": (cast.lesson, True, 1), "Video analysis": (cast.video, False, 1),
        "Small group": (cast.group, True, 8),
    }  # fmt: skip
    assert {name for service in services for name in service} == SERVICE
    lesson = next(s for s in services if s["id"] == cast.lesson)
    assert sorted(lesson["staff_ids"]) == sorted([cast.bob.staff_id, cast.bea.staff_id])
    assert lesson["prices"] == [{"duration_minutes": 60, "amount": 4500, "currency": "EUR"}]
    one = await house.get("carol", f"/api/services/{cast.lesson}")
    # The list tells the price of the shortest duration besides, and of each stream.
    listed = {name: value for name, value in lesson.items() if name != "price"}
    assert one.json() == {"success": True, "service": listed}


async def test_staff_are_those_of_the_tenant(house: House) -> None:
    staff = (await house.get("carol", "/api/staff")).json()["staff"]
    assert staff == [
        {
            "id": person.staff_id, "name": person.name, "user_id": person.id,
            "timezone": "Europe/Berlin", "privacy": "public", "active": True,
        }
        for person in (house.cast.bea, house.cast.bob)
    ]  # fmt: skip
    one = await house.get("carol", f"/api/staff/{house.cast.bob.staff_id}")
    assert one.json() == {"success": True, "staff": staff[1]}


async def test_slots_are_open_ones_earliest_first(house: House) -> None:
    cast = house.cast
    booking = await house.books("alice", cast.slots[2])
    slots = await _slots(house, "carol")
    every = {*cast.slots, *cast.bea_slots, *cast.request_slots, cast.group_slot}
    assert {s["id"] for s in slots} == every - {booking["slot_id"]}
    assert slots == sorted(slots, key=lambda slot: (slot["starts_at"], slot["id"]))
    assert {s["status"] for s in slots} == {"open"}
    assert {s["id"] for s in slots if s["instant"] is False} == set(cast.request_slots)
    group = next(s for s in slots if s["id"] == cast.group_slot)
    assert (group["capacity"], group["seats_taken"]) == (8, 0)


async def test_slots_of_a_service_and_of_a_coach(house: House) -> None:
    cast = house.cast
    bob, bea = cast.bob.staff_id, cast.bea.staff_id
    found = {
        "lesson": {s["id"] for s in await _slots(house, "carol", service_id=cast.lesson)},
        "bea": {s["id"] for s in await _slots(house, "carol", staff_id=bea)},
        "bob's lesson": {
            s["id"] for s in await _slots(house, "carol", staff_id=bob, service_id=cast.lesson)
        },
        "nobody": {s["id"] for s in await _slots(house, "carol", staff_id="nobody")},
    }
    assert found == {
        "lesson": {*cast.slots, *cast.bea_slots}, "bea": set(cast.bea_slots),
        "bob's lesson": set(cast.slots), "nobody": set(),
    }  # fmt: skip


async def test_slots_of_a_range(house: House) -> None:
    every = await _slots(house, "carol")
    middle = every[5]["starts_at"]
    after = await _slots(house, "carol", **{"from": middle})
    before = await _slots(house, "carol", to=middle)
    assert after == [s for s in every if s["starts_at"] >= middle]
    assert before == [s for s in every if s["starts_at"] < middle]
    assert await _slots(house, "carol", **{"from": "9998-12-31T00:00:00Z"}) == []


async def test_slots_are_those_of_the_next_fortnight_unless_said_otherwise(house: House) -> None:
    now, slot = clock.utc_now(), house.cast.slots[0]
    for days, near in ((13, True), (15, False)):
        start = now + timedelta(days=days)
        await house.runs(
            "UPDATE slots SET starts_at = :s, ends_at = :e WHERE id = :id",
            s=clock.iso(start),
            e=clock.iso(start + timedelta(hours=1)),
            id=slot,
        )
        assert (slot in {s["id"] for s in await _slots(house, "carol")}) == near
    until = clock.iso(now + timedelta(days=16))
    assert slot in {s["id"] for s in await _slots(house, "carol", to=until)}


@pytest.mark.parametrize("privacy", ["connected", "private"])
async def test_calendar_that_is_not_public_is_for_its_coach_and_admins(
    privacy: str, house: House
) -> None:
    cast = house.cast
    await house.runs(
        "UPDATE staff SET privacy = :p WHERE id = :id", p=privacy, id=cast.bea.staff_id
    )
    seen = {
        who: bool(await _slots(house, who, staff_id=cast.bea.staff_id))
        for who in ("alice", "bea", "bob", "carol")
    }
    assert seen == {"alice": True, "bea": True, "bob": False, "carol": False}
    streams = (await house.get("carol", "/api/bookings")).json()["streams"]
    assert f"availability:{cast.bea.staff_id}" not in streams


async def test_range_that_is_none_is_refused(house: House) -> None:
    for query in ("from=2026-11-21", "to=tomorrow", "from=0001-01-01T00:00:00%2B14:00", "day=1"):
        answer = await house.get("carol", f"/api/slots?{query}")
        assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed"), query


async def test_service_without_prices_has_none(house: House) -> None:
    durations = {"min": 60, "max": 60, "default": 60}
    for left_out in ({}, {"prices": None, "cancellation": None}):
        body = {"name": "Doubles", "durations": durations, **left_out}
        answer = await house.post("alice", "/api/services", body)
        assert answer.status_code == 201
        made = answer.json()["service"]
        assert (made["prices"], made["cancellation"]) == ([], [])
