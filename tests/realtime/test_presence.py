"""Presence over the sockets: staff see which colleague looks at or edits which booking."""

import asyncio
import threading
from contextlib import AsyncExitStack
from typing import Any

import pytest

from server.bookings import queries
from server.db import Tx
from server.identity.caller import Caller
from server.realtime import hub, presence
from tests.realtime.board import Board
from tests.realtime.inside import inside
from tests.realtime.listener import Listener, listening
from tests.realtime.served import EMAILS, SECONDS, Served


def _seen(screen: Listener, booking: dict[str, Any]) -> dict[str, str] | None:
    """Who is at a booking as a screen knows it: name to mode. None: it was never told."""
    updates = [u for u in screen.said("presence_update") if u["booking_id"] == booking["id"]]
    return {v["name"]: v["mode"] for v in updates[-1]["viewers"]} if updates else None


async def test_presence_reaches_the_staff_who_may_see_the_booking(
    server: Served, board: Board
) -> None:
    booking = await board.book("bob", email=EMAILS["carol"])
    link = {"booking_token": await board.link(booking)}
    async with AsyncExitStack() as stack:
        names = ("alice", "ana", "bob", "bea", "carol", "mallory")
        screens = {n: await stack.enter_async_context(listening(server, n)) for n in names}
        screens["link"] = await stack.enter_async_context(listening(server, auth=link))
        assert await screens["alice"].present(booking["id"]) == {"ok": True}
        for name in ("alice", "ana", "bob"):
            await screens[name].until(
                lambda name=name: _seen(screens[name], booking) == {"Alice Andersson": "viewing"}
            )
        await board.note(booking, "a change that all of them hear of")
        for name in ("bob", "carol", "link"):
            await screens[name].event(booking_id=booking["id"])
        assert {n for n, s in screens.items() if s.said("presence_update")} == {
            "alice", "ana", "bob"
        }  # fmt: skip


async def test_editing_beats_viewing_and_a_person_is_shown_once(
    server: Served, board: Board
) -> None:
    booking = await board.book()
    async with (
        listening(server, "ana") as watching,
        listening(server, "alice") as window,
        listening(server, "alice") as other_window,
    ):
        await window.present(booking["id"], "editing")
        await other_window.present(booking["id"], "viewing")
        await watching.until(lambda: _seen(watching, booking) == {"Alice Andersson": "editing"})
        update = watching.said("presence_update")[-1]
        assert len(update["viewers"]) == 1
        assert set(update["viewers"][0]) == {"user_id", "name", "mode"}
        await window.present(booking["id"], "viewing")
        await watching.until(lambda: _seen(watching, booking) == {"Alice Andersson": "viewing"})


async def test_leaving_and_disconnecting_are_seen(server: Served, board: Board) -> None:
    first, second = await board.book(), await board.book()
    async with listening(server, "ana") as watching:
        async with listening(server, "bob") as screen:
            await screen.present(first["id"])
            await watching.until(lambda: _seen(watching, first))
            await screen.present(second["id"], "editing")
            await watching.until(lambda: _seen(watching, second) == {"Bob Becker": "editing"})
            assert _seen(watching, first) == {}
            await screen.present(None)
            await watching.until(lambda: _seen(watching, second) == {})
            await screen.present(first["id"])
            await watching.until(lambda: _seen(watching, first))
        await watching.until(lambda: _seen(watching, first) == {})


async def test_who_joins_late_is_told_who_is_there(server: Served, board: Board) -> None:
    booking = await board.book()
    async with listening(server, "alice") as screen:
        await screen.present(booking["id"], "editing")
        async with listening(server, "ana") as late:
            await late.until(lambda: _seen(late, booking) == {"Alice Andersson": "editing"})
            assert late.heard[0][0] == "ready"


async def test_the_last_word_of_a_screen_counts(
    demo_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It opens a booking and closes it at once: the closing needs no look into the database."""
    looks, answers, really = threading.Event(), threading.Event(), queries.coach_of

    async def slowly(tx: Tx, caller: Caller, booking_id: str) -> str | None:
        looks.set()
        answers.wait(SECONDS)
        return await really(tx, caller, booking_id)

    async with (
        inside(demo_url) as served,
        listening(served, "ana") as watching,
        listening(served, "alice") as screen,
    ):
        board = Board(served)
        booking, other = await board.book(), await board.book()
        monkeypatch.setattr(queries, "coach_of", slowly)
        opening = asyncio.create_task(screen.present(booking["id"]))
        assert await asyncio.to_thread(looks.wait, SECONDS)
        assert await screen.present(None) == {"ok": True}
        answers.set()
        assert await opening == {"ok": True}
        # What Ana does now comes after all that was said before.
        await watching.present(other["id"])
        await watching.until(lambda: _seen(watching, other))
        assert not _seen(watching, booking)
        await board.http.aclose()


async def test_who_falls_silent_vanishes(demo_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "EXPIRES_SECONDS", 0.2)
    monkeypatch.setattr(hub, "HEADS_SECONDS", 0.1)
    async with (
        inside(demo_url) as served,
        listening(served, "ana") as watching,
        listening(served, "alice") as screen,
    ):
        board = Board(served)
        booking = await board.book()
        await screen.present(booking["id"])
        await watching.until(lambda: watching.said("presence_update")[1:])
        came, went = watching.said("presence_update")
        assert [viewer["name"] for viewer in came["viewers"]] == ["Alice Andersson"]
        assert went == {"booking_id": booking["id"], "viewers": []}
        assert not screen.is_over
        await board.http.aclose()


async def test_clients_and_links_may_not_use_it(server: Served, board: Board) -> None:
    booking = await board.book(email=EMAILS["carol"])
    link = {"booking_token": await board.link(booking)}
    async with listening(server, "carol") as client, listening(server, auth=link) as guest:
        for screen in (client, guest):
            assert await screen.present(booking["id"]) == {"ok": False, "error": "forbidden"}


async def test_a_booking_one_may_not_see_is_not_found(server: Served, board: Board) -> None:
    booking = await board.book("bob")
    async with (
        listening(server, "alice") as watching,
        listening(server, "mallory") as outsider,
        listening(server, "bea") as colleague,
    ):
        for screen in (outsider, colleague):
            answer = await screen.present(booking["id"], "editing")
            assert answer == {"ok": False, "error": "not_found"}
        await watching.present(booking["id"])
        await watching.until(lambda: _seen(watching, booking))
        assert _seen(watching, booking) == {"Alice Andersson": "viewing"}


async def test_what_is_malformed_is_answered(server: Served, board: Board) -> None:
    booking = await board.book()
    async with listening(server, "alice") as screen:
        assert await screen.ask("presence") == {"ok": False, "error": "validation_failed"}
        for data in (
            None,
            "x",
            [],
            {"booking_id": 7},
            {"booking_id": [booking["id"]]},
            {"booking_id": booking["id"], "mode": "owning"},
            {"booking_id": booking["id"], "mode": ["viewing"]},
        ):
            answer = await screen.ask("presence", data)
            assert answer == {"ok": False, "error": "validation_failed"}
        assert await screen.present("nothing") == {"ok": False, "error": "not_found"}
