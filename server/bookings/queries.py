"""What is read about bookings: each in one snapshot, with the heads of the reader's streams."""

from typing import Any

from server import clock
from server.bookings import board, store, views
from server.bookings.board import Filters
from server.db import Tx
from server.errors import NotFound
from server.identity import links
from server.identity.caller import Caller
from server.payments import log as money
from server.realtime import audiences, log
from server.scheduling import calendars
from server.scheduling import views as calendar_views


async def listed(
    tx: Tx, caller: Caller, filters: Filters, sort: str, page: int, limit: int
) -> dict[str, Any]:
    """A page of the bookings the caller may see, and where the streams were at that moment."""
    rows, total = await board.page(tx, caller, filters, sort, limit, (page - 1) * limit)
    audience = views.audience_of(caller)
    return {
        "bookings": [views.seen(row, audience) for row in rows],
        "pagination": {
            "page": page,
            "limit": limit,
            "total": total,
            "total_pages": -(-total // limit),
        },
        "streams": await log.heads(tx, await audiences.streams_of(tx, caller)),
    }


async def details(tx: Tx, caller: Caller, booking_id: str) -> dict[str, Any]:
    """One booking with its slot, service, staff, audit trail and payments. Raises NotFound."""
    row = await store.find(tx, caller, booking_id)
    if row is None:
        raise NotFound()
    audience = views.audience_of(caller)
    service = await calendars.service(tx, row["tenant_id"], row["service_id"])
    member = await calendars.staff_member(tx, row["tenant_id"], row["staff_id"])
    assert service is not None and member is not None
    audit = [views.audit_entry(a, audience) for a in await store.audit_trail(tx, booking_id)]
    booking = views.seen(row, audience) | {
        "slot": calendar_views.slot(await calendars.slot_of_booking(tx, row["slot_id"])),
        "service": calendar_views.service(service, [], []),
        "staff": calendar_views.staff(member),
        "audit_trail": audit,
        "payments": await money.of_booking(tx, booking_id, audience),
    }
    streams = await audiences.streams_of(tx, caller)
    return {"booking": booking, "streams": await log.heads(tx, streams)}


async def statistics(tx: Tx, caller: Caller, filters: Filters) -> dict[str, Any]:
    zone = caller.profile["tenant"]["timezone"]
    today = clock.today(tx.now, zone)
    bounds = clock.iso(clock.day_start(today, zone)), clock.iso(clock.day_end(today, zone))
    return {"stats": await board.stats(tx, caller, filters, tx.at, bounds)}


async def coach_of(tx: Tx, caller: Caller, booking_id: str) -> str | None:
    """The staff id of a booking that the caller may see."""
    row = await store.find(tx, caller, booking_id)
    return row["staff_id"] if row else None


async def link_to(tx: Tx, caller: Caller, booking_id: str, secret: str) -> dict[str, Any]:
    """Makes `secret` a link to a booking. Raises NotFound."""
    row = await store.find(tx, caller, booking_id)
    if row is None:
        raise NotFound()
    await links.make(tx, row["tenant_id"], booking_id, row["ends_at"], secret)
    return {}
