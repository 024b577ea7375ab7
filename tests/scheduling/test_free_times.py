"""Free times: what is shown can be booked, in the zone one asks in, by few queries."""

from datetime import date
from typing import Any

import pytest

from bench.free_times import Counter
from server.bookings.creation import Wish
from server.db import Database
from server.errors import NotFound, ValidationFailed
from server.identity.visitors import visitor
from server.scheduling import catalogue, times
from tests.cast import Cast
from tests.scheduling.world import Moment, at, book, coach, open_up, service, sound

TUESDAY = "2027-01-05"


async def free(db: Database, cast: Cast, service_id: str, **asked: Any) -> list[str]:
    """The hours at which a visitor could begin, in UTC."""
    day, zone = asked.get("day", TUESDAY), asked.get("zone", "UTC")
    args = (service_id, asked.get("staff_id"), day, asked.get("minutes"), zone)
    found = await db.read(times.free, visitor(cast.tenant_id), *args)
    return [time["starts_at"][11:16] for time in found["times"]]


async def test_every_time_that_is_shown_can_be_booked(db: Database, cast: Cast) -> None:
    staff_id = await coach(db, cast)
    lesson = await service(db, cast, [staff_id], buffer_before=15, buffer_after=15)
    await open_up(db, cast.alice, staff_id, at(9), at(12))
    shown = await free(db, cast, lesson)
    assert (shown[:2], shown[-1], len(shown)) == (["09:00", "09:15"], "11:00", 9)
    await book(db, cast.carol, Wish(None, lesson, at(9), None, staff_id))
    assert await free(db, cast, lesson) == ["10:30", "10:45", "11:00"]
    assert await free(db, cast, lesson, minutes=90) == ["10:30"]
    assert await free(db, cast, lesson, minutes=120) == []
    await book(db, cast.carol, Wish(None, lesson, at(10.75), None, staff_id))
    assert await free(db, cast, lesson) == []
    await sound(db)


async def test_day_is_a_day_of_the_zone_one_asks_in(db: Database, cast: Cast) -> None:
    staff_id = await coach(db, cast)
    lesson = await service(db, cast, [staff_id])
    await open_up(db, cast.alice, staff_id, at(22), at(24))
    await open_up(db, cast.alice, staff_id, at(2, 2), at(3, 2))
    assert await free(db, cast, lesson, minutes=120) == ["22:00"]
    kathmandu = await free(db, cast, lesson, day="2027-01-06", zone="Asia/Kathmandu")
    assert kathmandu == ["22:00", "22:15", "22:30", "22:45", "23:00", "02:00"]
    assert await free(db, cast, lesson, zone="Asia/Kathmandu") == []
    new_york = await free(db, cast, lesson, zone="America/New_York")
    assert new_york == ["22:00", "22:15", "22:30", "22:45", "23:00", "02:00"]


async def test_days_count_what_the_days_hold(db: Database, cast: Cast) -> None:
    staff_id = await coach(db, cast)
    lesson = await service(db, cast, [staff_id])
    await open_up(db, cast.alice, staff_id, at(9), at(11), rule="FREQ=DAILY;INTERVAL=2;COUNT=5")
    guest = visitor(cast.tenant_id)
    month = ("2027-01-01", "2027-01-31")
    found = await db.read(times.days, guest, lesson, None, *month, None, "UTC")
    assert found["days"] == {f"2027-01-{day:02d}": 5 for day in (5, 7, 9, 11, 13)}
    for day, count in found["days"].items():
        assert len(await free(db, cast, lesson, day=day)) == count
    for last in ("2027-05-01", "2026-12-31"):
        with pytest.raises(ValidationFailed):
            await db.read(times.days, guest, lesson, None, "2027-01-01", last, None, "UTC")


async def test_group_sessions_come_whole_with_the_seats_left(db: Database, cast: Cast) -> None:
    staff_id = await coach(db, cast)
    lesson = await service(db, cast, [staff_id])
    made = await open_up(db, cast.alice, staff_id, at(9), at(10.5), capacity=3)
    await book(db, cast.carol, Wish(made["slots"][0]["id"], lesson))
    args = (lesson, None, TUESDAY, None, "UTC")
    (time,) = (await db.read(times.free, visitor(cast.tenant_id), *args))["times"]
    assert (time["starts_at"], time["ends_at"], time["seats_left"]) == (at(9), at(10.5), 2)


async def test_notice_horizon_and_archive(db: Database, cast: Cast, moment: Moment) -> None:
    staff_id = await coach(db, cast)
    lesson = await service(db, cast, [staff_id], notice_minutes=25 * 60 + 40, horizon_days=2)
    for day in (1, 4):
        await open_up(db, cast.alice, staff_id, at(9, day), at(11, day))
    assert await free(db, cast, lesson) == ["09:45", "10:00"]
    assert await free(db, cast, lesson, day="2027-01-08") == []
    moment.pass_(days=1, hours=1, minutes=10)
    asked = (lesson, None, TUESDAY, None, "UTC")
    desk = await db.read(times.free, cast.alice, *asked)
    assert [time["starts_at"] for time in desk["times"]][:2] == [at(9), at(9.25)]
    with pytest.raises(ValidationFailed):
        await free(db, cast, lesson, minutes=45)
    with pytest.raises(ValidationFailed):
        await free(db, cast, lesson, day="2027-02-30")
    await db.write(catalogue.edit_service, cast.alice, lesson, {"active": False})
    with pytest.raises(NotFound):
        await free(db, cast, lesson)


async def test_number_of_queries_does_not_grow(db: Database, cast: Cast) -> None:
    team = [await coach(db, cast, f"Coach {n}") for n in range(5)]
    lesson = await service(db, cast, team)
    asked = []
    for staff_id in team:
        await open_up(db, cast.alice, staff_id, at(9), at(18), rule="FREQ=DAILY")
        counter = Counter()
        guest, last = visitor(cast.tenant_id), date(2027, 2, 5).isoformat()
        args = (guest, lesson, None, TUESDAY, last, None, None)
        found = await db.read(counter.around(times.days), *args)
        assert len(found["days"]) == 32
        asked.append(counter.asked)
    assert asked == [2] * 5
