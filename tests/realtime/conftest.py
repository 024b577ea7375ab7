"""Servers of their own on databases with demo data, on both engines."""

import asyncio
import itertools
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from server.db import Database
from server.demo.seed import seed
from server.realtime import log
from server.storage.migrate import migrate
from tests import postgres
from tests.conftest import ENGINES
from tests.realtime.board import Board
from tests.realtime.screens import bundle as bundled
from tests.realtime.served import Served

Make = Callable[[str], Served]

_numbers = itertools.count()
DAYS = 30  # open slots this far ahead: enough for all bookings of a load


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share a server stay with one test process, which then starts it once."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "make_served" in fixtures:
            group = "server" if "server" in fixtures else "engines"
            item.add_marker(pytest.mark.xdist_group(group))


async def _seeded(url: str) -> None:
    db = Database(url)
    await db.open()
    await migrate(db)
    await seed(db, DAYS)
    await db.close()


@pytest.fixture(scope="session")
def demo_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("demo") / "demo.db"
    asyncio.run(_seeded(f"sqlite:///{file}"))
    return file


@pytest.fixture
def demo_url(demo_sqlite: Path, tmp_path: Path) -> str:
    """A database with demo data that nobody serves yet."""
    shutil.copy(demo_sqlite, tmp_path / "board.db")
    return f"sqlite:///{tmp_path}/board.db"


@pytest.fixture(scope="session")
def demo_postgres(postgres_template: tuple[postgres.Postgres, list[str]]) -> postgres.Postgres:
    server, _template = postgres_template
    asyncio.run(_seeded(server.create("demo")))
    return server


@pytest.fixture(scope="session")
def make_served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Make]:
    """Starts a server on a fresh copy of the demo data; all are stopped at the end."""
    running: list[Served] = []

    def make(engine: str) -> Served:
        folder = tmp_path_factory.mktemp("served")
        if engine == "sqlite":
            shutil.copy(request.getfixturevalue("demo_sqlite"), folder / "board.db")
            url = f"sqlite:///{folder}/board.db"
        else:
            url = request.getfixturevalue("demo_postgres").create(f"served{next(_numbers)}", "demo")
        served = Served(url, folder / "log").start()
        running.append(served)
        return served

    yield make
    for served in running:
        served.kill()


@pytest.fixture(scope="session")
def shared(make_served: Make) -> Make:
    """A server for each engine that many tests share: each looks at bookings of its own."""
    return cache(make_served)


@pytest.fixture(scope="session")
def server(shared: Make) -> Served:
    """A shared server, for what the engine makes no difference to."""
    return shared("sqlite")


@pytest.fixture(scope="session", params=ENGINES)
def either(request: pytest.FixtureRequest, shared: Make) -> Served:
    """A shared server on each engine in turn."""
    return shared(request.param)


@pytest.fixture(scope="session")
def beside(either: Served) -> Iterator[Served]:
    """A second server on the database of the first."""
    served = Served(either.database_url, either.log.with_name("beside.log")).start()
    yield served
    served.kill()


@pytest.fixture(params=ENGINES)
def own_server(request: pytest.FixtureRequest, make_served: Make) -> Served:
    """A server for one test alone, on each engine in turn."""
    return make_served(request.param)


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The front end's follower and state, for node."""
    return bundled(tmp_path_factory.mktemp("bundle"))


@pytest.fixture
async def board(server: Served) -> AsyncIterator[Board]:
    """What people do on the shared server."""
    board = Board(server)
    yield board
    await board.http.aclose()


@pytest.fixture
async def behind(server: Served) -> AsyncIterator[Database]:
    """The database of the shared server, as another process on it sees it."""
    db = Database(server.database_url, journal=log.append)
    await db.open()
    yield db
    await db.close()
