"""Sessions: what the cookie may do, what a token proves, and when both end."""

import base64
import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import jwt
import pytest
from starlette.applications import Starlette

from server.app import create_app
from server.clock import utc_now
from server.identity import sessions
from server.settings import Settings
from tests.cast import Cast
from tests.http.conftest import BASE
from tests.http.house import House, the_house  # noqa: F401 - the fixture `house`

ME = "/api/auth/me"


class Time:
    passed = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.passed


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def app(settings: Settings, cast: Cast, time: Time) -> AsyncIterator[Starlette]:
    """The application by a clock that can be put forward."""
    application = create_app(settings, clock=time)
    async with application.router.lifespan_context(application):
        yield application


async def by_cookie(
    house: House, secret: str, method: str = "GET", path: str = ME, **headers: str
) -> httpx.Response:
    headers = {"cookie": f"{sessions.COOKIE}={secret}", **headers}
    body = None if method == "GET" else {}
    return await house.ask("stranger", method, path, body, headers=headers)


async def test_cookie_and_token_are_one_session(house: House) -> None:
    token, secret = await house.sign_in("alice")
    answers = [await house.get(token, ME), await by_cookie(house, secret)]
    assert [a.status_code for a in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    user = answers[0].json()["user"]
    assert (user["id"], user["email"], user["role"]) == (
        house.cast.alice.id, "admin@northside.test", "admin",
    )  # fmt: skip
    assert {n: user["tenant"][n] for n in ("id", "slug", "name")} == {
        "id": house.cast.tenant_id, "slug": "northside", "name": "Northside",
    }  # fmt: skip


ORIGINS: dict[str | None, int] = {
    BASE: 200,
    None: 403,
    "https://evil.example": 403,
    "http://callboard.test.evil.example": 403,
    "null": 403,
    "": 403,
    "nonsense": 403,
    "http://[": 403,
}


async def test_change_by_cookie_needs_our_own_origin(house: House) -> None:
    _, secret = await house.sign_in("alice")
    answers, statuses = {}, {}
    for slot, origin in zip(house.cast.slots, ORIGINS, strict=True):
        booking = await house.books("alice", slot)
        headers = {} if origin is None else {"origin": origin}
        path = f"/api/bookings/{booking['id']}/cancel"
        answers[origin] = (await by_cookie(house, secret, "POST", path, **headers)).status_code
        statuses[origin] = (await house.sees("alice", booking))["status"]
        assert (await by_cookie(house, secret, **headers)).status_code == 200  # reading is harmless
    assert answers == ORIGINS
    assert statuses == {o: "cancelled" if o == BASE else "manual" for o in ORIGINS}


async def test_other_authorization_does_not_excuse_the_cookie(house: House) -> None:
    _, secret = await house.sign_in("alice")
    booking = await house.books("alice")
    path = f"/api/bookings/{booking['id']}/cancel"
    answer = await by_cookie(house, secret, "POST", path, authorization="Basic YTpi")
    assert answer.status_code == 403
    assert (await house.sees("alice", booking))["version"] == 1


async def test_change_by_token_needs_no_origin(house: House) -> None:
    for slot, headers in zip(
        house.cast.slots, ({}, {"origin": "https://app.example"}), strict=False
    ):
        booking = await house.books("alice", slot)
        path = f"/api/bookings/{booking['id']}/cancel"
        answer = await house.ask("alice", "POST", path, {}, headers=headers)
        assert answer.status_code == 200


async def test_token_that_is_wrong_is_not_saved_by_a_cookie(house: House) -> None:
    _, secret = await house.sign_in("alice")
    answer = await by_cookie(house, secret, authorization="Bearer wrong")
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


@pytest.mark.parametrize("way", ["token", "cookie"])
async def test_signing_out_ends_both(way: str, house: House) -> None:
    token, secret = await house.sign_in("alice")
    other, _ = await house.sign_in("alice")
    if way == "token":
        answer = await house.post(token, "/api/auth/logout")
    else:
        answer = await by_cookie(house, secret, "POST", "/api/auth/logout", origin=BASE)
    assert answer.status_code == 200
    cleared = answer.headers["set-cookie"]
    assert cleared.startswith(f'{sessions.COOKIE}=""')
    assert "Max-Age=0" in cleared
    ended = [await house.get(token, ME), await by_cookie(house, secret)]
    assert [a.status_code for a in ended] == [401, 401]
    assert (await house.get(other, ME)).status_code == 200  # the other device stays signed in


async def test_session_ends_after_a_fortnight(house: House, time: Time) -> None:
    token, secret = await house.sign_in("alice")
    time.passed = timedelta(days=13, hours=23)
    answers = [await house.get(token, ME), await by_cookie(house, secret)]
    assert [a.status_code for a in answers] == [200, 200]
    time.passed = timedelta(days=14, seconds=1)
    answers = [await house.get(token, ME), await by_cookie(house, secret)]
    assert [a.status_code for a in answers] == [401, 401]


async def test_link_ends_when_it_is_revoked_or_has_had_its_time(house: House, time: Time) -> None:
    booking = await house.books("alice")
    link, other = await house.link(booking), await house.link(booking)
    path = f"/api/bookings/{booking['id']}"
    assert (await house.get(link, path)).status_code == 200
    assert (await house.ask("alice", "DELETE", f"{path}/link")).json()["revoked"] == 2
    assert [(await house.get(token, path)).status_code for token in (link, other)] == [401, 401]
    fresh = await house.link(booking)
    time.passed = timedelta(days=89)
    assert (await house.get(fresh, path)).status_code == 200
    time.passed = timedelta(days=93)
    assert (await house.get(fresh, path)).status_code == 401


def _unsigned(claims: dict[str, Any]) -> str:
    def part(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(claims)}."


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
async def test_forged_tokens_open_nothing(house: House) -> None:
    token, secret = await house.sign_in("alice")
    key = house.settings.secret_key
    claims = jwt.decode(token, key, ["HS256"], audience="callboard")
    assert sorted(claims) == ["aud", "exp", "jti", "sub", "tid"]
    head, body, signature = token.split(".")
    forged = {
        "another key": jwt.encode(claims, "another key, and long enough for it", "HS256"),
        "no algorithm": _unsigned(claims),
        "no algorithm, old signature": _unsigned(claims) + signature,
        "another algorithm": jwt.encode(claims, key, "HS384"),
        "another audience": jwt.encode(claims | {"aud": "else"}, key, "HS256"),
        "no audience": jwt.encode({n: claims[n] for n in claims if n != "aud"}, key, "HS256"),
        "expired": jwt.encode(claims | {"exp": 1}, key, "HS256"),
        "another session": jwt.encode(claims | {"jti": "nothing"}, key, "HS256"),
        "no session": jwt.encode({n: claims[n] for n in claims if n != "jti"}, key, "HS256"),
        "a changed body": f"{head}.{body[:-2]}AA.{signature}",
        "no signature": f"{head}.{body}.",
        "garbage": "garbage",
        "nothing": "",
        "the secret of a cookie": secret,
        "the id of the session": claims["jti"],
    }
    answers = {name: (await house.get(token, ME)).status_code for name, token in forged.items()}
    assert answers == dict.fromkeys(forged, 401)
    assert (await house.get(token, ME)).status_code == 200


async def test_cookies_that_are_made_up_open_nothing(house: House) -> None:
    token, secret = await house.sign_in("alice")
    kept = await house.rows("SELECT id, secret_hash FROM sessions")
    for wrong in ("", "x", token, secret[:-1], kept[0]["id"], kept[0]["secret_hash"]):
        assert (await by_cookie(house, wrong)).status_code == 401
    assert secret not in str(await house.rows("SELECT * FROM sessions"))


async def test_changed_role_counts_at_once(house: House) -> None:
    cast = house.cast
    path = f"/api/users/{cast.ana.id}"
    assert (await house.get("ana", "/api/users")).status_code == 200
    answer = await house.patch("alice", path, {"role": "client"})
    assert answer.json()["user"]["role"] == "client"
    assert (await house.get("ana", "/api/users")).status_code == 403
    assert (await house.get("ana", ME)).json()["user"]["role"] == "client"
    await house.patch("alice", path, {"role": "admin"})
    assert (await house.get("ana", "/api/users")).status_code == 200


async def test_who_is_no_member_any_more_is_signed_out(house: House) -> None:
    token, secret = await house.sign_in("carol")
    await house.runs("DELETE FROM memberships WHERE user_id = :u", u=house.cast.carol.id)
    answers = [await house.get(token, ME), await by_cookie(house, secret)]
    assert [a.status_code for a in answers] == [401, 401]
