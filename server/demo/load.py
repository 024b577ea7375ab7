"""Many bookings for load tests: two years back and sixty days ahead, in every status."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from server import clock
from server.bookings import customers, rules
from server.bookings.rules import Attendance, Payment
from server.db import Database, Tx
from server.demo.board import payment_rows
from server.demo.people import CUSTOMERS
from server.demo.seed import insert_slots
from server.ids import new_id

BACK, AHEAD = timedelta(days=730), timedelta(days=60)
SEATS = 20
FILLED = 16
HOURS_A_DAY = 12
BATCH = 5_000
CUSTOMERS_AT_MOST = 20_000
AMOUNT, VAT = 1_800, 287

# Three of five are over, two of five can still be changed; none is an open hold.
_OVER: tuple[tuple[Attendance, Payment], ...] = (
    ("completed", "paid"), ("completed", "unpaid"), ("no-show", "unpaid"),
    ("cancelled", "refunded"), ("cancelled", "unpaid"), ("declined", "unpaid"),
)  # fmt: skip
_CHANGEABLE: tuple[tuple[Attendance, Payment], ...] = (
    ("requested", "unpaid"), ("time_suggested", "unpaid"), ("pending", "unpaid"),
    ("pending", "paid"), ("pending", "failed"), ("manual", "unpaid"), ("manual", "paid"),
    ("confirmed", "paid"), ("confirmed", "partially_refunded"), ("confirmed", "disputed"),
    ("confirmed", "processing"),
)  # fmt: skip

_BOOKING = """INSERT INTO bookings (id, tenant_id, attendance_status, payment_status,
  booking_source, service_id, staff_id, slot_id, holds_place, starts_at, ends_at, customer_id,
  currency, base_amount, vat_amount, total_amount, created_at, updated_at)
VALUES (:id, :tenant_id, :attendance, :payment, :source, :service_id, :staff_id, :slot_id, :holds,
  :starts_at, :ends_at, :customer_id, :currency, :amount, :vat, :amount,
  :created_at, :created_at)"""
_PAYMENT = """INSERT INTO payments (id, tenant_id, booking_id, kind, method, status, amount,
  currency, happened_at, created_at)
