"""The application with everyone in it: requests as somebody, a line each, without their passwords.

from tests.http.house import House, the_house  # noqa: F401 - the fixture `house`
"""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from server.db import Database, Tx
from server.identity import links, sessions
from server.settings import Settings
from tests.cast import Cast
from tests.http.conftest import BASE

CAROL = {
    "customer_name": "Carol Clarke",
    "customer_phone": "+491711234567",
    "customer_email": "client@northside.test",
    "booking_source": "direct",
}


class House:
    """`who` is a name of the cast, `stranger`, or a token such as that of a link."""

    def __init__(self, app: Starlette, cast: Cast, http: httpx.AsyncClient) -> None:
        self.app, self.cast, self.http = app, cast, http
        self.settings: Settings = app.state.services.settings
        self.db: Database = app.state.services.db
        self.target: dict[str, Any] = {}  # the booking that a table of requests is tried on
        self.customer = self.offered = ""  # whose it is, and time that Bob offers
        self._tokens: dict[str, str] = {}

    async def token(self, who: str) -> str:
        """The bearer token of somebody's session, opened when it is first asked for."""
        if who not in self._tokens:
            self._tokens[who], _ = await self.sign_in(who)
        return self._tokens[who]

    async def sign_in(self, who: str) -> tuple[str, str]:
        """A new session: its token and the secret of its cookie."""
        user_id = getattr(self.cast, who).id
        caller, secret = await self.db.write(sessions.open_session, user_id, None)
        return sessions.sign_token(self.settings.secret_key, caller), secret

    async def ask(
        self, who: str, method: str, path: str, json: Any = None, **options: Any
    ) -> httpx.Response:
        headers: dict[str, str] = {**options.pop("headers", {})}
        if who != "stranger":
            known = hasattr(self.cast, who)
            headers["authorization"] = f"Bearer {await self.token(who) if known else who}"
        if json is not None:
            options["json"] = json
        self.http.cookies.clear()  # nobody's cookie is somebody else's
        return await self.http.request(method, path, headers=headers, **options)

    async def get(self, who: str, path: str, **query: Any) -> httpx.Response:
        return await self.ask(who, "GET", path, **({"params": query} if query else {}))

    async def post(self, who: str, path: str, json: Any = None, **headers: str) -> httpx.Response:
        return await self.ask(who, "POST", path, json, headers=_spelled(headers))

    async def patch(self, who: str, path: str, json: Any, **headers: str) -> httpx.Response:
        return await self.ask(who, "PATCH", path, json, headers=_spelled(headers))

    async def books(self, who: str = "alice", slot: str = "", **more: Any) -> dict[str, Any]:
        """A booking of Carol's by staff; a client books for themselves."""
        client = who in ("carol", "chris")
        body = {"slot_id": slot or self.cast.slots[0], **({} if client else CAROL), **more}
        answer = await self.post(who, "/api/bookings", body)
        assert answer.status_code == 201, answer.text
        return answer.json()["booking"]  # type: ignore[no-any-return]

    async def requests(self, who: str = "carol", slot: str = "") -> dict[str, Any]:
        return await self.books(who, slot or self.cast.request_slots[0])

    async def link(self, booking: dict[str, Any]) -> str:
        """The secret of a link to a booking."""
        return await self.db.write(
            links.make, booking["tenant_id"], booking["id"], booking["ends_at"]
        )

    async def sees(self, who: str, booking: dict[str, Any]) -> dict[str, Any]:
        answer = await self.get(who, f"/api/bookings/{booking['id']}")
        assert answer.status_code == 200, answer.text
        return answer.json()["booking"]  # type: ignore[no-any-return]

    async def rows(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        return await self.db.read(_rows, sql, values)

    async def runs(self, sql: str, **values: Any) -> None:
        await self.db.write(_run, sql, values)

    async def traces(self) -> dict[str, int]:
        """What any change of what people see would leave behind."""
        tables = ("bookings", "audit", "payments", "customers", "users", "booking_links")
        counts = ", ".join(f"(SELECT count(*) FROM {t}) AS {t}" for t in tables)
        counts += ", (SELECT count(*) FROM events WHERE stream NOT LIKE 'control:%') AS events"
        taken = "(SELECT coalesce(sum(seats_taken), 0) FROM slots) AS seats"
        versions = "(SELECT coalesce(sum(version), 0) FROM bookings) AS versions"
        return (await self.rows(f"SELECT {counts}, {taken}, {versions}"))[0]


def _spelled(headers: dict[str, str]) -> dict[str, str]:
    """`idempotency_key=...` is the header Idempotency-Key."""
    return {name.replace("_", "-"): value for name, value in headers.items()}


async def _rows(tx: Tx, sql: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in await tx.all(sql, **values)]


async def _run(tx: Tx, sql: str, values: dict[str, Any]) -> None:
    await tx.run(sql, **values)


@pytest.fixture(name="house")
async def the_house(app: Starlette, cast: Cast) -> AsyncIterator[House]:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=BASE, timeout=30) as http:
        yield House(app, cast, http)
