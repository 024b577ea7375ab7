"""The board as CSV: what the list says, and nothing that a spreadsheet would run."""

import csv
import io
from typing import Any

import pytest

from server.bookings import export
from tests.http.house import House, the_house  # noqa: F401 - the fixture `house`
from tests.http.plenty import plant

PATH = "/api/bookings/export.csv"


async def _exported(house: House, **query: Any) -> list[dict[str, str]]:
    answer = await house.get("alice", PATH, **query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="bookings.csv"'
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


async def _listed(house: House, **query: Any) -> list[dict[str, Any]]:
    answer = await house.get("alice", "/api/bookings", limit=200, **query)
    return answer.json()["bookings"]  # type: ignore[no-any-return]


def _texts(bookings: list[dict[str, Any]], *names: str) -> list[list[str]]:
    return [["" if b[name] is None else str(b[name]) for name in names] for b in bookings]


@pytest.mark.parametrize("page", [7, 1_000])
async def test_export_is_the_list(page: int, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "PAGE", page)
    await plant(house.db, house.cast)
    names = ("id", "status", "payment_status", "starts_at", "customer_email", "created_at")
    lines, bookings = await _exported(house), await _listed(house)
    assert [[line[name] for name in names] for line in lines] == _texts(bookings, *names)
    totals = [str(b["price"]["total"]["amount"]) for b in bookings]
    assert [line["total"] for line in lines] == totals
    assert {line["currency"] for line in lines} == {"EUR"}


async def test_export_is_narrowed_like_the_list(house: House) -> None:
    await plant(house.db, house.cast)
    for query in ({"status": "paid"}, {"search": "zoe"}, {"start_date": "2026-10-25"}):
        ids = [line["id"] for line in await _exported(house, **query)]
        assert ids == [b["id"] for b in await _listed(house, **query)] != []
    assert await _exported(house, search="nobody at all") == []
    assert (await house.get("alice", PATH, status="asleep")).status_code == 400


async def test_cells_are_words_and_never_formulas(house: House) -> None:
    dangerous = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1")
    for slot, notes in zip(house.cast.slots, dangerous, strict=False):
        await house.books("alice", slot, notes=f"x{notes}")
        await house.runs("UPDATE bookings SET notes = :n WHERE notes = :old", n=notes,
                         old=f"x{notes}")  # fmt: skip
    cells = {line["notes"] for line in await _exported(house)}
    assert cells == {f"'{notes}" for notes in dangerous}
    assert {line["customer_phone"] for line in await _exported(house)} == {"+491711234567"}


async def test_cells_keep_line_breaks_quotes_and_letters(house: House) -> None:
    notes = 'two\nlines, "quoted"; Zoë и Иван'
    await house.books("alice", notes=notes, customer_name="Ольга Петрова")
    (line,) = await _exported(house)
    assert (line["notes"], line["customer_name"]) == (notes, "Ольга Петрова")


async def test_export_of_another_tenant_is_empty(house: House) -> None:
    await house.books("alice")
    answer = await house.get("mallory", PATH)
    assert list(csv.reader(io.StringIO(answer.text))) == [list(export.COLUMNS)]
