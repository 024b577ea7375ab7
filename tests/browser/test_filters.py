"""Filters, search, order and page live in the address: back works, and a reload keeps them."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.async_api import expect

from tests.browser.conftest import Sit
from tests.browser.front_desk import Desk
from tests.browser.marks import drives_chromium

pytestmark = drives_chromium


def asked(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


async def test_filters_live_in_the_address(sit: Sit) -> None:
    alice = await sit("alice")
    page = alice.page
    await alice.opens_live("/board")
    await expect(page.locator("tbody tr[data-id]").first).to_be_visible()

    await page.get_by_label("Status", exact=True).select_option("confirmed")
    await page.wait_for_url(re.compile("status=confirmed"))
    pills = page.locator("tbody .pill")
    await expect(page.locator('tbody .pill:not([data-status="confirmed"])')).to_have_count(0)
    await expect(pills.first).to_have_text("Confirmed")
    await page.get_by_role("button", name="Customer").click()
    await page.wait_for_url(re.compile("sort=customer_name"))
    await expect(page.locator("th.c-customer")).to_have_attribute("aria-sort", "ascending")
    names = await page.locator("tbody .open-row").all_inner_texts()
    assert len(names) > 5

    await page.reload()
    await expect(page.locator("tbody .open-row")).to_have_text(names)
    await expect(page.get_by_label("Status", exact=True)).to_have_value("confirmed")

    await page.go_back()
    await expect(page.locator("th.c-customer")).not_to_have_attribute("aria-sort", "ascending")
    assert asked(page.url) == {"status": "confirmed"}
    await page.go_back()
    await expect(page.get_by_label("Status", exact=True)).to_have_value("")
    assert asked(page.url) == {}
    await page.go_forward()
    await expect(page.get_by_label("Status", exact=True)).to_have_value("confirmed")
    await page.get_by_role("button", name="Clear").click()
    await expect(page.locator(".pages")).to_contain_text("Page 1 of")
    assert asked(page.url) == {}


async def test_the_search_waits_for_the_end_of_a_word(sit: Sit, desk: Desk) -> None:
    booking = await desk.entered()
    alice = await sit("alice")
    await alice.opens_live("/board")
    searched: list[str] = []
    alice.page.on(
        "request",
        lambda request: (
            searched.append(asked(request.url)["search"])
            if "/api/bookings?" in request.url and "search" in asked(request.url)
            else None
        ),
    )
    family = booking["customer_name"].split()[1]
    field = alice.page.get_by_label("Search by name")
    await field.press_sequentially(family)
    await expect(alice.page.locator("tbody tr[data-id]")).to_have_count(1)
    await expect(alice.row(booking)).to_be_visible()
    assert searched[-1] == family and len(searched) <= 2
    assert asked(alice.page.url) == {"search": family}
    await expect(field).to_be_focused()


async def test_pages_and_an_open_booking_live_in_the_address(sit: Sit) -> None:
    alice = await sit("alice")
    page = alice.page
    await alice.opens_live("/board?sort=created_at")
    rows = page.locator("tbody tr[data-id]")
    await expect(rows).to_have_count(25)
    first = await rows.first.get_attribute("data-id")
    await page.get_by_role("button", name="Next page").click()
    await page.wait_for_url(re.compile("page=2"))
    await expect(rows.first).not_to_have_attribute("data-id", first or "")
    second = await rows.first.get_attribute("data-id")
    await rows.first.locator(".open-row").click()
    await page.wait_for_url(re.compile(f"booking={second}"))
    await page.reload()
    await expect(alice.dialog.get_by_role("heading", name="History")).to_be_visible()
    await expect(page.locator(".pages")).to_contain_text("Page 2 of")
    await page.go_back()
    await expect(alice.dialog).to_have_count(0)
    await page.go_back()
    await expect(rows.first).to_have_attribute("data-id", first or "")


async def test_what_is_typed_into_the_address_cannot_break_the_page(sit: Sit) -> None:
    alice = await sit("alice")
    alice.expects("400")
    await alice.opens("/board?page=-3&sort=nothing&status=%3Cb%3E&search=%00")
    await expect(alice.page.get_by_role("heading", name="Bookings")).to_be_visible()
    await expect(alice.page.get_by_role("alert").first).to_be_visible()
