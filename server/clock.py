"""Instants: UTC, millisecond precision, one spelling everywhere (DESIGN 6)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

# "Since ever" and "for ever" may be asked for; beyond these no zone and no day can be added.
FIRST, LAST = date(2, 1, 1), date(9998, 12, 30)


def utc_now() -> datetime:
    return datetime.now(UTC)


def iso(moment: datetime) -> str:
    """`2026-11-21T10:00:00.000Z`: fixed width, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def parse(text: str) -> datetime:
    """The instant that `text` names.

    Raises ValueError when it names none, has no zone or is at the end of the calendar, where
    nothing can be added to it.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("an instant needs a zone")
    if not FIRST.year <= moment.year <= LAST.year:
        raise ValueError("an instant that nobody means")
    return moment.astimezone(UTC)


def day_start(day: date, zone: str) -> datetime:
    """The first instant of a day in an IANA zone; the ends of the calendar are cut off."""
    day = min(max(day, FIRST), LAST)
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def day_end(day: date, zone: str) -> datetime:
    """The first instant after a day in an IANA zone; the ends of the calendar are cut off."""
    return day_start(min(day, LAST) + timedelta(days=1), zone)


def today(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def just_after(text: str) -> str:
    """The next instant that can be written: bounds a range that includes `text`."""
    return iso(parse(text) + timedelta(milliseconds=1))
