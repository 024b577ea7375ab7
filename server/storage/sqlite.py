"""SQLite: one writer that commits in groups, a few readers that never wait for it (WAL)."""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import databases

from server.clock import Clock
from server.errors import Busy
from server.storage.drive import drive_now
from server.storage.sql import for_sqlite
from server.storage.tx import Action, Event, Journal, Outcome, Row, Tx

READERS = 3
LARGEST_BATCH = 64
BUSY_SECONDS = 5.0
# What a file that is locked, full, gone or not writable raises; a bug in our SQL raises it too.
AWAY = ("locked", "busy", "disk", "unable to open", "readonly", "i/o", "full")


class PragmaConnection(sqlite3.Connection):
    """PRAGMAs belong to a connection, so each one sets them as it opens."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.row_factory = _as_dict
        self.execute("PRAGMA journal_mode = WAL")
        self.execute("PRAGMA synchronous = FULL")
        self.execute("PRAGMA foreign_keys = ON")
        self.execute("PRAGMA temp_store = MEMORY")
        self.execute("PRAGMA cache_size = -65536")
        self.execute("PRAGMA mmap_size = 268435456")


def _as_dict(cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> dict[str, Any]:
    return {column[0]: value for column, value in zip(cursor.description, row, strict=True)}


class SqliteTx(Tx):
    """Never suspends: it runs on the thread that owns the connection."""

    engine = "sqlite"

    def __init__(self, connection: sqlite3.Connection, *args: Any) -> None:
        super().__init__(*args)
        self._connection = connection

    async def one(self, sql: str, /, **values: Any) -> Row | None:
        # Read to the end: a statement left half read would keep the savepoint from closing.
        rows = self._connection.execute(for_sqlite(sql), values).fetchall()
        return rows[0] if rows else None

    async def all(self, sql: str, /, **values: Any) -> list[Row]:
        return self._connection.execute(for_sqlite(sql), values).fetchall()

    async def run(self, sql: str, /, **values: Any) -> None:
        self._connection.execute(for_sqlite(sql), values)

    async def run_many(self, sql: str, rows: Iterable[Mapping[str, Any]], /) -> None:
        self._connection.executemany(for_sqlite(sql), rows)


@dataclass(slots=True)
class Command:
    action: Action
    args: tuple[Any, ...]
    options: dict[str, Any]
    answer: asyncio.Future[Any]
    context: Context = field(default_factory=copy_context)
    outcome: Outcome = field(default_factory=Outcome)


class SqliteEngine:
    name = "sqlite"

    def __init__(self, url: str, journal: Journal, clock: Clock) -> None:
        self.path = urlsplit(url).path.removeprefix("/")
        self._database = databases.Database(url, factory=PragmaConnection, timeout=BUSY_SECONDS)
        self._journal, self._clock = journal, clock
        self._waiting: deque[Command] = deque()
        self._draining: asyncio.Task[None] | None = None
        self._readers: asyncio.LifoQueue[Any] = asyncio.LifoQueue()
        self._held: list[Any] = []
        self.on_commit: Callable[[list[Event]], None] = lambda events: None

    async def open(self) -> None:
        await self._database.connect()
        try:
            if self.path:
                Path(self.path).parent.mkdir(parents=True, exist_ok=True)
                await asyncio.to_thread(_try_to_open, self.path)
            self._writer = await self._hold()
            for _ in range(READERS):
                reader = await self._hold()
                await self._on_thread(reader, _make_read_only)
                self._readers.put_nowait(reader)
        except (sqlite3.Error, OSError) as error:
            await self.close()
            raise Busy() from error

    async def close(self) -> None:
        if self._draining:
            await self._draining
        for connection in self._held:
            await connection.__aexit__(None, None, None)
        self._held.clear()
        await self._database.disconnect()

    async def write(self, action: Action, args: tuple[Any, ...], options: dict[str, Any]) -> Any:
        """Queues a command; the answer comes after the commit that carries it."""
        command = Command(action, args, options, asyncio.get_running_loop().create_future())
        self._waiting.append(command)
        if self._draining is None or self._draining.done():
            self._draining = asyncio.create_task(self._drain())
        # Shielded: a caller that goes away does not undo its command.
        return await asyncio.shield(command.answer)

    async def read(self, query: Action, args: tuple[Any, ...], options: dict[str, Any]) -> Any:
        """Runs a query in one snapshot on a reader's connection, in one hop."""
        reader = await self._readers.get()
        try:
            return await self._on_thread(reader, self._query, copy_context(), query, args, options)
        except sqlite3.OperationalError as error:
            raise _translated(error) from error
        finally:
            self._readers.put_nowait(reader)

    async def script(self, text: str) -> None:
        """Runs a whole script as one transaction."""
        await self._on_thread(self._writer, _run_script, text)

    async def _drain(self) -> None:
        """One batch after another, each what has gathered while the last one was committed."""
        while self._waiting:
            size = min(len(self._waiting), LARGEST_BATCH)
            batch = [self._waiting.popleft() for _ in range(size)]
            try:
                await self._on_thread(self._writer, self._commit, batch)
            except BaseException as error:
                _fail_all(batch, error)
            self._answer(batch)

    def _answer(self, batch: list[Command]) -> None:
        events = [event for command in batch for event in command.outcome.events]
        if events:
            self.on_commit(events)
        for command in batch:
            if command.answer.cancelled():
                continue
            if command.outcome.error:
                command.answer.set_exception(command.outcome.error)
                command.answer.exception()  # read: a caller that went away leaves no warning
            else:
                command.answer.set_result(command.outcome.value)

    def _commit(self, connection: sqlite3.Connection, batch: list[Command]) -> None:
        """On the writer's thread: all commands of a batch in one transaction, each in a savepoint.

        A command that fails harms no other. When the commit itself fails, all of them fail and
        nothing is announced.
        """
        try:
            connection.execute("BEGIN IMMEDIATE")
            for command in batch:
                self._perform(connection, command)
            connection.execute("COMMIT")
        except BaseException as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            _fail_all(batch, _translated(error))

    def _perform(self, connection: sqlite3.Connection, command: Command) -> None:
        connection.execute("SAVEPOINT command")
        tx = SqliteTx(connection, self._clock(), self._journal)
        try:
            command.outcome.value = command.context.run(drive_now, _whole(tx, command))
            command.outcome.events = tx.events
        except BaseException as error:
            if not connection.in_transaction:  # SQLite gave the whole batch up (disk full)
                raise
            connection.execute("ROLLBACK TO command")
            command.outcome.error = _translated(error)
        connection.execute("RELEASE command")

    def _query(
        self,
        connection: sqlite3.Connection,
        context: Context,
        query: Action,
        args: tuple[Any, ...],
        options: dict[str, Any],
    ) -> Any:
        connection.execute("BEGIN")
        try:
            tx = SqliteTx(connection, self._clock(), self._journal)
            return context.run(drive_now, _as_coroutine(query(tx, *args, **options)))
        finally:
            if connection.in_transaction:  # else SQLite has given it up already, with an error
                connection.execute("ROLLBACK")

    async def _hold(self) -> Any:
        """A connection of our own; `databases` ties connections to tasks, so a task makes it."""

        async def acquire() -> Any:
            return await self._database.connection().__aenter__()

        connection = await asyncio.create_task(acquire())
        self._held.append(connection)
        return connection

    async def _on_thread(self, held: Any, function: Callable[..., Any], *args: Any) -> Any:
        """Runs a function on the connection's own thread: the one hop (aiosqlite's `_execute`)."""
        raw = held.raw_connection
        return await raw._execute(function, raw._conn, *args)


async def _whole(tx: SqliteTx, command: Command) -> Any:
    value = await command.action(tx, *command.args, **command.options)
    await tx.announce()
    return value


async def _as_coroutine(awaitable: Any) -> Any:
    return await awaitable


def _try_to_open(path: str) -> None:
    """Finds out here whether the file can be had: of an opening that fails, aiosqlite's thread
    may still be busy when the event loop is gone."""
    sqlite3.connect(path, factory=PragmaConnection, timeout=BUSY_SECONDS).close()


def _make_read_only(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA query_only = ON")


def _run_script(connection: sqlite3.Connection, text: str) -> None:
    try:
        connection.executescript(f"BEGIN IMMEDIATE;\n{text}\nCOMMIT;")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _fail_all(batch: list[Command], error: BaseException) -> None:
    for command in batch:
        command.outcome = Outcome(error=command.outcome.error or error)


def _translated(error: BaseException) -> BaseException:
    """A database that is away becomes Busy (503); everything else stays what it is."""
    away = isinstance(error, sqlite3.OperationalError) and any(
        word in str(error).lower() for word in AWAY
    )
    if not away:
        return error
    busy = Busy()
    busy.__cause__ = error
    return busy
