"""Another tenant's people get nothing of northside, whatever they ask and whatever they are."""

from typing import Any

import pytest

from server.app import endpoints
from tests.http.everything import EVERYTHING, aim, make_room, path_of
from tests.http.house import House, the_house  # noqa: F401 - the fixture `house`

OWNED = [e for e in endpoints() if e.who]
FILTERS = (
    "service_id={lesson}", "staff_id={bob}", "search=carol", "search=1711234567", "status=manual",
)  # fmt: skip


async def _of_northside(house: House) -> set[str]:
    """Ids and words that nobody outside may read."""
    found = {"Carol Clarke", "+491711234567", "client@northside.test", "Knee injury"}
    for table in ("bookings", "customers", "staff", "services", "slots", "users"):
        theirs = "" if table == "users" else f"WHERE tenant_id = '{house.cast.tenant_id}'"
        found |= {row["id"] for row in await house.rows(f"SELECT id FROM {table} {theirs}")}
    return (found | {house.cast.tenant_id}) - {str(house.cast.mallory.id)}


@pytest.mark.parametrize("role", ["admin", "coach", "client"])
async def test_no_endpoint_tells_another_tenant_anything(role: str, house: House) -> None:
    await make_room(house)
    await house.books("alice", notes="Knee injury")
    await house.runs(
        "UPDATE memberships SET role = :r WHERE user_id = :u", r=role, u=house.cast.mallory.id
    )
    leaks: list[str] = []
    for endpoint in OWNED:
        name = f"{endpoint.method} {endpoint.path}"
        await aim(house, EVERYTHING[name])
        before = await house.traces()
        token, _ = await house.sign_in("mallory")
        body = EVERYTHING[name].body(house, "alice")
        path = path_of(house, endpoint.path)
        answer = await house.ask(token, endpoint.method, path, body)
        asked = {str(house.target["id"])} if "bulk" in path else set()
        told = [s for s in await _of_northside(house) - asked if s in answer.text]
        refused = 404 if role in endpoint.who else 403
        if told:
            leaks.append(f"{name} tells {told}")
        if "{" in endpoint.path and answer.status_code != refused:
            leaks.append(f"{name} answers {answer.status_code}: {answer.text[:200]}")
        if await house.traces() != before:
            leaks.append(f"{name} changes something")
    assert leaks == []


async def test_lists_of_another_tenant_are_empty_however_they_are_asked(house: House) -> None:
    await house.books("alice")
    names = {"lesson": house.cast.lesson, "bob": str(house.cast.bob.staff_id)}
    found: dict[str, Any] = {}
    for wanted in FILTERS:
        query = wanted.format(**names)
        assert (await house.get("alice", f"/api/bookings?{query}")).json()["bookings"] != []
        found[query] = (await house.get("mallory", f"/api/bookings?{query}")).json()["bookings"]
    for query in ("service_id={lesson}", "staff_id={bob}"):
        path = f"/api/slots?{query.format(**names)}"
        assert (await house.get("alice", path)).json()["slots"] != []
        found[path] = (await house.get("mallory", path)).json()["slots"]
    assert found == {asked: [] for asked in found}


async def test_streams_of_another_tenant_are_not_named(house: House) -> None:
    await house.books("alice")
    streams = (await house.get("mallory", "/api/bookings")).json()["streams"]
    assert {name: head["head"] for name, head in streams.items()} == {
        f"admins:{house.cast.other_tenant_id}": 0
    }


async def test_bulk_change_of_another_tenants_bookings_is_refused(house: House) -> None:
    booking = await house.books("alice")
    before = await house.traces()
    for dry_run in (True, False):
        body = {"ids": [booking["id"]], "status": "confirmed", "dry_run": dry_run}
        answer = await house.post("mallory", "/api/bookings/bulk", body)
        assert answer.json()["results"] == [
            {"id": booking["id"], "outcome": "refused", "code": "not_found"}
        ]
    assert await house.traces() == before


async def test_session_is_of_one_tenant_even_for_who_belongs_to_two(house: House) -> None:
    """Mallory is a client of northside too; her session of southside shows nothing of it."""
    cast = house.cast
    await house.runs(
        """INSERT INTO memberships (tenant_id, user_id, role, created_at)
           VALUES (:t, :u, 'client', '9')""",
        t=cast.tenant_id,
        u=cast.mallory.id,
    )
    booking = await house.books("alice", customer_email="admin@southside.test")
    assert booking["user_id"] == cast.mallory.id
    assert (await house.get("mallory", "/api/bookings")).json()["bookings"] == []
    assert (await house.get("mallory", f"/api/bookings/{booking['id']}")).status_code == 404


async def test_link_opens_one_booking_and_no_other(house: House) -> None:
    mine = await house.books("alice")
    other = await house.books("alice", house.cast.slots[1])
    link = await house.link(mine)
    assert (await house.get(link, f"/api/bookings/{mine['id']}")).status_code == 200
    for method, path in (
        ("GET", f"/api/bookings/{other['id']}"),
        ("POST", f"/api/bookings/{other['id']}/cancel"),
        ("POST", f"/api/bookings/{other['id']}/checkout"),
    ):
        assert (await house.ask(link, method, path)).status_code == 404
    assert (await house.sees("alice", other))["version"] == 1
