"""Stops a command in its middle until the test lets it go on: no test has to wait by the clock."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from server.db import Tx

LOCK = 4711
SECONDS = 30.0  # a test that is stuck fails instead of hanging


class Gate:
    """On SQLite the writer's thread waits here, on PostgreSQL the connection for a lock."""

    def __init__(self, keeper: Any) -> None:
        self._loop = asyncio.get_running_loop()
        self._arrived = asyncio.Event()
        self._opened = threading.Event()
        self._keeper = keeper

    async def pass_through(self, tx: Tx) -> None:
        """For an action or a query: says that it is here and waits for the gate to open."""
        self._loop.call_soon_threadsafe(self._arrived.set)
        if tx.engine == "sqlite":
            assert self._opened.wait(SECONDS)
        else:
            await tx.one("SELECT pg_advisory_xact_lock_shared(:lock)", lock=LOCK)

    async def arrived(self) -> None:
        await asyncio.wait_for(self._arrived.wait(), SECONDS)

    async def open(self) -> None:
        self._opened.set()
        if self._keeper:
            await self._keeper.execute("SELECT pg_advisory_unlock_all()")


@asynccontextmanager
async def closed(database_url: str) -> AsyncIterator[Gate]:
    """A gate that is closed at first and open in the end, whatever happened between."""
    keeper = None
    if database_url.startswith("postgresql"):
        keeper = await asyncpg.connect(database_url)
        await keeper.execute(f"SELECT pg_advisory_lock({LOCK})")
    gate = Gate(keeper)
    try:
        yield gate
    finally:
        if keeper:
            keeper.terminate()  # its locks end with it
        gate._opened.set()
