"""What other domains may read of calendars: bounded by whose calendars the caller may see."""

from server.db import Row, Tx
from server.identity.caller import Caller
from server.ids import new_id
from server.scheduling import slot_store
from server.scheduling.slot_store import SLOT, scope


async def visible(tx: Tx, caller: Caller) -> list[str]:
    """The ids of the staff whose calendars the caller may see."""
    where, values = scope(caller)
    return [r["id"] for r in await tx.all(f"SELECT p.id FROM staff p WHERE {where}", **values)]


async def service(tx: Tx, tenant_id: str, service_id: str) -> Row | None:
    """A service, with the currency and the zone of its tenant."""
    return await tx.one(
        """SELECT s.*, t.currency, t.timezone FROM services s JOIN tenants t ON t.id = s.tenant_id
           WHERE s.id = :id AND s.tenant_id = :t""",
        id=service_id,
        t=tenant_id,
    )


async def staff_member(tx: Tx, tenant_id: str, staff_id: str) -> Row | None:
    return await tx.one(
        "SELECT * FROM staff WHERE id = :id AND tenant_id = :t", id=staff_id, t=tenant_id
    )


async def slot_of_booking(tx: Tx, slot_id: str) -> Row:
    """The slot of a booking that was found through the caller's rights."""
    row = await tx.one(f"{SLOT} WHERE t.id = :id", id=slot_id)
    assert row is not None
    return row


async def open_for(tx: Tx, tenant_id: str, user_id: str, name: str, timezone: str) -> str:
    """The calendar of a person who coaches here; answers the staff id."""
    await tx.run(
        """INSERT INTO staff (id, tenant_id, user_id, name, timezone, created_at)
           VALUES (:id, :t, :u, :name, :zone, :at) ON CONFLICT DO NOTHING""",
        id=new_id(),
        t=tenant_id,
        u=user_id,
        name=name,
        zone=timezone,
        at=tx.at,
    )
    row = await tx.one(
        "SELECT id FROM staff WHERE tenant_id = :t AND user_id = :u", t=tenant_id, u=user_id
    )
    assert row is not None
    return str(row["id"])


async def between(
    tx: Tx,
    caller: Caller,
    start: str,
    end: str,
    staff_id: str | None = None,
    *,
    only_open: bool = False,
) -> list[Row]:
    """The slots of a range on the calendars the caller may see."""
    if only_open:
        return await slot_store.open_slots(tx, caller, start, end, staff_id=staff_id)
    return await slot_store.between(tx, caller, start, end, staff_id)


async def kept_by(tx: Tx, caller: Caller, user_id: str) -> str | None:
    """The staff id of a user whose calendar the caller may see."""
    where, values = scope(caller)
    row = await tx.one(f"SELECT p.id FROM staff p WHERE p.user_id = :u AND {where}", u=user_id,
                       **values)  # fmt: skip
    return row["id"] if row else None
