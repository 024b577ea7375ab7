"""Services, streams of courses and calendars: who keeps them, and what is refused."""

from datetime import UTC, datetime, timedelta
from typing import Any

from server import clock
from tests.cast import Cast
from tests.http.conftest import People

DURATIONS = {"min": 30, "max": 90, "default": 60, "step": 30}
SERVICE: dict[str, Any] = {"name": "Serve clinic", "durations": DURATIONS}
FULL: dict[str, Any] = {
    **SERVICE,
    "kind": "session", "description": "Only <b>serves</b>", "format": "online",
    "location": "https://meet.test/serve", "vat_percent": 19, "capacity": 1, "instant": False,
    "prices": [{"duration_minutes": 30, "amount": 2500, "currency": "EUR"}],
    "notice_minutes": 60, "horizon_days": 30, "buffer_before": 5, "buffer_after": 10,
    "hold_minutes": 20, "cancellation": [{"hours_before": 24, "refund_percent": 50}],
    "request_blocks_slot": True,
    "translations": {"ru": {"name": "Подача", "description": "Только подача"}},
}  # fmt: skip


def soon(days: float) -> str:
    return clock.iso(datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
                     + timedelta(days=days))  # fmt: skip


async def test_service_is_made_read_changed_and_archived(people: People, cast: Cast) -> None:
    body = {**FULL, "staff_ids": [cast.bob.staff_id]}
    made = await people.alice.post("/api/services", body)
    assert made.status_code == 201, made.text
    service = made.json()["service"]
    path = f"/api/services/{service['id']}"
    assert {name: service[name] for name in body} == body
    assert service["active"] is True and service["streams"] == []
    assert (await people.carol.get(path)).json()["service"] == service

    changed = await people.alice.patch(path, {"name": "Serve school", "instant": True})
    assert changed.json()["service"] == {**service, "name": "Serve school", "instant": True}
    archived = await people.alice.delete(path)
    assert (archived.status_code, archived.json()["service"]["active"]) == (200, False)
    refused = await people.alice.get(
        "/api/slots/times", service_id=service["id"], date="2030-01-01"
    )
    assert refused.status_code == 404
    again = await people.alice.patch(path, {"active": True})
    assert again.json()["service"]["active"] is True


async def test_only_admins_of_the_tenant_keep_services(people: People, cast: Cast) -> None:
    path = f"/api/services/{cast.lesson}"
    for person, status in ((people.bob, 403), (people.carol, 403), (people.stranger, 401)):
        assert (await person.post("/api/services", SERVICE)).status_code == status
        assert (await person.patch(path, {"name": "Mine"})).status_code == status
        assert (await person.delete(path)).status_code == status
    assert (await people.mallory.patch(path, {"name": "Mine"})).status_code == 404
    assert (await people.mallory.delete(path)).status_code == 404
    assert (await people.mallory.get(path)).status_code == 404
    kept = (await people.alice.get(path)).json()["service"]
    assert (kept["name"], kept["active"]) == ("Private lesson", True)


BAD_SERVICES: list[tuple[str, Any]] = [
        ("name", ""), ("name", "x"), ("name", "x" * 101), ("name", 7), ("name", None),
        ("kind", "party"), ("format", "telepathy"), ("location", "x" * 301),
        ("description", "x" * 2001), ("vat_percent", 101), ("vat_percent", -1),
        ("vat_percent", "19"), ("capacity", 0), ("capacity", 1001), ("notice_minutes", -1),
        ("horizon_days", 0), ("horizon_days", 731), ("buffer_before", -1),
        ("buffer_after", 24 * 60 + 1), ("hold_minutes", 0), ("instant", "yes"),
        ("durations", {"min": 60, "max": 30, "default": 60}),
        ("durations", {"min": 30, "max": 60, "default": 45, "step": 30}),
        ("durations", {"min": 0, "max": 60, "default": 60}), ("durations", {"min": 30}),
        ("durations", {"min": 30, "max": 60, "default": 60, "step": 0}), ("durations", []),
        ("prices", [{"duration_minutes": 30, "amount": -1, "currency": "EUR"}]),
        ("prices", [{"duration_minutes": 30, "amount": 1, "currency": "euro"}]),
        ("prices", [{"duration_minutes": 30, "amount": 1.5, "currency": "EUR"}]),
        ("cancellation", [{"hours_before": -1, "refund_percent": 50}]),
        ("cancellation", [{"hours_before": 1, "refund_percent": 101}]),
        ("translations", {"xx": {"name": "Name"}}), ("translations", {"ru": {"name": "x"}}),
        ("staff_ids", ["nobody"]), ("color", "red"),
    ]  # fmt: skip


async def test_what_a_service_may_not_be(people: People, cast: Cast) -> None:
    for field, value in BAD_SERVICES:
        made = await people.alice.post("/api/services", {**SERVICE, field: value})
        assert (made.status_code, made.json()["code"]) == (400, "validation_failed"), made.text
        assert {detail["field"].split(".")[0] for detail in made.json()["details"]} == {field}
        if value is not None:
            edited = await people.alice.patch(f"/api/services/{cast.lesson}", {field: value})
            assert edited.status_code == 400, edited.text


async def test_staff_of_another_tenant_offer_nothing_here(people: People, cast: Cast) -> None:
    body = {**SERVICE, "staff_ids": [cast.bob.staff_id]}
    assert (await people.mallory.post("/api/services", body)).status_code == 400


