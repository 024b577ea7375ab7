"""Staff book for a customer: service, time, customer."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.booking.club import Club
from tests.browser.calendar.people import ALICE, ANA, booked, coach_id, day, instant

Window = Callable[..., Page]


def begin(page: Page, service: str = "Private lesson") -> Locator:
    page.get_by_role("button", name="New booking").click()
    dialog = page.get_by_role("dialog", name="New booking")
    dialog.get_by_label(service).check()
    return dialog


def to_the_time(dialog: Locator, ahead: int, time: str) -> None:
    dialog.get_by_role("button", name="Next", exact=True).click()
    dialog.locator(f'[data-day="{day(ahead).isoformat()}"]').click()
    dialog.get_by_label(time, exact=True).check()
    dialog.get_by_role("button", name="Next", exact=True).click()


def found(club: Club, name: str) -> dict[str, Any]:
    bookings: list[dict[str, Any]] = club.ask("GET", f"/api/bookings?search={name}")["bookings"]
    return bookings[0]


def race(page: Page, wins: Callable[[], Any]) -> None:
    """Somebody else is first while this page's booking is on its way."""

    def late(route: Route) -> None:
        wins()
        route.continue_()

    page.route("**/api/bookings", late, times=1)


def details(page: Page, name: str) -> Locator:
    page.locator(".open-row", has_text=name).first.click()
    return page.get_by_role("dialog", name=name)


def test_known_customer_is_found_by_phone_and_booked_with_any_coach(
    window: Window, club: Club
) -> None:
    booked(club, "Gwen Gray", day(9), 9)
    alice = window(ALICE)
    dialog = begin(alice)
    to_the_time(dialog, 9, "10:00")
    dialog.get_by_label("Phone").press_sequentially("4917112")
    option = dialog.get_by_role("option", name="Gwen Gray")
    expect(option).to_be_visible()
    dialog.get_by_label("Phone").press("Escape")
    expect(option).to_be_hidden()
    name = dialog.get_by_role("combobox", name="Customer’s name")
    name.press_sequentially("gwen")
    expect(option).to_be_visible()
    name.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    name.press("Enter")
    expect(name).to_have_value("Gwen Gray")
    expect(dialog.get_by_label("Phone")).to_have_value("+491711234567")
    dialog.get_by_label("Source").select_option("Entered by staff")
    dialog.get_by_role("button", name="Create booking").click()
    expect(alice.get_by_text("Booking created")).to_be_visible()
    made = found(club, "Gwen")
    assert (made["booking_source"], made["starts_at"]) == ("manual", instant(day(9), 10))


def test_what_is_missing_is_said_where_it_is_missing(window: Window) -> None:
    alice = window(ALICE)
    alice.get_by_role("button", name="New booking").click()
    dialog = alice.get_by_role("dialog", name="New booking")
    dialog.get_by_role("button", name="Next", exact=True).click()
    expect(dialog.get_by_text("Choose a service.")).to_be_visible()
    dialog.get_by_label("Private lesson").check()
    to_the_time(dialog, 8, "09:00")
    dialog.get_by_role("combobox", name="Customer’s name").fill("Hal Hill")
    dialog.get_by_label("Phone").fill("no number")
    dialog.get_by_role("button", name="Create booking").click()
    expect(dialog.get_by_text("This is not a phone number.")).to_be_visible()
    expect(dialog.get_by_label("Phone")).to_be_focused()
    expect(dialog.get_by_role("combobox", name="Customer’s name")).to_have_value("Hal Hill")


def test_lost_race_shows_fresh_times_and_keeps_what_was_typed(window: Window, club: Club) -> None:
    alice = window(ALICE)
    dialog = begin(alice)
    dialog.get_by_role("button", name="Next", exact=True).click()
    dialog.get_by_label("Coach").select_option("Bob Becker")
    dialog.locator(f'[data-day="{day(12).isoformat()}"]').click()
    dialog.get_by_label("14:00", exact=True).check()
    dialog.get_by_role("button", name="Next", exact=True).click()
    dialog.get_by_role("combobox", name="Customer’s name").fill("Ida Iver")
    dialog.get_by_label("Phone").fill("0171 5550101")
    race(alice, lambda: booked(club, "Jon Jones", day(12), 14))
    dialog.get_by_role("button", name="Create booking").click()
    expect(dialog.get_by_text("That time has just been taken.")).to_be_visible()
    expect(dialog.get_by_label("14:00", exact=True)).to_have_count(0)
    dialog.get_by_label("15:00", exact=True).check()
    dialog.get_by_role("button", name="Next", exact=True).click()
    expect(dialog.get_by_role("combobox", name="Customer’s name")).to_have_value("Ida Iver")
    dialog.get_by_role("button", name="Create booking").click()
    expect(alice.get_by_text("Booking created")).to_be_visible()
    assert found(club, "Ida")["starts_at"] == instant(day(12), 15)


