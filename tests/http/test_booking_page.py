"""The public booking page over HTTP: what it offers, who may embed it, and what admins set."""

import re
from datetime import timedelta
from typing import Any

import httpx
import orjson
from starlette.applications import Starlette

from server import clock
from server.db import Database, Tx
from server.identity import visitors
from tests.cast import Cast
from tests.http.conftest import People

HTML = {"accept": "text/html"}


async def page(people: People, path: str) -> httpx.Response:
    return await people.stranger.http.get(path, headers=HTML)


def boot(answer: httpx.Response) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="boot">(.*?)</script>', answer.text)
    assert found
    data: dict[str, Any] = orjson.loads(found[1])
    return data


def ancestors(answer: httpx.Response) -> str:
    found = re.search(r"frame-ancestors ([^;]*);", answer.headers["content-security-policy"])
    assert found
    return found[1]


async def test_booking_page_carries_what_is_offered_and_a_visitors_token(
    people: People, cast: Cast, app: Starlette
) -> None:
    answer = await page(people, "/book/northside")
    assert (answer.status_code, ancestors(answer)) == (200, "'none'")
    data = boot(answer)
    assert {s["name"] for s in data["services"]} == {
        "Private lesson",
        "Video analysis",
        "Small group",
    }
    assert data["services"][0]["price"]["vat"] == {"amount": 718, "currency": "EUR"}
    assert {member["name"] for member in data["staff"]} == {"Bob Becker", "Bea Brandt"}
    key = app.state.services.settings.secret_key
    guest = visitors.by_token(key, data["visitor_token"])
    assert guest and guest.tenant_id == cast.tenant_id
    assert "northside.test" not in answer.text  # nobody's address


async def test_booking_page_of_nobody_is_not_found(people: People) -> None:
    assert (await page(people, "/book/nowhere")).status_code == 404
    assert (await page(people, "/embed/nowhere.js")).status_code == 404


async def test_private_calendar_is_not_offered(people: People, cast: Cast) -> None:
    await people.alice.patch(f"/api/staff/{cast.bea.staff_id}", {"privacy": "private"})
    data = boot(await page(people, "/book/northside"))
    assert [member["name"] for member in data["staff"]] == ["Bob Becker"]
    assert all(cast.bea.staff_id not in one["staff_ids"] for one in data["services"])


async def test_services_speak_the_readers_language(people: People, cast: Cast) -> None:
    spoken = {"ru": {"name": "Тренировка", "description": "<b>Час</b>"}}
    await people.alice.patch(f"/api/services/{cast.lesson}", {"translations": spoken})
    answer = await page(people, "/book/northside?lang=ru")
    assert "<strong>Тренировка</strong>" in answer.text
    assert "&lt;b&gt;Час&lt;/b&gt;" in answer.text and "<b>Час" not in answer.text


async def test_days_count_the_times_of_each(people: People, cast: Cast) -> None:
    first = clock.utc_now() + timedelta(days=1)
    query = {
        "service_id": cast.lesson,
        "date": first.date().isoformat(),
        "until": (first + timedelta(days=6)).date().isoformat(),
        "timezone": "UTC",
    }
    days = (await people.stranger.get("/api/public/northside/slots/days", **query)).json()["days"]
    for day, count in days.items():
        asked = {"service_id": cast.lesson, "date": day, "timezone": "UTC"}
        times = (await people.stranger.get("/api/public/northside/slots/times", **asked)).json()
        assert len({one["starts_at"] for one in times["times"]}) == count
    assert sum(days.values()) == 8
    too_long = query | {"until": (first + timedelta(days=80)).date().isoformat()}
    answer = await people.stranger.get("/api/public/northside/slots/days", **too_long)
    assert (answer.status_code, answer.json()["details"][0]["field"]) == (400, "until")


async def test_group_times_say_their_seats_and_price(people: People, cast: Cast) -> None:
    asked = {
        "slot_id": cast.group_slot,
        "customer_name": "Zoë Meyer",
        "customer_phone": "+4930901820",
    }
    made = await people.stranger.post("/api/public/northside/bookings", asked)
    day = made.json()["booking"]["starts_at"][:10]
    query = {"service_id": cast.group, "date": day, "timezone": "UTC"}
    answer = await people.stranger.get("/api/public/northside/slots/times", **query)
    (time,) = answer.json()["times"]
    assert (time["seats_left"], time["price"]["total"]["amount"]) == (7, 1800)


