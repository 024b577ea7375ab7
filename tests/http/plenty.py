"""A board with plenty on it, planted straight into the tables, to be filtered and counted."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from server import clock
from server.bookings import customers, rules
from server.db import Database, Tx
from server.ids import new_id
from tests.cast import Cast

PEOPLE = (
    ("Carol Clarke", "+491711234567", "client@northside.test"),
    ("Zoë van Dijk", "+31201234567", "zoe.vandijk@example.test"),
    ("Иван Соколов", "+79161234567", ""),
    ("José García-López", "+34911234567", "jose@northside.test"),
    ("Tom O’Brien", "+35312345678", "tom_ob@mail.test"),
    ("Anna Berg", "+49301112223", "12-34@mail.test"),
    ("ann bergmann", "+4917155555", "ann@mail.test"),
)
BERLIN = ZoneInfo("Europe/Berlin")
NOW = clock.utc_now().replace(microsecond=0)
MIDNIGHT = clock.day_start(clock.today(NOW, "Europe/Berlin"), "Europe/Berlin")
DAY, TICK = timedelta(days=1), timedelta(milliseconds=1)
# Around both clock changes of Berlin, the midnights of today there, and now.
EDGES = (
    datetime(2026, 3, 29, tzinfo=BERLIN),
    datetime(2026, 3, 30, tzinfo=BERLIN),
    datetime(2026, 10, 25, tzinfo=BERLIN),
    datetime(2026, 10, 26, tzinfo=BERLIN),
    MIDNIGHT,
    clock.day_end(clock.today(NOW, "Europe/Berlin"), "Europe/Berlin"),
    NOW,
    NOW + 5 * DAY,
)
MOMENTS = [edge.astimezone(UTC) - before for edge in EDGES for before in (TICK, 0 * TICK)]

_BOOKING = """INSERT INTO bookings (id, tenant_id, attendance_status, payment_status,
  booking_source, service_id, staff_id, slot_id, holds_place, starts_at, ends_at, customer_id,
  user_id, currency, base_amount, total_amount, notes, created_at, updated_at)
VALUES (:id, :tenant_id, :attendance, :payment, :source, :service_id, :staff_id, :slot_id, 0,
  :starts_at, :ends_at, :customer_id, :user_id, 'EUR', :amount, :amount, :notes, :at, :at)"""


async def plant(db: Database, cast: Cast, count: int = 120) -> None:
    """Bookings of every kind. A few were made at the same instant."""
    await db.write(_plant, cast, count)


async def _plant(tx: Tx, cast: Cast, count: int) -> None:
    dice = random.Random(count)
    known = {
        name: await customers.find_or_make(tx, cast.tenant_id, name, phone, email)
        for name, phone, email in PEOPLE
    }
    coaches = ((cast.bob.staff_id, cast.slots[0]), (cast.bea.staff_id, cast.bea_slots[0]))
    rows: list[dict[str, Any]] = []
    for number in range(count):
        staff_id, slot_id = dice.choice(coaches)
        name, start = dice.choice(PEOPLE)[0], dice.choice(MOMENTS)
        rows.append(
            {
                "id": new_id(), "tenant_id": cast.tenant_id, "staff_id": staff_id,
                "slot_id": slot_id, "attendance": rules.ATTENDANCES[number % 9],
                "payment": dice.choice(rules.PAYMENTS), "source": dice.choice(rules.SOURCES),
                "service_id": dice.choice((cast.lesson, cast.video)),
                "customer_id": known[name],
                "user_id": cast.carol.id if name == "Carol Clarke" else None,
                "starts_at": clock.iso(start), "ends_at": clock.iso(start + timedelta(hours=1)),
                "amount": dice.choice((0, 1800, 4500, 6000)),
                "notes": dice.choice(("", "=1+1", "two\nlines", 'a "quoted", word')),
                "at": clock.iso(NOW - timedelta(minutes=number // 3)),
            }
        )  # fmt: skip
    dice.shuffle(rows)
    await tx.run_many(_BOOKING, rows)
