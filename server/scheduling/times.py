"""Free times: where a booking of a service would fit, in steps of a quarter of an hour."""

from datetime import date, timedelta
from typing import Any

from server import clock
from server.db import Tx
from server.errors import NotFound, ValidationFailed
from server.identity.caller import Caller
from server.scheduling import calendars, places, rules, slot_store
from server.words import _

DAY = timedelta(days=1)


async def free(
    tx: Tx,
    caller: Caller,
    service_id: str,
    staff_id: str | None,
    day: str,
    minutes: int | None,
    zone: str | None,
) -> dict[str, Any]:
    """The start times of one day in a zone, in one query over that day's open slots.

    Raises NotFound, and ValidationFailed for a duration the service does not have.
    """
    service = await calendars.service(tx, caller.tenant_id, service_id)
    if service is None or not service["active"]:
        raise NotFound()
    zone = zone or service["timezone"]
    terms = places.terms(service)
    length = minutes or terms.durations.default
    if not terms.durations.has(length):
        words = _("This service does not have this duration.")
        raise ValidationFailed.of("duration_minutes", words)
    first, last = _bounds(day, zone)
    rows = await slot_store.open_slots(
        tx, caller, clock.iso(clock.parse(first) - DAY), last, service_id=service_id,
        staff_id=staff_id,
    )  # fmt: skip
    found = []
    for slot in rows:
        if places.whole(slot):
            starts = [clock.parse(slot["starts_at"])] if slot["starts_at"] > tx.at else []
        else:
            starts = rules.start_times(
                places.interval_of(slot), places.offer_of(slot), terms, length, tx.now,
                staff=caller.staff,
            )  # fmt: skip
        for start in starts:
            at = clock.iso(start)
            if first <= at < last:
                found.append({"starts_at": at, "slot_id": slot["id"], "staff_id": slot["staff_id"]})
    found.sort(key=lambda time: (time["starts_at"], time["staff_id"]))
    return {"times": found, "duration_minutes": length, "timezone": zone}


def _bounds(day: str, zone: str) -> tuple[str, str]:
    try:
        parsed = date.fromisoformat(day)
    except ValueError:
        raise ValidationFailed.of("date", _("This is not a date.")) from None
    return clock.iso(clock.day_start(parsed, zone)), clock.iso(clock.day_end(parsed, zone))
