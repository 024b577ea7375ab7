"""Reads do not wait for writes, and each sees one snapshot."""

import asyncio

from server.db import Database, Tx
from tests.storage.gate import Gate
from tests.storage.jottings import jot, jotted


async def test_read_completes_while_a_write_is_open(doors: Database, gate: Gate) -> None:
    await doors.write(jot, "before")

    async def slow(tx: Tx) -> None:
        await jot(tx, "open")
        await gate.pass_through(tx)

    writing = asyncio.create_task(doors.write(slow))
    await gate.arrived()
    assert await doors.read(jotted) == ["before"]
    await gate.open()
    await writing
    assert await doors.read(jotted) == ["before", "open"]


async def test_more_reads_than_readers_complete_while_a_write_is_open(
    doors: Database, gate: Gate
) -> None:
    async def slow(tx: Tx) -> None:
        await jot(tx, "open")
        await gate.pass_through(tx)

    writing = asyncio.create_task(doors.write(slow))
    await gate.arrived()
    assert await asyncio.gather(*(doors.read(jotted) for _ in range(20))) == [[]] * 20
    await gate.open()
    await writing


async def test_read_sees_one_snapshot_whatever_is_committed_meanwhile(
    doors: Database, gate: Gate
) -> None:
    await doors.write(jot, "before")

    async def twice(tx: Tx) -> list[list[str]]:
        first = await jotted(tx)
        await gate.pass_through(tx)
        return [first, await jotted(tx)]

    reading = asyncio.create_task(doors.read(twice))
    await gate.arrived()
    await doors.write(jot, "meanwhile")
    assert await doors.read(jotted) == ["before", "meanwhile"]
    await gate.open()
    assert await reading == [["before"], ["before"]]


async def test_write_is_answered_after_it_can_be_read(doors: Database) -> None:
    for number in range(10):
        name = await doors.write(jot, f"{number}")
        assert name in await doors.read(jotted)
