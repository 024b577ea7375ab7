"""Each reason not to book has words of its own; staff are bound by fewer of them."""

from typing import Any

import pytest

from server import clock
from server.bookings import actions, moving
from server.bookings.creation import Wish
from server.bookings.moving import Where
from server.db import Database
from server.errors import AppError, Forbidden, NotFound, SlotTaken, ValidationFailed
from server.identity.caller import Caller
from server.identity.visitors import visitor
from server.scheduling import catalogue
from tests.cast import Cast
from tests.scheduling import world
from tests.scheduling.world import Moment, at, book, coach, open_up, outcome, service, sound


async def refusal(db: Database, caller: Caller, wish: Wish) -> tuple[str, str]:
    """Which field is refused, and why."""
    answer = await outcome(book(db, caller, wish))
    assert isinstance(answer, ValidationFailed), answer
    ((field, words),) = answer.details
    return field, words.text


@pytest.fixture
async def shop(db: Database, cast: Cast) -> dict[str, Any]:
    """A coach who is there on Tuesday from 9 to 12, and services of many kinds."""
    staff_id = await coach(db, cast)
    plain = await service(db, cast, [staff_id])
    made = await open_up(db, cast.alice, staff_id, at(9), at(12))
    return {"staff": staff_id, "plain": plain, "slot": made["slots"][0]["id"]}


async def test_times_a_service_does_not_have(
    db: Database, cast: Cast, shop: dict[str, Any]
) -> None:
    slot, plain = shop["slot"], shop["plain"]
    for caller in (cast.carol, cast.alice, visitor(cast.tenant_id)):
        assert await refusal(db, caller, Wish(slot, plain, at(9), 45)) == (
            "duration_minutes", "This service does not have this duration.",
        )  # fmt: skip
        assert await refusal(db, caller, Wish(slot, plain, at(9.1))) == (
            "starts_at", "Times begin at a quarter of an hour.",
        )  # fmt: skip
        for start in (8.5, 11.5, 12, 15):
            assert await refusal(db, caller, Wish(slot, plain, at(start))) == (
                "starts_at", "This time is not inside the slot.",
            )  # fmt: skip
    assert await world.picture(db, shop["staff"]) == ["09:00-12:00 open"]


async def test_notice_horizon_and_past(db: Database, cast: Cast, moment: Moment) -> None:
    staff_id = await coach(db, cast)
    hasty = await service(db, cast, [staff_id], notice_minutes=60 * 48)
    near = await service(db, cast, [staff_id], horizon_days=10)
    plain = await service(db, cast, [staff_id])
    for day in (1, 30):
        await open_up(db, cast.alice, staff_id, at(9, day), at(17, day))
    assert await refusal(db, cast.carol, Wish(None, hasty, at(9), None, staff_id)) == (
        "starts_at", "This is too short notice for this service.",
    )  # fmt: skip
    assert await refusal(db, cast.carol, Wish(None, near, at(9, 30), None, staff_id)) == (
        "starts_at", "This is further ahead than this service can be booked.",
    )  # fmt: skip
    await book(db, cast.alice, Wish(None, hasty, at(9), None, staff_id))
    await book(db, cast.ana, Wish(None, near, at(9, 30), None, staff_id))
    moment.pass_(days=1, hours=6)  # Tuesday, 14:00
    past = ("starts_at", "This time is already past.")
    assert await refusal(db, cast.carol, Wish(None, plain, at(13.75), None, staff_id)) == past
    assert await refusal(db, cast.alice, Wish(None, plain, at(12.5), None, staff_id)) == past
    walk_in = await book(db, cast.alice, Wish(None, plain, at(13.75), None, staff_id))
    assert walk_in["starts_at"] == at(13.75)


async def test_walk_in_now_takes_the_slot_that_has_begun(
    db: Database, cast: Cast, moment: Moment
) -> None:
    staff_id = await coach(db, cast)
    plain = await service(db, cast, [staff_id])
    made = await open_up(db, cast.alice, staff_id, at(9), at(10))
    slot = made["slots"][0]["id"]
    moment.pass_(days=1, hours=1, minutes=20)  # 09:20
    assert (await refusal(db, cast.carol, Wish(slot, plain)))[0] == "starts_at"
    assert (await book(db, cast.alice, Wish(slot, plain)))["starts_at"] == at(9)


