"""Admins keep what can be booked and with whom."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.booking.club import Club
from tests.browser.calendar.people import ALICE, day

Window = Callable[..., Page]
PHONE = {"width": 360, "height": 740}


def test_new_service_is_kept_with_all_its_terms(window: Window, club: Club) -> None:
    alice = window(ALICE, "/services")
    alice.get_by_role("button", name="New service").click()
    form = alice.get_by_role("dialog", name="New service")
    form.get_by_label("Name in English").fill("Court hire")
    form.get_by_label("Name in Russian").fill("Аренда корта")
    form.get_by_label("Description in Russian").fill("Час на корте.")
    form.get_by_label("Format").select_option("Online")
    form.get_by_label("Link").fill("https://meet.example.org/court")
    form.get_by_label("Longest").fill("120")
    form.get_by_label("In steps of").fill("30")
    form.get_by_label("Amount, EUR").fill("22,50")
    form.get_by_role("button", name="Add a price").click()
    form.get_by_label("Minutes", exact=True).nth(1).fill("90")
    form.get_by_label("Amount, EUR").nth(1).fill("30")
    form.get_by_label("VAT included, %").fill("19")
    form.get_by_label("Booking", exact=True).select_option("By request: the coach answers")
    form.get_by_label("A request keeps its time until it is answered").check()
    form.get_by_label("Kept free after, minutes").fill("15")
    form.get_by_role("button", name="Add a rule").click()
    form.get_by_label("Bea Brandt").uncheck()
    form.get_by_role("button", name="Save").click()
    expect(alice.get_by_text("Service created")).to_be_visible()
    kept = club.service("Court hire")
    assert kept["durations"] == {"min": 60, "max": 120, "default": 60, "step": 30}
    assert [(one["duration_minutes"], one["amount"]) for one in kept["prices"]] == [
        (60, 2250),
        (90, 3000),
    ]
    assert (kept["vat_percent"], kept["instant"], kept["request_blocks_slot"]) == (19, False, True)
    assert (kept["format"], kept["location"]) == ("online", "https://meet.example.org/court")
    assert kept["translations"]["ru"]["name"] == "Аренда корта"
    assert kept["cancellation"] == [{"hours_before": 24, "refund_percent": 50}]
    assert kept["buffer_after"] == 15
    staff = {one["id"]: one["name"] for one in club.ask("GET", "/api/staff")["staff"]}
    names = [staff[id_] for id_ in kept["staff_ids"]]
    assert "Bob Becker" in names and "Bea Brandt" not in names


def test_mistake_is_said_beside_its_field_and_nothing_typed_is_lost(
    window: Window, club: Club
) -> None:
    alice = window(ALICE, "/services")
    alice.get_by_role("button", name="Edit Small group").click()
    form = alice.get_by_role("dialog", name="Small group")
    form.get_by_label("Description in English").fill("Now with balls.")
    form.get_by_label("Amount, EUR").fill("cheap")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_text("Enter an amount in EUR, like 45 or 45.50.")).to_be_visible()
    expect(form.get_by_label("Amount, EUR")).to_be_focused()
    form.get_by_label("Amount, EUR").fill("19")
    form.get_by_label("Places").fill("0")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_text("This must be at least 1.")).to_be_visible()
    expect(form.get_by_label("Places")).to_be_focused()
    expect(form.get_by_label("Description in English")).to_have_value("Now with balls.")
    form.get_by_label("Places").fill("6")
    form.get_by_role("button", name="Save").click()
    expect(alice.get_by_text("Service saved")).to_be_visible()
    kept = club.service("Small group")
    assert (kept["description"], kept["capacity"]) == ("Now with balls.", 6)


def test_archived_service_can_be_restored(window: Window, club: Club) -> None:
    alice = window(ALICE, "/services")
    alice.get_by_role("button", name="Archive Video analysis").click()
    expect(alice.get_by_text("Service archived")).to_be_visible()
    assert club.service("Video analysis")["active"] is False
    alice.get_by_role("button", name="Restore Video analysis").click()
    expect(alice.get_by_role("button", name="Archive Video analysis")).to_be_visible()
    assert club.service("Video analysis")["active"] is True


def test_course_gets_new_dates_on_a_phone(window: Window, club: Club) -> None:
    alice = window(ALICE, "/services", viewport=PHONE)
    alice.get_by_role("button", name="Add course dates").click()
    form = alice.get_by_role("dialog")
    form.get_by_label("Name in English").fill("Night course")
    form.get_by_label("Places").fill("5")
    form.get_by_label("Day").fill(day(40).isoformat())
    form.get_by_label("From").fill("20:00")
    form.get_by_label("Until").fill("21:30")
    form.get_by_role("button", name="Add a date").click()
    expect(form.get_by_label("Day").nth(1)).to_have_value(day(47).isoformat())
    form.get_by_role("button", name="Save").click()
    expect(alice.get_by_text("Course dates added")).to_be_visible()
    expect(alice.get_by_text("2 dates · 5 of 5 free")).to_be_visible()
    streams = club.service("Beginners’ course")["streams"]
    made = next(one for one in streams if one["label"] == "Night course")
    assert (made["starts_on"], made["ends_on"]) == (day(40).isoformat(), day(47).isoformat())
    assert alice.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_coach_is_added_and_changed(window: Window, club: Club) -> None:
    alice = window(ALICE, "/staff")
    alice.get_by_role("button", name="New coach").click()
    form = alice.get_by_role("dialog", name="New coach")
    form.get_by_label("Name", exact=True).fill("Cleo Cruz")
    form.get_by_label("Time zone").select_option("Europe/Madrid")
    form.get_by_label("Privacy").select_option("Only staff see the free times")
    form.get_by_label("Who signs in for it").select_option(
        label="Ana Almeida, admin2@northside.test"
    )
    form.get_by_role("button", name="Save").click()
    expect(alice.get_by_text("Coach added")).to_be_visible()
    alice.get_by_role("button", name="Edit Cleo Cruz").click()
    form = alice.get_by_role("dialog", name="Cleo Cruz")
    expect(form.get_by_text("No booking moves when the zone changes")).to_be_visible()
    expect(form.get_by_label("Who signs in for it")).to_be_disabled()
    form.get_by_label("Time zone").select_option("Asia/Tokyo")
    form.get_by_label("Can be booked").uncheck()
    form.get_by_role("button", name="Save").click()
    expect(alice.get_by_text("Coach saved")).to_be_visible()
    staff = club.ask("GET", "/api/staff")["staff"]
    cleo = next(one for one in staff if one["name"] == "Cleo Cruz")
    assert (cleo["timezone"], cleo["privacy"], cleo["active"]) == ("Asia/Tokyo", "private", False)
