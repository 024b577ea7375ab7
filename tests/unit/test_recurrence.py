"""Recurring availability (RFC 5545) in local time: 18:00 stays 18:00."""

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from server.scheduling import recurrence
from server.scheduling.recurrence import BadRule, Occurrence, Series

SINCE = datetime(2027, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=365)
SIX = datetime.fromisoformat("2027-01-04T18:00")  # a Monday, local


def dates(series: Series, since: datetime = SINCE, length: timedelta = YEAR) -> list[Occurrence]:
    return list(recurrence.occurrences(series, since, since + length))


def keys(
    rule: str, starts: datetime = SIX, zone: str = "UTC", **options: frozenset[str]
) -> list[str]:
    return [one.key for one in dates(Series(starts, 60, zone, rule, **options))]


ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
    "Pacific/Chatham", "America/St_Johns", "Africa/Casablanca",
)  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
def test_weekly_at_six_is_at_six_all_year(zone: str) -> None:
    found = dates(Series(SIX, 90, zone, "FREQ=WEEKLY"))
    local = [one.interval.start.astimezone(ZoneInfo(zone)) for one in found]
    assert {(moment.hour, moment.minute, moment.weekday()) for moment in local} == {(18, 0, 0)}
    assert [m.date() for m in local] == [date(2027, 1, 4) + timedelta(weeks=n) for n in range(52)]
    assert {one.interval.minutes for one in found} == {90}
    assert [one.key for one in found] == [f"{m:%Y-%m-%dT18:00}" for m in local]


