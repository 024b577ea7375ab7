"""Free times of a month: how many queries one request takes, and what it costs as the past grows.

    python -m bench.free_times [--past 93000] [--engine sqlite|postgresql|both] [--json FILE]

Twenty coaches offer the coming month in hours; the rest are taken slots of the past, each with its
booking. The cost must not grow with those: the last column is the ratio to a calendar without any.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from server import clock
from server.bookings import calendar, creation
from server.bookings.creation import Customer, Wish
from server.db import Database, Tx
from server.identity.caller import Caller
from server.identity.visitors import visitor
from server.ids import new_id
from server.realtime import log
from server.scheduling import times
from server.storage.migrate import migrate

COACHES, DAYS, HOURS = 20, 30, 12
FUTURE = COACHES * DAYS * HOURS
TENANT, SERVICE, CUSTOMER = "tenant", "service", "customer"
ROUNDS = 15
DURATIONS = '{"min": 30, "max": 60, "default": 60, "step": 30}'

_SLOT = """INSERT INTO slots (id, tenant_id, staff_id, service_id, starts_at, ends_at, seats_taken,
  offer_id, offer_starts_at, offer_ends_at, created_at)
VALUES (:id, 'tenant', :staff, 'service', :start, :end, :taken, :id, :start, :end, :start)"""
_BOOKING = """INSERT INTO bookings (id, tenant_id, attendance_status, payment_status,
  booking_source, service_id, staff_id, slot_id, holds_place, starts_at, ends_at, customer_id,
  currency, base_amount, total_amount, created_at, updated_at)
