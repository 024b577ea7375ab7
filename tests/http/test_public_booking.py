"""What anyone may see and do without signing in, and how often."""

from typing import Any

from starlette.applications import Starlette

from server import settings as configuration
from server.app import create_app
from server.db import Database
from server.scheduling import catalogue
from tests.cast import PASSWORD, Cast
from tests.http.money import browser

TENANT = "/api/public/northside"
GUEST = {"customer_name": "Vera Visitor", "customer_phone": "+491700000001"}
PRIVATE_WORDS = ("northside.test", "Carol", "Castell", "+49", "customer", "user_id", "notes")


async def retire(database: Database, cast: Cast, **changes: Any) -> None:
    await database.write(catalogue.edit_staff, cast.alice, cast.bea.staff_id, changes)


async def test_public_pages_show_public_calendars_and_no_customers(
    app: Starlette, database: Database, cast: Cast
) -> None:
    async with browser(app) as guest:
        mine = {"slot_id": cast.slots[0], **GUEST}
        made = await guest.post(f"{TENANT}/bookings", json=mine)
        assert made.status_code == 201, made.text
        await retire(database, cast, privacy="private")
        await database.write(catalogue.edit_service, cast.alice, cast.video, {"active": False})
        day = made.json()["booking"]["starts_at"][:10]
        paths = {
            "": {},
            "/slots": {"service_id": cast.lesson},
            "/slots/times": {"service_id": cast.lesson, "date": day, "timezone": "UTC"},
            "/slots/days": {"service_id": cast.lesson, "date": day, "until": day},
        }
        for path, query in paths.items():
            answer = await guest.get(TENANT + path, params=query)
            assert answer.status_code == 200, answer.text
            for word in (*PRIVATE_WORDS, "Vera", str(cast.bea.staff_id), "Bea Brandt"):
                assert word not in answer.text, (path, word)
        offer = (await guest.get(TENANT)).json()
        assert [member["name"] for member in offer["staff"]] == ["Bob Becker"]
        assert cast.video not in {service["id"] for service in offer["services"]}
        slots = (await guest.get(f"{TENANT}/slots")).json()["slots"]
        assert {slot["staff_id"] for slot in slots} == {cast.bob.staff_id}
        hidden = {"slot_id": cast.bea_slots[0], **GUEST}
        assert (await guest.post(f"{TENANT}/bookings", json=hidden)).status_code == 404
        archived = {"slot_id": cast.request_slots[0], **GUEST}
        assert (await guest.post(f"{TENANT}/bookings", json=archived)).status_code == 400
        unknown = {"service_id": cast.video, "date": day}
        assert (await guest.get(f"{TENANT}/slots/times", params=unknown)).status_code == 404
        for nobody in ("/api/public/nowhere", "/api/public/nowhere/slots"):
            assert (await guest.get(nobody)).status_code == 404
        other = await guest.post("/api/public/southside/bookings", json=mine)
        assert other.status_code == 404, "a slot of another tenant"


async def test_visitor_books_by_time_with_anyone_and_watches(app: Starlette, cast: Cast) -> None:
    async with browser(app) as guest:
        slots = (await guest.get(f"{TENANT}/slots", params={"service_id": cast.lesson})).json()
        at = slots["slots"][0]["starts_at"]
        wish = {"service_id": cast.lesson, "starts_at": at, **GUEST}
        answers = [await guest.post(f"{TENANT}/bookings", json=wish) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [201, 201, 409]
        first, second, third = [answer.json() for answer in answers]
        coaches = {one["booking"]["staff_id"] for one in (first, second)}
        assert coaches == {cast.bob.staff_id, cast.bea.staff_id}
        assert third["code"] == "slot_taken"
        assert third["slots"] and at not in {slot["starts_at"] for slot in third["slots"]}
        assert first["booking"]["hold_expires_at"] is not None
        assert "notes" not in first["booking"] and first["watch_url"].endswith(first["token"])
        link = {"authorization": f"Bearer {first['token']}"}
        path = f"/api/bookings/{first['booking']['id']}"
        assert (await guest.get(path, headers=link)).status_code == 200
        assert (await guest.get(path)).status_code == 401
        cancelled = await guest.post(f"{path}/cancel", json={}, headers=link)
        assert cancelled.json()["booking"]["status"] == "cancelled"
        again = await guest.post(f"{TENANT}/bookings", json=wish)
        assert again.status_code == 201
        assert again.json()["booking"]["staff_id"] == first["booking"]["staff_id"]


async def test_bodies_that_are_refused(app: Starlette, cast: Cast) -> None:
    base = {"slot_id": cast.slots[0], **GUEST}
    bad: list[dict[str, Any]] = [
        {"customer_name": ""}, {"customer_phone": "soon"}, {"customer_email": "nobody"},
        {"duration_minutes": 45}, {"duration_minutes": "60"}, {"starts_at": "tomorrow"},
        {"starts_at": "0001-01-01T00:00:00+05:00"}, {"notes": "for staff"}, {"override": True},
        {"booking_source": "direct"}, {"slot_id": 7},
    ]  # fmt: skip
    async with browser(app) as guest:
        for change in bad:
            answer = await guest.post(f"{TENANT}/bookings", json={**base, **change})
            assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed"), change
        markup = "<script>alert(1)</script>"
        kept = await guest.post(f"{TENANT}/bookings", json={**base, "customer_name": markup})
        assert kept.json()["booking"]["customer_name"] == markup


async def test_public_bookings_are_limited_by_address_and_tenant(
    app: Starlette, cast: Cast
) -> None:
    async with browser(app) as guest:
        body = {"slot_id": "nothing", **GUEST}
        for _ in range(20):
            assert (await guest.post(f"{TENANT}/bookings", json=body)).status_code == 404
        refused = await guest.post(f"{TENANT}/bookings", json=body)
        assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
        assert 1 <= int(refused.headers["retry-after"]) <= 600
        elsewhere = await guest.post("/api/public/southside/bookings", json=body)
        assert elsewhere.status_code == 404
        assert (await guest.get(TENANT)).status_code == 200


async def test_sign_ins_are_limited(app: Starlette, cast: Cast) -> None:
    async with browser(app) as guest:
        email = cast.carol.profile["email"]
        wrong = {"email": "nobody@northside.test", "password": "wrong horse"}
        codes = [(await guest.post("/api/auth/login", json=wrong)).status_code for _ in range(11)]
        assert codes == [401] * 10 + [429]
        refused = await guest.post("/api/auth/login", json=wrong)
        assert int(refused.headers["retry-after"]) >= 1
        right = await guest.post("/api/auth/login", json={"email": email, "password": PASSWORD})
        assert right.status_code == 200, "others at this address still come in"


async def test_limits_can_be_lifted_in_development(
    settings: configuration.Settings, cast: Cast
) -> None:
    application = create_app(settings.model_copy(update={"rate_limits": "off"}))
    async with application.router.lifespan_context(application), browser(application) as guest:
        body = {"slot_id": "nothing", **GUEST}
        codes = {(await guest.post(f"{TENANT}/bookings", json=body)).status_code for _ in range(25)}
        assert codes == {404}
