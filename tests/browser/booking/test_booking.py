"""Booking as a visitor: from the service to the payment, without signing in."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.booking.club import (
    Club,
    choose_service,
    go_to_day,
    introduce,
    open_page,
    times,
)

Visitors = Callable[..., BrowserContext]


def test_visitor_books_a_lesson_with_a_coach_and_pays(visitor: Visitors) -> None:
    page = open_page(visitor())
    choose_service(page, "Private lesson")
    page.get_by_label("Bob Becker").check(force=True)
    day = go_to_day(page, 2)
    chosen = times(page)[0]
    page.locator(".times .slot").first.click()
    summary = page.locator(".summary")
    expect(summary).to_contain_text(day.split(",")[1].strip())
    expect(summary).to_contain_text(chosen)
    expect(summary.locator(".price")).to_contain_text("Price€45.00Total€45.00VAT included€7.18")
    introduce(page)
    page.get_by_role("button", name="Book and pay €45.00").click()

    page.wait_for_url("**/pay/**")
    page.get_by_role("button", name="Pay €45.00").click()
    page.wait_for_url("**/b/**")
    expect(page.locator(".state .pill")).to_have_text("Paid")
    expect(page.locator("dl.facts").first).to_contain_text("Bob Becker")


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(visitor: Visitors) -> None:
    page = open_page(visitor())
    choose_service(page, "Private lesson")
    go_to_day(page, 3)
    page.locator(".times .slot").first.click()
    page.get_by_label("E-mail").fill("zoe@")
    page.get_by_role("button", name="Book and pay").click()
    expect(page.get_by_label("Your name")).to_be_focused()
    expect(page.get_by_label("Your name")).to_have_accessible_description("Enter your name.")

    introduce(page, phone="no idea")
    page.get_by_role("button", name="Book and pay").click()
    expect(page.get_by_label("E-mail")).to_have_accessible_description(
        "This is not an e-mail address."
    )
    expect(page.get_by_label("Your name")).to_have_value("Zoë Meyer")
    page.get_by_label("E-mail").fill("")
    page.get_by_role("button", name="Book and pay").click()
    expect(page.get_by_label("Phone")).to_have_accessible_description("This is not a phone number.")


def test_request_by_keyboard_alone_waits_for_the_coach(visitor: Visitors) -> None:
    page = open_page(visitor(viewport={"width": 1100, "height": 900}))
    page.get_by_role("button", name=re.compile("^Video analysis")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="When would suit you?")).to_be_focused()
    page.wait_for_selector(".day-cell:enabled")
    page.locator('.day-cell[tabindex="0"]').focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_selector(".times .slot")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    introduce(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/b/**")
    expect(page.locator(".state")).to_contain_text("You will hear from the coach.")


def test_seat_of_a_group_and_of_a_course_can_be_had(visitor: Visitors) -> None:
    page = open_page(visitor())
    choose_service(page, "Small group")
    go_to_day(page, 1)
    expect(page.locator(".group-time")).to_contain_text(re.compile(r"[1-8] places? left"))

    page.get_by_role("button", name="Change").click()
    choose_service(page, "Beginners’ course")
    stream = page.locator(".times .slot").last
    expect(stream).to_contain_text(re.compile(r"\d+ places left"))
    stream.click()
    expect(page.locator(".summary")).to_contain_text("4th stream")
    introduce(page)
    page.get_by_role("button", name="Book and pay €160.00").click()
    page.wait_for_url("**/pay/**")


def test_times_are_in_the_visitors_zone_and_can_be_in_the_clubs(visitor: Visitors) -> None:
    page = open_page(visitor(timezone_id="America/New_York"))
    choose_service(page, "Private lesson")
    go_to_day(page, 4)
    expect(page.locator(".zone")).to_contain_text("New York")
    own = times(page)
    page.get_by_role("button", name="The club’s time").click()
    expect(page.locator(".zone")).to_contain_text("Times in Berlin")
    go_to_day(page, 4)
    shifted = [f"{(int(at[:2]) + 6) % 24:02d}{at[2:]}" for at in own]
    assert set(times(page)) & set(shifted)


def test_page_speaks_the_readers_language(visitor: Visitors) -> None:
    page = open_page(visitor(locale="ru-RU"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Запись: Northside Tennis")
    choose_service(page, "Индивидуальная тренировка")
    expect(page.get_by_role("group", name="Тренер")).to_be_visible()


def test_without_script_the_page_says_what_is_offered_and_how_to_call(visitor: Visitors) -> None:
    page = visitor(java_script_enabled=False).new_page()
    page.goto("/book/northside")
    for words in ("Private lesson", "€45.00", "By request: the coach answers"):
        expect(page.locator("main")).to_contain_text(words)
    assert "call or write to us" in (page.locator("noscript").text_content() or "")
    expect(page.get_by_role("link", name="hello@northside.test")).to_have_attribute(
        "href", "mailto:hello@northside.test"
    )


MARKUP = "<img src=x onerror=\"document.title='broken'\"><b>Tea</b>"


def test_markup_in_names_stays_text(club: Club, visitor: Visitors) -> None:
    lesson = club.service("Private lesson")["id"]
    club.ask("PATCH", f"/api/services/{lesson}", {"description": MARKUP})
    page = open_page(visitor())
    expect(page.get_by_role("button", name=re.compile("^Private lesson"))).to_contain_text(MARKUP)
    choose_service(page, "Private lesson")
    go_to_day(page, 5)
    page.locator(".times .slot").first.click()
    introduce(page, name=MARKUP)
    page.get_by_role("button", name="Book and pay").click()
    page.wait_for_url("**/pay/**")
    page.get_by_role("button", name="Pay €45.00").click()
    page.wait_for_url("**/b/**")
    expect(page.locator("dl.facts").first).to_contain_text(MARKUP)
    assert "broken" not in page.title()


@pytest.mark.parametrize("width", [320, 360, 1200])
def test_nothing_is_wider_than_the_screen(visitor: Visitors, width: int) -> None:
    page = open_page(visitor(viewport={"width": width, "height": 740}, locale="ru-RU"))
    choose_service(page, "Индивидуальная тренировка")
    go_to_day(page, 6)
    page.locator(".times .slot").first.click()
    page.wait_for_selector(".summary")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width


def test_too_many_attempts_say_when_to_try_again(visitor: Visitors) -> None:
    page = open_page(visitor())
    refusal = {"success": False, "error": "Too many", "code": "rate_limited"}
    page.route(
        "**/api/public/northside/bookings",
        lambda route: route.fulfill(status=429, json=refusal, headers={"retry-after": "300"}),
    )
    choose_service(page, "Private lesson")
    go_to_day(page, 7)
    page.locator(".times .slot").first.click()
    introduce(page)
    page.get_by_role("button", name="Book and pay").click()
    expect(page.get_by_role("alert")).to_have_text(
        re.compile(r"Too many attempts\. Please try again at \d\d:\d\d\.")
    )
    expect(page.get_by_label("Your name")).to_have_value("Zoë Meyer")
