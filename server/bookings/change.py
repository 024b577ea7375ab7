"""One change of one booking: compare-and-set, audit row, and an event for each audience.

Every action that touches a booking ends here, so no change can leave a screen behind.
"""

from collections.abc import Callable
from typing import Any

from server.bookings import store, views
from server.bookings.views import View
from server.db import Row, Tx
from server.errors import NotFound, VersionConflict
from server.identity.caller import Caller
from server.realtime import streams

# What undo needs besides what people see.
_AUDITED = (
    "attendance_status", "payment_status", "status", "cancelled_by", "holds_place", "slot_id",
    "staff_id", "service_id", "starts_at", "ends_at", "customer_name", "customer_phone",
    "customer_email", "user_id", "notes", "suggestions", "hold_expires_at", "confirmed_at",
    "completed_at", "total_amount", "overbooked",
)  # fmt: skip


# What an event says besides the booking, as its audience may see it.
Extra = Callable[[views.Audience], dict[str, Any]]


async def locked(tx: Tx, caller: Caller, booking_id: str, version: int | None = None) -> Row:
    """The booking, held until the command ends.

    Raises NotFound when the caller may not see it, VersionConflict when `version` is given and it
    has moved on since.
    """
    row = await store.find(tx, caller, booking_id, lock=True)
    if row is None:
        raise NotFound()
    if version is not None and row["version"] != version:
        raise VersionConflict(**await state_of_affairs(tx, caller, row))
    return row


async def state_of_affairs(tx: Tx, caller: Caller, row: Row) -> dict[str, Any]:
    """What a refused caller needs: the booking as it is, and who changed it last."""
    last = await store.last_change(tx, row["id"])
    by = last and {"id": last["by_id"], "name": last["by_name"], "role": last["by_role"]}
    return {"current": views.seen(row, views.audience_of(caller)), "by": by}


async def apply(
    tx: Tx,
    caller: Caller,
    before: Row,
    values: dict[str, Any],
    action: str,
    *,
    reason: str | None = None,
    type_: str = "booking_update",
    extra: Extra | None = None,
) -> Row:
    """Writes `values` over a locked booking and tells all concerned. Raises VersionConflict."""
    if not await store.update(tx, before["id"], before["version"], values):
        raise VersionConflict(**await state_of_affairs(tx, caller, before))
    after = await whole(tx, before["id"], before["tenant_id"])
    await audit(tx, caller, before, after, action, reason)
    announce(tx, caller, before, after, type_, extra)
    return after


async def created(tx: Tx, caller: Caller, booking_id: str, reason: str | None = None) -> Row:
    """The audit row and the events of a booking that was just inserted."""
    after = await whole(tx, booking_id, caller.tenant_id)
    await store.write_audit(
        tx, caller, after, "created", {}, {n: after[n] for n in _AUDITED if after[n]}, reason
    )
    announce(tx, caller, None, after, "booking_update")
    return after


async def whole(tx: Tx, booking_id: str, tenant_id: str) -> Row:
    """A booking that this command has in hand, read again with its names."""
    row = await store.find(tx, Caller(tenant_id, "system"), booking_id)
    assert row is not None
    return row


async def audit(
    tx: Tx, caller: Caller, before: Row, after: Row, action: str, reason: str | None
) -> None:
    was, is_ = views.difference(
        {name: before[name] for name in _AUDITED}, {name: after[name] for name in _AUDITED}
    )
    await store.write_audit(tx, caller, after, action, was, is_, reason)


def announce(
    tx: Tx,
    caller: Caller,
    before: Row | None,
    after: Row,
    type_: str,
    extra: Extra | None = None,
) -> None:
    """One event for each audience, as that audience may see it.

    An audience that the booking has left (another client's now) gets `booking: null`.
    """
    was = _audiences(before) if before else {}
    is_ = _audiences(after)
    for stream, audience in (was | is_).items():
        old = views.seen(before, audience) if before and stream in was else None
        new = views.seen(after, audience) if stream in is_ else None
        tx.record(
            stream,
            type_,
            after["tenant_id"],
            {
                "by": caller.by,
                "mutation_id": caller.mutation_id,
                "request_id": caller.request_id,
                "booking_id": after["id"],
                "version": after["version"],
                "changed": views.changed(old, new),
                **(extra(audience) if extra else {}),
                "booking": new,
            },
        )


def _audiences(row: Row) -> dict[str, views.Audience]:
    found: dict[str, views.Audience] = {
        streams.admins(row["tenant_id"]): "staff",
        streams.coach(row["staff_id"]): "staff",
        streams.booking(row["id"]): "link",
    }
    if row["user_id"]:
        found[streams.client(row["user_id"])] = "client"
    return found


def answer(caller: Caller, row: Row) -> dict[str, View]:
    """A booking as the caller who changed it gets it back."""
    return {"booking": views.seen(row, views.audience_of(caller))}
