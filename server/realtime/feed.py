"""From the log to the sockets: every event of a stream somebody listens to, in order, once.

A cursor for each such stream. What this process commits is handed over and sent when it is the
next one; anything else (a gap, another process's commit, a lost hint) is read from the log.
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from server.db import Database, Event
from server.errors import Busy
from server.realtime import log

logger = structlog.get_logger("feed")

POLL_SECONDS = 1.0
PAGE = 500
STREAMS_A_QUERY = 400

Send = Callable[[Event], Awaitable[None]]
Cursor = tuple[str, int]  # epoch, seq


class Feed:
    """Tails the log for the streams that have listeners here; `send` delivers to a room."""

    def __init__(self, db: Database, send: Send) -> None:
        self._db, self._send = db, send
        self._cursors: dict[str, Cursor | None] = {}  # None: wanted, not yet known
        self._listeners: dict[str, int] = {}
        self._inbox: asyncio.Queue[list[Event] | None] = asyncio.Queue()
        self._behind: set[str] = set()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._tasks = [asyncio.create_task(self._run()), asyncio.create_task(self._poll())]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def committed(self, events: list[Event]) -> None:
        """Called on the event loop after each commit of this process."""
        self._inbox.put_nowait(events)

    async def listen(self, names: list[str]) -> dict[str, log.Head]:
        """Begins to follow streams; answers the heads from which on events are sent.

        Nothing falls between: what is committed while the head is read is behind the cursor, and
        is read from the log.
        """
        for name in names:
            self._listeners[name] = self._listeners.get(name, 0) + 1
            self._cursors.setdefault(name, None)
        new = [name for name in names if self._cursors.get(name) is None]
        if new:
            try:
                heads = await self._db.read(log.heads, new)
            except BaseException:
                self.leave(names)
                raise
            for name, head in heads.items():
                if name in self._cursors and self._cursors[name] is None:
                    self._cursors[name] = (head["epoch"], head["head"])
            self._behind.update(new)
            self._inbox.put_nowait(None)
        return self.heads(names)

    def leave(self, names: list[str]) -> None:
        for name in names:
            left = self._listeners.get(name, 0) - 1
            if left > 0:
                self._listeners[name] = left
            else:
                self._listeners.pop(name, None)
                self._cursors.pop(name, None)
                self._behind.discard(name)

    def heads(self, names: list[str]) -> dict[str, log.Head]:
        """How far each stream has been sent."""
        cursors = {name: self._cursors.get(name) for name in names}
        return {n: {"epoch": c[0], "head": c[1]} for n, c in cursors.items() if c}

    async def _run(self) -> None:
        while True:
            events = await self._inbox.get()
            try:
                for event in events or ():
                    await self._offer(event)
                while self._behind:
                    await self._catch_up(self._behind.pop())
            except Busy:
                logger.warning("log unreachable")  # the poll comes back to it
            except Exception:
                logger.exception("feed")

    async def _offer(self, event: Event) -> None:
        cursor = self._cursors.get(event.stream)
        if cursor is None or event.seq <= cursor[1]:
            return
        if event.seq == cursor[1] + 1 and event.epoch == cursor[0]:
            await self._deliver(event)
        else:
            self._behind.add(event.stream)

    async def _catch_up(self, name: str) -> None:
        while cursor := self._cursors.get(name):
            events = await self._db.read(log.after, name, cursor[1], PAGE)
            for event in events:
                await self._deliver(event)
            if len(events) < PAGE:
                return

    async def _deliver(self, event: Event) -> None:
        # The stream may have been left, and listened to anew from further on, since it was read.
        cursor = self._cursors.get(event.stream)
        if cursor and event.seq > cursor[1]:
            self._cursors[event.stream] = (event.epoch, event.seq)
            await self._send(event)

    async def _poll(self) -> None:
        """Finds what other processes have committed."""
        while True:
            await asyncio.sleep(POLL_SECONDS)
            try:
                await self._look()
            except Busy:
                continue
            except Exception:
                logger.exception("poll")

    async def _look(self) -> None:
        known = [(name, cursor) for name, cursor in self._cursors.items() if cursor]
        for start in range(0, len(known), STREAMS_A_QUERY):
            asked = dict(known[start : start + STREAMS_A_QUERY])
            heads = await self._db.read(log.heads, asked)
            for name, cursor in asked.items():
                # One that has moved meanwhile would look as if the log were behind it.
                if self._cursors.get(name) == cursor:
                    self._compare(name, cursor, heads[name])
        if self._behind:
            self._inbox.put_nowait(None)

    def _compare(self, name: str, cursor: Cursor, head: log.Head) -> None:
        if head["epoch"] != cursor[0] or head["head"] < cursor[1]:
            # Another database is behind us: the next `heads` tells every screen to start afresh.
            self._cursors[name] = (head["epoch"], head["head"])
        elif head["head"] > cursor[1]:
            self._behind.add(name)
