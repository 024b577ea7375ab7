"""The SQL of slots: the intervals of a calendar, open or taken. For this domain alone."""

from typing import Any

from server import clock
from server.db import Row, Tx, in_list
from server.identity.caller import Caller
from server.ids import new_id
from server.scheduling.rules import LONGEST

SLOT = """SELECT t.*, s.instant AS service_instant, p.user_id AS staff_user_id
FROM slots t JOIN staff p ON p.id = t.staff_id LEFT JOIN services s ON s.id = t.service_id"""
_LIVE = "t.gone = 0 AND t.overbooked = 0"
# A slot without a service of its own is open for those its availability names, else for every one
# that its coach offers.
_SERVES = """(t.service_id = :service_id OR (t.service_id IS NULL
  AND EXISTS (SELECT 1 FROM service_staff x WHERE x.staff_id = t.staff_id
              AND x.service_id = :service_id)
  AND NOT EXISTS (SELECT 1 FROM availability a WHERE a.id = t.availability_id
                  AND a.service_ids <> '[]' AND a.service_ids NOT LIKE :service_like)))"""
# What the pieces of a slot that splits have in common.
INHERITED = (
    "tenant_id", "staff_id", "service_id", "instant", "availability_id", "occurrence", "offer_id",
    "offer_starts_at", "offer_ends_at",
)  # fmt: skip
_COLUMNS = (
    *INHERITED, "id", "course_stream_id", "starts_at", "ends_at", "capacity", "seats_taken",
    "overbooked", "created_at",
)  # fmt: skip
_DEFAULTS: dict[str, Any] = dict.fromkeys(_COLUMNS) | {
    "capacity": 1, "seats_taken": 0, "overbooked": 0,
}  # fmt: skip


def _a_day_before(moment: str) -> str:
    """No slot is longer than a day: what began earlier has ended, and need not be looked at."""
    return clock.iso(clock.parse(moment) - LONGEST)


def _serves(service_id: str) -> dict[str, str]:
    return {"service_id": service_id, "service_like": f'%"{service_id}"%'}


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


async def lock_calendar(tx: Tx, staff_id: str) -> None:
    """Until the command ends nobody else changes this calendar."""
    await tx.run("UPDATE staff SET calendar = calendar + 1 WHERE id = :id", id=staff_id)


async def slot(tx: Tx, caller: Caller, slot_id: str) -> Row | None:
    """A slot on a calendar in use that the caller may see."""
    where, values = scope(caller)
    return await tx.one(
        f"{SLOT} WHERE t.id = :id AND p.active = 1 AND {where}", id=slot_id, **values
    )


async def any_slot(tx: Tx, slot_id: str) -> Row:
    """A slot that this command has in hand."""
    row = await tx.one(f"{SLOT} WHERE t.id = :id", id=slot_id)
    assert row is not None
    return row


async def live_slot(tx: Tx, slot_id: str) -> Row | None:
    return await tx.one(f"{SLOT} WHERE t.id = :id AND {_LIVE}", id=slot_id)


async def serves(tx: Tx, slot_id: str, service_id: str) -> bool:
    """Is this slot open for that service?"""
    row = await tx.one(
        f"SELECT 1 AS yes FROM slots t WHERE t.id = :id AND {_SERVES}",
        id=slot_id,
        **_serves(service_id),
    )
    return row is not None


async def open_slot_holding(
    tx: Tx, staff_id: str, service_id: str, start: str, end: str
) -> Row | None:
    """The open slot of a calendar, for one person and this service, that holds an interval."""
    return await tx.one(
        f"""{SLOT} WHERE t.staff_id = :staff_id AND {_LIVE} AND t.capacity = 1
            AND t.course_stream_id IS NULL AND t.seats_taken = 0
            AND t.starts_at >= :back AND t.starts_at <= :start AND t.ends_at >= :end AND {_SERVES}
            LIMIT 1""",
        staff_id=staff_id,
        back=_a_day_before(start),
        start=start,
        end=end,
        **_serves(service_id),
    )


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
    """Open slots that begin from `start` on and before `end`, on the calendars the caller may
    see, earliest first."""
    where, values = scope(caller)
    if staff_id:
        where += " AND t.staff_id = :staff_id"
        values["staff_id"] = staff_id
    if service_id:
        where += f" AND {_SERVES}"
        values |= _serves(service_id)
    return await tx.all(
        f"""{SLOT} WHERE t.tenant_id = :scope_tenant AND t.seats_taken < t.capacity AND {_LIVE}
            AND t.starts_at >= :start AND t.starts_at < :end AND p.active = 1 AND {where}
            ORDER BY t.starts_at, t.id LIMIT :limit""",
        start=start,
        end=end,
        limit=limit,
        **values,
    )


async def between(
    tx: Tx, caller: Caller, start: str, end: str, staff_id: str | None = None
) -> list[Row]:
    """Every interval, open or taken, that touches a range, for calendars; no longer than a day."""
    where, values = scope(caller)
    if staff_id:
        where += " AND t.staff_id = :staff_id"
        values["staff_id"] = staff_id
    return await tx.all(
        f"""{SLOT} WHERE t.tenant_id = :scope_tenant AND t.gone = 0
            AND t.starts_at >= :back AND t.starts_at < :end AND t.ends_at > :start AND {where}
            ORDER BY t.starts_at, t.id LIMIT 5000""",
        back=_a_day_before(start),
        start=start,
        end=end,
        **values,
    )


