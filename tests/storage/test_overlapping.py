"""PostgreSQL runs commands side by side: those that share streams wait in turn, never in a ring."""

import asyncio
import random

import asyncpg
import pytest

from server.db import Database, Tx
from server.errors import Busy
from tests.storage.jottings import POSTGRES, heads, jot, jotted, tell

pytestmark = POSTGRES
STREAMS = [f"stream {letter}" for letter in "abcdef"]


async def test_commands_on_overlapping_streams_never_wait_in_a_ring(doors: Database) -> None:
    dice = random.Random(6)
    tried: list[int] = []

    async def action(tx: Tx, number: int, streams: list[str]) -> None:
        tried.append(number)
        await jot(tx, f"{number:03d}", *streams)

    chosen = [dice.sample(STREAMS, dice.randint(2, 6)) for _ in range(120)]
    await asyncio.gather(*(doors.write(action, n, names) for n, names in enumerate(chosen)))
    # A ring would have been broken by the database and the command tried again.
    assert sorted(tried) == list(range(120))
    expected = {name: sum(name in names for names in chosen) for name in STREAMS}
    assert await doors.read(heads) == expected


async def test_rivals_for_rows_that_deadlock_are_tried_again(doors: Database) -> None:
    """Rows that actions lock in an order of their own may close a ring: one starts anew."""
    await doors.write(jot, "a")
    await doors.write(jot, "b")
    both_hold_one = asyncio.Barrier(2)
    tried: list[str] = []

    async def action(tx: Tx, first: str, second: str) -> str:
        tried.append(first)
        await tx.run("SET LOCAL deadlock_timeout = '10ms'")
        await tx.run("UPDATE jottings SET shelf = NULL WHERE id = :id", id=first)
        tell(tx, "board", first)
        if len(tried) <= 2:
            await _meet(tx, both_hold_one)
        await tx.run("UPDATE jottings SET shelf = NULL WHERE id = :id", id=second)
        return first

    answers = await asyncio.gather(doors.write(action, "a", "b"), doors.write(action, "b", "a"))
    assert answers == ["a", "b"]
    assert sorted(tried[:2]) == ["a", "b"]
    assert len(tried) == 3
    assert await doors.read(heads) == {"board": 2}


async def _meet(tx: object, barrier: asyncio.Barrier) -> None:
    tx.talking = True  # type: ignore[attr-defined] # as if the database had been asked
    await barrier.wait()
    tx.talking = False  # type: ignore[attr-defined]


async def test_command_that_always_deadlocks_fails_in_the_end(doors: Database) -> None:
    tried: list[int] = []

    async def action(tx: Tx) -> None:
        tried.append(1)
        await jot(tx, "never")
        raise asyncpg.DeadlockDetectedError("again")

    with pytest.raises(Busy):
        await doors.write(action)
    assert len(tried) == 4
    assert await doors.read(jotted) == []
