"""The figures of the board against a recount in Python."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from starlette.applications import Starlette

from server import clock
from server.app import create_app
from server.bookings import rules
from server.settings import Settings
from tests.cast import Cast
from tests.http.house import House, the_house  # noqa: F401 - the fixture `house`
from tests.http.plenty import BERLIN, DAY, NOW, plant

TODAY = NOW.astimezone(BERLIN).date()


@pytest.fixture
async def app(settings: Settings, cast: Cast) -> AsyncIterator[Starlette]:
    """The application at a moment that stands still."""
    application = create_app(settings, clock=lambda: NOW)
    async with application.router.lifespan_context(application):
        yield application


def recounted(bookings: list[dict[str, Any]]) -> dict[str, Any]:
    status = Counter(b["status"] for b in bookings)
    source = Counter(b["booking_source"] for b in bookings)
    gone = {"cancelled", "declined"}
    over = gone | {"completed", "no-show"}
    begins = {b["id"]: datetime.fromisoformat(b["starts_at"]) for b in bookings}
    known = status["completed"] + status["no-show"]
    return {
        "total_bookings": len(bookings),
        "today_bookings": sum(
            begins[b["id"]].astimezone(BERLIN).date() == TODAY
            for b in bookings if b["status"] not in gone
        ),
        "upcoming_bookings": sum(
            begins[b["id"]] > NOW for b in bookings if b["status"] not in over
        ),
        "completed_bookings": status["completed"],
        "no_show_count": status["no-show"],
        "no_show_rate": round(status["no-show"] / known, 4) if known else 0,
        "cancelled_bookings": status["cancelled"],
        "by_source": {name: source[name] for name in rules.SOURCES},
        "by_status": {name: status[name] for name in rules.STATUSES},
    }  # fmt: skip


async def _stats(house: House, **query: str) -> dict[str, Any]:
    answer = await house.get("alice", "/api/bookings/stats", **query)
    assert (answer.status_code, answer.json()["success"]) == (200, True)
    return answer.json()["stats"]  # type: ignore[no-any-return]


async def _bookings(house: House, **query: str) -> list[dict[str, Any]]:
    answer = await house.get("alice", "/api/bookings", limit=200, **query)
    return answer.json()["bookings"]  # type: ignore[no-any-return]


async def test_figures_are_those_of_all_bookings(house: House) -> None:
    await plant(house.db, house.cast)
    stats = await _stats(house)
    assert stats == recounted(await _bookings(house))
    assert min(stats["today_bookings"], stats["upcoming_bookings"]) > 0


@pytest.mark.parametrize(
    "query",
    [
        {"start_date": TODAY.isoformat()},
        {"end_date": "2026-10-25"},
        {"start_date": "2026-10-25", "end_date": "2026-10-25"},
        {"start_date": clock.iso(NOW), "end_date": clock.iso(NOW + DAY)},
        {"start_date": "1999-12-24", "end_date": "1999-12-26"},
        {"start_date": "2026-12-01", "end_date": "2026-11-01"},
    ],
    ids=("from today", "until", "one day", "two instants", "nothing", "the wrong way round"),
)
async def test_figures_of_a_range_are_those_of_its_bookings(
    query: dict[str, str], house: House
) -> None:
    await plant(house.db, house.cast)
    assert await _stats(house, **query) == recounted(await _bookings(house, **query))


async def test_figures_of_an_empty_board_are_nothing(house: House) -> None:
    assert await _stats(house) == recounted([])


async def test_figures_follow_each_change(house: House) -> None:
    booking = await house.books("alice")
    steps = []
    for status in ("confirmed", "no-show"):
        await house.patch("bob", f"/api/bookings/{booking['id']}/status", {"status": status})
        stats = await _stats(house)
        assert stats == recounted(await _bookings(house))
        steps.append(
            (stats["by_status"][status], stats["upcoming_bookings"], stats["no_show_rate"])
        )
    assert steps == [(1, 1, 0), (1, 0, 1)]


async def test_today_is_the_tenants_day(house: House) -> None:
    """In Auckland the day begins and ends half a day before it does in Berlin."""
    await house.runs("UPDATE tenants SET timezone = 'Pacific/Auckland'")
    await plant(house.db, house.cast)
    zone = ZoneInfo("Pacific/Auckland")
    bookings = [b for b in await _bookings(house) if b["status"] not in ("cancelled", "declined")]
    days = [datetime.fromisoformat(b["starts_at"]).astimezone(zone).date() for b in bookings]
    assert (await _stats(house))["today_bookings"] == days.count(NOW.astimezone(zone).date())
