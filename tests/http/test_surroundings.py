"""Around every request: headers, its id, the reader's language, errors for programs and people."""

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.app import create_app
from server.settings import Settings
from tests.cast import PASSWORD, Cast
from tests.http.house import House, the_house  # noqa: F401 - the fixture `house`

HTML = {"accept": "text/html"}
SECURITY = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


async def test_every_answer_has_the_security_headers(house: House) -> None:
    paths = ("/api/bookings", "/api/nothing", "/sign-in", "/nothing", "/healthz", "/api/auth/me")
    for path in paths:
        answer = await house.ask("stranger", "GET", path, headers=HTML)
        found = {name: answer.headers.get(name) for name in SECURITY}
        assert found == SECURITY, path
        policy = dict(
            part.strip().partition(" ")[::2]
            for part in answer.headers["content-security-policy"].split(";")
        )
        assert {name: policy[name] for name in ("default-src", "script-src", "style-src")} == {
            "default-src": "'self'", "script-src": "'self'", "style-src": "'self'",
        }  # fmt: skip
        assert (policy["frame-ancestors"], policy["object-src"]) == ("'none'", "'none'")
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert "strict-transport-security" not in answer.headers


async def test_production_asks_for_https_and_secure_cookies(settings: Settings, cast: Cast) -> None:
    production = {"app_env": "production", "base_url": "https://callboard.test"}
    application = create_app(settings.model_copy(update=production))
    transport = httpx.ASGITransport(app=application)
    async with (
        application.router.lifespan_context(application),
        httpx.AsyncClient(transport=transport, base_url="https://callboard.test") as http,
    ):
        body = {"email": "admin@northside.test", "password": PASSWORD}
        answer = await http.post("/api/auth/login", json=body)
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert "; Secure" in answer.headers["set-cookie"]
    assert "HttpOnly" in answer.headers["set-cookie"]


async def test_private_answers_are_not_kept(house: House) -> None:
    booking = await house.books("alice")
    link = await house.link(booking)
    for path in ("/api/bookings", f"/api/bookings/{booking['id']}", f"/b/{link}", "/board"):
        answer = await house.get("alice", path)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store"), path


IDS = {
    "request-1234": True,
    "0af7651916cd43dd8448eb211c80319c": True,
    "short": False,
    "x" * 65: False,
    "two words": False,
    "<script>": False,
}


async def test_request_id_is_taken_when_it_looks_like_one(house: House) -> None:
    kept = {}
    for given in IDS:
        headers = {"x-request-id": given}
        told = [
            (await house.ask("stranger", "GET", "/healthz", headers=headers)).headers[
                "x-request-id"
            ]
            for _ in range(2)
        ]
        kept[given] = told == [given, given]
        assert (told[0] == told[1]) == kept[given]  # else each request has one of its own
    assert kept == IDS


async def test_request_id_reaches_the_event_and_the_audit_trail(house: House) -> None:
    booking = await house.books("alice")
    path = f"/api/bookings/{booking['id']}"
    answer = await house.patch("alice", path, {"status": "completed"}, x_request_id="request-9876")
    assert answer.headers["x-request-id"] == "request-9876"
    for table, count in (("events", 4), ("audit", 1)):
        rows = await house.rows(f"SELECT booking_id FROM {table} WHERE request_id = 'request-9876'")
        assert rows == [{"booking_id": booking["id"]}] * count
    made_up = (await house.patch("alice", path, {"notes": "x"})).headers["x-request-id"]
    rows = await house.rows("SELECT seq FROM events WHERE request_id = :r", r=made_up)
    assert len(rows) == 4


LANGUAGES = {
    "": "Please sign in.",
    "ru": "ru",
    "ru-RU,ru;q=0.9,en;q=0.8": "ru",
    "de,ru;q=0.5": "ru",
    "de": "Please sign in.",
    "en-GB,ru": "Please sign in.",
    "*": "Please sign in.",
}


async def test_errors_are_in_the_readers_language(house: House) -> None:
    russian = (await _error(house, **{"accept-language": "ru"}))["error"]
    assert any("а" <= letter <= "я" for letter in russian)
    found = {
        accepted: (await _error(house, **{"accept-language": accepted}))["error"]
        for accepted in LANGUAGES
    }
    assert found == {a: russian if w == "ru" else w for a, w in LANGUAGES.items()}
    cookie = {"cookie": "callboard_language=ru", "accept-language": "en"}
    assert (await _error(house, **cookie))["error"] == russian
    unknown = {"cookie": "callboard_language=xx", "accept-language": "en"}
    assert (await _error(house, **unknown))["error"] == "Please sign in."


async def _error(house: House, **headers: str) -> dict[str, str]:
    answer = await house.ask("stranger", "GET", "/api/auth/me", headers=headers)
    return answer.json()  # type: ignore[no-any-return]


async def test_language_of_a_person_counts_more_than_the_browsers(house: House) -> None:
    english = await house.patch("alice", "/api/bookings/x", {"status": "x"})
    await house.ask("alice", "PUT", "/api/auth/me", {"locale": "ru"})
    headers = {"accept-language": "en"}
    russian = await house.ask("alice", "PATCH", "/api/bookings/x", {"status": "x"}, headers=headers)
    assert english.json()["error"] != russian.json()["error"]
    details = [answer.json()["details"][0] for answer in (english, russian)]
    assert [detail["field"] for detail in details] == ["status", "status"]
    assert details[0]["message"] != details[1]["message"]


async def test_errors_are_json_for_programs_and_pages_for_people(house: House) -> None:
    kinds = {}
    for path in ("/api/nothing", "/nothing"):
        for accept in ("text/html", "application/json", "*/*"):
            answer = await house.ask("stranger", "GET", path, headers={"accept": accept})
            assert answer.status_code == 404
            kinds[path, accept] = answer.headers["content-type"].partition(";")[0]
    html = {key for key, kind in kinds.items() if kind == "text/html"}
    assert html == {("/nothing", "text/html")}
    assert set(kinds.values()) == {"text/html", "application/json"}


async def test_method_that_an_address_does_not_take(house: House) -> None:
    answer = await house.ask("alice", "DELETE", "/api/bookings")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}


async def test_exception_that_nobody_expected_tells_nothing(app: Starlette, house: House) -> None:
    async def broken(request: Request) -> Response:
        raise RuntimeError("the secret is 42")

    app.router.routes.insert(0, Route("/api/broken", broken))
    answer = await house.get("stranger", "/api/broken")
    assert answer.status_code == 500
    assert (answer.json()["success"], answer.json()["code"]) == (False, "internal")
    assert "42" not in answer.text
    assert answer.headers["x-request-id"]
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_not_found_page_gives_the_id_to_quote(house: House) -> None:
    headers = HTML | {"x-request-id": "request-5555"}
    answer = await house.ask("stranger", "GET", "/nothing", headers=headers)
    assert "request-5555" in answer.text
    assert "<script>" not in answer.text
