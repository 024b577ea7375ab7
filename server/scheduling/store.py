"""The SQL of services, staff and slots, for this domain alone."""

from collections import defaultdict
from typing import Any

from server.db import Row, Tx
from server.identity.caller import Caller

SLOT = """SELECT t.*, s.instant AS service_instant, p.user_id AS staff_user_id
FROM slots t JOIN staff p ON p.id = t.staff_id LEFT JOIN services s ON s.id = t.service_id"""


def scope(caller: Caller) -> tuple[str, dict[str, Any]]:
    """The condition over `staff p` for the calendars that a caller may see.

    Admins see all of their tenant, coaches also their own, everyone the public ones.
    """
    values: dict[str, Any] = {"scope_tenant": caller.tenant_id}
    if caller.role in ("admin", "system"):
        return "p.tenant_id = :scope_tenant", values
    values["scope_staff"] = caller.staff_id or ""
    return (
        "p.tenant_id = :scope_tenant AND (p.privacy = 'public' OR p.id = :scope_staff)",
        values,
    )


async def services(tx: Tx, tenant_id: str) -> list[tuple[Row, list[str], list[Row]]]:
    """Every service of a tenant with its staff and streams, in three queries."""
    rows = await tx.all(
        "SELECT * FROM services WHERE tenant_id = :t ORDER BY created_at, id", t=tenant_id
    )
    staff: dict[str, list[str]] = defaultdict(list)
    for row in await tx.all(
        """SELECT x.service_id, x.staff_id FROM service_staff x JOIN staff p ON p.id = x.staff_id
           WHERE p.tenant_id = :t ORDER BY p.name""",
        t=tenant_id,
    ):
        staff[row["service_id"]].append(row["staff_id"])
    streams: dict[str, list[Row]] = defaultdict(list)
    for row in await tx.all(
        "SELECT * FROM course_streams WHERE tenant_id = :t ORDER BY starts_on", t=tenant_id
    ):
        streams[row["service_id"]].append(row)
    return [(row, staff[row["id"]], streams[row["id"]]) for row in rows]


async def staff(tx: Tx, tenant_id: str) -> list[Row]:
    return await tx.all("SELECT * FROM staff WHERE tenant_id = :t ORDER BY name, id", t=tenant_id)


async def open_slots(
    tx: Tx,
    caller: Caller,
    start: str,
    end: str,
    *,
    service_id: str | None = None,
    staff_id: str | None = None,
    limit: int = 1000,
) -> list[Row]:
    """Open slots that begin in a range, on the calendars the caller may see, earliest first.

    A slot without a service of its own is open for every service its staff offer.
    """
    where, values = scope(caller)
    if staff_id:
        where += " AND t.staff_id = :staff_id"
        values["staff_id"] = staff_id
    if service_id:
        where += """ AND (t.service_id = :service_id OR (t.service_id IS NULL AND EXISTS (
            SELECT 1 FROM service_staff x WHERE x.staff_id = t.staff_id
            AND x.service_id = :service_id)))"""
        values["service_id"] = service_id
    return await tx.all(
        f"""{SLOT} WHERE t.tenant_id = :scope_tenant AND t.seats_taken < t.capacity
            AND t.starts_at >= :start AND t.starts_at < :end AND p.active = 1 AND {where}
            ORDER BY t.starts_at, t.id LIMIT :limit""",
        start=start,
        end=end,
        limit=limit,
        **values,
    )


async def take_seat(tx: Tx, slot_id: str) -> bool:
    """Takes one seat; False when there is none left. The last seat closes the slot."""
    row = await tx.one(
        """UPDATE slots SET seats_taken = seats_taken + 1
           WHERE id = :id AND seats_taken < capacity RETURNING id""",
        id=slot_id,
    )
    return row is not None


async def give_seat_back(tx: Tx, slot_id: str) -> None:
    await tx.run("UPDATE slots SET seats_taken = seats_taken - 1 WHERE id = :id", id=slot_id)
