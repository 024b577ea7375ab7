"""Offering time: what is previewed is what is saved, taken slots stay, the horizon grows."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from server import clock
from server.bookings import actions
from server.bookings.creation import Wish
from server.db import Database
from server.errors import NotFound, PreviewChanged, ValidationFailed
from server.operations.scheduler import Scheduler
from server.scheduling import availability, catalogue
from tests.cast import Cast
from tests.scheduling import world
from tests.scheduling.world import Moment, at, book, calendar, coach, offer, open_up, service, sound

WEEKLY = "FREQ=WEEKLY;COUNT=4"


async def days(db: Database, staff_id: str) -> list[str]:
    """Day, time and state of what stands on a calendar, in the zone of Berlin."""
    berlin = ZoneInfo("Europe/Berlin")
    found = []
    for slot in await calendar(db, staff_id):
        local = clock.parse(slot["starts_at"]).astimezone(berlin)
        found.append(f"{local:%m-%d %H:%M} {slot['status']}")
    return found


async def weekly(db: Database, cast: Cast, staff_id: str, rule: str = WEEKLY) -> str:
    """Tuesdays at 18:00 in Berlin, from the fifth of January."""
    made = await open_up(db, cast.alice, staff_id, at(17), at(18), zone="Europe/Berlin", rule=rule)
    return str(made["availability"]["id"])


async def test_preview_is_what_is_saved(db: Database, cast: Cast) -> None:
    staff_id = await coach(db, cast)
    await open_up(db, cast.alice, staff_id, at(17.5, 8), at(18.5, 8))
    wanted = offer(at(17), at(18), rule=WEEKLY)
    seen = await db.read(availability.preview, cast.alice, staff_id, wanted)
    assert [one["starts_at"] for one in seen["occurrences"]] == [
        at(17, day) for day in (1, 8, 15, 22)
    ]
    free, hit = seen["occurrences"][0], seen["occurrences"][1]
    assert (free["collides_with"], free["alternative"]) == ([], None)
    assert [one["starts_at"] for one in hit["collides_with"]] == [at(17.5, 8)]
    assert hit["alternative"] == {"starts_at": at(16.5, 8), "ends_at": at(17.5, 8)}
    made = await db.write(availability.create, cast.alice, staff_id, wanted, seen["preview"])
    assert made["occurrences"] == seen["occurrences"]
    assert [slot["starts_at"] for slot in made["slots"]] == [at(17, day) for day in (1, 15, 22)]
    await sound(db)


async def test_what_changed_since_the_preview_is_said(db: Database, cast: Cast) -> None:
    staff_id = await coach(db, cast)
    wanted = offer(at(17), at(18), rule=WEEKLY)
    seen = await db.read(availability.preview, cast.alice, staff_id, wanted)
    await open_up(db, cast.alice, staff_id, at(17, 15), at(18, 15))
    with pytest.raises(PreviewChanged) as refused:
        await db.write(availability.create, cast.alice, staff_id, wanted, seen["preview"])
    fresh = refused.value.extra
    assert [bool(one["collides_with"]) for one in fresh["occurrences"]] == [
        False, False, True, False,
    ]  # fmt: skip
    made = await db.write(availability.create, cast.alice, staff_id, wanted, fresh["preview"])
    assert len(made["slots"]) == 3


async def test_booking_of_what_an_edit_previewed_is_said(db: Database, cast: Cast) -> None:
    staff_id = await coach(db, cast)
    training = await service(db, cast, [staff_id])
    id_ = await weekly(db, cast, staff_id)
    wanted = offer(at(18), at(19), zone="Europe/Berlin", rule=WEEKLY)
    seen = await db.read(availability.edit_preview, cast.alice, id_, wanted, "all", None)
    assert all(one["collides_with"] == [] for one in seen["occurrences"])
    longer = offer(at(17), at(19), zone="Europe/Berlin", rule=WEEKLY)
    seen = await db.read(availability.edit_preview, cast.alice, id_, longer, "all", None)
    await book(db, cast.carol, Wish(None, training, at(17, 8), None, staff_id))
    with pytest.raises(PreviewChanged):
        await db.write(availability.edit, cast.alice, id_, longer, "all", None, seen["preview"])


async def test_edit_of_all_leaves_what_is_taken(db: Database, cast: Cast) -> None:
    staff_id = await coach(db, cast)
    training = await service(db, cast, [staff_id])
    id_ = await weekly(db, cast, staff_id)
    taken = await book(db, cast.carol, Wish(None, training, at(17, 8), None, staff_id))
    later = offer(at(18), at(19), zone="Europe/Berlin", rule=WEEKLY)
    await db.write(availability.edit, cast.alice, id_, later, "all", None, None)
    assert await days(db, staff_id) == [
        "01-05 19:00 open", "01-12 18:00 taken", "01-12 19:00 open",
        "01-19 19:00 open", "01-26 19:00 open",
    ]  # fmt: skip
    still = await world.rows(db, "SELECT * FROM bookings WHERE id = :id", id=taken["id"])
    assert still[0]["version"] == taken["version"]
    with pytest.raises(NotFound):
        await db.write(availability.edit, cast.alice, id_, later, "all", None, None)


async def test_edit_of_one_and_of_the_following(db: Database, cast: Cast) -> None:
    staff_id = await coach(db, cast)
    id_ = await weekly(db, cast, staff_id)
    one = offer(at(9, 8), at(10, 8), zone="Europe/Berlin")
    await db.write(availability.edit, cast.alice, id_, one, "one", "2027-01-12T18:00", None)
    assert await days(db, staff_id) == [
        "01-05 18:00 open", "01-12 10:00 open", "01-19 18:00 open", "01-26 18:00 open",
    ]  # fmt: skip
    rest = offer(at(19), at(20), zone="Europe/Berlin", rule="FREQ=WEEKLY;COUNT=2")
    await db.write(availability.edit, cast.alice, id_, rest, "following", "2027-01-19T18:00", None)
    assert await days(db, staff_id) == [
        "01-05 18:00 open", "01-12 10:00 open", "01-19 20:00 open", "01-26 20:00 open",
    ]  # fmt: skip
    await sound(db)


@pytest.mark.parametrize(
    ("scope", "occurrence", "left"),
    [
        ("one", "2027-01-12T18:00", ["01-05", "01-19", "01-26"]),
        ("following", "2027-01-19T18:00", ["01-05", "01-12"]),
        ("all", None, []),
    ],
)
async def test_withdrawing(
    db: Database, cast: Cast, moment: Moment, scope: Any, occurrence: str | None, left: list[str]
) -> None:
    staff_id = await coach(db, cast)
    id_ = await weekly(db, cast, staff_id, "FREQ=WEEKLY;UNTIL=20270126")
    await db.write(availability.remove, cast.alice, id_, scope, occurrence)
    assert [day[:5] for day in await days(db, staff_id)] == left
    moment.pass_(days=2)
    await Scheduler(db, live=False).once()
    assert [day[:5] for day in await days(db, staff_id)] == left, "what was withdrawn is not remade"
    if scope != "all":
        with pytest.raises(ValidationFailed):
            await db.write(availability.remove, cast.alice, id_, scope, None)


async def test_withdrawing_leaves_what_is_taken(db: Database, cast: Cast) -> None:
    staff_id = await coach(db, cast)
    training = await service(db, cast, [staff_id])
    made = await open_up(db, cast.alice, staff_id, at(9), at(12))
    await book(db, cast.carol, Wish(None, training, at(10), None, staff_id))
    await db.write(availability.remove, cast.alice, made["availability"]["id"], "all", None)
    assert await world.picture(db, staff_id) == ["10:00-11:00 taken"]
    await sound(db)


async def test_horizon_grows_by_itself_and_leaves_collisions_out(
    db: Database, cast: Cast, moment: Moment
) -> None:
    staff_id = await coach(db, cast)
    await weekly(db, cast, staff_id, "FREQ=WEEKLY")
    first = await days(db, staff_id)
    assert (len(first), first[0], first[-1]) == (13, "01-05 18:00 open", "03-30 18:00 open")
    await open_up(db, cast.alice, staff_id, at(15.5, 92), at(16.5, 92))
    scheduler = Scheduler(db, live=False)
    await scheduler.once()
    assert len(await calendar(db, staff_id)) == 14
    for _ in range(20):
        moment.pass_(days=1)
        await scheduler.once()
        await scheduler.once()
    found = await days(db, staff_id)
    assert found[13:] == ["04-06 17:30 open", "04-13 18:00 open", "04-20 18:00 open"]
    moment.pass_(days=365)
    await scheduler.once()
    later = [day for day in await days(db, staff_id) if day[6:11] != "18:00"]
    assert later == ["04-06 17:30 open"], "18:00 on both sides of the clock changes"
    await sound(db)


async def test_moving_a_coach_to_another_zone_moves_nothing(
    db: Database, cast: Cast, moment: Moment
) -> None:
    staff_id = await coach(db, cast, timezone="Europe/Berlin")
    training = await service(db, cast, [staff_id])
    await weekly(db, cast, staff_id, "FREQ=WEEKLY")
    booking = await book(db, cast.carol, Wish(None, training, at(17, 8), None, staff_id))
    before = await calendar(db, staff_id)
    await db.write(catalogue.edit_staff, cast.alice, staff_id, {"timezone": "America/New_York"})
    assert await calendar(db, staff_id) == before
    (after,) = await world.rows(db, "SELECT * FROM bookings WHERE id = :id", id=booking["id"])
    assert (after["starts_at"], after["version"]) == (booking["starts_at"], booking["version"])
    moment.pass_(days=14)
    await Scheduler(db, live=False).once()
    assert (await days(db, staff_id))[-1] == "04-13 18:00 open", "a series keeps its own zone"


async def test_date_far_ahead_can_be_offered(db: Database, cast: Cast, moment: Moment) -> None:
    staff_id = await coach(db, cast)
    await open_up(db, cast.alice, staff_id, at(9, 200), at(10, 200))
    made = await open_up(db, cast.alice, staff_id, at(11, 200), at(12, 200), rule="FREQ=WEEKLY")
    assert made["slots"][0]["starts_at"] == at(11, 200)
    count = len(await calendar(db, staff_id))
    moment.pass_(days=7)
    await Scheduler(db, live=False).once()
    assert len(await calendar(db, staff_id)) == count


async def test_what_makes_no_date_is_refused(db: Database, cast: Cast) -> None:
    staff_id = await coach(db, cast)
    for wanted in (
        offer(at(9, -3), at(10, -3)),
        offer(at(9), at(10), rule="FREQ=WEEKLY;UNTIL=20260101"),
        offer(at(9), at(10), exceptions={"2027-01-05T09:00"}),
    ):
        with pytest.raises(ValidationFailed):
            await db.write(availability.create, cast.alice, staff_id, wanted, None)
    assert await calendar(db, staff_id) == []


async def test_services_of_an_offer_are_ones_its_coach_has(db: Database, cast: Cast) -> None:
    staff_id = await coach(db, cast)
    foreign = await service(db, cast, [])
    for service_id in (foreign, "nothing"):
        with pytest.raises(ValidationFailed) as refused:
            await open_up(db, cast.alice, staff_id, at(9), at(10), service_ids=(service_id,))
        assert refused.value.details[0][0] == "service_ids"


async def test_offer_for_some_services_alone(db: Database, cast: Cast) -> None:
    staff_id = await coach(db, cast)
    one, two, three = [await service(db, cast, [staff_id]) for _ in range(3)]
    await open_up(db, cast.alice, staff_id, at(9), at(12), service_ids=(one, two))
    for service_id in (one, two):
        await book(db, cast.alice, Wish(None, service_id, at(9.5), 30, staff_id))
        (booking,) = await world.rows(
            db, "SELECT id FROM bookings WHERE attendance_status = 'manual'"
        )
        await db.write(actions.cancel, cast.alice, booking["id"])
    with pytest.raises(Exception, match="just been taken"):
        await book(db, cast.alice, Wish(None, three, at(9.5), 30, staff_id))
    assert await world.picture(db, staff_id) == ["09:00-12:00 open"]


async def test_other_calendars_are_not_ones_own(db: Database, cast: Cast) -> None:
    staff_id = await coach(db, cast)
    id_ = await weekly(db, cast, staff_id)
    wanted = offer(at(12), at(13))
    for caller in (cast.bob, cast.mallory):
        with pytest.raises(NotFound):
            await db.write(availability.create, caller, staff_id, wanted, None)
        with pytest.raises(NotFound):
            await db.write(availability.remove, caller, id_, "all", None)
    assert len(await calendar(db, staff_id)) == 4
    assert cast.bob.staff_id is not None
    made = await db.write(
        availability.create, cast.bob, cast.bob.staff_id, offer(at(40), at(41)), None
    )
    (listed,) = await db.read(availability.listed, cast.bob, None)
    assert listed["id"] == made["availability"]["id"]
    span = clock.parse(listed["ends_at"]) - clock.parse(listed["starts_at"])
    assert span == timedelta(hours=1)
