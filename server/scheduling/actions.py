"""The one door for a place: whoever takes or gives back a seat does it here."""

from datetime import timedelta
from typing import Any

from server import clock
from server.db import Row, Tx
from server.errors import SlotTaken
from server.identity.caller import Caller
from server.realtime import streams
from server.scheduling import calendars, store, views

ALTERNATIVES = 20
AHEAD = timedelta(days=14)


async def take_place(tx: Tx, caller: Caller, slot_id: str, service_id: str) -> None:
    """Takes a seat of a slot. Raises SlotTaken, with open slots, when the last one has gone."""
    if not await store.take_seat(tx, slot_id):
        raise SlotTaken(slots=await alternatives(tx, caller, service_id))
    await _announce(tx, slot_id)


async def release_place(tx: Tx, slot_id: str) -> None:
    """Gives a seat back: the slot is open again."""
    await store.give_seat_back(tx, slot_id)
    await _announce(tx, slot_id)


async def alternatives(tx: Tx, caller: Caller, service_id: str) -> list[dict[str, Any]]:
    """Open slots of a service in the next two weeks, earliest first."""
    rows = await store.open_slots(
        tx, caller, tx.at, clock.iso(tx.now + AHEAD), service_id=service_id, limit=ALTERNATIVES
    )
    return [views.slot(row) for row in rows]


async def _announce(tx: Tx, slot_id: str) -> Row:
    """Tells who sees this calendar; not who took the place, that is nobody else's business."""
    row = await calendars.slot_of_booking(tx, slot_id)
    tx.record(
        streams.availability(row["staff_id"]),
        "availability_update",
        row["tenant_id"],
        {
            "by": {"id": None, "name": "", "role": "system"},
            "mutation_id": None,
            "booking_id": None,
            "version": None,
            "changed": ["seats_taken", "status"],
            "availability": views.slot(row),
        },
    )
    return row
