"""What an action is given: the one transaction of its command."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from server import clock

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """Something to announce to one audience. The log gives it its `seq` when the command closes."""

    stream: str
    type: str
    tenant_id: str
    at: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log: an envelope as it is stored and as it is sent, encoded once."""

    stream: str
    epoch: str
    seq: int
    type: str
    envelope: str


Journal = Callable[["Tx", list[Record]], Awaitable[list[Event]]]


class Misuse(RuntimeError):
    """A programming error in an action or a query."""


class Tx(ABC):
    """`now` is the one reading of the clock that the whole command goes by."""

    engine: ClassVar[str]

    def __init__(self, now: datetime, journal: Journal) -> None:
        self.now = now
        self.events: list[Event] = []
        self._journal = journal
        self._records: list[Record] = []
        self._announced = False

    @property
    def at(self) -> str:
        return clock.iso(self.now)

    @abstractmethod
    async def one(self, sql: str, /, **values: Any) -> Row | None: ...

    @abstractmethod
    async def all(self, sql: str, /, **values: Any) -> list[Row]: ...

    @abstractmethod
    async def run(self, sql: str, /, **values: Any) -> None: ...

    @abstractmethod
    async def run_many(self, sql: str, rows: Iterable[Mapping[str, Any]], /) -> None: ...

    def record(self, stream: str, type_: str, tenant_id: str, body: Mapping[str, Any]) -> None:
        if self._announced:
            raise Misuse("recorded after the command was announced")
        self._records.append(Record(stream, type_, tenant_id, self.at, body))

    async def announce(self) -> list[Event]:
        """Writes all that was recorded, by one call, as the last statements of the command.

        The door calls it when the action ends. A command whose answer names its events calls it
        itself, and may record nothing after that: stream rows are locked last and in order.
        """
        if self._records and not self._announced:
            self.events = await self._journal(self, self._records)
        self._announced = True
        return self.events


Action = Callable[..., Awaitable[Any]]


@dataclass(slots=True)
class Outcome:
    """What became of one command: its answer and events, or its error."""

    value: Any = None
    events: list[Event] = field(default_factory=list)
    error: BaseException | None = None
