"""Work that is due by the clock: events that wait, keys and log lines that have had their day."""

import asyncio
from datetime import timedelta

import structlog

from server import clock, idempotency
from server.db import Database, Tx
from server.errors import Busy
from server.payments import inbox
from server.realtime import log

logger = structlog.get_logger("scheduler")

TICK_SECONDS = 5.0
LOG_KEPT = timedelta(days=14)
CLEAN_EVERY = 720  # ticks: an hour


class Scheduler:
    """Runs inside `serve` on SQLite, as `worker` beside PostgreSQL."""

    def __init__(self, db: Database, *, live: bool) -> None:
        self._db, self._live = db, live
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self.run())

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def run(self) -> None:
        tick = 0
        while True:
            try:
                await self.once()
                if tick % CLEAN_EVERY == 0:
                    await self._db.write(clean)
            except Busy:
                logger.warning("database unreachable")
            except Exception:
                logger.exception("tick")
            tick += 1
            await asyncio.sleep(TICK_SECONDS)

    async def once(self) -> None:
        """Tries each waiting event again, each in a command of its own: one that fails harms no
        other."""
        for event_id in await self._db.read(inbox.due):
            try:
                await self._db.write(inbox.retry, event_id, self._live)
            except Busy:
                raise
            except Exception as error:
                logger.exception("retry failed", stripe_event=event_id)
                await self._db.write(inbox.put_off, event_id, repr(error))


async def clean(tx: Tx) -> None:
    await idempotency.forget(tx)
    await log.prune(tx, clock.iso(tx.now - LOG_KEPT))
