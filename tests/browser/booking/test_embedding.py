"""The booking page in a club's own site: one line, as high as it is, for allowed sites alone."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, FrameLocator, Page, expect

from server.demo.people import PASSWORD
from tests.browser.booking.club import Club, website

Visitors = Callable[..., BrowserContext]


def site(club: Club) -> str:
    line = f'<script src="{club.address}/embed/northside.js" async></script>'
    return f"<!doctype html><html lang=en><title>Our club</title><h1>Our club</h1>{line}"


def fits(page: Page, frame: FrameLocator) -> None:
    """The frame is as high as what is in it."""
    page.wait_for_function(
        """() => { const f = document.querySelector('iframe');
                   return f.style.height !== '40rem' && f.offsetHeight > 200; }"""
    )
    inner = frame.locator("html")
    expect(inner).to_have_js_property("clientWidth", page.locator("iframe").bounding_box()["width"])  # type: ignore[index]
    page.wait_for_function("() => document.querySelector('iframe').offsetHeight > 0")
    assert inner.evaluate("html => html.scrollHeight <= html.clientHeight")


def test_club_embeds_its_booking_page_by_one_line(club: Club, visitor: Visitors) -> None:
    with website(site(club)) as origin:
        club.ask("PATCH", "/api/tenant", {"embed_origins": [origin]})
        page = visitor(viewport={"width": 700, "height": 900}).new_page()
        page.goto(origin)
        frame = page.frame_locator("iframe")
        frame.locator('[data-is="live"]').wait_for()
        fits(page, frame)
        low = page.locator("iframe").evaluate("frame => frame.offsetHeight")

        frame.get_by_role("button", name=re.compile("^Private lesson")).click()
        frame.locator(".times .slot").first.click()
        frame.locator(".summary").wait_for()
        page.wait_for_function(f"() => document.querySelector('iframe').offsetHeight > {low}")
        fits(page, frame)

        frame.get_by_label("Your name").fill("Zoë Meyer")
        frame.get_by_label("Phone").fill("+49 30 901820")
        frame.get_by_role("button", name="Book and pay").click()
        page.wait_for_url("**/pay/**")  # the whole window, not the frame
        expect(page.get_by_role("button", name="Pay €45.00")).to_be_visible()


def test_request_stays_on_the_clubs_page_with_a_link_to_watch_it(
    club: Club, visitor: Visitors
) -> None:
    with website(site(club)) as origin:
        club.ask("PATCH", "/api/tenant", {"embed_origins": [origin]})
        page = visitor().new_page()
        page.goto(origin)
        frame = page.frame_locator("iframe")
        frame.get_by_role("button", name=re.compile("^Video analysis")).click()
        frame.locator(".times .slot").first.click()
        frame.get_by_label("Your name").fill("Zoë Meyer")
        frame.get_by_label("Phone").fill("+49 30 901820")
        frame.get_by_role("button", name="Send the request").click()
        expect(frame.locator(".state .pill")).to_have_text("Requested")
        assert page.url.startswith(origin)
        frame.get_by_role("link", name="See your booking").click()
        page.wait_for_url(f"{club.address}/b/**")


def test_site_that_no_admin_allowed_gets_no_booking_page(club: Club, visitor: Visitors) -> None:
    club.ask("PATCH", "/api/tenant", {"embed_origins": ["https://club.example.org"]})
    with website(site(club)) as origin:
        page = visitor().new_page()
        with page.expect_event("console", lambda message: "frame-ancestors" in message.text):
            page.goto(origin)
        expect(page.frame_locator("iframe").locator(".book")).to_have_count(0)


def test_admin_allows_a_site_and_copies_the_line(club: Club, visitor: Visitors) -> None:
    context = visitor(viewport={"width": 1100, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("/sign-in?next=/settings")
    page.get_by_label("E-mail").fill("admin@northside.test")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    sites = page.get_by_label("Sites that may embed")
    sites.fill("https://Club.example.org/\nfish.example.org")
    page.get_by_role("button", name="Save").click()
    expect(sites).to_have_accessible_description(
        "fish.example.org: This is not an address like https://www.example.org."
    )
    sites.fill("https://Club.example.org/")
    page.get_by_role("button", name="Save").click()
    expect(sites).to_have_value("https://club.example.org")
    page.get_by_role("button", name="Copy").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f'<script src="{club.address}/embed/northside.js" async></script>'
