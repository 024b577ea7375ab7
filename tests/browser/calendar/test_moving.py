"""A booking moves to another time, by mouse and by keyboard, and others see it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.booking.club import Club
from tests.browser.calendar.people import ALICE, ANA, BOB, booked, day, drag, item, on

Window = Callable[..., Page]


def test_dragged_booking_asks_first_and_moves_on_every_screen(window: Window, club: Club) -> None:
    when = day(10)
    booked(club, "Dora Dean", when, 9)
    alice, ana = window(ALICE, on(when)), window(ANA, on(when))
    drag(alice, item(alice, "Dora Dean", "09:00–10:00"), item(alice, "Open", "15:00–", "Bob"))
    dialog = alice.get_by_role("dialog", name="Move Dora Dean")
    expect(dialog.get_by_text("09:00–10:00")).to_be_visible()
    expect(dialog.get_by_text("15:00–16:00")).to_be_visible()
    expect(item(ana, "Dora Dean", "09:00–10:00")).to_be_visible()
    dialog.get_by_role("button", name="Move", exact=True).click()
    expect(item(ana, "Dora Dean", "15:00–16:00")).to_be_visible()
    expect(item(ana, "Open", "Private lesson", "09:00–10:00", "Bob")).to_be_visible()
    alice.get_by_role("button", name="Undo").click()
    expect(item(ana, "Dora Dean", "09:00–10:00")).to_be_visible()


def test_refused_move_goes_back_and_says_why(window: Window, club: Club) -> None:
    when = day(11)
    booked(club, "Dora Dean", when, 9)
    booked(club, "Emil Ernst", when, 10)
    alice = window(ALICE, on(when))
    drag(alice, item(alice, "Dora Dean"), item(alice, "Emil Ernst"))
    alice.get_by_role("dialog").get_by_role("button", name="Move", exact=True).click()
    expect(alice.get_by_text("Not moved: it is back where it was")).to_be_visible()
    expect(alice.get_by_text("That time is not free.")).to_be_visible()
    expect(item(alice, "Dora Dean", "09:00–10:00")).to_be_visible()


def test_booking_moves_by_keyboard_alone(window: Window, club: Club) -> None:
    when, later = day(12), day(13)
    booked(club, "Dora Dean", when, 9)
    bob, ana = window(BOB, on(when)), window(ANA, on(later))
    item(bob, "Dora Dean").focus()
    bob.keyboard.press("Enter")
    expect(bob.get_by_role("dialog", name="Dora Dean")).to_be_visible()
    bob.get_by_role("button", name="Move…").focus()
    bob.keyboard.press("Enter")
    dialog = bob.get_by_role("dialog", name="Move Dora Dean")
    expect(dialog.get_by_label("Day")).to_be_focused()
    dialog.get_by_label("Day").fill(later.isoformat())
    expect(dialog.get_by_label("14:00")).to_be_visible()
    dialog.get_by_label("14:00").focus()
    bob.keyboard.press("Space")
    expect(dialog.get_by_text("14:00–15:00")).to_be_visible()
    dialog.get_by_role("button", name="Move", exact=True).focus()
    bob.keyboard.press("Enter")
    expect(bob.get_by_text("The booking has been moved")).to_be_visible()
    expect(item(ana, "Dora Dean", "14:00–15:00")).to_be_visible()
    expect(item(bob, "Dora Dean")).to_have_count(0)
