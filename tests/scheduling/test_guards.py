"""The database's own guard, by SQL alone: the rules of the application are not asked."""

import asyncio
from contextlib import suppress
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import pytest

from server.db import Database, Tx
from server.ids import new_id
from tests.cast import Cast
from tests.scheduling.world import at, rows

INSERT = """INSERT INTO slots (id, tenant_id, staff_id, starts_at, ends_at, capacity, seats_taken,
                               gone, overbooked, created_at)
            VALUES (:id, :t, :p, :start, :end, :capacity, :taken, :gone, :over, :start)"""


def row(cast: Cast, start: str, end: str, **values: Any) -> dict[str, Any]:
    usual = {"id": new_id(), "t": cast.tenant_id, "p": cast.bea.staff_id, "capacity": 1,
             "taken": 0, "gone": 0, "over": 0}  # fmt: skip
    return {**usual, "start": start, "end": end, **values}


async def put(db: Database, sql: str, **values: Any) -> bool:
    """Writes past every rule; False when the database refuses."""

    async def write(tx: Tx) -> None:
        await tx.run(sql, **values)

    try:
        await db.write(write)
    except Exception as error:
        if "slots_" not in str(error):
            raise
        return False
    return True


async def insert(db: Database, cast: Cast, start: str, end: str, **values: Any) -> bool:
    return await put(db, INSERT, **row(cast, start, end, **values))


@pytest.mark.parametrize(
    ("start", "end"), [(10, 11), (9.5, 10.5), (10.5, 11.5), (10.25, 10.75), (9, 12), (10, 10.25)]
)
async def test_overlap_is_refused(db: Database, cast: Cast, start: float, end: float) -> None:
    assert await insert(db, cast, at(10, 9), at(11, 9))
    assert not await insert(db, cast, at(start, 9), at(end, 9))
    assert not await insert(db, cast, at(start, 9), at(end, 9), taken=1)


async def test_what_only_touches_is_allowed(db: Database, cast: Cast) -> None:
    assert await insert(db, cast, at(10, 9), at(11, 9))
    assert await insert(db, cast, at(9, 9), at(10, 9))
    assert await insert(db, cast, at(11, 9), at(12, 9))
    assert await insert(db, cast, at(10, 9), at(11, 9), p=cast.bob.staff_id)


async def test_interval_of_a_whole_day_is_seen_to_its_end(db: Database, cast: Cast) -> None:
    assert await insert(db, cast, at(12, 9), at(12, 10))
    assert not await insert(db, cast, at(11, 10), at(13, 10))
    assert not await insert(db, cast, at(12, 8), at(12.25, 9))
    assert await insert(db, cast, at(12, 10), at(12, 11))


async def test_moving_an_interval_over_another_is_refused(db: Database, cast: Cast) -> None:
    first, second = new_id(), new_id()
    assert await insert(db, cast, at(10, 9), at(11, 9), id=first)
    assert await insert(db, cast, at(11, 9), at(12, 9), id=second)
    stretch = "UPDATE slots SET starts_at = :start WHERE id = :id"
    assert not await put(db, stretch, start=at(10.5, 9), id=second)
    assert await put(db, stretch, start=at(11.5, 9), id=second)
    onto = "UPDATE slots SET staff_id = :p WHERE id = :id"
    assert await insert(db, cast, at(10, 9), at(11, 9), p=cast.bob.staff_id, id=(other := new_id()))
    assert not await put(db, onto, p=cast.bea.staff_id, id=other)


async def test_what_is_gone_or_overbooked_stands_in_nobodys_way(db: Database, cast: Cast) -> None:
    hidden, over = new_id(), new_id()
    assert await insert(db, cast, at(10, 9), at(11, 9), gone=1, id=hidden)
    assert await insert(db, cast, at(10, 9), at(11, 9))
    assert await insert(db, cast, at(10, 9), at(11, 9), over=1, id=over)
    assert await insert(db, cast, at(10, 9), at(11, 9), over=1)
    # Neither comes back where somebody else is now.
    assert not await put(db, "UPDATE slots SET gone = 0 WHERE id = :id", id=hidden)
    assert not await put(db, "UPDATE slots SET overbooked = 0 WHERE id = :id", id=over)


async def test_seats_are_not_oversold(db: Database, cast: Cast) -> None:
    sit = "UPDATE slots SET seats_taken = seats_taken + 1 WHERE id = :id"
    group = new_id()
    assert await insert(db, cast, at(10, 9), at(11, 9), capacity=2, id=group)
    assert [await put(db, sit, id=group) for _ in range(3)] == [True, True, False]
    leave = "UPDATE slots SET seats_taken = seats_taken - 3 WHERE id = :id"
    assert not await put(db, leave, id=group)
    assert not await put(db, "UPDATE slots SET capacity = 1 WHERE id = :id", id=group)
    assert not await insert(db, cast, at(12, 9), at(13, 9), taken=2)
    assert not await insert(db, cast, at(13, 9), at(13, 9))


async def test_twenty_at_once_without_the_applications_lock(db: Database, cast: Cast) -> None:
    answers = await asyncio.gather(
        *(insert(db, cast, at(10 + n / 40, 9), at(11 + n / 40, 9)) for n in range(20))
    )
    assert sorted(answers) == [False] * 19 + [True]


async def test_two_open_transactions_do_not_both_commit(
    database_url: str, db: Database, cast: Cast
) -> None:
    """On PostgreSQL neither sees the other's row: the second waits, then sees it."""
    if db.engine != "postgresql":
        pytest.skip("SQLite has one writer: there are no two open transactions")
    text = """INSERT INTO slots (id, tenant_id, staff_id, starts_at, ends_at, created_at)
              VALUES ($1, $2, $3, $4, $5, $4)"""
    common = (cast.tenant_id, cast.bea.staff_id)
    first: Any = await asyncpg.connect(**_address(database_url))
    second: Any = await asyncpg.connect(**_address(database_url))
    one, two = first.transaction(), second.transaction()
    await one.start()
    await two.start()
    await first.execute(text, new_id(), *common, at(10, 9), at(11, 9))
    late = asyncio.create_task(second.execute(text, new_id(), *common, at(10.5, 9), at(11.5, 9)))
    done, _waiting = await asyncio.wait({late}, timeout=0.2)
    assert not done, "the second waits for the first"
    await one.commit()
    with pytest.raises(asyncpg.ExclusionViolationError):
        await late
    with suppress(asyncpg.PostgresError):
        await two.rollback()
    await first.close()
    await second.close()
    found = await rows(db, "SELECT id FROM slots WHERE starts_at >= :s", s=at(10, 9))
    assert len(found) == 1


def _address(url: str) -> dict[str, str]:
    """A test's URL as asyncpg takes it: its host is the folder of a socket."""
    rest, _sep, folder = url.partition("?host=")
    return {"host": folder, "user": "postgres", "database": rest.rpartition("/")[2]}
