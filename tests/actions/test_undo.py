"""Undo: the state before the last change, for a few seconds, unless the place has gone."""

from typing import Any

import pytest

from server.errors import Forbidden, NotUndoable, SlotTaken
from tests.actions.conftest import Time
from tests.actions.desk import CHRIS, Booking, Desk

# What time and counting change, whatever was undone.
COUNTED = ("version", "updated_at")


def state(booking: Booking) -> dict[str, Any]:
    return {name: value for name, value in booking.items() if name not in COUNTED}


STATUSES = ["confirmed", "completed", "no-show", "cancelled", "manual-paid", "failed"]


@pytest.mark.parametrize("status", STATUSES)
async def test_each_status_is_undone(status: str, desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    changed = await desk.sets("alice", booking, status)
    undone = await desk.undoes("alice", booking)
    assert state(undone) == state(booking)
    assert (changed["version"], undone["version"]) == (2, 3)
    assert await desk.seats(desk.cast.slots[0]) == (1, "taken")
    assert await desk.sees("alice", booking) == undone


@pytest.mark.parametrize("answer", ["confirmed", "declined", "time_suggested"])
async def test_answer_to_a_request_is_undone(answer: str, desk: Desk) -> None:
    slot = desk.cast.request_slots[0]
    await desk.books("carol", slot)
    request = await desk.books("chris", slot)
    before = await desk.sees("alice", request)
    await desk.answers("bob", request, answer)
    assert state(await desk.undoes("bob", request)) == state(before)
    assert await desk.seats(slot) == (0, "open")


async def test_suggestions_come_back(desk: Desk) -> None:
    request = await desk.books("carol", desk.cast.request_slots[0])
    await desk.runs(
        """UPDATE bookings SET attendance_status = 'time_suggested',
             suggestions = '[{"starts_at":"2026-11-23T10:00:00.000Z"}]' WHERE id = :id""",
        id=request["id"],
    )
    before = await desk.sees("alice", request)
    assert (await desk.sets("alice", request, "declined"))["suggestions"] == []
    assert state(await desk.undoes("alice", request)) == state(before)


@pytest.mark.parametrize(
    "fields",
    [
        {"notes": "something else"},
        {"customer_name": "Christa", "customer_phone": "+4930111111"},
        {"customer_email": "client2@northside.test"},
        {"customer_email": ""},
        {"notes": "", "customer_name": "Chris", "customer_email": "nobody@example.test"},
    ],
)
async def test_edit_is_undone(fields: dict[str, str], desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    edited = await desk.edits("alice", booking, fields)
    assert state(edited) != state(booking)
    assert state(await desk.undoes("alice", booking)) == state(booking)


async def test_money_that_is_undone_is_cancelled_in_the_ledger(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    await desk.sets("alice", booking, "failed")
    await desk.sets("alice", booking, "manual-paid")
    undone = await desk.undoes("alice", booking)
    assert (undone["payment_status"], undone["status"]) == ("failed", "manual")
    payments = (await desk.details("alice", booking))["payments"]
    assert [p["status"] for p in payments] == ["failed", "canceled"]


async def test_undo_is_refused_when_it_is_too_late(desk: Desk, time: Time) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    await desk.sets("alice", booking, "cancelled")
    time.passes(seconds=10)
    await desk.undoes("alice", booking)
    cancelled = await desk.sets("alice", booking, "cancelled")
    time.passes(seconds=16)
    with pytest.raises(NotUndoable):
        await desk.undoes("alice", booking)
    assert await desk.sees("alice", booking) == cancelled


async def test_undo_is_refused_when_the_slot_has_been_given_away(desk: Desk) -> None:
    slot = desk.cast.slots[0]
    booking = await desk.books("alice", slot)
    cancelled = await desk.sets("alice", booking, "cancelled")
    other = await desk.books("ana", slot, CHRIS)
    with pytest.raises(SlotTaken) as refused:
        await desk.undoes("alice", booking)
    assert slot not in {s["id"] for s in refused.value.extra["slots"]}
    assert await desk.sees("alice", booking) == cancelled
    await desk.sets("ana", other, "cancelled")
    assert state(await desk.undoes("alice", booking)) == state(booking)


async def test_undo_by_a_coach_is_of_their_own_change_alone(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    confirmed = await desk.sets("alice", booking, "confirmed")
    with pytest.raises(Forbidden):
        await desk.undoes("bob", booking)
    assert await desk.sees("bob", booking) == confirmed
    await desk.sets("bob", booking, "no-show")
    assert state(await desk.undoes("bob", booking)) == state(confirmed)


async def test_undo_by_an_admin_is_of_anybodys_change(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    await desk.sets("bob", booking, "no-show")
    assert state(await desk.undoes("ana", booking)) == state(booking)


async def test_undo_of_an_undo_is_refused(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    await desk.sets("alice", booking, "confirmed")
    undone = await desk.undoes("alice", booking)
    with pytest.raises(NotUndoable):
        await desk.undoes("alice", booking)
    assert await desk.sees("alice", booking) == undone


async def test_making_a_booking_is_not_undone(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    with pytest.raises(NotUndoable):
        await desk.undoes("alice", booking)


async def test_change_by_a_program_is_not_undone(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    await desk.sets("alice", booking, "confirmed")
    await desk.runs("UPDATE audit SET by_role = 'system', by_id = NULL WHERE action = 'status'")
    with pytest.raises(NotUndoable):
        await desk.undoes("alice", booking)


async def test_only_the_last_change_is_undone(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    confirmed = await desk.sets("alice", booking, "confirmed")
    await desk.sets("alice", booking, "completed")
    undone = await desk.undoes("alice", booking)
    assert state(undone) == state(confirmed)


async def test_undo_is_audited_and_told(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    await desk.sets("bob", booking, "cancelled")
    desk.heard()
    await desk.undoes("ana", booking)
    trail = (await desk.details("alice", booking))["audit_trail"]
    assert [(entry["action"], entry["by"]["name"]) for entry in trail] == [
        ("created", "Alice Andersson"), ("status", "Bob Becker"), ("undo", "Ana Almeida"),
    ]  # fmt: skip
    assert trail[2]["before"] == trail[1]["after"]
    assert trail[2]["after"] == trail[1]["before"]
    told = {e["stream"].partition(":")[0]: e["type"] for e in desk.heard()}
    assert told == {
        "admins": "booking_update", "coach": "booking_update", "booking": "booking_update",
        "client": "booking_update", "availability": "availability_update",
    }  # fmt: skip
