"""`ready`, `sync`, `heads`: how a client learns what it missed, and when it must start afresh."""

from typing import Any

import pytest

from server.db import Database, Tx
from server.realtime import hub
from tests.realtime.board import Board
from tests.realtime.listener import Listener, listening
from tests.realtime.served import Served


def _admins(screen: Listener) -> str:
    return next(name for name in screen.streams if name.startswith("admins:"))


async def test_ready_comes_once_and_before_every_event(server: Served, board: Board) -> None:
    async with listening(server, "alice") as screen:
        booking = await board.book()
        await screen.event("admins:", booking_id=booking["id"])
        assert screen.heard[0][0] == "ready"
        assert len(screen.said("ready")) == 1


async def test_events_continue_from_the_heads_in_ready(server: Served, board: Board) -> None:
    booking = await board.book()
    async with listening(server, "alice") as screen:
        for number in range(5):
            await board.note(booking, f"note {number}")
        await screen.until(lambda: len(screen.events("admins:")) == 5)
        name = _admins(screen)
        head = screen.streams[name]["head"]
        assert [event["seq"] for event in screen.events(name)] == list(range(head + 1, head + 6))


async def test_sync_gives_every_event_after_the_cursor(server: Served, board: Board) -> None:
    async with listening(server, "alice") as screen:
        name, cursors = _admins(screen), screen.cursors
        booking = await board.book()
        await board.note(booking, "first")
        await board.note(booking, "second")
        await screen.until(lambda: len(screen.events(name)) == 3)
        answer = await screen.sync({name: cursors[name]})
    assert answer == {"ok": True, "events": screen.events(name), "reset": {}, "more": False}


async def test_sync_at_the_head_gives_nothing(server: Served) -> None:
    async with listening(server, "alice") as screen:
        answer = await screen.sync(screen.cursors)
    assert answer == {"ok": True, "events": [], "reset": {}, "more": False}


async def test_sync_comes_in_pages(server: Served, board: Board, behind: Database) -> None:
    async with listening(server, "alice") as screen:
        name = _admins(screen)
        missed = hub.SYNC_PAGE + 20
        await behind.write(_fill, name, missed)
        cursor, found = screen.cursors[name], []
        pages = 0
        while True:
            answer = await screen.sync({name: cursor})
            pages += 1
            found += [event["seq"] for event in answer["events"]]
            if not answer["more"]:
                break
            cursor = {"epoch": cursor["epoch"], "seq": found[-1]}
        head = screen.streams[name]["head"]
        assert pages == 2
        assert found == list(range(head + 1, head + missed + 1))


async def _fill(tx: Tx, name: str, count: int) -> None:
    for number in range(count):
        body = {"booking_id": None, "version": None, "changed": [], "number": number}
        tx.record(name, "notification", name.partition(":")[2], body)


async def test_streams_of_others_are_left_out(server: Served) -> None:
    async with listening(server, "mallory") as theirs, listening(server, "alice") as ours:
        begin = {name: {**c, "seq": 0} for name, c in ours.cursors.items()}
        answer = await theirs.sync(begin | {"control:" + _admins(ours)[7:]: begin[_admins(ours)]})
        bogus = await theirs.sync({name: {"epoch": "x", "seq": 0} for name in begin})
    assert answer == {"ok": True, "events": [], "reset": {}, "more": False}
    assert bogus == answer


@pytest.mark.parametrize("cursor", [{"epoch": "another"}, {"seq": 10**12}])
async def test_a_cursor_of_another_log_is_reset(cursor: dict[str, Any], server: Served) -> None:
    async with listening(server, "alice") as screen:
        name = _admins(screen)
        answer = await screen.sync({name: screen.cursors[name] | cursor})
        assert answer["reset"] == {name: screen.streams[name]}
        assert (answer["ok"], answer["events"], answer["more"]) == (True, [], False)


async def test_what_was_pruned_is_reset(server: Served, board: Board, behind: Database) -> None:
    async with listening(server, "carol") as screen:
        name = next(n for n in screen.streams if n.startswith("client:"))
        booking = await board.book(email="client@northside.test")
        await board.note(booking, "changed")
        last = (await screen.until(lambda: screen.events(name)[1:]))[0]
        await behind.write(_forget_before, name, last["seq"])
        missed = await screen.sync({name: screen.cursors[name]})
        assert (missed["events"], list(missed["reset"])) == ([], [name])
        kept = await screen.sync({name: {"epoch": last["epoch"], "seq": last["seq"] - 1}})
        assert (kept["events"], kept["reset"]) == ([last], {})


async def _forget_before(tx: Tx, name: str, seq: int) -> None:
    await tx.run("DELETE FROM events WHERE stream = :name AND seq < :seq", name=name, seq=seq)


@pytest.mark.parametrize(
    "data",
    [
        (),
        (None,),
        ({},),
        ("cursors",),
        ([],),
        ({"cursors": None},),
        ({"cursors": []},),
        ({"cursors": {"x": None}},),
        ({"cursors": {"x": {"epoch": "e"}}},),
        ({"cursors": {"x": {"epoch": 1, "seq": 1}}},),
        ({"cursors": {"x": {"epoch": "e", "seq": "1"}}},),
        ({"cursors": {"x": {"epoch": "e", "seq": -1}}},),
        ({"cursors": {"x": {"epoch": "e", "seq": True}}},),
        ({"cursors": {"x": {"epoch": "e", "seq": 1e30}}},),
        ({"cursors": {str(n): {"epoch": "e", "seq": 1} for n in range(1001)}},),
    ],
)
async def test_a_malformed_sync_is_answered_and_harmless(
    data: tuple[Any, ...], server: Served
) -> None:
    async with listening(server, "alice") as screen:
        assert await screen.ask("sync", *data) == {"ok": False, "error": "validation_failed"}
        assert (await screen.sync({}))["ok"] is True


async def test_a_second_argument_is_ignored(server: Served) -> None:
    async with listening(server, "alice") as screen:
        answer = await screen.ask("sync", {"cursors": {}}, "more")
        assert answer["ok"] is True


async def test_heads_arrive_and_name_what_was_sent(server: Served, board: Board) -> None:
    async with listening(server, "alice") as screen:
        booking = await board.book()
        event = await screen.event("admins:", booking_id=booking["id"])
        heads = (await screen.until(lambda: screen.said("heads")))[0]
        name = _admins(screen)
        assert heads.keys() == screen.streams.keys()
        assert heads[name] == {"epoch": event["epoch"], "head": event["seq"]}


async def test_the_originator_knows_its_own_change_by_the_mutation_id(
    server: Served, board: Board
) -> None:
    booking = await board.book()
    async with listening(server, "alice") as screen:
        answer = await board.note(booking, "mine", **{"idempotency-key": "a key of mine"})
        event = await screen.event("admins:", mutation_id="a key of mine")
    assert event["by"]["name"] == "Alice Andersson"
    assert event["changed"] == ["notes"]
    assert event["booking"] == answer["booking"]
    assert {"stream": event["stream"], "seq": event["seq"]} in answer["events"]


async def test_what_changes_nothing_sends_nothing(server: Served, board: Board) -> None:
    booking = await board.book()
    async with listening(server, "alice") as screen:
        path = f"/api/bookings/{booking['id']}/status"
        answer = await board.ask("alice", "PATCH", path, {"status": "manual"})
        assert answer["events"] == []
        await board.note(booking, "something")
        await screen.event("admins:", booking_id=booking["id"])
        assert [e["changed"] for e in screen.events(booking_id=booking["id"])] == [["notes"]]
