"""The doors by a clock that the tests move, and a desk where people act, a line each."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from server.db import Database
from server.realtime import log
from tests.actions.desk import Desk
from tests.cast import Cast


class Time:
    """Stands still until it is told to pass."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def db(database_url: str, time: Time) -> AsyncIterator[Database]:
    database = Database(database_url, journal=log.append, clock=time)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def desk(db: Database, cast: Cast) -> Desk:
    return Desk(db, cast)
