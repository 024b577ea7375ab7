"""The door for writing and the door for reading (DESIGN 6). `databases` is known here alone.

    async def set_status(tx, caller, booking_id, status): ...   # an action
    result = await db.write(set_status, caller, booking_id, status)

An action awaits nothing but its `tx` (`one`, `all`, `run`, `run_many`) and other actions. It runs
in one transaction, on SQLite in one hop and a shared commit. That no mail, no Stripe call and no
socket happens inside a transaction follows by itself.
"""

from collections.abc import Awaitable, Callable
from typing import Concatenate, ParamSpec, TypeVar
from urllib.parse import urlsplit

from server.clock import Clock, utc_now
from server.storage.drive import ActionSuspended
from server.storage.postgres import PostgresEngine
from server.storage.sql import in_list
from server.storage.sqlite import SqliteEngine
from server.storage.tx import Event, Journal, Misuse, Record, Row, Tx

__all__ = [
    "ActionSuspended",
    "Database",
    "Event",
    "Journal",
    "Misuse",
    "Record",
    "Row",
    "Tx",
    "in_list",
]

P = ParamSpec("P")
T = TypeVar("T")


async def _no_journal(tx: Tx, records: list[Record]) -> list[Event]:
    raise Misuse("this database was opened without a log: nothing can be announced")


class Database:
    """One database, opened. `on_commit` is called on the event loop with what was committed."""

    def __init__(self, url: str, *, journal: Journal = _no_journal, clock: Clock = utc_now) -> None:
        engine = SqliteEngine if urlsplit(url).scheme == "sqlite" else PostgresEngine
        self._engine: SqliteEngine | PostgresEngine = engine(url, journal, clock)

    @property
    def engine(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.name

    async def open(self) -> None:
        """Raises Busy when the database cannot be reached."""
        await self._engine.open()

    async def close(self) -> None:
        await self._engine.close()

    def on_commit(self, announce: Callable[[list[Event]], None]) -> None:
        self._engine.on_commit = announce

    async def write(
        self, action: Callable[Concatenate[Tx, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Runs an action and answers after its commit.

        Raises what the action raises (nothing is changed then), Busy when the database is away,
        ActionSuspended when the action awaited anything but its `tx`.
        """
        result: T = await self._engine.write(action, args, kwargs)
        return result

    async def read(
        self, query: Callable[Concatenate[Tx, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Runs a query in one snapshot; it never waits for a write. Raises Busy."""
        result: T = await self._engine.read(query, args, kwargs)
        return result

    async def script(self, text: str) -> None:
        """Runs a script of the schema as one transaction."""
        await self._engine.script(text)