async def meeting(tx: Tx, staff_id: str, start: str, end: str) -> list[Row]:
    """What stands on a calendar in an interval."""
    return await tx.all(
        f"""{SLOT} WHERE t.staff_id = :p AND {_LIVE} AND t.starts_at >= :back
            AND t.starts_at < :end AND t.ends_at > :start ORDER BY t.starts_at""",
        p=staff_id,
        back=_a_day_before(start),
        start=start,
        end=end,
    )


async def open_neighbours(tx: Tx, slot_row: Row) -> list[Row]:
    """The open parts of the same offer that touch a slot."""
    if slot_row["offer_id"] is None:
        return []
    return await tx.all(
        f"""{SLOT} WHERE t.offer_id = :offer AND t.id <> :id AND t.gone = 0 AND t.seats_taken = 0
            AND t.staff_id = :staff AND (t.ends_at = :start OR t.starts_at = :end)""",
        offer=slot_row["offer_id"],
        id=slot_row["id"],
        staff=slot_row["staff_id"],
        start=slot_row["starts_at"],
        end=slot_row["ends_at"],
    )


async def of_streams(tx: Tx, caller: Caller) -> list[Row]:
    """The slots of the course streams on the calendars the caller may see that have not begun."""
    where, values = scope(caller)
    return await tx.all(
        f"""{SLOT} WHERE t.tenant_id = :scope_tenant AND t.course_stream_id IS NOT NULL AND {_LIVE}
            AND t.starts_at > :now AND p.active = 1 AND {where}""",
        now=tx.at,
        **values,
    )


async def insert_slot(tx: Tx, values: dict[str, Any]) -> str:
    """A new slot; what is left out has its default. An open one is an offer of its own."""
    id_ = new_id()
    row = {**_DEFAULTS, "id": id_, "created_at": tx.at, **values}
    if row["offer_id"] is None and not row["overbooked"]:
        row |= {
            "offer_id": id_, "offer_starts_at": row["starts_at"], "offer_ends_at": row["ends_at"],
        }  # fmt: skip
    names = ", ".join(_COLUMNS)
    marks = ", ".join(f":{name}" for name in _COLUMNS)
    await tx.run(f"INSERT INTO slots ({names}) VALUES ({marks})", **row)
    return id_


async def take_seat(tx: Tx, slot_id: str) -> bool:
    """Takes one seat; False when there is none left. The last seat closes the slot."""
    row = await tx.one(
        """UPDATE slots SET seats_taken = seats_taken + 1
           WHERE id = :id AND seats_taken < capacity AND gone = 0 RETURNING id""",
        id=slot_id,
    )
    return row is not None


async def take_part(tx: Tx, slot_id: str, start: str, end: str) -> None:
    """Shrinks an open slot of a locked calendar to the part that is taken now."""
    await tx.run(
        """UPDATE slots SET seats_taken = 1, starts_at = :start, ends_at = :end,
             offer_id = COALESCE(offer_id, id),
             offer_starts_at = COALESCE(offer_starts_at, starts_at),
             offer_ends_at = COALESCE(offer_ends_at, ends_at)
           WHERE id = :id""",
        id=slot_id,
        start=start,
        end=end,
    )


async def give_seat_back(tx: Tx, slot_id: str) -> None:
    await tx.run("UPDATE slots SET seats_taken = seats_taken - 1 WHERE id = :id", id=slot_id)


async def set_capacity(tx: Tx, slot_id: str, seats: int) -> None:
    await tx.run("UPDATE slots SET capacity = :n WHERE id = :id", n=seats, id=slot_id)


async def resize(tx: Tx, slot_id: str, start: str, end: str) -> None:
    await tx.run(
        "UPDATE slots SET starts_at = :start, ends_at = :end WHERE id = :id",
        id=slot_id,
        start=start,
        end=end,
    )


async def remove_slot(tx: Tx, slot_id: str) -> None:
    """Hides a slot: a booking may name it, and a screen that still shows it is led from it to what
    holds its time now."""
    await tx.run("UPDATE slots SET gone = 1, seats_taken = 0 WHERE id = :id", id=slot_id)


async def forget_gone(tx: Tx, before: str) -> None:
    """Deletes hidden slots whose time is over and that no booking names."""
    await tx.run(
        """DELETE FROM slots WHERE gone = 1 AND ends_at < :before
           AND NOT EXISTS (SELECT 1 FROM bookings WHERE slot_id = slots.id)""",
        before=before,
    )


async def offering(tx: Tx, caller: Caller, service_id: str) -> list[str]:
    """The active staff who offer a service, on calendars the caller may see."""
    where, values = scope(caller)
    rows = await tx.all(
        f"""SELECT p.id FROM staff p JOIN service_staff x ON x.staff_id = p.id
            WHERE x.service_id = :s AND p.active = 1 AND {where} ORDER BY p.id""",
        s=service_id,
        **values,
    )
    return [row["id"] for row in rows]


async def taken_on(tx: Tx, staff_ids: list[str], start: str, end: str) -> list[Row]:
    """What is taken on some calendars in a range: who, from when, until when."""
    listed, values = in_list("p", staff_ids)
    return await tx.all(
        f"""SELECT t.staff_id, t.starts_at, t.ends_at FROM slots t
            WHERE t.staff_id IN {listed} AND t.gone = 0 AND t.seats_taken > 0
            AND t.starts_at >= :start AND t.starts_at < :end""",
        start=start,
        end=end,
        **values,
    )
