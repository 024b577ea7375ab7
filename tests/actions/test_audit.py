"""The audit trail: each change once, with who, what and why."""

from dataclasses import replace
from typing import Any

from tests.actions.conftest import Time
from tests.actions.desk import Desk

ALICE, BOB, CAROL = "Alice Andersson", "Bob Becker", "Carol Clarke"


def _lines(trail: list[dict[str, Any]]) -> list[tuple[str, str, str, str | None]]:
    return [(e["at"][11:19], e["by"]["name"], e["action"], e["reason"]) for e in trail]


async def test_each_change_is_one_line(desk: Desk, time: Time) -> None:
    request = await desk.books("carol", desk.cast.request_slots[0])
    time.passes(minutes=1)
    await desk.edits("alice", request, {"notes": "Knee"}, reason="she called")
    time.passes(minutes=1)
    await desk.answers("bob", request, "confirmed", message="See you there")
    time.passes(minutes=1)
    await desk.sets("alice", request, "paid", reason="cash")
    time.passes(minutes=1)
    await desk.cancels("carol", request, reason="ill")
    trail = (await desk.details("alice", request))["audit_trail"]
    assert _lines(trail) == [
        ("10:00:00", CAROL, "created", None),
        ("10:01:00", ALICE, "edited", "she called"),
        ("10:02:00", BOB, "accepted", "See you there"),
        ("10:03:00", ALICE, "payment", "cash"),
        ("10:04:00", CAROL, "status", "ill"),
    ]
    assert [(e["before"], e["after"]) for e in trail[1:]] == [
        ({"notes": ""}, {"notes": "Knee"}),
        (
            {"attendance_status": "requested", "status": "requested", "holds_place": 0,
             "confirmed_at": None},
            {"attendance_status": "confirmed", "status": "confirmed", "holds_place": 1,
             "confirmed_at": "2026-11-21T10:02:00.000Z"},
        ),
        ({"payment_status": "unpaid"}, {"payment_status": "paid"}),
        (
            {"attendance_status": "confirmed", "status": "confirmed", "holds_place": 1,
             "cancelled_by": None},
            {"attendance_status": "cancelled", "status": "cancelled", "holds_place": 0,
             "cancelled_by": "client"},
        ),
    ]  # fmt: skip


async def test_first_line_says_what_the_booking_began_as(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    (line,) = (await desk.details("alice", booking))["audit_trail"]
    assert (line["action"], line["before"]) == ("created", {})
    told = {n: line["after"].get(n) for n in ("status", "customer_name", "starts_at", "user_id")}
    assert told == {n: booking[n] for n in told} | {"status": "manual"}
    assert line["by"] == {"id": desk.cast.alice.id, "name": ALICE, "role": "admin"}


async def test_refused_change_leaves_no_line(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    for who, status in (("alice", "declined"), ("bob", "paid"), ("bea", "confirmed")):
        try:
            await desk.sets(who, booking, status)
        except Exception:
            continue
        raise AssertionError(f"{who} may set {status}")
    assert len((await desk.details("alice", booking))["audit_trail"]) == 1


async def test_request_id_is_kept_with_the_line_and_the_event(desk: Desk) -> None:
    alice = replace(desk.cast.alice, mutation_id="mutation-1", request_id="request-1")
    booking = await desk.books(alice, desk.cast.slots[0])
    for table in ("audit", "events"):
        rows = await desk.rows(
            f"SELECT DISTINCT request_id FROM {table} WHERE booking_id = :id", id=booking["id"]
        )
        assert rows == [{"request_id": "request-1"}]
    told = [event for event in desk.heard() if event["type"] == "booking_update"]
    assert {event["mutation_id"] for event in told} == {"mutation-1"}


async def test_client_reads_a_trail_without_notes(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    await desk.edits("alice", booking, {"notes": "owes us"})
    link = await desk.link(booking)
    for who in ("carol", link):
        trail = (await desk.details(who, booking))["audit_trail"]
        kept = {name for line in trail for part in ("before", "after") for name in line[part]}
        assert kept.isdisjoint({"notes", "holds_place"})
        assert "internal" not in str(trail)
        assert "owes us" not in str(trail)


async def test_trail_of_one_booking_is_not_in_another(desk: Desk) -> None:
    first = await desk.books("alice", desk.cast.slots[0])
    second = await desk.books("alice", desk.cast.slots[1])
    await desk.sets("bob", first, "completed")
    assert len((await desk.details("alice", first))["audit_trail"]) == 2
    assert len((await desk.details("alice", second))["audit_trail"]) == 1
