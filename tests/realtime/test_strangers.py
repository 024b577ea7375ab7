"""Clients that misbehave harm nobody else, and do not stay."""

import asyncio
import socket
from typing import Any

import orjson
import pytest
from websockets.asyncio.client import connect
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

from server.realtime import hub, sockets
from tests.realtime.board import Board
from tests.realtime.inside import inside
from tests.realtime.listener import listening
from tests.realtime.raw import raw
from tests.realtime.served import SECONDS, Served


async def test_messages_are_not_compressed(server: Served) -> None:
    url = server.base.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    offer = [ClientPerMessageDeflateFactory()]
    async with connect(url, compression=None, extensions=offer) as client:
        assert client.response is not None
        assert "sec-websocket-extensions" not in client.response.headers


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "x",
        "9",
        "0",
        "4",
        "4x",
        "49",
        "42",
        "42[",
        "42{}",
        "42[]",
        "42[null]",
        "42/nowhere,[]",
        '42["sync",',
        "41/elsewhere,",
        '451-["sync",{"_placeholder":true,"num":0}]',
        "459999999999-[]",
        '430["an answer to nothing"]',
        "b4AAEC",
        b"\x00\x01",
        b"",
        "5",
        "6",
        "1",
        "2",
        "4" + "2" * 60_000,
        "x" * 70_000,
        '42["sync",{"cursors":{"' + "x" * 70_000 + '":{}}}]',
        "x" * 300_000,
    ],
)
async def test_garbage_harms_nobody_else(frame: str | bytes, server: Served, board: Board) -> None:
    async with listening(server, "ana") as other, raw(server) as stranger, raw(server) as known:
        answer = await known.greet({"token": server.token("alice")})
        assert answer.startswith("40")
        for client in (stranger, known):
            await client.say(frame)
        booking = await board.book()
        await other.event("admins:", booking_id=booking["id"])
        assert (await other.sync(other.cursors))["ok"] is True
    assert server.complaints() == []


@pytest.mark.parametrize("frame", ["x", b"\x00", "451-[]", "42[", "x" * 70_000])
async def test_who_talks_garbage_is_hung_up_on(frame: str | bytes, server: Served) -> None:
    async with raw(server) as client:
        await client.greet({"token": server.token("alice")})
        await client.say(frame)
        async with asyncio.timeout(SECONDS):
            await client.over()


async def test_who_is_refused_is_hung_up_on(server: Served) -> None:
    async with raw(server) as client:
        answer = await client.greet({"token": "nonsense"})
        assert orjson.loads(answer[2:]) == {"message": "unauthenticated"}
        assert await client.over() == []


async def test_whose_rights_end_is_hung_up_on(server: Served, board: Board) -> None:
    booking = await board.book()
    token = await board.link(booking)
    async with raw(server) as client:
        await client.greet({"booking_token": token})
        await client.event("ready")
        await board.ask("alice", "DELETE", f"/api/bookings/{booking['id']}/link")
        assert [frame for frame in await client.over() if frame != "2"][-1:] == ["41"]


async def test_a_second_greeting_opens_nothing(server: Served, board: Board) -> None:
    async with raw(server) as client:
        await client.greet({"token": server.token("alice")})
        await client.event("ready")
        await client.say("40" + orjson.dumps({"token": server.token("mallory")}).decode())
        assert (await client.hear()).startswith("44")
        booking = await board.book()
        assert (await client.event("booking_update"))["booking_id"] == booking["id"]


async def test_who_never_says_who_they_are_does_not_stay(
    demo_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with inside(demo_url) as served, raw(served) as known:
        assert (await known.greet({"token": served.token("alice")})).startswith("40")
        await known.event("ready")
        monkeypatch.setattr(sockets, "GREETING_SECONDS", 0.1)
        async with asyncio.timeout(SECONDS), raw(served) as silent:
            assert await silent.over() == []
        await known.say('421["sync",{"cursors":{}}]')
        assert (await known.hear()).startswith("431")


async def test_who_stops_reading_holds_up_nobody_and_catches_up(
    demo_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Events are left out once enough of them wait; when it reads again, `heads` tells it."""
    monkeypatch.setattr(hub, "MOST_WAITING", 20)
    monkeypatch.setattr(hub, "HEADS_SECONDS", 0.2)
    async with (
        inside(demo_url) as served,
        raw(served, sock=_narrow(served), max_queue=1) as stuck,
        listening(served, "ana") as well,
    ):
        await stuck.greet({"token": served.token("alice")})
        heads = (await stuck.event("ready"))["streams"]
        name = next(n for n in heads if n.startswith("admins:"))
        at = heads[name]["head"]
        board = Board(served)
        booking = await board.book()
        for number in range(80):
            await board.note(booking, f"{number}" + "🎾" * 1900)
        await board.http.aclose()
        events = await well.until(lambda: well.events(name)[80:])
        head = events[-1]["seq"]
        assert [event["seq"] for event in well.events(name)] == list(range(at + 1, head + 1))

        heard = [at]
        while (told := orjson.loads((await stuck.hear())[2:])) and not _names(told, name, head):
            if told[0] == "booking_update":
                heard.append(told[1]["seq"])
        assert heard == list(range(at, heard[-1] + 1))
        assert heard[-1] < head - 20

        cursors = {name: {"epoch": heads[name]["epoch"], "seq": heard[-1]}}
        await stuck.say("420" + orjson.dumps(["sync", {"cursors": cursors}]).decode())
        while not (answer := await stuck.hear()).startswith("430"):
            pass
        missed = orjson.loads(answer[3:])[0]["events"]
        assert [event["seq"] for event in missed] == list(range(heard[-1] + 1, head + 1))


def _narrow(served: Served) -> socket.socket:
    """A connection that takes little before it is full."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect(("127.0.0.1", served.port))
    client.setblocking(False)
    return client


def _names(told: list[Any], name: str, head: int) -> bool:
    return bool(told[0] == "heads" and told[1][name]["head"] == head)
