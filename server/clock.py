"""Instants: UTC, millisecond precision, one spelling everywhere (DESIGN 6)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

# Between these years every zone, every day's bounds and every spelling holds.
EARLIEST, LATEST = 1900, 9000


def utc_now() -> datetime:
    return datetime.now(UTC)


def iso(moment: datetime) -> str:
    """`2026-11-21T10:00:00.000Z`: fixed width, so that text order is time order."""
    return (
        moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
    )


def parse(text: str) -> datetime:
    """The instant that `text` names. Raises ValueError when it names none or has no zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("an instant needs a zone")
    if not EARLIEST < moment.year < LATEST:
        raise ValueError("no such time here")
    return moment.astimezone(UTC)


def day_start(day: date, zone: str) -> datetime:
    """The first instant of a day in an IANA zone."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def day_end(day: date, zone: str) -> datetime:
    """The first instant after a day in an IANA zone."""
    return day_start(day + timedelta(days=1), zone)


def today(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def just_after(text: str) -> str:
    """The next instant that can be written: bounds a range that includes `text`."""
    return iso(parse(text) + timedelta(milliseconds=1))
