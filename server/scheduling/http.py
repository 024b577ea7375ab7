"""Services, staff and slots over HTTP."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field
from starlette.responses import Response

from server import clock
from server.db import Row, Tx
from server.errors import NotFound
from server.identity.caller import Caller
from server.scheduling import calendars, store, views
from server.web.answers import Json
from server.web.endpoint import SIGNED_IN, Call, Endpoints
from server.web.parsing import Id, Instant, Query

scheduling = Endpoints()
AHEAD = timedelta(days=14)


class SlotQuery(Query):
    service_id: Id | None = None
    staff_id: Id | None = None
    from_: Annotated[Instant | None, Field(alias="from")] = None
    to: Instant | None = None


@scheduling.add("GET", "/api/services", who=SIGNED_IN)
async def services(call: Call) -> Response:
    """What can be booked here."""
    found = await call.read(store.services, call.caller.tenant_id)
    return Json({"success": True, "services": [views.service(*parts) for parts in found]})


@scheduling.add("GET", "/api/services/{id}", who=SIGNED_IN)
async def service(call: Call) -> Response:
    """One service."""
    found = await call.read(store.services, call.caller.tenant_id)
    views_ = [views.service(*parts) for parts in found if parts[0]["id"] == call.path("id")]
    if not views_:
        raise NotFound()
    return Json({"success": True, "service": views_[0]})


@scheduling.add("GET", "/api/staff", who=SIGNED_IN)
async def staff(call: Call) -> Response:
    """Who can be booked here."""
    rows = await call.read(store.staff, call.caller.tenant_id)
    return Json({"success": True, "staff": [views.staff(row) for row in rows]})


@scheduling.add("GET", "/api/staff/{id}", who=SIGNED_IN)
async def staff_member(call: Call) -> Response:
    """One member of staff."""
    row = await call.read(calendars.staff_member, call.caller.tenant_id, call.path("id"))
    if row is None:
        raise NotFound()
    return Json({"success": True, "staff": views.staff(row)})


@scheduling.add("GET", "/api/slots", who=SIGNED_IN, query=SlotQuery)
async def slots(call: Call) -> Response:
    """Open slots of the next 14 days, unless said otherwise, on the calendars one may see."""
    rows = await call.read(_open_slots, call.caller, call.query)
    return Json({"success": True, "slots": [views.slot(row) for row in rows]})


async def _open_slots(tx: Tx, caller: Caller, query: SlotQuery) -> list[Row]:
    start = max(query.from_ or tx.at, tx.at)
    end = query.to or clock.iso(clock.parse(start) + AHEAD)
    return await store.open_slots(
        tx, caller, start, end, service_id=query.service_id, staff_id=query.staff_id
    )
