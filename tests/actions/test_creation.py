"""Making a booking: what it becomes, and what it may not be."""

from typing import Any

import pytest

from server import clock
from server.bookings.creation import Customer
from server.errors import NotFound, SlotTaken, ValidationFailed
from tests.actions.conftest import Time
from tests.actions.desk import CAROL, CHRIS, WALK_IN, Desk

EUR = {"currency": "EUR"}


async def test_booking_by_staff_is_manual_and_takes_its_slot(desk: Desk) -> None:
    cast, slot = desk.cast, desk.cast.slots[0]
    booking = await desk.books("alice", slot)
    assert booking == {
        "id": booking["id"], "tenant_id": cast.tenant_id, "version": 1, "status": "manual",
        "attendance_status": "manual", "payment_status": "unpaid", "confirmed": 1,
        "cancelled_by": None, "booking_source": "direct", "service_id": cast.lesson,
        "service_name": "Private lesson", "staff_id": cast.bob.staff_id,
        "staff_name": "Bob Becker", "slot_id": slot, "starts_at": "2026-11-22T10:00:00.000Z",
        "ends_at": "2026-11-22T11:00:00.000Z", "customer_name": "Carol Clarke",
        "customer_phone": "+491711234567", "customer_email": "client@northside.test",
        "user_id": cast.carol.id, "username": "carol", "first_name": "Carol", "course_id": None,
        "course_stream": None, "referral_code": None, "discount_percent": 0,
        "price": {
            "base": {"amount": 4500, **EUR}, "discount": {"amount": 0, **EUR},
            "vat": {"amount": 718, **EUR}, "platform_fee": {"amount": 0, **EUR},
            "total": {"amount": 4500, **EUR},
        },
        "hold_expires_at": None, "confirmed_at": None, "completed_at": None,
        "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z",
        "notes": "internal", "suggestions": [], "overbooked": False,
        "customer_id": booking["customer_id"],
    }  # fmt: skip
    assert await desk.seats(slot) == (1, "taken")
    assert await desk.sees("alice", booking) == booking


async def test_booking_by_client_is_pending_and_theirs(desk: Desk) -> None:
    booking = await desk.books("carol", desk.cast.slots[0])
    found = {n: booking.get(n) for n in ("status", "booking_source", "user_id", "customer_name")}
    assert found == {
        "status": "pending", "booking_source": "online", "user_id": desk.cast.carol.id,
        "customer_name": "Carol Clarke",
    }  # fmt: skip
    assert "notes" not in booking
    assert await desk.seats(desk.cast.slots[0]) == (1, "taken")
    assert await desk.sees("carol", booking) == booking


async def test_booking_by_request_leaves_its_slot_open(desk: Desk) -> None:
    booking = await desk.books("carol", desk.cast.request_slots[0])
    assert booking["status"] == "requested"
    assert await desk.seats(desk.cast.request_slots[0]) == (0, "open")


async def test_request_holds_its_slot_where_the_service_says_so(desk: Desk) -> None:
    await desk.runs("UPDATE services SET request_blocks_slot = 1")
    booking = await desk.books("carol", desk.cast.request_slots[0])
    assert booking["status"] == "requested"
    assert await desk.seats(desk.cast.request_slots[0]) == (1, "taken")
    with pytest.raises(SlotTaken):
        await desk.books("chris", desk.cast.request_slots[0])


@pytest.mark.parametrize(
    ("slots", "instant", "status"), [("slots", 0, "requested"), ("request_slots", 1, "pending")]
)
async def test_slot_may_differ_from_its_service(
    slots: str, instant: int, status: str, desk: Desk
) -> None:
    slot = getattr(desk.cast, slots)[0]
    await desk.runs("UPDATE slots SET instant = :i WHERE id = :id", i=instant, id=slot)
    assert (await desk.books("carol", slot))["status"] == status


async def test_staff_enter_requests_as_manual(desk: Desk) -> None:
    booking = await desk.books("bob", desk.cast.request_slots[0])
    assert booking["status"] == "manual"
    assert await desk.seats(desk.cast.request_slots[0]) == (1, "taken")


async def test_customer_without_an_account_belongs_to_nobody(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0], WALK_IN)
    found = (booking["user_id"], booking["username"], booking["customer_email"])
    assert found == (None, None, None)
    assert booking["first_name"] == "Wanda"


async def test_coach_with_the_email_is_no_client(desk: Desk) -> None:
    customer = Customer("Bea Brandt", "+491711111111", "coach2@northside.test")
    booking = await desk.books("alice", desk.cast.slots[0], customer)
    assert booking["user_id"] is None


async def test_same_customer_twice_is_one(desk: Desk) -> None:
    for slot, customer in zip(desk.cast.slots, (CAROL, CAROL, CHRIS), strict=False):
        await desk.books("alice", slot, customer)
    rows = await desk.rows(
        """SELECT c.name, count(*) AS n FROM bookings b JOIN customers c ON c.id = b.customer_id
           GROUP BY c.name ORDER BY c.name"""
    )
    assert rows == [{"name": "Carol Clarke", "n": 2}, {"name": "Chris Castell", "n": 1}]
    assert await desk.rows("SELECT count(*) AS n FROM customers") == [{"n": 2}]


async def test_eight_seats_go_one_by_one(desk: Desk) -> None:
    slot = desk.cast.group_slot
    seen = []
    for _ in range(8):
        await desk.books("alice", slot)
        seen.append(await desk.seats(slot))
    assert seen == [*((n, "open") for n in range(1, 8)), (8, "taken")]
    with pytest.raises(SlotTaken):
        await desk.books("alice", slot)
    assert await desk.seats(slot) == (8, "taken")


