"""Requests that rival for one time, holds that run out, and a narrow screen."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.booking.club import Club
from tests.browser.calendar.people import ALICE, ANA, BOB, asked, day, item, on

Window = Callable[..., Page]


def test_rivals_stand_side_by_side_and_one_is_accepted(window: Window, club: Club) -> None:
    when = day(10)
    asked(club, "Rita Reed", when, 11, "Video analysis")
    asked(club, "Robin Roe", when, 11, "Video analysis")
    bob, ana = window(BOB, on(when)), window(ANA, on(when))
    rita, robin = item(bob, "Rita Reed"), item(bob, "Robin Roe")
    expect(rita).to_have_attribute("aria-label", re.compile("2 requests for this time"))
    left, right = rita.bounding_box(), robin.bounding_box()
    assert left and right
    assert left["y"] == right["y"]
    assert abs(left["x"] - right["x"]) >= left["width"]
    rita.click()
    dialog = bob.get_by_role("dialog")
    expect(dialog.locator("li.card")).to_have_count(2)
    dialog.get_by_role("button", name="Accept the request of Robin Roe").click()
    expect(
        dialog.locator("li.card", has_text="Robin Roe").get_by_text("Confirmed", exact=True)
    ).to_be_visible()
    expect(item(ana, "Confirmed", "Robin Roe", "11:00–12:00")).to_be_visible()


def test_request_is_declined_right_on_the_calendar(window: Window, club: Club) -> None:
    when = day(11)
    asked(club, "Rita Reed", when, 16, "Video analysis")
    bob = window(BOB, on(when))
    bob.get_by_role("button", name="Decline the request of Rita Reed").click()
    expect(bob.get_by_text("Request declined")).to_be_visible()
    expect(item(bob, "Rita Reed")).to_have_count(0)
    expect(item(bob, "Open", "Video analysis", "16:00–17:00")).to_be_visible()


def test_hold_counts_down_and_its_place_is_free_when_it_lapses(window: Window, club: Club) -> None:
    when = day(12)
    alice = window(ALICE, on(when))
    expect(item(alice, "Open", "14:00–15:00", "Bob")).to_be_visible()
    asked(club, "Hanna Hold", when, 14, "Private lesson")
    held = item(alice, "Held", "Hanna Hold")
    expect(held.get_by_role("timer")).to_contain_text(":")
    club.end_holds()
    expect(item(alice, "Open", "14:00–15:00", "Bob")).to_be_visible()
    expect(held).to_have_count(0)


def test_narrow_screen_shows_one_coach_at_a_time(window: Window, club: Club) -> None:
    when = day(13)
    phone = {"viewport": {"width": 360, "height": 780}, "has_touch": True, "is_mobile": True}
    alice = window(ALICE, on(when, "week"), **phone)
    expect(item(alice, "Open", "Bea")).not_to_have_count(0)
    expect(item(alice, "Open", "Bob")).to_have_count(0)
    alice.get_by_label("Coach").select_option(label="Bob Becker")
    expect(item(alice, "Open", "Bob")).not_to_have_count(0)
    expect(item(alice, "Open", "Bea")).to_have_count(0)
    assert alice.evaluate("document.documentElement.scrollWidth") == 360
    alice.get_by_role("button", name="List").click()
    expect(alice.get_by_role("heading", name="Bob Becker")).to_be_visible()
