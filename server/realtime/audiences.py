"""Which streams a caller may follow. The socket and the snapshots ask here, so they agree."""

from server.db import Tx
from server.identity.caller import Caller
from server.realtime import streams
from server.scheduling import calendars


async def streams_of(tx: Tx, caller: Caller) -> list[str]:
    """The names of a caller's streams, as their rights are now."""
    if caller.role == "link":
        assert caller.booking_id
        return [streams.booking(caller.booking_id)]
    own = []
    if caller.role == "admin":
        own.append(streams.admins(caller.tenant_id))
    if caller.staff and caller.staff_id:  # a calendar outlives the role
        own.append(streams.coach(caller.staff_id))
    if caller.role == "client" and caller.id:
        own.append(streams.client(caller.id))
    return own + [streams.availability(id_) for id_ in await calendars.visible(tx, caller)]
