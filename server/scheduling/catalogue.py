"""What can be booked and with whom: services, staff, and the streams of courses. Admins keep it."""

from typing import Any

import orjson

from server import clock
from server.db import Row, Tx
from server.errors import Forbidden, NotFound, ValidationFailed
from server.identity import tenants
from server.identity.caller import Caller
from server.ids import new_id
from server.scheduling import calendars, places, slot_store, store, views
from server.words import _

_JSON = ("durations", "prices", "cancellation", "translations", "sessions")
_DEFAULTS: dict[str, Any] = {"prices": [], "cancellation": []}


async def service_view(tx: Tx, tenant_id: str, service_id: str) -> dict[str, Any]:
    """Raises NotFound."""
    for row, staff_ids, streams in await store.services(tx, tenant_id, service_id):
        return views.service(row, staff_ids, streams)
    raise NotFound()


async def create_service(tx: Tx, caller: Caller, values: dict[str, Any]) -> dict[str, Any]:
    staff_ids = values.pop("staff_ids", None)
    id_ = new_id()
    columns = _columns(_DEFAULTS) | _columns(values)
    await store.insert(
        tx, "services", {"id": id_, "tenant_id": caller.tenant_id, "created_at": tx.at, **columns}
    )
    if staff_ids is not None:
        await _offer(tx, caller, id_, staff_ids)
    return {"service": await service_view(tx, caller.tenant_id, id_)}


async def edit_service(
    tx: Tx, caller: Caller, service_id: str, values: dict[str, Any]
) -> dict[str, Any]:
    """Changes a service; what is booked keeps its time and its price. Raises NotFound."""
    if await calendars.service(tx, caller.tenant_id, service_id) is None:
        raise NotFound()
    staff_ids = values.pop("staff_ids", None)
    if values:
        await store.update(tx, "services", service_id, _columns(values))
    if staff_ids is not None:
        await _offer(tx, caller, service_id, staff_ids)
    return {"service": await service_view(tx, caller.tenant_id, service_id)}


async def _offer(tx: Tx, caller: Caller, service_id: str, staff_ids: list[str]) -> None:
    known = {row["id"] for row in await store.staff(tx, caller.tenant_id)}
    if set(staff_ids) - known:
        raise ValidationFailed.of("staff_ids", _("There is no such coach."))
    await store.set_staff(tx, service_id, sorted(set(staff_ids)))


async def create_staff(tx: Tx, caller: Caller, values: dict[str, Any]) -> dict[str, Any]:
    """A calendar; `user_id` names the person who keeps it, a member of the tenant."""
    user_id = values.get("user_id")
    if user_id is not None and not await tenants.has_member(tx, caller.tenant_id, user_id):
        raise ValidationFailed.of("user_id", _("There is no such person here."))
    id_ = new_id()
    zone = values.pop("timezone", None) or caller.profile["tenant"]["timezone"]
    row = {"id": id_, "tenant_id": caller.tenant_id, "created_at": tx.at, "timezone": zone}
    if not await store.insert(tx, "staff", row | _columns(values)):
        raise ValidationFailed.of("user_id", _("This person has a calendar already."))
    return await _staff_answer(tx, caller, id_)


async def edit_staff(
    tx: Tx, caller: Caller, staff_id: str, values: dict[str, Any]
) -> dict[str, Any]:
    """Changes a calendar's name, zone, privacy; coaches their own. No booking moves with the zone:
    slots are instants, and a series keeps the zone it was made in."""
    member = await calendars.staff_member(tx, caller.tenant_id, staff_id)
    if member is None:
        raise NotFound()
    for_admins = {"active", "user_id"} & set(values)
    if caller.role != "admin" and (staff_id != caller.staff_id or for_admins):
        raise Forbidden()
    if values.get("user_id") is not None:
        await _link(tx, caller, member, values["user_id"])
    if values:
        await store.update(tx, "staff", staff_id, _columns(values))
    return await _staff_answer(tx, caller, staff_id)


async def _link(tx: Tx, caller: Caller, member: Row, user_id: str) -> None:
    """May this person keep that calendar? Raises ValidationFailed."""
    if member["user_id"] not in (None, user_id):
        raise ValidationFailed.of("user_id", _("Somebody else keeps this calendar."))
    if not await tenants.has_member(tx, caller.tenant_id, user_id):
        raise ValidationFailed.of("user_id", _("There is no such person here."))
    kept = [
        row["id"] for row in await store.staff(tx, caller.tenant_id) if row["user_id"] == user_id
    ]
    if kept not in ([], [member["id"]]):
        raise ValidationFailed.of("user_id", _("This person has a calendar already."))


async def _staff_answer(tx: Tx, caller: Caller, staff_id: str) -> dict[str, Any]:
    row = await calendars.staff_member(tx, caller.tenant_id, staff_id)
    assert row is not None
    return {"staff": views.staff(row)}


