"""Calendars with their bookings, moving them, and a customer's whole history, over HTTP."""

from datetime import timedelta

from starlette.responses import Response

from server import clock
from server.bookings import bodies, calendar, moving
from server.errors import ValidationFailed
from server.web.answers import Json
from server.web.endpoint import SIGNED_IN, STAFF, Call, Endpoints
from server.words import _

calendars = Endpoints()
LONGEST = timedelta(days=42)


@calendars.add("GET", "/api/calendar", who=STAFF, query=bodies.Span)
async def show_calendar(call: Call) -> Response:
    """Slots and bookings of a stretch of time; coaches see their own calendar, admins all."""
    query: bodies.Span = call.query
    if clock.parse(query.to) - clock.parse(query.from_) > LONGEST:
        raise ValidationFailed.of("to", _("This is too long a time at once."))
    found = await call.read(calendar.span, call.caller, query.from_, query.to, query.staff_id)
    return Json({"success": True, **found})


@calendars.add("POST", "/api/bookings/{id}/reschedule", who=STAFF, body=bodies.Reschedule)
async def reschedule(call: Call) -> Response:
    """Moves a booking to another slot, or to another time or coach, as one change."""
    body: bodies.Reschedule = call.body
    where = moving.Where(body.slot_id, body.staff_id, body.starts_at)
    return await call.write(
        moving.reschedule, call.caller, call.path("id"), where, body.version, body.reason
    )


@calendars.add("GET", "/api/customers", who=STAFF, query=bodies.CustomerQuery)
async def customers(call: Call) -> Response:
    """Known customers by the beginning of a name or e-mail, or a part of the phone number."""
    found = await call.read(calendar.customers_like, call.caller, call.query.search)
    return Json({"success": True, "customers": found})


@calendars.add("GET", "/api/customers/{id}/bookings", who=STAFF)
async def of_customer(call: Call) -> Response:
    """Every booking of one customer that the caller may see, newest first."""
    found = await call.read(calendar.of_customer, call.caller, call.path("id"))
    return Json({"success": True, **found})


@calendars.add("GET", "/api/bookings/{id}/bookings", who=SIGNED_IN, query=bodies.Period)
async def of_coach(call: Call) -> Response:
    """A coach's calendar, by the coach's user id: what is open, and the bookings one may see."""
    start, end = _period(call)
    found = await call.read(calendar.of_coach, call.caller, call.path("id"), start, end)
    return Json({"success": True, **found})


@calendars.add("GET", "/api/bookings/user/{id}/sessions", who=SIGNED_IN, query=bodies.Period)
async def of_user(call: Call) -> Response:
    """A user's sessions, as far as the caller may see them."""
    start, end = _period(call)
    found = await call.read(calendar.of_user, call.caller, call.path("id"), start, end)
    return Json({"success": True, **found})


def _period(call: Call) -> tuple[str | None, str | None]:
    zone = call.caller.profile["tenant"]["timezone"]
    period: bodies.Period = call.query
    return bodies.bounds(period.start, period.end, zone)
