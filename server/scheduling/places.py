"""The one door for a place (DESIGN 3): whoever takes, moves or gives back a place does it here.

Each begins by locking the calendar, with a write to the staff row; calendars are locked in the
order of their ids, else two commands could wait for each other.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import orjson

from server import clock
from server.db import Row, Tx
from server.errors import NotFound, SlotTaken, ValidationFailed
from server.identity.caller import Caller
from server.realtime import streams
from server.scheduling import calendars, rules, slot_store, views
from server.scheduling.rules import Interval
from server.words import _

ALTERNATIVES = 20
AHEAD = timedelta(days=14)


async def lock_calendars(tx: Tx, staff_ids: Iterable[str]) -> None:
    for staff_id in sorted(set(staff_ids)):
        await slot_store.lock_calendar(tx, staff_id)


async def take(
    tx: Tx,
    caller: Caller,
    service: Row,
    staff_id: str,
    slot_id: str | None,
    wish: Interval,
) -> Row:
    """Takes a seat of a group, or a part of an open slot, which splits around it.

    `slot_id` names the slot that was looked at; when it has been split since, the open slot that
    holds the time now is taken instead. Raises SlotTaken, with open slots, when there is none.
    """
    await lock_calendars(tx, [staff_id])
    slot = await slot_store.live_slot(tx, slot_id) if slot_id else None
    if slot is not None and whole(slot):
        return await _take_seat(tx, caller, service, slot)
    found = await _fits(tx, staff_id, service, wish)
    if found is None:
        raise SlotTaken(slots=await alternatives(tx, caller, service["id"], wish.start))
    return await _cut(tx, *found)


async def _take_seat(tx: Tx, caller: Caller, service: Row, slot: Row) -> Row:
    if not await slot_store.take_seat(tx, slot["id"]):
        raise SlotTaken(slots=await alternatives(tx, caller, service["id"], None))
    return await announce(tx, slot["id"])


async def _cut(tx: Tx, slot: Row, part: Interval) -> Row:
    """The slot becomes the part that is taken; what is left of it become slots of their own."""
    rest = rules.split(interval_of(slot), part)
    await slot_store.take_part(tx, slot["id"], clock.iso(part.start), clock.iso(part.end))
    taken = await announce(tx, slot["id"])
    for piece in rest:
        await _offer_again(tx, taken, piece)
    return taken


async def _offer_again(tx: Tx, slot: Row, piece: Interval) -> None:
    """Opens what is left as a slot of the same offer."""
    id_ = await slot_store.insert_slot(
        tx,
        {
            **{name: slot[name] for name in slot_store.INHERITED},
            "starts_at": clock.iso(piece.start),
            "ends_at": clock.iso(piece.end),
        },
    )
    await announce(tx, id_)


async def release(tx: Tx, slot_id: str) -> None:
    """Gives a place back. A part merges with its open neighbours of the same offer."""
    slot = await slot_store.any_slot(tx, slot_id)
    await lock_calendars(tx, [slot["staff_id"]])
    if slot["overbooked"]:
        await withdraw(tx, slot)
        return
    await slot_store.give_seat_back(tx, slot_id)
    if not whole(slot):
        await _merge(tx, slot)
    await announce(tx, slot_id)


async def _merge(tx: Tx, slot: Row) -> None:
    neighbours = await slot_store.open_neighbours(tx, slot)
    for neighbour in neighbours:
        await withdraw(tx, neighbour)
    if neighbours:
        starts_at = min(n["starts_at"] for n in (slot, *neighbours))
        ends_at = max(n["ends_at"] for n in (slot, *neighbours))
        await slot_store.resize(tx, slot["id"], starts_at, ends_at)


async def withdraw(tx: Tx, slot: Row) -> None:
    """Takes a slot off the calendar; its row stays for who still looks at it."""
    await slot_store.remove_slot(tx, slot["id"])
    tell(tx, {**slot, "status": "gone", "seats_taken": 0})


async def forget(tx: Tx) -> None:
    """Deletes what was taken off the calendars and is a day past."""
    await slot_store.forget_gone(tx, clock.iso(tx.now - timedelta(days=1)))


async def move(
    tx: Tx,
    caller: Caller,
    service: Row,
    held: str | None,
    target: tuple[str, str | None, Interval],
) -> Row:
    """Gives the place `held` back and takes another one (staff id, slot id, time), as one change.

    Raises SlotTaken; then the old place is kept.
    """
    staff_id, slot_id, wish = target
    if held:
        old = await slot_store.any_slot(tx, held)
        await lock_calendars(tx, [staff_id, old["staff_id"]])
        await release(tx, held)
    return await take(tx, caller, service, staff_id, slot_id, wish)


async def set_capacity(tx: Tx, slot: Row, seats: int) -> None:
    """More or fewer seats of a group; the database refuses fewer than are taken."""
    await lock_calendars(tx, [slot["staff_id"]])
    await slot_store.set_capacity(tx, slot["id"], seats)
    await announce(tx, slot["id"])


async def overbook(tx: Tx, service: Row, staff_id: str, wish: Interval) -> Row:
    """Puts a booking over whatever is there, on purpose."""
    await lock_calendars(tx, [staff_id])
    values = {
        "tenant_id": service["tenant_id"], "staff_id": staff_id, "service_id": service["id"],
        "starts_at": clock.iso(wish.start), "ends_at": clock.iso(wish.end), "overbooked": 1,
        "seats_taken": 1,
    }  # fmt: skip
    id_ = await slot_store.insert_slot(tx, values)
    return await announce(tx, id_)


async def any_coach(tx: Tx, caller: Caller, service: Row, wish: Interval) -> str:
    """Of the coaches who are free at a time, the one with the least work that day.

    All calendars that could serve are locked first, so two requests do not choose the same person.
    Raises SlotTaken.
    """
    offering = await slot_store.offering(tx, caller, service["id"])
    await lock_calendars(tx, offering)
    free = [p for p in offering if await _fits(tx, p, service, wish)]
    if not free:
        raise SlotTaken(slots=await alternatives(tx, caller, service["id"], wish.start))
    day = clock.today(wish.start, service["timezone"])
    bounds = clock.day_start(day, service["timezone"]), clock.day_end(day, service["timezone"])
    taken = await slot_store.taken_on(tx, free, clock.iso(bounds[0]), clock.iso(bounds[1]))
    work: dict[str, int] = {}
    for row in taken:
        length = clock.parse(row["ends_at"]) - clock.parse(row["starts_at"])
        work[row["staff_id"]] = work.get(row["staff_id"], 0) + int(length.total_seconds() // 60)
    return rules.least_busy(work, free)


async def must_be_open(
    tx: Tx, caller: Caller, service: Row, staff_id: str, slot: Row | None, wish: Interval
) -> Row:
    """For a request that takes no place yet: the slot in which its time is free now.

    Raises SlotTaken.
    """
    if slot is not None and whole(slot):
        found = None if slot["gone"] or slot["seats_taken"] >= slot["capacity"] else slot
    else:
        fitting = await _fits(tx, staff_id, service, wish)
        found = fitting[0] if fitting else None
    if found is None:
        raise SlotTaken(slots=await alternatives(tx, caller, service["id"], wish.start))
    return found


async def _fits(tx: Tx, staff_id: str, service: Row, wish: Interval) -> tuple[Row, Interval] | None:
    """The open slot that holds a wish with its buffers, and the part that would be taken."""
    start, end = clock.iso(wish.start), clock.iso(wish.end)
    slot = await slot_store.open_slot_holding(tx, staff_id, service["id"], start, end)
    if slot is None:
        return None
    part = rules.with_buffers(wish, terms(service), offer_of(slot))
    return (slot, part) if interval_of(slot).holds(part) else None


async def alternatives(
    tx: Tx, caller: Caller, service_id: str, near: datetime | None
) -> list[dict[str, Any]]:
    """Open slots of a service in the next two weeks, those nearest to the wish first."""
    rows = await slot_store.open_slots(
        tx, caller, tx.at, clock.iso(tx.now + AHEAD), service_id=service_id, limit=500
    )
    if near:
        rows = sorted(rows, key=lambda r: abs(clock.parse(r["starts_at"]) - near))
    return [views.slot(row) for row in rows[:ALTERNATIVES]]


def wish_of(
    caller: Caller,
    slot: Row,
    service: Row,
    starts_at: str | None,
    minutes: int | None,
    now: datetime,
) -> Interval:
    """The time a caller asks for in a slot. Raises ValidationFailed."""
    interval = interval_of(slot)
    if whole(slot):
        if (interval.end if caller.staff else interval.start) <= now:
            raise ValidationFailed.of("slot_id", _("This time is already past."))
        return interval
    start = clock.parse(starts_at) if starts_at else interval.start
    wish = _lasting(service, start, minutes)
    check(caller, service, interval.start, wish, now)
    # Of a slot that has been divided since, another part may still hold the time: `take` looks.
    lost = slot["gone"] or slot["seats_taken"] >= slot["capacity"]
    if not (offer_of(slot) if lost else interval).holds(wish):
        raise ValidationFailed.of("starts_at", _("This time is not inside the slot."))
    return wish


def time_of(
    caller: Caller, service: Row, starts_at: str, minutes: int | None, now: datetime
) -> Interval:
    """The time a caller asks for by itself. Raises ValidationFailed."""
    wish = _lasting(service, clock.parse(starts_at), minutes)
    check(caller, service, None, wish, now)
    return wish


def _lasting(service: Row, start: datetime, minutes: int | None) -> Interval:
    length = minutes or terms(service).durations.default
    return Interval(start, start + timedelta(minutes=length))


def check(
    caller: Caller, service: Row, slot_start: datetime | None, wish: Interval, now: datetime
) -> None:
    """Raises ValidationFailed when the service does not allow this time."""
    wrong = rules.why_not(terms(service), slot_start, wish, now, staff=caller.staff)
    if wrong:
        raise ValidationFailed.of(*wrong)


async def service_at_a_time(tx: Tx, caller: Caller, service_id: str) -> Row:
    """A service that is booked by its time. Raises ValidationFailed."""
    service = await calendars.service(tx, caller.tenant_id, service_id)
    if service is None or not service["active"]:
        raise ValidationFailed.of("service_id", _("This service does not exist."))
    return service


async def may_book(tx: Tx, caller: Caller, service: Row, staff_id: str) -> bool:
    """Does this coach offer the service, on a calendar the caller may see?"""
    return staff_id in await slot_store.offering(tx, caller, service["id"])


async def service_for(tx: Tx, caller: Caller, slot: Row, service_id: str | None) -> Row:
    """The service to book: the slot's, or the named one where the slot serves several.

    Raises ValidationFailed when there is none, or it is not offered in this slot.
    """
    service_id = service_id or slot["service_id"]
    if service_id is None:
        raise ValidationFailed.of("service_id", _("Please choose a service."))
    service = await service_at_a_time(tx, caller, service_id)
    if not await slot_store.serves(tx, slot["id"], service_id):
        raise ValidationFailed.of("service_id", _("This slot is not open for that service."))
    return service


async def seen_slot(tx: Tx, caller: Caller, slot_id: str) -> Row:
    """A slot on a calendar the caller may see, live or gone. Raises NotFound."""
    slot = await slot_store.slot(tx, caller, slot_id)
    if slot is None:
        raise NotFound(_("This slot does not exist."))
    return slot


def interval_of(slot: Row) -> Interval:
    return Interval(clock.parse(slot["starts_at"]), clock.parse(slot["ends_at"]))


def offer_of(slot: Row) -> Interval:
    """What was offered as one: a slot that was made by itself is its own offer."""
    if slot["offer_starts_at"] is None:
        return interval_of(slot)
    return Interval(clock.parse(slot["offer_starts_at"]), clock.parse(slot["offer_ends_at"]))


def terms(service: Row) -> rules.Terms:
    return rules.terms_of(service, orjson.loads(service["durations"]))


def whole(slot: Row) -> bool:
    """Group sessions and course streams are always booked whole."""
    return slot["capacity"] > 1 or slot["course_stream_id"] is not None


async def announce(tx: Tx, slot_id: str) -> Row:
    row = await slot_store.any_slot(tx, slot_id)
    tell(tx, row)
    return row


def tell(tx: Tx, slot: Row) -> None:
    """Tells who sees this calendar; not who took the place, that is nobody else's business."""
    tx.record(
        streams.availability(slot["staff_id"]),
        "availability_update",
        slot["tenant_id"],
        {
            "by": {"id": None, "name": "", "role": "system"},
            "mutation_id": None,
            "booking_id": None,
            "version": None,
            "changed": ["starts_at", "ends_at", "seats_taken", "status"],
            "availability": views.slot(slot),
        },
    )
