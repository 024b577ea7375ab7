"""Services, staff, courses, availability and slots over HTTP."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from starlette.responses import Response

from server import clock
from server.db import Row, Tx
from server.errors import NotFound, ValidationFailed
from server.identity.caller import Caller
from server.scheduling import (
    availability,
    bodies,
    calendars,
    catalogue,
    offers,
    slot_store,
    store,
    times,
    views,
)
from server.scheduling.availability import Offer
from server.scheduling.recurrence import Series
from server.web.answers import Json
from server.web.endpoint import ADMIN, SIGNED_IN, STAFF, Call, Endpoints
from server.words import _

scheduling = Endpoints()
AHEAD = timedelta(days=14)


@scheduling.add("GET", "/api/services", who=SIGNED_IN)
async def services(call: Call) -> Response:
    """What can be booked here, with the seats that are left in the streams of courses."""
    return Json({"success": True, "services": await call.read(offers.listed, call.caller)})


@scheduling.add("POST", "/api/services", who=ADMIN, body=bodies.NewService, status=201)
async def create_service(call: Call) -> Response:
    """A new service."""
    values = call.body.model_dump(exclude_unset=True)
    values["durations"] = call.body.durations.model_dump()
    return await call.write(catalogue.create_service, call.caller, values, status=201)


@scheduling.add("GET", "/api/services/{id}", who=SIGNED_IN)
async def service(call: Call) -> Response:
    """One service."""
    found = await call.read(catalogue.service_view, call.caller.tenant_id, call.path("id"))
    return Json({"success": True, "service": found})


@scheduling.add("PATCH", "/api/services/{id}", who=ADMIN, body=bodies.ServiceEdit)
async def edit_service(call: Call) -> Response:
    """Changes a service; what is booked keeps its time and price."""
    values = call.body.model_dump(exclude_unset=True)
    return await call.write(catalogue.edit_service, call.caller, call.path("id"), values)


@scheduling.add("DELETE", "/api/services/{id}", who=ADMIN)
async def archive_service(call: Call) -> Response:
    """Archives a service: nobody books it any more, what is booked stays."""
    return await call.write(catalogue.edit_service, call.caller, call.path("id"), {"active": False})


@scheduling.add("POST", "/api/services/{id}/streams", who=ADMIN, body=bodies.NewStream, status=201)
async def create_stream(call: Call) -> Response:
    """A new stream of a course."""
    values = call.body.model_dump(exclude_unset=True)
    return await call.write(
        catalogue.create_stream, call.caller, call.path("id"), values, status=201
    )


@scheduling.add("PATCH", "/api/services/{id}/streams/{stream}", who=ADMIN, body=bodies.StreamEdit)
async def edit_stream(call: Call) -> Response:
    """Changes a stream of a course."""
    values = call.body.model_dump(exclude_unset=True)
    return await call.write(
        catalogue.edit_stream, call.caller, call.path("id"), call.path("stream"), values
    )


@scheduling.add("GET", "/api/staff", who=SIGNED_IN)
async def staff(call: Call) -> Response:
    """Who can be booked here."""
    rows = await call.read(store.staff, call.caller.tenant_id)
    return Json({"success": True, "staff": [views.staff(row) for row in rows]})


@scheduling.add("POST", "/api/staff", who=ADMIN, body=bodies.NewStaff, status=201)
async def create_staff(call: Call) -> Response:
    """A new calendar."""
    values = call.body.model_dump(exclude_unset=True)
    return await call.write(catalogue.create_staff, call.caller, values, status=201)


@scheduling.add("GET", "/api/staff/{id}", who=SIGNED_IN)
async def staff_member(call: Call) -> Response:
    """One member of staff."""
    row = await call.read(calendars.staff_member, call.caller.tenant_id, call.path("id"))
    if row is None:
        raise NotFound()
    return Json({"success": True, "staff": views.staff(row)})


@scheduling.add("PATCH", "/api/staff/{id}", who=STAFF, body=bodies.StaffEdit)
async def edit_staff(call: Call) -> Response:
    """Changes a calendar's name, zone or privacy; coaches their own."""
    values = call.body.model_dump(exclude_unset=True)
    return await call.write(catalogue.edit_staff, call.caller, call.path("id"), values)