@pytest.mark.parametrize("who", ["alice", "carol"])
async def test_taken_slot_is_refused_with_fresh_ones(who: str, desk: Desk) -> None:
    cast = desk.cast
    for slot in (*cast.slots[:3], *cast.bea_slots[:2]):
        await desk.books("ana", slot)
    desk.heard()
    with pytest.raises(SlotTaken) as refused:
        await desk.books(who, cast.slots[0])
    slots = refused.value.extra["slots"]
    left = {*cast.slots[3:], *cast.bea_slots[2:]}
    assert {slot["id"] for slot in slots} == left
    assert slots == sorted(slots, key=lambda slot: (slot["starts_at"], slot["id"]))
    assert {(s["status"], s["service_id"], s["instant"]) for s in slots} == {
        ("open", cast.lesson, True)
    }
    assert desk.heard() == []


async def test_request_for_a_taken_slot_is_refused(desk: Desk) -> None:
    cast = desk.cast
    await desk.books("alice", cast.request_slots[0])
    with pytest.raises(SlotTaken) as refused:
        await desk.books("carol", cast.request_slots[0])
    assert {s["id"] for s in refused.value.extra["slots"]} == set(cast.request_slots[1:])


async def test_price_follows_the_duration(desk: Desk) -> None:
    await desk.runs(
        "UPDATE services SET prices = :p, durations = :d WHERE id = :id",
        d='{"min":30,"max":60,"default":60,"step":15}',
        p='[{"duration_minutes":30,"amount":2500,"currency":"EUR"},'
        '{"duration_minutes":60,"amount":4500,"currency":"EUR"}]',
        id=desk.cast.lesson,
    )
    amounts = []
    for slot, minutes in zip(desk.cast.slots, (30, 45, 60, None), strict=False):
        booking = await desk.books("alice", slot, duration_minutes=minutes)
        amounts.append(booking["price"]["total"]["amount"])
    assert amounts == [2500, 2500, 4500, 4500]


async def test_slot_of_a_course_names_its_stream(desk: Desk) -> None:
    cast = desk.cast
    await desk.runs(
        """INSERT INTO course_streams (id, tenant_id, service_id, label, starts_on, ends_on,
             capacity, created_at)
           VALUES ('stream', :t, :s, '4th stream', '2026-12-01', '2026-12-31', 8, :t)""",
        t=cast.tenant_id,
        s=cast.group,
    )
    await desk.runs(
        "UPDATE slots SET course_stream_id = 'stream' WHERE id = :id", id=cast.group_slot
    )
    booking = await desk.books("carol", cast.group_slot)
    assert (booking["course_id"], booking["course_stream"]) == (cast.group, "4th stream")


async def test_nothing_is_left_of_a_booking_that_is_refused(desk: Desk) -> None:
    cast = desk.cast
    wishes: list[tuple[type[Exception], str, dict[str, Any]]] = [
        (NotFound, "no such slot", {}),
        (ValidationFailed, cast.slots[0], {"service_id": "no such service"}),
        (ValidationFailed, cast.slots[0], {"service_id": cast.video}),
        (ValidationFailed, cast.slots[0], {"starts_at": "2026-11-22T10:15:00.000Z"}),
        (ValidationFailed, cast.slots[0], {"duration_minutes": 61}),
    ]
    for error, slot, wish in wishes:
        for who in ("alice", "carol"):
            with pytest.raises(error):
                await desk.books(who, slot, **wish)
    tables = ("bookings", "customers", "audit", "events")
    counts = {t: (await desk.rows(f"SELECT count(*) AS n FROM {t}"))[0]["n"] for t in tables}
    assert counts == dict.fromkeys(tables, 0)
    assert await desk.seats(cast.slots[0]) == (0, "open")
    assert desk.heard() == []


async def test_start_of_the_slot_may_be_named_in_any_spelling(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0], starts_at="2026-11-22T11:00:00+01:00")
    assert booking["starts_at"] == "2026-11-22T10:00:00.000Z"


async def test_time_that_is_past_is_refused(desk: Desk, time: Time) -> None:
    time.passes(days=1)
    assert clock.iso(time.now) == "2026-11-22T10:00:00.000Z"
    await _past(desk, "carol")
    time.passes(hours=1)  # at the desk somebody may walk in while it lasts
    await _past(desk, "alice")


async def _past(desk: Desk, who: str) -> None:
    with pytest.raises(ValidationFailed) as refused:
        await desk.books(who, desk.cast.slots[0])
    assert [field for field, _ in refused.value.details] == ["starts_at"]


async def test_slot_of_another_tenant_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        await desk.books("mallory", desk.cast.slots[0])


async def test_private_calendar_is_not_found_by_clients(desk: Desk) -> None:
    slot = desk.cast.slots[0]
    await desk.runs(
        "UPDATE staff SET privacy = 'private' WHERE id = :id", id=desk.cast.bob.staff_id
    )
    for who in ("carol", "bea"):
        with pytest.raises(NotFound):
            await desk.books(who, slot)
    assert (await desk.books("bob", slot))["slot_id"] == slot


async def test_service_is_asked_for_where_a_slot_serves_several(desk: Desk) -> None:
    cast, slot = desk.cast, desk.cast.bea_slots[0]
    await desk.runs("UPDATE slots SET service_id = NULL WHERE id = :id", id=slot)
    for wish in ({}, {"service_id": cast.group}):  # Bea does not offer the group
        with pytest.raises(ValidationFailed) as refused:
            await desk.books("alice", slot, **wish)
        assert [field for field, _ in refused.value.details] == ["service_id"]
    booking = await desk.books("alice", slot, service_id=cast.video)
    assert (booking["service_name"], booking["price"]["total"]["amount"]) == (
        "Video analysis",
        6000,
    )
