"""Everything one customer has booked, in one place."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.booking.club import Club
from tests.browser.calendar.people import ALICE, booked, day

Window = Callable[..., Page]


def test_bookings_of_a_customer_are_there_at_once_and_in_the_readers_language(
    window: Window, club: Club
) -> None:
    booked(club, "Otto Orth", day(8), 10)
    alice = window(ALICE)
    alice.locator(".open-row", has_text="Otto Orth").first.click()
    alice.get_by_role("link", name="All bookings of Otto Orth").click()
    expect(alice.get_by_role("heading", name="Otto Orth")).to_be_visible()
    expect(alice.get_by_text("1 booking", exact=True)).to_be_visible()
    expect(alice.get_by_text("10:00–11:00")).to_be_visible()
    course = club.service("Beginners’ course")
    stream = next(one for one in course["streams"] if one["slot_id"])
    club.ask("POST", "/api/bookings", {
        "slot_id": stream["slot_id"], "customer_name": "Otto Orth",
        "customer_phone": "+491711234567", "booking_source": "direct",
    })  # fmt: skip
    expect(alice.get_by_text("2 bookings", exact=True)).to_be_visible()
    item = alice.locator("li.kept", has_text="Beginners’ course")
    expect(item.get_by_text(stream["label"])).to_be_visible()
    alice.get_by_role("button", name="Русский").click()
    expect(alice.get_by_text("2 записи", exact=True)).to_be_visible()
    alice.get_by_role("button", name="English").click()
    expect(alice.get_by_text("2 bookings", exact=True)).to_be_visible()


def test_customer_who_is_not_there_is_an_empty_page(window: Window) -> None:
    alice = window(ALICE, "/customers/nobody")
    expect(alice.get_by_text("This customer is not here")).to_be_visible()


def test_customer_without_bookings_is_told_so(window: Window, club: Club) -> None:
    id_ = booked(club, "Pia Pohl", day(9), 15)
    customer = club.ask("GET", f"/api/bookings/{id_}")["booking"]["customer_id"]
    club.ask("PATCH", f"/api/bookings/{id_}", {"customer_name": "Pia Post"})
    alice = window(ALICE, f"/customers/{customer}")
    expect(alice.get_by_text("No bookings yet")).to_be_visible()
