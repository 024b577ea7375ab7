"""A small server in the place of api.stripe.com: it makes Checkout sessions, keeps what it was
asked, and honours idempotency keys as Stripe does. It can be told to misbehave."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

PAGE = "https://checkout.stripe.com/c/pay"


@dataclass
class Asked:
    """One request: its key, its secret key and its form."""

    key: str
    authorization: str
    form: dict[str, str]


@dataclass
class StripeApi:
    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)  # how the next requests go wrong
    released: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def keys(self) -> list[str]:
        return [one.key for one in self.asked]

    async def create(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        key = request.headers["Idempotency-Key"]
        self.asked.append(Asked(key, request.headers["Authorization"], form))
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "500 before":
            return _error(500, "api_error", "Something went wrong.")
        if fault == "card":
            return _error(402, "card_error", "No.")
        made = self.sessions.get(key)
        if made and made["form"] != form:
            return _error(400, "idempotency_error", "Keys can only be used with the same request.")
        if made is None:
            id_ = f"cs_test_{len(self.sessions)}"
            made = {"form": form, "answer": {
                "id": id_, "object": "checkout.session", "url": f"{PAGE}/{id_}", "status": "open",
                "mode": "payment", "livemode": False,
            }}  # fmt: skip
            self.sessions[key] = made
        if fault == "500 after":
            return _error(500, "api_error", "Something went wrong.")
        if fault == "hang":
            await self.released.wait()
        if fault == "hang up":
            assert request.transport
            request.transport.abort()
        return web.json_response(made["answer"])


def _error(status: int, type_: str, message: str) -> web.Response:
    body = {"error": {"type": type_, "message": message}}
    return web.json_response(body, status=status, headers={"request-id": "req_1"})


@asynccontextmanager
async def stripe_api() -> AsyncIterator[StripeApi]:
    """Serves on a port of its own until the block is left."""
    api = StripeApi()
    application = web.Application()
    application.router.add_post("/v1/checkout/sessions", api.create)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    api.url = f"http://{host}:{port}"
    try:
        yield api
    finally:
        api.released.set()
        await runner.cleanup()
