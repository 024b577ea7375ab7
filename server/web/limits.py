"""How often somebody may try: sign-ins and public bookings, for each address (and tenant)."""

import math
import time

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from starlette.requests import HTTPConnection

from server.errors import RateLimited

SIGN_INS = "30/minute"
SIGN_INS_OF_ONE = "10/5minutes"
PUBLIC_BOOKINGS = "20/10minutes"
PUBLIC_READS = "600/minute"


class Limits:
    """Moving windows in memory; `off` lifts them, for load tests in development."""

    def __init__(self, *, on: bool) -> None:
        self._on = on
        self._windows = MovingWindowRateLimiter(MemoryStorage())
        self._items: dict[str, RateLimitItem] = {}

    async def hit(self, rate: str, *who: str) -> None:
        """Counts an attempt. Raises RateLimited, with the seconds to wait in `Retry-After`."""
        if not self._on:
            return
        item = self._items.setdefault(rate, parse(rate))
        if not await self._windows.hit(item, rate, *who):
            stats = await self._windows.get_window_stats(item, rate, *who)
            wait = max(1, math.ceil(stats.reset_time - time.time()))
            raise RateLimited(headers={"retry-after": str(wait)})


def address(connection: HTTPConnection) -> str:
    """Where a request comes from; uvicorn has put a trusted proxy's word in its place."""
    return connection.client.host if connection.client else ""
