"""The SQL of services, staff and courses, for this domain alone."""

from collections import defaultdict
from typing import Any

from server.db import Row, Tx


async def services(
    tx: Tx, tenant_id: str, only: str | None = None
) -> list[tuple[Row, list[str], list[Row]]]:
    """Every service of a tenant, or one, with its staff and streams, in three queries."""
    where, values = ("AND id = :only", {"only": only}) if only else ("", {})
    rows = await tx.all(
        f"SELECT * FROM services WHERE tenant_id = :t {where} ORDER BY created_at, id",
        t=tenant_id,
        **values,
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


async def insert(tx: Tx, table: str, values: dict[str, Any]) -> bool:
    """A new row of one of this domain's tables; False when it is there already."""
    names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    row = await tx.one(
        f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING RETURNING id",
        **values,
    )
    return row is not None


async def update(tx: Tx, table: str, id_: str, values: dict[str, Any]) -> None:
    """Changes a row that was found through the caller's rights."""
    if values:
        sets = ", ".join(f"{name} = :{name}" for name in values)
        await tx.run(f"UPDATE {table} SET {sets} WHERE id = :id", id=id_, **values)


async def set_staff(tx: Tx, service_id: str, staff_ids: list[str]) -> None:
    await tx.run("DELETE FROM service_staff WHERE service_id = :s", s=service_id)
    await tx.run_many(
        "INSERT INTO service_staff (service_id, staff_id) VALUES (:s, :p)",
        [{"s": service_id, "p": staff_id} for staff_id in staff_ids],
    )


async def stream(tx: Tx, tenant_id: str, service_id: str, stream_id: str) -> Row | None:
    return await tx.one(
        """SELECT * FROM course_streams WHERE id = :id AND service_id = :s AND tenant_id = :t
           FOR UPDATE""",
        id=stream_id,
        s=service_id,
        t=tenant_id,
    )


async def slot_of_stream(tx: Tx, stream_id: str) -> Row | None:
    return await tx.one(
        "SELECT * FROM slots WHERE course_stream_id = :id AND gone = 0", id=stream_id
    )
