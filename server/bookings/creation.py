"""Making a booking: it takes a place of an open slot in one transaction."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson

from server import clock
from server.bookings import change, customers, store
from server.bookings.rules import Attendance, Source
from server.db import Row, Tx
from server.errors import NotFound, SlotTaken, ValidationFailed
from server.identity import links
from server.identity.caller import Caller
from server.ids import new_id
from server.payments import prices
from server.scheduling import actions as places
from server.scheduling import calendars
from server.words import _


@dataclass(frozen=True)
class Customer:
    name: str
    phone: str
    email: str = ""


@dataclass(frozen=True)
class Wish:
    """What is to be booked; what is left out is the slot's: its start, service and duration."""

    slot_id: str
    service_id: str | None = None
    starts_at: str | None = None
    duration_minutes: int | None = None
    referral_code: str | None = None


async def by_staff(
    tx: Tx, caller: Caller, wish: Wish, customer: Customer, source: Source, notes: str
) -> dict[str, Any]:
    """A booking that staff enter: it starts as `manual`."""
    row = await _book(tx, caller, wish, customer, source, "manual", notes)
    return change.answer(caller, row)


async def by_client(tx: Tx, caller: Caller, wish: Wish, customer: Customer) -> dict[str, Any]:
    """A client books for themselves: `pending`, or `requested` where the service is by request."""
    return change.answer(caller, await _book(tx, caller, wish, customer, "online", None, ""))


async def by_visitor(
    tx: Tx, visitor: Caller, wish: Wish, customer: Customer, token: str
) -> dict[str, Any]:
    """Somebody without an account books; `token` becomes the secret of their link."""
    row = await _book(tx, visitor, wish, customer, "online", None, "")
    await links.make(tx, visitor.tenant_id, row["id"], row["ends_at"], token)
    return change.answer(visitor, row)


async def _book(
    tx: Tx,
    caller: Caller,
    wish: Wish,
    customer: Customer,
    source: Source,
    attendance: Attendance | None,
    notes: str,
) -> Row:
    slot = await calendars.slot(tx, caller, wish.slot_id)
    if slot is None or (caller.role == "coach" and slot["staff_id"] != caller.staff_id):
        raise NotFound(_("This slot does not exist."))
    service = await _service_of(tx, caller, slot, wish)
    if slot["starts_at"] <= tx.at:
        raise ValidationFailed.of("slot_id", _("This time is already past."))
    if wish.starts_at is not None and clock.parse(wish.starts_at) != clock.parse(slot["starts_at"]):
        raise ValidationFailed.of("starts_at", _("A booking begins when its slot begins."))
    instant = slot["instant"] if slot["instant"] is not None else service["instant"]
    if attendance is None:
        attendance = "pending" if instant else "requested"
    holds = attendance != "requested" or bool(service["request_blocks_slot"])
    if holds:
        await places.take_place(tx, caller, slot["id"], service["id"])
    elif slot["seats_taken"] >= slot["capacity"]:
        raise SlotTaken(slots=await places.alternatives(tx, caller, service["id"]))
    booking_id = new_id()
    await store.insert(
        tx,
        {
            "id": booking_id,
            "tenant_id": caller.tenant_id,
            "attendance_status": attendance,
            "booking_source": source,
            "service_id": service["id"],
            "staff_id": slot["staff_id"],
            "slot_id": slot["id"],
            "holds_place": int(holds),
            "notes": notes,
            "referral_code": wish.referral_code,
            "created_at": tx.at,
            "updated_at": tx.at,
            **await _course(tx, slot),
            **await _who(tx, caller.tenant_id, customer),
            **_when(slot, service, wish),
        },
    )
    return await change.created(tx, caller, booking_id)


async def _service_of(tx: Tx, caller: Caller, slot: Row, wish: Wish) -> Row:
    """The service to book: the slot's, or the named one where the slot serves several."""
    service_id = wish.service_id or slot["service_id"]
    if service_id is None:
        raise ValidationFailed.of("service_id", _("Please choose a service."))
    service = await calendars.service(tx, caller.tenant_id, service_id)
    if service is None or not service["active"]:
        raise ValidationFailed.of("service_id", _("This service does not exist."))
    if slot["service_id"] not in (None, service_id) or not (
        slot["service_id"] or await calendars.offers(tx, service_id, slot["staff_id"])
    ):
        raise ValidationFailed.of("service_id", _("This slot is not open for that service."))
    return service


async def _course(tx: Tx, slot: Row) -> dict[str, Any]:
    if slot["course_stream_id"] is None:
        return {}
    stream = await tx.one(
        "SELECT label FROM course_streams WHERE id = :id", id=slot["course_stream_id"]
    )
    return {"course_id": slot["service_id"], "course_stream": stream and stream["label"]}


async def _who(tx: Tx, tenant_id: str, customer: Customer) -> dict[str, Any]:
    client = await customers.client_with_email(tx, tenant_id, customer.email)
    return {
        "customer_id": await customers.find_or_make(
            tx, tenant_id, customer.name, customer.phone, customer.email
        ),
        "user_id": client["id"] if client else None,
    }


def _when(slot: Row, service: Row, wish: Wish) -> dict[str, Any]:
    """The whole slot, at the price of the duration that was asked for."""
    minutes = wish.duration_minutes or orjson.loads(service["durations"])["default"]
    start, end = clock.parse(slot["starts_at"]), clock.parse(slot["ends_at"])
    if timedelta(minutes=minutes) > end - start:
        raise ValidationFailed.of("duration_minutes", _("The slot is shorter than that."))
    price = prices.quote(
        orjson.loads(service["prices"]), minutes, service["vat_percent"], service["currency"]
    )
    return {"starts_at": slot["starts_at"], "ends_at": slot["ends_at"], **price.columns()}
