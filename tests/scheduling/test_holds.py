"""An online booking that is to be paid keeps its place for a while, by the clock."""

import asyncio
from datetime import timedelta
from typing import Any

import orjson

from server import clock
from server.bookings import actions
from server.bookings.creation import Wish
from server.db import Database
from server.identity.caller import Caller
from server.operations.scheduler import Scheduler
from tests.cast import Cast
from tests.scheduling import world
from tests.scheduling.world import Moment, at, book, coach, open_up, rows, service, sound

PRICES = [{"duration_minutes": 60, "amount": 4500, "currency": "EUR"}]


async def priced(db: Database, cast: Cast, **values: Any) -> tuple[str, Wish]:
    staff_id = await coach(db, cast)
    lesson = await service(db, cast, [staff_id], prices=PRICES, **values)
    await open_up(db, cast.alice, staff_id, at(9), at(12))
    return staff_id, Wish(None, lesson, at(10), None, staff_id)


async def tick(db: Database) -> None:
    await Scheduler(db, live=False).once()


async def one(db: Database, id_: str) -> Any:
    return (await rows(db, "SELECT * FROM bookings WHERE id = :id", id=id_))[0]


async def pay(db: Database, caller: Caller, id_: str) -> dict[str, Any]:
    return await db.write(actions.set_status, caller, id_, "paid")


async def test_only_what_is_online_at_once_and_unpaid_is_a_hold(
    db: Database, cast: Cast, moment: Moment
) -> None:
    staff_id, wish = await priced(db, cast, hold_minutes=20)
    asked = await service(db, cast, [staff_id], prices=PRICES, instant=False)
    gift = await service(db, cast, [staff_id])
    held = await book(db, cast.carol, wish)
    assert held["hold_expires_at"] == clock.iso(moment.now + timedelta(minutes=20))
    others = [
        await book(db, cast.alice, Wish(None, wish.service_id, at(9), None, staff_id)),
        await book(db, cast.carol, Wish(None, asked, at(11), None, staff_id)),
        await book(db, cast.carol, Wish(None, gift, at(11), None, staff_id)),
    ]
    assert [b["hold_expires_at"] for b in others] == [None, None, None]
    usual = await priced(db, cast)
    fresh = await book(db, cast.carol, usual[1])
    assert fresh["hold_expires_at"] == clock.iso(moment.now + timedelta(minutes=15))


async def test_lapse_frees_the_place_and_tells_everyone(
    db: Database, cast: Cast, moment: Moment
) -> None:
    staff_id, wish = await priced(db, cast)
    held = await book(db, cast.carol, wish)
    moment.pass_(minutes=14, seconds=59)
    await tick(db)
    assert await world.picture(db, staff_id) == [
        "09:00-10:00 open", "10:00-11:00 taken", "11:00-12:00 open",
    ]  # fmt: skip
    moment.pass_(seconds=1)
    await tick(db)
    assert await world.picture(db, staff_id) == ["09:00-12:00 open"]
    after = await one(db, held["id"])
    assert (after["attendance_status"], after["payment_status"]) == ("cancelled", "unpaid")
    assert (after["cancelled_by"], after["hold_expires_at"]) == ("system", None)
    told = await rows(
        db,
        "SELECT stream, envelope FROM events WHERE at = :at ORDER BY stream, seq",
        at=clock.iso(moment.now),
    )
    streams = {row["stream"] for row in told}
    assert streams == {
        f"admins:{cast.tenant_id}", f"coach:{staff_id}", f"booking:{held['id']}",
        f"availability:{staff_id}",
    }  # fmt: skip
    slots = [
        orjson.loads(row["envelope"])["availability"]
        for row in told
        if row["stream"].startswith("availability:")
    ]
    assert [(s["starts_at"], s["ends_at"], s["status"]) for s in slots][-1] == (
        at(9), at(12), "open",
    )  # fmt: skip
    await tick(db)
    assert (await one(db, held["id"]))["version"] == after["version"]
    await sound(db)


async def test_payment_ends_the_hold(db: Database, cast: Cast, moment: Moment) -> None:
    staff_id, wish = await priced(db, cast)
    held = await book(db, cast.carol, wish)
    await pay(db, cast.alice, held["id"])
    assert (await one(db, held["id"]))["hold_expires_at"] is None
    moment.pass_(hours=2)
    await tick(db)
    after = await one(db, held["id"])
    assert (after["attendance_status"], after["holds_place"]) == ("pending", 1)
    assert "10:00-11:00 taken" in await world.picture(db, staff_id)


async def test_confirming_ends_the_hold(db: Database, cast: Cast, moment: Moment) -> None:
    _staff_id, wish = await priced(db, cast)
    held = await book(db, cast.carol, wish)
    await db.write(actions.set_status, cast.alice, held["id"], "confirmed")
    moment.pass_(hours=2)
    await tick(db)
    assert (await one(db, held["id"]))["attendance_status"] == "confirmed"


async def test_failed_payment_does_not_prolong_the_hold(
    db: Database, cast: Cast, moment: Moment
) -> None:
    staff_id, wish = await priced(db, cast)
    held = await book(db, cast.carol, wish)
    await db.write(actions.set_status, cast.alice, held["id"], "failed")
    moment.pass_(minutes=15)
    await tick(db)
    assert (await one(db, held["id"]))["attendance_status"] == "cancelled"
    assert await world.picture(db, staff_id) == ["09:00-12:00 open"]


async def test_paid_at_the_moment_of_lapse_is_paid_or_lapsed_never_both(
    db: Database, cast: Cast, moment: Moment
) -> None:
    """Whichever comes first decides; money for a place that has lapsed is kept as a fact, and the
    place is not taken by it."""
    staff_id = await coach(db, cast)
    lesson = await service(db, cast, [staff_id], prices=PRICES)
    await open_up(db, cast.alice, staff_id, at(0), at(24))
    held = [
        await book(db, cast.carol, Wish(None, lesson, at(n), None, staff_id)) for n in range(20)
    ]
    moment.pass_(minutes=15)
    await asyncio.gather(
        tick(db), *(pay(db, cast.alice, booking["id"]) for booking in reversed(held))
    )
    await tick(db)
    seen = set()
    for booking in held:
        row = await one(db, booking["id"])
        seen.add((row["attendance_status"], row["holds_place"], row["hold_expires_at"]))
        assert row["payment_status"] == "paid"
    assert seen <= {("pending", 1, None), ("cancelled", 0, None)}
    await sound(db)
    await tick(db)


async def test_many_holds_lapse_look_by_look(db: Database, cast: Cast, moment: Moment) -> None:
    """There are more of them than one look takes in."""
    staff_id = await coach(db, cast)
    lesson = await service(db, cast, [staff_id], prices=PRICES)
    await open_up(db, cast.alice, staff_id, at(9), at(10), capacity=150)
    slot = (await world.calendar(db, staff_id))[0]["id"]
    for _ in range(120):
        await book(db, cast.carol, Wish(slot, lesson))
    moment.pass_(minutes=15)
    await tick(db)
    await tick(db)
    assert (await world.calendar(db, staff_id))[0]["seats_taken"] == 0
    await sound(db)
