"""Two hundred people want one place at the same moment, each through a door of their own."""

import asyncio
from collections import Counter
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

import pytest

from server.bookings import actions, creation, moving
from server.bookings.creation import Wish
from server.bookings.moving import Where
from server.db import Database
from server.errors import SlotTaken
from server.identity.visitors import visitor
from server.ids import new_secret
from tests.cast import Cast
from tests.scheduling import world
from tests.scheduling.world import at, book, calendar, coach, customer, open_up, service, sound

EACH = 50


@dataclass
class Crowd:
    """Everybody who wants the one slot, and whose calendars they come from."""

    wanted: dict[str, Any]
    staff_id: str
    other_id: str
    tries: list[Awaitable[Any]]


async def crowd(db: Database, cast: Cast, seats: int) -> Crowd:
    """Fifty at the desk, fifty online, fifty requests to be accepted, fifty to be moved here."""
    wanted_by = await coach(db, cast)
    elsewhere = await coach(db, cast, "Dan Dole")
    both = [wanted_by, elsewhere]
    at_once = await service(db, cast, both)
    asked = await service(db, cast, both, name="By request", instant=False)
    made = await open_up(db, cast.alice, wanted_by, at(9), at(10), capacity=seats)
    slot = made["slots"][0]
    for day in range(2, 6):
        await open_up(db, cast.alice, elsewhere, at(0, day), at(24, day))
    wish = Wish(slot["id"], asked)
    requests = [await book(db, cast.carol, wish) for _ in range(EACH)]
    moved = [
        await book(db, cast.alice, Wish(None, at_once, at(n % 20, 2 + n // 20), None, elsewhere))
        for n in range(EACH)
    ]
    here = Wish(slot["id"], at_once)
    guest = visitor(cast.tenant_id)
    tries = [
        *(db.write(creation.by_staff, cast.ana, here, customer(), "direct", "") for _ in requests),
        *(
            db.write(creation.by_visitor, guest, here, customer(), new_secret())
            if n % 2
            else db.write(creation.by_client, cast.chris, here, customer())
            for n in range(EACH)
        ),
        *(db.write(actions.answer_request, cast.alice, r["id"], "confirmed") for r in requests),
        *(db.write(moving.reschedule, cast.alice, m["id"], Where(slot["id"])) for m in moved),
    ]
    # The doors take turns, so that none of them is always first.
    mixed = [tries[n * EACH % len(tries) + n // 4] for n in range(len(tries))]
    return Crowd(slot, wanted_by, elsewhere, mixed)


@pytest.mark.parametrize("seats", [1, 8])
async def test_as_many_get_the_slot_as_it_has_seats(db: Database, cast: Cast, seats: int) -> None:
    race = await crowd(db, cast, seats)
    assert len(race.tries) == len({id(one) for one in race.tries}) == 200
    answers = await asyncio.gather(*race.tries, return_exceptions=True)
    won = [a for a in answers if isinstance(a, dict)]
    lost = [a for a in answers if isinstance(a, SlotTaken)]
    assert Counter(type(a).__name__ for a in answers) == {"dict": seats, "SlotTaken": 200 - seats}
    assert {a["booking"]["slot_id"] for a in won} == {race.wanted["id"]}

    for refused in lost:
        fresh = refused.extra["slots"]
        assert fresh, "whoever loses is offered something else"
        assert {s["status"] for s in fresh} == {"open"}
        assert race.wanted["id"] not in {s["id"] for s in fresh}
    await sound(db)
    (slot,) = await calendar(db, race.staff_id)
    assert (slot["starts_at"], slot["ends_at"]) == (at(9), at(10))
    assert (slot["seats_taken"], slot["status"]) == (seats, "taken")
    assert await minutes(db, race.other_id) == 4 * 24 * 60


async def test_rivals_for_parts_of_one_long_slot(db: Database, cast: Cast) -> None:
    """Whoever looked at the whole day gets their part of it, as long as that part is free."""
    staff_id = await coach(db, cast)
    training = await service(db, cast, [staff_id])
    made = await open_up(db, cast.alice, staff_id, at(8), at(18))
    slot_id = made["slots"][0]["id"]
    wishes = [Wish(slot_id, training, at(8 + n % 10)) for n in range(40)]
    answers = await asyncio.gather(
        *(db.write(creation.by_client, cast.chris, w, customer()) for w in wishes),
        return_exceptions=True,
    )
    assert Counter(type(a).__name__ for a in answers) == {"dict": 10, "SlotTaken": 30}
    await sound(db)
    assert await world.picture(db, staff_id) == [
        f"{hour:02d}:00-{hour + 1:02d}:00 taken" for hour in range(8, 18)
    ]


async def test_slot_that_was_merged_away_still_leads_to_its_time(db: Database, cast: Cast) -> None:
    staff_id = await coach(db, cast)
    training = await service(db, cast, [staff_id])
    await open_up(db, cast.alice, staff_id, at(8), at(10))
    first = await book(db, cast.alice, Wish(None, training, at(8), None, staff_id))
    seen = (await calendar(db, staff_id))[1]
    assert seen["status"] == "open"
    await db.write(actions.cancel, cast.alice, first["id"])
    second = await book(db, cast.chris, Wish(seen["id"], training, at(9)))
    assert (second["starts_at"], second["staff_id"]) == (at(9), staff_id)
    with pytest.raises(SlotTaken):
        await book(db, cast.carol, Wish(seen["id"], training, at(9)))
    await sound(db)


async def test_any_coach_spreads_the_work(db: Database, cast: Cast) -> None:
    team = [await coach(db, cast, f"Coach {n}") for n in range(4)]
    training = await service(db, cast, team)
    for staff_id in team:
        await open_up(db, cast.alice, staff_id, at(8), at(13))
    answers = await asyncio.gather(
        *(
            db.write(
                creation.by_client, cast.chris, Wish(None, training, at(8 + n % 5)), customer()
            )
            for n in range(20)
        ),
        return_exceptions=True,
    )
    assert Counter(type(a).__name__ for a in answers) == {"dict": 20}
    work = Counter(a["booking"]["staff_id"] for a in answers if isinstance(a, dict))
    assert work == dict.fromkeys(team, 5)
    await sound(db)
    with pytest.raises(SlotTaken):
        await book(db, cast.carol, Wish(None, training, at(9)))


async def minutes(db: Database, staff_id: str) -> int:
    spans = [world.clock.parse(s["ends_at"]) - world.clock.parse(s["starts_at"])
             for s in await calendar(db, staff_id)]  # fmt: skip
    return int(sum(span.total_seconds() for span in spans) // 60)
