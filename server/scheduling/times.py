"""Free times: where a booking of a service would fit, in steps of a quarter of an hour."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from server import clock
from server.db import Row, Tx
from server.errors import NotFound, ValidationFailed
from server.identity.caller import Caller
from server.scheduling import calendars, offers, places, rules, slot_store
from server.words import _

DAY = timedelta(days=1)
MOST_DAYS = 62
MOST_SLOTS = 50_000


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

    Group sessions come whole: with their own end, the seats left and what they cost. Raises
    NotFound, and ValidationFailed for a duration the service does not have.
    """
    service, length, zone = await _asked(tx, caller, service_id, minutes, zone)
    first, last = _bounds(day, day, zone)
    found = []
    for slot, at in await _starts(tx, caller, service, staff_id, length, first, last):
        own = slot["instant"] if slot["instant"] is not None else service["instant"]
        time = {
            "starts_at": at, "slot_id": slot["id"], "staff_id": slot["staff_id"],
            "instant": bool(own),
        }  # fmt: skip
        found.append(time | (_group(service, slot) if places.whole(slot) else {}))
    found.sort(key=lambda time: (time["starts_at"], time["staff_id"]))
    return {
        "times": found,
        "duration_minutes": length,
        "timezone": zone,
        "price": offers.price(service, length, service["currency"]),
    }


async def days(
    tx: Tx,
    caller: Caller,
    service_id: str,
    staff_id: str | None,
    first_day: str,
    last_day: str,
    minutes: int | None,
    zone: str | None,
) -> dict[str, Any]:
    """How many start times each day of a range has (days without any are left out), in one query.

    Raises what `free` raises, and ValidationFailed for a range of more than MOST_DAYS days.
    """
    service, length, zone = await _asked(tx, caller, service_id, minutes, zone)
    first, last = _bounds(first_day, last_day, zone)
    starts = await _starts(tx, caller, service, staff_id, length, first, last)
    here = ZoneInfo(zone)
    counted: dict[str, int] = {}
    for at in sorted({at for _slot, at in starts}):
        day = clock.parse(at).astimezone(here).date().isoformat()
        counted[day] = counted.get(day, 0) + 1
    return {"days": counted, "duration_minutes": length, "timezone": zone}


async def _asked(
    tx: Tx, caller: Caller, service_id: str, minutes: int | None, zone: str | None
) -> tuple[Row, int, str]:
    service = await calendars.service(tx, caller.tenant_id, service_id)
    if service is None or not service["active"]:
        raise NotFound()
    terms = places.terms(service)
    length = minutes or terms.durations.default
    if not terms.durations.has(length):
        words = _("This service does not have this duration.")
        raise ValidationFailed.of("duration_minutes", words)
    return service, length, zone or service["timezone"]


async def _starts(
    tx: Tx,
    caller: Caller,
    service: Row,
    staff_id: str | None,
    minutes: int,
    first: str,
    last: str,
) -> list[tuple[Row, str]]:
    """Every slot with a start time between two instants, once for each."""
    rows = await slot_store.open_slots(
        tx, caller, clock.iso(clock.parse(first) - DAY), last, service_id=service["id"],
        staff_id=staff_id, limit=MOST_SLOTS,
    )  # fmt: skip
    terms = places.terms(service)

    def starts() -> Iterator[tuple[Row, str]]:
        for slot in rows:
            if places.whole(slot):
                yield from [(slot, slot["starts_at"])] if slot["starts_at"] > tx.at else []
                continue
            for start in rules.start_times(
                places.interval_of(slot), places.offer_of(slot), terms, minutes, tx.now,
                staff=caller.staff,
            ):  # fmt: skip
                yield slot, clock.iso(start)

    return [(slot, at) for slot, at in starts() if first <= at < last]


def _group(service: Row, slot: Row) -> dict[str, Any]:
    return {
        "ends_at": slot["ends_at"],
        "seats_left": slot["capacity"] - slot["seats_taken"],
        "price": offers.price(service, places.interval_of(slot).minutes, service["currency"]),
    }


def _bounds(first: str, last: str, zone: str) -> tuple[str, str]:
    start, end = _date(first, "date"), _date(last, "until")
    if not timedelta() <= end - start <= MOST_DAYS * DAY:
        raise ValidationFailed.of("until", _("This may be at most {n} long.", n=MOST_DAYS))
    return clock.iso(clock.day_start(start, zone)), clock.iso(clock.day_end(end, zone))


def _date(value: str, field: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValidationFailed.of(field, _("This is not a date.")) from None
