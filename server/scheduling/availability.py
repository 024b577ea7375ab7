"""Availability: what a coach offers, once or by a rule, and the slots that are made of it.

A change is previewed first: every date, what it collides with, and a free time beside it. Saving
applies what was previewed, or says what has changed meanwhile. Taken slots stay as they are.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

import orjson

from server import clock
from server.db import Row, Tx
from server.errors import NotFound, ValidationFailed
from server.identity.caller import Caller
from server.ids import new_id
from server.scheduling import calendars, places, previews, recurrence, slot_store, views
from server.scheduling.recurrence import BadRule, Occurrence, Series
from server.words import _

HORIZON = timedelta(days=90)
# The horizon grows a day at a time, so each series is looked at once a day.
STEP = timedelta(days=1)

Scope = Literal["one", "following", "all"]


@dataclass(frozen=True)
class Offer:
    """What somebody wants to offer: when, for what, for how many.

    `moved` are dates of the series that begin at another instant, because their own is not free.
    """

    series: Series
    service_ids: tuple[str, ...] = ()
    capacity: int = 1
    instant: bool | None = None
    moved: tuple[tuple[str, str], ...] = ()


async def preview(tx: Tx, caller: Caller, staff_id: str, offer: Offer) -> dict[str, Any]:
    """Every date a new offer would make, and what stands in its way."""
    await _calendar(tx, caller, staff_id)
    await _offered(tx, caller, staff_id, offer)
    return previews.answer(await previews.dates(tx, staff_id, _expand(offer, tx.now)))


async def create(
    tx: Tx, caller: Caller, staff_id: str, offer: Offer, seen: str | None
) -> dict[str, Any]:
    """Offers time: every date that collides with nothing becomes an open slot.

    `seen` is the fingerprint of the preview it was decided on; PreviewChanged when it is another
    one now. Raises ValidationFailed for a rule that makes no date.
    """
    await _calendar(tx, caller, staff_id)
    await places.lock_calendars(tx, [staff_id])
    await _offered(tx, caller, staff_id, offer)
    dates = await previews.dates(tx, staff_id, _expand(offer, tx.now))
    previews.unchanged(dates, seen)
    if not any(date["collides_with"] == [] for date in dates):
        raise ValidationFailed.of("starts_at", _("None of these times is free."))
    row = await _insert(tx, caller.tenant_id, staff_id, offer)
    made = await _make(tx, row, dates)
    return {"availability": view(row), "slots": made, **previews.answer(dates)}


async def edit(
    tx: Tx,
    caller: Caller,
    availability_id: str,
    offer: Offer,
    scope: Scope,
    occurrence: str | None,
    seen: str | None,
) -> dict[str, Any]:
    """Changes one date, that and the following, or all: open slots go and are made anew."""
    row = await _held(tx, caller, availability_id)
    await _offered(tx, caller, row["staff_id"], offer)
    leaving, new, dates = await _edited(tx, row, offer, scope, occurrence)
    previews.unchanged(dates, seen)
    await _end(tx, row, scope, occurrence)
    for slot in leaving:
        await places.withdraw(tx, slot)
    made_row = await _insert(tx, caller.tenant_id, row["staff_id"], new)
    made = await _make(tx, made_row, dates)
    return {"availability": view(made_row), "slots": made, **previews.answer(dates)}


async def edit_preview(
    tx: Tx,
    caller: Caller,
    availability_id: str,
    offer: Offer,
    scope: Scope,
    occurrence: str | None,
) -> dict[str, Any]:
    """Every date an edit would make; what it ends does not stand in its way."""
    row = await _own(tx, caller, availability_id)
    return previews.answer((await _edited(tx, row, offer, scope, occurrence))[2])


async def _edited(
    tx: Tx, row: Row, offer: Offer, scope: Scope, occurrence: str | None
) -> tuple[list[Row], Offer, list[dict[str, Any]]]:
    """The slots that leave, the offer that takes their place, and its dates."""
    leaving = await _open_slots_of(tx, row, scope, occurrence)
    new = _narrowed(row, offer, scope, occurrence)
    ignored = frozenset(slot["id"] for slot in leaving)
    return leaving, new, await previews.dates(tx, row["staff_id"], _expand(new, tx.now), ignored)


async def remove(
    tx: Tx, caller: Caller, availability_id: str, scope: Scope, occurrence: str | None
) -> dict[str, Any]:
    """Withdraws what is still open of one date, that and the following, or all."""
    row = await _held(tx, caller, availability_id)
    leaving = await _open_slots_of(tx, row, scope, occurrence)
    await _end(tx, row, scope, occurrence)
    for slot in leaving:
        await places.withdraw(tx, slot)
    return {"removed": len(leaving)}


async def listed(tx: Tx, caller: Caller, staff_id: str | None) -> list[dict[str, Any]]:
    """The availabilities of the calendars one keeps."""
    values: dict[str, Any] = {"t": caller.tenant_id}
    where = "tenant_id = :t AND ended = 0"
    keeper = caller.staff_id if caller.role == "coach" else staff_id
    if keeper or caller.role == "coach":
        where += " AND staff_id = :p"
        values["p"] = keeper or ""
    rows = await tx.all(f"SELECT * FROM availability WHERE {where} ORDER BY created_at", **values)
    return [view(row) for row in rows]


async def due(tx: Tx) -> list[str]:
    """Series whose horizon has come nearer than it should be."""
    rows = await tx.all(
        """SELECT id FROM availability WHERE rrule IS NOT NULL AND ended = 0
           AND made_until < :soon ORDER BY made_until LIMIT 50""",
        soon=clock.iso(tx.now + HORIZON - STEP),
    )
    return [row["id"] for row in rows]


async def extend(tx: Tx, availability_id: str) -> None:
    """Makes the slots of a series up to the horizon; a date that collides is left out."""
    row = await _row(tx, availability_id)
    assert row is not None
    await places.lock_calendars(tx, [row["staff_id"]])
    # Again: it may have been changed while we waited.
    row = await _row(tx, availability_id)
    if row is None or row["ended"]:
        return
    since = clock.parse(row["made_until"])
    found = list(recurrence.occurrences(offer_of(row).series, since, tx.now + HORIZON))
    await _make(tx, row, await previews.dates(tx, row["staff_id"], found))
    await tx.run(
        "UPDATE availability SET made_until = :until WHERE id = :id",
        until=clock.iso(tx.now + HORIZON),
        id=availability_id,
    )


def view(row: Row) -> dict[str, Any]:
    start = recurrence.instant(datetime.fromisoformat(row["starts_local"]), row["timezone"])
    return {
        "id": row["id"],
        "staff_id": row["staff_id"],
        "starts_at": clock.iso(start),
        "ends_at": clock.iso(start + timedelta(minutes=row["minutes"])),
        "starts_local": row["starts_local"],
        "rrule": row["rrule"],
        "timezone": row["timezone"],
        "exceptions": orjson.loads(row["exceptions"]),
        "service_ids": orjson.loads(row["service_ids"]),
        "capacity": row["capacity"],
        "instant": None if row["instant"] is None else bool(row["instant"]),
    }


def offer_of(row: Row) -> Offer:
    series = Series(
        datetime.fromisoformat(row["starts_local"]),
        row["minutes"],
        row["timezone"],
        row["rrule"],
        frozenset(orjson.loads(row["exceptions"])),
    )
    instant = None if row["instant"] is None else bool(row["instant"])
    return Offer(series, tuple(orjson.loads(row["service_ids"])), row["capacity"], instant)


def _expand(offer: Offer, now: datetime) -> list[Occurrence]:
    try:
        found = list(recurrence.occurrences(offer.series, now, _until(offer, now)))
    except BadRule:
        raise ValidationFailed.of("rrule", _("This is not a rule of dates.")) from None
    return previews.moved(found, dict(offer.moved), now)


def _until(offer: Offer, now: datetime) -> datetime:
    """The horizon of a new offer: of one that begins later, counted from its beginning."""
    first = recurrence.instant(offer.series.starts, offer.series.zone)
    return max(now, first) + HORIZON


async def _insert(tx: Tx, tenant_id: str, staff_id: str, offer: Offer) -> Row:
    series = offer.series
    row = await tx.one(
        """INSERT INTO availability (id, tenant_id, staff_id, starts_local, minutes, timezone,
             rrule, exceptions, service_ids, capacity, instant, made_until, created_at)
           VALUES (:id, :t, :p, :starts, :minutes, :zone, :rule, :exceptions, :services,
             :capacity, :instant, :until, :at) RETURNING *""",
        id=new_id(),
        t=tenant_id,
        p=staff_id,
        starts=recurrence.name_of(series.starts),
        minutes=series.minutes,
        zone=series.zone,
        rule=series.rule,
        exceptions=orjson.dumps(sorted(series.exceptions)).decode(),
        services=orjson.dumps(offer.service_ids).decode(),
        capacity=offer.capacity,
        instant=None if offer.instant is None else int(offer.instant),
        until=clock.iso(_until(offer, tx.now)),
        at=tx.at,
    )
    assert row is not None
    return row


async def _make(tx: Tx, row: Row, dates: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Open slots for the dates that collide with nothing."""
    services = orjson.loads(row["service_ids"])
    made = []
    for date in dates:
        if date["collides_with"]:
            continue
        values = {
            "tenant_id": row["tenant_id"], "staff_id": row["staff_id"],
            "service_id": services[0] if len(services) == 1 else None,
            "instant": row["instant"], "availability_id": row["id"],
            "occurrence": date["occurrence"], "starts_at": date["starts_at"],
            "ends_at": date["ends_at"], "capacity": row["capacity"],
        }  # fmt: skip
        slot = await places.announce(tx, await slot_store.insert_slot(tx, values))
        made.append(views.slot(slot))
    return made


