"""PostgreSQL: the same actions, each in a transaction of a pooled asyncpg connection."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import databases

from server.clock import Clock
from server.errors import Busy
from server.storage.drive import drive_guarded
from server.storage.sql import for_postgres
from server.storage.tx import Action, Event, Journal, Row, Tx

POOL: dict[str, Any] = {
    "min_size": 2,
    "max_size": 16,
    "timeout": 5.0,
    "command_timeout": 20.0,
    # A hot row or a stuck query is an answer of 503, not a request that hangs.
    "server_settings": {"lock_timeout": "5s", "statement_timeout": "20s"},
}
# Writers that wait for a row leave these for who only reads.
READERS = 4
ATTEMPTS = 4
WRITE_SECONDS, READ_SECONDS = 30.0, 10.0

AWAY = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.TooManyConnectionsError,
    asyncpg.OperatorInterventionError,  # the server is starting or going down
    asyncpg.ReadOnlySQLTransactionError,  # a standby that has not been promoted
    asyncpg.LockNotAvailableError,
)
AGAIN = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)


class PostgresTx(Tx):
    """`talking` is true while the database is being asked: the one time an action may suspend."""

    engine = "postgresql"

    def __init__(self, connection: Any, *args: Any) -> None:
        super().__init__(*args)
        self._connection = connection
        self.talking = False

    async def one(self, sql: str, /, **values: Any) -> Row | None:
        row = await self._talk(self._connection.fetchrow, sql, values)
        return None if row is None else dict(row)

    async def all(self, sql: str, /, **values: Any) -> list[Row]:
        return [dict(row) for row in await self._talk(self._connection.fetch, sql, values)]

    async def run(self, sql: str, /, **values: Any) -> None:
        await self._talk(self._connection.fetch, sql, values)

    async def run_many(self, sql: str, rows: Iterable[Mapping[str, Any]], /) -> None:
        text, names = for_postgres(sql)
        self.talking = True
        try:
            await self._connection.executemany(text, [[row[n] for n in names] for row in rows])
        finally:
            self.talking = False

    async def _talk(
        self, ask: Callable[..., Awaitable[Any]], sql: str, values: dict[str, Any]
    ) -> Any:
        text, names = for_postgres(sql)
        self.talking = True
        try:
            return await ask(text, *[values[name] for name in names])
        finally:
            self.talking = False


class PostgresEngine:
    name = "postgresql"

    def __init__(self, url: str, journal: Journal, clock: Clock) -> None:
        self._database = databases.Database(url, **POOL)
        self._journal, self._clock = journal, clock
        self._writers = asyncio.Semaphore(POOL["max_size"] - READERS)
        self.on_commit: Callable[[list[Event]], None] = lambda events: None

    async def open(self) -> None:
        try:
            await self._database.connect()
        except (*AWAY, asyncpg.PostgresError) as error:
            raise Busy() from error

    async def close(self) -> None:
        await self._database.disconnect()

    async def write(self, action: Action, args: tuple[Any, ...], options: dict[str, Any]) -> Any:
        # A task of its own: a caller that goes away does not undo its command, and `databases`
        # ties a connection to the task that asks for it.
        return await asyncio.shield(asyncio.create_task(self._write(action, args, options)))

    async def _as_writer(self, work: Callable[[PostgresTx], Coroutine[Any, Any, Any]]) -> Any:
        try:
            async with asyncio.timeout(WRITE_SECONDS), self._writers:
                return await self._in_transaction(work)
        except TimeoutError as error:
            raise Busy() from error

    async def _write(self, action: Action, args: tuple[Any, ...], options: dict[str, Any]) -> Any:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await self._attempt(action, args, options)
            except AGAIN as error:
                if attempt == ATTEMPTS:
                    raise Busy() from error

    async def _attempt(self, action: Action, args: tuple[Any, ...], options: dict[str, Any]) -> Any:
        async def whole(tx: PostgresTx) -> Any:
            value = await action(tx, *args, **options)
            await tx.announce()
            return value

        return await self._as_writer(whole)

    async def read(self, query: Action, args: tuple[Any, ...], options: dict[str, Any]) -> Any:
        """Runs a query in one snapshot."""

        async def whole(tx: PostgresTx) -> Any:
            return await query(tx, *args, **options)

        async def apart() -> Any:
            async with asyncio.timeout(READ_SECONDS):
                return await self._in_transaction(whole, isolation="repeatable_read", readonly=True)

        try:
            return await asyncio.create_task(apart())
        except TimeoutError as error:
            raise Busy() from error

    async def script(self, text: str) -> None:
        """Runs a whole script as one transaction."""

        async def apart() -> None:
            async with self._database.connection() as connection:
                raw: Any = connection.raw_connection
                async with raw.transaction():
                    await raw.execute(text)

        await asyncio.create_task(apart())

    async def _in_transaction(
        self, work: Callable[[PostgresTx], Coroutine[Any, Any, Any]], **options: Any
    ) -> Any:
        committed = False
        try:
            async with self._database.connection() as connection:
                raw: Any = connection.raw_connection
                async with raw.transaction(**options):
                    tx = PostgresTx(raw, self._clock(), self._journal)
                    value = await drive_guarded(work(tx), tx)
                committed = True
                # Before the connection goes back to the pool: that is a round trip, in which many
                # a later commit would overtake this one. (Few still do; the feed sees the gap.)
                if tx.events:
                    self.on_commit(tx.events)
        except AWAY as error:
            if not committed:
                raise Busy() from error
            # Only giving the connection back has failed; what was committed is answered.
        return value
