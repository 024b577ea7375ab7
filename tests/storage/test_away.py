"""A database that is away is Busy, and everything goes on when it is back."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from server.db import Database, Event, Tx
from server.errors import Busy
from server.realtime import log
from server.storage import sqlite
from server.storage.migrate import migrate
from tests.storage.gate import closed
from tests.storage.jottings import POSTGRES, SQLITE, TABLES, all_of, jot, jotted
from tests.storage.restartable import Restartable, restartable


@pytest.fixture
async def impatient(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    """SQLite that gives up on a locked file at once."""
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.01)
    db = Database(database_url, journal=log.append)
    await db.open()
    await db.script(TABLES)
    yield db
    await db.close()


@SQLITE
async def test_locked_file_is_busy_for_writers_until_it_is_free(
    impatient: Database, database_url: str
) -> None:
    announced: list[list[Event]] = []
    impatient.on_commit(announced.append)
    await impatient.write(jot, "before", "board")
    other = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    answers = await asyncio.gather(
        *(impatient.write(jot, f"{n}", "board") for n in range(16)), return_exceptions=True
    )
    assert [type(answer) for answer in answers] == [Busy] * 16
    assert await impatient.read(jotted) == ["before"]
    other.execute("ROLLBACK")
    other.close()
    assert await impatient.write(jot, "next", "board") == "next"
    assert await all_of(impatient) == (["before", "next"], {"board": 2})
    assert [event.seq for batch in announced for event in batch] == [1, 2]


@SQLITE
async def test_locked_file_is_waited_for(doors: Database, database_url: str) -> None:
    path = database_url.removeprefix("sqlite:///")
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    writing = asyncio.create_task(doors.write(jot, "patient"))
    reads = [await doors.read(jotted) for _ in range(3)]
    assert reads == [[]] * 3
    assert not writing.done()
    other.execute("ROLLBACK")
    other.close()
    assert await writing == "patient"


@pytest.mark.parametrize("path", ["", "file/x.db", "file/folder/x.db"])
async def test_opening_a_file_that_cannot_be_is_busy(path: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    db = Database(f"sqlite:///{tmp_path}/{path}")
    with pytest.raises(Busy):
        await db.open()


@pytest.fixture
def server() -> Iterator[Restartable]:
    with restartable() as server:
        yield server


@pytest.fixture
async def away(server: Restartable) -> AsyncIterator[Database]:
    db = Database(server.url, journal=log.append)
    await db.open()
    await migrate(db)
    await db.script(TABLES)
    yield db
    await db.close()


async def test_stopped_server_is_busy_until_it_is_started(
    server: Restartable, away: Database
) -> None:
    await asyncio.gather(*(away.write(jot, f"{n}", "board") for n in range(8)))
    server.stop()
    answers = await asyncio.gather(
        *(away.write(jot, "never", "board") for _ in range(8)),
        *(away.read(jotted) for _ in range(8)),
        return_exceptions=True,
    )
    assert [type(answer) for answer in answers] == [Busy] * 16
    server.start()
    await away.write(jot, "back", "board")
    assert await all_of(away) == ([*(f"{n}" for n in range(8)), "back"], {"board": 9})


async def test_server_stopping_in_the_middle_undoes_the_command(
    server: Restartable, away: Database
) -> None:
    async with closed(server.url) as gate:

        async def slow(tx: Tx) -> None:
            await jot(tx, "half", "board")
            await gate.pass_through(tx)

        writing = asyncio.create_task(away.write(slow))
        await gate.arrived()
        server.stop()
        with pytest.raises(Busy):
            await writing
    server.start()
    assert await all_of(away) == ([], {})


async def test_opening_while_the_server_is_away_is_busy(server: Restartable) -> None:
    server.stop()
    db = Database(server.url)
    with pytest.raises(Busy):
        await db.open()
    server.start()
    await db.open()
    await db.close()


@POSTGRES
async def test_committed_command_is_answered_when_its_connection_breaks_afterwards(
    doors: Database, announced: list[list[Event]], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise asyncpg.ConnectionDoesNotExistError("cut off while it was given back")

    with monkeypatch.context() as patch:
        patch.setattr(asyncpg.connection.Connection, "reset", broken)
        assert await doors.write(jot, "kept", "board") == "kept"
    assert [[event.seq for event in batch] for batch in announced] == [[1]]
    assert await all_of(doors) == (["kept"], {"board": 1})
