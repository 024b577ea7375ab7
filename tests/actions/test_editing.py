"""Editing notes and customer; an e-mail decides whose booking it is."""

import pytest

from server.errors import Forbidden, VersionConflict
from tests.actions.desk import WALK_IN, Desk, Envelope

CHRIS_EMAIL = {"customer_email": "client2@northside.test"}


def _by_audience(events: list[Envelope]) -> dict[str, Envelope]:
    found = {event["stream"].partition(":")[0]: event for event in events}
    found |= {event["stream"]: event for event in events}
    return found


async def test_edit_changes_what_it_names_and_no_more(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    fields = {"notes": "Knee", "customer_name": "Carol Clarke-Smith"}
    edited = await desk.edits("ana", booking, fields)
    # A customer who is called otherwise is another customer.
    expected = {**booking, **fields, "version": 2, "customer_id": edited["customer_id"]}
    assert edited["customer_id"] != booking["customer_id"]
    assert edited == expected
    assert await desk.sees("alice", booking) == expected


async def test_edit_that_changes_nothing_sends_nothing(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    desk.heard()
    same = {n: booking[n] for n in ("notes", "customer_name", "customer_phone", "customer_email")}
    assert await desk.edits("alice", booking, same) == booking
    assert await desk.edits("alice", booking, {}) == booking
    assert desk.heard() == []
    assert len((await desk.details("alice", booking))["audit_trail"]) == 1


async def test_renamed_customer_leaves_other_bookings_alone(desk: Desk) -> None:
    first = await desk.books("alice", desk.cast.slots[0])
    second = await desk.books("alice", desk.cast.slots[1])
    await desk.edits("alice", first, {"customer_name": "Caro Clarke"})
    assert (await desk.sees("alice", second))["customer_name"] == "Carol Clarke"


async def test_email_of_another_client_gives_them_the_booking(desk: Desk) -> None:
    cast = desk.cast
    booking = await desk.books("alice", cast.slots[0])
    desk.heard()
    edited = await desk.edits("alice", booking, CHRIS_EMAIL)
    assert (edited["user_id"], edited["username"]) == (cast.chris.id, "chris")

    told = _by_audience(desk.heard())
    lost, won = told[f"client:{cast.carol.id}"], told[f"client:{cast.chris.id}"]
    assert (lost["booking"], lost["version"], lost["booking_id"]) == (None, 2, booking["id"])
    assert won["booking"] == await desk.sees("chris", booking)
    assert told["admins"]["booking"] == edited
    assert [b["id"] for b in (await desk.board("carol"))[0]] == []
    assert [b["id"] for b in (await desk.board("chris"))[0]] == [booking["id"]]


@pytest.mark.parametrize("email", ["", "nobody@example.test", "coach@northside.test"])
async def test_email_of_no_client_takes_the_booking_from_its_client(email: str, desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    desk.heard()
    edited = await desk.edits("alice", booking, {"customer_email": email})
    assert (edited["user_id"], edited["customer_email"]) == (None, email or None)
    lost = _by_audience(desk.heard())[f"client:{desk.cast.carol.id}"]
    assert lost["booking"] is None


async def test_email_given_later_links_the_client(desk: Desk) -> None:
    cast = desk.cast
    booking = await desk.books("alice", cast.slots[0], WALK_IN)
    desk.heard()
    edited = await desk.edits("alice", booking, CHRIS_EMAIL)
    assert edited["user_id"] == cast.chris.id
    streams = [e["stream"] for e in desk.heard() if e["stream"].startswith("client:")]
    assert streams == [f"client:{cast.chris.id}"]


async def test_notes_reach_staff_alone(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    desk.heard()
    await desk.edits("alice", booking, {"notes": "owes us for three lessons"})
    told = _by_audience(desk.heard())
    assert [told[a]["changed"] for a in ("admins", "coach", "client", "booking")] == [
        ["notes"], ["notes"], [], [],
    ]  # fmt: skip
    for audience in ("client", "booking"):
        assert "owes us" not in str(told[audience])
        assert told[audience]["booking"]["version"] == 2
    link = await desk.link(booking)
    for who in ("carol", link):
        assert "owes us" not in str(await desk.details(who, booking))


async def test_coach_edits_attendance_alone(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    for fields in ({"notes": "x"}, {"customer_name": "Xaver"}):
        with pytest.raises(Forbidden):
            await desk.edits("bob", booking, fields)
        with pytest.raises(Forbidden):
            await desk.edits("bob", booking, fields, status="confirmed")
    assert await desk.sees("alice", booking) == booking
    assert (await desk.edits("bob", booking, {}, status="confirmed"))["status"] == "confirmed"


async def test_edit_from_an_older_version_is_refused(desk: Desk) -> None:
    booking = await desk.books("alice", desk.cast.slots[0])
    now = await desk.edits("ana", booking, {"notes": "first"}, version=1)
    with pytest.raises(VersionConflict) as refused:
        await desk.edits("alice", booking, {"notes": "second"}, version=1)
    assert refused.value.extra == {"current": now, "by": desk.cast.ana.by}
    assert await desk.sees("alice", booking) == now
