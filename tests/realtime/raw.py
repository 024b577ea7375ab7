"""A client that says exactly what it is told to: frames over a plain websocket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.realtime.served import SECONDS, Served


class Raw:
    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def say(self, *frames: str | bytes) -> None:
        for frame in frames:
            await self.socket.send(frame)

    async def hear(self) -> str:
        """The next frame that is not a ping, which is answered."""
        async with asyncio.timeout(SECONDS):
            while (frame := await self.socket.recv()) == "2":
                await self.say("3")
        return str(frame)

    async def greet(self, auth: Any = None) -> str:
        """The handshake of Socket.IO; the server's answer to it."""
        await self.say("40" + (orjson.dumps(auth).decode() if auth else ""))
        return await self.hear()

    async def event(self, name: str) -> Any:
        """What the next event of this name carries; others are passed over."""
        while True:
            frame = await self.hear()
            if frame.startswith("42"):
                heard, data = orjson.loads(frame[2:])
                if heard == name:
                    return data

    async def over(self) -> list[str]:
        """What is still said until the server closes the line."""
        rest = []
        try:
            while True:
                rest.append(await self.hear())
        except ConnectionClosed:
            return rest


@asynccontextmanager
async def raw(
    served: Served, headers: dict[str, str] | None = None, **options: Any
) -> AsyncIterator[Raw]:
    """A websocket that has been told `open` by Engine.IO, and has said nothing yet."""
    url = served.base.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    async with connect(url, additional_headers=headers, **options) as socket:
        client = Raw(socket)
        assert (await client.hear()).startswith("0{")
        yield client
