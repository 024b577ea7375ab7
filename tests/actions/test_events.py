"""Each action tells each audience once, with what that audience may see."""

from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from server.errors import AppError
from tests.actions.desk import Booking, Desk, Envelope

Act = Callable[[Desk, Booking], Awaitable[Any]]
BOOKING, PAYMENT = "booking_update", "payment_update"

# From a booking that staff entered for Carol: what is done, and of which type all learn of it;
# does the calendar change with it?
ACTIONS: dict[str, tuple[Act, str, bool]] = {
    "confirmed": (lambda d, b: d.sets("alice", b, "confirmed"), BOOKING, False),
    "completed": (lambda d, b: d.sets("bob", b, "completed"), BOOKING, False),
    "no-show": (lambda d, b: d.sets("bob", b, "no-show"), BOOKING, True),
    "cancelled": (lambda d, b: d.cancels("carol", b), BOOKING, True),
    "paid": (lambda d, b: d.sets("ana", b, "manual-paid"), PAYMENT, False),
    "failed": (lambda d, b: d.sets("ana", b, "failed"), PAYMENT, False),
    "notes": (lambda d, b: d.edits("ana", b, {"notes": "x"}), BOOKING, False),
    "customer": (lambda d, b: d.edits("ana", b, {"customer_name": "Caro"}), BOOKING, False),
}


def _told(desk: Desk, booking: Booking) -> dict[str, str]:
    """The streams that one change of this booking concerns."""
    cast = desk.cast
    return {
        f"admins:{cast.tenant_id}": "alice", f"coach:{cast.bob.staff_id}": "bob",
        f"client:{cast.carol.id}": "carol", f"booking:{booking['id']}": "link",
    }  # fmt: skip


@pytest.mark.parametrize("name", ACTIONS)
async def test_each_audience_is_told_once_what_it_may_see(name: str, desk: Desk) -> None:
    act, type_, frees = ACTIONS[name]
    booking = await desk.books("alice", desk.cast.slots[0])
    link = await desk.link(booking)
    desk.heard()
    await act(desk, booking)
    await _check(desk, booking, link, type_, frees=frees)


@pytest.mark.parametrize("after", ["cancelled", "completed", "failed", "notes"])
async def test_undo_tells_each_audience_once(after: str, desk: Desk) -> None:
    act, type_, frees = ACTIONS[after]
    booking = await desk.books("alice", desk.cast.slots[0])
    link = await desk.link(booking)
    await act(desk, booking)
    desk.heard()
    await desk.undoes("alice", booking)
    await _check(desk, booking, link, type_, frees=frees)


@pytest.mark.parametrize("answer", ["confirmed", "declined"])
async def test_answer_tells_each_audience_once(answer: str, desk: Desk) -> None:
    booking = await desk.books("carol", desk.cast.request_slots[0])
    link = await desk.link(booking)
    desk.heard()
    await desk.answers("bob", booking, answer)
    await _check(desk, booking, link, BOOKING, frees=answer == "confirmed")


@pytest.mark.parametrize("who", ["alice", "carol"])
async def test_new_booking_tells_each_audience_once(who: str, desk: Desk) -> None:
    booking = await desk.books(who, desk.cast.slots[0])
    heard = desk.heard()
    link = await desk.link(booking)
    await _check(desk, booking, link, BOOKING, frees=True, heard=heard)


async def _check(
    desk: Desk,
    booking: Booking,
    link: Any,
    type_: str,
    *,
    frees: bool,
    heard: list[Envelope] | None = None,
) -> None:
    heard = desk.heard() if heard is None else heard
    told = _told(desk, booking)
    about = {event["stream"]: event for event in heard if event["stream"] in told}
    calendar = [f"availability:{desk.cast.bob.staff_id}"] if frees else []
    assert sorted(event["stream"] for event in heard) == sorted([*told, *calendar])
    for stream, who in told.items():
        fresh = await desk.sees(link if who == "link" else who, booking)
        event = about[stream]
        assert (event["type"], event["booking"]) == (type_, fresh), stream
        assert (event["booking_id"], event["version"]) == (booking["id"], fresh["version"])
        assert ("payment" in event) == (type_ == PAYMENT)
        assert ("notes" in event["booking"]) == (who in ("alice", "bob"))
    for stream in told:
        rows = await desk.rows("SELECT seq FROM events WHERE stream = :s ORDER BY seq", s=stream)
        assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1)), stream


async def test_changed_names_what_has_changed(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    desk.heard()
    await desk.sets("alice", booking, "confirmed")
    await desk.sets("alice", booking, "paid")
    named = [e["changed"] for e in desk.heard() if e["stream"].startswith("admins:")]
    assert named == [["status", "attendance_status", "confirmed_at", "confirmed"],
                     ["payment_status"]]  # fmt: skip


async def test_calendar_tells_the_slot_and_not_who_took_it(desk: Desk) -> None:
    await desk.books("carol", desk.cast.slots[0])
    (event,) = [e for e in desk.heard() if e["type"] == "availability_update"]
    assert event["availability"] == {
        "id": desk.cast.slots[0], "staff_id": desk.cast.bob.staff_id,
        "service_id": desk.cast.lesson, "starts_at": "2026-11-22T10:00:00.000Z",
        "ends_at": "2026-11-22T11:00:00.000Z", "capacity": 1, "seats_taken": 1,
        "status": "taken", "instant": True, "availability_id": None, "occurrence": None,
        "course_stream_id": None,
    }  # fmt: skip
    for secret in (desk.cast.carol.id, "Carol", "client@northside.test"):
        assert str(secret) not in str(event)


async def test_refused_actions_tell_nobody(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    desk.heard()
    refusals = Counter[str]()
    tries: list[Act] = [
        lambda d, b: d.sets("alice", b, "declined"),
        lambda d, b: d.sets("alice", b, "confirmed", version=7),
        lambda d, b: d.sets("bob", b, "paid"),
        lambda d, b: d.sets("mallory", b, "confirmed"),
        lambda d, b: d.answers("bob", b, "confirmed"),
        lambda d, b: d.undoes("alice", b),
        lambda d, b: d.books("ana", b["slot_id"]),
    ]
    for attempt in tries:
        try:
            await attempt(desk, booking)
        except AppError as error:
            refusals[error.code] += 1
    assert refusals == {
        "invalid_transition": 2, "version_conflict": 1, "forbidden": 1, "not_found": 1,
        "not_undoable": 1, "slot_taken": 1,
    }  # fmt: skip
    assert desk.heard() == []


async def test_other_tenants_streams_stay_empty(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    await desk.sets("bob", booking, "completed")
    rows = await desk.rows("SELECT DISTINCT tenant_id FROM events")
    assert rows == [{"tenant_id": desk.cast.tenant_id}]
    bookings, heads = await desk.board("mallory")
    assert (bookings, {head["head"] for head in heads.values()}) == ([], {0})
