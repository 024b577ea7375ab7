"""Work that is due by the clock: holds that lapse, horizons, events that wait, what is outlived."""

import asyncio
from datetime import timedelta

import structlog

from server import clock, idempotency
from server.bookings import moving
from server.db import Database, Tx
from server.errors import Busy
from server.payments import inbox
from server.realtime import log
from server.scheduling import availability, places

logger = structlog.get_logger("scheduler")

TICK_SECONDS = 1.0
LOG_KEPT = timedelta(days=14)
CLEAN_EVERY = 3600  # ticks: an hour


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
        """What is due now, each thing in a command of its own: one that fails harms no other."""
        for tenant_id, booking_id in await self._db.read(moving.lapsed):
            await self._db.write(moving.lapse, tenant_id, booking_id)
        for availability_id in await self._db.read(availability.due):
            await self._db.write(availability.extend, availability_id)
        for event_id in await self._db.read(inbox.due):
            await self._retry(event_id)

    async def _retry(self, event_id: str) -> None:
        try:
            await self._db.write(inbox.retry, event_id, self._live)
        except Busy:
            raise
        except Exception as error:
            logger.exception("retry failed", stripe_event=event_id)
            await self._db.write(inbox.put_off, event_id, repr(error))


async def clean(tx: Tx) -> None:
    await idempotency.forget(tx)
    await places.forget(tx)
    await log.prune(tx, clock.iso(tx.now - LOG_KEPT))
