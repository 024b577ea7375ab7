"""Two visitors want one time: what one takes is gone for the other, at once and kindly."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.booking.club import (
    Club,
    choose_service,
    go_to_day,
    introduce,
    open_page,
    times,
)

Visitors = Callable[..., BrowserContext]


def at_bobs(visitor: BrowserContext, day: int, page: Page | None = None) -> Page:
    """Somebody who looks at Bob's lessons on one day."""
    page = page or open_page(visitor)
    choose_service(page, "Private lesson")
    page.get_by_label("Bob Becker").check(force=True)
    go_to_day(page, day)
    return page


def choose(page: Page, time: str) -> None:
    page.locator(".times .slot", has_text=time).click()
    page.wait_for_selector(".summary")


def book(page: Page) -> None:
    introduce(page)
    page.get_by_role("button", name="Book and pay").click()
    page.wait_for_url("**/pay/**")


def test_time_that_someone_takes_disappears_in_its_place_and_comes_back(
    club: Club, visitor: Visitors
) -> None:
    zoe, max_ = at_bobs(visitor(), 8), at_bobs(visitor(), 8)
    wanted, *others = times(zoe)
    before = max_.locator(".times .slot", has_text=others[0]).bounding_box()
    choose(zoe, wanted)
    book(zoe)
    expect(max_.locator(".times .slot", has_text=wanted)).to_have_count(0)
    assert times(max_) == others
    assert max_.locator(".times .slot", has_text=others[0]).bounding_box() == before

    club.end_holds()
    expect(max_.locator(".times .slot", has_text=wanted)).to_have_count(1)
    assert times(max_) == [wanted, *others]


def test_whose_time_goes_is_told_kindly_and_takes_the_nearest_other(visitor: Visitors) -> None:
    zoe, max_ = at_bobs(visitor(), 9), at_bobs(visitor(), 9)
    wanted = times(zoe)[1]
    choose(zoe, wanted)
    choose(max_, wanted)
    introduce(max_, name="Max Frisch")
    book(zoe)
    alert = max_.get_by_role("alert")
    expect(alert).to_contain_text(f"Sorry, {wanted} on")
    alert.get_by_role("button").first.click()
    expect(max_.locator(".summary")).to_contain_text("Private lesson")
    expect(max_.get_by_label("Your name")).to_have_value("Max Frisch")
    book(max_)


def test_losing_the_race_at_the_button_offers_others_and_keeps_the_details(
    visitor: Visitors,
) -> None:
    zoe = at_bobs(visitor(), 10)
    offline = visitor()
    offline.route_web_socket("**/socket.io/**", lambda socket: None)  # hears nothing of the others
    page = offline.new_page()
    page.goto("/book/northside")
    max_ = at_bobs(offline, 10, page)
    wanted = times(zoe)[0]
    choose(max_, wanted)
    introduce(max_)
    choose(zoe, wanted)
    book(zoe)
    max_.get_by_role("button", name="Book and pay").click()
    alert = max_.get_by_role("alert")
    expect(alert).to_contain_text(f"Sorry, {wanted} on")
    expect(max_.locator(".times .slot", has_text=wanted)).to_have_count(0)
    alert.get_by_role("button").first.click()
    expect(max_.get_by_label("Your name")).to_have_value("Zoë Meyer")
    max_.get_by_role("button", name="Book and pay").click()
    max_.wait_for_url("**/pay/**")


def test_hold_counts_down_and_when_it_lapses_one_can_book_again(
    club: Club, visitor: Visitors
) -> None:
    page = at_bobs(visitor(), 11)
    choose(page, times(page)[0])
    book(page)
    page.goto(page.locator("form.stack input[name=next]").first.input_value())
    page.wait_for_selector('[data-is="live"]')
    timer = page.get_by_role("timer")
    first = timer.inner_text()
    assert first.startswith(("14:", "15:"))
    expect(timer).not_to_have_text(first)

    club.end_holds()
    expect(page.locator(".state .pill")).to_have_text("Cancelled")
    expect(page.locator("main")).to_contain_text("It was not paid in time")
    page.get_by_role("link", name="Book again").click()
    page.wait_for_url("**/book/northside?service=*")
    expect(page.locator(".offer.is-chosen")).to_contain_text("Private lesson")
