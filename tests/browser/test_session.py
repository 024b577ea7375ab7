"""Rights that end or were never there."""

import re

from playwright.async_api import expect

from server.demo.people import PASSWORD
from tests.browser.conftest import Sit
from tests.browser.front_desk import LESSON, Desk
from tests.browser.marks import drives_chromium
from tests.realtime.served import EMAILS

pytestmark = drives_chromium


async def test_after_signing_out_elsewhere_one_signs_in_and_is_back_where_one_was(
    sit: Sit, desk: Desk
) -> None:
    booking = await desk.entered()
    alice = await sit("alice")
    alice.expects("401", "WebSocket")
    await alice.opens_board_with(booking, more="&sort=customer_name")
    here = alice.page.url

    other_tab = await alice.context.new_page()
    alice.listens(other_tab)
    await other_tab.goto(alice.base + "/payments")
    await other_tab.get_by_role("button", name="Sign out").click()
    await other_tab.wait_for_url("**/sign-in")

    # The stream ends with the session, which leads there by itself; a click would too.
    await alice.page.wait_for_url(re.compile(r"/sign-in\?next="))
    await alice.page.get_by_label("E-mail").fill(EMAILS["alice"])
    await alice.page.get_by_label("Password").fill("not this one")
    await alice.page.get_by_role("button", name="Sign in", exact=True).click()
    await expect(alice.page.get_by_role("alert")).to_be_visible()
    await alice.page.get_by_label("Password").fill(PASSWORD)
    await alice.page.get_by_role("button", name="Sign in", exact=True).click()
    await expect(alice.row(booking)).to_be_visible()
    assert alice.page.url == here


async def test_an_outsider_finds_nothing_of_another_tenant(sit: Sit, desk: Desk) -> None:
    booking = await desk.asked(LESSON)
    mallory = await sit("mallory")
    mallory.expects("404")
    await mallory.opens_live("/board")
    await expect(mallory.page.get_by_text("No bookings yet")).to_be_visible()
    await desk.set_status("alice", booking, "confirmed")
    own = mallory.page.locator(".who-tenant")
    await expect(own).to_have_text("Southside Studio")

    await mallory.opens(f"/board?booking={booking['id']}")
    await expect(mallory.dialog).to_contain_text("This booking is not here")
    await mallory.opens(f"/board?search={booking['customer_name'].replace(' ', '+')}")
    await expect(mallory.page.get_by_text("No bookings match these filters")).to_be_visible()
    for path in ("/b/AAAAAAAAAAAAAAAAAAAAAAAAAAAA", "/pay/cs_test_guess", "/board/northside", "/x"):
        await mallory.opens(path)
        await expect(
            mallory.page.get_by_role("heading", name="There is nothing here")
        ).to_be_visible()
        assert "northside" not in (await mallory.page.content()).lower().replace(path, "")


async def test_each_role_has_its_pages_and_no_others(sit: Sit) -> None:
    for name, home, closed in (
        ("bob", "/coach", ("/board", "/payments", "/my")),
        ("carol", "/my", ("/board", "/payments", "/coach")),
    ):
        person = await sit(name)
        person.expects("403", "404")
        await person.opens_live("/")
        assert person.page.url == person.base + home
        for path in closed:
            answer = await person.page.goto(person.base + path)
            assert answer and answer.status in (403, 404), path
            await expect(person.page.locator(".code")).to_be_visible()
