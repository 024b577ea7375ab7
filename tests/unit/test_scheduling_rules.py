"""When something may be booked, and how a booking divides what was offered."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.scheduling import rules
from server.scheduling.rules import Durations, Interval, Terms

NOW = datetime(2027, 1, 4, 8, 7, tzinfo=UTC)
DAY = datetime(2027, 1, 5, tzinfo=UTC)
TERMS = Terms(Durations(30, 120, 60, 30), 0, 60, 0, 0)
OFFER = Interval(DAY.replace(hour=9), DAY.replace(hour=12))


def wish(hour: float, minutes: int = 60, day: datetime = DAY) -> Interval:
    start = day + timedelta(hours=hour)
    return Interval(start, start + timedelta(minutes=minutes))


def field(terms: Terms, wanted: Interval, *, staff: bool = False) -> str | None:
    """The field that is wrong, with the first words of why."""
    wrong = rules.why_not(terms, None, wanted, NOW, staff=staff)
    return None if wrong is None else f"{wrong[0]}: {wrong[1].text}"


@pytest.mark.parametrize("minutes", [30, 60, 90, 120])
def test_durations_that_a_service_has(minutes: int) -> None:
    assert field(TERMS, wish(9, minutes)) is None
    assert minutes in TERMS.durations.all()


@pytest.mark.parametrize("minutes", [0, 15, 45, 59, 61, 150, -60])
def test_durations_that_it_does_not_have(minutes: int) -> None:
    assert field(TERMS, wish(9, minutes)) == (
        "duration_minutes: This service does not have this duration."
    )


@pytest.mark.parametrize("quarter", [9, 9.25, 9.5, 9.75])
def test_times_begin_at_a_quarter(quarter: float) -> None:
    assert field(TERMS, wish(quarter)) is None


@pytest.mark.parametrize("hour", [9 + 1 / 60, 9 + 5 / 60, 9.1])
def test_times_off_the_grid_are_refused_to_everyone(hour: float) -> None:
    for staff in (False, True):
        assert field(TERMS, wish(hour), staff=staff) == (
            "starts_at: Times begin at a quarter of an hour."
        )


def test_slot_that_begins_off_the_grid_can_be_booked_at_its_start() -> None:
    odd = wish(9 + 5 / 60)
    assert rules.why_not(TERMS, odd.start, odd, NOW, staff=False) is None


def test_past_is_past_for_clients_and_for_staff_once_it_is_over() -> None:
    past = "starts_at: This time is already past."
    begun = wish(8, 60, NOW.replace(hour=0, minute=0))
    over = wish(7, 60, NOW.replace(hour=0, minute=0))
    assert field(TERMS, begun) == past
    assert field(TERMS, begun, staff=True) is None
    assert field(TERMS, over) == field(TERMS, over, staff=True) == past


def test_notice_and_horizon_bind_clients_alone() -> None:
    hasty, far = replace(TERMS, notice=24 * 60), replace(TERMS, horizon_days=7)
    today, next_month = wish(8), wish(9, 60, DAY + timedelta(days=30))
    assert field(hasty, today) == "starts_at: This is too short notice for this service."
    assert field(far, next_month) == (
        "starts_at: This is further ahead than this service can be booked."
    )
    assert field(hasty, today, staff=True) is None
    assert field(far, next_month, staff=True) is None


def test_notice_ends_to_the_minute() -> None:
    exact = replace(TERMS, notice=53)  # from 08:07 to 09:00
    assert field(exact, wish(9, 60, NOW.replace(hour=0, minute=0))) is None
    assert field(replace(exact, notice=54), wish(9, 60, NOW.replace(hour=0, minute=0))) is not None


def test_buffers_belong_to_the_part_and_end_with_the_offer() -> None:
    terms = replace(TERMS, buffer_before=15, buffer_after=30)
    assert rules.with_buffers(wish(10), terms, OFFER) == Interval(
        DAY.replace(hour=9, minute=45), DAY.replace(hour=11, minute=30)
    )
    assert rules.with_buffers(wish(9), terms, OFFER) == Interval(
        OFFER.start, DAY.replace(hour=10, minute=30)
    )
    assert rules.with_buffers(wish(11), terms, OFFER) == Interval(
        DAY.replace(hour=10, minute=45), OFFER.end
    )


@given(first=st.integers(0, 12), last=st.integers(0, 12))
def test_split_loses_no_minute(first: int, last: int) -> None:
    quarters = [OFFER.start + n * rules.GRID for n in range(13)]
    if first >= last:
        return
    part = Interval(quarters[first], quarters[last])
    pieces = sorted([part, *rules.split(OFFER, part)], key=lambda one: one.start)
    assert (pieces[0].start, pieces[-1].end) == (OFFER.start, OFFER.end)
    assert all(one.end == two.start for one, two in pairwise(pieces))
    assert sum(one.minutes for one in pieces) == OFFER.minutes


@given(
    begins=st.integers(0, 90), length=st.integers(20, 300), minutes=st.sampled_from([30, 60, 90]),
    before=st.sampled_from([0, 10, 15]), after=st.sampled_from([0, 5, 30]),
)  # fmt: skip
def test_every_start_time_that_is_shown_can_be_booked(
    begins: int, length: int, minutes: int, before: int, after: int
) -> None:
    start = OFFER.start + timedelta(minutes=begins)
    slot = Interval(start, start + timedelta(minutes=length))
    terms = replace(TERMS, buffer_before=before, buffer_after=after)
    found = rules.start_times(slot, OFFER, terms, minutes, NOW, staff=False)
    assert found == sorted(set(found))
    for moment in found:
        wanted = Interval(moment, moment + timedelta(minutes=minutes))
        assert rules.why_not(terms, slot.start, wanted, NOW, staff=False) is None
        assert slot.holds(wanted)
        assert slot.holds(rules.with_buffers(wanted, terms, OFFER))


def test_start_times_of_three_hours() -> None:
    terms = replace(TERMS, buffer_after=30)
    found = rules.start_times(OFFER, OFFER, terms, 120, NOW, staff=False)
    assert [moment.strftime("%H:%M") for moment in found] == [
        "09:00",
        "09:15",
        "09:30",
        "09:45",
        "10:00",
    ]


def test_least_busy_takes_the_first_of_equals() -> None:
    assert rules.least_busy({"a": 60, "b": 0, "c": 0}, ["c", "b", "a"]) == "b"
    assert rules.least_busy({}, ["b", "a"]) == "a"
    assert rules.least_busy({"a": 30}, ["a"]) == "a"
