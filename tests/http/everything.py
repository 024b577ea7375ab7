"""Every endpoint with a request that makes sense, and what each kind of caller is answered.

The tests compare this table with that of the application: an endpoint without a row here fails.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from server import clock
from tests.http.house import CAROL, House

# Alice; Bob, whose booking it is; Bea; Carol, whose booking it is; Chris; who holds its link; who
# is not signed in; Mallory of the other tenant.
CALLERS = ("alice", "bob", "bea", "carol", "chris", "link", "stranger", "mallory")
Body = Callable[[House, str], dict[str, Any] | None]


@dataclass(frozen=True)
class Row:
    """`answers` are HTTP statuses in the order of CALLERS; `before` is done to the booking."""

    answers: str
    body: Body = lambda house, who: None
    request: bool = False
    before: str | None = None


def fixed(**values: Any) -> Body:
    return lambda house, who: values


def new_booking(house: House, who: str) -> dict[str, Any]:
    slot = {"slot_id": house.cast.group_slot}
    return slot if who in ("carol", "chris") else slot | CAROL


def visitor(house: House, who: str) -> dict[str, Any]:
    names = ("customer_name", "customer_phone")
    return {"slot_id": house.cast.group_slot, **{name: CAROL[name] for name in names}}


def offer(house: House, who: str) -> dict[str, Any]:
    """An hour of Bob's, in three weeks."""
    start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=21)
    return {
        "staff_id": house.cast.bob.staff_id, "starts_at": clock.iso(start),
        "ends_at": clock.iso(start + timedelta(hours=1)),
    }  # fmt: skip


def changed_offer(house: House, who: str) -> dict[str, Any]:
    return {**offer(house, who), "dry_run": True}


SERVICE = fixed(
    name="Doubles", durations={"min": 60, "max": 60, "default": 60},
    prices=[{"duration_minutes": 60, "amount": 900, "currency": "EUR"}],
)  # fmt: skip
STREAM = {
    "label": "5th stream", "capacity": 4,
    "sessions": [{"starts_at": "2027-03-01T10:00:00Z", "ends_at": "2027-03-01T11:00:00Z"}],
}  # fmt: skip
OPEN = "200 200 200 200 200 200 200 200"
REFUSED = "400 400 400 400 400 400 400 400"  # open to all, and what is sent is not valid
MEMBERS = "200 200 200 200 200 403 401 200"
ADMINS = "200 403 403 403 403 403 401 200"
ADMIN_OF_IT = "200 403 403 403 403 403 401 404"
STAFF_OF_IT = "200 200 404 403 403 403 401 404"
THEIRS = "200 200 404 200 404 200 401 404"
STAFF_HERE = "200 200 200 403 403 403 401 200"
OF_TENANT = "200 200 200 200 200 403 401 404"
NO_COURSE = "404 403 403 403 403 403 401 404"
CONFIRM = fixed(status="confirmed")

