"""Requests: rivals for one time, and the coach's answer."""

import asyncio

import pytest

from server.errors import InvalidTransition, NotFound, SlotTaken, VersionConflict
from tests.actions.desk import Desk, outcome


async def test_accepting_one_of_two_rivals_leaves_the_other_without_a_place(desk: Desk) -> None:
    cast, slot = desk.cast, desk.cast.request_slots[0]
    carols, chriss = await desk.books("carol", slot), await desk.books("chris", slot)
    assert await desk.seats(slot) == (0, "open")

    accepted = await desk.answers("bob", carols, "confirmed", message="See you there")
    assert (accepted["status"], accepted["version"]) == ("confirmed", 2)
    assert accepted["confirmed_at"] == "2026-11-21T10:00:00.000Z"
    assert await desk.seats(slot) == (1, "taken")

    with pytest.raises(SlotTaken) as refused:
        await desk.answers("bob", chriss, "confirmed")
    assert {s["id"] for s in refused.value.extra["slots"]} == set(cast.request_slots[1:])
    assert await desk.sees("chris", chriss) == chriss
    declined = await desk.answers("bob", chriss, "declined")
    assert declined["status"] == "declined"
    assert await desk.seats(slot) == (1, "taken")


async def test_rivals_accepted_at_once_get_one_place(desk: Desk) -> None:
    slot = desk.cast.request_slots[0]
    requests = [await desk.books(who, slot) for who in ("carol", "chris") * 4]
    outcomes = await asyncio.gather(
        *(outcome(desk.answers(who, request, "confirmed"))
          for who, request in zip(("bob", "alice") * 4, requests, strict=True))
    )  # fmt: skip
    assert sorted(outcomes) == ["done", *["slot_taken"] * 7]
    assert await desk.seats(slot) == (1, "taken")


async def test_declining_a_request_leaves_its_slot_open(desk: Desk) -> None:
    slot = desk.cast.request_slots[0]
    request = await desk.books("carol", slot)
    await desk.answers("bob", request, "declined", message="Sorry")
    assert await desk.seats(slot) == (0, "open")
    assert (await desk.sees("carol", request))["status"] == "declined"


@pytest.mark.parametrize("answer", ["confirmed", "declined"])
async def test_whoever_answers_second_is_refused(answer: str, desk: Desk) -> None:
    request = await desk.books("carol", desk.cast.request_slots[0])
    now = await desk.answers("bob", request, answer)
    for second in ("confirmed", "declined"):
        with pytest.raises(InvalidTransition) as refused:
            await desk.answers("alice", request, second)
        assert refused.value.extra == {
            "allowed": [*_allowed(answer), "paid", "failed"],
            "current": now,
            "by": {"id": desk.cast.bob.id, "name": "Bob Becker", "role": "coach"},
        }


def _allowed(answer: str) -> list[str]:
    return ["completed", "no-show", "cancelled"] if answer == "confirmed" else []


async def test_answers_at_once_count_once(desk: Desk) -> None:
    request = await desk.books("carol", desk.cast.request_slots[0])
    outcomes = await asyncio.gather(
        *(outcome(desk.answers("bob", request, "confirmed")) for _ in range(4)),
        *(outcome(desk.answers("alice", request, "declined")) for _ in range(4)),
    )
    assert sorted(outcomes) == ["done", *["invalid_transition"] * 7]
    assert (await desk.sees("alice", request))["version"] == 2


@pytest.mark.parametrize("who", ["bea", "mallory"])
async def test_request_of_another_coach_is_not_found(who: str, desk: Desk) -> None:
    request = await desk.books("carol", desk.cast.request_slots[0])
    with pytest.raises(NotFound):
        await desk.answers(who, request, "confirmed")
    assert await desk.sees("carol", request) == request


async def test_answer_to_an_older_version_is_refused(desk: Desk) -> None:
    request = await desk.books("carol", desk.cast.request_slots[0])
    await desk.edits("alice", request, {"notes": "left-handed"})
    with pytest.raises(VersionConflict) as refused:
        await desk.answers("bob", request, "confirmed", version=1)
    assert refused.value.extra["current"]["version"] == 2
    assert (await desk.answers("bob", request, "confirmed", version=2))["version"] == 3


async def test_booking_that_is_no_request_cannot_be_answered(desk: Desk) -> None:
    booking = await desk.books("carol", desk.cast.slots[0])
    with pytest.raises(InvalidTransition):
        await desk.answers("bob", booking, "confirmed")
    assert await desk.sees("carol", booking) == booking


async def test_other_time_suggested_and_taken_back(desk: Desk) -> None:
    slot = desk.cast.request_slots[0]
    request = await desk.books("carol", slot)
    await desk.sets("bob", request, "time_suggested")
    again = await desk.sets("bob", request, "requested")
    assert (again["status"], again["version"], again["suggestions"]) == ("requested", 3, [])
    assert await desk.seats(slot) == (0, "open")
    await desk.sets("bob", request, "time_suggested")
    assert (await desk.sets("alice", request, "confirmed"))["status"] == "confirmed"
    assert await desk.seats(slot) == (1, "taken")