@pytest.mark.parametrize(
    ("zone", "offsets"),
    [
        ("Europe/Berlin", {60, 120}),
        ("America/New_York", {-300, -240}),
        ("Australia/Lord_Howe", {660, 630}),
        ("Asia/Kathmandu", {345}),
        ("Pacific/Chatham", {825, 765}),
    ],
)
def test_both_sides_of_the_clock_changes_are_in_that_year(zone: str, offsets: set[int]) -> None:
    found = dates(Series(SIX, 60, zone, "FREQ=WEEKLY"))
    local = [one.interval.start.astimezone(ZoneInfo(zone)) for one in found]
    shifts = [moment.utcoffset() for moment in local]
    assert {int(s.total_seconds() // 60) for s in shifts if s is not None} == offsets


@pytest.mark.parametrize(
    ("zone", "day", "local", "instant"),
    [
        # Spring forward: 02:30 does not exist, and becomes as much later as the clock jumps.
        ("Europe/Berlin", (2027, 3, 28), (2, 30), "2027-03-28T01:30:00+00:00"),
        ("America/New_York", (2027, 3, 14), (2, 30), "2027-03-14T07:30:00+00:00"),
        ("Australia/Lord_Howe", (2027, 10, 3), (2, 15), "2027-10-02T15:45:00+00:00"),
        # Back in autumn: 02:30 comes twice, the first of them is meant.
        ("Europe/Berlin", (2027, 10, 31), (2, 30), "2027-10-31T00:30:00+00:00"),
        ("America/New_York", (2027, 11, 7), (1, 30), "2027-11-07T05:30:00+00:00"),
    ],
)
def test_gaps_and_folds(
    zone: str, day: tuple[int, int, int], local: tuple[int, int], instant: str
) -> None:
    night = datetime(*day, *local, tzinfo=UTC).replace(tzinfo=None)
    starts = night - timedelta(days=3)
    found = dates(Series(starts, 60, zone, "FREQ=DAILY;COUNT=7"))
    assert len(found) == 7
    change = found[3]
    assert change.key == night.strftime("%Y-%m-%dT%H:%M")
    assert change.interval.start.isoformat() == instant
    assert change.interval.minutes == 60
    days = [one.interval.start.astimezone(ZoneInfo(zone)).date() for one in found]
    assert len(set(days)) == 7


def test_until_includes_its_day_its_time_and_its_instant() -> None:
    assert keys("FREQ=WEEKLY;UNTIL=20270118")[-1] == "2027-01-18T18:00"
    assert keys("FREQ=WEEKLY;UNTIL=20270118T180000")[-1] == "2027-01-18T18:00"
    assert keys("FREQ=WEEKLY;UNTIL=20270118T175959")[-1] == "2027-01-11T18:00"
    # In UTC, as RFC 5545 has it: 17:00Z is 18:00 in Berlin, 23:00Z is 18:00 in New York.
    berlin, york = "Europe/Berlin", "America/New_York"
    assert keys("FREQ=WEEKLY;UNTIL=20270118T170000Z", zone=berlin)[-1] == "2027-01-18T18:00"
    assert keys("FREQ=WEEKLY;UNTIL=20270118T165959Z", zone=berlin)[-1] == "2027-01-11T18:00"
    assert keys("FREQ=WEEKLY;UNTIL=20270118T230000Z", zone=york)[-1] == "2027-01-18T18:00"
    assert keys("FREQ=WEEKLY;UNTIL=20270118T225959Z", zone=york)[-1] == "2027-01-11T18:00"


def test_count_counts_from_the_first_date_whenever_one_looks() -> None:
    series = Series(SIX, 60, "Europe/Berlin", "FREQ=WEEKLY;COUNT=4")
    assert [one.key[:10] for one in dates(series)] == [
        "2027-01-04", "2027-01-11", "2027-01-18", "2027-01-25",
    ]  # fmt: skip
    later = dates(series, datetime(2027, 1, 15, tzinfo=UTC))
    assert [one.key[:10] for one in later] == ["2027-01-18", "2027-01-25"]


def test_exceptions_are_left_out_and_counted() -> None:
    found = keys("FREQ=DAILY;COUNT=3", exceptions=frozenset({"2027-01-05T18:00"}))
    assert found == ["2027-01-04T18:00", "2027-01-06T18:00"]


def test_rules_of_months_and_positions() -> None:
    assert keys("FREQ=MONTHLY;BYDAY=1MO;COUNT=3") == [
        "2027-01-04T18:00", "2027-02-01T18:00", "2027-03-01T18:00",
    ]  # fmt: skip
    assert keys("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2") == [
        "2027-01-29T18:00", "2027-02-26T18:00",
    ]  # fmt: skip
    last = keys("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3", datetime.fromisoformat("2027-01-31T18:00"))
    assert [key[:10] for key in last] == ["2027-01-31", "2027-03-31", "2027-05-31"]
    assert keys("rrule:freq=weekly;byday=mo,we;count=2") == ["2027-01-04T18:00", "2027-01-06T18:00"]


def test_looked_at_in_parts_a_series_is_the_same() -> None:
    """The horizon grows by parts: no date is lost at a seam, none comes twice."""
    series = Series(SIX, 60, "America/New_York", "FREQ=DAILY")
    whole = dates(series)
    seam = SINCE + timedelta(days=100, hours=23)
    parts = [
        *recurrence.occurrences(series, SINCE, seam),
        *recurrence.occurrences(series, seam, SINCE + YEAR),
    ]
    assert parts == whole


def test_this_and_following_ends_before_its_date() -> None:
    for rule in ("FREQ=WEEKLY", "FREQ=WEEKLY;COUNT=10", "RRULE:FREQ=WEEKLY;UNTIL=20271231"):
        ended = recurrence.ended_before(rule, "2027-01-18T18:00")
        assert keys(ended) == ["2027-01-04T18:00", "2027-01-11T18:00"]


BAD = (
    "", "junk", "FREQ=", "FREQ=HOURLY", "FREQ=MINUTELY;COUNT=5", "FREQ=SECONDLY",
    "RRULE:FREQ=HOURLY;INTERVAL=24", "DTSTART:20270101T000000Z\nRRULE:FREQ=DAILY",
    "DTSTART=20270101;FREQ=DAILY", "FREQ=DAILY\nRDATE:20270101T000000", "FREQ=DAILY;FREQ=WEEKLY",
    "FREQ=DAILY;BYHOUR=0,1,2,3;BYMINUTE=0,1,2,3", "FREQ=DAILY;BYSECOND=1", "FREQ=DAILY;COUNT=0",
    "FREQ=DAILY;COUNT=-1", "FREQ=DAILY;COUNT=many", "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;INTERVAL=-1", "FREQ=WEEKLY;INTERVAL=100000000000", "FREQ=WEEKLY;BYDAY=XX",
    "FREQ=DAILY;UNTIL=tomorrow", "FREQ=DAILY;UNTIL=20271399T000000Z", "FREQ=DAILY;BYEASTER=0",
    "FREQ=YEARLY;BYMONTH=13", "FREQ=YEARLY;BYMONTH=0", "FREQ=MONTHLY;BYMONTHDAY=32",
    "FREQ=MONTHLY;BYMONTHDAY=0", "EXRULE:FREQ=DAILY", "FREQ=DAILY;COUNT=3;UNTIL=",
    "FREQ=DAILY;COUNT=3;UNTIL=20270201",
)  # fmt: skip
# Sound by the grammar, and without a single date, ever.
EMPTY = (
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=4,6;BYMONTHDAY=31",
    "FREQ=DAILY;INTERVAL=7;BYDAY=TU", "FREQ=DAILY;BYDAY=MO;BYSETPOS=9",
)  # fmt: skip


@pytest.mark.parametrize("rule", [*BAD, *EMPTY])
def test_what_is_no_rule_of_dates_is_refused_at_once(rule: str) -> None:
    began = time.perf_counter()
    with pytest.raises(BadRule):
        dates(Series(SIX, 60, "Europe/Berlin", rule))
    assert time.perf_counter() - began < 0.2


def test_series_that_began_in_another_century_is_refused() -> None:
    with pytest.raises(BadRule):
        dates(Series(datetime.fromisoformat("1901-01-01T18:00"), 60, "UTC", "FREQ=DAILY"))


def test_one_date_alone() -> None:
    (one,) = dates(Series(SIX, 45, "Asia/Kathmandu"))
    assert one.interval.start.isoformat() == "2027-01-04T12:15:00+00:00"
    assert (one.key, one.interval.minutes) == ("2027-01-04T18:00", 45)
