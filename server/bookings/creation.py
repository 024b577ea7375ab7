"""Making a booking: it takes a place of an open slot in one transaction."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson

from server import clock
from server.bookings import change, customers, store
from server.bookings.rules import Attendance, Source
from server.db import Row, Tx
from server.errors import Forbidden, NotFound, ValidationFailed
from server.identity import links
from server.identity.caller import Caller
from server.ids import new_id
from server.payments import prices
from server.scheduling import places
from server.scheduling.rules import Interval
from server.words import _


@dataclass(frozen=True)
class Customer:
    name: str
    phone: str
    email: str = ""


@dataclass(frozen=True)
class Wish:
    """What is to be booked: a slot, or a service at a time with a coach or any of them.

    Of a slot, what is left out is the slot's: its start, service and duration (minutes).
    """

    slot_id: str | None = None
    service_id: str | None = None
    starts_at: str | None = None
    duration_minutes: int | None = None
    staff_id: str | None = None
    referral_code: str | None = None


@dataclass(frozen=True)
class Chosen:
    """A wish that was looked up: whom and what it is about, and when. `slot` is None where the
    time alone was named."""

    service: Row
    staff_id: str
    slot: Row | None
    interval: Interval


async def by_staff(
    tx: Tx,
    caller: Caller,
    wish: Wish,
    customer: Customer,
    source: Source,
    notes: str,
    override: str | None = None,
) -> dict[str, Any]:
    """A booking that staff enter: it starts as `manual`.

    `override` is the reason why it is put over whatever is there, on purpose; admins alone.
    """
    if override is not None and caller.role != "admin":
        raise Forbidden(_("Only admins may overbook."))
    row = await _book(tx, caller, wish, customer, source, "manual", notes, override)
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
    override: str | None = None,
) -> Row:
    chosen = await _choose(tx, caller, wish, override)
    service, slot = chosen.service, chosen.slot
    own = slot["instant"] if slot else None
    instant = own if own is not None else service["instant"]
    if attendance is None:
        attendance = "pending" if instant else "requested"
    holds = attendance != "requested" or bool(service["request_blocks_slot"])
    place = await _place(tx, caller, chosen, holds, override)
    price = prices.quote(
        orjson.loads(service["prices"]),
        chosen.interval.minutes,
        service["vat_percent"],
        service["currency"],
    )
    booking_id = new_id()
    await store.insert(
        tx,
        {
            "id": booking_id,
            "tenant_id": caller.tenant_id,
            "attendance_status": attendance,
            "booking_source": source,
            "service_id": service["id"],
            "staff_id": place["staff_id"],
            "slot_id": place["id"],
            "holds_place": int(holds),
            "overbooked": int(override is not None),
            "starts_at": clock.iso(chosen.interval.start),
            "ends_at": clock.iso(chosen.interval.end),
            "hold_expires_at": _hold(tx, service, source, attendance, price),
            "notes": notes,
            "referral_code": wish.referral_code,
            "created_at": tx.at,
            "updated_at": tx.at,
            **await _course(tx, place),
            **await _who(tx, caller.tenant_id, customer),
            **price.columns(),
        },
    )
    return await change.created(tx, caller, booking_id, override)


async def _choose(tx: Tx, caller: Caller, wish: Wish, override: str | None) -> Chosen:
    """Looks a wish up, with what the caller may see and the service allows."""
    if wish.slot_id is not None:
        slot = await places.seen_slot(tx, caller, wish.slot_id)
        if caller.role == "coach" and slot["staff_id"] != caller.staff_id:
            raise NotFound(_("This slot does not exist."))
        service = await places.service_for(tx, caller, slot, wish.service_id)
        interval = places.wish_of(
            caller, slot, service, wish.starts_at, wish.duration_minutes, tx.now
        )
        return Chosen(service, slot["staff_id"], slot, interval)
    if wish.service_id is None or wish.starts_at is None:
        raise ValidationFailed.of("slot_id", _("Please choose a time."))
    service = await places.service_at_a_time(tx, caller, wish.service_id)
    interval = places.time_of(caller, service, wish.starts_at, wish.duration_minutes, tx.now)
    staff_id = caller.staff_id if caller.role == "coach" else wish.staff_id
    if staff_id is None:
        staff_id = await places.any_coach(tx, caller, service, interval)
    elif not await places.may_book(tx, caller, service, staff_id):
        raise ValidationFailed.of("staff_id", _("This coach does not offer that service."))
    return Chosen(service, staff_id, None, interval)


async def _place(tx: Tx, caller: Caller, chosen: Chosen, holds: bool, override: str | None) -> Row:
    """The slot of the new booking, taken if it holds its place."""
    service, slot = chosen.service, chosen.slot
    if override is not None:
        return await places.overbook(tx, service, chosen.staff_id, chosen.interval)
    if holds:
        return await places.take(
            tx, caller, service, chosen.staff_id, slot["id"] if slot else None, chosen.interval
        )
    return await places.must_be_open(tx, caller, service, chosen.staff_id, slot, chosen.interval)


def _hold(
    tx: Tx, service: Row, source: Source, attendance: Attendance, price: prices.Price
) -> str | None:
    """Until when an online booking keeps its place without being paid."""
    if source != "online" or attendance != "pending" or price.total == 0:
        return None
    return clock.iso(tx.now + timedelta(minutes=service["hold_minutes"]))


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
