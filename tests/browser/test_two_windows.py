"""Two admins with the board open: what one changes is on the other's screen, without a reload."""

import asyncio
import re

from playwright.async_api import expect

from tests.browser.conftest import Sit
from tests.browser.front_desk import Desk
from tests.browser.marks import drives_chromium

pytestmark = drives_chromium


async def test_a_change_lights_up_the_other_ones_row_and_says_who_did_it(
    sit: Sit, desk: Desk
) -> None:
    booking = await desk.entered()
    alice, ana = await sit("alice"), await sit("ana")
    for who in (alice, ana):
        await who.opens_board_with(booking)
        await who.marks_window()

    await alice.sets(booking, "confirmed")

    await alice.sees_toast("Status updated successfully")
    await alice.sees_status(booking, "Confirmed")
    await expect(ana.row(booking)).to_have_class(re.compile("glow-"))
    await ana.sees_status(booking, "Confirmed")
    await expect(ana.row(booking).locator(".last")).to_contain_text("Alice · confirmed")
    await expect(ana.page.locator("[aria-live].sr-only").first).to_be_attached()

    await ana.sets(booking, "paid")

    await ana.sees_toast("Status updated successfully")
    await expect(alice.row(booking).locator("[data-payment]")).to_have_attribute(
        "data-payment", "paid"
    )
    await expect(alice.row(booking).locator(".last")).to_contain_text("Ana · paid")
    await expect(alice.row(booking)).to_have_class(re.compile("glow-"))
    assert await alice.has_not_reloaded() and await ana.has_not_reloaded()


async def test_of_two_changes_at_once_the_loser_hears_who_was_first(sit: Sit, desk: Desk) -> None:
    booking = await desk.entered()
    alice, ana = await sit("alice"), await sit("ana")
    for who in (alice, ana):
        await who.opens_board_with(booking)
    ana.expects("409")
    # Ana's request waits until Alice's is through: both start from the same version.
    through = asyncio.Event()

    async def late(route, _request) -> None:  # type: ignore[no-untyped-def]
        await through.wait()
        await route.continue_()

    await ana.page.route("**/status", late)
    # Ana's window has not heard of it either: her socket is slower than her click.
    await ana.sets(booking, "cancelled")
    await expect(ana.row(booking).locator(".spinner")).to_be_visible()
    await expect(ana.select(booking)).to_be_disabled()
    await ana.sees_status(booking, "Cancelled")
    await alice.sets(booking, "confirmed")
    await alice.sees_toast("Status updated successfully")
    through.set()

    await ana.sees_toast("Update failed — please try again")
    await ana.sees_toast("Alice Andersson was first: the booking is now “Confirmed”.")
    await ana.sees_status(booking, "Confirmed")
    await expect(ana.select(booking)).to_be_enabled()
    await alice.sees_status(booking, "Confirmed")


async def test_undo_in_the_toast_brings_the_state_back_on_both_screens(
    sit: Sit, desk: Desk
) -> None:
    booking = await desk.entered()
    alice, ana = await sit("alice"), await sit("ana")
    for who in (alice, ana):
        await who.opens_board_with(booking)

    await alice.sets(booking, "cancelled")
    await ana.sees_status(booking, "Cancelled")
    await alice.toast("Status updated successfully").get_by_role("button", name="Undo").click()

    await alice.sees_toast("The change has been undone")
    for who in (alice, ana):
        await who.sees_status(booking, "Manual")
    assert (await desk.now(booking))["attendance_status"] == "manual"


async def test_an_avatar_says_who_edits_a_row_until_they_leave(sit: Sit, desk: Desk) -> None:
    booking = await desk.entered()
    alice, ana = await sit("alice"), await sit("ana")
    for who in (alice, ana):
        await who.opens_board_with(booking)

    await alice.select(booking).focus()
    await expect(
        ana.row(booking).get_by_role("img", name="Alice Andersson is editing")
    ).to_be_visible()
    await alice.opens_details(booking)
    await expect(ana.row(booking).get_by_role("img", name="Alice Andersson")).to_be_visible()
    await alice.page.close()
    await expect(ana.row(booking).locator(".avatar")).to_have_count(0)


async def test_what_one_types_survives_the_other_ones_change(sit: Sit, desk: Desk) -> None:
    booking = await desk.entered()
    alice, ana = await sit("alice"), await sit("ana")
    await alice.opens_board_with(booking)
    await ana.opens_board_with(booking)
    details = await ana.opens_details(booking)
    notes = details.get_by_label("Notes for staff")
    await notes.click()
    await notes.press_sequentially("Bring balls")
    for _ in range(5):
        await notes.press("ArrowLeft")
    caret = "element => [element.selectionStart, element.selectionEnd, element.scrollTop]"
    before = await notes.evaluate(caret)

    await alice.sets(booking, "confirmed")

    notice = details.locator(".meanwhile")
    await expect(notice).to_contain_text("Alice Andersson changed at")
    await expect(notice).to_contain_text("status")
    await expect(details.locator(".tags .pill")).to_have_text("Confirmed")
    await expect(notes).to_have_value("Bring balls")
    await expect(notes).to_be_focused()
    assert await notes.evaluate(caret) == before
    await notes.press_sequentially("new ")
    await expect(notes).to_have_value("Bring new balls")
    await details.get_by_role("button", name="Save").click()
    await ana.sees_toast("Saved")
    assert (await desk.now(booking))["notes"] == "Bring new balls"


async def test_notes_both_type_are_told_before_one_replaces_the_other(sit: Sit, desk: Desk) -> None:
    booking = await desk.entered()
    ana = await sit("ana")
    await ana.opens_board_with(booking)
    details = await ana.opens_details(booking)
    notes = details.get_by_label("Notes for staff")
    await notes.fill("Left-handed")
    await desk.note(booking, "Right-handed")
    await expect(details.locator(".meanwhile")).to_contain_text(
        "You are typing in the same place: notes."
    )
    await expect(notes).to_have_value("Left-handed")