EVERYTHING: dict[str, Row] = {
    "GET /api/bookings": Row(MEMBERS),
    "POST /api/bookings": Row("201 201 404 201 201 403 401 404", new_booking),
    "GET /api/bookings/stats": Row(ADMINS),
    "GET /api/bookings/export.csv": Row(ADMINS),
    "POST /api/bookings/bulk": Row(
        ADMINS, lambda house, who: {"ids": [house.target["id"]], "status": "confirmed"}
    ),
    "GET /api/bookings/{id}": Row(THEIRS),
    "PATCH /api/bookings/{id}": Row(STAFF_OF_IT, CONFIRM),
    "PATCH /api/bookings/{id}/status": Row(STAFF_OF_IT, CONFIRM),
    "PUT /api/bookings/{id}/status": Row(STAFF_OF_IT, CONFIRM),
    "POST /api/bookings/{id}/accept": Row(STAFF_OF_IT, request=True),
    "POST /api/bookings/{id}/decline": Row(STAFF_OF_IT, request=True),
    "POST /api/bookings/{id}/cancel": Row(THEIRS),
    # What Alice did is undone by admins alone.
    "POST /api/bookings/{id}/undo": Row("200 403 404 403 404 403 401 404", before="confirmed"),
    "POST /api/bookings/{id}/link": Row("201 201 404 403 403 403 401 404"),
    "DELETE /api/bookings/{id}/link": Row(STAFF_OF_IT),
    "POST /api/bookings/{id}/checkout": Row("200 403 403 200 404 200 401 404"),
    "POST /api/public/{tenant}/bookings": Row(OPEN.replace("200", "201"), visitor),
    "POST /api/auth/login": Row(REFUSED),
    "POST /api/auth/register": Row(REFUSED),
    "POST /api/auth/logout": Row(MEMBERS),
    "GET /api/auth/me": Row(MEMBERS),
    "PUT /api/auth/me": Row(MEMBERS, fixed(locale="en")),
    "GET /api/users": Row(ADMINS),
    "GET /api/users/{id}": Row(ADMIN_OF_IT),
    "PATCH /api/users/{id}": Row(ADMIN_OF_IT, fixed(role="client")),
    "GET /api/services": Row(MEMBERS),
    "GET /api/services/{id}": Row("200 200 200 200 200 403 401 404"),
    "GET /api/staff": Row(MEMBERS),
    "GET /api/staff/{id}": Row("200 200 200 200 200 403 401 404"),
    "GET /api/slots": Row(MEMBERS),
    "POST /api/stripe/webhook": Row(REFUSED),
    "GET /api/payments/logs": Row(ADMINS),
    "GET /api/payments/attention": Row(ADMINS),
    "GET /api/test-db": Row(ADMINS),
    "GET /api/db-schema": Row(ADMINS),
    "GET /api/debug-events": Row(ADMINS),
    "POST /api/bookings/{id}/reschedule": Row(
        STAFF_OF_IT, lambda house, who: {"slot_id": house.cast.request_slots[1]}, request=True
    ),
    "GET /api/calendar": Row(STAFF_HERE),
    "GET /api/customers": Row(STAFF_HERE),
    "GET /api/customers/{id}/bookings": Row("200 200 200 403 403 403 401 404"),
    "GET /api/bookings/{id}/bookings": Row(OF_TENANT),
    "GET /api/bookings/user/{id}/sessions": Row("200 200 200 200 404 403 401 404"),
    "GET /api/bookings/availability": Row(STAFF_HERE),
    "POST /api/bookings/availability": Row("201 201 404 403 403 403 401 404", offer),
    "PUT /api/bookings/availability/{id}": Row(STAFF_OF_IT, changed_offer),
    "DELETE /api/bookings/availability/{id}": Row(STAFF_OF_IT),
    "GET /api/slots/times": Row(OF_TENANT),
    "GET /api/slots/days": Row(OF_TENANT),
    "GET /api/tenant": Row(ADMINS),
    "PATCH /api/tenant": Row(ADMINS, fixed(name="The Club")),
    "POST /api/services": Row(ADMINS.replace("200", "201"), SERVICE),
    "PATCH /api/services/{id}": Row(ADMIN_OF_IT, fixed(description="New balls")),
    # The lesson is no course: streams have tests of their own.
    "POST /api/services/{id}/streams": Row(
        NO_COURSE, lambda house, who: {**STREAM, "staff_id": house.cast.bob.staff_id}
    ),
    "PATCH /api/services/{id}/streams/{stream}": Row(NO_COURSE, fixed(capacity=5)),
    "POST /api/staff": Row(ADMINS.replace("200", "201"), fixed(name="Someone New")),
    "PATCH /api/staff/{id}": Row("200 200 403 403 403 403 401 404", fixed(name="Bob B. Becker")),
    "GET /api/public/{tenant}": Row(OPEN),
    "GET /api/public/{tenant}/slots": Row(OPEN),
    "GET /api/public/{tenant}/slots/times": Row(OPEN),
    "GET /api/public/{tenant}/slots/days": Row(OPEN),
    # Last: nobody can book it after that.
    "DELETE /api/services/{id}": Row(ADMIN_OF_IT),
    "GET /healthz": Row(OPEN),
    "GET /readyz": Row(OPEN),
    "GET /metrics": Row(OPEN),
}


def path_of(house: House, path: str) -> str:
    """A path with ids of northside: the target booking, Carol, Bob, the private lesson."""
    cast = house.cast
    ids = {
        "/api/bookings/availability/": house.offered,
        "/api/bookings/{id}/bookings": cast.bob.id,
        "/api/bookings/user/": cast.carol.id,
        "/api/customers/": house.customer,
        "/api/bookings/": house.target["id"],
        "/api/users/": cast.carol.id,
        "/api/services/": cast.lesson,
        "/api/staff/": cast.bob.staff_id,
    }
    id_ = next((found for prefix, found in ids.items() if path.startswith(prefix)), "")
    asked = QUERIES.get(path.rpartition("/")[2], "").format(lesson=cast.lesson)
    path = path.replace("{id}", str(id_)).replace("{tenant}", "northside")
    return path.replace("{stream}", "none") + asked


# What some cannot be asked without.
QUERIES = {
    "calendar": "?from=2026-11-21T00:00:00Z&to=2026-11-28T00:00:00Z",
    "customers": "?search=nobody",
    "times": "?service_id={lesson}&date=2026-11-30",
    "days": "?service_id={lesson}&date=2026-11-30&until=2026-12-06",
}


async def aim(house: House, row: Row) -> None:
    """A fresh booking of Carol's with Bob, for a row to be tried on."""
    slot = house.cast.request_slots[0] if row.request else house.cast.group_slot
    house.target = await house.books("carol", slot)
    booked = "SELECT customer_id AS id FROM bookings WHERE id = :id"
    house.customer = (await house.rows(booked, id=house.target["id"]))[0]["id"]
    if row.before:
        await house.patch(
            "alice", f"/api/bookings/{house.target['id']}/status", {"status": row.before}
        )


async def make_room(house: House) -> None:
    """Time that Bob offers, and seats for everyone who tries."""
    made = await house.post("alice", "/api/bookings/availability", _another_hour(house))
    house.offered = made.json()["availability"]["id"]
    await house.runs("UPDATE slots SET capacity = 1000")


def _another_hour(house: House) -> dict[str, Any]:
    times = offer(house, "alice")
    later = {
        n: clock.iso(clock.parse(times[n]) + timedelta(hours=3)) for n in ("starts_at", "ends_at")
    }
    return {**times, **later}