def _narrowed(row: Row, offer: Offer, scope: Scope, occurrence: str | None) -> Offer:
    """The offer that takes the place of what an edit ends."""
    if scope == "one":
        return replace(offer, series=replace(offer.series, rule=None, exceptions=frozenset()))
    if scope == "all" or occurrence is None:
        return offer
    return replace(offer, series=_from(row, offer.series, occurrence))


def _from(row: Row, series: Series, occurrence: str) -> Series:
    """A series that begins on the day of an occurrence of another one."""
    day, rule = datetime.fromisoformat(occurrence).date(), series.rule
    if rule and row["rrule"]:
        began = datetime.fromisoformat(row["starts_local"])
        try:
            rule = recurrence.rest_of(rule, row["rrule"], began, row["timezone"], occurrence)
        except BadRule:
            raise ValidationFailed.of("rrule", _("This is not a rule of dates.")) from None
    return replace(series, starts=datetime.combine(day, series.starts.time()), rule=rule)


async def _open_slots_of(tx: Tx, row: Row, scope: Scope, occurrence: str | None) -> list[Row]:
    """The slots an edit ends: open ones to come, with nobody in them."""
    where = {"one": "AND t.occurrence = :o", "following": "AND t.occurrence >= :o", "all": ""}
    values = {} if scope == "all" else {"o": _required(occurrence)}
    return await tx.all(
        f"""{slot_store.SLOT} WHERE t.availability_id = :id AND t.gone = 0 AND t.seats_taken = 0
            AND t.starts_at > :now {where[scope]} ORDER BY t.starts_at""",
        id=row["id"],
        now=tx.at,
        **values,
    )


