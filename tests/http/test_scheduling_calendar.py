"""Calendars, customers and histories over HTTP: who may read which."""

from datetime import UTC, datetime, timedelta

from server import clock
from server.db import Database
from server.scheduling import catalogue
from tests.cast import Cast
from tests.http.conftest import People

CUSTOMER = {"customer_name": "Dora Dean", "customer_phone": "+491711111111",
            "customer_email": "dora@dean.test", "booking_source": "direct"}  # fmt: skip


def span(days: float = 3) -> dict[str, str]:
    now = datetime.now(UTC)
    return {"from": clock.iso(now), "to": clock.iso(now + timedelta(days=days))}


async def test_calendars_customers_and_histories(
    people: People, cast: Cast, database: Database
) -> None:
    booked = await people.alice.post(
        "/api/bookings", {"slot_id": cast.slots[0], "notes": "left-handed", **CUSTOMER}
    )
    his = booked.json()["booking"]
    hers = (await people.carol.post("/api/bookings", {"slot_id": cast.bea_slots[0]})).json()[
        "booking"
    ]

    # The calendar: admins all of it, coaches their own, nobody else.
    whole = (await people.alice.get("/api/calendar", **span())).json()
    assert {b["id"] for b in whole["bookings"]} == {his["id"], hers["id"]}
    assert len(whole["slots"]) == 19
    assert f"admins:{cast.tenant_id}" in whole["streams"]
    bobs = str(cast.bob.staff_id)
    narrowed = (await people.alice.get("/api/calendar", staff_id=bobs, **span())).json()
    assert {s["staff_id"] for s in narrowed["slots"]} == {bobs}
    for query in ({}, {"staff_id": str(cast.bea.staff_id)}):
        own = (await people.bob.get("/api/calendar", **query, **span())).json()
        assert [b["id"] for b in own["bookings"]] == [his["id"]]
        assert {s["staff_id"] for s in own["slots"]} == {bobs}
    assert (await people.carol.get("/api/calendar", **span())).status_code == 403
    assert (await people.stranger.get("/api/calendar", **span())).status_code == 401
    assert (await people.mallory.get("/api/calendar", **span())).json()["bookings"] == []
    assert (await people.alice.get("/api/calendar", **span(43))).status_code == 400
    assert (await people.alice.get("/api/calendar", **{"from": "x", "to": "y"})).status_code == 400

    # Customers are found by name, e-mail and phone, by staff of the tenant alone.
    for search in ("dor", "dean do", "dora@d", "1711", "+49 171"):
        found = (await people.bob.get("/api/customers", search=search)).json()["customers"]
        assert [c["name"] for c in found][:1] == ["Dora Dean"], search
    assert (await people.alice.get("/api/customers", search="ora")).json()["customers"] == []
    assert (await people.alice.get("/api/customers", search="d")).status_code == 400
    assert (await people.carol.get("/api/customers", search="dora")).status_code == 403
    assert (await people.mallory.get("/api/customers", search="dora")).json()["customers"] == []

    customer = (await people.alice.get("/api/customers", search="dora")).json()["customers"][0]
    path = f"/api/customers/{customer['id']}/bookings"
    history = (await people.alice.get(path)).json()
    assert [b["id"] for b in history["bookings"]] == [his["id"]]
    assert (await people.bea.get(path)).json()["bookings"] == []
    assert (await people.mallory.get(path)).status_code == 404
    assert (await people.carol.get(path)).status_code == 403

    # A coach's calendar by their user id: public to all, its bookings to whom they concern.
    path = f"/api/bookings/{cast.bea.id}/bookings"
    seen = {
        name: (await getattr(people, name).get(path)).json()
        for name in ("alice", "bea", "bob", "carol", "chris")
    }
    assert {n: [b["id"] for b in s["bookings"]] for n, s in seen.items()} == {
        "alice": [hers["id"]], "bea": [hers["id"]], "bob": [], "carol": [hers["id"]], "chris": [],
    }  # fmt: skip
    assert {len(s["slots"]) for s in seen.values()} == {3}
    assert "notes" in seen["bea"]["bookings"][0] and "notes" not in seen["carol"]["bookings"][0]
    assert (await people.mallory.get(path)).status_code == 404
    assert (await people.stranger.get(path)).status_code == 401
    await database.write(
        catalogue.edit_staff, cast.alice, str(cast.bea.staff_id), {"privacy": "private"}
    )
    codes = [(await p.get(path)).status_code for p in (people.alice, people.bea, people.chris)]
    assert codes == [200, 200, 404]

    path = f"/api/bookings/user/{cast.carol.id}/sessions"
    mine = (await people.carol.get(path)).json()["sessions"]
    assert [b["id"] for b in mine] == [hers["id"]]
    assert (await people.chris.get(path)).status_code == 404
    assert (await people.bob.get(path)).json()["sessions"] == []
    assert len((await people.bea.get(path)).json()["sessions"]) == 1
