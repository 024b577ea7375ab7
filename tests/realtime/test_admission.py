"""Who connects, and who is refused."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest

from server.db import Database
from server.demo.people import PASSWORD
from server.identity import store
from tests.realtime.board import Board
from tests.realtime.listener import listening, refusal
from tests.realtime.raw import raw
from tests.realtime.served import EMAILS, Served

COOKIE = "callboard_session"


async def _cookie(server: Served, name: str) -> str:
    async with server.http() as http:
        body = {"email": EMAILS[name], "password": PASSWORD}
        await http.post("/api/auth/login", json=body)
        return http.cookies[COOKIE]


def _prefixes(streams: dict[str, object]) -> set[str]:
    return {name.partition(":")[0] for name in streams}


@pytest.mark.parametrize(
    ("name", "prefixes"),
    [
        ("alice", {"admins", "availability"}),
        ("bob", {"coach", "availability"}),
        ("carol", {"client", "availability"}),
    ],
)
async def test_a_bearer_token_opens_the_streams_of_its_role(
    name: str, prefixes: set[str], server: Served
) -> None:
    async with listening(server, name) as screen:
        assert _prefixes(screen.streams) == prefixes
        assert all(set(head) == {"epoch", "head"} for head in screen.streams.values())


async def test_no_stream_is_shared_between_tenants(server: Served) -> None:
    async with listening(server, "alice") as ours, listening(server, "mallory") as theirs:
        assert not ours.streams.keys() & theirs.streams.keys()


async def test_a_link_opens_the_stream_of_its_booking(server: Served, board: Board) -> None:
    booking = await board.book()
    token = await board.link(booking)
    async with listening(server, auth={"booking_token": token}) as screen:
        assert f"booking:{booking['id']}" in screen.streams
        assert _prefixes(screen.streams) <= {"booking", "availability"}


async def test_the_cookie_counts_from_our_own_pages_and_from_no_browser_at_all(
    server: Served,
) -> None:
    cookie = {"cookie": f"{COOKIE}={await _cookie(server, 'alice')}"}
    async with listening(server, headers=cookie | {"origin": server.base}) as screen:
        assert "admins" in _prefixes(screen.streams)
    async with listening(server, headers=cookie) as screen:
        assert "admins" in _prefixes(screen.streams)


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.test", "null", "http://127.0.0.1:1", "http://[", "garbage"]
)
async def test_the_cookie_does_not_count_from_foreign_pages(origin: str, server: Served) -> None:
    cookie = f"{COOKIE}={await _cookie(server, 'alice')}"
    assert await refusal(server, headers={"cookie": cookie, "origin": origin}) == "unauthenticated"


async def test_other_cookies_beside_ours_do_no_harm(server: Served) -> None:
    cookie = f'a:b=1; theme={{"dark": true}}; {COOKIE}={await _cookie(server, "alice")}'
    async with raw(server, {"cookie": cookie, "origin": server.base}) as client:
        assert (await client.greet()).startswith("40{")


@pytest.mark.parametrize(
    "auth",
    [
        None,
        {},
        {"token": "nonsense"},
        {"token": None},
        {"token": 7},
        {"booking_token": "nonsense"},
        {"booking_token": ["x"]},
        ["token"],
        "token",
        {"token": {"$ne": None}},
    ],
)
async def test_nobody_is_refused(auth: object, server: Served) -> None:
    assert await refusal(server, auth) == "unauthenticated"


async def test_a_forged_token_is_refused(server: Served) -> None:
    claims = jwt.decode(server.token("alice"), options={"verify_signature": False})
    forged = jwt.encode(claims, "another secret, also long enough!", "HS256")
    unsigned = jwt.encode(claims, "", "none")
    for token in (forged, unsigned):
        assert await refusal(server, {"token": token}) == "unauthenticated"


async def test_a_bad_token_does_not_fall_back_to_the_cookie(server: Served) -> None:
    headers = {
        "cookie": f"{COOKIE}={await _cookie(server, 'alice')}", "origin": server.base
    }  # fmt: skip
    assert await refusal(server, {"token": "nonsense"}, headers) == "unauthenticated"


async def test_an_expired_session_is_refused(server: Served, behind: Database) -> None:
    async with listening(server, "alice") as screen:
        tenant = next(n for n in screen.streams if n.startswith("admins:")).partition(":")[2]
    user = await behind.read(store.user_by_email, EMAILS["alice"])
    assert user is not None
    past = (datetime.now(UTC) - timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    await behind.write(store.insert_session, user["id"], tenant, "a secret of old", past)
    cookie = {"cookie": f"{COOKIE}=a secret of old", "origin": server.base}
    assert await refusal(server, headers=cookie) == "unauthenticated"


async def test_a_token_after_signing_out_is_refused(server: Served, board: Board) -> None:
    body = {"email": EMAILS["ana"], "password": PASSWORD}
    token = (await board.http.post("/api/auth/login", json=body)).json()["token"]
    board.http.cookies.clear()
    await board.ask(token, "POST", "/api/auth/logout", {})
    assert await refusal(server, {"token": token}) == "unauthenticated"


async def test_polling_is_refused(server: Served) -> None:
    async with server.http() as http:
        for query in ("EIO=4&transport=polling", "EIO=4", "EIO=3&transport=websocket"):
            answer = await http.get(f"/socket.io/?{query}")
            assert answer.status_code == 400, query
