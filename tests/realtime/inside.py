"""A server inside the test's own process, where a test can set the times it goes by."""

import asyncio
import os
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn

from server.app import create_app
from server.settings import Settings
from tests.realtime.served import SECONDS, SECRET_KEY, WEBHOOK_SECRET, Served

# Kernels hold megabytes for a client that does not read; here it shall be noticed sooner.
SEND_BUFFER = 4096


@asynccontextmanager
async def inside(database_url: str) -> AsyncIterator[Served]:
    """Serves on a thread of its own until the block is left."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    listener.bind(("127.0.0.1", 0))
    served = Served(database_url, Path(os.devnull), listener.getsockname()[1])
    settings = Settings(
        database_url=database_url,
        base_url=served.base,
        secret_key=SECRET_KEY,
        stripe_webhook_secret=WEBHOOK_SECRET,
        rate_limits="off",
    )
    config = uvicorn.Config(
        create_app(settings),
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        log_config=None,
        log_level="warning",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        async with asyncio.timeout(SECONDS):
            while not server.started:
                assert thread.is_alive()
                await asyncio.sleep(0.01)
        yield served
    finally:
        server.should_exit = True
        await asyncio.to_thread(thread.join)
        listener.close()
