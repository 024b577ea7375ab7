"""Demo data: what the contract promises of it, and that it may be planted again."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from server import clock
from server.bookings import queries, rules
from server.bookings.board import Filters
from server.db import Database, Tx
from server.demo import load, seed
from server.demo.people import PASSWORD, PEOPLE
from server.identity import passwords
from server.identity.caller import Caller
from server.payments.rules import ledger
from tests.actions.conftest import Time

CHANGEABLE = {"requested", "time_suggested", "pending", "manual", "confirmed"}
TABLES = """attention audit booking_links bookings checkouts course_streams customer_words customers
    events memberships payments service_staff services sessions slots staff streams stripe_events
    tenants users""".split()  # noqa: SIM905


async def _rows(tx: Tx, sql: str) -> list[dict[str, Any]]:
    return [dict(row) for row in await tx.all(sql)]


async def _counts(tx: Tx) -> dict[str, int]:
    return {t: (await _rows(tx, f"SELECT count(*) AS n FROM {t}"))[0]["n"] for t in TABLES}


async def _oversold(tx: Tx) -> list[dict[str, Any]]:
    """Slots whose seats are not those of the bookings that hold them."""
    return await _rows(
        tx,
        """SELECT t.id, t.seats_taken, count(b.id) AS held FROM slots t
           LEFT JOIN bookings b ON b.slot_id = t.id AND b.holds_place = 1
           GROUP BY t.id, t.seats_taken HAVING t.seats_taken <> count(b.id)""",
    )


async def _not_as_the_ledger_says(tx: Tx) -> list[str]:
    payments: dict[str, list[dict[str, Any]]] = {}
    for row in await _rows(tx, "SELECT * FROM payments ORDER BY created_at, id"):
        payments.setdefault(row["booking_id"], []).append(row)
    bookings = await _rows(tx, "SELECT id, payment_status FROM bookings")
    return [b["id"] for b in bookings if ledger(payments.get(b["id"], [])) != b["payment_status"]]


async def _holders_without_a_claim(tx: Tx) -> list[dict[str, Any]]:
    """Bookings that are over or only asked for hold no place; every other one does."""
    none = ", ".join(f"'{a}'" for a in sorted(rules.RELEASING | rules.ANSWERABLE))
    return await _rows(
        tx,
        f"""SELECT id FROM bookings
            WHERE holds_place <> CASE WHEN attendance_status IN ({none}) THEN 0 ELSE 1 END""",
    )


@pytest.fixture
async def planted(db: Database) -> Database:
    await seed.seed(db)
    return db


async def test_everyone_of_the_demo_can_sign_in(planted: Database) -> None:
    rows = await planted.read(
        _rows,
        """SELECT u.email, m.role, t.slug, u.password_hash FROM users u
           JOIN memberships m ON m.user_id = u.id JOIN tenants t ON t.id = m.tenant_id""",
    )
    found = {(row["email"], row["role"], row["slug"]) for row in rows}
    assert found == {(p.email, p.role, p.tenant) for p in PEOPLE}
    assert found == {
        ("admin@northside.test", "admin", "northside"),
        ("admin2@northside.test", "admin", "northside"),
        ("coach@northside.test", "coach", "northside"),
        ("coach2@northside.test", "coach", "northside"),
        ("client@northside.test", "client", "northside"),
        ("client2@northside.test", "client", "northside"),
        ("admin@southside.test", "admin", "southside"),
        ("coach@southside.test", "coach", "southside"),
    }
    assert {row["password_hash"] for row in rows} == {rows[0]["password_hash"]}
    assert await passwords.matches("callboard-demo", rows[0]["password_hash"])
    assert PASSWORD == "callboard-demo"


async def test_northside_offers_what_the_contract_promises(planted: Database) -> None:
    rows = await planted.read(
        _rows,
        """SELECT s.kind, s.instant, s.capacity, count(c.id) AS streams FROM services s
           JOIN tenants t ON t.id = s.tenant_id LEFT JOIN course_streams c ON c.service_id = s.id
           WHERE t.slug = 'northside' GROUP BY s.id, s.kind, s.instant, s.capacity""",
    )
    kinds = {(r["kind"], r["instant"], r["capacity"] > 1, r["streams"]) for r in rows}
    assert kinds == {
        ("session", 1, False, 0), ("session", 0, False, 0), ("session", 1, True, 0),
        ("course", 1, True, 2),
    }  # fmt: skip


async def test_both_coaches_are_open_on_each_of_the_next_14_days(
    planted: Database, time: Time
) -> None:
    rows = await planted.read(
        _rows,
        """SELECT p.name, t.starts_at FROM slots t JOIN staff p ON p.id = t.staff_id
           JOIN tenants o ON o.id = t.tenant_id
           WHERE o.slug = 'northside' AND t.status = 'open'""",
    )
    today = clock.today(time.now, "Europe/Berlin")
    days = {today + timedelta(days=n) for n in range(1, 15)}
    found: dict[str, set[date]] = {}
    for row in rows:
        day = clock.today(clock.parse(row["starts_at"]), "Europe/Berlin")
        found.setdefault(row["name"], set()).add(day)
    assert {name: days - open_on for name, open_on in found.items()} == {
        "Bob Becker": set(), "Bea Brandt": set(),
    }  # fmt: skip


async def test_board_shows_every_status_past_and_future(planted: Database, time: Time) -> None:
    rows = await planted.read(_rows, "SELECT status, starts_at, payment_status FROM bookings")
    assert {row["status"] for row in rows} == set(rules.STATUSES)
    assert {row["payment_status"] for row in rows} == set(rules.PAYMENTS)
    now = clock.iso(time.now)
    assert {row["starts_at"] > now for row in rows} == {True, False}


async def test_board_is_consistent(planted: Database) -> None:
    assert await planted.read(_oversold) == []
    assert await planted.read(_not_as_the_ledger_says) == []
    assert await planted.read(_holders_without_a_claim) == []


async def test_planting_again_changes_nothing(planted: Database) -> None:
    before = await planted.read(_counts)
    await seed.seed(planted)
    assert await planted.read(_counts) == before
    assert before["bookings"] > 50


async def test_planting_on_a_later_day_adds_the_days_since(planted: Database, time: Time) -> None:
    before = await planted.read(_counts)
    time.passes(days=3)
    await seed.seed(planted)
    after = await planted.read(_counts)
    assert {t for t in TABLES if after[t] != before[t]} == {"slots"}
    assert after["slots"] > before["slots"]
    assert await planted.read(_oversold) == []


async def test_load_is_as_the_contract_says(planted: Database, time: Time) -> None:
    before = await planted.read(_counts)
    await load.plant(planted, 2000)
    after = await planted.read(_counts)
    assert after["bookings"] - before["bookings"] == 2000
    assert await planted.read(_oversold) == []
    assert await planted.read(_not_as_the_ledger_says) == []
    assert await planted.read(_holders_without_a_claim) == []

    rows = await planted.read(
        _rows,
        """SELECT b.* FROM bookings b JOIN customers c ON c.id = b.customer_id
           WHERE c.email LIKE '%@load.test'""",
    )
    assert len(rows) == 2000
    assert {row["tenant_id"] for row in rows} == {await planted.read(_northside)}
    assert {row["status"] for row in rows} == set(rules.STATUSES)
    assert {row["booking_source"] for row in rows} == set(rules.SOURCES)
    assert {row["hold_expires_at"] for row in rows} == {None}
    changeable = sum(row["attendance_status"] in CHANGEABLE for row in rows)
    assert round(changeable / 2000, 1) == 0.4
    _over_two_years_and_sixty_days(rows, time)


def _over_two_years_and_sixty_days(rows: list[dict[str, Any]], time: Time) -> None:
    first, last = time.now - timedelta(days=730), time.now + timedelta(days=60)
    starts = [clock.parse(row["starts_at"]) for row in rows]
    assert [start for start in starts if not first <= start <= last] == []
    months = Counter((start - first).days // 79 for start in starts)  # ten parts of the span
    assert sorted(months) == list(range(10))
    assert max(months.values()) < 2 * min(months.values())
    made = [row for row in rows if not row["created_at"] <= min(row["starts_at"], _now(time))]
    assert made == []


def _now(time: Time) -> str:
    return clock.iso(time.now)


async def _northside(tx: Tx) -> str:
    return str((await _rows(tx, "SELECT id FROM tenants WHERE slug = 'northside'"))[0]["id"])


async def test_load_can_be_found_and_listed(planted: Database) -> None:
    await load.plant(planted, 50)
    alice = Caller(await planted.read(_northside), "admin")
    (booked, *_) = await planted.read(
        _rows,
        """SELECT c.email, count(*) AS n FROM bookings b JOIN customers c ON c.id = b.customer_id
           WHERE c.email LIKE '%@load.test' GROUP BY c.email ORDER BY c.email""",
    )
    found = await planted.read(
        queries.listed, alice, Filters(search=booked["email"]), "-created_at", 1, 200
    )
    emails = [booking["customer_email"] for booking in found["bookings"]]
    assert emails == [booked["email"]] * booked["n"]
    everyone = await planted.read(queries.listed, alice, Filters(search="load"), "total", 1, 200)
    assert everyone["pagination"]["total"] == 50


async def test_load_planted_twice_is_twice_as_much(planted: Database) -> None:
    await load.plant(planted, 100)
    one = await planted.read(_counts)
    await load.plant(planted, 100)
    two = await planted.read(_counts)
    assert two["bookings"] - one["bookings"] == 100
    assert await planted.read(_oversold) == []
