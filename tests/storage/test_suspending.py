"""An action awaits its `tx` and other actions; anything else is refused and undone."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from server.db import ActionSuspended, Database, Event, Tx
from tests.storage.jottings import all_of, jot, jotted


async def _a_turn_of_the_loop(db: Database) -> None:
    await asyncio.sleep(0)


async def _a_future(db: Database) -> None:
    await asyncio.Future(loop=LOOP[0])


async def _a_pause(db: Database) -> None:
    await asyncio.sleep(0.001)


async def _a_thread(db: Database) -> None:
    await asyncio.to_thread(int)


async def _a_read_of_its_own(db: Database) -> None:
    await db.read(jotted)


LOOP: list[asyncio.AbstractEventLoop] = []


@pytest.fixture(autouse=True)
async def loop() -> None:
    LOOP[:] = [asyncio.get_running_loop()]


Wait = Callable[[Database], Awaitable[None]]
SUSPENDING: list[Wait] = [_a_turn_of_the_loop, _a_future]
# On SQLite these do not get as far as suspending: the writer's thread has no event loop.
LOOPING: list[Wait] = [_a_pause, _a_thread, _a_read_of_its_own]


async def _write_and_wait(tx: Tx, db: Database, wait: Wait) -> None:
    await jot(tx, "before", "board")
    await wait(db)
    await jot(tx, "after", "board")


@pytest.mark.parametrize("wait", SUSPENDING)
async def test_action_awaiting_something_else_is_refused_and_says_so(
    wait: Wait, doors: Database, announced: list[list[Event]]
) -> None:
    with pytest.raises(ActionSuspended, match="awaited something other than its tx"):
        await doors.write(_write_and_wait, doors, wait)
    assert await all_of(doors) == ([], {})
    assert announced == []


@pytest.mark.parametrize("wait", LOOPING)
async def test_action_asking_the_loop_is_refused_and_undone(
    wait: Wait, doors: Database, announced: list[list[Event]]
) -> None:
    with pytest.raises(RuntimeError):
        await doors.write(_write_and_wait, doors, wait)
    assert await all_of(doors) == ([], {})
    assert announced == []


@pytest.mark.parametrize("wait", SUSPENDING)
async def test_query_awaiting_something_else_is_refused(wait: Wait, doors: Database) -> None:
    async def query(tx: Tx) -> Any:
        await jotted(tx)
        await wait(doors)

    with pytest.raises(ActionSuspended):
        await doors.read(query)
    assert await doors.read(jotted) == []


async def test_action_calling_other_actions_is_one_command(
    doors: Database, announced: list[list[Event]]
) -> None:
    async def both(tx: Tx) -> list[str]:
        return [await jot(tx, "a", "board"), await jot(tx, "b", "board")]

    assert await doors.write(both) == ["a", "b"]
    assert [[event.seq for event in batch] for batch in announced] == [[1, 2]]


async def test_door_goes_on_after_a_refused_action(doors: Database) -> None:
    for _ in range(5):
        with pytest.raises(ActionSuspended):
            await doors.write(_write_and_wait, doors, _a_turn_of_the_loop)
    assert await doors.write(jot, "next") == "next"
    assert await doors.read(jotted) == ["next"]
