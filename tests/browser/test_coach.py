"""Bob on his phone: what waits for his answer, and what became of the day's sessions."""

import asyncio

from playwright.async_api import expect

from tests.browser.conftest import PHONE, Sit
from tests.browser.front_desk import LESSON, Desk
from tests.browser.marks import drives_chromium
from tests.browser.person import Person

pytestmark = drives_chromium


async def goes_to_day_of(coach: Person, name: str) -> None:
    """Turns the days, as a person does, until the session is there; from today on."""
    today = coach.page.get_by_role("button", name="Today")
    if await today.is_enabled():
        await today.click()
    card = coach.page.locator("li.card .hours + .who-with").filter(has_text=name)
    heading = coach.page.locator("#sessions")
    for _ in range(5):  # the earliest free times are tomorrow's at the latest
        if await card.count():
            return
        shown = await heading.inner_text()
        async with coach.page.expect_response("**/api/bookings?*"):
            await coach.page.get_by_role("button", name="Next day").click()
        await expect(heading).not_to_have_text(shown)
        await expect(coach.page.locator('[aria-busy="true"]')).to_have_count(0)
    raise AssertionError(f"no session of {name} in the next days")


async def test_a_request_comes_in_on_the_phone_and_its_answer_goes_to_the_board(
    sit: Sit, desk: Desk
) -> None:
    bob, bea, alice = await asyncio.gather(sit("bob", **PHONE), sit("bea"), sit("alice"))
    await bob.opens_live("/coach")
    await bea.opens_live("/coach")
    request = await desk.asked()

    await expect(bob.row(request)).to_contain_text(request["customer_name"])
    await bob.sees_no_sideways_scroll()
    await alice.opens_board_with(request)
    await alice.sees_status(request, "Requested")
    await bob.row(request).get_by_role("button", name="Accept the request of").tap()

    await bob.sees_toast("Request accepted")
    await bob.sees_status(request, "Confirmed")
    await alice.sees_status(request, "Confirmed")
    await expect(alice.row(request).locator(".last")).to_contain_text("Bob · confirmed")
    await expect(bea.page.get_by_text(request["customer_name"])).to_have_count(0)
    # Nothing of it reached Bea by reading anew either.
    await bea.page.reload()
    await bea.sees_live()
    await expect(bea.page.get_by_text(request["customer_name"])).to_have_count(0)


async def test_declining_with_a_message(sit: Sit, desk: Desk) -> None:
    request = await desk.asked()
    bob = await sit("bob", **PHONE)
    await bob.opens_live("/coach")
    card = bob.row(request)
    await card.get_by_role("button", name="Add a message").tap()
    await card.get_by_label("Message to the customer").fill("I am away that day.")
    await card.get_by_role("button", name="Decline the request of").tap()
    await bob.sees_toast("Request declined")
    await bob.sees_status(request, "Declined")
    assert (await desk.now(request))["attendance_status"] == "declined"


async def test_marking_what_became_of_sessions(sit: Sit, desk: Desk) -> None:
    soon = await desk.slots(LESSON)
    came, missed = [
        await desk.book("bob", "", slot_id=slot["id"], customer_name=name)
        for slot, name in zip(soon[-2:], ("Came Along", "Missed It"), strict=True)
    ]
    for booking in (came, missed):
        await desk.set_status("alice", booking, "confirmed")
    bob, alice = await asyncio.gather(sit("bob", **PHONE), sit("alice"))
    await bob.opens_live("/coach")
    await alice.opens_live("/board")

    for booking, outcome in ((came, "Completed"), (missed, "No-show")):
        await goes_to_day_of(bob, booking["customer_name"])
        await bob.row(booking).get_by_role("button", name=outcome).tap()
        await bob.sees_toast("Status updated successfully")
        await bob.sees_status(booking, outcome)
        await alice.sees_status(booking, outcome)
        await bob.toast("Status").first.get_by_role("button", name="Close").click()
    await bob.sees_no_sideways_scroll()
