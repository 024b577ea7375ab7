"""Many at once: one wins, and the others learn what has happened."""

import asyncio
from typing import Any

from server.errors import SlotTaken, VersionConflict
from tests.actions.desk import CAROL, CHRIS, WALK_IN, Desk, outcome

SIXTEEN = ("alice", "ana", "carol", "chris") * 4


async def test_sixteen_for_one_slot_are_one(desk: Desk) -> None:
    cast, slot = desk.cast, desk.cast.slots[0]
    answers: list[Any] = await asyncio.gather(
        *(desk.books(who, slot) for who in SIXTEEN), return_exceptions=True
    )
    won = [answer for answer in answers if isinstance(answer, dict)]
    lost = [answer for answer in answers if isinstance(answer, SlotTaken)]
    assert (len(won), len(lost)) == (1, 15)
    for refusal in lost:
        assert {s["id"] for s in refusal.extra["slots"]} == {*cast.slots[1:], *cast.bea_slots}
    assert await desk.seats(slot) == (1, "taken")
    assert await desk.rows("SELECT id FROM bookings") == [{"id": won[0]["id"]}]


async def test_eight_of_sixteen_get_a_seat_in_the_group(desk: Desk) -> None:
    slot = desk.cast.group_slot
    outcomes = await asyncio.gather(*(outcome(desk.books(who, slot)) for who in SIXTEEN))
    assert sorted(outcomes) == [*["done"] * 8, *["slot_taken"] * 8]
    assert await desk.seats(slot) == (8, "taken")
    assert await desk.rows("SELECT count(*) AS n FROM bookings") == [{"n": 8}]


async def test_one_wins_from_one_version(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    desk.heard()
    goals = ("confirmed", "completed", "no-show", "cancelled") * 4
    answers: list[Any] = await asyncio.gather(
        *(
            desk.sets(who, booking, goal, version=1)
            for who, goal in zip(("alice", "ana", "bob", "bob") * 4, goals, strict=True)
        ),
        return_exceptions=True,
    )
    won = [answer for answer in answers if isinstance(answer, dict)]
    lost = [answer for answer in answers if isinstance(answer, VersionConflict)]
    assert (len(won), len(lost)) == (1, 15)
    winner = desk.caller(("alice", "ana", "bob", "bob")[answers.index(won[0]) % 4])
    for refusal in lost:
        assert refusal.extra == {"current": won[0], "by": winner.by}
    assert won[0]["version"] == 2
    assert await desk.sees("alice", booking) == won[0]
    changes = [e for e in desk.heard() if e["stream"] == f"admins:{desk.cast.tenant_id}"]
    assert [(e["version"], e["by"]["id"]) for e in changes] == [(2, winner.id)]


async def test_changes_without_a_version_come_one_after_the_other(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    notes = [f"note {number}" for number in range(16)]
    answers = await asyncio.gather(
        *(desk.edits("alice", booking, {"notes": note}) for note in notes)
    )
    assert sorted(answer["version"] for answer in answers) == list(range(2, 18))
    assert {answer["notes"] for answer in answers} == set(notes)
    last = max(answers, key=lambda answer: answer["version"])
    assert await desk.sees("alice", booking) == last


async def test_both_axes_at_once_lose_nothing(desk: Desk) -> None:
    """Money and attendance are moved by two people at the same moment: both count."""
    booking = await desk.books("alice", desk.cast.slots[0])
    await asyncio.gather(
        desk.sets("alice", booking, "paid"), desk.sets("bob", booking, "completed")
    )
    seen = await desk.sees("ana", booking)
    found = (seen["attendance_status"], seen["payment_status"], seen["version"])
    assert found == ("completed", "paid", 3)


async def test_same_customer_for_many_slots_at_once_is_one(desk: Desk) -> None:
    slots = [*desk.cast.slots, *desk.cast.bea_slots]
    customers = (CAROL, CHRIS, WALK_IN)
    await asyncio.gather(
        *(desk.books("alice", slot, customers[n % 3]) for n, slot in enumerate(slots))
    )
    assert await desk.rows("SELECT count(*) AS n FROM customers") == [{"n": 3}]
    assert await desk.rows("SELECT count(*) AS n FROM bookings") == [{"n": 12}]


async def test_cancelling_and_booking_one_slot_at_once_never_oversell(desk: Desk) -> None:
    slot = desk.cast.slots[0]
    for _ in range(5):
        booking = await desk.books("carol", slot)
        outcomes = await asyncio.gather(
            outcome(desk.cancels("carol", booking)),
            *(outcome(desk.books("chris", slot)) for _ in range(4)),
        )
        assert outcomes[0] == "done"
        held = await desk.rows("SELECT id FROM bookings WHERE holds_place = 1")
        assert (len(held), len(held)) == (outcomes[1:].count("done"), (await desk.seats(slot))[0])
        for row in held:
            await desk.cancels("alice", {"id": row["id"]})
