"""A real server on demo data, one Chromium, and people who sit down at windows of their own."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, async_playwright, expect

from server.db import Database
from server.demo.seed import seed
from server.realtime import log
from server.storage.migrate import migrate
from tests.browser import chromium
from tests.browser.front_desk import Desk
from tests.browser.person import Person
from tests.realtime.served import Served

PATIENCE_MS = 10_000  # for what takes a frame on an idle machine
DAYS = 30
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
WINDOW = {"viewport": {"width": 1440, "height": 900}}

Sit = Callable[..., Awaitable[Person]]


async def _seed(url: str) -> None:
    db = Database(url, journal=log.append)
    await db.open()
    await migrate(db)
    await seed(db, DAYS)
    await db.close()


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with demo data that nobody serves, to be copied."""
    file = tmp_path_factory.mktemp("seeded") / "board.db"
    asyncio.run(_seed(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def served(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server that all tests here share. `make test` has built the pages."""
    folder = tmp_path_factory.mktemp("browser")
    shutil.copy(seeded, folder / "board.db")
    server = Served(f"sqlite:///{folder}/board.db", folder / "log").start()
    yield server
    server.kill()
    assert server.complaints() == []


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    if chromium.find() is None:
        pytest.skip("no Chromium on this machine; `make test` says why")
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**chromium.launch_options())
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def desk(served: Served) -> AsyncIterator[Desk]:
    """Bookings, and what others do with them over HTTP."""
    desk = Desk(served)
    yield desk
    await desk.http.aclose()


@pytest_asyncio.fixture(loop_scope="session")
async def sit(served: Served, browser: Browser) -> AsyncIterator[Sit]:
    """`await sit("ana")`: a window of her own, signed in. No page may have complained
    at the end."""
    contexts: list[BrowserContext] = []
    people: list[Person] = []

    async def sit(name: str, *, signed_in: bool = True, **options: Any) -> Person:
        context = await browser.new_context(**({"locale": "en-GB"} | WINDOW | options))
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        person = await Person.sits_down(name, context, served.base)
        people.append(person)
        if signed_in:
            await person.signs_in()
        return person

    yield sit
    for context in contexts:
        await context.close()
    assert {person.name: person.unexpected() for person in people if person.unexpected()} == {}
