"""The SQL of bookings. The lookup is the authorisation: every query begins with whose it may be."""

from typing import Any

import orjson

from server.db import Row, Tx
from server.identity.caller import Caller
from server.ids import new_id

SELECT = """SELECT b.*, s.name AS service_name, p.name AS staff_name, c.name AS customer_name,
       c.phone AS customer_phone, c.email AS customer_email, u.username
FROM bookings b
JOIN services s ON s.id = b.service_id
JOIN staff p ON p.id = b.staff_id
JOIN customers c ON c.id = b.customer_id
LEFT JOIN users u ON u.id = b.user_id"""


def scope(caller: Caller) -> tuple[str, dict[str, Any]]:
    """The condition that bounds a query over `bookings b` to what a caller may see."""
    values: dict[str, Any] = {"scope_tenant": caller.tenant_id}
    if caller.role in ("admin", "system"):
        return "b.tenant_id = :scope_tenant", values
    if caller.role == "coach":
        values["scope_staff"] = caller.staff_id or ""
        return "b.tenant_id = :scope_tenant AND b.staff_id = :scope_staff", values
    if caller.role == "client":
        values["scope_user"] = caller.id or ""
        return "b.tenant_id = :scope_tenant AND b.user_id = :scope_user", values
    values["scope_booking"] = caller.booking_id or ""
    return "b.tenant_id = :scope_tenant AND b.id = :scope_booking", values


async def find(tx: Tx, caller: Caller, booking_id: str, *, lock: bool = False) -> Row | None:
    """A booking that the caller may see; with `lock`, until the command ends nobody changes it."""
    where, values = scope(caller)
    values["id"] = booking_id
    if lock and tx.engine == "postgresql":
        # A statement of its own: one that waits for the row and joins would look for the customer
        # among those that were there before it waited, and miss one that was just renamed.
        mine = f"SELECT b.id FROM bookings b WHERE b.id = :id AND {where} FOR UPDATE"
        if await tx.one(mine, **values) is None:
            return None
    return await tx.one(f"{SELECT} WHERE b.id = :id AND {where}", **values)


async def insert(tx: Tx, values: dict[str, Any]) -> None:
    columns = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    await tx.run(f"INSERT INTO bookings ({columns}) VALUES ({marks})", **values)


async def update(tx: Tx, booking_id: str, version: int, values: dict[str, Any]) -> bool:
    """Compare-and-set: False when the booking is no longer at `version`."""
    sets = "".join(f"{name} = :{name}, " for name in values)
    row = await tx.one(
        f"""UPDATE bookings SET {sets}version = version + 1, updated_at = :updated_at
            WHERE id = :id AND version = :version RETURNING id""",
        id=booking_id,
        version=version,
        updated_at=tx.at,
        **values,
    )
    return row is not None


async def write_audit(
    tx: Tx,
    caller: Caller,
    booking: Row,
    action: str,
    before: dict[str, Any],
    after: dict[str, Any],
    reason: str | None,
) -> None:
    await tx.run(
        """INSERT INTO audit (id, tenant_id, booking_id, version, at, by_id, by_name, by_role,
                              action, before, after, reason, request_id)
           VALUES (:id, :tenant_id, :booking_id, :version, :at, :by_id, :by_name, :by_role,
                   :action, :before, :after, :reason, :request_id)""",
        id=new_id(),
        tenant_id=booking["tenant_id"],
        booking_id=booking["id"],
        version=booking["version"],
        at=tx.at,
        by_id=caller.id,
        by_name=caller.name,
        by_role=caller.role,
        action=action,
        before=orjson.dumps(before).decode(),
        after=orjson.dumps(after).decode(),
        reason=reason,
        request_id=caller.request_id,
    )


async def audit_trail(tx: Tx, booking_id: str) -> list[Row]:
    """Every change of a booking that was found through the caller's rights, oldest first."""
    return await tx.all(
        "SELECT * FROM audit WHERE booking_id = :id ORDER BY version, id", id=booking_id
    )


async def last_change(tx: Tx, booking_id: str) -> Row | None:
    return await tx.one(
        "SELECT * FROM audit WHERE booking_id = :id ORDER BY version DESC, id DESC LIMIT 1",
        id=booking_id,
    )
