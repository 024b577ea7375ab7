"""While the database is away: a clean 503 for programs and people, and on it goes afterwards."""

import sqlite3
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from server.app import create_app
from server.db import Database
from server.realtime import log
from server.settings import Settings
from server.storage import sqlite
from server.storage.migrate import migrate
from tests.cast import seat_cast
from tests.http.conftest import BASE
from tests.http.house import House
from tests.storage.jottings import SQLITE
from tests.storage.restartable import Restartable, restartable

WORDS = "We cannot reach our database right now. Please try again in a moment."


@pytest.fixture
def server() -> Iterator[Restartable]:
    with restartable() as server:
        yield server


async def _opened(url: str) -> AsyncIterator[House]:
    db = Database(url, journal=log.append)
    await db.open()
    await migrate(db)
    cast = await db.write(seat_cast)
    await db.close()
    app = create_app(Settings(database_url=url, secret_key="long enough" * 4, base_url=BASE))
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url=BASE, timeout=30) as http,
    ):
        yield House(app, cast, http)


@pytest.fixture
async def on_server(server: Restartable) -> AsyncIterator[House]:
    async for house in _opened(server.url):
        yield house


@pytest.fixture
async def on_file(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """SQLite that gives up on a locked file at once."""
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.01)
    async for house in _opened(database_url):
        yield house


async def test_stopped_server_is_a_503_until_it_is_back(
    server: Restartable, on_server: House
) -> None:
    house = on_server
    booking = await house.books("alice")
    link = await house.link(booking)
    path = f"/api/bookings/{booking['id']}"
    server.stop()
    asked = [
        await house.get("alice", "/api/bookings"),
        await house.get(link, path),
        await house.patch("alice", path, {"status": "confirmed"}),
        await house.post("stranger", "/api/auth/login", {"email": "a@b.de", "password": "x"}),
        await house.get("stranger", "/readyz"),
    ]
    for answer in asked:
        assert answer.status_code == 503
        assert answer.json() == {"success": False, "error": WORDS, "code": "busy", "details": []}
    for page in ("/board", f"/b/{link}"):
        answer = await house.ask("alice", "GET", page, headers={"accept": "text/html"})
        assert answer.status_code == 503
        assert answer.headers["content-type"].startswith("text/html")
        assert WORDS in answer.text
    assert (await house.get("stranger", "/healthz")).status_code == 200
    assert (await house.get("stranger", "/sign-in")).status_code == 200

    server.start()
    assert (await house.get("stranger", "/readyz")).status_code == 200
    assert (await house.sees("alice", booking))["version"] == 1
    answer = await house.patch("alice", path, {"status": "confirmed"})
    assert answer.json()["booking"]["status"] == "confirmed"
    page = await house.get("alice", "/board")
    assert page.status_code == 200


@SQLITE
async def test_locked_file_is_a_503_for_who_writes(on_file: House, database_url: str) -> None:
    house = on_file
    booking = await house.books("alice")
    path = f"/api/bookings/{booking['id']}"
    other = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    answer = await house.patch("alice", path, {"status": "confirmed"})
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    assert (await house.sees("alice", booking))["version"] == 1
    other.execute("ROLLBACK")
    other.close()
    answer = await house.patch("alice", path, {"status": "confirmed"})
    assert answer.json()["booking"]["version"] == 2
