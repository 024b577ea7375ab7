"""A command and the one who asked for it: it goes on without them, and sees their context."""

import asyncio
from contextvars import ContextVar

import pytest

from server.db import Database, Tx
from tests.storage.gate import Gate
from tests.storage.jottings import all_of, jot, jotted

who: ContextVar[str] = ContextVar("who", default="nobody")


async def test_caller_that_goes_away_does_not_undo_its_command(doors: Database, gate: Gate) -> None:
    async def slow(tx: Tx) -> None:
        await jot(tx, "kept", "board")
        await gate.pass_through(tx)

    caller = asyncio.create_task(doors.write(slow))
    await gate.arrived()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    await gate.open()
    await _all_is_done(doors)
    assert await all_of(doors) == (["kept"], {"board": 1})


async def test_caller_that_goes_away_while_waiting_does_not_undo_its_command(
    doors: Database, gate: Gate
) -> None:
    held = asyncio.create_task(doors.write(gate.pass_through))
    await gate.arrived()
    caller = asyncio.create_task(doors.write(jot, "kept"))
    await asyncio.sleep(0)
    caller.cancel()
    await gate.open()
    await held
    with pytest.raises(asyncio.CancelledError):
        await caller
    await _all_is_done(doors)
    assert await doors.read(jotted) == ["kept"]


async def _all_is_done(doors: Database) -> None:
    """The doors close when all that was asked of them is done."""
    await doors.close()
    await doors.open()


async def _ask_who(tx: Tx) -> str:
    await tx.run("SELECT 1")
    asked = who.get()
    who.set(f"the action of {asked}")
    return asked


async def test_action_runs_in_a_copy_of_its_callers_context(doors: Database) -> None:
    async def call(name: str) -> tuple[str, str]:
        who.set(name)
        return await doors.write(_ask_who), who.get()

    names = [f"caller {number}" for number in range(20)]
    answers = await asyncio.gather(*(call(name) for name in names))
    assert answers == [(name, name) for name in names]
    assert who.get() == "nobody"


async def test_query_runs_in_a_copy_of_its_callers_context(doors: Database) -> None:
    who.set("reader")
    assert await doors.read(_ask_who) == "reader"
    assert who.get() == "reader"


async def test_reader_that_goes_away_leaves_its_connection_to_others(
    doors: Database, gate: Gate
) -> None:
    readers = [asyncio.create_task(doors.read(gate.pass_through)) for _ in range(3)]
    await gate.arrived()
    for reader in readers:
        reader.cancel()
    await gate.open()
    await asyncio.gather(*readers, return_exceptions=True)
    assert await asyncio.gather(*(doors.read(jotted) for _ in range(9))) == [[]] * 9
