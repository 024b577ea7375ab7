"""What other domains may read of calendars: bounded by whose calendars the caller may see."""

from server.db import Row, Tx
from server.identity.caller import Caller
from server.ids import new_id
from server.scheduling.store import SLOT, scope


async def visible(tx: Tx, caller: Caller) -> list[str]:
    """The ids of the staff whose calendars the caller may see."""
    where, values = scope(caller)
    return [r["id"] for r in await tx.all(f"SELECT p.id FROM staff p WHERE {where}", **values)]


async def service(tx: Tx, tenant_id: str, service_id: str) -> Row | None:
    """A service, with the currency of its tenant."""
    return await tx.one(
        """SELECT s.*, t.currency FROM services s JOIN tenants t ON t.id = s.tenant_id
           WHERE s.id = :id AND s.tenant_id = :t""",
        id=service_id,
        t=tenant_id,
    )


async def offers(tx: Tx, service_id: str, staff_id: str) -> bool:
    """Does this member of staff offer this service?"""
    row = await tx.one(
        "SELECT 1 AS yes FROM service_staff WHERE service_id = :s AND staff_id = :p",
        s=service_id,
        p=staff_id,
    )
    return row is not None


async def staff_member(tx: Tx, tenant_id: str, staff_id: str) -> Row | None:
    return await tx.one(
        "SELECT * FROM staff WHERE id = :id AND tenant_id = :t", id=staff_id, t=tenant_id
    )


async def slot(tx: Tx, caller: Caller, slot_id: str) -> Row | None:
    """A slot on a calendar that the caller may see."""
    where, values = scope(caller)
    return await tx.one(f"{SLOT} WHERE t.id = :id AND {where}", id=slot_id, **values)


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
