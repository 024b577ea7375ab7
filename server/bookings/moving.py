"""Moving a booking in time: by hand to another slot, and by the clock out of a hold that lapsed."""

from dataclasses import dataclass
from typing import Any

from server import clock
from server.bookings import actions, change, rules, store
from server.db import Row, Tx
from server.errors import Forbidden, InvalidTransition, ValidationFailed
from server.identity.caller import Caller, system
from server.scheduling import places
from server.scheduling.rules import Interval
from server.words import _

MOVABLE = frozenset({"requested", "time_suggested", "pending", "manual", "confirmed"})
_UNPAID = frozenset({"unpaid", "failed"})


@dataclass(frozen=True)
class Where:
    """A slot that was looked at, or a time by itself with a coach (None: the booking's own)."""

    slot_id: str | None
    staff_id: str | None = None
    starts_at: str | None = None


async def reschedule(
    tx: Tx,
    caller: Caller,
    booking_id: str,
    where: Where,
    version: int | None = None,
    reason: str | None = None,
) -> dict[str, Any]:
    """Moves a booking to another slot or time of its service, in one transaction; its length stays.

    Raises NotFound, VersionConflict, InvalidTransition, SlotTaken (the old place is kept then),
    ValidationFailed; Forbidden when a coach moves it to somebody else's calendar.
    """
    row = await change.locked(tx, caller, booking_id, version)
    if row["attendance_status"] not in MOVABLE:
        raise InvalidTransition(
            allowed=rules.allowed(row["attendance_status"], row["payment_status"]),
            **await change.state_of_affairs(tx, caller, row),
        )
    service, staff_id, slot, interval = await _target(tx, caller, row, where)
    if (row["staff_id"], row["starts_at"]) == (staff_id, clock.iso(interval.start)):
        return change.answer(caller, row)
    target = (staff_id, slot["id"] if slot else None, interval)
    held = row["slot_id"] if row["holds_place"] else None
    if held:
        place = await places.move(tx, caller, service, held, target)
    else:
        place = await places.must_be_open(tx, caller, service, staff_id, slot, interval)
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


async def _target(
    tx: Tx, caller: Caller, row: Row, where: Where
) -> tuple[Row, str, Row | None, Interval]:
    """The service, the coach, the slot if one was named, and the time a booking is to move to."""
    length = clock.parse(row["ends_at"]) - clock.parse(row["starts_at"])
    minutes = int(length.total_seconds() // 60)
    if where.slot_id is not None:
        slot = await places.seen_slot(tx, caller, where.slot_id)
        _must_be_own(caller, slot["staff_id"])
        service = await places.service_for(tx, caller, slot, row["service_id"])
        wish = places.wish_of(caller, slot, service, where.starts_at, minutes, tx.now)
        return service, slot["staff_id"], slot, wish
    assert where.starts_at is not None
    staff_id = where.staff_id or row["staff_id"]
    _must_be_own(caller, staff_id)
    service = await places.service_at_a_time(tx, caller, row["service_id"])
    if not await places.may_book(tx, caller, service, staff_id):
        raise ValidationFailed.of("staff_id", _("This coach does not offer that service."))
    wish = places.time_of(caller, service, where.starts_at, minutes, tx.now)
    return service, staff_id, None, wish


def _must_be_own(caller: Caller, staff_id: str) -> None:
    if caller.role == "coach" and staff_id != caller.staff_id:
        raise Forbidden(_("Coaches move bookings within their own calendar."))


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
