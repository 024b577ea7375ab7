"""Signing in and registering: the API, and the form that works without script."""

from http.cookies import SimpleCookie

import httpx

from server.identity import sessions
from tests.cast import PASSWORD
from tests.http.conftest import BASE
from tests.http.house import House, the_house  # noqa: F401 - the fixture `house`

LOGIN, REGISTER = "/api/auth/login", "/api/auth/register"
ALICE = {"email": "admin@northside.test", "password": PASSWORD}
EVE = {
    "email": "Eve@Northside.TEST", "password": "a long password", "name": "Eve Ekberg",
    "tenant": "northside",
}  # fmt: skip


async def test_login_answers_a_token_the_person_and_a_cookie(house: House) -> None:
    answer = await house.post("stranger", LOGIN, ALICE | {"email": "ADMIN@northside.test"})
    assert answer.status_code == 200
    body = answer.json()
    assert (body["success"], body["user"]["id"]) == (True, house.cast.alice.id)
    cookie = SimpleCookie(answer.headers["set-cookie"])[sessions.COOKIE]
    flags = {name: cookie[name] for name in ("httponly", "samesite", "secure", "path", "max-age")}
    assert flags == {
        "httponly": True, "samesite": "lax", "secure": "", "path": "/", "max-age": "1209600",
    }  # fmt: skip
    me = await house.get(body["token"], "/api/auth/me")
    assert me.json()["user"] == body["user"]


async def test_login_says_the_same_whatever_was_wrong(house: House) -> None:
    wrong = [
        ALICE | {"password": "wrong"},
        ALICE | {"email": "nobody@northside.test"},
        ALICE | {"tenant": "southside"},
        ALICE | {"tenant": "nowhere"},
    ]
    answers = [await house.post("stranger", LOGIN, body) for body in wrong]
    assert [a.status_code for a in answers] == [401] * 4
    assert [a.json() for a in answers] == [answers[0].json()] * 4
    assert ["set-cookie" in a.headers for a in answers] == [False] * 4


async def test_login_goes_to_the_tenant_that_is_named(house: House) -> None:
    await house.runs(
        """INSERT INTO memberships (tenant_id, user_id, role, created_at)
           VALUES (:t, :u, 'client', '9')""",
        t=house.cast.other_tenant_id,
        u=house.cast.alice.id,
    )
    found = []
    for tenant in (None, "northside", "southside", house.cast.other_tenant_id):
        body = ALICE if tenant is None else ALICE | {"tenant": tenant}
        user = (await house.post("stranger", LOGIN, body)).json()["user"]
        found.append((user["tenant"]["slug"], user["role"]))
    north, south = ("northside", "admin"), ("southside", "client")
    assert found == [north, north, south, south]


async def test_login_from_another_page_is_refused(house: House) -> None:
    answer = await house.post("stranger", LOGIN, ALICE, origin="https://evil.example")
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


async def test_register_makes_a_client_and_signs_them_in(house: House) -> None:
    answer = await house.post("stranger", REGISTER, EVE)
    assert answer.status_code == 201
    body = answer.json()
    found = {name: body["user"][name] for name in ("name", "email", "role")}
    assert found == {"name": "Eve Ekberg", "email": "eve@northside.test", "role": "client"}
    assert sessions.COOKIE in answer.headers["set-cookie"]
    booking = await house.post(body["token"], "/api/bookings", {"slot_id": house.cast.slots[0]})
    assert booking.json()["booking"]["user_id"] == body["user"]["id"]
    again = {"email": "eve@northside.test", "password": EVE["password"]}
    assert (await house.post("stranger", LOGIN, again)).status_code == 200


REFUSED: list[tuple[dict[str, str | None], int, list[str]]] = [
    ({"email": "client@northside.test"}, 400, ["email"]),
    ({"email": "CLIENT@northside.test"}, 400, ["email"]),
    ({"email": "eve"}, 400, ["email"]),
    ({"password": "short"}, 400, ["password"]),
    ({"password": "x" * 201}, 400, ["password"]),
    ({"name": "E"}, 400, ["name"]),
    ({"role": "admin"}, 400, ["role"]),
    ({"tenant": None}, 400, ["tenant"]),
    ({"tenant": "nowhere"}, 404, []),
]


async def test_register_refuses_what_cannot_be(house: House) -> None:
    before = await house.traces()
    for changes, status, fields in REFUSED:
        answer = await house.post("stranger", REGISTER, EVE | changes)
        found = [detail["field"] for detail in answer.json()["details"]]
        assert (answer.status_code, found) == (status, fields), changes
    assert await house.traces() == before


async def _form(house: House, path: str, **fields: str) -> httpx.Response:
    headers = {"origin": BASE, "accept": "text/html"}
    return await house.ask("stranger", "POST", path, data=fields, headers=headers)


GOES = {
    "/board?status=paid": "/board?status=paid",
    "": "/",
    "https://evil.example/": "/",
    "//evil.example/": "/",
    "/\\evil.example": "/",
    "board": "/",
}


async def test_form_signs_in_and_goes_on_within_our_pages(house: House) -> None:
    answers = {next_: await _form(house, "/sign-in", **ALICE, next=next_) for next_ in GOES}
    assert {answer.status_code for answer in answers.values()} == {303}
    assert {next_: answer.headers["location"] for next_, answer in answers.items()} == GOES
    cookie = SimpleCookie(answers[""].headers["set-cookie"])[sessions.COOKIE].value
    headers = {"cookie": f"{sessions.COOKIE}={cookie}"}
    page = await house.ask("stranger", "GET", "/", headers=headers)
    assert (page.status_code, page.headers["location"]) == (303, "/board")


async def test_form_says_what_was_wrong_and_keeps_the_email(house: House) -> None:
    answer = await _form(house, "/sign-in", email="admin@northside.test", password="x", next="/my")
    assert answer.status_code == 401
    for text in ("E-mail address or password is wrong.", 'value="admin@northside.test"', "/my"):
        assert text in answer.text
    assert "set-cookie" not in answer.headers


async def test_form_survives_what_nobody_is_called(house: House) -> None:
    for email in ("a\x00b@northside.test", "<script>alert(1)</script>"):
        answer = await _form(house, "/sign-in", email=email, password="x")
        assert answer.status_code == 401
        assert "<script>alert" not in answer.text


async def test_page_without_a_session_leads_to_the_form_and_back(house: House) -> None:
    for page in ("/board?page=2", "/coach", "/my", "/payments", "/board?search=a%26b"):
        answer = await house.get("stranger", page)
        location = httpx.URL(answer.headers["location"])
        assert (answer.status_code, location.path) == (303, "/sign-in")
        assert location.params["next"] == page


async def test_page_of_another_role_is_refused(house: House) -> None:
    for who, page in (("carol", "/board"), ("bob", "/board"), ("carol", "/coach")):
        answer = await house.get(who, page)
        assert answer.status_code == 403
        assert answer.headers["content-type"].startswith("text/html")


async def test_home_of_each_role(house: House) -> None:
    homes = {"alice": "/board", "bob": "/coach", "carol": "/my"}
    assert {who: (await house.get(who, "/")).headers["location"] for who in homes} == homes