async def test_wrong_service_archived_service_and_somebody_elses(
    db: Database, cast: Cast, shop: dict[str, Any]
) -> None:
    other = await coach(db, cast, "Dan Dole")
    foreign = await service(db, cast, [other])
    old = await service(db, cast, [shop["staff"]])
    await db.write(catalogue.edit_service, cast.alice, old, {"active": False})
    assert await refusal(db, cast.carol, Wish(shop["slot"], foreign)) == (
        "service_id", "This slot is not open for that service.",
    )  # fmt: skip
    assert await refusal(db, cast.carol, Wish(None, foreign, at(9), None, shop["staff"])) == (
        "staff_id", "This coach does not offer that service.",
    )  # fmt: skip
    for wish in (Wish(shop["slot"], old), Wish(None, old, at(9)), Wish(None, "none", at(9))):
        assert await refusal(db, cast.carol, wish) == (
            "service_id", "This service does not exist.",
        )  # fmt: skip
    assert await refusal(db, cast.carol, Wish(shop["slot"])) == (
        "service_id", "Please choose a service.",
    )  # fmt: skip
    assert await refusal(db, cast.carol, Wish(None, shop["plain"])) == (
        "slot_id", "Please choose a time.",
    )  # fmt: skip
    assert isinstance(await outcome(book(db, cast.mallory, Wish(shop["slot"]))), NotFound)


async def test_private_and_retired_calendars(
    db: Database, cast: Cast, shop: dict[str, Any]
) -> None:
    by_slot = Wish(shop["slot"], shop["plain"], at(9))
    by_time = Wish(None, shop["plain"], at(9), None, shop["staff"])
    anyone = Wish(None, shop["plain"], at(9))
    await db.write(catalogue.edit_staff, cast.alice, shop["staff"], {"privacy": "private"})
    for caller in (cast.carol, visitor(cast.tenant_id)):
        assert isinstance(await outcome(book(db, caller, by_slot)), NotFound)
        assert (await refusal(db, caller, by_time))[0] == "staff_id"
        assert isinstance(await outcome(book(db, caller, anyone)), SlotTaken)
    kept = await book(db, cast.alice, by_slot)
    await db.write(actions.cancel, cast.alice, kept["id"])
    await db.write(
        catalogue.edit_staff, cast.alice, shop["staff"], {"privacy": "public", "active": False}
    )
    for caller in (cast.carol, cast.alice):
        assert isinstance(await outcome(book(db, caller, by_slot)), NotFound)
        assert (await refusal(db, caller, by_time))[0] == "staff_id"


async def test_overbooking_is_for_admins_and_leaves_a_trace(
    db: Database, cast: Cast, shop: dict[str, Any]
) -> None:
    wish = Wish(None, shop["plain"], at(9), None, shop["staff"])
    first = await book(db, cast.alice, wish)
    assert isinstance(await outcome(book(db, cast.alice, wish)), SlotTaken)
    assert isinstance(await outcome(book(db, cast.bob, wish, override="please")), Forbidden)
    second = await book(db, cast.alice, wish, override="both sisters at once")
    assert (first["overbooked"], second["overbooked"]) == (False, True)
    (trace,) = await world.rows(
        db, "SELECT reason, by_name FROM audit WHERE booking_id = :id", id=second["id"]
    )
    assert trace == {"reason": "both sisters at once", "by_name": "Alice Andersson"}
    assert await world.picture(db, shop["staff"]) == ["09:00-10:00 taken", "10:00-12:00 open"]
    for booking in (first, second):
        await db.write(actions.cancel, cast.alice, booking["id"])
    assert await world.picture(db, shop["staff"]) == ["09:00-12:00 open"]
    await sound(db)


async def test_undo_of_a_move_takes_it_back_or_says_that_the_place_has_gone(
    db: Database, cast: Cast, shop: dict[str, Any], moment: Moment
) -> None:
    wish = Wish(None, shop["plain"], at(9), None, shop["staff"])
    booking = await book(db, cast.alice, wish)
    there = Where(None, None, at(10.5))
    await db.write(moving.reschedule, cast.alice, booking["id"], there)
    back = await db.write(actions.undo, cast.alice, booking["id"])
    assert back["booking"]["starts_at"] == at(9)
    assert await world.picture(db, shop["staff"]) == ["09:00-10:00 taken", "10:00-12:00 open"]
    await db.write(moving.reschedule, cast.alice, booking["id"], there)
    await book(db, cast.carol, wish)
    answer = await outcome(db.write(actions.undo, cast.alice, booking["id"]))
    assert isinstance(answer, SlotTaken)
    assert await world.picture(db, shop["staff"]) == [
        "09:00-10:00 taken", "10:00-10:30 open", "10:30-11:30 taken", "11:30-12:00 open",
    ]  # fmt: skip
    await sound(db)


async def test_whoever_loses_is_offered_the_nearest_times(
    db: Database, cast: Cast, shop: dict[str, Any]
) -> None:
    for day in (2, 3, 4):
        await open_up(db, cast.alice, shop["staff"], at(9, day), at(10, day))
    await book(db, cast.alice, Wish(None, shop["plain"], at(9, 3), None, shop["staff"]))
    answer: Any = await outcome(
        book(db, cast.carol, Wish(None, shop["plain"], at(9, 3), None, shop["staff"]))
    )
    assert isinstance(answer, AppError)
    assert answer.code == "slot_taken"
    starts = [clock.parse(slot["starts_at"]) for slot in answer.extra["slots"]]
    gaps = [abs(start - clock.parse(at(9, 3))) for start in starts]
    assert gaps == sorted(gaps)
    assert len(gaps) == 3
