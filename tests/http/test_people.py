"""People of a tenant: who is there, their roles, and what they change about themselves."""

from tests.http.house import House, the_house  # noqa: F401 - the fixture `house`

FIELDS = {"id", "email", "name", "username", "role", "locale", "timezone", "created_at"}


async def test_admins_see_who_belongs_to_the_tenant(house: House) -> None:
    answer = await house.get("alice", "/api/users")
    users = answer.json()["users"]
    assert {(u["email"], u["role"]) for u in users} == {
        ("admin@northside.test", "admin"), ("admin2@northside.test", "admin"),
        ("coach@northside.test", "coach"), ("coach2@northside.test", "coach"),
        ("client@northside.test", "client"), ("client2@northside.test", "client"),
    }  # fmt: skip
    assert {name for user in users for name in user} == FIELDS
    assert "argon2" not in answer.text
    one = await house.get("alice", f"/api/users/{house.cast.carol.id}")
    assert one.json()["user"] == next(u for u in users if u["name"] == "Carol Clarke")


async def test_new_coach_gets_a_calendar_and_the_coachs_rights(house: House) -> None:
    cast = house.cast
    answer = await house.patch("alice", f"/api/users/{cast.chris.id}", {"role": "coach"})
    assert answer.json()["user"]["role"] == "coach"
    me = (await house.get("chris", "/api/auth/me")).json()["user"]
    staff = (await house.get("alice", "/api/staff")).json()["staff"]
    assert [s["user_id"] for s in staff if s["id"] == me["staff_id"]] == [cast.chris.id]


async def test_former_coach_sees_their_bookings_no_more(house: House) -> None:
    booking = await house.books("alice")
    cast, path = house.cast, f"/api/bookings/{booking['id']}"
    assert (await house.get("bob", path)).status_code == 200
    await house.patch("alice", f"/api/users/{cast.bob.id}", {"role": "client"})
    assert (await house.get("bob", path)).status_code == 404
    assert (await house.patch("bob", path, {"status": "completed"})).status_code == 403
    body = (await house.get("bob", "/api/bookings")).json()
    assert body["bookings"] == []
    assert f"coach:{cast.bob.staff_id}" not in body["streams"]


async def test_last_admin_stays_one(house: House) -> None:
    cast = house.cast
    answers = [
        await house.patch("alice", f"/api/users/{id_}", {"role": "client"})
        for id_ in (cast.ana.id, cast.alice.id)
    ]
    assert [a.status_code for a in answers] == [200, 403]
    assert (await house.get("alice", "/api/users")).status_code == 200


async def test_role_that_is_none_is_refused(house: House) -> None:
    path = f"/api/users/{house.cast.carol.id}"
    for role in ("owner", "system", "link", "", None, 1):
        answer = await house.patch("alice", path, {"role": role})
        assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")
    assert (await house.get("alice", path)).json()["user"]["role"] == "client"


async def test_people_change_what_is_theirs(house: House) -> None:
    values = {"name": "Carla Clarke", "locale": "ru", "timezone": "Asia/Tokyo"}
    answer = await house.ask("carol", "PUT", "/api/auth/me", values)
    me = (await house.get("carol", "/api/auth/me")).json()["user"]
    assert {name: me[name] for name in values} == values
    assert {name: answer.json()["user"][name] for name in values} == values
    await house.ask("carol", "PUT", "/api/auth/me", {"timezone": None})
    me = (await house.get("carol", "/api/auth/me")).json()["user"]
    assert (me["timezone"], me["locale"]) == (None, "ru")


async def test_people_change_nothing_else(house: House) -> None:
    before = (await house.get("carol", "/api/auth/me")).json()
    wrong = (
        {"role": "admin"}, {"email": "x@y.de"}, {"locale": "de"}, {"timezone": "Mars/Olympus"},
        {"name": "x"}, {"tenant_id": house.cast.other_tenant_id},
    )  # fmt: skip
    for body in wrong:
        answer = await house.ask("carol", "PUT", "/api/auth/me", body)
        assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")
    assert (await house.get("carol", "/api/auth/me")).json() == before
