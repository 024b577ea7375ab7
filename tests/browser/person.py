"""A person at a window of their own, in the words of what they do and see."""

from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import (
    BrowserContext,
    ConsoleMessage,
    FloatRect,
    Locator,
    Page,
    expect,
)

from server.demo.people import PASSWORD
from tests.realtime.served import EMAILS


@dataclass
class Person:
    name: str
    context: BrowserContext
    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)
    _forgiven: list[str] = field(default_factory=list)

    @classmethod
    async def sits_down(cls, name: str, context: BrowserContext, base: str) -> "Person":
        person = cls(name, context, await context.new_page(), base)
        person.listens(person.page)
        return person

    def listens(self, page: Page) -> None:
        """Collects what a page must not say: errors, and what the security policy refused."""

        def said(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                self.complaints.append(message.text)

        page.on("console", said)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def expects(self, *words: str) -> None:
        """The browser's own line about an answer that this test is about, such as "409"."""
        self._forgiven += words

    def unexpected(self) -> list[str]:
        return [
            line for line in self.complaints if not any(word in line for word in self._forgiven)
        ]

    async def signs_in(self) -> None:
        """Without the form: that one has a test of its own."""
        answer = await self.context.request.post(
            f"{self.base}/sign-in",
            form={"email": EMAILS[self.name], "password": PASSWORD, "next": "/healthz"},
            headers={"origin": self.base},
        )
        assert answer.ok, await answer.text()

    async def opens(self, path: str) -> None:
        await self.page.goto(self.base + path, wait_until="domcontentloaded")

    async def opens_live(self, path: str) -> None:
        await self.opens(path)
        await self.sees_live()

    async def sees_live(self) -> None:
        await expect(self.page.locator(".freshness")).to_have_attribute("data-is", "live")

    async def opens_board_with(self, *bookings: dict[str, Any], more: str = "") -> None:
        """The board, searched for these customers; the first row is there."""
        names = bookings[0]["customer_name"].replace(" ", "+")
        await self.opens_live(f"/board?search={names}{more}")
        await expect(self.row(bookings[0])).to_be_visible()

    def row(self, booking: dict[str, Any]) -> Locator:
        return self.page.locator(f'[data-id="{booking["id"]}"]')

    def pill(self, booking: dict[str, Any]) -> Locator:
        return self.row(booking).locator(".pill")

    def select(self, booking: dict[str, Any]) -> Locator:
        return self.row(booking).get_by_role("combobox", name="Status of")

    async def sets(self, booking: dict[str, Any], status: str) -> None:
        await self.select(booking).select_option(status)

    async def sees_status(self, booking: dict[str, Any], word: str) -> None:
        await expect(self.pill(booking)).to_have_text(word)

    def toast(self, words: str) -> Locator:
        return self.page.locator(".toast").filter(has_text=words)

    async def sees_toast(self, words: str) -> None:
        await expect(self.toast(words)).to_be_visible()

    async def opens_details(self, booking: dict[str, Any]) -> Locator:
        await self.row(booking).get_by_role("button", name=booking["customer_name"]).click()
        await expect(self.dialog.get_by_role("heading", name="History")).to_be_visible()
        await expect(self.dialog.locator(".spinner")).to_have_count(0)
        return self.dialog

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    async def marks_window(self) -> None:
        """A mark that a reload would wipe out."""
        await self.page.evaluate("window.unmoved = true")

    async def has_not_reloaded(self) -> bool:
        return bool(await self.page.evaluate("window.unmoved === true"))

    async def sees_no_sideways_scroll(self) -> None:
        wide = await self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"


async def box(locator: Locator) -> FloatRect:
    found = await locator.bounding_box()
    assert found
    return found