async def _end(tx: Tx, row: Row, scope: Scope, occurrence: str | None) -> None:
    """Ends a series, or takes dates out of it."""
    rule, exceptions, ended = row["rrule"], set(orjson.loads(row["exceptions"])), 0
    if scope == "all" or rule is None:
        ended = 1
    elif scope == "one":
        exceptions.add(_required(occurrence))
    else:
        rule = recurrence.ended_before(rule, _required(occurrence))
    await tx.run(
        """UPDATE availability SET rrule = :rule, exceptions = :exceptions, ended = :ended,
             version = version + 1 WHERE id = :id""",
        rule=rule,
        exceptions=orjson.dumps(sorted(exceptions)).decode(),
        ended=ended,
        id=row["id"],
    )


def _required(occurrence: str | None) -> str:
    if occurrence is None:
        raise ValidationFailed.of("occurrence", _("This is required."))
    return occurrence


async def _calendar(tx: Tx, caller: Caller, staff_id: str) -> None:
    """The calendar must be one the caller keeps: their own, or any of the tenant for an admin."""
    member = await calendars.staff_member(tx, caller.tenant_id, staff_id)
    if member is None or (caller.role != "admin" and staff_id != caller.staff_id):
        raise NotFound()


async def _offered(tx: Tx, caller: Caller, staff_id: str, offer: Offer) -> None:
    """Raises ValidationFailed for a service that this coach does not offer."""
    for service_id in offer.service_ids:
        if staff_id not in await slot_store.offering(tx, caller, service_id):
            raise ValidationFailed.of("service_ids", _("This coach does not offer that service."))


async def _own(tx: Tx, caller: Caller, availability_id: str) -> Row:
    row = await _row(tx, availability_id)
    if row is None or row["tenant_id"] != caller.tenant_id or row["ended"]:
        raise NotFound()
    await _calendar(tx, caller, row["staff_id"])
    return row


async def _held(tx: Tx, caller: Caller, availability_id: str) -> Row:
    """As `_own`, as it is once the calendar is locked."""
    row = await _own(tx, caller, availability_id)
    await places.lock_calendars(tx, [row["staff_id"]])
    return await _own(tx, caller, availability_id)


async def _row(tx: Tx, availability_id: str) -> Row | None:
    return await tx.one("SELECT * FROM availability WHERE id = :id", id=availability_id)
