"""The colours of DESIGN 2 as Tailwind has them, and that everything can be read, in both themes."""

import re
from pathlib import Path
from typing import Literal

import pytest

from server.bookings import rules
from server.words import ROOT
from tests.browser.conftest import Sit
from tests.browser.marks import drives_chromium

pytestmark = drives_chromium

LOOKS = Path(__file__).with_name("looks.js").read_text(encoding="utf-8")
TAILWIND = ROOT / "node_modules" / "tailwindcss" / "theme.css"
READABLE = 4.5  # WCAG 2.2 AA, text below 18 pt
VISIBLE = 3.0  # the same, signs

COLOURS = {
    "status": {
        "pending": "yellow-400", "paid": "blue-400", "confirmed": "green-500",
        "manual": "gray-500", "manual-paid": "lime-500", "completed": "emerald-600",
        "no-show": "red-400", "failed": "red-600", "cancelled": "gray-300",
    },
    "payment": {"paid": "green-500", "failed": "red-500", "unpaid": "yellow-400"},
    "attendance": {"pending": "gray-300", "completed": "blue-500", "no-show": "red-300"},
}  # fmt: skip
VALUES = {
    "status": {rules.label(a, p) for a in rules.ATTENDANCES for p in rules.PAYMENTS},
    "payment": set(rules.PAYMENTS),
    "attendance": set(rules.ATTENDANCES),
}


def tailwind() -> dict[str, str]:
    """Tailwind's palette by name, `yellow-400`."""
    theme = TAILWIND.read_text(encoding="utf-8")
    return dict(re.findall(r"--color-([a-z]+-\d+): ([^;]+);", theme))


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_tags_have_their_colours_and_can_be_read(
    sit: Sit, theme: Literal["light", "dark"]
) -> None:
    alice = await sit("alice", color_scheme=theme)
    await alice.opens_live("/board")
    await alice.page.evaluate(LOOKS)
    palette = tailwind()
    for kind, values in VALUES.items():
        for value in values:
            look = await alice.page.evaluate("([k, v]) => looks.tag(k, v)", [kind, value])
            about = f"{kind} {value} in the {theme} theme: {look}"
            assert look["word"] >= READABLE, about
            assert look["sign"] >= (READABLE if kind == "status" else VISIBLE), about
            if name := COLOURS[kind].get(value):
                wanted = await alice.page.evaluate("c => looks.rgb(c)", palette[name])
                assert look["ground"] == wanted, f"{about}, not {name}"
            assert look["struck"] == (value == "cancelled" and kind != "payment"), about


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_everything_on_the_board_can_be_read(
    sit: Sit, theme: Literal["light", "dark"]
) -> None:
    alice = await sit("alice", color_scheme=theme)
    await alice.opens_live("/board")
    await alice.page.locator("tbody tr[data-id]").first.wait_for()
    await alice.page.evaluate(LOOKS)
    assert await alice.page.evaluate("least => looks.faint(least)", READABLE) == []
    await alice.page.locator(".open-row").first.click()
    await alice.dialog.get_by_role("heading", name="History").wait_for()
    assert await alice.page.evaluate("least => looks.faint(least)", READABLE) == []
