"""What each connection is set to, and what a reader may not do."""

import asyncio
import threading
from typing import Any

import pytest

from server.db import Database, Tx
from server.errors import Busy
from server.storage.sqlite import READERS
from tests.storage.jottings import POSTGRES, SQLITE, jot, jotted

PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}  # 2 is FULL


async def _pragmas(tx: Tx, meet: threading.Barrier | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in (*PRAGMAS, "query_only"):
        row = await tx.one(f"PRAGMA {name}")
        assert row
        found[name] = row[name]
    if meet:
        meet.wait(30)
    return found


@SQLITE
async def test_writer_is_durable_and_keeps_foreign_keys(doors: Database) -> None:
    assert await doors.write(_pragmas) == {**PRAGMAS, "query_only": 0}


@SQLITE
async def test_every_reader_is_durable_and_reads_alone(doors: Database) -> None:
    meet = threading.Barrier(READERS)  # all at once, so that each is another connection
    found = await asyncio.gather(*(doors.read(_pragmas, meet) for _ in range(READERS)))
    assert found == [{**PRAGMAS, "query_only": 1}] * READERS


@POSTGRES
async def test_read_is_one_snapshot_that_changes_nothing(doors: Database) -> None:
    assert await doors.read(_transaction) == ("repeatable read", "on")


@POSTGRES
async def test_write_sees_what_others_commit_while_it_waits(doors: Database) -> None:
    assert await doors.write(_transaction) == ("read committed", "off")


async def _transaction(tx: Tx) -> tuple[str, str]:
    row = await tx.one(
        """SELECT current_setting('transaction_isolation') AS isolation,
                  current_setting('transaction_read_only') AS readonly"""
    )
    assert row
    return row["isolation"], row["readonly"]


async def test_query_that_writes_is_refused(doors: Database) -> None:
    with pytest.raises(Busy):
        await doors.read(jot, "a")
    assert await doors.read(jotted) == []


async def test_engine_says_what_it_is(doors: Database, database_url: str) -> None:
    assert doors.engine == database_url.partition(":")[0]


async def _count(tx: Tx, values: list[int]) -> list[int]:
    """How many rows each way of asking gives."""
    row = await tx.one("SELECT count(*) AS n FROM jottings WHERE id = :a OR id = :a", a="a")
    assert row
    return [row["n"], len(await tx.all("SELECT id FROM jottings")), *values]


async def test_parameter_used_twice_is_one(doors: Database) -> None:
    await doors.write(jot, "a")
    await doors.write(jot, "b")
    assert await doors.read(_count, [7]) == [1, 2, 7]


async def test_row_that_is_not_there_is_none(doors: Database) -> None:
    async def nothing(tx: Tx) -> Any:
        return await tx.one("SELECT id FROM jottings WHERE id = 'nobody'")

    assert await doors.read(nothing) is None


async def test_many_rows_are_written_by_one_call(doors: Database) -> None:
    async def many(tx: Tx) -> None:
        rows = ({"shelf": None, "id": f"{n}"} for n in range(5))
        await tx.run_many("INSERT INTO jottings (id, shelf) VALUES (:id, :shelf)", rows)

    await doors.write(many)
    assert await doors.read(jotted) == ["0", "1", "2", "3", "4"]
