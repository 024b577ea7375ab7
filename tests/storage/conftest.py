"""The doors over a table of the tests' own, and a gate that stops a command in its middle."""

from collections.abc import AsyncIterator

import pytest

from server.db import Database, Event
from tests.storage.gate import Gate, closed
from tests.storage.jottings import TABLES


@pytest.fixture
async def doors(db: Database) -> Database:
    await db.script(TABLES)
    return db


@pytest.fixture
def announced(doors: Database) -> list[list[Event]]:
    """What was handed to the fan-out, one list for each time."""
    batches: list[list[Event]] = []
    doors.on_commit(batches.append)
    return batches


@pytest.fixture
async def gate(doors: Database, database_url: str) -> AsyncIterator[Gate]:
    """Closed until the test opens it, or ends."""
    async with closed(database_url) as gate:
        yield gate
