"""What anyone may see of a tenant: what can be booked, with whom and when. Nothing of customers."""

from typing import Any

from starlette.responses import Response

from server.db import Row
from server.errors import NotFound
from server.identity import tenants
from server.identity.caller import Caller
from server.identity.visitors import visitor
from server.scheduling import bodies, offers, times, views
from server.scheduling.http import asked, open_slots
from server.web import limits
from server.web.answers import Json
from server.web.endpoint import ANYONE, Call, Endpoints

public = Endpoints()
_TENANT = ("id", "slug", "name", "timezone", "currency", "locale", "contact")


@public.add("GET", "/api/public/{tenant}", who=ANYONE)
async def public_tenant(call: Call) -> Response:
    """The tenant, its services and its coaches with public calendars."""
    row, _guest = await _visit(call)
    about: dict[str, Any] = {name: row[name] for name in _TENANT}
    return Json({"success": True, "tenant": about, **await call.read(offers.public, row)})


@public.add("GET", "/api/public/{tenant}/slots", who=ANYONE, query=bodies.SlotQuery)
async def public_slots(call: Call) -> Response:
    """Open slots on public calendars."""
    _row, guest = await _visit(call)
    rows = await call.read(open_slots, guest, call.query)
    return Json({"success": True, "slots": [views.slot(row) for row in rows]})


@public.add("GET", "/api/public/{tenant}/slots/times", who=ANYONE, query=bodies.TimesQuery)
async def public_times(call: Call) -> Response:
    """Free times of one day on public calendars."""
    _row, guest = await _visit(call)
    found = await call.read(times.free, guest, *asked(call.query))
    return Json({"success": True, **found})


@public.add("GET", "/api/public/{tenant}/slots/days", who=ANYONE, query=bodies.DaysQuery)
async def public_days(call: Call) -> Response:
    """How many free times each day of a range has, on public calendars."""
    _row, guest = await _visit(call)
    query: bodies.DaysQuery = call.query
    found = await call.read(
        times.days, guest, query.service_id, query.staff_id, query.date, query.until,
        query.duration_minutes, query.timezone,
    )  # fmt: skip
    return Json({"success": True, **found})


async def _visit(call: Call) -> tuple[Row, Caller]:
    """A tenant by its name, and a visitor who sees what is public there. Raises NotFound."""
    await call.services.limits.hit(limits.PUBLIC_READS, limits.address(call.request))
    row = await call.read(tenants.by_slug, call.path("tenant"))
    if row is None:
        raise NotFound()
    return row, visitor(row["id"])
