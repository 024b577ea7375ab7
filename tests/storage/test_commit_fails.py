"""When the commit itself fails, everyone it would have carried is told so, and nobody else."""

import asyncio
import sqlite3
from typing import Any

import asyncpg
import pytest

from server.db import Database, Event, Tx
from server.errors import Busy
from server.realtime import log
from server.storage import sqlite
from tests.storage.gate import Gate
from tests.storage.jottings import NOWHERE, SQLITE, all_of, jot

VIOLATION = (sqlite3.IntegrityError, asyncpg.ForeignKeyViolationError)


async def test_commit_refused_keeps_and_announces_nothing(
    doors: Database, announced: list[list[Event]]
) -> None:
    with pytest.raises(VIOLATION):
        await doors.write(jot, "a", "board", shelf=NOWHERE)
    assert await all_of(doors) == ([], {})
    assert announced == []


async def test_commit_refused_lets_the_next_command_go_on(
    doors: Database, announced: list[list[Event]]
) -> None:
    with pytest.raises(VIOLATION):
        await doors.write(jot, "a", "board", shelf=NOWHERE)
    assert await doors.write(jot, "b", "board") == "b"
    assert await all_of(doors) == (["b"], {"board": 1})
    assert [[event.seq for event in batch] for batch in announced] == [[1]]


@SQLITE
async def test_shared_commit_refused_fails_its_whole_batch(
    doors: Database, gate: Gate, announced: list[list[Event]]
) -> None:
    answers = await _batch_of_sixteen(doors, gate, broken="07")
    assert [type(answer) for answer in answers] == [sqlite3.IntegrityError] * 16
    assert await all_of(doors) == ([], {})
    assert announced == []
    assert await doors.write(jot, "next", "board") == "next"


class _Disk(sqlite.PragmaConnection):
    """Commits nothing while it is broken."""

    broken = False

    def execute(self, sql: str, *args: Any) -> sqlite3.Cursor:
        if sql == "COMMIT" and _Disk.broken:
            raise sqlite3.OperationalError("disk I/O error")
        return super().execute(sql, *args)


@SQLITE
async def test_disk_failing_at_the_commit_is_busy_for_all(
    doors: Database, database_url: str, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "PragmaConnection", _Disk)
    db = Database(database_url, journal=log.append)
    await db.open()
    announced: list[list[Event]] = []
    db.on_commit(announced.append)
    with monkeypatch.context() as patch:
        patch.setattr(_Disk, "broken", True)
        answers = await _batch_of_sixteen(db, gate)
    assert [type(answer) for answer in answers] == [Busy] * 16
    assert await all_of(db) == ([], {})
    assert announced == []
    assert await db.write(jot, "next", "board") == "next"
    assert await all_of(db) == (["next"], {"board": 1})
    await db.close()


@SQLITE
async def test_full_disk_is_busy_and_keeps_what_was_answered(
    doors: Database, announced: list[list[Event]]
) -> None:
    await doors.write(_allow_no_more_pages)
    answers = await asyncio.gather(
        doors.write(jot, "small"),
        doors.write(jot, "large" * 100_000, "board"),
        doors.write(jot, "also small"),
        return_exceptions=True,
    )
    assert isinstance(answers[1], Busy)
    answered = sorted(answer for answer in answers if isinstance(answer, str))
    assert await all_of(doors) == (answered, {})
    assert announced == []


async def _allow_no_more_pages(tx: Tx) -> None:
    pages = await tx.one("PRAGMA page_count")
    assert pages
    await tx.run(f"PRAGMA max_page_count = {pages['page_count']}")


async def _batch_of_sixteen(db: Database, gate: Gate, broken: str = "") -> list[Any]:
    """Sixteen commands that wait while the writer is held, so that one commit carries them."""
    held = asyncio.create_task(db.write(gate.pass_through))
    await gate.arrived()
    names = [f"{number:02d}" for number in range(16)]
    commands = [
        db.write(jot, name, "board", shelf=NOWHERE if name == broken else None) for name in names
    ]
    waiting = asyncio.gather(held, *commands, return_exceptions=True)
    await asyncio.sleep(0)
    await gate.open()
    return (await waiting)[1:]
