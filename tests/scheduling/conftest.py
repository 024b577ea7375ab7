"""Both engines, with a clock in the test's hand."""

from collections.abc import AsyncIterator

import pytest

from server.db import Database
from server.realtime import log
from tests.scheduling.world import Moment


@pytest.fixture
def moment() -> Moment:
    """What the time is: a Monday morning in winter, until the test says otherwise."""
    return Moment()


@pytest.fixture
async def db(database_url: str, moment: Moment) -> AsyncIterator[Database]:
    """The doors of a fresh database, which read that clock."""
    database = Database(database_url, journal=log.append, clock=moment)
    await database.open()
    yield database
    await database.close()
