"""Who may what: every endpoint, every kind of caller, against one table."""

import pytest

from server.app import endpoints
from tests.http.everything import CALLERS, EVERYTHING, aim, make_room, path_of
from tests.http.house import House, the_house  # noqa: F401 - the fixture `house`

CODES = {401: "unauthenticated", 403: "forbidden", 404: "not_found"}


def test_every_endpoint_has_a_row_and_every_row_an_endpoint() -> None:
    assert sorted(EVERYTHING) == sorted(f"{e.method} {e.path}" for e in endpoints())
    assert {name: len(row.answers.split()) for name, row in EVERYTHING.items()} == dict.fromkeys(
        EVERYTHING, len(CALLERS)
    )


@pytest.mark.parametrize("who", CALLERS)
async def test_each_endpoint_answers_this_caller_as_the_table_says(who: str, house: House) -> None:
    await make_room(house)
    wrong = []
    for name, row in EVERYTHING.items():
        await aim(house, row)
        caller = who
        if who == "link":
            caller = await house.link(house.target)
        elif who != "stranger":
            caller, _ = await house.sign_in(who)  # anew: one of them signs out
        method, path = name.split()
        before = await house.traces()
        answer = await house.ask(caller, method, path_of(house, path), row.body(house, who))
        expected = int(row.answers.split()[CALLERS.index(who)])
        if answer.status_code != expected:
            wrong.append(f"{name}: {answer.status_code} instead of {expected}: {answer.text[:200]}")
        elif expected in CODES and answer.json()["code"] != CODES[expected]:
            wrong.append(f"{name}: {answer.text[:200]}")
        elif expected >= 400 and await house.traces() != before:
            wrong.append(f"{name}: refused, and something has changed")
    assert wrong == []
