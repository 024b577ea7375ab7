"""Moving a booking in time: by hand to another slot, and by the clock out of a hold that lapsed."""

from typing import Any

from server import clock
from server.bookings import actions, change, rules, store
from server.db import Tx
from server.errors import Forbidden, InvalidTransition
from server.identity.caller import Caller, system
from server.scheduling import places
from server.words import _

MOVABLE = frozenset({"requested", "time_suggested", "pending", "manual", "confirmed"})
_UNPAID = frozenset({"unpaid", "failed"})


async def reschedule(
    tx: Tx,
    caller: Caller,
    booking_id: str,
    slot_id: str,
    starts_at: str | None = None,
    version: int | None = None,
    reason: str | None = None,
) -> dict[str, Any]:
    """Moves a booking to another slot of its service, in one transaction; its length stays.

    Raises NotFound, VersionConflict, InvalidTransition, SlotTaken (the old place is kept then),
    ValidationFailed; Forbidden when a coach moves it to somebody else's calendar.
    """
    row = await change.locked(tx, caller, booking_id, version)
    if row["attendance_status"] not in MOVABLE:
        raise InvalidTransition(
            allowed=rules.allowed(row["attendance_status"], row["payment_status"]),
            **await change.state_of_affairs(tx, caller, row),
        )
    slot = await places.seen_slot(tx, caller, slot_id)
    if caller.role == "coach" and slot["staff_id"] != caller.staff_id:
        raise Forbidden(_("Coaches move bookings within their own calendar."))
    service = await places.service_for(tx, caller, slot, row["service_id"])
    length = clock.parse(row["ends_at"]) - clock.parse(row["starts_at"])
    minutes = int(length.total_seconds() // 60)
    interval = places.wish_of(caller, slot, service, starts_at, minutes, tx.now)
    if (row["staff_id"], row["starts_at"]) == (slot["staff_id"], clock.iso(interval.start)):
        return change.answer(caller, row)
    target = (slot["staff_id"], slot_id, interval)
    held = row["slot_id"] if row["holds_place"] else None
    if held:
        place = await places.move(tx, caller, service, held, target)
    else:
        place = await places.must_be_open(tx, caller, service, slot["staff_id"], slot, interval)
    values = {
        "slot_id": place["id"],
        "staff_id": place["staff_id"],
        "starts_at": clock.iso(interval.start),
        "ends_at": clock.iso(interval.end),
        "overbooked": 0,
        "suggestions": "[]",
    }
    return change.answer(
        caller, await change.apply(tx, caller, row, values, "rescheduled", reason=reason)
    )


async def lapsed(tx: Tx) -> list[tuple[str, str]]:
    """The holds whose time is over: tenant and booking."""
    rows = await tx.all(
        """SELECT tenant_id, id FROM bookings WHERE hold_expires_at <= :now
           ORDER BY hold_expires_at LIMIT 100""",
        now=tx.at,
    )
    return [(row["tenant_id"], row["id"]) for row in rows]


async def lapse(tx: Tx, tenant_id: str, booking_id: str) -> None:
    """Ends a hold that nobody paid in time; its place is free again."""
    caller = system(tenant_id, "Callboard")
    row = await store.find(tx, caller, booking_id, lock=True)
    if row is None or row["hold_expires_at"] is None or row["hold_expires_at"] > tx.at:
        return
    if row["attendance_status"] != "pending" or row["payment_status"] not in _UNPAID:
        await change.apply(tx, caller, row, {"hold_expires_at": None}, "hold ended")
        return
    await actions.end_hold(tx, caller, row)
