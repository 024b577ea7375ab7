"""One club for the tests of the desk: who keeps the services and books for customers."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium
from tests.browser.booking.club import Club, running
from tests.browser.calendar.people import sign_in

# What the server refuses is said on the page; the console's own line about it is no mistake.
REFUSALS = ("status of 400", "status of 404")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/desk" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Ends with its module: while it runs, no other event loop can."""
    if chromium.find() is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(**chromium.launch_options())
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def club(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Club]:
    with running(tmp_path_factory.mktemp("desk")) as found:
        yield found


@pytest.fixture
def window(browser: Browser, club: Club) -> Iterator[Callable[..., Page]]:
    """Opens a page for somebody, in a browser of their own; no page may report an error."""
    pages: list[Page] = []
    errors: list[str] = []

    def make(email: str, where: str = "/board", **options: Any) -> Page:
        page = sign_in(browser, club, email, "/board", errors, **options)
        pages.append(page)
        if where != "/board":
            page.goto(where)
        return page

    yield make
    for page in pages:
        page.context.close()
    assert [error for error in errors if not any(word in error for word in REFUSALS)] == []
