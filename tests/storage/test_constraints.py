"""What the database itself refuses, and what it computes, held together with the rules."""

import re
import sqlite3
from collections.abc import Iterable
from typing import get_args

import asyncpg
import pytest

from server.bookings import creation, rules
from server.bookings.creation import Customer, Wish
from server.db import Database, Tx
from server.payments import inbox, views
from tests.cast import Cast
from tests.storage.anatomy import anatomy

REFUSED = (sqlite3.IntegrityError, asyncpg.IntegrityConstraintViolationError)

# Written out here for what the rules do not list; the contract does.
CANCELLERS = ("admin", "coach", "client", "system")
ENUMS: dict[tuple[str, str], Iterable[str]] = {
    ("bookings", "attendance_status"): rules.ATTENDANCES,
    ("bookings", "payment_status"): rules.PAYMENTS,
    ("bookings", "booking_source"): rules.SOURCES,
    ("bookings", "cancelled_by"): CANCELLERS,
    ("memberships", "role"): ("admin", "coach", "client"),
    ("staff", "privacy"): ("public", "connected", "private"),
    ("services", "kind"): ("session", "course"),
    ("services", "format"): ("in_person", "online"),
    ("payments", "kind"): ("charge", "refund", "dispute"),
    ("payments", "method"): ("stripe", "cash", "transfer"),
    ("payments", "status"): ("open", "processing", "succeeded", "failed", "canceled"),
    ("checkouts", "status"): ("open", "complete", "expired"),
    ("stripe_events", "outcome"): get_args(inbox.Outcome),
    ("attention", "kind"): views._ATTENTION,
}


async def test_every_enum_of_the_schema_is_that_of_the_rules(db: Database) -> None:
    found = {}
    for table, facts in (await db.read(anatomy)).items():
        for clause in [*facts.get("clauses", ()), *(w for _, w in facts.get("constraints", ()))]:
            values = re.findall(r"'([^']*)'", clause)
            if clause.lower().startswith("check") and values:
                column = re.search(r"\w+", clause.lower().removeprefix("check"))
                assert column
                found[table, column[0]] = sorted(values)
    assert found == {key: sorted(values) for key, values in ENUMS.items()}


async def _booking(tx: Tx, cast: Cast) -> str:
    made = await creation.by_staff(
        tx, cast.alice, Wish(cast.slots[0]), Customer("Carol", "+491711234567"), "direct", ""
    )
    return str(made["booking"]["id"])


async def test_status_is_the_label_of_every_pair_of_states(db: Database, cast: Cast) -> None:
    booking_id = await db.write(_booking, cast)

    async def labelled(tx: Tx, attendance: str, payment: str) -> str:
        row = await tx.one(
            """UPDATE bookings SET attendance_status = :a, payment_status = :p WHERE id = :id
               RETURNING status""",
            a=attendance,
            p=payment,
            id=booking_id,
        )
        assert row
        return str(row["status"])

    pairs = [(a, p) for a in rules.ATTENDANCES for p in rules.PAYMENTS]
    found = {pair: await db.write(labelled, *pair) for pair in pairs}
    assert found == {pair: rules.label(*pair) for pair in pairs}


async def _seats(tx: Tx, slot_id: str) -> tuple[int, str]:
    row = await tx.one("SELECT seats_taken, status FROM slots WHERE id = :id", id=slot_id)
    assert row
    return row["seats_taken"], row["status"]


async def _set_seats(tx: Tx, slot_id: str, seats: int) -> None:
    await tx.run("UPDATE slots SET seats_taken = :n WHERE id = :id", n=seats, id=slot_id)


@pytest.mark.parametrize("seats", [9, -1])
async def test_database_alone_refuses_seats_that_are_not_there(
    seats: int, db: Database, cast: Cast
) -> None:
    await db.write(_set_seats, cast.group_slot, 7)
    with pytest.raises(REFUSED, match=r"(?i)check"):
        await db.write(_set_seats, cast.group_slot, seats)
    assert await db.read(_seats, cast.group_slot) == (7, "open")


async def test_last_seat_closes_a_slot_and_the_first_free_one_opens_it(
    db: Database, cast: Cast
) -> None:
    await db.write(_set_seats, cast.group_slot, 8)
    assert await db.read(_seats, cast.group_slot) == (8, "taken")
    await db.write(_set_seats, cast.group_slot, 7)
    assert await db.read(_seats, cast.group_slot) == (7, "open")


WRONG: dict[str, str] = {
    "unknown attendance": "UPDATE bookings SET attendance_status = 'asleep'",
    "unknown payment": "UPDATE bookings SET payment_status = 'owed'",
    "unknown source": "UPDATE bookings SET booking_source = 'dream'",
    "unknown canceller": "UPDATE bookings SET cancelled_by = 'nobody'",
    "negative total": "UPDATE bookings SET total_amount = -1",
    "discount above all": "UPDATE bookings SET discount_percent = 101",
    "place neither held nor not": "UPDATE bookings SET holds_place = 2",
    "booking of nobody": "UPDATE bookings SET customer_id = 'nobody'",
    "booking without a slot": "UPDATE bookings SET slot_id = NULL",
    "slot that ends before it begins": "UPDATE slots SET ends_at = '2000-01-01T00:00:00.000Z'",
    "unknown role": "UPDATE memberships SET role = 'owner'",
    "e-mail in capitals": "UPDATE users SET email = 'Carol@Northside.test' "
    "WHERE email = 'client@northside.test'",
    "e-mail of another": "UPDATE users SET email = 'client2@northside.test' "
    "WHERE email = 'client@northside.test'",
    "same slug twice": "UPDATE tenants SET slug = 'northside'",
}


async def test_database_refuses_what_cannot_be(db: Database, cast: Cast) -> None:
    await db.write(_booking, cast)

    async def wrong(tx: Tx, sql: str) -> None:
        await tx.run(sql)

    accepted = []
    for name, sql in WRONG.items():
        try:
            await db.write(wrong, sql)
            accepted.append(name)
        except REFUSED:
            continue
    assert accepted == []
