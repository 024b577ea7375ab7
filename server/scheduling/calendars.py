"""Which calendars a caller may see."""

from server.db import Tx
from server.identity.caller import Caller
from server.scheduling import store


async def visible(tx: Tx, caller: Caller) -> list[str]:
    """The ids of the staff whose calendars the caller may see."""
    return await store.visible_staff(tx, caller)