async def test_admins_keep_calendars_and_coaches_their_own(people: People, cast: Cast) -> None:
    made = await people.alice.post(
        "/api/staff", {"name": "Guest coach", "timezone": "Asia/Kathmandu", "privacy": "private"}
    )
    assert made.status_code == 201, made.text
    guest = made.json()["staff"]
    assert (guest["user_id"], guest["timezone"], guest["active"]) == (None, "Asia/Kathmandu", True)
    own = await people.bob.patch(f"/api/staff/{cast.bob.staff_id}", {"privacy": "connected"})
    assert own.json()["staff"]["privacy"] == "connected"
    for path, body in (
        (f"/api/staff/{guest['id']}", {"name": "Mine now"}),
        (f"/api/staff/{cast.bob.staff_id}", {"active": False}),
    ):
        assert (await people.bob.patch(path, body)).status_code == 403
    for person in (people.bob, people.carol):
        assert (await person.post("/api/staff", {"name": "Me too"})).status_code == 403
    mine = f"/api/staff/{cast.bob.staff_id}"
    assert (await people.carol.patch(mine, {"name": "Carol"})).status_code == 403
    assert (await people.mallory.patch(mine, {"name": "Mallory"})).status_code == 404
    retired = await people.alice.patch(mine, {"active": False})
    assert retired.json()["staff"]["active"] is False
    open_ = (await people.carol.get("/api/slots")).json()["slots"]
    assert cast.bob.staff_id not in {slot["staff_id"] for slot in open_}


BAD_STAFF: list[tuple[str, Any]] = [
    ("name", ""),
    ("timezone", "Mars/Olympus"),
    ("privacy", "secret"),
    ("user_id", "nobody"),
    ("active", 2),
    ("staff", 1),
]


async def test_what_a_calendar_may_not_be(people: People) -> None:
    for field, value in BAD_STAFF:
        made = await people.alice.post("/api/staff", {"name": "Guest", field: value})
        assert (made.status_code, made.json()["details"][0]["field"]) == (400, field), made.text


async def test_a_person_has_one_calendar(people: People, cast: Cast) -> None:
    made = await people.alice.post("/api/staff", {"name": "Bob twice", "user_id": cast.bob.id})
    assert (made.status_code, made.json()["details"][0]["field"]) == (400, "user_id")


async def course(people: People) -> str:
    made = await people.alice.post("/api/services", {**SERVICE, "kind": "course", "capacity": 8})
    return f"/api/services/{made.json()['service']['id']}/streams"


def evenings(*days: float) -> list[dict[str, str]]:
    return [{"starts_at": soon(day), "ends_at": soon(day + 1 / 24)} for day in days]


async def test_stream_is_one_slot_with_many_seats(people: People, cast: Cast) -> None:
    path = await course(people)
    stream = {
        "label": "January", "capacity": 2, "staff_id": cast.bea.staff_id,
        "sessions": evenings(10, 17, 24), "translations": {"ru": "Январь"},
    }  # fmt: skip
    made = await people.alice.post(path, stream)
    assert made.status_code == 201, made.text
    (shown,) = made.json()["service"]["streams"]
    assert (shown["label"], shown["capacity"]) == ("January", 2)
    assert shown["starts_on"] <= shown["ends_on"]
    service_id = made.json()["service"]["id"]
    slots = await people.carol.get(
        "/api/slots", service_id=service_id, **{"from": soon(9), "to": soon(12)}
    )
    (slot,) = slots.json()["slots"]
    booked = [
        (await person.post("/api/bookings", {"slot_id": slot["id"]})).status_code
        for person in (people.carol, people.chris, people.carol)
    ]
    assert booked == [201, 201, 409]
    edit = f"{path}/{shown['id']}"
    fewer = await people.alice.patch(edit, {"capacity": 1})
    assert (fewer.status_code, fewer.json()["details"][0]["field"]) == (400, "capacity")
    more = await people.alice.patch(edit, {"capacity": 3})
    assert more.json()["service"]["streams"][0]["capacity"] == 3
    third = await people.carol.post("/api/bookings", {"slot_id": slot["id"]})
    assert third.status_code == 201
    assert third.json()["booking"]["course_stream"] == "January"
    for person, status in ((people.bob, 403), (people.carol, 403), (people.mallory, 404)):
        assert (await person.post(path, stream)).status_code == status
        assert (await person.patch(edit, {"label": "Mine"})).status_code == status


LONG_AGO = "0001-01-01T00:00:00+05:00"
BAD_MEETINGS: list[Any] = [
    [],
    [{"starts_at": soon(3), "ends_at": soon(2)}],
    [{"starts_at": soon(3), "ends_at": soon(5)}],
    [{"starts_at": soon(3)}],
    [{"starts_at": "soon", "ends_at": "later"}],
    [{"starts_at": LONG_AGO, "ends_at": LONG_AGO}],
]


async def test_meetings_that_cannot_be(people: People, cast: Cast) -> None:
    path = await course(people)
    body = {"label": "January", "capacity": 2, "staff_id": cast.bea.staff_id}
    for sessions in BAD_MEETINGS:
        made = await people.alice.post(path, {**body, "sessions": sessions})
        assert (made.status_code, made.json()["code"]) == (400, "validation_failed"), made.text


async def test_stream_over_what_stands_already_is_refused(people: People, cast: Cast) -> None:
    slots = (await people.alice.get("/api/slots", service_id=cast.lesson)).json()["slots"]
    taken = next(slot for slot in slots if slot["staff_id"] == cast.bea.staff_id)
    body = {"label": "January", "capacity": 2, "staff_id": cast.bea.staff_id,
            "sessions": [{name: taken[name] for name in ("starts_at", "ends_at")}]}  # fmt: skip
    path = await course(people)
    made = await people.alice.post(path, body)
    assert (made.status_code, made.json()["details"][0]["field"]) == (400, "sessions")
    assert (await people.alice.post(path, {**body, "staff_id": "nobody"})).status_code == 400
