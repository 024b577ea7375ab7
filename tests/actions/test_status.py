"""Setting a status: one axis moves, the other stays; what is already so stays as it is."""

from typing import Any

import pytest

from server.bookings import rules
from server.errors import Forbidden, InvalidTransition, NotFound
from tests.actions.conftest import Time
from tests.actions.desk import Booking, Desk


async def _in_state(desk: Desk, attendance: str, payment: str) -> Booking:
    return await _into(desk, await desk.books("alice", desk.cast.slots[0]), attendance, payment)


async def _into(desk: Desk, booking: Booking, attendance: str, payment: str) -> Booking:
    """Into a state, whatever way leads there."""
    await desk.runs(
        "UPDATE bookings SET attendance_status = :a, payment_status = :p WHERE id = :id",
        a=attendance,
        p=payment,
        id=booking["id"],
    )
    desk.heard()
    return await desk.sees("alice", booking)


async def _traces(desk: Desk) -> list[dict[str, Any]]:
    return await desk.rows(
        """SELECT (SELECT count(*) FROM audit) AS audit, (SELECT count(*) FROM events) AS events,
                  (SELECT count(*) FROM payments) AS payments"""
    )


REACHED = [
    *((attendance, "unpaid", attendance) for attendance in rules.ATTENDANCES),
    ("confirmed", "paid", "paid"),
    ("manual", "paid", "paid"),
    ("manual", "paid", "manual-paid"),
    ("pending", "failed", "failed"),
]


async def test_state_that_is_reached_already_changes_and_sends_nothing(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    for attendance, payment, status in REACHED:
        booking = await _into(desk, booking, attendance, payment)
        before = await _traces(desk)
        assert await desk.sets("alice", booking, status) == booking
        assert await desk.sets("ana", booking, status, version=booking["version"]) == booking
        assert await desk.sees("alice", booking) == booking
        assert (await _traces(desk), desk.heard()) == (before, [])


async def test_attendance_moves_and_money_stays(desk: Desk) -> None:
    booking = await _in_state(desk, "pending", "paid")
    moved = await desk.sets("alice", booking, "confirmed")
    found = (moved["attendance_status"], moved["payment_status"], moved["status"])
    assert found == ("confirmed", "paid", "confirmed")


@pytest.mark.parametrize("status", ["paid", "failed"])
async def test_money_moves_and_attendance_stays(status: str, desk: Desk) -> None:
    booking = await _in_state(desk, "confirmed", "unpaid")
    moved = await desk.sets("alice", booking, status, reason="at the desk")
    found = (moved["attendance_status"], moved["payment_status"], moved["status"])
    assert found == ("confirmed", status, "confirmed")
    payments = (await desk.details("alice", booking))["payments"]
    kept = [(p["kind"], p["method"], p["status"], p["amount"]) for p in payments]
    became = "succeeded" if status == "paid" else "failed"
    assert kept == [("charge", "cash", became, {"amount": 4500, "currency": "EUR"})]


async def test_manual_paid_needs_a_manual_booking(desk: Desk) -> None:
    booking = await _in_state(desk, "confirmed", "unpaid")
    with pytest.raises(InvalidTransition):
        await desk.sets("alice", booking, "manual-paid")
    assert await desk.sees("alice", booking) == booking


async def test_refusal_names_what_is_allowed_the_booking_and_who_was_last(desk: Desk) -> None:
    booking = await desk.books("ana", desk.cast.slots[0])
    completed = await desk.sets("bob", booking, "completed")
    with pytest.raises(InvalidTransition) as refused:
        await desk.sets("alice", booking, "cancelled")
    assert refused.value.extra == {
        "allowed": ["paid", "failed"],
        "current": completed,
        "by": {"id": desk.cast.bob.id, "name": "Bob Becker", "role": "coach"},
    }


@pytest.mark.parametrize("status", ["paid", "failed", "manual-paid"])
async def test_coach_moves_no_money(status: str, desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    with pytest.raises(Forbidden):
        await desk.sets("bob", booking, status)
    with pytest.raises(Forbidden):
        await desk.edits("bob", booking, {}, status=status)
    assert await desk.sees("alice", booking) == booking


@pytest.mark.parametrize("who", ["bea", "mallory"])
async def test_booking_of_others_is_not_found(who: str, desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    with pytest.raises(NotFound):
        await desk.sets(who, booking, "confirmed")
    with pytest.raises(NotFound):
        await desk.edits(who, booking, {}, status="confirmed")
    with pytest.raises(NotFound):
        await desk.cancels(who, booking)
    with pytest.raises(NotFound):
        await desk.undoes(who, booking)
    assert await desk.sees("alice", booking) == booking


async def test_moments_of_a_booking_are_kept(desk: Desk, time: Time) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    time.passes(minutes=5)
    confirmed = await desk.sets("alice", booking, "confirmed")
    time.passes(days=1)
    completed = await desk.sets("bob", booking, "completed")
    names = ("created_at", "confirmed_at", "completed_at", "updated_at")
    assert [confirmed[name] for name in names] == [
        "2026-11-21T10:00:00.000Z", "2026-11-21T10:05:00.000Z", None, "2026-11-21T10:05:00.000Z",
    ]  # fmt: skip
    assert [completed[name] for name in names] == [
        "2026-11-21T10:00:00.000Z", "2026-11-21T10:05:00.000Z", "2026-11-22T10:05:00.000Z",
        "2026-11-22T10:05:00.000Z",
    ]  # fmt: skip


async def test_hold_ends_with_the_answer(desk: Desk) -> None:
    for slot, status in zip(desk.cast.slots, ("confirmed", "cancelled"), strict=False):
        booking = await desk.books("carol", slot)
        await desk.runs(
            "UPDATE bookings SET hold_expires_at = '2026-11-21T10:15:00.000Z' WHERE id = :id",
            id=booking["id"],
        )
        assert (await desk.sets("alice", booking, status))["hold_expires_at"] is None


async def test_status_and_notes_change_in_one_command_or_not_at_all(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    fields = {"notes": "new"}
    with pytest.raises(InvalidTransition):
        await desk.edits("alice", booking, fields, status="declined")
    assert await desk.sees("alice", booking) == booking
    both = await desk.edits("alice", booking, fields, status="confirmed")
    assert (both["notes"], both["status"], both["version"]) == ("new", "confirmed", 2)