def test_time_that_somebody_takes_meanwhile_is_told_at_once(window: Window, club: Club) -> None:
    alice = window(ALICE)
    dialog = begin(alice)
    dialog.get_by_role("button", name="Next", exact=True).click()
    dialog.get_by_label("Coach").select_option("Bob Becker")
    dialog.locator(f'[data-day="{day(10).isoformat()}"]').click()
    dialog.get_by_label("14:00", exact=True).check()
    dialog.get_by_role("button", name="Next", exact=True).click()
    dialog.get_by_role("combobox", name="Customer’s name").fill("Ola Oz")
    booked(club, "Pat Pym", day(10), 14)
    expect(dialog.get_by_text("Somebody has just taken that time.")).to_be_visible()
    expect(dialog.get_by_role("combobox", name="Customer’s name")).to_have_value("Ola Oz")
    dialog.get_by_role("button", name="Create booking").click()
    expect(dialog.get_by_text("Choose a time.")).to_be_visible()


def test_walk_in_now_takes_who_is_free_at_this_moment(window: Window, club: Club) -> None:
    now = datetime.now(UTC)
    start = now + timedelta(minutes=15 - now.minute % 15)
    coach = club.ask("POST", "/api/staff", {"name": "Walter Wood"})["staff"]["id"]
    service = {"name": "Court now", "durations": {"min": 30, "max": 30, "default": 30},
               "staff_ids": [coach]}  # fmt: skip
    club.ask("POST", "/api/services", service)
    stamp = "%Y-%m-%dT%H:%M:00.000Z"
    offer = {"staff_id": coach, "starts_at": start.strftime(stamp),
             "ends_at": (start + timedelta(hours=2)).strftime(stamp)}  # fmt: skip
    club.ask("POST", "/api/bookings/availability", offer)
    alice = window(ALICE)
    dialog = begin(alice, "Court now")
    dialog.get_by_role("button", name="Walk-in now").click()
    expect(dialog.get_by_label("Source")).to_have_value("walk_in")
    dialog.get_by_role("combobox", name="Customer’s name").fill("Kim Knox")
    dialog.get_by_label("Phone").fill("0171 5550102")
    dialog.get_by_role("button", name="Create booking").click()
    expect(alice.get_by_text("Booking created")).to_be_visible()
    made = found(club, "Kim")
    begun = datetime.fromisoformat(made["starts_at"])
    assert (made["booking_source"], made["staff_id"]) == ("walk_in", coach)
    assert abs(begun - datetime.now(UTC)) < timedelta(minutes=16)


def test_overbooking_on_purpose_needs_a_reason_and_is_marked(window: Window, club: Club) -> None:
    booked(club, "Lea Lang", day(6), 9)
    alice, ana = window(ALICE), window(ANA)
    dialog = begin(alice)
    dialog.get_by_role("button", name="Next", exact=True).click()
    dialog.get_by_label("Overbook on purpose").check()
    dialog.get_by_label("Coach").select_option("Bob Becker")
    dialog.get_by_label("Day", exact=True).fill(day(6).isoformat())
    dialog.get_by_label("Time", exact=True).fill("09:00")
    dialog.get_by_role("button", name="Next", exact=True).click()
    expect(dialog.get_by_text("Say why: it stays in the history.")).to_be_visible()
    dialog.get_by_label("Reason").fill("They play together")
    dialog.get_by_role("button", name="Next", exact=True).click()
    dialog.get_by_role("combobox", name="Customer’s name").fill("Max Moor")
    dialog.get_by_label("Phone").fill("0171 5550103")
    dialog.get_by_role("button", name="Create booking").click()
    expect(alice.get_by_text("Booking created")).to_be_visible()
    assert found(club, "Max")["staff_id"] == coach_id(club)
    row = ana.get_by_role("row").filter(has_text="Max Moor")
    expect(row.get_by_text("Overbooked")).to_be_visible()
    shown = details(ana, "Max Moor")
    expect(shown.get_by_text("They play together")).to_be_visible()
    expect(shown.get_by_text("overbooked on purpose")).to_be_visible()


def test_hold_is_counted_down_on_the_board(window: Window, club: Club) -> None:
    alice = window(ALICE)
    body = {"service_id": club.service("Private lesson")["id"], "starts_at": instant(day(5), 9),
            "customer_name": "Nora Nash", "customer_phone": "+491715550104"}  # fmt: skip
    club.ask("POST", "/api/public/northside/bookings", body)
    row = alice.get_by_role("row").filter(has_text="Nora Nash")
    expect(row.get_by_role("timer")).to_be_visible()
    before = row.get_by_role("timer").inner_text()
    expect(row.get_by_role("timer")).not_to_have_text(before)
    club.end_holds()
    expect(row.get_by_role("timer")).to_have_count(0)
