"""An old snapshot and the events since are a fresh one, for every audience, whatever is done."""

import random
from typing import Any

import pytest

from server.bookings import rules
from server.errors import AppError
from server.identity.caller import Caller
from tests.actions.conftest import Time
from tests.actions.desk import CAROL, CHRIS, WALK_IN, Booking, Desk, Envelope
from tests.apply import State, apply_all, by_id

ROUNDS, ACTIONS_A_ROUND = 5, 30
WATCHERS = ("alice", "ana", "bob", "bea", "carol", "chris")
FIELDS: tuple[dict[str, str], ...] = (
    {"notes": "Knee"},
    {"notes": ""},
    {"customer_name": "Caro"},
    {"customer_email": "client@northside.test"},
    {"customer_email": "client2@northside.test"},
    {"customer_email": ""},
    {"customer_phone": "+4930111111", "notes": "moved"},
)


class Screen:
    """One audience: a snapshot, then nothing but the events of its one stream of bookings."""

    def __init__(self, who: str | Caller, stream: str, bookings: list[Booking], head: int) -> None:
        self.who, self.stream, self.seq = who, stream, head
        self.state: State = by_id(bookings)

    def hears(self, events: list[Envelope]) -> None:
        mine = [event for event in events if event["stream"] == self.stream]
        assert [e["seq"] for e in mine] == list(range(self.seq + 1, self.seq + len(mine) + 1))
        self.seq += len(mine)
        self.state = apply_all(self.state, mine)


def _stream(desk: Desk, who: str) -> str:
    caller = desk.caller(who)
    if caller.role == "admin":
        return f"admins:{caller.tenant_id}"
    return f"coach:{caller.staff_id}" if caller.role == "coach" else f"client:{caller.id}"


async def _screens(desk: Desk, links: list[Caller]) -> list[Screen]:
    screens = []
    for who in WATCHERS:
        bookings, heads = await desk.board(who)
        stream = _stream(desk, who)
        screens.append(Screen(who, stream, bookings, heads[stream]["head"]))
    for link in links:
        bookings, heads = await desk.board(link)
        stream = f"booking:{link.booking_id}"
        screens.append(Screen(link, stream, bookings, heads[stream]["head"]))
    return screens


async def _anything(desk: Desk, dice: random.Random, time: Time) -> None:
    """Somebody does something, allowed or not."""
    time.passes(seconds=dice.choice((0, 0.001, 3, 20)))
    cast = desk.cast
    slots = (*cast.slots, *cast.bea_slots, *cast.request_slots, cast.group_slot)
    bookings: list[dict[str, Any]] = await desk.rows("SELECT id, version FROM bookings ORDER BY id")
    booking = dice.choice(bookings)
    staff, client = dice.choice(("alice", "ana", "bob", "bea")), dice.choice(("carol", "chris"))
    version = dice.choice((None, None, booking["version"], 1))
    acts = [
        lambda: desk.books(staff, dice.choice(slots), dice.choice((CAROL, CHRIS, WALK_IN))),
        lambda: desk.books(client, dice.choice(slots)),
        lambda: desk.sets(staff, booking, dice.choice(rules.STATUSES), version=version),
        lambda: desk.sets("alice", booking, dice.choice(rules.STATUSES)),
        lambda: desk.edits("ana", booking, dice.choice(FIELDS)),
        lambda: desk.edits("alice", booking, dice.choice(FIELDS), status="confirmed"),
        lambda: desk.answers(staff, booking, dice.choice(("confirmed", "declined"))),
        lambda: desk.cancels(client, booking),
        lambda: desk.undoes(dice.choice(("alice", staff)), booking),
    ]
    await dice.choice(acts)()


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_events_applied_to_a_snapshot_are_a_fresh_snapshot(
    seed: int, desk: Desk, time: Time
) -> None:
    dice = random.Random(seed)
    made = [
        await desk.books("carol", desk.cast.request_slots[0]),
        await desk.books("chris", desk.cast.slots[0]),
        await desk.books("alice", desk.cast.bea_slots[0]),
    ]
    screens = await _screens(desk, [await desk.link(booking) for booking in made])
    desk.heard()
    done = 0
    for _ in range(ROUNDS):
        for _ in range(ACTIONS_A_ROUND):
            try:
                await _anything(desk, dice, time)
                done += 1
            except AppError:
                continue
        events = desk.heard()
        for screen in screens:
            screen.hears(events)
            fresh, heads = await desk.board(screen.who)
            assert screen.state == by_id(fresh), screen.stream
            assert screen.seq == heads[screen.stream]["head"], screen.stream
    assert done > ROUNDS * ACTIONS_A_ROUND / 4  # else nothing would have been tried
    assert (await desk.board("mallory"))[0] == []


async def test_events_applied_twice_or_late_change_nothing(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    await desk.sets("bob", booking, "confirmed")
    await desk.edits("alice", booking, {"notes": "x"})
    mine = [e for e in desk.heard() if e["stream"].startswith("admins:")]
    once = apply_all({}, mine)
    assert once == by_id((await desk.board("alice"))[0])
    assert apply_all(once, [*mine, mine[0]]) == once
