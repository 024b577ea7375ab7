"""Everyone's screen, built from events over its first snapshot, ends as a fresh fetch would be:
after 500 mixed changes, and when the server is killed again and again under that load."""

import asyncio
import random
from pathlib import Path
from typing import Any

from server.db import Database, Tx
from tests.realtime.load import Load
from tests.realtime.screens import Screens, screens
from tests.realtime.served import Served

WATCHING = ("alice", "ana", "bob", "carol", "mallory")
CHANGES = 500
KILLS = 3


async def test_screens_equal_a_fresh_fetch_after_500_mixed_changes(
    either: Served, bundle: Path
) -> None:
    async with screens(bundle, either) as watching, _load(either) as load:
        await watching.open(*WATCHING)
        await load.run(CHANGES)
        reports = await _compared(watching, load)
    assert either.complaints() == []
    assert {report["count"]["connects"] for report in reports.values()} == {1}
    for report in reports.values():
        assert report["count"]["live"] == report["count"]["applied"]


async def test_screens_resume_when_the_server_is_killed_under_load(
    own_server: Served, bundle: Path
) -> None:
    async with screens(bundle, own_server) as watching, _load(own_server) as load:
        await watching.open(*WATCHING)
        moments = sorted(load.dice.sample(range(CHANGES // 10, CHANGES - CHANGES // 10), KILLS))

        async def kill_at_random_moments() -> None:
            for moment in moments:
                await load.reached(moment)
                with load.interrupted():
                    await asyncio.to_thread(own_server.kill)
                    await asyncio.to_thread(own_server.start)

        await asyncio.gather(load.run(CHANGES), kill_at_random_moments())
        reports = await _compared(watching, load)
    assert own_server.complaints() == []
    for report in reports.values():
        assert report["count"]["connects"] > 1


def _load(served: Served) -> Load:
    seed = random.randrange(10_000)
    print(f"seed of the load: {seed}")  # shown by pytest when the test fails
    return Load(served, served.http(), random.Random(seed))


async def _compared(watching: Screens, load: Load) -> dict[str, Any]:
    """Every screen against a fresh fetch, every answered change against the database."""
    fresh = {name: await load.fetch(name) for name in WATCHING}
    goals = {
        name: {stream: head["head"] for stream, head in heads.items()}
        for name, (_bookings, heads) in fresh.items()
    }
    reports = await watching.settle(goals)
    for name, (bookings, _heads) in fresh.items():
        report = reports[name]
        assert report["faults"] == [], name
        assert report["at"] == goals[name], name
        assert report["bookings"] == bookings, name
        assert report["count"]["resets"] == 0, name
    assert reports["mallory"]["count"]["live"] == reports["mallory"]["count"]["applied"] == 0
    assert reports["mallory"]["bookings"] == {}
    for name in ("alice", "ana", "bob", "carol"):
        assert reports[name]["count"]["applied"] > 50, name
    assert load.deeds.keys() >= {"bookings", "status", "edit", "undo"}
    assert load.deeds.keys() & {"accept", "decline"}
    await _nothing_lost(load)
    return reports


async def _nothing_lost(load: Load) -> None:
    """Whatever was answered is in the log, and what was sent twice happened once."""
    db = Database(load.served.database_url)
    await db.open()
    try:
        versions, events, stripe_events = await db.read(_written)
    finally:
        await db.close()
    assert len(load.answered) + len(load.payments) >= CHANGES
    for change in load.answered:
        assert versions[change.booking_id] >= change.version
        for event in change.events:
            assert (event["stream"], event["seq"]) in events
    assert stripe_events.issuperset(load.payments)


async def _written(tx: Tx) -> tuple[dict[str, int], set[tuple[str, int]], set[str]]:
    versions = {r["id"]: r["version"] for r in await tx.all("SELECT id, version FROM bookings")}
    events = {(r["stream"], r["seq"]) for r in await tx.all("SELECT stream, seq FROM events")}
    inbox = {r["id"] for r in await tx.all("SELECT id FROM stripe_events")}
    return versions, events, inbox