VALUES (:id, 'tenant', 'completed', 'paid', 'direct', 'service', :staff, :id, 1, :start, :end,
  'customer', 'EUR', 4500, 4500, :start, :start)"""


async def ground(tx: Tx) -> None:
    """A tenant, a service, the coaches and what they offer in the coming month."""
    await tx.run(
        """INSERT INTO tenants (id, slug, name, timezone, currency, locale, country, created_at)
           VALUES ('tenant', 'bench', 'Bench', 'Europe/Berlin', 'EUR', 'en', 'DE', :at)""",
        at=tx.at,
    )
    await tx.run(
        """INSERT INTO services (id, tenant_id, name, durations, prices, created_at)
           VALUES ('service', 'tenant', 'Lesson', :durations, '[]', :at)""",
        durations=DURATIONS,
        at=tx.at,
    )
    await tx.run(
        """INSERT INTO customers (id, tenant_id, name, phone, email, created_at)
           VALUES ('customer', 'tenant', 'Dora Dean', '+491711111111', '', :at)""",
        at=tx.at,
    )
    coaches = [{"id": f"coach{n:02d}", "at": tx.at} for n in range(COACHES)]
    await tx.run_many(
        """INSERT INTO staff (id, tenant_id, name, timezone, created_at)
           VALUES (:id, 'tenant', :id, 'Europe/Berlin', :at)""",
        coaches,
    )
    await tx.run_many(
        "INSERT INTO service_staff (service_id, staff_id) VALUES ('service', :id)", coaches
    )
    first = midnight(tx.now) + timedelta(days=1)
    await tx.run_many(_SLOT, list(slots(first, FUTURE, 1, taken=0)))


def slots(first: datetime, count: int, step: int, *, taken: int) -> Iterator[dict[str, Any]]:
    """Hours from 8:00 UTC on, coach by coach, day by day; `step` -1 goes into the past."""
    for number in range(count):
        day, place = divmod(number, COACHES * HOURS)
        hour, coach = divmod(place, COACHES)
        start = first + timedelta(days=day * step, hours=8 + hour)
        yield {
            "id": new_id(), "staff": f"coach{coach:02d}", "start": clock.iso(start),
            "end": clock.iso(start + timedelta(hours=1)), "taken": taken,
        }  # fmt: skip


async def past(tx: Tx, count: int) -> None:
    """So many slots of the past, taken, each with the booking that took it."""
    rows = list(slots(midnight(tx.now) - timedelta(days=1), count, -1, taken=1))
    await tx.run_many(_SLOT, rows)
    await tx.run_many(_BOOKING, [{n: row[n] for n in row if n != "taken"} for row in rows])


def midnight(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


class Counter:
    """Counts what the database is asked, whichever engine answers."""

    def __init__(self) -> None:
        self.asked = 0

    def around(self, query: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def counted(tx: Tx, *args: Any) -> Any:
            for name in ("one", "all", "run"):
                setattr(tx, name, self._counting(getattr(tx, name)))
            return await query(tx, *args)

        return counted

    def _counting(self, ask: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def counted(sql: str, /, **values: Any) -> Any:
            self.asked += 1
            return await ask(sql, **values)

        return counted


async def measured(do: Callable[[], Awaitable[Any]]) -> float:
    """The median of a few rounds, in milliseconds."""
    await do()
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await do()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


def requests(db: Database) -> dict[str, tuple[Callable[..., Awaitable[Any]], tuple[Any, ...]]]:
    """What is asked: a query, and what it is asked with."""
    now = clock.utc_now()
    day = [(now + timedelta(days=n)).date().isoformat() for n in range(DAYS + 1)]
    guest, admin = visitor(TENANT), Caller(TENANT, "admin", "admin", "Admin")
    week = clock.iso(now), clock.iso(now + timedelta(days=7))
    return {
        "days of a month, any coach": (
            times.days, (guest, SERVICE, None, day[1], day[DAYS], 60, None),
        ),
        "days of a month, one coach": (
            times.days, (guest, SERVICE, "coach03", day[1], day[DAYS], 60, None),
        ),
        "times of a day, any coach": (times.free, (guest, SERVICE, None, day[7], 60, None)),
        "calendar of a week, all": (calendar.span, (admin, *week, None)),
        "calendar of a week, one": (calendar.span, (admin, *week, "coach03")),
    }  # fmt: skip


async def look(db: Database) -> dict[str, tuple[int, float]]:
    """For each request the number of queries and the milliseconds."""
    found = {}
    for name, (query, args) in requests(db).items():
        counter = Counter()
        await db.read(counter.around(query), *args)
        found[name] = counter.asked, await measured(lambda q=query, a=args: db.read(q, *a))
    hour = iter(range(HOURS * DAYS))
    first = midnight(clock.utc_now()) + timedelta(days=1)

    async def book() -> None:
        day, at = divmod(next(hour), HOURS)
        start = clock.iso(first + timedelta(days=day, hours=8 + at))
        wish = Wish(None, SERVICE, start, 60)
        made = await db.write(creation.by_client, visitor(TENANT), wish, Customer("Dora", "+49171"))
        assert made["booking"]["starts_at"] == start

    found["booking, any coach"] = 0, await measured(book)
    return found


async def compare(url: str, count: int) -> list[dict[str, Any]]:
    """The same requests without a past and with one."""
    db = Database(url, journal=log.append)
    await db.open()
    await migrate(db)
    await db.write(ground)
    before = await look(db)
    began = time.perf_counter()
    await db.write(past, count)
    each = (time.perf_counter() - began) / count * 1e6
    if db.engine == "postgresql":
        await db.script("ANALYZE")
    after = await look(db)
    engine = db.engine
    await db.close()
    rows = [
        {"engine": engine, "request": name, "queries": queries, "ms_without_past": round(ms, 2),
         "ms_with_past": round(after[name][1], 2), "ratio": round(after[name][1] / ms, 2)}
        for name, (queries, ms) in before.items()
    ]  # fmt: skip
    print(f"{engine}: {FUTURE} open slots of a month and {count} of the past, "
          f"{each:.0f} us to insert one with its booking")  # fmt: skip
    return rows


@contextmanager
def database(engine: str) -> Iterator[str]:
    """The URL of an empty database that is gone afterwards."""
    if engine == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/bench.db"
        return
    from tests import postgres

    with postgres.server() as server:
        yield server.create("bench")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--past", type=int, default=100_000 - FUTURE)
    parser.add_argument("--engine", choices=["sqlite", "postgresql", "both"], default="sqlite")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    found: list[dict[str, Any]] = []
    both = ["sqlite", "postgresql"]
    for engine in both if options.engine == "both" else [options.engine]:
        with database(engine) as url:
            found += asyncio.run(compare(url, options.past))
    line = "{:<11} {:<28} {:>8} {:>13} {:>13} {:>6}"
    print(line.format("engine", "request", "queries", "no past, ms", "past, ms", "ratio"))
    for row in found:
        values = list(row.values())
        print(line.format(*values[:2], values[2] or "", *values[3:]))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
