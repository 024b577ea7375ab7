"""A command that fails harms no other, whichever way it fails."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from server.db import Database, Event, Tx
from tests.storage.gate import Gate
from tests.storage.jottings import all_of, jot

STREAM = "board"


async def _raises(tx: Tx, id_: str) -> None:
    await jot(tx, id_, STREAM)
    raise LookupError("the rules refuse this one")


async def _violates(tx: Tx, id_: str) -> None:
    await jot(tx, id_, STREAM)
    await jot(tx, id_, STREAM)


async def _awaits(tx: Tx, id_: str) -> None:
    await jot(tx, id_, STREAM)
    await asyncio.sleep(0)


async def _cannot_be_announced(tx: Tx, id_: str) -> None:
    await jot(tx, id_)
    tx.record(STREAM, "jotted", "tenant", {"body": {1, 2}})


@pytest.mark.parametrize("broken", [_raises, _violates, _awaits, _cannot_be_announced])
async def test_one_of_sixteen_failing_harms_no_other(
    broken: Callable[[Tx, str], Awaitable[None]],
    doors: Database,
    gate: Gate,
    announced: list[list[Event]],
) -> None:
    async def first(tx: Tx) -> None:
        await gate.pass_through(tx)

    held = asyncio.create_task(doors.write(first))
    await gate.arrived()
    names = [f"{number:02d}" for number in range(16)]
    commands = [
        doors.write(broken, name) if name == "07" else doors.write(jot, name, STREAM)
        for name in names
    ]
    waiting = asyncio.gather(*commands, return_exceptions=True)
    await asyncio.sleep(0)  # all sixteen are in the queue: on SQLite they become one batch
    await gate.open()
    answers = await waiting
    await held

    others = [name for name in names if name != "07"]
    assert [a for a in answers if not isinstance(a, BaseException)] == others
    assert isinstance(answers[7], Exception)
    assert await all_of(doors) == (others, {STREAM: 15})
    told = [event.seq for batch in announced for event in batch]
    assert sorted(told) == list(range(1, 16))


async def test_command_failing_alone_leaves_nothing(
    doors: Database, announced: list[list[Event]]
) -> None:
    with pytest.raises(LookupError):
        await doors.write(_raises, "a")
    assert await all_of(doors) == ([], {})
    assert announced == []
    assert await doors.write(jot, "a", STREAM) == "a"
    assert await all_of(doors) == (["a"], {STREAM: 1})
