"""SQLite: a command is one hop to the writer's thread, and commands that wait share a commit."""

import asyncio
import threading
from typing import Any

import pytest

from server.db import Database, Tx
from server.storage.sqlite import LARGEST_BATCH
from tests.storage.gate import Gate
from tests.storage.jottings import SQLITE, all_of, jot, jotted

pytestmark = SQLITE


async def _thread(tx: Tx) -> int:
    await tx.run("SELECT 1")
    return threading.get_ident()


async def test_actions_run_on_one_thread_that_is_not_the_loops(doors: Database) -> None:
    threads = await asyncio.gather(*(doors.write(_thread) for _ in range(20)))
    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()


async def test_command_of_many_statements_is_one_hop(
    doors: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nine_statements(tx: Tx) -> None:
        for number in range(6):
            await jot(tx, str(number))
        await jot(tx, "last", "admins", "coach", "client")

    hops = _count_hops(doors._engine._writer.raw_connection, monkeypatch)
    await doors.write(nine_statements)
    assert len(hops) == 1


async def test_query_of_many_statements_is_one_hop(
    doors: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def many(tx: Tx) -> None:
        for _ in range(9):
            await jotted(tx)

    readers = [held.raw_connection for held in doors._engine._held]
    hops = [_count_hops(reader, monkeypatch) for reader in readers]
    await doors.read(many)
    assert sum(len(counted) for counted in hops) == 1


def _count_hops(connection: Any, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    hops: list[Any] = []
    execute = connection._execute

    async def counted(function: Any, *args: Any, **options: Any) -> Any:
        hops.append(function)
        return await execute(function, *args, **options)

    monkeypatch.setattr(connection, "_execute", counted)
    return hops


@pytest.mark.parametrize("waiting", [1, 16, LARGEST_BATCH, 3 * LARGEST_BATCH])
async def test_waiting_commands_share_a_commit(waiting: int, doors: Database, gate: Gate) -> None:
    statements: list[str] = []

    async def hold(tx: Any) -> None:
        tx._connection.set_trace_callback(statements.append)
        await gate.pass_through(tx)

    held = asyncio.create_task(doors.write(hold))
    await gate.arrived()
    names = [f"{number:03d}" for number in range(waiting)]
    answers = asyncio.gather(*(doors.write(jot, name, "board") for name in names))
    await asyncio.sleep(0)
    await gate.open()
    assert await answers == names
    await held
    commits = statements.count("COMMIT")
    assert commits == 1 + -(-waiting // LARGEST_BATCH)
    assert statements.count("BEGIN IMMEDIATE") == commits - 1  # the first began before the count
    assert await all_of(doors) == (names, {"board": waiting})
