"""Socket.IO as Callboard speaks it: websocket alone, text alone, two events from a client.

Whoever says anything else, or does not say who they are, is hung up on: that harms nobody else.
"""

import asyncio
import logging
import re
from typing import Any

import orjson
import socketio  # type: ignore[import-untyped]
import structlog

logger = structlog.get_logger("sockets")

PING_SECONDS, PONG_SECONDS = 15, 15
LARGEST_MESSAGE = 64 * 1024
# A connection that nobody has signed in on by then is closed.
GREETING_SECONDS = 30.0

_EVENTS = ("sync", "presence")
# Engine.IO: close, ping, pong, message. Socket.IO in a message: connect, disconnect, event. Packets
# with attachments would be gathered in memory for as long as a client likes.
_SPOKEN = re.compile(r"[123]|4[012]")


class Sockets(socketio.AsyncServer):  # type: ignore[misc]
    """The server of python-socketio, without what a client of ours never sends."""

    def __init__(self) -> None:
        super().__init__(
            async_mode="asgi",
            transports=["websocket"],
            http_compression=False,
            cors_allowed_origins=[],  # the hub looks at Origin, where the cookie counts
            ping_interval=PING_SECONDS,
            ping_timeout=PONG_SECONDS,
            max_http_buffer_size=LARGEST_MESSAGE,
            json=_Json,
            logger=_quiet("socketio"),
            engineio_logger=_quiet("engineio"),
        )

    def app(self) -> Any:
        inner = socketio.ASGIApp(self, socketio_path="")

        async def app(scope: Any, receive: Any, send: Any) -> None:
            async def heard() -> Any:
                message = await receive()
                if message["type"] == "websocket.receive" and not _SPOKEN.match(
                    message.get("text") or ""
                ):
                    return {"type": "websocket.disconnect", "code": 1002}
                return message

            await inner(scope, heard, send)

        return app

    def reaches(self, sid: str) -> bool:
        """Is there still a line to this client?"""
        line = self._line(sid)
        return line is not None and not line.closed

    def backlog(self, sid: str) -> int:
        """How many packets wait until the client takes those that were sent before."""
        line = self._line(sid)
        return 0 if line is None else int(line.queue.qsize())

    def members(self, room: str) -> list[str]:
        return [sid for sid, _line in self.manager.get_participants("/", room)]

    def hang_up(self, sid: str) -> None:
        """Closes the line of a client after what is being said to it now."""
        eio_sid = self.manager.eio_sid_from_sid(sid, "/")
        asyncio.get_running_loop().call_soon(self._close, eio_sid)

    def _line(self, sid: str) -> Any:
        return self.eio.sockets.get(self.manager.eio_sid_from_sid(sid, "/"))

    def _close(self, eio_sid: str | None) -> None:
        if line := self.eio.sockets.get(eio_sid):
            line.queue.put_nowait(None)

    async def _handle_eio_connect(self, eio_sid: str, environ: dict[str, Any]) -> None:
        await super()._handle_eio_connect(eio_sid, environ)
        asyncio.get_running_loop().call_later(GREETING_SECONDS, self._expect_greeting, eio_sid)

    def _expect_greeting(self, eio_sid: str) -> None:
        if self.manager.sid_from_eio_sid(eio_sid, "/") is None:
            self._close(eio_sid)

    async def _handle_eio_message(self, eio_sid: str, data: Any) -> None:
        try:
            await super()._handle_eio_message(eio_sid, data)
        except Exception as error:
            logger.warning("not understood", error=repr(error))
            self._close(eio_sid)

    async def _handle_event(self, eio_sid: str, namespace: str, id: Any, data: Any) -> None:
        # A client may call its event `connect` or `disconnect`; our handlers of those names are
        # not for it.
        if isinstance(data, list) and data and data[0] in _EVENTS:
            await super()._handle_event(eio_sid, namespace, id, data)


def _quiet(name: str) -> logging.Logger:
    """A logger for the library, which otherwise adds a handler of its own and says each line twice.
    What it tells below `error` holds every packet, and so everyone's data."""
    logger = logging.getLogger(name)
    logger.setLevel(logging.ERROR)
    return logger


class _Json:
    """The JSON of Socket.IO packets."""

    @staticmethod
    def dumps(value: Any, **_options: Any) -> str:
        return orjson.dumps(value).decode()

    @staticmethod
    def loads(text: str, **_options: Any) -> Any:
        return orjson.loads(text)