async def create_stream(
    tx: Tx, caller: Caller, service_id: str, values: dict[str, Any]
) -> dict[str, Any]:
    """A cohort of a course: one slot with many seats, at its first meeting.

    Raises NotFound, ValidationFailed when the coach's calendar is not free then.
    """
    service = await calendars.service(tx, caller.tenant_id, service_id)
    if service is None or service["kind"] != "course":
        raise NotFound()
    staff_id = values.pop("staff_id")
    if await calendars.staff_member(tx, caller.tenant_id, staff_id) is None:
        raise ValidationFailed.of("staff_id", _("There is no such coach."))
    first = _first(values["sessions"])
    id_ = new_id()
    row = {
        "id": id_, "tenant_id": caller.tenant_id, "service_id": service_id, "created_at": tx.at,
    }  # fmt: skip
    days = _days(caller, values["sessions"])
    await store.insert(tx, "course_streams", row | days | _columns(values))
    await places.lock_calendars(tx, [staff_id])
    if await slot_store.meeting(tx, staff_id, first["starts_at"], first["ends_at"]):
        raise ValidationFailed.of("sessions", _("The coach is not free at the first of them."))
    slot = {
        "tenant_id": caller.tenant_id, "staff_id": staff_id, "service_id": service_id,
        "course_stream_id": id_, "starts_at": first["starts_at"], "ends_at": first["ends_at"],
        "capacity": values["capacity"],
    }  # fmt: skip
    await places.announce(tx, await slot_store.insert_slot(tx, slot))
    return {"service": await service_view(tx, caller.tenant_id, service_id)}


async def edit_stream(
    tx: Tx, caller: Caller, service_id: str, stream_id: str, values: dict[str, Any]
) -> dict[str, Any]:
    """Changes a cohort. Raises NotFound; ValidationFailed for fewer seats than are taken, or when
    its first date moves although people are booked."""
    row = await store.stream(tx, caller.tenant_id, service_id, stream_id)
    if row is None:
        raise NotFound()
    slot = await store.slot_of_stream(tx, stream_id)
    if slot:
        await places.lock_calendars(tx, [slot["staff_id"]])
        slot = await store.slot_of_stream(tx, stream_id)
    seats = values.get("capacity")
    if slot and seats is not None:
        if seats < slot["seats_taken"]:
            raise ValidationFailed.of("capacity", _("More seats than that are taken."))
        await places.set_capacity(tx, slot, seats)
    days: dict[str, str] = {}
    if values.get("sessions"):
        days = _days(caller, values["sessions"])
        if slot:
            slot = await _begin_at(tx, slot, _first(values["sessions"]))
    await store.update(tx, "course_streams", stream_id, days | _columns(values))
    if slot and values.get("active") is False and slot["seats_taken"] == 0:
        await places.withdraw(tx, slot)
    return {"service": await service_view(tx, caller.tenant_id, service_id)}


def _first(sessions: list[dict[str, str]]) -> dict[str, str]:
    return min(sessions, key=lambda meeting: meeting["starts_at"])


def _days(caller: Caller, sessions: list[dict[str, str]]) -> dict[str, str]:
    """The first and the last day of a cohort, in the tenant's zone."""
    zone = caller.profile["tenant"]["timezone"]
    last = max(meeting["ends_at"] for meeting in sessions)
    return {
        "starts_on": clock.today(clock.parse(_first(sessions)["starts_at"]), zone).isoformat(),
        "ends_on": clock.today(clock.parse(last), zone).isoformat(),
    }


async def _begin_at(tx: Tx, slot: Row, meeting: dict[str, str]) -> Row:
    """The cohort's slot, at its first meeting. Raises ValidationFailed when people are booked for
    another time, or the coach is not free."""
    start, end = meeting["starts_at"], meeting["ends_at"]
    if (slot["starts_at"], slot["ends_at"]) == (start, end):
        return slot
    if slot["seats_taken"]:
        words = _("People are booked: the first of the dates stays as it is.")
        raise ValidationFailed.of("sessions", words)
    if any(other["id"] != slot["id"] for other in await slot_store.meeting(
        tx, slot["staff_id"], start, end
    )):  # fmt: skip
        raise ValidationFailed.of("sessions", _("The coach is not free at the first of them."))
    await slot_store.resize(tx, slot["id"], start, end)
    return await places.announce(tx, slot["id"])


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    """Values as columns hold them: JSON as text, flags as 0 or 1."""
    return {name: _column(name, value) for name, value in values.items() if value is not None}


def _column(name: str, value: Any) -> Any:
    if name in _JSON:
        return orjson.dumps(value).decode()
    return int(value) if isinstance(value, bool) else value
