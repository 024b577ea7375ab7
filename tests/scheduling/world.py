"""What the tests of calendars share: a clock, coaches with empty calendars, offers, bookings."""

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from server import clock
from server.bookings import creation
from server.bookings.creation import Customer, Wish
from server.db import Database, Row, Tx, in_list
from server.errors import AppError
from server.identity.caller import Caller
from server.scheduling import availability, catalogue
from server.scheduling.availability import Offer
from server.scheduling.recurrence import Series
from tests.cast import Cast

MONDAY = datetime(2027, 1, 4, 8, tzinfo=UTC)
_phones = itertools.count(1_000_000)


class Moment:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


def at(hours: float, days: int = 1) -> str:
    """An instant, counted from the midnight (UTC) of the first Monday."""
    return clock.iso(MONDAY.replace(hour=0) + timedelta(days=days, hours=hours))


async def coach(db: Database, cast: Cast, name: str = "Cora Cole", **values: Any) -> str:
    """Somebody with an empty calendar; answers the staff id."""
    made = await db.write(catalogue.create_staff, cast.alice, {"name": name, **values})
    return str(made["staff"]["id"])


async def service(db: Database, cast: Cast, staff_ids: list[str], **values: Any) -> str:
    """A service of 30 to 120 minutes, free of charge unless priced."""
    whole = {
        "name": "Training",
        "durations": {"min": 30, "max": 120, "default": 60, "step": 30},
        "staff_ids": staff_ids,
        **values,
    }
    made = await db.write(catalogue.create_service, cast.alice, whole)
    return str(made["service"]["id"])


def offer(start: str, end: str, zone: str = "UTC", rule: str | None = None, **values: Any) -> Offer:
    first = clock.parse(start)
    minutes = int((clock.parse(end) - first).total_seconds() // 60)
    exceptions = frozenset(values.pop("exceptions", ()))
    local = first.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return Offer(Series(local, minutes, zone, rule, exceptions), **values)


async def open_up(
    db: Database, caller: Caller, staff_id: str, start: str, end: str, **values: Any
) -> dict[str, Any]:
    """Offers time, and answers the availability with its slots."""
    made: dict[str, Any] = await db.write(
        availability.create, caller, staff_id, offer(start, end, **values), None
    )
    return made


def customer() -> Customer:
    return Customer("Dora Dean", f"+49171{next(_phones)}")


async def book(db: Database, caller: Caller, wish: Wish, **values: Any) -> dict[str, Any]:
    """Staff enter a booking; everybody else books online."""
    if caller.staff:
        made = await db.write(
            creation.by_staff, caller, wish, customer(), "direct", "", values.get("override")
        )
    else:
        made = await db.write(creation.by_client, caller, wish, customer())
    booking: dict[str, Any] = made["booking"]
    return booking


async def rows(db: Database, sql: str, **values: Any) -> list[Row]:
    async def ask(tx: Tx) -> list[Row]:
        return await tx.all(sql, **values)

    return await db.read(ask)


async def calendar(db: Database, staff_id: str) -> list[Row]:
    """What stands on a calendar, in order of time, without what was overbooked on purpose."""
    return await rows(
        db,
        """SELECT * FROM slots WHERE staff_id = :p AND gone = 0 AND overbooked = 0
           ORDER BY starts_at""",
        p=staff_id,
    )


async def picture(db: Database, staff_id: str) -> list[str]:
    """A calendar at a glance: `09:00-10:00 open`, one line for each interval."""
    return [
        f"{s['starts_at'][11:16]}-{s['ends_at'][11:16]} {s['status']}"
        for s in await calendar(db, staff_id)
    ]


async def sound(db: Database, staff_ids: Sequence[str] = ()) -> None:
    """No two intervals of a calendar overlap, seats are as many as bookings hold, and each booking
    that holds a place lies inside its slot. Of these calendars, or of all."""
    ids = list(staff_ids) or [row["id"] for row in await rows(db, "SELECT id FROM staff")]
    listed, values = in_list("s", ids)
    pairs = await rows(
        db,
        f"""SELECT a.id FROM slots a JOIN slots b ON a.staff_id = b.staff_id AND a.id <> b.id
            AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
            WHERE a.staff_id IN {listed} AND a.gone + a.overbooked + b.gone + b.overbooked = 0""",
        **values,
    )
    assert pairs == []
    seats = await rows(
        db,
        f"""SELECT t.id, t.seats_taken, t.capacity, COUNT(b.id) AS held FROM slots t
            LEFT JOIN bookings b ON b.slot_id = t.id AND b.holds_place = 1
            WHERE t.staff_id IN {listed} AND t.gone = 0 GROUP BY t.id""",
        **values,
    )
    assert [s for s in seats if s["held"] != s["seats_taken"] or s["held"] > s["capacity"]] == []
    outside = await rows(
        db,
        f"""SELECT b.id FROM bookings b JOIN slots t ON t.id = b.slot_id
            WHERE b.staff_id IN {listed} AND b.holds_place = 1
            AND (b.starts_at < t.starts_at OR b.ends_at > t.ends_at OR t.gone = 1
                 OR b.staff_id <> t.staff_id)""",
        **values,
    )
    assert outside == []


async def outcome(work: Any) -> Any:
    """What something answers, or the error it is refused with."""
    try:
        return await work
    except AppError as error:
        return error
