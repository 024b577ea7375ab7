"""The board by keyboard alone."""

from playwright.async_api import Locator, Page, expect

from server.demo.people import PASSWORD
from tests.browser.conftest import Sit
from tests.browser.front_desk import Desk
from tests.browser.marks import drives_chromium
from tests.realtime.served import EMAILS

pytestmark = drives_chromium

OUTLINE = """element => [element, ...element.querySelectorAll("*")].some((one) => {
  const { outlineStyle, outlineWidth } = getComputedStyle(one);
  return outlineStyle !== "none" && outlineWidth !== "0px";
})"""
STEPS = 60  # more than the controls before the first row


async def tabs_to(page: Page, target: Locator, key: str = "Tab") -> None:
    for _ in range(STEPS):
        if await target.evaluate("element => element === document.activeElement"):
            return
        await page.keyboard.press(key)
    raise AssertionError(f"not reached by {key}: {target}")


async def test_from_the_sign_in_to_a_changed_row_without_a_mouse(sit: Sit, desk: Desk) -> None:
    booking = await desk.entered()
    alice = await sit("alice", signed_in=False)
    page, keys = alice.page, alice.page.keyboard
    await alice.opens(f"/board?search={booking['customer_name'].split()[1]}")
    await expect(page.get_by_label("E-mail")).to_be_focused()
    await keys.type(EMAILS["alice"])
    await keys.press("Tab")
    await keys.type(PASSWORD)
    await keys.press("Enter")
    await alice.sees_live()
    await expect(alice.row(booking)).to_be_visible()

    await keys.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    await expect(skip).to_be_focused()
    await expect(skip).to_be_in_viewport()
    await keys.press("Enter")
    await expect(page.locator("#main")).to_be_focused()

    await tabs_to(page, alice.select(booking))
    outline = await alice.row(booking).locator(".status-select").evaluate(OUTLINE)
    assert outline, "the focus must be seen"
    await keys.type("Conf")
    await keys.press("Enter")
    await alice.sees_toast("Status updated successfully")
    await alice.sees_status(booking, "Confirmed")
    await expect(alice.select(booking)).to_be_focused()

    opener = alice.row(booking).get_by_role("button", name=booking["customer_name"])
    await tabs_to(page, opener, "Shift+Tab")
    await keys.press("Enter")
    await expect(alice.dialog.get_by_role("heading", name="History")).to_be_visible()
    await keys.press("Escape")
    await expect(alice.dialog).to_have_count(0)
    await expect(opener).to_be_focused()


async def test_a_dialog_keeps_the_focus_and_gives_it_back(sit: Sit) -> None:
    alice = await sit("alice")
    page = alice.page
    await alice.opens_live("/board")
    opener = page.get_by_role("button", name="New booking")
    await opener.focus()
    await page.keyboard.press("Enter")
    await expect(alice.dialog).to_be_visible()
    inside = """() => document.activeElement === document.body ||
                      document.querySelector("dialog").contains(document.activeElement)"""
    for key in ("Tab", "Shift+Tab"):
        for _ in range(14):
            await page.keyboard.press(key)
            assert await page.evaluate(inside), "the focus has left the dialog"
    await page.keyboard.press("Escape")
    await expect(opener).to_be_focused()
