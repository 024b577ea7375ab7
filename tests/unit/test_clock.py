"""Instants: one spelling, fixed width, and the days of a zone across its clock changes."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server import clock

MOMENTS = st.datetimes(
    min_value=datetime(3, 1, 1), max_value=datetime(9998, 1, 1),  # noqa: DTZ001 - gets a zone
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=14)), timezone(-timedelta(hours=11))]),
)  # fmt: skip


@given(MOMENTS)
def test_iso_is_read_back_to_the_millisecond(moment: datetime) -> None:
    exact = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    assert clock.parse(clock.iso(moment)) == exact


@given(MOMENTS, MOMENTS)
def test_order_of_texts_is_order_of_instants(one: datetime, other: datetime) -> None:
    a, b = (m.replace(microsecond=m.microsecond // 1000 * 1000) for m in (one, other))
    assert (clock.iso(a) < clock.iso(b), len(clock.iso(a))) == (a < b, 24)


def test_iso_is_utc_in_milliseconds() -> None:
    berlin = datetime(2026, 11, 21, 11, 0, 0, 999_999, timezone(timedelta(hours=1)))
    assert clock.iso(berlin) == "2026-11-21T10:00:00.999Z"


@pytest.mark.parametrize(
    "text",
    ["2026-11-21T10:00:00Z", "2026-11-21T10:00:00.000+00:00", "2026-11-21T11:00+01:00"],
)
def test_parse_reads_every_spelling_of_an_instant(text: str) -> None:
    assert clock.parse(text) == datetime(2026, 11, 21, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "tomorrow", "2026-11-21T10:00:00", "2026-11-21", "2026-02-30T10:00:00Z", "1700000000",
     "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-11:00"],
)  # fmt: skip
def test_parse_refuses_what_names_no_instant(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever the words, it is refused
        clock.parse(text)


@pytest.mark.parametrize(
    ("day", "start", "hours"),
    [
        (date(2026, 11, 21), "2026-11-20T23:00:00.000Z", 24),
        (date(2026, 3, 29), "2026-03-28T23:00:00.000Z", 23),  # the clock goes forward
        (date(2026, 10, 25), "2026-10-24T22:00:00.000Z", 25),  # and back
    ],
)
def test_day_of_a_zone_across_its_clock_changes(day: date, start: str, hours: int) -> None:
    begins, ends = clock.day_start(day, "Europe/Berlin"), clock.day_end(day, "Europe/Berlin")
    assert (clock.iso(begins), ends - begins) == (start, timedelta(hours=hours))


def test_day_without_midnight_begins_when_the_clock_does() -> None:
    """In Beirut the clock goes from 23:59 to 01:00."""
    begins = clock.day_start(date(2026, 3, 29), "Asia/Beirut")
    assert clock.iso(begins) == "2026-03-28T22:00:00.000Z"


def test_days_at_the_ends_of_the_calendar_are_days_too() -> None:
    zones = ["Pacific/Kiritimati", "Pacific/Pago_Pago"]
    for day in (date.min, date.max):
        starts = [clock.day_start(day, zone) for zone in zones]
        ends = [clock.day_end(day, zone) for zone in zones]
        assert [s <= e for s, e in zip(starts, ends, strict=True)] == [True, True]


def test_today_is_the_day_of_the_zone() -> None:
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    zones = ["Europe/Berlin", "America/New_York", "UTC"]
    assert [clock.today(late, zone).day for zone in zones] == [21, 20, 20]


def test_just_after_is_the_next_instant_that_can_be_written() -> None:
    assert clock.just_after("2026-11-21T10:00:00.999Z") == "2026-11-21T10:00:01.000Z"
