"""Many people at the doors of one slot over HTTP: public, desk, acceptance and move, at once."""

import asyncio
from collections import Counter

import pytest

from server import settings as configuration
from server.app import create_app
from server.bookings import creation
from server.bookings.creation import Customer, Wish
from server.db import Database
from tests.cast import Cast
from tests.http.money import browser, rows, signed_in

EACH = 15
CUSTOMER = {"customer_name": "Dora Dean", "customer_phone": "+491711111111"}


@pytest.fixture
def settings(database_url: str) -> configuration.Settings:
    """Everybody comes from one address here, so the limits are lifted."""
    return configuration.Settings(
        database_url=database_url,
        secret_key="a secret of the tests, long enough",
        rate_limits="off",
    )


async def test_one_gets_it_and_the_others_are_offered_something_else(
    settings: configuration.Settings, db: Database, cast: Cast
) -> None:
    wanted = cast.request_slots[0]
    ask = [Customer(f"Asker {n}", f"+4917{n:08d}") for n in range(EACH)]
    requests = [
        (await db.write(creation.by_client, cast.carol, Wish(wanted), one))["booking"]["id"]
        for one in ask
    ]
    app = create_app(settings)
    async with app.router.lifespan_context(app), browser(app) as guest:
        alice, ana = await signed_in(app, cast.alice), await signed_in(app, cast.ana)
        moved = [
            (await alice.post("/api/bookings", json={"slot_id": slot, "booking_source": "manual",
                                                     **CUSTOMER})).json()["booking"]["id"]
            for slot in cast.request_slots[1:4]
        ]  # fmt: skip
        body = {"slot_id": wanted, **CUSTOMER}
        answers = await asyncio.gather(
            *(alice.post(f"/api/bookings/{id_}/accept", json={}) for id_ in requests),
            *(alice.post(f"/api/bookings/{id_}/reschedule", json={"slot_id": wanted})
              for id_ in moved),
            *(ana.post("/api/bookings", json={**body, "booking_source": "walk_in"})
              for _ in range(EACH)),
        )  # fmt: skip
        assert Counter(one.status_code for one in answers) in (
            {200: 1, 409: len(answers) - 1}, {201: 1, 409: len(answers) - 1},
        )  # fmt: skip
        late = await guest.post("/api/public/northside/bookings", json=body)
        for one in [*(a for a in answers if a.status_code == 409), late]:
            refused = one.json()
            assert (one.status_code, refused["code"]) == (409, "slot_taken"), one.text
            assert refused["slots"] and refused["error"]
            assert wanted not in {slot["id"] for slot in refused["slots"]}
            assert {slot["status"] for slot in refused["slots"]} == {"open"}
        held = await rows(
            app.state.services.db,
            "SELECT id FROM bookings WHERE slot_id = :s AND holds_place = 1",
            s=wanted,
        )
        assert len(held) == 1
        group = {"slot_id": cast.group_slot, **CUSTOMER}
        seats = await asyncio.gather(
            *(guest.post("/api/public/northside/bookings", json=group) for _ in range(EACH)),
            *(ana.post("/api/bookings", json={**group, "booking_source": "direct"})
              for _ in range(EACH)),
        )  # fmt: skip
        assert Counter(one.status_code for one in seats) == {201: 8, 409: 2 * EACH - 8}
        for person in (alice, ana):
            await person.aclose()
