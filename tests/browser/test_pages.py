"""Every page: fits a phone, in both themes, says nothing in the console, and names its controls."""

import asyncio
from typing import Literal

import pytest
from playwright.async_api import expect

from tests.browser.conftest import PHONE, Sit
from tests.browser.front_desk import LESSON, Desk
from tests.browser.marks import drives_chromium
from tests.browser.person import Person

pytestmark = drives_chromium

UNNAMED = """() => {
  const said = (one) => [
    one.getAttribute("aria-label"),
    one.title,
    one.labels?.[0]?.innerText,
    document.getElementById(one.getAttribute("aria-labelledby"))?.innerText,
    one.matches("input, select, textarea") ? "" : one.innerText,
  ].some((words) => words?.trim());
  return [...document.querySelectorAll("button, input, select, textarea, a[href]")]
    .filter((one) => one.type !== "hidden" && one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => !said(one))
    .map((one) => one.outerHTML.slice(0, 120));
}"""
TOO_SMALL = """() => [...document.querySelectorAll("main button, main select, main input")]
  .filter((one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
  .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.height < 24 || box.width < 24))
  .map(([html]) => html)"""


async def looks_well(person: Person) -> None:
    await person.sees_no_sideways_scroll()
    assert await person.page.evaluate(UNNAMED) == [], person.page.url
    assert await person.page.evaluate(TOO_SMALL) == [], person.page.url  # WCAG 2.2, 2.5.8
    assert await person.page.locator("h1").count() == 1, person.page.url


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_every_page_fits_a_phone(
    sit: Sit, desk: Desk, theme: Literal["light", "dark"]
) -> None:
    booking = await desk.asked(LESSON)
    alice, bob, carol, nobody = await asyncio.gather(
        sit("alice", color_scheme=theme, **PHONE),
        sit("bob", color_scheme=theme, **PHONE),
        sit("carol", color_scheme=theme, **PHONE),
        sit("nobody", signed_in=False, color_scheme=theme, **PHONE),
    )
    nobody.expects("404")
    for person, path in ((alice, "/board"), (alice, "/payments"), (bob, "/coach"), (carol, "/my"),
                         (nobody, booking["watch"])):  # fmt: skip
        await person.opens_live(path)
        await expect(person.page.locator('.skeleton, [aria-busy="true"]')).to_have_count(0)
        await looks_well(person)
    await nobody.page.get_by_role("button", name="Pay €45.00").click()
    await nobody.page.wait_for_url("**/pay/**")
    await looks_well(nobody)
    for path in ("/sign-in", "/nowhere"):
        await nobody.opens(path)
        await looks_well(nobody)

    await alice.opens_live(f"/board?booking={booking['id']}")
    await expect(alice.dialog.get_by_role("heading", name="History")).to_be_visible()
    await looks_well(alice)
    await alice.page.keyboard.press("Escape")
    await alice.page.get_by_role("button", name="New booking").tap()
    await alice.dialog.get_by_label(LESSON).check()
    await looks_well(alice)
    await alice.page.keyboard.press("Escape")
    await alice.page.get_by_role("button", name="Filters").tap()
    await expect(alice.page.get_by_label("Source")).to_be_visible()
    await looks_well(alice)


async def test_the_theme_switch_is_remembered(sit: Sit) -> None:
    alice = await sit("alice", color_scheme="light")
    await alice.opens_live("/payments")
    switch = alice.page.locator("#theme")
    root = alice.page.locator("html")
    await expect(switch).to_have_accessible_name("Theme: as the system")
    await switch.click()
    await switch.click()
    await expect(root).to_have_attribute("data-theme", "dark")
    await alice.page.reload()
    await expect(root).to_have_attribute("data-theme", "dark")
    await expect(switch).to_have_accessible_name("Theme: dark")
