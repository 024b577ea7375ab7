"""The server goes away and comes back: the screen says so, and then is right again by itself."""

import asyncio
import re
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.front_desk import Desk
from tests.browser.marks import drives_chromium
from tests.browser.person import Person
from tests.realtime.served import Served

pytestmark = drives_chromium

AWAY = ("net::ERR_", "WebSocket")  # what the browser itself says of a server that is gone


@pytest.fixture
def own(seeded: Path, tmp_path: Path) -> Iterator[Served]:
    """A server for this test alone."""
    shutil.copy(seeded, tmp_path / "board.db")
    server = Served(f"sqlite:///{tmp_path}/board.db", tmp_path / "log").start()
    yield server
    server.kill()


@pytest_asyncio.fixture(loop_scope="session")
async def ana(own: Served, browser: Browser) -> AsyncIterator[Person]:
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    person = await Person.sits_down("ana", context, own.base)
    person.expects(*AWAY)
    await person.signs_in()
    yield person
    await context.close()
    assert person.unexpected() == []


def back_up(folder: Path) -> None:
    with (
        closing(sqlite3.connect(folder / "board.db")) as source,
        closing(sqlite3.connect(folder / "backup.db")) as backup,
    ):
        source.backup(backup)


def restore(folder: Path) -> None:
    """In place of the database; the log of a restored one has an epoch of its own."""
    for left in folder.glob("board.db*"):
        left.unlink()
    with closing(sqlite3.connect(folder / "backup.db")) as restored:
        restored.execute("UPDATE meta SET value = 'restored' WHERE key = 'epoch'")
        restored.commit()
    shutil.copy(folder / "backup.db", folder / "board.db")


async def test_killed_and_started_again_the_board_catches_up(own: Served, ana: Person) -> None:
    desk = Desk(own)
    booking = await desk.entered()
    await ana.opens_board_with({**booking, "customer_name": "Quinn"})
    await ana.marks_window()

    await asyncio.to_thread(own.kill)
    badge = ana.page.locator(".freshness")
    await expect(badge).to_have_text(re.compile(r"Offline since \d\d:\d\d"))
    await asyncio.to_thread(own.start)
    # Right away, most likely before her socket is back.
    await desk.set_status("alice", booking, "confirmed")
    made = await desk.entered()

    await ana.sees_live()
    await ana.sees_status(booking, "Confirmed")
    await expect(ana.row(booking).locator(".last")).to_contain_text("Alice · confirmed")
    await ana.sees_status(made, "Manual")
    assert await ana.has_not_reloaded()
    await desk.http.aclose()


async def test_after_a_restored_backup_the_board_shows_what_the_backup_says(
    own: Served, ana: Person, tmp_path: Path
) -> None:
    desk = Desk(own)
    booking = await desk.entered()
    back_up(tmp_path)
    for status in ("confirmed", "paid", "completed"):
        await desk.set_status("alice", booking, status)
    await ana.opens_board_with(booking)
    await ana.sees_status(booking, "Completed")
    details = await ana.opens_details(booking)
    await details.get_by_label("Notes for staff").fill("Typed before")
    await ana.marks_window()

    await asyncio.to_thread(own.kill)
    restore(tmp_path)
    await asyncio.to_thread(own.start)

    await ana.sees_live()
    await expect(details.locator(".tags .pill")).to_have_text("Manual")
    await expect(details.get_by_label("Notes for staff")).to_have_value("Typed before")
    await ana.page.keyboard.press("Escape")
    await ana.sees_status(booking, "Manual")
    await desk.set_status("alice", booking, "cancelled")  # version 2, below what was known
    await ana.sees_status(booking, "Cancelled")
    assert await ana.has_not_reloaded()
    await desk.http.aclose()
