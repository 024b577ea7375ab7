"""One change of many bookings: an outcome for each row, whatever becomes of the others."""

from typing import Any

from tests.http.house import House, the_house  # noqa: F401 - the fixture `house`

PATH = "/api/bookings/bulk"


async def _mixed(house: House) -> dict[str, str]:
    """Bookings in different states; what confirming each of them comes to."""
    bookings = [await house.books("alice", slot) for slot in house.cast.slots[:4]]
    for booking, status in zip(bookings[1:3], ("confirmed", "cancelled"), strict=True):
        await house.patch("alice", f"/api/bookings/{booking['id']}", {"status": status})
    rivals = [await house.requests(who) for who in ("carol", "chris")]
    await house.post("bob", f"/api/bookings/{rivals[0]['id']}/accept")
    ids = [b["id"] for b in (*bookings, rivals[1])]
    outcomes = ("changed", "unchanged", "invalid_transition", "changed", "slot_taken")
    return dict(zip(ids, outcomes, strict=True)) | {"no such booking": "not_found"}


def _outcomes(results: list[dict[str, Any]]) -> dict[str, str]:
    return {r["id"]: r["code"] if r["outcome"] == "refused" else r["outcome"] for r in results}


async def test_each_row_has_its_own_outcome(house: House) -> None:
    expected = await _mixed(house)
    answer = await house.post("ana", PATH, {"ids": list(expected), "status": "confirmed"})
    assert answer.status_code == 200
    results = answer.json()["results"]
    assert [result["id"] for result in results] == list(expected)
    assert _outcomes(results) == expected
    for result in results:
        if result["outcome"] == "refused":
            assert set(result) == {"id", "outcome", "code"}
        else:
            assert result["booking"] == await _listed(house, result["id"])
            assert result["booking"]["status"] == "confirmed"


async def _listed(house: House, booking_id: str) -> dict[str, Any]:
    listed = (await house.get("alice", "/api/bookings", limit=200)).json()["bookings"]
    return next(b for b in listed if b["id"] == booking_id)  # type: ignore[no-any-return]


async def test_dry_run_foresees_the_outcomes_and_changes_nothing(house: House) -> None:
    expected = await _mixed(house)
    before = await house.traces()
    body = {"ids": list(expected), "status": "confirmed", "dry_run": True}
    foreseen = _outcomes((await house.post("ana", PATH, body)).json()["results"])
    assert await house.traces() == before
    done = await house.post("ana", PATH, body | {"dry_run": False})
    assert _outcomes(done.json()["results"]) == expected
    # Whether a place is still free is known only when it is taken.
    unforeseen = {id_ for id_, outcome in expected.items() if outcome == "slot_taken"}
    assert {i for i in expected if foreseen[i] != expected[i]} <= unforeseen


async def test_rows_that_are_refused_leave_nothing_behind(house: House) -> None:
    expected = await _mixed(house)
    refused = [i for i, outcome in expected.items() if outcome not in ("changed", "unchanged")]
    before = await house.traces()
    await house.post("ana", PATH, {"ids": refused, "status": "confirmed"})
    assert await house.traces() == before


async def test_each_changed_row_is_told_once(house: House) -> None:
    ids = [(await house.books("alice", slot))["id"] for slot in house.cast.slots[:5]]
    heads = await house.rows("SELECT max(seq) AS n FROM events WHERE stream LIKE 'admins:%'")
    await house.post("alice", PATH, {"ids": [*ids, *ids], "status": "completed"})
    rows = await house.rows(
        "SELECT booking_id FROM events WHERE stream LIKE 'admins:%' AND seq > :n", n=heads[0]["n"]
    )
    assert sorted(row["booking_id"] for row in rows) == sorted(ids)


async def test_same_key_again_changes_nothing_more(house: House) -> None:
    ids = [(await house.books("alice", slot))["id"] for slot in house.cast.slots[:3]]
    body = {"ids": ids, "status": "completed"}
    answers = [await house.post("alice", PATH, body, idempotency_key="k") for _ in range(2)]
    assert answers[0].json()["results"] == answers[1].json()["results"]
    assert {result["outcome"] for result in answers[1].json()["results"]} == {"changed"}


async def test_five_thousand_rows_are_taken_and_no_more(house: House) -> None:
    real = (await house.books("alice"))["id"]
    ids = [f"no such booking {number:05d}" for number in range(4_999)]
    answer = await house.post("alice", PATH, {"ids": [*ids, real], "status": "confirmed"})
    outcomes = _outcomes(answer.json()["results"])
    assert (len(outcomes), outcomes.pop(real), set(outcomes.values())) == (
        5_000, "changed", {"not_found"},
    )  # fmt: skip
    for wrong in ([*ids, real, "one more"], [], [7], "all", None):
        answer = await house.post("alice", PATH, {"ids": wrong, "status": "confirmed"})
        assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")
