"""What people do on the calendar, and what the tests ask of it behind the scenes."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page

from server.demo.people import PASSWORD
from tests.browser.booking.club import Club

ALICE, ANA, BOB = "admin@northside.test", "admin2@northside.test", "coach@northside.test"
BERLIN = ZoneInfo("Europe/Berlin")
WIDE = {"width": 1280, "height": 1100}


# A refusal is no mistake of the page.
EXPECTED = "status of 409"
_sessions: dict[tuple[str, str], Any] = {}


def sign_in(
    browser: Browser, club: Club, email: str, where: str, errors: list[str], **options: Any
) -> Page:
    """A page of somebody, live, somewhere else than the club."""
    settings = {"viewport": WIDE, "locale": "en-GB", "timezone_id": "America/New_York"}
    state = _session(browser, club, email)
    context = browser.new_context(base_url=club.address, storage_state=state, **settings | options)
    page = context.new_page()

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and EXPECTED not in message.text:
            errors.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(where)
    page.wait_for_selector('[data-is="live"]')
    return page


def _session(browser: Browser, club: Club, email: str) -> Any:
    """The cookie of somebody, who signs in once: checking a password takes its time."""
    key = (club.address, email)
    if key not in _sessions:
        context = browser.new_context(base_url=club.address)
        answer = context.request.post(
            "/api/auth/login", data={"email": email, "password": PASSWORD}
        )
        assert answer.ok
        _sessions[key] = context.storage_state()
        context.close()
    return _sessions[key]


def day(ahead: int) -> date:
    """A day from today on, in Berlin."""
    return datetime.now(BERLIN).date() + timedelta(days=ahead)


def on(when: date, view: str = "day") -> str:
    return f"/calendar?date={when.isoformat()}&view={view}"


def instant(when: date, hour: int, minute: int = 0) -> str:
    local = datetime.combine(when, time(hour, minute), BERLIN)
    return local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def coach_id(club: Club, name: str = "Bob Becker") -> str:
    staff = club.ask("GET", "/api/staff")["staff"]
    return str(next(one["id"] for one in staff if one["name"] == name))


def booked(club: Club, name: str, when: date, hour: int, service: str = "Private lesson") -> str:
    """A booking that Alice has entered with Bob; its id."""
    body = {
        "service_id": club.service(service)["id"],
        "staff_id": coach_id(club),
        "starts_at": instant(when, hour),
        "customer_name": name,
        "customer_phone": "+491711234567",
        "booking_source": "direct",
    }
    return str(club.ask("POST", "/api/bookings", body)["booking"]["id"])


def asked(club: Club, name: str, when: date, hour: int, service: str) -> str:
    """A booking that a visitor has made with Bob; its id."""
    body = {
        "service_id": club.service(service)["id"],
        "staff_id": coach_id(club),
        "starts_at": instant(when, hour),
        "customer_name": name,
        "customer_phone": "+491711234567",
    }
    return str(club.ask("POST", "/api/public/northside/bookings", body)["booking"]["id"])


def item(page: Page, *words: str) -> Locator:
    """The thing on the calendar whose line says all of these."""
    return page.locator("".join(["button.cal-open", *(f'[aria-label*="{w}"]' for w in words)]))


def drag(page: Page, source: Locator, target: Locator) -> None:
    """By the mouse, from the top of one to the top of the other."""
    start, end = source.bounding_box(), target.bounding_box()
    assert start and end
    page.mouse.move(start["x"] + 40, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 50, start["y"] + 20, steps=3)
    page.mouse.move(end["x"] + 40, end["y"] + 8, steps=8)
    page.mouse.up()