async def test_too_many_bookings_are_told_when_to_come_back(people: People, cast: Cast) -> None:
    body = {"slot_id": "none", "customer_name": "Zoë Meyer", "customer_phone": "+4930901820"}
    for _attempt in range(20):
        answer = await people.stranger.post("/api/public/northside/bookings", body)
        assert answer.status_code == 404
    answer = await people.stranger.post("/api/public/northside/bookings", body)
    assert (answer.status_code, answer.json()["code"]) == (429, "rate_limited")
    assert 0 < int(answer.headers["retry-after"]) <= 600


# The tenant's settings ---------------------------------------------------------------------------


async def test_only_allowed_sites_may_hold_the_page_in_a_frame(people: People) -> None:
    assert ancestors(await page(people, "/book/northside?embed=1")) == "'none'"
    sites = ["https://Club.example.org/", "https://bücher.example:8443", "http://localhost:3000"]
    answer = await people.alice.patch("/api/tenant", {"embed_origins": [*sites, sites[0]]})
    kept = ["https://club.example.org", "https://xn--bcher-kva.example:8443",
            "http://localhost:3000"]  # fmt: skip
    assert answer.json()["tenant"]["embed_origins"] == kept
    embedded = await page(people, "/book/northside?embed=1")
    assert ancestors(embedded) == " ".join(kept)
    assert boot(embedded)["embed"] == kept
    assert ancestors(await page(people, "/book/northside")) == "'none'"
    assert ancestors(await page(people, "/book/southside?embed=1")) == "'none'"


async def test_embedding_script_is_for_any_page(people: People) -> None:
    answer = await page(people, "/embed/northside.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "import" not in re.sub(r"sourceMappingURL.*", "", answer.text)


async def test_what_is_no_origin_is_refused_at_its_place(people: People) -> None:
    body = {"embed_origins": ["https://good.example", "https://a.example; script-src *"]}
    answer = await people.alice.patch("/api/tenant", body)
    assert (answer.status_code, answer.json()["details"][0]["field"]) == (400, "embed_origins.1")
    tenant = (await people.alice.get("/api/tenant")).json()["tenant"]
    assert tenant["embed_origins"] == []


async def test_settings_are_for_admins_of_the_tenant(people: People) -> None:
    for person, status in ((people.bob, 403), (people.carol, 403), (people.stranger, 401)):
        assert (await person.get("/api/tenant")).status_code == status
        assert (await person.patch("/api/tenant", {"name": "Ours"})).status_code == status
    await people.mallory.patch("/api/tenant", {"name": "Mallory's"})
    assert (await people.alice.get("/api/tenant")).json()["tenant"]["name"] == "Northside"


async def test_changing_the_zone_moves_no_booking(
    people: People, cast: Cast, database: Database
) -> None:
    body = {"slot_id": cast.slots[0], "customer_name": "Zoë", "customer_phone": "+4930901820"}
    made = (await people.stranger.post("/api/public/northside/bookings", body)).json()["booking"]

    async def slots(tx: Tx) -> list[Any]:
        return [tuple(r.values()) for r in await tx.all("SELECT * FROM slots ORDER BY id")]

    before = await database.read(slots)
    answer = await people.alice.patch("/api/tenant", {"timezone": "America/New_York"})
    assert answer.json()["tenant"]["timezone"] == "America/New_York"
    after = (await people.alice.get(f"/api/bookings/{made['id']}")).json()["booking"]
    assert (after["starts_at"], after["ends_at"]) == (made["starts_at"], made["ends_at"])
    assert await database.read(slots) == before
    wrong = await people.alice.patch("/api/tenant", {"timezone": "Mars/Olympus"})
    assert wrong.status_code == 400


async def test_markup_in_a_name_stays_text_on_the_links_page(people: People, cast: Cast) -> None:
    name = "<script>alert(1)</script></script><img src=x>"
    body = {"slot_id": cast.slots[1], "customer_name": name, "customer_phone": "+4930901820"}
    made = (await people.stranger.post("/api/public/northside/bookings", body)).json()
    answer = await page(people, f"/b/{made['token']}")
    assert made["booking"]["customer_name"] == name
    assert "<script>alert" not in answer.text and "<img src=x>" not in answer.text
    assert boot(answer)["booking"]["customer_name"] == name
