"""A program of its own that writes and says what was answered, to be killed at any moment.

python -m tests.storage.writing DATABASE_URL
"""

import asyncio
import itertools
import sys

from server.db import Database, Tx
from server.realtime import log
from tests.storage.jottings import jot

STREAMS = ("admins", "coach", "client")
TOGETHER = 16


async def pair(tx: Tx, number: str) -> str:
    """Two rows and three events: all of it is there or nothing is."""
    await jot(tx, f"{number} first", *STREAMS)
    await jot(tx, f"{number} second")
    return number


async def main(url: str) -> None:
    db = Database(url, journal=log.append)
    await db.open()
    numbers = itertools.count()

    async def write() -> None:
        for number in numbers:
            print(await db.write(pair, f"{number:06d}"), flush=True)

    await asyncio.gather(*(write() for _ in range(TOGETHER)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
