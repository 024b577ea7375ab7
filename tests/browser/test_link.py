"""Carol and her secret link: the state of her booking, and paying for it."""

import re

from playwright.async_api import expect

from tests.browser.conftest import PHONE, Sit
from tests.browser.front_desk import LESSON, Desk
from tests.browser.marks import drives_chromium

pytestmark = drives_chromium


async def test_without_script_the_link_shows_the_booking_and_takes_the_money(
    sit: Sit, desk: Desk
) -> None:
    booking = await desk.asked(LESSON)
    carol = await sit("carol", signed_in=False, java_script_enabled=False, **PHONE)
    await carol.opens(booking["watch"])
    page = carol.page
    await expect(page.locator(".pill")).to_have_text("Pending")
    await expect(page.locator("dl.facts")).to_contain_text("€45.00")
    await expect(page.locator("dl.facts")).to_contain_text(booking["customer_name"])

    await page.get_by_role("button", name="Pay €45.00").click()
    await page.wait_for_url("**/pay/**")
    await expect(page.get_by_role("heading", name="Test checkout")).to_be_visible()
    await page.get_by_role("button", name="Decline the payment").click()
    await page.wait_for_url(f"**{booking['watch']}?paid=0")
    await expect(page.locator(".pill")).to_have_text("Payment failed")

    await page.get_by_role("button", name="Pay €45.00").click()
    await page.get_by_role("button", name="Pay €45.00").click()
    await page.wait_for_url(f"**{booking['watch']}?paid=1")
    await expect(page.locator(".pill")).to_have_text("Paid")
    await expect(page.get_by_role("button", name="Pay")).to_have_count(0)
    assert (await desk.now(booking))["payment_status"] == "paid"


async def test_paying_turns_the_link_and_the_board_to_paid_live(sit: Sit, desk: Desk) -> None:
    booking = await desk.asked(LESSON)
    watching, paying = (
        await sit("carol", signed_in=False),
        await sit("carol", signed_in=False, **PHONE),
    )
    alice = await sit("alice")
    await alice.opens_board_with(booking)
    await watching.opens_live(booking["watch"])
    await watching.marks_window()
    await expect(watching.page.locator(".pill")).to_have_text("Pending")

    await paying.opens_live(booking["watch"])
    await paying.page.get_by_role("button", name="Pay €45.00").click()
    await paying.page.get_by_role("button", name="Pay €45.00").click()

    for carol in (watching, paying):
        await expect(carol.page.locator(".pill")).to_have_text("Paid")
        await expect(carol.page.get_by_role("button", name="Pay")).to_have_count(0)
    await alice.sees_status(booking, "Paid")
    await expect(alice.row(booking).locator("[data-payment]")).to_have_attribute(
        "data-payment", "paid"
    )
    assert await watching.has_not_reloaded()
    await desk.set_status("ana", booking, "confirmed")
    await expect(watching.page.locator(".pill")).to_have_text("Confirmed")


async def test_a_declined_card_shows_on_both_screens_and_in_the_review(
    sit: Sit, desk: Desk
) -> None:
    booking = await desk.asked(LESSON)
    carol, alice, ana = await sit("carol", signed_in=False), await sit("alice"), await sit("ana")
    await alice.opens_board_with(booking)
    await ana.opens_live("/payments")
    await carol.opens_live(booking["watch"])
    await carol.page.get_by_role("button", name="Pay €45.00").click()
    await carol.page.get_by_role("button", name="Decline the payment").click()

    await expect(carol.page.locator(".pill")).to_have_text("Payment failed")
    await alice.sees_status(booking, "Payment failed")
    line = ana.page.locator("table.log tr").filter(
        has=ana.page.locator(f'a[href="/board?booking={booking["id"]}"]')
    )
    await expect(line.first).to_contain_text("Your card was declined.")
    await line.first.get_by_role("link", name="Open the booking").click()
    await expect(ana.dialog).to_contain_text("Your card was declined.")


async def test_a_link_that_was_taken_back_says_so_at_once(sit: Sit, desk: Desk) -> None:
    booking = await desk.asked(LESSON)
    carol = await sit("carol", signed_in=False)
    carol.expects("401", "403", "404", "WebSocket")
    await carol.opens_live(booking["watch"])
    answer = await desk.http.delete(
        f"/api/bookings/{booking['id']}/link",
        headers={"authorization": f"Bearer {desk.served.token('alice')}"},
    )
    assert answer.status_code in (200, 204), answer.text
    await expect(carol.page.locator(".pill")).to_have_count(0)
    await carol.opens(booking["watch"])
    await expect(carol.page.get_by_role("heading", name="There is nothing here")).to_be_visible()


async def test_a_client_pays_from_the_list_of_own_bookings(sit: Sit, desk: Desk) -> None:
    slot = (await desk.slots(LESSON))[0]
    made = await desk.ask("carol", "POST", "/api/bookings", {"slot_id": slot["id"]})
    carol = await sit("carol", **PHONE)
    await carol.opens_live("/my")
    card = carol.row(made["booking"])
    await card.get_by_role("button", name="Pay").tap()
    await carol.page.get_by_role("button", name=re.compile("^Pay")).tap()
    await carol.page.wait_for_url("**/my?paid=1")
    await carol.sees_status(made["booking"], "Paid")
