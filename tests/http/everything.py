"""Every endpoint with a request that makes sense, and what each kind of caller is answered.

The tests compare this table with that of the application: an endpoint without a row here fails.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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


OPEN = "200 200 200 200 200 200 200 200"
REFUSED = "400 400 400 400 400 400 400 400"  # open to all, and what is sent is not valid
MEMBERS = "200 200 200 200 200 403 401 200"
ADMINS = "200 403 403 403 403 403 401 200"
ADMIN_OF_IT = "200 403 403 403 403 403 401 404"
STAFF_OF_IT = "200 200 404 403 403 403 401 404"
THEIRS = "200 200 404 200 404 200 401 404"
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
    "GET /healthz": Row(OPEN),
    "GET /readyz": Row(OPEN),
    "GET /metrics": Row(OPEN),
}


def path_of(house: House, path: str) -> str:
    """A path with ids of northside: the target booking, Carol, Bob, the private lesson."""
    cast = house.cast
    ids = {
        "/api/bookings/": house.target["id"],
        "/api/users/": cast.carol.id,
        "/api/services/": cast.lesson,
        "/api/staff/": cast.bob.staff_id,
    }
    id_ = next((found for prefix, found in ids.items() if path.startswith(prefix)), "")
    return path.replace("{id}", str(id_)).replace("{tenant}", "northside")


async def aim(house: House, row: Row) -> None:
    """A fresh booking of Carol's with Bob, for a row to be tried on."""
    slot = house.cast.request_slots[0] if row.request else house.cast.group_slot
    house.target = await house.books("carol", slot)
    if row.before:
        await house.patch(
            "alice", f"/api/bookings/{house.target['id']}/status", {"status": row.before}
        )


async def make_room(house: House) -> None:
    """Seats for everyone who tries."""
    await house.runs("UPDATE slots SET capacity = 1000")
