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

# A series that began longer ago would be walked through from its first day at each look.
OLDEST_YEARS = 30
MOST_INTERVAL = 999
_OFTEN = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
# The time of day is the series' own; what is left out here would never end to be looked for.
_PARTS = frozenset(
    {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS"}
)
_LONGEST_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


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
    for local in _local_starts(series, since, until):
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
    if last.year - series.starts.year > OLDEST_YEARS:
        raise BadRule("too long ago")
    # One after the other, not `between`, which makes a list of all before it looks.
    for local in parsed(series.rule, series.starts, series.zone):
        if local > last:
            return
        if local >= first:
            yield local


def parsed(rule: str, starts: datetime, zone: str) -> rrule:
    """Raises BadRule for anything but one RRULE of days, weeks, months or years."""
    parts = _parts(rule)
    try:
        _sensible(parts)
        found = rrulestr(_text(parts, zone), dtstart=starts)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise BadRule(rule) from error
    if not isinstance(found, rrule):
        raise BadRule(rule)
    return found


def _parts(rule: str) -> dict[str, str]:
    text = rule.strip().upper().removeprefix("RRULE:")
    pairs = [part.partition("=") for part in text.split(";") if part]
    parts = {name: value for name, _eq, value in pairs}
    if set(parts) - _PARTS or len(parts) != len(pairs) or parts.get("FREQ") not in _OFTEN:
        raise BadRule(rule)
    return parts


def _sensible(parts: dict[str, str]) -> None:
    """Raises ValueError for a rule that has no date, ever: it would be looked for until 9999."""
    interval, count = int(parts.get("INTERVAL", 1)), int(parts.get("COUNT", 1))
    if not 1 <= interval <= MOST_INTERVAL or count < 1 or {"COUNT", "UNTIL"} <= set(parts):
        raise ValueError("interval, count, until")
    months = [int(n) for n in parts.get("BYMONTH", "1").split(",")]
    days = [abs(int(n)) for n in parts.get("BYMONTHDAY", "1").split(",")]
    if not all(1 <= month <= len(_LONGEST_MONTH) for month in months):
        raise ValueError("months")
    if not any(1 <= day <= _LONGEST_MONTH[month - 1] for day in days for month in months):
        raise ValueError("no such day")
    if parts["FREQ"] == "DAILY" and "BYDAY" in parts and interval % 7 == 0:
        raise ValueError("always the same weekday")
    if "BYSETPOS" in parts and parts["FREQ"] in ("DAILY", "WEEKLY"):
        raise ValueError("positions are of months and years")


def _text(parts: dict[str, str], zone: str) -> str:
    """The rule with UNTIL as local time: one in UTC (RFC 5545, 3.3.10) is that instant here, and a
    bare date includes its whole day."""
    until = parts.get("UNTIL")
    if until is None:
        local = {}
    elif "T" not in until:
        local = {"UNTIL": f"{until}T235959"}
    elif until.endswith("Z"):
        moment = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        local = {"UNTIL": f"{moment.astimezone(ZoneInfo(zone)):%Y%m%dT%H%M%S}"}
    else:
        local = {}
    return ";".join(f"{name}={value}" for name, value in (parts | local).items())


def instant(local: datetime, zone: str) -> datetime:
    return resolve_imaginary(local.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def name_of(local: datetime) -> str:
    return local.strftime("%Y-%m-%dT%H:%M")


def ended_before(rule: str, key: str) -> str:
    """The rule of a series that ends before an occurrence: "this and following" cuts here."""
    parts = [p for p in rule.strip().removeprefix("RRULE:").split(";") if not _bounds(p)]
    last = datetime.fromisoformat(key) - timedelta(seconds=1)
    return ";".join([*parts, f"UNTIL={last:%Y%m%dT%H%M%S}"])


def rest_of(rule: str, before: str, starts: datetime, zone: str, key: str) -> str:
    """A rule for "this and the following" of a series that began at `starts` with the rule
    `before`: where its COUNT is still the same, the dates that came earlier are taken off."""
    count = _count(rule)
    if count is None or count != _count(before):
        return rule
    first = datetime.fromisoformat(key)
    earlier = sum(1 for local in parsed(before, starts, zone) if local < first)
    return rule.replace(f"COUNT={count}", f"COUNT={max(1, count - earlier)}")


def _count(rule: str) -> int | None:
    found = [part for part in rule.upper().split(";") if part.startswith("COUNT=")]
    return int(found[0].partition("=")[2]) if found else None


def _bounds(part: str) -> bool:
    return part.upper().startswith(("UNTIL=", "COUNT="))
