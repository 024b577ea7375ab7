"""What a command records is written as its last statements and handed over after its commit."""

import asyncio
import random
from datetime import UTC, datetime

import orjson
import pytest

from server.db import Database, Event, Misuse, Tx
from tests.storage.jottings import SQLITE, all_of, heads, jot, logged, tell


@SQLITE
async def test_events_are_handed_over_in_commit_order(
    doors: Database, announced: list[list[Event]]
) -> None:
    await asyncio.gather(*(doors.write(jot, f"{n:02d}", "board") for n in range(200)))
    assert [event.seq for event in _flat(announced)] == list(range(1, 201))


async def test_events_are_handed_over_once_as_they_are_in_the_log(
    doors: Database, announced: list[list[Event]]
) -> None:
    """On PostgreSQL the answer to one commit may overtake that to another: the feed sees a gap."""
    await asyncio.gather(*(doors.write(jot, f"{n:02d}", "board") for n in range(40)))
    handed = [(event.seq, orjson.loads(event.envelope)["booking_id"]) for event in _flat(announced)]
    assert sorted(handed) == await doors.read(logged, "board")
    assert sorted(seq for seq, _ in handed) == list(range(1, 41))


async def test_events_are_in_the_log_when_they_are_handed_over(doors: Database) -> None:
    seen: list[asyncio.Task[list[tuple[int, str]]]] = []
    doors.on_commit(
        lambda events: seen.append(asyncio.create_task(doors.read(logged, events[0].stream)))
    )
    await doors.write(jot, "a", "board")
    assert await seen[0] == [(1, "a")]


async def test_sequences_have_no_gaps_under_sixteen_writers(
    doors: Database, announced: list[list[Event]]
) -> None:
    dice = random.Random(16)
    streams = ["admins", "bea", "bob", "carol"]

    async def writer(number: int) -> None:
        for turn in range(10):
            chosen = dice.sample(streams, dice.randint(1, 4))
            work = _told_and_failed if dice.random() < 0.2 else jot
            try:
                await doors.write(work, f"{number:02d}-{turn}", *chosen)
            except LookupError:
                continue

    await asyncio.gather(*(writer(number) for number in range(16)))
    found = {stream: await doors.read(logged, stream) for stream in streams}
    for stream, lines in found.items():
        assert [seq for seq, _ in lines] == list(range(1, len(lines) + 1)), stream
    assert await doors.read(heads) == {stream: len(lines) for stream, lines in found.items()}
    handed = sorted((event.stream, event.seq) for event in _flat(announced))
    assert handed == sorted((s, seq) for s, lines in found.items() for seq, _ in lines)


async def test_streams_of_one_command_agree_about_the_order(doors: Database) -> None:
    """Two commands that share two streams are in the same order on both."""
    await asyncio.gather(
        *(doors.write(jot, f"{n:02d}", *(["a", "b"] if n % 2 else ["b", "a"])) for n in range(40))
    )
    assert await doors.read(logged, "a") == await doors.read(logged, "b")


async def _told_and_failed(tx: Tx, id_: str, *streams: str) -> None:
    await jot(tx, id_, *streams)
    await tx.announce()
    raise LookupError


async def test_command_may_announce_itself_to_name_its_events(
    doors: Database, announced: list[list[Event]]
) -> None:
    async def action(tx: Tx) -> list[tuple[str, int]]:
        tell(tx, "b", "x")
        tell(tx, "a", "x")
        tell(tx, "b", "y")
        return [(event.stream, event.seq) for event in await tx.announce()]

    answer = await doors.write(action)
    assert answer == [("a", 1), ("b", 1), ("b", 2)]
    assert [(event.stream, event.seq) for event in _flat(announced)] == answer


async def test_record_after_announce_is_refused(
    doors: Database, announced: list[list[Event]]
) -> None:
    async def action(tx: Tx) -> None:
        await jot(tx, "a", "board")
        await tx.announce()
        tell(tx, "board", "too late")

    with pytest.raises(Misuse, match="recorded after the command was announced"):
        await doors.write(action)
    assert await all_of(doors) == ([], {})
    assert announced == []


async def test_command_without_events_announces_nothing(
    doors: Database, announced: list[list[Event]]
) -> None:
    await doors.write(jot, "a")
    assert announced == []


async def test_database_without_a_log_announces_nothing(database_url: str) -> None:
    db = Database(database_url)
    await db.open()

    async def action(tx: Tx) -> None:
        tell(tx, "board", "a")

    with pytest.raises(Misuse, match="without a log"):
        await db.write(action)
    assert await db.read(heads) == {}
    await db.close()


async def test_command_goes_by_one_reading_of_the_clock(database_url: str) -> None:
    moments = iter([datetime(2026, 11, 21, 10, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC)])
    db = Database(database_url, clock=lambda: next(moments))
    await db.open()

    async def action(tx: Tx) -> list[str]:
        await tx.run("SELECT 1")
        return [tx.at, tx.at]

    assert await db.write(action) == ["2026-11-21T10:00:00.000Z"] * 2
    await db.close()


def _flat(batches: list[list[Event]]) -> list[Event]:
    return [event for batch in batches for event in batch]
