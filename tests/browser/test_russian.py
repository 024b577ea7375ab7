"""Each person reads the board in a language of their own."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.async_api import Route, expect

from tests.browser.conftest import PHONE, Sit
from tests.browser.front_desk import LESSON, Desk
from tests.browser.marks import drives_chromium
from tests.browser.person import Person

pytestmark = drives_chromium


async def test_one_switches_to_russian_and_the_other_keeps_english(sit: Sit) -> None:
    chris, carol = await sit("chris"), await sit("carol")
    await chris.opens_live("/my")
    await chris.page.get_by_role("button", name="RU, Русский").click()
    await expect(chris.page.get_by_role("heading", name="Мои записи")).to_be_visible()
    await chris.sees_live()
    await expect(chris.page.locator("html")).to_have_attribute("lang", "ru")
    await carol.opens_live("/my")
    await expect(carol.page.get_by_role("heading", name="My bookings")).to_be_visible()

    # It is kept with the person: the same in a window that knows nothing of it.
    again = await sit("chris")
    await again.opens_live("/my")
    await expect(again.page.locator("html")).to_have_attribute("lang", "ru")
    await again.page.get_by_role("button", name="EN, English").click()
    await expect(again.page.get_by_role("heading", name="My bookings")).to_be_visible()


async def test_russian_counts_in_its_own_plural_forms(sit: Sit) -> None:
    ana = await sit("ana")

    async def counted(route: Route) -> None:
        """As many as were searched for: the number is the server's, what is said of it is ours."""
        total = int(parse_qs(urlsplit(route.request.url).query)["search"][0])
        pages = {"page": 1, "limit": 25, "total": total, "total_pages": 1}
        await route.fulfill(json={"success": True, "bookings": [], "pagination": pages})

    await ana.page.route("**/api/bookings?*", counted)
    await speaks(ana, "ru")
    for count, words in ((1, "1 запись"), (3, "3 записи"), (5, "5 записей"), (21, "21 запись")):
        await ana.opens(f"/board?search={count}")
        await expect(ana.page.locator(".result")).to_have_text(words)
    await speaks(ana, "en")


async def speaks(person: Person, locale: str) -> None:
    answer = await person.context.request.put(
        f"{person.base}/api/auth/me", data={"locale": locale}, headers={"origin": person.base}
    )
    assert answer.ok, await answer.text()


async def test_dates_and_money_are_written_the_russian_way(sit: Sit, desk: Desk) -> None:
    booking = await desk.asked(LESSON)
    visitor = await sit("nobody", signed_in=False, locale="ru-RU", **PHONE)
    await visitor.opens_live(booking["watch"])
    facts = visitor.page.locator("dl.facts")
    await expect(visitor.page.locator("html")).to_have_attribute("lang", "ru")
    await expect(facts).to_contain_text(re.compile(r"45,00\s€"))
    days = "понедельник|вторник|среда|четверг|пятница|суббота|воскресенье"
    await expect(facts).to_contain_text(re.compile(rf"({days}), \d+ [а-я]+"))
    await visitor.sees_no_sideways_scroll()
