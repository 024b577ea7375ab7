"""What is read of calendars: slots with the bookings in them, and the history of one customer."""

from typing import Any

from server.bookings import board, customers, views
from server.bookings.board import Filters
from server.db import Tx
from server.errors import NotFound
from server.identity import tenants
from server.identity.caller import Caller
from server.realtime import audiences, log
from server.scheduling import calendars
from server.scheduling import views as calendar_views

MOST = 2_000
SUGGESTED = 8


async def span(
    tx: Tx, caller: Caller, start: str, end: str, staff_id: str | None
) -> dict[str, Any]:
    """Every slot and booking of a range. Requests without a place are there beside their slots."""
    if caller.role == "coach":
        staff_id = caller.staff_id or ""
    slots = await calendars.between(tx, caller, start, end, staff_id)
    filters = Filters(start=start, end=end, staff_id=staff_id)
    rows, _total = await board.page(tx, caller, filters, "starts_at", MOST, 0)
    return {
        "slots": [calendar_views.slot(slot) for slot in slots],
        "bookings": [views.seen(row, "staff") for row in rows],
        "streams": await log.heads(tx, await audiences.streams_of(tx, caller)),
    }


async def customers_like(tx: Tx, caller: Caller, search: str) -> list[dict[str, Any]]:
    rows = await customers.like(tx, caller.tenant_id, search, SUGGESTED)
    names = ("id", "name", "phone", "email")
    return [{name: row[name] or None for name in names} for row in rows]


async def of_customer(tx: Tx, caller: Caller, customer_id: str) -> dict[str, Any]:
    """Raises NotFound for a customer of another tenant."""
    customer = await customers.by_id(tx, caller.tenant_id, customer_id)
    if customer is None:
        raise NotFound()
    filters = Filters(customer_id=customer_id)
    rows, total = await board.page(tx, caller, filters, "-starts_at", MOST, 0)
    return {
        "customer": {n: customer[n] or None for n in ("id", "name", "phone", "email")},
        "bookings": [views.seen(row, "staff") for row in rows],
        "total": total,
        "streams": await log.heads(tx, await audiences.streams_of(tx, caller)),
    }


async def of_coach(
    tx: Tx, caller: Caller, user_id: str, start: str | None, end: str | None
) -> dict[str, Any]:
    """The calendar a user keeps: its open slots, and the bookings in it that the caller may see.

    Raises NotFound when there is none that the caller may see.
    """
    staff_id = await calendars.kept_by(tx, caller, user_id)
    if staff_id is None:
        raise NotFound()
    filters = Filters(start=start, end=end, staff_id=staff_id)
    rows, _total = await board.page(tx, caller, filters, "starts_at", MOST, 0)
    slots = await calendars.between(
        tx, caller, start or tx.at, end or "9999", staff_id, only_open=True
    )
    audience = views.audience_of(caller)
    return {
        "bookings": [views.seen(row, audience) for row in rows],
        "slots": [calendar_views.slot(slot) for slot in slots],
    }


async def of_user(
    tx: Tx, caller: Caller, user_id: str, start: str | None, end: str | None
) -> dict[str, Any]:
    """The bookings of a client: their own, or those of them that a coach or an admin may see."""
    own = caller.role != "client" or user_id == caller.id
    if not own or not await tenants.has_member(tx, caller.tenant_id, user_id):
        raise NotFound()
    filters = Filters(start=start, end=end, user_id=user_id)
    rows, _total = await board.page(tx, caller, filters, "starts_at", MOST, 0)
    audience = views.audience_of(caller)
    return {"sessions": [views.seen(row, audience) for row in rows]}