VALUES (:id, :tenant_id, :booking_id, :kind, 'cash', :status, :amount, :currency, :at, :at)"""


async def plant(db: Database, count: int) -> None:
    """Adds `count` bookings to northside, a batch for each command."""
    ground = await db.write(_ground, count)
    dice = random.Random(count)
    slots = _hours(ground, count)
    left = count
    while left > 0:
        size = min(left, BATCH)
        await db.write(_batch, ground, slots, size, dice)
        left -= size


async def _ground(tx: Tx, count: int) -> dict[str, Any]:
    """Who and what the load is about: the group session, coaches of its own, customers."""
    row = await tx.one(
        """SELECT t.id AS tenant_id, s.id AS service_id, t.currency FROM tenants t
           JOIN services s ON s.tenant_id = t.id
           WHERE t.slug = 'northside' AND s.capacity > 1 AND s.kind = 'session'"""
    )
    assert row is not None
    hours = (BACK + AHEAD).days * HOURS_A_DAY
    coaches = [await _coach(tx, row) for _ in range(count // (hours * FILLED) + 1)]
    people = []
    for number in range(min(max(count // 10, 10), CUSTOMERS_AT_MOST)):
        name = f"{CUSTOMERS[number % len(CUSTOMERS)]} {number:05d}"
        phone = f"+4915{10_000_000 + number * 37 % 89_999_999}"
        email = f"player{number}@load.test"
        people.append(await customers.find_or_make(tx, row["tenant_id"], name, phone, email))
    first = tx.now.replace(minute=0, second=0, microsecond=0) - BACK
    return {**row, "coaches": coaches, "people": people, "first": first}


async def _coach(tx: Tx, row: Any) -> str:
    count = await tx.one("SELECT count(*) AS n FROM staff WHERE tenant_id = :t", t=row["tenant_id"])
    assert count is not None
    id_ = new_id()
    await tx.run(
        """INSERT INTO staff (id, tenant_id, name, timezone, created_at)
           VALUES (:id, :t, :name, 'UTC', :at)""",
        id=id_,
        t=row["tenant_id"],
        name=f"Coach {count['n'] + 1}",
        at=tx.at,
    )
    await tx.run(
        "INSERT INTO service_staff (service_id, staff_id) VALUES (:s, :p)",
        s=row["service_id"],
        p=id_,
    )
    return id_


def _hours(ground: dict[str, Any], count: int) -> Iterator[tuple[str, datetime]]:
    """Hours of the load's coaches, as many as are needed, evenly over the whole span."""
    needed = -(-count // FILLED)
    every = max(1, (BACK + AHEAD).days * HOURS_A_DAY * len(ground["coaches"]) // needed)
    number = 0
    for day in range((BACK + AHEAD).days):
        for hour in range(HOURS_A_DAY):
            for coach in ground["coaches"]:
                if number % every == 0:
                    yield coach, ground["first"] + timedelta(days=day, hours=hour)
                number += 1


async def _batch(
    tx: Tx,
    ground: dict[str, Any],
    hours: Iterator[tuple[str, datetime]],
    size: int,
    dice: random.Random,
) -> None:
    slots: list[dict[str, Any]] = []
    bookings: list[dict[str, Any]] = []
    payments: list[dict[str, Any]] = []
    while len(bookings) < size:
        staff_id, start = next(hours)
        slot = _slot(ground, staff_id, start)
        slots.append(slot)
        for _ in range(min(FILLED, size - len(bookings))):
            booking = _booking(ground, slot, dice, tx.now)
            bookings.append(booking)
            payments += _payments(booking)
    await insert_slots(tx, slots)
    await tx.run_many(_BOOKING, bookings)
    await tx.run_many(_PAYMENT, payments)


def _slot(ground: dict[str, Any], staff_id: str, start: datetime) -> dict[str, Any]:
    return {
        "id": new_id(), "tenant_id": ground["tenant_id"], "staff_id": staff_id,
        "service_id": ground["service_id"], "course_stream_id": None, "starts_at": clock.iso(start),
        "ends_at": clock.iso(start + timedelta(hours=1)), "capacity": SEATS, "seats_taken": 0,
    }  # fmt: skip


def _booking(
    ground: dict[str, Any], slot: dict[str, Any], dice: random.Random, now: datetime
) -> dict[str, Any]:
    attendance, payment = dice.choice(_CHANGEABLE if dice.random() < 0.4 else _OVER)
    holds = attendance not in rules.RELEASING | rules.ANSWERABLE
    slot["seats_taken"] += holds
    made = min(clock.parse(slot["starts_at"]), now) - timedelta(minutes=dice.randrange(60, 9000))
    return {
        "id": new_id(), "tenant_id": ground["tenant_id"], "attendance": attendance,
        "payment": payment, "source": dice.choice(rules.SOURCES),
        "service_id": ground["service_id"], "staff_id": slot["staff_id"], "slot_id": slot["id"],
        "holds": int(holds), "starts_at": slot["starts_at"], "ends_at": slot["ends_at"],
        "customer_id": dice.choice(ground["people"]), "currency": ground["currency"],
        "amount": AMOUNT, "vat": VAT, "created_at": clock.iso(made),
    }  # fmt: skip


def _payments(booking: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "id": new_id(), "tenant_id": booking["tenant_id"], "booking_id": booking["id"],
            "kind": kind, "status": status, "amount": AMOUNT * share // 100,
            "currency": booking["currency"], "at": booking["created_at"],
        }
        for kind, status, share in payment_rows(booking["payment"])
    ]  # fmt: skip
