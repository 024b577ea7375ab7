"""Several processes on one database: what one commits is on the screens of the other."""

import asyncio
import signal
from contextlib import AsyncExitStack

import pytest

from server.demo.people import PASSWORD
from tests.realtime.board import Board
from tests.realtime.conftest import Make
from tests.realtime.listener import listening
from tests.realtime.served import EMAILS, Served


async def test_changes_made_through_anbeside_arrive_in_order_and_once(
    either: Served, beside: Served
) -> None:
    async with AsyncExitStack() as stack:
        here, there = Board(either), Board(beside)
        stack.push_async_callback(here.http.aclose)
        stack.push_async_callback(there.http.aclose)
        screens = [
            await stack.enter_async_context(listening(server, "ana")) for server in (either, beside)
        ]
        booking = await here.book()
        for number in range(6):
            board = (here, there)[number % 2]
            booking = (await board.note(booking, f"note {number}"))["booking"]
        for screen in screens:
            await screen.event("admins:", version=booking["version"])
            events = screen.events("admins:")
            head = screen.streams[events[0]["stream"]]["head"]
            assert [e["seq"] for e in events] == list(range(head + 1, head + 8))
            assert [e["booking"]["notes"] for e in events][1:] == [f"note {n}" for n in range(6)]


async def test_a_sign_out_at_anbeside_ends_the_stream_here(either: Served, beside: Served) -> None:
    there = Board(beside)
    body = {"email": EMAILS["ana"], "password": PASSWORD}
    token = (await there.http.post("/api/auth/login", json=body)).json()["token"]
    there.http.cookies.clear()
    async with listening(either, auth={"token": token}) as screen:
        await there.ask(token, "POST", "/api/auth/logout", {})
        await screen.over()
    await there.http.aclose()


async def test_a_server_that_is_told_to_stop_says_goodbye(
    stopping: Served,
) -> None:
    async with listening(stopping, "alice") as screen:
        assert await asyncio.to_thread(stopping.stop) in (0, -signal.SIGTERM)
        await screen.over()
    assert stopping.complaints() == []


@pytest.fixture
def stopping(make_served: Make) -> Served:
    return make_served("sqlite")
