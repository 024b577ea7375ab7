"""What an offer of time would make: every date, what stands in its way, a free time beside it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import orjson

from server import clock
from server.db import Row, Tx
from server.errors import PreviewChanged, ValidationFailed
from server.scheduling import places, rules, slot_store
from server.scheduling.recurrence import Occurrence
from server.scheduling.rules import Interval
from server.words import _

SCAN = timedelta(hours=14)
DAY = timedelta(days=1)


def moved(
    found: Sequence[Occurrence], starts: Mapping[str, str], now: datetime
) -> list[Occurrence]:
    """The dates of a series, some of them at another time: occurrence to instant.

    A date keeps its name when it moves. Raises ValidationFailed for a time further than a day from
    its own, in the past, or on another date of the series.
    """
    dates = [_moved(date, starts.get(date.key), now) for date in found]
    inorder = sorted((date.interval for date in dates), key=lambda one: one.start)
    if any(one.meets(next_) for one, next_ in pairwise(inorder)):
        raise ValidationFailed.of("moved", _("Two of these dates are at the same time."))
    return dates


def _moved(date: Occurrence, starts_at: str | None, now: datetime) -> Occurrence:
    if starts_at is None:
        return date
    start = clock.parse(starts_at)
    if start < now or abs(start - date.interval.start) > DAY:
        raise ValidationFailed.of("moved", _("A date moves by a day at most."))
    return replace(date, interval=Interval(start, start + timedelta(minutes=date.interval.minutes)))


async def dates(
    tx: Tx,
    staff_id: str,
    found: Sequence[Occurrence],
    ignored: frozenset[str] = frozenset(),
) -> list[dict[str, Any]]:
    """Each date with what it collides with, and the nearest free time of the same length."""
    if not found:
        return []
    first = min(date.interval.start for date in found) - SCAN
    last = max(date.interval.end for date in found) + SCAN
    standing = [
        slot
        for slot in await slot_store.meeting(tx, staff_id, clock.iso(first), clock.iso(last))
        if slot["id"] not in ignored
    ]
    busy = [places.interval_of(slot) for slot in standing]
    series = [date.interval for date in found]
    answer = []
    for date in found:
        hits = [s for s, i in zip(standing, busy, strict=True) if i.meets(date.interval)]
        others = [*busy, *(one for one in series if one is not date.interval)]
        answer.append(
            {
                "occurrence": date.key,
                "starts_at": clock.iso(date.interval.start),
                "ends_at": clock.iso(date.interval.end),
                "collides_with": [_collision(slot) for slot in hits],
                "alternative": _beside(date.interval, others, tx.now) if hits else None,
            }
        )
    return answer


def _collision(slot: Row) -> dict[str, Any]:
    names = ("id", "starts_at", "ends_at", "status", "service_id")
    return {name: slot[name] for name in names}


def _beside(wish: Interval, busy: Sequence[Interval], now: datetime) -> dict[str, str] | None:
    """The nearest free time of the same length, within half a day and not past."""
    near = Interval(wish.start - SCAN, wish.end + SCAN)
    close = [taken for taken in busy if taken.meets(near)]
    for steps in range(1, int(SCAN / rules.GRID) - 8):
        for way in (steps, -steps):
            beside = Interval(wish.start + way * rules.GRID, wish.end + way * rules.GRID)
            if beside.start >= now and not any(taken.meets(beside) for taken in close):
                return {"starts_at": clock.iso(beside.start), "ends_at": clock.iso(beside.end)}
    return None


def answer(found: list[dict[str, Any]]) -> dict[str, Any]:
    return {"occurrences": found, "preview": fingerprint(found)}


def fingerprint(found: list[dict[str, Any]]) -> str:
    """What was seen, in short. The first minutes of a day pass: past dates are not in it."""
    return hashlib.sha256(orjson.dumps(found)).hexdigest()[:32]


def unchanged(found: list[dict[str, Any]], seen: str | None) -> None:
    """Raises PreviewChanged, with what it is now, when it is not what was seen."""
    if seen is not None and seen != fingerprint(found):
        raise PreviewChanged(**answer(found))
