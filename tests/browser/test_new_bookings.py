"""A booking one admin makes appears on the other's list where it belongs; no row moves for it."""

from typing import Any

from playwright.async_api import Locator, expect

from tests.browser.conftest import Sit
from tests.browser.front_desk import LESSON, Desk, new_name
from tests.browser.marks import drives_chromium
from tests.browser.person import Person, box

pytestmark = drives_chromium


async def begins(alice: Person, slot: dict[str, Any], name: str) -> Locator:
    """Alice fills in the dialog; the booking is not made yet."""
    await alice.page.get_by_role("button", name="New booking").click()
    dialog = alice.dialog
    await expect(dialog.get_by_label("Service")).to_be_focused()
    await dialog.get_by_label("Service").select_option(LESSON)
    await dialog.get_by_label("Coach").select_option(slot["staff_id"])
    await dialog.locator(f'input[value="{slot["id"]}"]').check()
    await dialog.get_by_label("Customer’s name").fill(name)
    await dialog.get_by_label("Phone").fill("+49 171 7654321")
    return dialog


async def test_a_booking_from_the_dialog_appears_where_the_other_ones_filters_say(
    sit: Sit, desk: Desk
) -> None:
    first = await desk.entered()
    family = first["customer_name"].split()[1]
    alice, ana, third = await sit("alice"), await sit("ana"), await sit("ana")
    await alice.opens_live("/board")
    # Those of one family that are entered by hand, by name: the new one belongs below the first.
    await ana.opens_board_with({**first, "customer_name": family}, more="&sort=customer_name")
    await third.opens_board_with(first, more="&status=manual")

    dialog = await begins(alice, (await desk.slots())[-1], f"Zoe {family}")
    await dialog.get_by_role("button", name="Create booking").click()

    await alice.sees_toast("Booking created")
    await expect(alice.dialog).to_have_count(0)
    rows = ana.page.locator("tbody tr")
    await expect(rows).to_have_count(2)
    await expect(rows.nth(1)).to_contain_text(f"Zoe {family}")
    await expect(rows.nth(1).locator(".last")).to_contain_text("Alice · new booking")
    await expect(ana.page.locator(".result")).to_contain_text("2 bookings")
    # "Quinn ..." is another's search: she got the same event and it changed nothing.
    await expect(third.page.locator("tbody tr")).to_have_count(1)


async def test_no_row_moves_under_the_pointer_or_the_focus(sit: Sit, desk: Desk) -> None:
    first, second = await desk.entered(), await desk.entered()
    ana = await sit("ana")
    await ana.opens_live("/board")
    await ana.row(first).hover()
    before = [await box(ana.row(booking)) for booking in (second, first)]

    newest = await desk.entered()  # the newest stand on top
    offer = ana.page.get_by_role("button", name="Show 1 new")
    await expect(offer).to_be_visible()
    await expect(ana.row(newest)).to_have_count(0)
    assert [await box(ana.row(booking)) for booking in (second, first)] == before

    await ana.select(first).focus()
    await ana.page.mouse.move(2, 2)
    later = await desk.entered()
    await expect(ana.page.get_by_role("button", name="Show 2 new")).to_be_visible()
    assert [await box(ana.row(booking)) for booking in (second, first)] == before
    await expect(ana.select(first)).to_be_focused()

    await ana.page.get_by_role("button", name="Show 2 new").click()
    await expect(ana.row(newest)).to_be_visible()
    await expect(ana.page.locator("tbody tr").first).to_have_attribute("data-id", later["id"])


async def test_a_row_that_no_longer_matches_stays_under_the_focus(sit: Sit, desk: Desk) -> None:
    booking = await desk.entered()
    alice, ana = await sit("alice"), await sit("ana")
    await alice.opens_board_with(booking)
    await ana.opens_board_with(booking, more="&status=manual")
    await ana.select(booking).focus()
    place = await box(ana.row(booking))

    await alice.sets(booking, "confirmed")

    await ana.sees_status(booking, "Confirmed")
    await expect(ana.page.locator(".result")).to_contain_text("0 bookings")
    assert await box(ana.row(booking)) == place
    await ana.page.get_by_label("Search by name").focus()
    await expect(ana.row(booking)).to_have_count(0)
    await expect(ana.page.get_by_text("No bookings match these filters")).to_be_visible()


async def test_a_time_taken_meanwhile_is_said_kindly_with_the_times_that_are_free(
    sit: Sit, desk: Desk
) -> None:
    alice = await sit("alice")
    alice.expects("409")
    await alice.opens_live("/board")
    slot, name = (await desk.slots())[-1], new_name()
    dialog = await begins(alice, slot, name)
    await desk.book("bob", "", slot_id=slot["id"], customer_name=new_name())

    await dialog.get_by_role("button", name="Create booking").click()

    await expect(dialog.get_by_role("alert")).to_have_text(
        "That time has just been taken. These are free now:"
    )
    await expect(dialog.locator(f'input[value="{slot["id"]}"]')).to_have_count(0)
    await expect(dialog.get_by_label("Customer’s name")).to_have_value(name)
    await dialog.get_by_role("radio").first.check()
    await dialog.get_by_role("button", name="Create booking").click()
    await alice.sees_toast("Booking created")


async def test_the_dialog_says_what_is_missing_where_it_is_missing(sit: Sit) -> None:
    alice = await sit("alice")
    await alice.opens_live("/board")
    await alice.page.get_by_role("button", name="New booking").click()
    await alice.dialog.get_by_role("button", name="Create booking").click()
    service = alice.dialog.get_by_label("Service")
    await expect(service).to_be_focused()
    await expect(service).to_have_accessible_description("Choose a service.")
    await expect(alice.dialog.get_by_label("Phone")).to_have_accessible_description(
        "Enter a phone number."
    )
