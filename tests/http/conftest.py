"""The application over HTTP, in this process, with everyone of the cast signed in."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from server import settings as configuration
from server.app import create_app
from server.db import Database
from tests.cast import PASSWORD, Cast

BASE = "http://callboard.test"
WEBHOOK_SECRET = "whsec_test"


@pytest.fixture
def settings(database_url: str) -> configuration.Settings:
    return configuration.Settings(
        database_url=database_url,
        secret_key="a secret of the tests, long enough",
        stripe_webhook_secret=WEBHOOK_SECRET,
        base_url=BASE,
    )


@pytest.fixture
async def app(settings: configuration.Settings, cast: Cast) -> AsyncIterator[Starlette]:
    """A running application over the cast's database."""
    application = create_app(settings)
    async with application.router.lifespan_context(application):
        yield application


@dataclass
class Person:
    """Someone with a bearer token, or nobody in particular."""

    http: httpx.AsyncClient
    user: dict[str, Any]

    async def get(self, path: str, **query: Any) -> httpx.Response:
        return await self.http.get(path, params=query)

    async def post(self, path: str, json: Any = None, **headers: str) -> httpx.Response:
        return await self.http.post(path, json=json, headers=headers)

    async def patch(self, path: str, json: Any, **headers: str) -> httpx.Response:
        return await self.http.patch(path, json=json, headers=headers)

    async def put(self, path: str, json: Any, **headers: str) -> httpx.Response:
        return await self.http.put(path, json=json, headers=headers)

    async def delete(self, path: str) -> httpx.Response:
        return await self.http.delete(path)


@dataclass
class People:
    alice: Person
    ana: Person
    bob: Person
    bea: Person
    carol: Person
    chris: Person
    mallory: Person
    stranger: Person


@pytest.fixture
async def people(app: Starlette, cast: Cast) -> AsyncIterator[People]:
    """The cast, each with an HTTP client of their own; the stranger is not signed in."""
    async with AsyncExitStack() as stack:
        found = {"stranger": await _client(stack, app, None)}
        for name in ("alice", "ana", "bob", "bea", "carol", "chris", "mallory"):
            email = getattr(cast, name).profile["email"]
            found[name] = await _client(stack, app, email)
        yield People(**found)


async def _client(stack: AsyncExitStack, app: Starlette, email: str | None) -> Person:
    transport = httpx.ASGITransport(app=app)
    client = await stack.enter_async_context(
        httpx.AsyncClient(transport=transport, base_url=BASE, timeout=30)
    )
    if email is None:
        return Person(client, {})
    answer = await client.post("/api/auth/login", json={"email": email, "password": PASSWORD})
    body = answer.json()
    client.cookies.clear()
    client.headers["authorization"] = f"Bearer {body['token']}"
    return Person(client, body["user"])


@pytest.fixture
def database(app: Starlette) -> Database:
    """The database behind the application, to look behind the scenes."""
    found: Database = app.state.services.db
    return found
