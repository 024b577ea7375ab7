"""What each audience is told of one change: as much as it may see, and nothing of the others'."""

import asyncio
from contextlib import AsyncExitStack

from tests.realtime.board import Board
from tests.realtime.listener import listening
from tests.realtime.served import EMAILS, Served


async def test_notes_reach_staff_and_nobody_else(server: Served, board: Board) -> None:
    booking = await board.book(email=EMAILS["carol"])
    link = {"booking_token": await board.link(booking)}
    async with AsyncExitStack() as stack:
        names = ("alice", "ana", "bob", "carol")
        screens = {n: await stack.enter_async_context(listening(server, n)) for n in names}
        screens["link"] = await stack.enter_async_context(listening(server, auth=link))
        await board.note(booking, "never shows a backhand")
        told = {
            name: await screen.event(booking_id=booking["id"]) for name, screen in screens.items()
        }
    assert {told[name]["booking"]["notes"] for name in ("alice", "ana", "bob")} == {
        "never shows a backhand"
    }
    for name in ("carol", "link"):
        assert "notes" not in told[name]["booking"]
        assert "notes" not in told[name]["changed"]
        assert "backhand" not in str(screens[name].heard)
    assert {event["version"] for event in told.values()} == {booking["version"] + 1}
    prefixes = {name: event["stream"].partition(":")[0] for name, event in told.items()}
    assert prefixes == {
        "alice": "admins", "ana": "admins", "bob": "coach", "carol": "client", "link": "booking"
    }  # fmt: skip


async def test_a_coach_and_a_client_hear_of_their_own_bookings_alone(
    server: Served, board: Board
) -> None:
    async with AsyncExitStack() as stack:
        names = ("bob", "bea", "carol", "chris", "mallory")
        screens = {n: await stack.enter_async_context(listening(server, n)) for n in names}
        booking = await board.book("bob", email=EMAILS["carol"])
        last = await board.book("bea", email=EMAILS["chris"])
        await asyncio.gather(
            screens["bob"].event(booking_id=booking["id"]),
            screens["carol"].event(booking_id=booking["id"]),
            screens["bea"].event(booking_id=last["id"]),
            screens["chris"].event(booking_id=last["id"]),
        )
        assert {e["booking_id"] for e in screens["bob"].events("coach:")} == {booking["id"]}
        assert {e["booking_id"] for e in screens["bea"].events("coach:")} == {last["id"]}
        assert {e["booking_id"] for e in screens["carol"].events("client:")} == {booking["id"]}
        assert {e["booking_id"] for e in screens["chris"].events("client:")} == {last["id"]}
        assert screens["mallory"].events() == []


async def test_calendars_tell_of_places_and_not_of_people(server: Served, board: Board) -> None:
    async with listening(server, "chris") as screen:
        booking = await board.book("bob", customer_name="Secret Person")
        event = await screen.event("availability:", type="availability_update")
    assert event["availability"]["id"] == booking["slot_id"]
    assert event["availability"]["seats_taken"] > 0
    assert (event["booking_id"], event["by"]["name"]) == (None, "")
    assert "Secret" not in str(screen.heard)
    assert "booking" not in event


async def test_a_booking_that_becomes_someone_elses_leaves_the_first_ones_screen(
    server: Served, board: Board
) -> None:
    booking = await board.book(email=EMAILS["carol"])
    async with listening(server, "carol") as carol, listening(server, "chris") as chris:
        path = f"/api/bookings/{booking['id']}"
        await board.ask("alice", "PATCH", path, {"customer_email": EMAILS["chris"]})
        gone = await carol.event("client:", booking_id=booking["id"])
        come = await chris.event("client:", booking_id=booking["id"])
    assert gone["booking"] is None
    assert come["booking"]["customer_email"] == EMAILS["chris"]


async def test_what_someone_was_before_opens_no_stream(server: Served, board: Board) -> None:
    """A coach who is now a client keeps a calendar, and hears nothing of its bookings."""
    people = (await board.ask("alice", "GET", "/api/users"))["users"]
    bea = next(user["id"] for user in people if user["email"] == EMAILS["bea"])
    await board.ask("alice", "PATCH", f"/api/users/{bea}", {"role": "client"})
    try:
        async with listening(server, "bea") as screen:
            assert not [name for name in screen.streams if name.startswith("coach:")]
    finally:
        await board.ask("alice", "PATCH", f"/api/users/{bea}", {"role": "coach"})
