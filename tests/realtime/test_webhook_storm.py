"""The same payment told fifty times at once, and told in the wrong order: one effect, and one
`payment_update` for each audience."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from tests.realtime.board import Board
from tests.realtime.listener import Listener, listening
from tests.realtime.load import deliver, payment_event
from tests.realtime.served import EMAILS, Served

DELIVERIES = 50


@pytest.fixture
async def own_board(either: Served) -> AsyncIterator[Board]:
    board = Board(either)
    yield board
    await board.http.aclose()


async def test_fifty_deliveries_at_once_and_reordered_ones_have_one_effect(
    either: Served, own_board: Board
) -> None:
    booking = await own_board.book(email=EMAILS["carol"])
    link = {"booking_token": await own_board.link(booking)}
    async with AsyncExitStack() as stack:
        names = ("alice", "ana", "bob", "carol", "mallory")
        screens = {n: await stack.enter_async_context(listening(either, n)) for n in names}
        screens["link"] = await stack.enter_async_context(listening(either, auth=link))

        paid = payment_event(booking, "succeeded")
        answers = await asyncio.gather(
            *(deliver(own_board.http, paid) for _delivery in range(DELIVERIES)),
            *(deliver(own_board.http, event) for event in _old_news(booking, paid)),
        )
        assert {answer.status_code for answer in answers} == {200}

        await own_board.note(booking, "what comes after")
        outsider = screens.pop("mallory")
        for name, screen in screens.items():
            await screen.until(lambda s=screen: _notes(s, booking))  # type: ignore[misc]
            told = screen.events(booking_id=booking["id"])
            assert [event["type"] for event in told] == ["payment_update", "booking_update"], name
            assert told[0]["booking"]["payment_status"] == "paid", name
            assert told[0]["payment"]["status"] == "succeeded", name
            assert told[0]["version"] == booking["version"] + 1, name
        assert outsider.events() == []
    details = await own_board.ask("alice", "GET", f"/api/bookings/{booking['id']}")
    assert details["booking"]["payment_status"] == "paid"
    assert details["booking"]["attendance_status"] == booking["attendance_status"]
    assert [payment["status"] for payment in details["booking"]["payments"]] == ["succeeded"]


def _old_news(booking: dict[str, Any], paid: dict[str, Any]) -> list[dict[str, Any]]:
    """Told at the same time or late, and overtaken by the success: the same intent at work, its
    session, and the second event of the one fact. None of them moves anything after it, and a
    later one of the same moment moves nothing before it."""
    intent = paid["data"]["object"]
    session = {
        "id": "cs_1", "object": "checkout.session", "payment_intent": intent["id"],
        "payment_status": "paid", "amount_total": intent["amount"],
        "currency": intent["currency"], "metadata": intent["metadata"],
    }  # fmt: skip
    return [
        payment_event(
            booking, "succeeded", id=f"evt_session_{booking['id']}",
            type="checkout.session.completed", data={"object": session},
        ),
        payment_event(booking, "created"),
    ]  # fmt: skip


async def test_what_comes_late_and_out_of_order_changes_nothing_and_tells_nobody(
    either: Served, own_board: Board
) -> None:
    booking = await own_board.book(email=EMAILS["carol"])
    async with listening(either, "alice") as screen:
        paid = payment_event(booking, "succeeded")
        await deliver(own_board.http, paid)
        before = paid["created"] - 60
        late = [
            payment_event(booking, kind, created=before)
            for kind in ("payment_failed", "processing", "created", "canceled")
        ]
        await asyncio.gather(*(deliver(own_board.http, event) for event in late * 3))
        await own_board.note(booking, "what comes after")
        await screen.until(lambda: _notes(screen, booking))
        told = screen.events("admins:", booking_id=booking["id"])
        assert [event["type"] for event in told] == ["payment_update", "booking_update"]
        assert told[-1]["booking"]["payment_status"] == "paid"


def _notes(screen: Listener, booking: dict[str, Any]) -> bool:
    """Has the change that was made last arrived?"""
    told = screen.events(booking_id=booking["id"])
    return bool(told) and told[-1]["type"] == "booking_update"
