"""One change of many bookings: one outcome for each row, whatever becomes of the others."""

from typing import Any

from server.bookings import actions, rules, store, views
from server.bookings.rules import Status
from server.db import Tx
from server.errors import AppError, InvalidTransition, NotFound
from server.identity.caller import Caller

MOST = 5_000
# Rows in one command: enough to share a commit, few enough that nobody else waits long.
TOGETHER = 100


async def set_status(tx: Tx, caller: Caller, ids: list[str], status: Status) -> dict[str, Any]:
    """Sets the status of each booking that may have it. A refusal comes before anything of its row
    is written, so it leaves nothing behind."""
    return {"results": [await _one(tx, caller, id_, status) for id_ in ids]}


async def _one(tx: Tx, caller: Caller, booking_id: str, status: Status) -> dict[str, Any]:
    before = await store.find(tx, caller, booking_id, lock=True)
    try:
        answer = await actions.set_status(tx, caller, booking_id, status)
    except AppError as error:
        return {"id": booking_id, "outcome": "refused", "code": error.code}
    booking = answer["booking"]
    changed = before is not None and before["version"] != booking["version"]
    return {
        "id": booking_id,
        "outcome": "changed" if changed else "unchanged",
        "booking": booking,
    }


async def preview(tx: Tx, caller: Caller, ids: list[str], status: Status) -> dict[str, Any]:
    """What `set_status` would answer now; nothing is changed."""
    return {"results": [await _foreseen(tx, caller, id_, status) for id_ in ids]}


async def _foreseen(tx: Tx, caller: Caller, booking_id: str, status: Status) -> dict[str, Any]:
    row = await store.find(tx, caller, booking_id)
    if row is None:
        return {"id": booking_id, "outcome": "refused", "code": NotFound.code}
    state = (row["attendance_status"], row["payment_status"])
    goal = rules.target(*state, status)
    if goal is None:
        return {"id": booking_id, "outcome": "refused", "code": InvalidTransition.code}
    return {
        "id": booking_id,
        "outcome": "unchanged" if goal == state else "changed",
        "booking": views.seen(row, "staff"),
    }
