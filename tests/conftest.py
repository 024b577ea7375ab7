"""What every test can ask for: a fresh database on either engine, the cast, the application."""

import itertools
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from server.db import Database
from server.realtime import log
from server.storage.migrate import migrate
from tests import postgres
from tests.cast import Cast, seat_cast

ENGINES = ("sqlite", "postgresql")
_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[tuple[postgres.Postgres, list[str]]]:
    """A PostgreSQL of this test process; the list holds the name of a migrated template."""
    with postgres.server() as server:
        yield server, []


@pytest.fixture(params=ENGINES)
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """An empty database of this version, on each engine in turn."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/test.db"
        await _migrated(url)
        yield url
        return
    server, template = request.getfixturevalue("postgres_template")
    if not template:
        await _migrated(server.create("template"))
        template.append("template")
    name = f"test{next(_numbers)}"
    yield server.create(name, template[0])
    server.drop(name)


async def _migrated(url: str) -> None:
    db = Database(url)
    await db.open()
    await migrate(db)
    await db.close()


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """The doors of that database, with the event log behind them."""
    database = Database(database_url, journal=log.append)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def cast(db: Database) -> Cast:
    """Two tenants and everyone in them: see tests/cast.py."""
    return await db.write(seat_cast)

    return "asyncio"
