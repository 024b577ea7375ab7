"""When something may be booked, and how a booking divides what was offered (DESIGN 3). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from server.words import Words, _

GRID = timedelta(minutes=15)
LONGEST = timedelta(days=1)
SHORTEST = timedelta(minutes=1)


@dataclass(frozen=True)
class Interval:
    """Half open: `start` included, `end` excluded."""

    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        return int((self.end - self.start).total_seconds() // 60)

    def holds(self, other: "Interval") -> bool:
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: "Interval") -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Durations:
    """What a service offers, in minutes."""

    min: int
    max: int
    default: int
    step: int

    def has(self, minutes: int) -> bool:
        return self.min <= minutes <= self.max and (minutes - self.min) % self.step == 0

    def all(self) -> list[int]:
        return list(range(self.min, self.max + 1, self.step))


@dataclass(frozen=True)
class Terms:
    """The rules of a service that bound a booking in time; all but `horizon` in minutes."""

    durations: Durations
    notice: int
    horizon_days: int
    buffer_before: int
    buffer_after: int


def why_not(
    terms: Terms, slot_start: datetime | None, wish: Interval, now: datetime, *, staff: bool
) -> tuple[str, Words] | None:
    """Which field of a wish is wrong, and why; None when the service allows it.

    Staff are bound neither by the notice nor by the horizon, and may book what has begun.
    """
    if not terms.durations.has(wish.minutes):
        return "duration_minutes", _("This service does not have this duration.")
    if (wish.start if not staff else wish.end) <= now:
        return "starts_at", _("This time is already past.")
    if wish.start != slot_start and not on_grid(wish.start):
        return "starts_at", _("Times begin at a quarter of an hour.")
    if staff:
        return None
    if wish.start < now + timedelta(minutes=terms.notice):
        return "starts_at", _("This is too short notice for this service.")
    if wish.start > now + timedelta(days=terms.horizon_days):
        return "starts_at", _("This is further ahead than this service can be booked.")
    return None


def on_grid(moment: datetime) -> bool:
    return moment.timestamp() % GRID.total_seconds() == 0


def with_buffers(wish: Interval, terms: Terms, offer: Interval) -> Interval:
    """What a booking takes: its time and its buffers, cut at the ends of what was offered."""
    return Interval(
        max(wish.start - timedelta(minutes=terms.buffer_before), offer.start),
        min(wish.end + timedelta(minutes=terms.buffer_after), offer.end),
    )


def split(slot: Interval, part: Interval) -> list[Interval]:
    """What is left of a slot around a part of it."""
    before, after = Interval(slot.start, part.start), Interval(part.end, slot.end)
    return [rest for rest in (before, after) if rest.start < rest.end]


def start_times(
    slot: Interval, offer: Interval, terms: Terms, minutes: int, now: datetime, *, staff: bool
) -> list[datetime]:
    """Every start in an open slot at which a booking of this length fits, with its buffers."""
    found = []
    for start in candidates(slot):
        wish = Interval(start, start + timedelta(minutes=minutes))
        if wish.end > slot.end:
            break
        if why_not(terms, slot.start, wish, now, staff=staff):
            continue
        if slot.holds(with_buffers(wish, terms, offer)):
            found.append(start)
    return found


def candidates(slot: Interval) -> list[datetime]:
    """The slot's own start, then each quarter of an hour in it."""
    found = [slot.start]
    step = GRID.total_seconds()
    first = slot.start.timestamp() // step * step + step
    moment = datetime.fromtimestamp(first, slot.start.tzinfo)
    while moment < slot.end:
        found.append(moment)
        moment += GRID
    return found


def terms_of(service: Mapping[str, Any], durations: Mapping[str, int]) -> Terms:
    """The terms in a service's row; its durations come parsed."""
    return Terms(
        Durations(durations["min"], durations["max"], durations["default"], durations["step"]),
        service["notice_minutes"],
        service["horizon_days"],
        service["buffer_before"],
        service["buffer_after"],
    )


def least_busy(work: Mapping[str, int], free: Sequence[str]) -> str:
    """Who of the free coaches has the least work that day, in minutes; ties by id, so that two
    processes decide alike."""
    return min(free, key=lambda staff_id: (work.get(staff_id, 0), staff_id))
