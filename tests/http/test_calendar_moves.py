"""Moving a booking to a time by itself, and offering dates that move aside."""

from datetime import date, timedelta
from typing import Any

from tests.cast import Cast
from tests.http.conftest import People, Person

CUSTOMER = {"customer_name": "Dora Dean", "customer_phone": "+491711111111"}


async def offered(bob: Person, start: str, end: str, **more: Any) -> dict[str, Any]:
    body = {"starts_at": start, "ends_at": end, **more}
    answer = await bob.post("/api/bookings/availability", body)
    assert answer.status_code == (200 if more.get("dry_run") else 201), answer.text
    found: dict[str, Any] = answer.json()
    return found


async def soon(people: People, cast: Cast) -> str:
    """The day of the cast's slots: tomorrow."""
    answer = await people.bob.get("/api/slots", service_id=cast.lesson)
    return str(answer.json()["slots"][0]["starts_at"][:10])


def shifted(day: str, by: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=by)).isoformat()


async def test_booking_moves_within_its_own_offer(people: People, cast: Cast) -> None:
    day = shifted(await soon(people, cast), 5)
    made = await offered(people.bob, f"{day}T08:00:00.000Z", f"{day}T12:00:00.000Z")
    answer = await people.alice.post(
        "/api/bookings",
        {"service_id": cast.lesson, "staff_id": made["availability"]["staff_id"],
         "starts_at": f"{day}T09:00:00.000Z", "booking_source": "direct", **CUSTOMER},
    )  # fmt: skip
    booking = answer.json()["booking"]
    moved = await people.bob.post(
        f"/api/bookings/{booking['id']}/reschedule", {"starts_at": f"{day}T09:30:00.000Z"}
    )
    assert moved.status_code == 200, moved.text
    assert moved.json()["booking"]["starts_at"] == f"{day}T09:30:00.000Z"
    span = {"from": f"{day}T00:00:00.000Z", "to": f"{shifted(day, 1)}T00:00:00.000Z"}
    slots = (await people.bob.get("/api/calendar", **span)).json()["slots"]
    assert [(s["starts_at"][11:16], s["ends_at"][11:16], s["status"]) for s in slots] == [
        ("08:00", "09:30", "open"),
        ("09:30", "10:30", "taken"),
        ("10:30", "12:00", "open"),
    ]
    assert {s["availability_id"] for s in slots} == {made["availability"]["id"]}


async def test_booking_moved_to_where_nobody_is_keeps_its_place(people: People, cast: Cast) -> None:
    answer = await people.alice.post(
        "/api/bookings", {"slot_id": cast.slots[0], "booking_source": "direct", **CUSTOMER}
    )
    booking = answer.json()["booking"]
    refused = await people.alice.post(
        f"/api/bookings/{booking['id']}/reschedule",
        {"starts_at": f"{shifted(booking['starts_at'][:10], 40)}T09:00:00.000Z"},
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "slot_taken")
    again = (await people.alice.get(f"/api/bookings/{booking['id']}")).json()["booking"]
    assert (again["starts_at"], again["version"]) == (booking["starts_at"], booking["version"])


async def test_coach_does_not_move_a_booking_to_somebody_else(people: People, cast: Cast) -> None:
    answer = await people.alice.post(
        "/api/bookings", {"slot_id": cast.slots[0], "booking_source": "direct", **CUSTOMER}
    )
    booking = answer.json()["booking"]
    refused = await people.bob.post(
        f"/api/bookings/{booking['id']}/reschedule",
        {"starts_at": booking["starts_at"], "staff_id": cast.bea.staff_id},
    )
    assert refused.status_code == 403


async def test_colliding_date_moves_to_its_alternative(people: People, cast: Cast) -> None:
    day = await soon(people, cast)
    at = (await people.bob.get("/api/slots", service_id=cast.lesson)).json()["slots"][0]
    rule = {"rrule": "FREQ=WEEKLY;COUNT=3"}
    seen = await offered(people.bob, at["starts_at"], at["ends_at"], dry_run=True, **rule)
    first, *rest = seen["occurrences"]
    assert first["collides_with"][0]["id"] == at["id"]
    assert [one["collides_with"] for one in rest] == [[], []]
    moved = {first["occurrence"]: first["alternative"]["starts_at"]}
    again = await offered(
        people.bob, at["starts_at"], at["ends_at"], dry_run=True, moved=moved, **rule
    )
    assert [one["collides_with"] for one in again["occurrences"]] == [[], [], []]
    made = await offered(
        people.bob, at["starts_at"], at["ends_at"], preview=again["preview"], moved=moved, **rule
    )
    assert [slot["starts_at"] for slot in made["slots"]] == [
        first["alternative"]["starts_at"],
        *(f"{shifted(day, days)}{at['starts_at'][10:]}" for days in (7, 14)),
    ]


async def test_two_dates_do_not_move_to_the_same_time(people: People, cast: Cast) -> None:
    day = shifted(await soon(people, cast), 20)
    daily = {"rrule": "FREQ=DAILY;COUNT=2", "dry_run": True, "timezone": "UTC"}
    answer = await people.bob.post(
        "/api/bookings/availability",
        {"starts_at": f"{day}T08:00:00.000Z", "ends_at": f"{day}T09:00:00.000Z",
         "moved": {f"{day}T08:00": f"{shifted(day, 1)}T08:00:00.000Z"}, **daily},
    )  # fmt: skip
    assert answer.status_code == 400
    assert answer.json()["details"][0]["field"] == "moved"


async def test_following_dates_of_a_counted_series_are_not_counted_anew(
    people: People, cast: Cast
) -> None:
    day = shifted(await soon(people, cast), 20)
    times = {"starts_at": f"{day}T08:00:00.000Z", "ends_at": f"{day}T09:00:00.000Z"}
    daily = {"rrule": "FREQ=DAILY;COUNT=5", "timezone": "UTC"}
    made = await offered(people.bob, times["starts_at"], times["ends_at"], **daily)
    changed = await people.bob.put(
        f"/api/bookings/availability/{made['availability']['id']}",
        {
            "starts_at": f"{day}T10:00:00.000Z",
            "ends_at": f"{day}T11:00:00.000Z",
            "scope": "following",
            "occurrence": f"{shifted(day, 2)}T08:00",
            **daily,
        },
    )
    assert changed.status_code == 200, changed.text
    assert [slot["starts_at"] for slot in changed.json()["slots"]] == [
        f"{shifted(day, days)}T10:00:00.000Z" for days in (2, 3, 4)
    ]
