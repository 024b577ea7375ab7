"""One club for the calendar's tests, and people in windows of their own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium
from tests.browser.booking.club import Club, running
from tests.browser.calendar.people import sign_in


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/calendar" in item.path.as_posix():
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
    with running(tmp_path_factory.mktemp("club")) as found:
        yield found


@pytest.fixture
def window(browser: Browser, club: Club) -> Iterator[Callable[..., Page]]:
    """Opens the calendar for somebody, in a browser of their own; no page may report an error,
    the policy against inline scripts and styles among them."""
    pages: list[Page] = []
    errors: list[str] = []

    def make(email: str, where: str = "/calendar", **options: Any) -> Page:
        page = sign_in(browser, club, email, where, errors, **options)
        pages.append(page)
        return page

    yield make
    for page in pages:
        page.context.close()
    assert errors == []