@scheduling.add("GET", "/api/slots", who=SIGNED_IN, query=bodies.SlotQuery)
async def slots(call: Call) -> Response:
    """Open slots of the next 14 days, unless said otherwise, on the calendars one may see."""
    rows = await call.read(open_slots, call.caller, call.query)
    return Json({"success": True, "slots": [views.slot(row) for row in rows]})


async def open_slots(tx: Tx, caller: Caller, query: bodies.SlotQuery) -> list[Row]:
    start = max(query.from_ or tx.at, tx.at)
    end = query.to or clock.iso(clock.parse(start) + AHEAD)
    return await slot_store.open_slots(
        tx, caller, start, end, service_id=query.service_id, staff_id=query.staff_id
    )


@scheduling.add("GET", "/api/slots/times", who=SIGNED_IN, query=bodies.TimesQuery)
async def free_times(call: Call) -> Response:
    """Where a booking would fit on one day, in steps of a quarter of an hour."""
    found = await call.read(times.free, call.caller, *asked(call.query))
    return Json({"success": True, **found})


@scheduling.add("GET", "/api/slots/days", who=SIGNED_IN, query=bodies.DaysQuery)
async def free_days(call: Call) -> Response:
    """How many free times each day of a range has."""
    query: bodies.DaysQuery = call.query
    found = await call.read(
        times.days, call.caller, query.service_id, query.staff_id, query.date, query.until,
        query.duration_minutes, query.timezone,
    )  # fmt: skip
    return Json({"success": True, **found})


def asked(query: bodies.TimesQuery) -> tuple[Any, ...]:
    return query.service_id, query.staff_id, query.date, query.duration_minutes, query.timezone


@scheduling.add("GET", "/api/bookings/availability", who=STAFF, query=bodies.StaffQuery)
async def availabilities(call: Call) -> Response:
    """What is offered; coaches see their own."""
    found = await call.read(availability.listed, call.caller, call.query.staff_id)
    return Json({"success": True, "availability": found})


@scheduling.add(
    "POST", "/api/bookings/availability", who=STAFF, body=bodies.Availability, status=201
)
async def offer_time(call: Call) -> Response:
    """Offers time, once or by a rule; a dry run previews every date."""
    body: bodies.Availability = call.body
    staff_id = body.staff_id or call.caller.staff_id
    if staff_id is None:
        raise ValidationFailed.of("staff_id", _("This is required."))
    offer = _offer(call, body)
    if body.dry_run:
        found = await call.read(availability.preview, call.caller, staff_id, offer)
        return Json({"success": True, **found})
    return await call.write(
        availability.create, call.caller, staff_id, offer, body.preview, status=201
    )


@scheduling.add("PUT", "/api/bookings/availability/{id}", who=STAFF, body=bodies.AvailabilityEdit)
async def edit_availability(call: Call) -> Response:
    """Changes one date, that and the following, or all."""
    body: bodies.AvailabilityEdit = call.body
    args = (call.path("id"), _offer(call, body), body.scope, body.occurrence, body.preview)
    if body.dry_run:
        found = await call.services.db.read(availability.edit_preview, call.caller, *args[:4])
        return Json({"success": True, **found})
    return await call.write(availability.edit, call.caller, *args)


@scheduling.add("DELETE", "/api/bookings/availability/{id}", who=STAFF, query=bodies.ScopeQuery)
async def withdraw_availability(call: Call) -> Response:
    """Withdraws what is still open of one date, that and the following, or all."""
    query: bodies.ScopeQuery = call.query
    return await call.write(
        availability.remove, call.caller, call.path("id"), query.scope, query.occurrence
    )


def _offer(call: Call, body: bodies.Availability) -> Offer:
    zone = body.timezone or call.caller.profile["tenant"]["timezone"]
    start, end = clock.parse(body.starts_at), clock.parse(body.ends_at)
    series = Series(
        start.astimezone(ZoneInfo(zone)).replace(tzinfo=None),
        int((end - start).total_seconds() // 60),
        zone,
        body.rrule,
        frozenset(body.exceptions),
    )
    moved = tuple(sorted(body.moved.items()))
    return Offer(series, tuple(body.service_ids), body.capacity, body.instant, moved)
