"""A coach offers time, sees what collides before saving, and changes it later."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.booking.club import Club
from tests.browser.calendar.people import ALICE, BOB, coach_id, day, instant, item, on

WHEN = day(9)
Window = Callable[..., Page]


def test_weekly_offer_shows_what_collides_and_takes_the_free_time_beside_it(
    window: Window,
) -> None:
    alice = window(ALICE, on(WHEN))
    bob = window(BOB, on(WHEN))
    bob.get_by_role("button", name="Offer time").click()
    bob.fill("#start", "10:00")
    bob.fill("#end", "11:00")
    bob.select_option("#every", "weekly")
    bob.select_option("#ends", "count")
    bob.fill("#count", "3")
    bob.get_by_role("button", name="Preview the dates").click()
    dialog = bob.get_by_role("dialog")
    expect(dialog.get_by_text("2 dates are free")).to_be_visible()
    expect(dialog.get_by_text("Collides with: 10:00–11:00 Private lesson open")).to_be_visible()
    dialog.get_by_role("button", name="Instead").click()
    expect(dialog.get_by_text("3 dates are free")).to_be_visible()
    expect(dialog.get_by_text("Moved aside")).to_be_visible()
    dialog.get_by_role("button", name="Offer 3 dates").click()
    expect(bob.get_by_text("3 times offered")).to_be_visible()
    expect(item(bob, "Open", "Any service", "12:00–13:00")).to_be_visible()
    expect(item(alice, "Open", "Any service", "12:00–13:00", "Bob")).to_be_visible()


def test_what_changed_since_the_preview_is_shown_and_nothing_is_saved(
    window: Window, club: Club
) -> None:
    when = day(22)
    bob = window(BOB, on(when))
    bob.get_by_role("button", name="Offer time").click()
    bob.get_by_role("button", name="Preview the dates").click()
    expect(bob.get_by_text("1 date is free")).to_be_visible()
    club.ask(
        "POST",
        "/api/bookings/availability",
        {
            "staff_id": coach_id(club),
            "starts_at": instant(when, 9, 30),
            "ends_at": instant(when, 10, 30),
        },
    )
    bob.get_by_role("button", name="Offer 1 date").click()
    expect(bob.get_by_text("nothing was saved")).to_be_visible()
    expect(bob.get_by_text("Collides with: 09:30–10:30 open Changed")).to_be_visible()


def test_empty_time_is_offered_by_dragging_over_it(window: Window) -> None:
    when = day(23)
    alice = window(ALICE, on(when))
    column = alice.locator(".ec-body .ec-day").last
    box = column.bounding_box()
    hour = alice.get_by_text("12:00", exact=True).bounding_box()
    assert box and hour
    alice.mouse.move(box["x"] + 80, hour["y"] + 12)
    alice.mouse.down()
    alice.mouse.move(box["x"] + 80, hour["y"] + 40, steps=4)
    alice.mouse.move(box["x"] + 80, hour["y"] + 62, steps=4)
    alice.mouse.up()
    dialog = alice.get_by_role("dialog")
    expect(dialog.get_by_label("From")).to_have_value("12:00")
    expect(dialog.get_by_label("Until")).to_have_value("13:00")
    expect(dialog.get_by_label("Coach", exact=True)).to_have_value(_last_coach(alice))
    expect(dialog.get_by_text("Times in Berlin", exact=False)).to_be_visible()


def _last_coach(page: Page) -> str:
    """The coach whose column is the last one."""
    return str(page.locator("#staff option").last.get_attribute("value"))


def test_this_and_the_following_dates_are_withdrawn(window: Window, club: Club) -> None:
    first = day(30)
    club.ask(
        "POST",
        "/api/bookings/availability",
        {
            "staff_id": coach_id(club),
            "starts_at": instant(first, 20),
            "ends_at": instant(first, 21),
            "rrule": "FREQ=DAILY;COUNT=3",
        },
    )
    bob = window(BOB, on(day(31), "list"))
    item(bob, "Open", "20:00–21:00").click()
    bob.get_by_role("button", name="Withdraw…").click()
    bob.get_by_label("This and the following").check(force=True)
    bob.get_by_role("button", name="Withdraw", exact=True).click()
    expect(bob.get_by_text("2 times withdrawn")).to_be_visible()
    expect(item(bob, "Open", "20:00–21:00")).to_have_count(0)
    bob.get_by_role("button", name="Previous day").click()
    expect(item(bob, "Open", "20:00–21:00")).to_be_visible()
