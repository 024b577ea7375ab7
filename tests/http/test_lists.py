"""The list against a filter in Python over everything there is."""

import random
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from server import clock
from server.bookings import rules
from tests.http.house import House, the_house  # noqa: F401 - the fixture `house`
from tests.http.plenty import BERLIN, MIDNIGHT, NOW, TICK, plant

Booking = dict[str, Any]
Test = Callable[[Booking, str], bool]


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _begins(booking: Booking) -> datetime:
    return _instant(booking["starts_at"])


def _day(booking: Booking) -> date:
    return _begins(booking).astimezone(BERLIN).date()


def _from(booking: Booking, value: str) -> bool:
    if "T" in value:
        return _begins(booking) >= _instant(value)
    return _day(booking) >= date.fromisoformat(value)


def _until(booking: Booking, value: str) -> bool:
    if "T" in value:
        return _begins(booking) <= _instant(value)
    return _day(booking) <= date.fromisoformat(value)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _found(booking: Booking, search: str) -> bool:
    """Each word begins a word of the name or e-mail, or is part of the phone's digits."""
    texts = [*_plain(booking["customer_name"]).split(), _plain(booking["customer_email"] or "")]
    words = [word for text in texts for word in (text, *re.findall(r"\w+", text))]
    phone = re.sub(r"\D", "", booking["customer_phone"])
    for word in _plain(search).split():
        digits = re.sub(r"\D", "", word) if re.fullmatch(r"[+()\d./-]+", word) else ""
        if not any(w.startswith(word) for w in words) and not (digits and digits in phone):
            return False
    return True


def _equals(field: str) -> Test:
    return lambda booking, value: booking[field] == value


TESTS: dict[str, Test] = {
    "start_date": _from,
    "end_date": _until,
    "service_id": _equals("service_id"),
    "staff_id": _equals("staff_id"),
    "status": _equals("status"),
    "attendance_status": _equals("attendance_status"),
    "payment_status": _equals("payment_status"),
    "source": _equals("booking_source"),
    "search": _found,
}
DATES = [
    "2026-03-28", "2026-03-29", "2026-03-30", "2026-10-24", "2026-10-25", "2026-10-26",
    MIDNIGHT.astimezone(BERLIN).date().isoformat(), "0001-01-01", "9999-12-31",
]  # fmt: skip
INSTANTS = [
    "2026-03-28T23:00:00Z", "2026-03-29T00:00:00+01:00", "2026-10-25T23:00:00.000Z",
    "2026-10-25T22:59:59.999Z", clock.iso(NOW), clock.iso(NOW - TICK),
]  # fmt: skip
SEARCHES = [
    "car", "CLARKE c", "zoe", "Zoë", "dijk van", "иван", "Соко", "lopez", "garcía-l", "o’b",
    "brien", "ann", "ann berg", "client@north", "northside", "tom_ob", "mail.t", "12-34@",
    "12-3", "1712345", "+49 171", "(171)", "234567", "49", "arke", "nobody", "+49 zoe", "555",
]  # fmt: skip


def _values(house: House) -> dict[str, list[str]]:
    cast = house.cast
    return {
        "start_date": DATES + INSTANTS,
        "end_date": DATES + INSTANTS,
        "service_id": [cast.lesson, cast.video, cast.group],
        "staff_id": [str(cast.bob.staff_id), str(cast.bea.staff_id)],
        "status": list(rules.STATUSES),
        "attendance_status": list(rules.ATTENDANCES),
        "payment_status": list(rules.PAYMENTS),
        "source": list(rules.SOURCES),
        "search": SEARCHES,
    }


async def _all(house: House, who: str = "alice", **query: Any) -> list[Booking]:
    answer = await house.get(who, "/api/bookings", limit=200, **query)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["pagination"]["total"] == len(body["bookings"])
    return body["bookings"]  # type: ignore[no-any-return]


async def test_each_value_of_each_filter_finds_what_fits_it(house: House) -> None:
    await plant(house.db, house.cast)
    everything = await _all(house)
    assert len(everything) == 120
    wrong, hits = [], dict.fromkeys(TESTS, 0)
    for name, values in _values(house).items():
        for value in values:
            expected = [b["id"] for b in everything if TESTS[name](b, value)]
            found = [b["id"] for b in await _all(house, **{name: value})]
            hits[name] += 0 < len(found) < 120
            if found != expected:
                wrong.append(f"{name}={value}: {len(found)} instead of {len(expected)}")
    assert wrong == []
    assert min(hits.values()) >= 2  # each filter has really narrowed something


