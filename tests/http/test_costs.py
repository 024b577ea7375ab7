"""No page costs a query per row: as many statements for 200 bookings as for one."""

from typing import Any

import pytest

from server.storage.postgres import PostgresTx
from server.storage.sqlite import SqliteTx
from tests.http.house import House, the_house  # noqa: F401 - the fixture `house`
from tests.http.plenty import plant

ASKING = [(kind, name) for kind in (SqliteTx, PostgresTx) for name in ("one", "all", "run")]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement of every transaction, from now on."""
    statements: list[str] = []

    def noting(kind: Any, name: str) -> Any:
        ask = getattr(kind, name)

        async def noted(tx: Any, sql: str, /, **values: Any) -> Any:
            statements.append(sql)
            return await ask(tx, sql, **values)

        return noted

    for kind, name in ASKING:
        monkeypatch.setattr(kind, name, noting(kind, name))
    return statements


@pytest.mark.parametrize("path", ["/api/bookings?limit={n}", "/api/bookings?limit={n}&search=a"])
async def test_list_of_many_costs_what_a_list_of_one_does(
    path: str, house: House, asked: list[str]
) -> None:
    await plant(house.db, house.cast)
    await house.token("alice")
    costs, rows = [], []
    for limit in (1, 20, 200):
        asked.clear()
        answer = await house.get("alice", path.format(n=limit))
        rows.append(len(answer.json()["bookings"]))
        costs.append(sum(" bookings b" in sql for sql in asked))
    assert costs == [2, 2, 2]  # the page, and how many there are in all
    assert rows[:2] == [1, 20]
    assert rows[2] > 20


async def test_statistics_and_export_read_the_bookings_once(house: House, asked: list[str]) -> None:
    await plant(house.db, house.cast)
    await house.token("alice")
    asked.clear()
    await house.get("alice", "/api/bookings/stats")
    assert sum(" bookings b" in sql for sql in asked) == 1
    asked.clear()
    await house.get("alice", "/api/bookings/export.csv")
    assert sum(" bookings b" in sql for sql in asked) == 2  # one page, and that there is no more
