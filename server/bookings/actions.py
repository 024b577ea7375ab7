"""What people do to a booking. One function for each, written for `db.write`."""

from datetime import timedelta
from typing import Any

import orjson

from server import clock
from server.bookings import change, customers, rules, store
from server.bookings.rules import Attendance, Payment, Status
from server.db import Row, Tx
from server.errors import Forbidden, InvalidTransition, NotUndoable
from server.identity.caller import Caller
from server.payments import by_hand
from server.scheduling import calendars, places
from server.scheduling.rules import Interval
from server.words import _

# Offered for ten seconds (DESIGN 2); a little more for the way there.
UNDO = timedelta(seconds=15)
_NAMED = ("name", "phone", "email")
_CANCELLERS = ("admin", "coach", "client", "system")

Answer = dict[str, Any]


async def set_status(
    tx: Tx,
    caller: Caller,
    booking_id: str,
    status: Status,
    version: int | None = None,
    reason: str | None = None,
) -> Answer:
    """Moves one axis of a booking (DESIGN 2). Staff only.

    Raises NotFound, VersionConflict, InvalidTransition, SlotTaken; Forbidden when a coach moves
    money. The state it is already in changes nothing and sends nothing.
    """
    if caller.role == "coach" and status in rules.MONEY:
        raise Forbidden(_("Only admins record payments."))
    row = await change.locked(tx, caller, booking_id, version)
    return change.answer(caller, await _set_status(tx, caller, row, status, reason))


async def _set_status(tx: Tx, caller: Caller, row: Row, status: Status, reason: str | None) -> Row:
    attendance, payment = await _goal(tx, caller, row, status)
    if payment != row["payment_status"]:
        return await by_hand.record(tx, caller, row, payment, reason)
    if attendance != row["attendance_status"]:
        return await _attend(tx, caller, row, attendance, "status", reason)
    return row


async def _goal(tx: Tx, caller: Caller, row: Row, status: Status) -> tuple[Attendance, Payment]:
    """Where setting `status` leads. Raises InvalidTransition."""
    goal = rules.target(row["attendance_status"], row["payment_status"], status)
    if goal is None:
        raise await _refused(tx, caller, row)
    return goal


async def edit(
    tx: Tx,
    caller: Caller,
    booking_id: str,
    fields: dict[str, str],
    status: Status | None = None,
    version: int | None = None,
    reason: str | None = None,
) -> Answer:
    """Changes notes and customer fields, and the status if one is given, in one command."""
    if caller.role == "coach" and (fields or status in rules.MONEY):
        raise Forbidden(_("Coaches change the attendance of their sessions, nothing else."))
    row = await change.locked(tx, caller, booking_id, version)
    values = await _edited(tx, row, fields)
    action, payment = "edited", row["payment_status"]
    if status is not None:
        attendance, payment = await _goal(tx, caller, row, status)
        if attendance != row["attendance_status"]:
            values |= await _attended(tx, caller, row, attendance)
            action = "edited" if fields else "status"
    if values:
        row = await change.apply(tx, caller, row, values, action, reason=reason)
    if payment != row["payment_status"]:
        row = await by_hand.record(tx, caller, row, payment, reason)
    return change.answer(caller, row)


async def _edited(tx: Tx, row: Row, fields: dict[str, str]) -> dict[str, Any]:
    """The columns that the fields really change; a renamed customer is another customer."""
    values: dict[str, Any] = {}
    if "notes" in fields and fields["notes"] != row["notes"]:
        values["notes"] = fields["notes"]
    customer = {n: row[f"customer_{n}"] for n in _NAMED}
    wanted = {n: fields.get(f"customer_{n}", old) for n, old in customer.items()}
    if wanted != customer:
        values["customer_id"] = await customers.find_or_make(tx, row["tenant_id"], **wanted)
    if wanted["email"] != customer["email"]:
        client = await customers.client_with_email(tx, row["tenant_id"], wanted["email"])
        values["user_id"] = client["id"] if client else None
    return values


async def answer_request(
    tx: Tx,
    caller: Caller,
    booking_id: str,
    attendance: Attendance,
    version: int | None = None,
    message: str | None = None,
) -> Answer:
    """Accepts or declines a request; whoever answers second gets InvalidTransition.

    Accepting takes the place now when the request did not hold it: SlotTaken when it has gone.
    """
    row = await change.locked(tx, caller, booking_id, version)
    if row["attendance_status"] != "requested":
        raise await _refused(tx, caller, row)
    action = "accepted" if attendance == "confirmed" else attendance
    return change.answer(caller, await _attend(tx, caller, row, attendance, action, message))


async def cancel(
    tx: Tx,
    caller: Caller,
    booking_id: str,
    version: int | None = None,
    reason: str | None = None,
) -> Answer:
    """Cancels a booking and gives its place back; for its client, its coach, an admin, its link."""
    row = await change.locked(tx, caller, booking_id, version)
    return change.answer(caller, await _set_status(tx, caller, row, "cancelled", reason))


async def end_hold(tx: Tx, caller: Caller, row: Row) -> Row:
    """Cancels a hold that was not paid in time."""
    return await _attend(tx, caller, row, "cancelled", "hold expired", None)


