"""A place is taken and given back with the booking that holds it, and with no other."""

import asyncio

import pytest

from server.errors import SlotTaken
from tests.actions.desk import CAROL, CHRIS, Desk, outcome


@pytest.mark.parametrize(
    ("status", "seats"),
    [
        ("cancelled", (0, "open")),
        ("no-show", (0, "open")),
        ("completed", (1, "taken")),
        ("confirmed", (1, "taken")),
        ("manual-paid", (1, "taken")),
    ],
)
async def test_place_after_each_change(status: str, seats: tuple[int, str], desk: Desk) -> None:
    slot = desk.cast.slots[0]
    booking = await desk.books("alice", slot)
    assert (await desk.sets("alice", booking, status))["status"] == status
    assert await desk.seats(slot) == seats


async def test_released_slot_can_be_booked_by_the_next(desk: Desk) -> None:
    slot = desk.cast.slots[0]
    booking = await desk.books("carol", slot)
    with pytest.raises(SlotTaken):
        await desk.books("chris", slot)
    cancelled = await desk.cancels("carol", booking, reason="ill")
    assert (cancelled["status"], cancelled["cancelled_by"]) == ("cancelled", "client")
    again = await desk.books("chris", slot)
    assert again["slot_id"] == slot
    assert await desk.seats(slot) == (1, "taken")


@pytest.mark.parametrize(
    ("who", "by"), [("alice", "admin"), ("bob", "coach"), ("carol", "client"), ("link", "client")]
)
async def test_who_cancelled_is_kept(who: str, by: str, desk: Desk) -> None:
    booking = await desk.books("carol", desk.cast.slots[0])
    caller = await desk.link(booking) if who == "link" else desk.caller(who)
    cancelled = await desk.cancels(caller, booking)
    assert (cancelled["status"], cancelled["cancelled_by"]) == ("cancelled", by)
    assert await desk.seats(desk.cast.slots[0]) == (0, "open")


async def test_cancelling_twice_gives_one_seat_back(desk: Desk) -> None:
    slot = desk.cast.group_slot
    bookings = [await desk.books("alice", slot, who) for who in (CAROL, CHRIS)]
    for _ in range(3):
        await desk.cancels("alice", bookings[0])
    assert await desk.seats(slot) == (1, "open")


@pytest.mark.parametrize("status", ["cancelled", "declined"])
async def test_request_that_ends_frees_nobody_elses_place(status: str, desk: Desk) -> None:
    slot = desk.cast.request_slots[0]
    rivals = [await desk.books(who, slot) for who in ("carol", "chris")]
    await desk.answers("bob", rivals[0], "confirmed")
    await desk.sets("bob", rivals[1], status)
    assert await desk.seats(slot) == (1, "taken")


async def test_request_that_held_its_place_gives_it_back(desk: Desk) -> None:
    await desk.runs("UPDATE services SET request_blocks_slot = 1")
    slot = desk.cast.request_slots[0]
    request = await desk.books("carol", slot)
    await desk.answers("bob", request, "declined")
    assert await desk.seats(slot) == (0, "open")
    again = await desk.books("chris", slot)
    await desk.answers("bob", again, "confirmed")
    assert await desk.seats(slot) == (1, "taken")


async def test_group_counts_its_seats_whoever_comes_and_goes_at_once(desk: Desk) -> None:
    slot = desk.cast.group_slot
    bookings = [await desk.books("alice", slot) for _ in range(8)]
    outcomes = await asyncio.gather(
        *(outcome(desk.cancels("alice", booking)) for booking in bookings[:5]),
        *(outcome(desk.sets("bob", booking, "completed")) for booking in bookings[5:]),
    )
    assert outcomes == ["done"] * 8
    assert await desk.seats(slot) == (3, "open")
    outcomes = await asyncio.gather(*(outcome(desk.books("ana", slot)) for _ in range(9)))
    assert sorted(outcomes) == [*["done"] * 5, *["slot_taken"] * 4]
    assert await desk.seats(slot) == (8, "taken")
