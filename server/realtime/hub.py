"""The sockets: who connects, which streams they follow, what they may ask (CONTRACT, "Sockets")."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

import orjson
import structlog
from socketio.exceptions import ConnectionRefusedError  # type: ignore[import-untyped]
from starlette.requests import HTTPConnection

from server import clock, metrics
from server.bookings import queries
from server.db import Database, Event
from server.errors import AppError, Unauthenticated
from server.identity import links, sessions, visitors
from server.identity.caller import Caller
from server.realtime import audiences, log, streams
from server.realtime.feed import Feed
from server.realtime.presence import Presence, Viewer
from server.realtime.sockets import Sockets
from server.web.rights import own_origin

logger = structlog.get_logger("sockets")

HEADS_SECONDS = 5.0
SYNC_PAGE = 500
MOST_CURSORS = 1000
# Packets that may wait for one client; beyond that it is sent no more events until it has drained.
MOST_WAITING = 1000
LONGEST_TIMER = 86_400.0  # seconds; what is further away is looked at again


@dataclass(eq=False)
class Connection:
    """One socket and the rights it came with."""

    caller: Caller
    streams: list[str]
    ends: asyncio.TimerHandle | None = None
    begun: bool = False  # `ready` was sent: events follow
    ended: bool = False  # its rights are gone
    slow: bool = False  # it left events out, and catches up by `sync`
    moves: int = 0  # what it said of its presence; the last word counts


class Hub:
    """Sockets only carry what the log says; everything a client changes goes over HTTP."""

    def __init__(self, db: Database, secret_key: str) -> None:
        self._db, self._secret_key = db, secret_key
        self._connections: dict[str, Connection] = {}
        self._presence = Presence()
        metrics.SOCKETS.set_function(lambda: len(self._connections))
        self._tasks: set[asyncio.Task[None]] = set()
        self.feed = Feed(db, self._deliver)
        self.sio = Sockets()
        self.sio.on("connect", self._connect)
        self.sio.on("disconnect", self._disconnect)
        self.sio.on("sync", self._sync)
        self.sio.on("presence", self._present)

    def app(self) -> Any:
        return self.sio.app()

    async def start(self) -> None:
        self.feed.start()
        self._spawn(self._beat())

    async def stop(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.feed.stop()
        for sid in list(self._connections):
            await self.sio.disconnect(sid)
        await self.sio.shutdown()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # Connecting ------------------------------------------------------------------------------

    async def _connect(self, sid: str, environ: dict[str, Any], auth: Any) -> None:
        try:
            connection = await self._admit(sid, environ, auth)
        except Exception as error:
            await self._forget(sid)
            self.sio.hang_up(sid)
            if not isinstance(error, AppError):
                logger.exception("connect")
            code = error.code if isinstance(error, AppError) else AppError.code
            raise ConnectionRefusedError(code) from None
        self._spawn(self._begin(sid, connection))

    async def _admit(self, sid: str, environ: dict[str, Any], auth: Any) -> Connection:
        """Follows what concerns whoever connects. Raises Unauthenticated, Busy."""
        caller = await self._identify(environ, auth)
        if caller is None:
            raise Unauthenticated()
        names = await self._db.read(audiences.streams_of, caller)
        await self.feed.listen([*names, streams.control(caller.tenant_id)])
        connection = self._connections[sid] = Connection(caller, names)
        # From here on we hear of it when the rights end; they may have ended while we were looking.
        if not await self._still_valid(caller) or connection.ended:
            raise Unauthenticated()
        self._end_in_time(sid, connection)
        return connection

    async def _begin(self, sid: str, connection: Connection) -> None:
        """The first words, once the client has been told that it is connected.

        Joining the rooms and reading how far the feed is are one step, in which no event can be
        sent: exactly those that follow the heads in `ready` come after it.
        """
        if connection.ended or not self.sio.reaches(sid):
            await self._forget(sid)
            await self.sio.disconnect(sid)
            return
        for name in connection.streams:
            await self.sio.enter_room(sid, name)
        connection.begun = True
        await self.sio.emit("ready", {"streams": self.feed.heads(connection.streams)}, to=sid)
        for booking_id in self._presence.bookings_in(_staff_rooms(connection.streams)):
            await self.sio.emit("presence_update", self._presence.update(booking_id), to=sid)

    async def _identify(self, environ: dict[str, Any], auth: Any) -> Caller | None:
        """Who connects: a bearer token, a booking's link, a public page, or the cookie."""
        auth = auth if isinstance(auth, dict) else {}
        if isinstance(token := auth.get("token"), str):
            return await self._by_session(sessions.session_id_of(self._secret_key, token))
        if isinstance(token := auth.get("booking_token"), str):
            return await self._db.read(links.holder, token)
        if isinstance(token := auth.get("visitor_token"), str):
            return visitors.by_token(self._secret_key, token)
        connection = HTTPConnection(environ["asgi.scope"])
        secret, origin = connection.cookies.get(sessions.COOKIE), connection.headers.get("origin")
        # Every browser names the page a socket was opened by; who names none is no browser, and
        # nobody else's page can make it send a cookie.
        if secret and (origin is None or own_origin(connection, origin)):
            return await self._db.read(sessions.by_cookie, secret)
        return None

    async def _by_session(self, session_id: str | None) -> Caller | None:
        return await self._db.read(sessions.by_session_id, session_id) if session_id else None

    async def _still_valid(self, caller: Caller) -> bool:
        if caller.role == "link":
            return await self._db.read(links.valid, caller.session_id)
        if caller.id is None:  # a visitor has no session: the token's end is all there is
            return bool(caller.expires_at and caller.expires_at > clock.iso(clock.utc_now()))
        now = await self._by_session(caller.session_id)
        return now is not None and now.role == caller.role

    def _end_in_time(self, sid: str, connection: Connection) -> None:
        """Rights that expire end the stream at that moment."""
        assert connection.caller.expires_at
        left = (clock.parse(connection.caller.expires_at) - clock.utc_now()).total_seconds()
        connection.ends = asyncio.get_running_loop().call_later(
            min(max(left, 0.0), LONGEST_TIMER), self._expire, sid, connection
        )

    def _expire(self, sid: str, connection: Connection) -> None:
        assert connection.caller.expires_at
        if clock.utc_now() < clock.parse(connection.caller.expires_at):
            self._end_in_time(sid, connection)
        else:
            self._spawn(self._end(sid, connection))

    async def _end(self, sid: str, connection: Connection) -> None:
        """Ends a connection whose rights are gone; one that is still connecting ends itself."""
        connection.ended = True
        await self.sio.disconnect(sid)

    async def _disconnect(self, sid: str, reason: Any = None) -> None:
        self.sio.hang_up(sid)
        await self._forget(sid)

    async def _forget(self, sid: str) -> None:
        connection = self._connections.pop(sid, None)
        if connection is None:
            return
        if connection.ends:
            connection.ends.cancel()
        self.feed.leave([*connection.streams, streams.control(connection.caller.tenant_id)])
        await self._tell(self._presence.remove(sid))

    # From the log ----------------------------------------------------------------------------

    async def _deliver(self, event: Event) -> None:
        if event.stream.startswith("control:"):
            await self._rights_ended(orjson.loads(event.envelope))
            return
        metrics.EVENTS.labels(event.type).inc()
        slow = [sid for sid in self.sio.members(event.stream) if self._is_slow(sid)]
        await self.sio.emit(
            event.type, orjson.loads(event.envelope), room=event.stream, skip_sid=slow
        )

    def _is_slow(self, sid: str) -> bool:
        """Does this client not take what it is sent? Then it has a gap from now on."""
        connection = self._connections.get(sid)
        if connection is None:
            return True
        connection.slow = connection.slow or self.sio.backlog(sid) > MOST_WAITING
        return connection.slow

    async def _rights_ended(self, envelope: dict[str, Any]) -> None:
        ended = set(envelope["sessions"])
        gone = [(s, c) for s, c in self._connections.items() if c.caller.session_id in ended]
        for sid, connection in gone:
            await self._end(sid, connection)

    async def _sync(self, sid: str, request: Any = None, *_more: Any) -> dict[str, Any]:
        connection = self._connections.get(sid)
        if connection is None:
            return {"ok": False, "error": "unauthenticated"}
        try:
            cursors = _cursors(request, set(connection.streams))
        except (TypeError, KeyError, ValueError):
            return {"ok": False, "error": "validation_failed"}
        try:
            events, reset, more = await self._db.read(log.catch_up, cursors, SYNC_PAGE)
        except AppError as error:
            return {"ok": False, "error": error.code}
        envelopes = [orjson.loads(event.envelope) for event in events]
        return {"ok": True, "events": envelopes, "reset": reset, "more": more}

    # Presence --------------------------------------------------------------------------------

    async def _present(self, sid: str, request: Any = None, *_more: Any) -> dict[str, Any]:
        connection = self._connections.get(sid)
        if connection is None or not connection.caller.staff:
            return {"ok": False, "error": "forbidden"}
        if not isinstance(request, dict):
            return {"ok": False, "error": "validation_failed"}
        booking_id, mode = request.get("booking_id"), request.get("mode", "viewing")
        if mode not in ("viewing", "editing") or not isinstance(booking_id, str | None):
            return {"ok": False, "error": "validation_failed"}
        connection.moves += 1
        if booking_id is None:
            await self._tell(self._presence.remove(sid))
            return {"ok": True}
        move, caller = connection.moves, connection.caller
        try:
            staff_id = await self._db.read(queries.coach_of, caller, booking_id)
        except AppError as error:
            return {"ok": False, "error": error.code}
        if staff_id is None:
            return {"ok": False, "error": "not_found"}
        # Meanwhile it may have gone, or gone elsewhere.
        if self._connections.get(sid) is connection and connection.moves == move:
            rooms = (streams.admins(caller.tenant_id), streams.coach(staff_id))
            assert caller.id
            new = self._presence.put(sid, caller.id, caller.name, mode, booking_id, rooms)
            await self._tell(new)
        return {"ok": True}

    async def _tell(self, changed: list[Viewer]) -> None:
        for viewer in changed:
            update = self._presence.update(viewer.booking_id)
            await self.sio.emit("presence_update", update, room=list(viewer.rooms))

    async def _beat(self) -> None:
        """Tells everyone how far their streams are, and forgets who has vanished."""
        while True:
            await asyncio.sleep(HEADS_SECONDS)
            try:
                await self._tell(self._presence.expired())
                for sid, connection in list(self._connections.items()):
                    if not connection.begun or (connection.slow and self.sio.backlog(sid)):
                        continue
                    connection.slow = False
                    await self.sio.emit("heads", self.feed.heads(connection.streams), to=sid)
            except Exception:
                logger.exception("beat")


def _cursors(request: Any, own: set[str]) -> dict[str, tuple[str, int]]:
    """What a client has, for its own streams alone. Raises KeyError, TypeError or ValueError."""
    asked = request["cursors"]
    if not isinstance(asked, dict) or len(asked) > MOST_CURSORS:
        raise ValueError("cursors")
    found = {}
    for name, cursor in asked.items():
        epoch, seq = cursor["epoch"], cursor["seq"]
        if not isinstance(epoch, str) or type(seq) is not int or seq < 0:
            raise ValueError(name)
        if name in own:
            found[name] = (epoch, seq)
    return found


def _staff_rooms(names: list[str]) -> set[str]:
    return {name for name in names if name.startswith(("admins:", "coach:"))}