async def _attend(
    tx: Tx, caller: Caller, row: Row, attendance: Attendance, action: str, reason: str | None
) -> Row:
    values = await _attended(tx, caller, row, attendance)
    return await change.apply(tx, caller, row, values, action, reason=reason)


async def _attended(tx: Tx, caller: Caller, row: Row, attendance: Attendance) -> dict[str, Any]:
    """What moving attendance along an edge of the table changes; the place moves with it."""
    values: dict[str, Any] = {"attendance_status": attendance}
    if attendance in rules.RELEASING:
        if row["holds_place"]:
            await places.release(tx, row["slot_id"])
        values |= {"holds_place": 0, "hold_expires_at": None}
    elif attendance == "confirmed" and not row["holds_place"]:
        values |= await _take_again(tx, caller, row)
    if attendance == "cancelled":
        # A link acts for the client it was sent to.
        values["cancelled_by"] = caller.role if caller.role in _CANCELLERS else "client"
    if attendance == "confirmed":
        values |= {"confirmed_at": tx.at, "hold_expires_at": None}
    if attendance == "completed":
        values["completed_at"] = tx.at
    if row["attendance_status"] == "time_suggested":
        values["suggestions"] = "[]"
    return values


async def _take_again(tx: Tx, caller: Caller, row: Row) -> dict[str, Any]:
    """Takes the time of a booking that holds no place, wherever on the calendar it is open now.

    Raises SlotTaken.
    """
    service = await calendars.service(tx, row["tenant_id"], row["service_id"])
    assert service is not None
    interval = Interval(clock.parse(row["starts_at"]), clock.parse(row["ends_at"]))
    if row["overbooked"]:
        slot = await places.overbook(tx, service, row["staff_id"], interval)
    else:
        slot = await places.take(tx, caller, service, row["staff_id"], row["slot_id"], interval)
    return {"holds_place": 1, "slot_id": slot["id"]}


async def undo(tx: Tx, caller: Caller, booking_id: str) -> Answer:
    """Restores the state before the last change: for who made it, or an admin.

    Raises NotUndoable when it is too late, was no person's change or was an undo itself, and
    SlotTaken when the place has been given away meanwhile.
    """
    row = await change.locked(tx, caller, booking_id)
    last = await store.last_change(tx, booking_id)
    if last is None or last["version"] != row["version"] or last["action"] in _FINAL:
        raise NotUndoable()
    if last["by_role"] == "system" or tx.now - clock.parse(last["at"]) > UNDO:
        raise NotUndoable()
    own = (last["by_role"], last["by_id"]) == (caller.role, caller.id)
    if caller.role != "admin" and not own:
        raise Forbidden()
    was = orjson.loads(last["before"])
    if "payment_status" in was:
        return change.answer(caller, await by_hand.take_back(tx, caller, row))
    return change.answer(caller, await _restore(tx, caller, row, was))


_FINAL = ("created", "undo")
_RESTORED = (
    "attendance_status", "cancelled_by", "holds_place", "notes", "suggestions", "user_id",
    "hold_expires_at", "confirmed_at", "completed_at",
)  # fmt: skip


async def _restore(tx: Tx, caller: Caller, row: Row, was: dict[str, Any]) -> Row:
    values = {name: was[name] for name in _RESTORED if name in was}
    if "starts_at" in was or "staff_id" in was:
        values |= await _move_back(tx, caller, row, was)
    elif was.get("holds_place") == 1:
        values |= await _take_again(tx, caller, row)
    elif was.get("holds_place") == 0:
        await places.release(tx, row["slot_id"])
    names = {n: str(was.get(f"customer_{n}", row[f"customer_{n}"])) for n in _NAMED}
    values["customer_id"] = await customers.find_or_make(tx, row["tenant_id"], **names)
    return await change.apply(tx, caller, row, values, "undo")


async def _move_back(tx: Tx, caller: Caller, row: Row, was: dict[str, Any]) -> dict[str, Any]:
    """Where a booking that was rescheduled was before. Raises SlotTaken."""
    names = ("slot_id", "staff_id", "starts_at", "ends_at", "overbooked")
    old: dict[str, Any] = {name: was.get(name, row[name]) for name in names}
    if not row["holds_place"]:
        return old
    service = await calendars.service(tx, row["tenant_id"], row["service_id"])
    assert service is not None
    interval = Interval(clock.parse(old["starts_at"]), clock.parse(old["ends_at"]))
    if old["overbooked"]:
        await places.lock_calendars(tx, [row["staff_id"], old["staff_id"]])
        await places.release(tx, row["slot_id"])
        slot = await places.overbook(tx, service, old["staff_id"], interval)
    else:
        target = (old["staff_id"], old["slot_id"], interval)
        slot = await places.move(tx, caller, service, row["slot_id"], target)
    return old | {"slot_id": slot["id"]}


async def _refused(tx: Tx, caller: Caller, row: Row) -> InvalidTransition:
    return InvalidTransition(
        allowed=rules.allowed(row["attendance_status"], row["payment_status"]),
        **await change.state_of_affairs(tx, caller, row),
    )
