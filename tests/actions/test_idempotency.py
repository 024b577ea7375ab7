"""The same key of the same caller: the same answer, one effect."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from server import idempotency
from server.bookings import actions
from server.db import Tx
from server.errors import InvalidTransition, ValidationFailed
from server.idempotency import answered
from tests.actions.conftest import Time
from tests.actions.desk import Booking, Desk


async def _under(
    desk: Desk,
    key: str | None,
    booking: Booking,
    status: str,
    *,
    who: str = "alice",
    request: str = "PATCH this",
) -> dict[str, Any]:
    caller = desk.caller(who)
    return await desk.db.write(
        answered, caller, key, request, actions.set_status, (caller, booking["id"], status), {}
    )


async def _changes(desk: Desk) -> int:
    rows = await desk.rows("SELECT count(*) AS n FROM audit WHERE action <> 'created'")
    return int(rows[0]["n"])


async def test_answer_names_the_events_of_the_caller(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    cast = desk.cast
    streams = {
        "alice": [f"admins:{cast.tenant_id}", f"booking:{booking['id']}",
                  f"client:{cast.carol.id}", f"coach:{cast.bob.staff_id}"],
        "bob": [f"coach:{cast.bob.staff_id}"],
    }  # fmt: skip
    for seq, who in enumerate(streams, 2):
        status = {"alice": "confirmed", "bob": "completed"}[who]
        answer = await _under(desk, None, booking, status, who=who)
        assert (answer["success"], answer["booking"]["status"]) == (True, status)
        assert answer["events"] == [{"stream": name, "seq": seq} for name in streams[who]]


async def test_key_again_gives_the_same_answer_and_no_effect(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    first = await _under(desk, "key", booking, "confirmed")
    await desk.sets("bob", booking, "completed")
    desk.heard()
    assert await _under(desk, "key", booking, "confirmed") == first
    assert (await _changes(desk), desk.heard()) == (2, [])


async def test_fifty_at_once_under_one_key_are_one(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    desk.heard()
    answers = await asyncio.gather(*(_under(desk, "key", booking, "confirmed") for _ in range(50)))
    assert [answer == answers[0] for answer in answers] == [True] * 50
    assert await _changes(desk) == 1
    told = [event["stream"].partition(":")[0] for event in desk.heard()]
    assert sorted(told) == ["admins", "booking", "client", "coach"]


async def test_key_of_another_request_is_refused(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    first = await _under(desk, "key", booking, "confirmed")
    with pytest.raises(ValidationFailed) as refused:
        await _under(desk, "key", booking, "cancelled", request="PATCH that")
    assert [field for field, _ in refused.value.details] == ["Idempotency-Key"]
    assert await desk.sees("alice", booking) == first["booking"]


async def test_key_of_another_caller_is_another_key(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    for who, status in (("alice", "confirmed"), ("ana", "completed")):
        answer = await _under(desk, "key", booking, status, who=who, request=status)
        assert answer["booking"]["status"] == status
    assert await _changes(desk) == 2


async def test_refused_command_leaves_its_key_free(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    with pytest.raises(InvalidTransition):
        await _under(desk, "key", booking, "declined")
    assert await desk.rows("SELECT key FROM idempotency") == []
    answer = await _under(desk, "key", booking, "confirmed")
    assert answer["booking"]["status"] == "confirmed"


async def test_keys_are_forgotten_after_a_day(desk: Desk, time: Time) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    await _under(desk, "old", booking, "confirmed")
    time.passes(hours=23)
    await _under(desk, "new", booking, "completed")
    await desk.db.write(idempotency.forget)
    assert await _keys(desk) == ["new", "old"]
    time.passes(hours=1, seconds=1)
    await desk.db.write(idempotency.forget)
    assert await _keys(desk) == ["new"]
    assert timedelta(days=1) == idempotency.KEPT


async def _keys(desk: Desk) -> list[str]:
    return [row["key"] for row in await desk.rows("SELECT key FROM idempotency ORDER BY key")]


async def test_command_without_a_key_is_done_each_time(desk: Desk) -> None:
    ran: list[str] = []

    async def action(tx: Tx) -> dict[str, Any]:
        ran.append(tx.at)
        return {}

    for _ in range(3):
        answer = await desk.db.write(answered, desk.cast.alice, None, "", action, (), {})
        assert answer == {"success": True, "events": []}
    assert len(ran) == 3
