"""A screen of python-socketio: keeps what it hears, in the order it came."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import socketio
from socketio.exceptions import ConnectionError as Refused

from tests.realtime.served import SECONDS, Served

T = TypeVar("T")

EVENTS = ("booking_update", "payment_update", "availability_update", "notification")
SAID = (*EVENTS, "ready", "heads", "presence_update")


class Listener:
    def __init__(self) -> None:
        self.sio = socketio.AsyncClient(reconnection=False)
        self.heard: list[tuple[str, Any]] = []
        self.is_over = False
        self._news = asyncio.Event()
        for name in SAID:
            self.sio.on(name, self._keeps(name))
        self.sio.on("disconnect", self._over)

    def _keeps(self, name: str) -> Callable[[Any], None]:
        def keep(data: Any) -> None:
            self.heard.append((name, data))
            self._news.set()

        return keep

    def _over(self, reason: Any = None) -> None:
        self.is_over = True
        self._news.set()

    @property
    def streams(self) -> dict[str, Any]:
        """What `ready` said."""
        return dict(next(data["streams"] for name, data in self.heard if name == "ready"))

    @property
    def cursors(self) -> dict[str, Any]:
        """Where `ready` said the streams are, as `sync` wants it."""
        return {n: {"epoch": h["epoch"], "seq": h["head"]} for n, h in self.streams.items()}

    def said(self, name: str) -> list[Any]:
        return [data for heard, data in self.heard if heard == name]

    def events(self, stream: str = "", **fields: Any) -> list[dict[str, Any]]:
        """The events of streams whose names begin so, with these fields."""
        return [
            data
            for name, data in self.heard
            if name in EVENTS
            and data["stream"].startswith(stream)
            and all(data[field] == value for field, value in fields.items())
        ]

    async def until(self, found: Callable[[], T]) -> T:
        """Waits for something to be true of what was heard; answers it. Raises TimeoutError."""
        async with asyncio.timeout(SECONDS):
            while not (value := found()):
                self._news.clear()
                await self._news.wait()
            return value

    async def event(self, stream: str = "", **fields: Any) -> dict[str, Any]:
        """The first event of this kind, as soon as it is there."""
        return (await self.until(lambda: self.events(stream, **fields)))[0]

    async def over(self) -> None:
        await self.until(lambda: self.is_over)

    async def ask(self, event: str, *data: Any) -> Any:
        return await self.sio.call(event, data if len(data) != 1 else data[0], timeout=SECONDS)

    async def present(self, booking_id: str | None, mode: str = "viewing") -> Any:
        return await self.ask("presence", {"booking_id": booking_id, "mode": mode})

    async def sync(self, cursors: Any) -> Any:
        return await self.ask("sync", {"cursors": cursors})

    async def connect(self, served: Served, auth: Any, headers: dict[str, str]) -> None:
        await self.sio.connect(
            served.base, auth=auth, headers=headers, transports=["websocket"], wait_timeout=SECONDS
        )


@asynccontextmanager
async def listening(
    served: Served, name: str = "", *, auth: Any = None, headers: dict[str, str] | None = None
) -> AsyncIterator[Listener]:
    """Connected and told `ready`: one of the cast by bearer token, or whoever `auth` says."""
    listener = Listener()
    await listener.connect(served, {"token": served.token(name)} if name else auth, headers or {})
    try:
        await listener.until(lambda: listener.said("ready"))
        yield listener
    finally:
        await listener.sio.disconnect()


async def refusal(served: Served, auth: Any = None, headers: dict[str, str] | None = None) -> str:
    """Why a connection is refused. Raises AssertionError when it is not."""
    listener = Listener()
    reasons: list[dict[str, str]] = []
    listener.sio.on("connect_error", reasons.append)
    try:
        await listener.connect(served, auth, headers or {})
    except Refused:
        return reasons[0]["message"]
    finally:
        await listener.sio.disconnect()
    raise AssertionError("connected")
