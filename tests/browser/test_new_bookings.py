"""A booking one admin makes appears on the other's list where it belongs; no row moves for it."""

from playwright.async_api import expect

from tests.browser.conftest import Sit
from tests.browser.front_desk import Desk
from tests.browser.marks import drives_chromium
from tests.browser.person import box

pytestmark = drives_chromium


async def test_a_new_booking_appears_where_each_ones_filters_say(sit: Sit, desk: Desk) -> None:
    first = await desk.entered()
    family = first["customer_name"].split()[1]
    ana, third = await sit("ana"), await sit("ana")
    # Those of one family that are entered by hand, by name: the new one belongs below the first.
    await ana.opens_board_with({**first, "customer_name": family}, more="&sort=customer_name")
    await third.opens_board_with(first, more="&status=manual")

    slot = (await desk.slots())[0]
    await desk.book("bob", "", slot_id=slot["id"], customer_name=f"Zoe {family}")

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
