"""While a connection is admitted events flow, rights end, clients leave, the database is away."""

import asyncio
import threading
from typing import Any

import pytest

from server.db import Event
from server.demo.people import PASSWORD
from server.errors import Busy
from server.identity.caller import Caller
from server.realtime.feed import Feed
from server.realtime.hub import Hub
from tests.realtime.board import Board
from tests.realtime.inside import inside
from tests.realtime.listener import listening, refusal
from tests.realtime.raw import raw
from tests.realtime.served import EMAILS, SECONDS


class Gate:
    """Holds connections back just after the last look at their rights. Works across threads."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.holds = False
        self._came, self._goes_on = threading.Event(), threading.Event()
        really = Hub._still_valid

        async def held(hub: Hub, caller: Caller) -> bool:
            valid = await really(hub, caller)
            if self.holds:
                self._came.set()
                await asyncio.to_thread(self._goes_on.wait, SECONDS)
            return valid

        monkeypatch.setattr(Hub, "_still_valid", held)

    async def reached(self) -> None:
        assert await asyncio.to_thread(self._came.wait, SECONDS)

    def open(self) -> None:
        self._goes_on.set()


async def test_events_while_connecting_are_neither_lost_nor_sent_before_ready(
    demo_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    async with inside(demo_url) as served, listening(served, "ana") as witness:
        board = Board(served)
        booking = await board.book()
        gate.holds = True
        async with raw(served) as client:
            greeting = asyncio.create_task(client.greet({"token": served.token("alice")}))
            await gate.reached()
            changed = (await board.note(booking, "while it connects"))["booking"]
            told = await witness.event("admins:", version=changed["version"])
            gate.open()
            assert (await greeting).startswith("40{")
            assert (await client.hear()).startswith('42["ready"')
            await board.note(booking, "afterwards")
            event = await client.event("booking_update")
            assert event["seq"] == told["seq"] + 1
        await board.http.aclose()


async def test_rights_that_end_while_connecting_open_nothing(
    demo_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    async with inside(demo_url) as served:
        board = Board(served)
        body = {"email": EMAILS["ana"], "password": PASSWORD}
        token = (await board.http.post("/api/auth/login", json=body)).json()["token"]
        board.http.cookies.clear()
        async with listening(served, auth={"token": token}) as witness:
            gate.holds = True
            refused = asyncio.create_task(refusal(served, {"token": token}))
            await gate.reached()
            await board.ask(token, "POST", "/api/auth/logout", {})
            await witness.over()
            gate.open()
            assert await refused == "unauthenticated"
        await board.http.aclose()


async def test_who_leaves_while_connecting_leaves_nothing_behind(
    demo_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    left: list[str] = []
    done, really = threading.Event(), Feed.leave

    def leave(feed: Feed, names: list[str]) -> None:
        really(feed, names)
        left.extend(names)
        done.set()

    monkeypatch.setattr(Feed, "leave", leave)
    async with inside(demo_url) as served:
        gate.holds = True
        async with raw(served) as client:
            await client.say('40{"token":"' + served.token("alice") + '"}')
            await gate.reached()
        gate.open()
        assert await asyncio.to_thread(done.wait, SECONDS)
        assert any(name.startswith("admins:") for name in left)


@pytest.mark.parametrize(
    ("error", "code"), [(Busy(), "busy"), (RuntimeError("a mistake of ours"), "internal")]
)
async def test_a_connection_that_cannot_be_judged_is_refused(
    error: Exception, code: str, demo_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: Any) -> None:
        raise error

    async with inside(demo_url) as served:
        served.token("alice")
        for part in ("_identify", "_still_valid"):
            with monkeypatch.context() as patch:
                patch.setattr(Hub, part, fails)
                assert await refusal(served, {"token": served.token("alice")}) == code
        async with listening(served, "alice") as screen:
            assert screen.streams


async def test_what_cannot_be_sent_is_caught_up_with(
    demo_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An event is lost between the feed and the sockets: the next one shows the gap."""
    really, lost = Hub._deliver, []

    async def deliver(hub: Hub, event: Event) -> None:
        if event.stream.startswith("admins:") and not lost:
            lost.append(event)
            raise RuntimeError("lost")
        await really(hub, event)

    monkeypatch.setattr(Hub, "_deliver", deliver)
    async with inside(demo_url) as served, listening(served, "alice") as screen:
        board = Board(served)
        booking = await board.book()
        changed = (await board.note(booking, "the next"))["booking"]
        event = await screen.event("admins:", version=changed["version"])
        assert event["seq"] == screen.streams[event["stream"]]["head"] + 2
        answer = await screen.sync({event["stream"]: screen.cursors[event["stream"]]})
        assert [e["version"] for e in answer["events"]] == [1, 2]
        await board.http.aclose()
