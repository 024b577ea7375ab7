"""One booking with everything about it, as each reader may see it."""

from tests.http.house import House, the_house  # noqa: F401 - the fixture `house`


async def test_details_add_what_the_contract_names(house: House) -> None:
    cast = house.cast
    booking = await house.books("alice", notes="Knee")
    listed = (await house.get("alice", "/api/bookings")).json()["bookings"][0]
    details = await house.sees("alice", booking)
    added = {name: details.pop(name) for name in list(details) if name not in listed}
    assert details == listed == booking
    assert sorted(added) == ["audit_trail", "payments", "service", "slot", "staff"]
    assert (added["slot"]["id"], added["slot"]["status"]) == (cast.slots[0], "taken")
    assert (added["service"]["id"], added["service"]["name"]) == (cast.lesson, "Private lesson")
    assert (added["staff"]["id"], added["staff"]["name"]) == (cast.bob.staff_id, "Bob Becker")
    assert [entry["action"] for entry in added["audit_trail"]] == ["created"]
    assert added["payments"] == []


async def test_details_show_each_movement_of_money(house: House) -> None:
    booking = await house.books("alice")
    path = f"/api/bookings/{booking['id']}/status"
    await house.patch("alice", path, {"status": "failed", "reason": "the machine is broken"})
    await house.patch("ana", path, {"status": "manual-paid"})
    payments = (await house.sees("alice", booking))["payments"]
    assert [(p["kind"], p["method"], p["status"], p["amount"]["amount"]) for p in payments] == [
        ("charge", "cash", "failed", 4500), ("charge", "cash", "succeeded", 4500),
    ]  # fmt: skip
    assert {name for payment in payments for name in payment} == {
        "id", "booking_id", "kind", "method", "status", "amount", "stripe_id", "error_message",
        "created_at",
    }  # fmt: skip


async def test_client_and_link_see_no_notes_anywhere(house: House) -> None:
    booking = await house.books("alice", notes="owes us for three lessons")
    link = await house.link(booking)
    await house.patch("alice", f"/api/bookings/{booking['id']}", {"notes": "paid at last"})
    for who in ("carol", link):
        answer = await house.get(who, f"/api/bookings/{booking['id']}")
        assert "owes us" not in answer.text
        assert "paid at last" not in answer.text
        assert "notes" not in answer.json()["booking"]
    listed = await house.get("carol", "/api/bookings")
    assert [b["id"] for b in listed.json()["bookings"]] == [booking["id"]]
    assert "paid at last" not in listed.text


async def test_change_answers_the_booking_and_the_events_of_the_caller(house: House) -> None:
    cast = house.cast
    booking = await house.books("alice")
    streams = [f"admins:{cast.tenant_id}", f"booking:{booking['id']}", f"client:{cast.carol.id}",
               f"coach:{cast.bob.staff_id}"]  # fmt: skip
    path = f"/api/bookings/{booking['id']}"
    answer = (await house.patch("alice", path, {"status": "confirmed"})).json()
    assert answer == {
        "success": True,
        "booking": answer["booking"],
        "events": [{"stream": name, "seq": 2} for name in streams],
    }
    answer = (await house.post("carol", f"{path}/cancel", {})).json()
    assert [event["stream"] for event in answer["events"]] == [streams[1], streams[2]]
    assert "notes" not in answer["booking"]


async def test_refusal_carries_the_booking_as_the_caller_sees_it(house: House) -> None:
    booking = await house.books("alice", notes="owes us")
    path = f"/api/bookings/{booking['id']}"
    await house.patch("bob", path, {"status": "completed"})
    link = await house.link(booking)
    for who in ("carol", link):
        answer = await house.post(who, f"{path}/cancel", {})
        assert (answer.status_code, answer.json()["code"]) == (409, "invalid_transition")
        assert "owes us" not in answer.text
        assert answer.json()["current"]["status"] == "completed"


async def test_conflict_carries_the_booking_and_who_was_last(house: House) -> None:
    booking = await house.books("alice")
    path = f"/api/bookings/{booking['id']}/status"
    now = (await house.patch("ana", path, {"status": "confirmed", "version": 1})).json()["booking"]
    answer = await house.patch("alice", path, {"status": "completed", "version": 1})
    assert answer.status_code == 409
    body = answer.json()
    assert {name: body[name] for name in ("success", "code", "details", "current", "by")} == {
        "success": False,
        "code": "version_conflict",
        "details": [],
        "current": now,
        "by": {"id": house.cast.ana.id, "name": "Ana Almeida", "role": "admin"},
    }


async def test_taken_slot_answers_fresh_ones(house: House) -> None:
    await house.books("alice")
    answer = await house.post("carol", "/api/bookings", {"slot_id": house.cast.slots[0]})
    assert (answer.status_code, answer.json()["code"]) == (409, "slot_taken")
    ids = {slot["id"] for slot in answer.json()["slots"]}
    assert ids == {*house.cast.slots[1:], *house.cast.bea_slots}
