"""The sockets: who connects, which streams they follow, what they may ask (CONTRACT, "Sockets")."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import orjson
import socketio  # type: ignore[import-untyped]
import structlog
from socketio.exceptions import ConnectionRefusedError  # type: ignore[import-untyped]
from starlette.requests import HTTPConnection

from server import clock
from server.bookings import queries
from server.db import Database, Event
from server.errors import AppError
from server.identity import links, sessions, visitors
from server.identity.caller import Caller
from server.realtime import audiences, log, streams
from server.realtime.feed import Feed
from server.realtime.presence import Presence, Viewer
from server.web.rights import own_origin

logger = structlog.get_logger("sockets")

HEADS_SECONDS = 5.0
SYNC_PAGE = 500
MOST_CURSORS = 1000
PING_SECONDS, PONG_SECONDS = 15, 15
LARGEST_MESSAGE = 64 * 1024


@dataclass
class Connection:
    """One socket and the rights it came with."""

    caller: Caller
    streams: list[str] = field(default_factory=list)
    ends: asyncio.TimerHandle | None = None


class Hub:
    """Sockets only carry what the log says; everything a client changes goes over HTTP."""

    def __init__(self, db: Database, secret_key: str) -> None:
        self._db, self._secret_key = db, secret_key
        self._connections: dict[str, Connection] = {}
        self._presence = Presence()
        self._tasks: list[asyncio.Task[None]] = []
        self.feed = Feed(db, self._deliver)
        self.sio = socketio.AsyncServer(
            async_mode="asgi",
            transports=["websocket"],
            http_compression=False,
            cors_allowed_origins=[],  # Origin is checked below, where the cookie counts
            ping_interval=PING_SECONDS,
            ping_timeout=PONG_SECONDS,
            max_http_buffer_size=LARGEST_MESSAGE,
            json=_Json,
        )
        self.sio.on("connect", self._connect)
        self.sio.on("disconnect", self._disconnect)
        self.sio.on("sync", self._sync)
        self.sio.on("presence", self._present)

    def app(self) -> Any:
        return socketio.ASGIApp(self.sio, socketio_path="")

    async def start(self) -> None:
        self.feed.start()
        self._tasks = [asyncio.create_task(self._beat())]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.feed.stop()
        for sid in list(self._connections):
            await self.sio.disconnect(sid)

    # Connecting ------------------------------------------------------------------------------

    async def _connect(self, sid: str, environ: dict[str, Any], auth: Any) -> None:
        try:
            caller = await self._identify(environ, auth)
            if caller is None:
                raise ConnectionRefusedError("unauthenticated")
            names = await self._db.read(audiences.streams_of, caller)
            control = streams.control(caller.tenant_id)
            # The room first, then the head: an event in between is sent, never lost.
            for name in names:
                await self.sio.enter_room(sid, name)
            heads = await self.feed.listen([*names, control])
        except AppError as error:
            raise ConnectionRefusedError(error.code) from None
        connection = Connection(caller, names)
        self._connections[sid] = connection
        if not await self._still_valid(caller):  # ended while we were looking
            await self._forget(sid)
            raise ConnectionRefusedError("unauthenticated")
        self._end_in_time(sid, connection)
        heads.pop(control, None)
        await self.sio.emit("ready", {"streams": heads}, to=sid)
        for booking_id in self._presence.bookings_in(_staff_rooms(names)):
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
        loop = asyncio.get_running_loop()
        # Further away than a timer should be: the next connection sets it again.
        connection.ends = loop.call_later(
            min(max(left, 0), 86_400), lambda: asyncio.ensure_future(self._expire(sid))
        )

    async def _expire(self, sid: str) -> None:
        if connection := self._connections.get(sid):
            if await self._still_valid(connection.caller):
                self._end_in_time(sid, connection)
            else:
                await self.sio.disconnect(sid)

    async def _disconnect(self, sid: str, reason: Any = None) -> None:
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
        else:
            await self.sio.emit(event.type, orjson.loads(event.envelope), room=event.stream)

    async def _rights_ended(self, envelope: dict[str, Any]) -> None:
        ended = set(envelope["sessions"])
        gone = [s for s, c in self._connections.items() if c.caller.session_id in ended]
        for sid in gone:
            await self.sio.disconnect(sid)

    async def _sync(self, sid: str, request: Any) -> dict[str, Any]:
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

    async def _present(self, sid: str, request: Any) -> dict[str, Any]:
        connection = self._connections.get(sid)
        if connection is None or not connection.caller.staff or not isinstance(request, dict):
            return {"ok": False, "error": "forbidden"}
        booking_id, mode = request.get("booking_id"), request.get("mode", "viewing")
        if booking_id is None:
            await self._tell(self._presence.remove(sid))
            return {"ok": True}
        if mode not in ("viewing", "editing") or not isinstance(booking_id, str):
            return {"ok": False, "error": "validation_failed"}
        caller = connection.caller
        try:
            staff_id = await self._db.read(queries.coach_of, caller, booking_id)
        except AppError as error:
            return {"ok": False, "error": error.code}
        if staff_id is None or sid not in self._connections:
            return {"ok": False, "error": "not_found"}
        rooms = (streams.admins(caller.tenant_id), streams.coach(staff_id))
        assert caller.id
        await self._tell(self._presence.put(sid, caller.id, caller.name, mode, booking_id, rooms))
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


class _Json:
    """The JSON of Socket.IO packets."""

    @staticmethod
    def dumps(value: Any, **_options: Any) -> str:
        return orjson.dumps(value).decode()

    @staticmethod
    def loads(text: str, **_options: Any) -> Any:
        return orjson.loads(text)