async def test_filters_together_find_what_fits_all_of_them(house: House) -> None:
    await plant(house.db, house.cast)
    everything = await _all(house)
    dice, values, found_some = random.Random(9), _values(house), 0
    for _ in range(60):
        names = dice.sample(sorted(TESTS), dice.randint(2, 4))
        query = {name: dice.choice(values[name]) for name in names}
        expected = [b for b in everything if all(TESTS[n](b, v) for n, v in query.items())]
        assert await _all(house, **query) == expected, query
        found_some += bool(expected)
    assert found_some >= 10


SORTS: dict[str, Callable[[Booking], Any]] = {
    "created_at": lambda b: b["created_at"],
    "starts_at": lambda b: b["starts_at"],
    "customer_name": lambda b: b["customer_name"],
    "service_name": lambda b: b["service_name"],
    "staff_name": lambda b: b["staff_name"],
    "status": lambda b: b["status"],
    "payment_status": lambda b: b["payment_status"],
    "total": lambda b: b["price"]["total"]["amount"],
}


async def test_each_sort_orders_the_list_both_ways(house: House) -> None:
    await plant(house.db, house.cast)
    everything = await _all(house)
    for name, key in SORTS.items():
        upwards = sorted(everything, key=lambda b: (key(b), b["id"]))
        assert await _all(house, sort=name) == upwards, name
        assert await _all(house, sort=f"-{name}") == upwards[::-1], name
    newest = sorted(everything, key=lambda b: (b["created_at"], b["id"]), reverse=True)
    assert everything == newest


async def test_pages_together_are_the_list(house: House) -> None:
    await plant(house.db, house.cast)
    everything = await _all(house, sort="customer_name")
    for limit in (1, 7, 50, 200):
        pages = -(-120 // limit)
        some = range(1, pages + 1) if limit > 1 else (1, 2, 60, 120)
        for page in some:
            answer = await house.get(
                "alice", "/api/bookings", sort="customer_name", page=page, limit=limit
            )
            body = answer.json()
            assert body["bookings"] == everything[(page - 1) * limit : page * limit]
            assert body["pagination"] == {
                "page": page, "limit": limit, "total": 120, "total_pages": pages,
            }  # fmt: skip


async def test_page_beyond_the_last_is_empty(house: House) -> None:
    await plant(house.db, house.cast)
    body = (await house.get("alice", "/api/bookings", page=1_000_000)).json()
    assert body["bookings"] == []
    assert body["pagination"] == {"page": 1_000_000, "limit": 20, "total": 120, "total_pages": 6}


async def test_empty_board_has_no_pages(house: House) -> None:
    body = (await house.get("alice", "/api/bookings")).json()
    assert (body["success"], body["bookings"]) == (True, [])
    assert body["pagination"] == {"page": 1, "limit": 20, "total": 0, "total_pages": 0}


@pytest.mark.parametrize("who", ["bob", "bea", "carol", "chris"])
async def test_list_of_others_is_what_is_theirs(who: str, house: House) -> None:
    await plant(house.db, house.cast)
    caller = getattr(house.cast, who)
    field, id_ = ("staff_id", caller.staff_id) if caller.staff_id else ("user_id", caller.id)
    everything = await _all(house)
    mine = await _all(house, who)
    assert [b["id"] for b in mine] == [b["id"] for b in everything if b[field] == id_]
    assert {"notes" in b for b in mine} <= {caller.role == "coach"}
    other = {"bob": "bea", "bea": "bob"}.get(who)
    if other:
        assert await _all(house, who, staff_id=getattr(house.cast, other).staff_id) == []


async def test_list_names_the_heads_of_the_readers_streams(house: House) -> None:
    cast = house.cast
    await house.books("alice")
    heads = {}
    for who in ("alice", "bob", "carol", "chris"):
        streams = (await house.get(who, "/api/bookings")).json()["streams"]
        assert len({stream["epoch"] for stream in streams.values()}) == 1
        heads[who] = {name: stream["head"] for name, stream in streams.items()}
    calendars = {f"availability:{cast.bob.staff_id}": 1, f"availability:{cast.bea.staff_id}": 0}
    assert heads == {
        "alice": {f"admins:{cast.tenant_id}": 1, **calendars},
        "bob": {f"coach:{cast.bob.staff_id}": 1, **calendars},
        "carol": {f"client:{cast.carol.id}": 1, **calendars},
        "chris": {f"client:{cast.chris.id}": 0, **calendars},
    }
