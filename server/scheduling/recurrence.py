"""Recurring availability: an RFC 5545 rule in local time, made into instants. Pure.

A session at 18:00 stays at 18:00 across a clock change. A local time that a clock change leaves out
becomes the first one after it; one that comes twice is the first of the two.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr
from dateutil.tz import resolve_imaginary

from server.scheduling.rules import Interval

# A rule that makes more than this is a mistake.
MOST = 1_500
_OFTEN = ("HOURLY", "MINUTELY", "SECONDLY")


class BadRule(ValueError):
    """Not an RFC 5545 rule that we can follow."""


@dataclass(frozen=True)
class Occurrence:
    """`key` is its local start, which names it for ever: 2026-11-21T18:00."""

    key: str
    interval: Interval


@dataclass(frozen=True)
class Series:
    """When somebody offers time: `starts` is local and naive, `minutes` long, in an IANA zone."""

    starts: datetime
    minutes: int
    zone: str
    rule: str | None = None
    exceptions: frozenset[str] = frozenset()


def occurrences(series: Series, since: datetime, until: datetime) -> Iterator[Occurrence]:
    """Those that begin at or after `since` and before `until`, in order. Raises BadRule."""
    for number, local in enumerate(_local_starts(series, since, until)):
        if number >= MOST:
            raise BadRule("too many dates")
        key = name_of(local)
        start = instant(local, series.zone)
        if key not in series.exceptions and since <= start < until:
            yield Occurrence(key, Interval(start, start + timedelta(minutes=series.minutes)))


def _local_starts(series: Series, since: datetime, until: datetime) -> Iterator[datetime]:
    if series.rule is None:
        yield series.starts
        return
    zone = ZoneInfo(series.zone)
    # A day more on both sides: the zone's offset is not known before the date is.
    first = (since.astimezone(zone) - timedelta(days=1)).replace(tzinfo=None)
    last = (until.astimezone(zone) + timedelta(days=1)).replace(tzinfo=None)
    yield from parsed(series.rule, series.starts).between(first, last, inc=True)


def parsed(rule: str, starts: datetime) -> rrule:
    """Raises BadRule for anything but one RRULE of days, weeks, months or years."""
    text = rule.strip().removeprefix("RRULE:").upper()
    if "\n" in text or "DTSTART" in text or any(f"FREQ={word}" in text for word in _OFTEN):
        raise BadRule(rule)
    try:
        found = rrulestr(_floating_until(text, starts), dtstart=starts)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadRule(rule) from error
    if not isinstance(found, rrule):
        raise BadRule(rule)
    return found


def _floating_until(text: str, starts: datetime) -> str:
    """UNTIL as local time: a bare date includes its whole day, a Z is the zone's own time here."""
    parts = []
    for part in text.split(";"):
        name, _eq, value = part.partition("=")
        if name == "UNTIL":
            value = value.rstrip("Z")
            value = f"{value}T235959" if "T" not in value else value
        parts.append(f"{name}={value}")
    return ";".join(parts)


def instant(local: datetime, zone: str) -> datetime:
    return resolve_imaginary(local.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def name_of(local: datetime) -> str:
    return local.strftime("%Y-%m-%dT%H:%M")


def ended_before(rule: str, key: str) -> str:
    """The rule of a series that ends before an occurrence: "this and following" cuts here."""
    parts = [p for p in rule.strip().removeprefix("RRULE:").split(";") if not _bounds(p)]
    last = datetime.fromisoformat(key) - timedelta(seconds=1)
    return ";".join([*parts, f"UNTIL={last:%Y%m%dT%H%M%S}"])


def _bounds(part: str) -> bool:
    return part.upper().startswith(("UNTIL=", "COUNT="))
