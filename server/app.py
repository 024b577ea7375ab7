"""Puts the parts together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from server.bookings.calendar_http import calendars
from server.bookings.create_http import creating
from server.bookings.http import bookings
from server.clock import Clock, utc_now
from server.db import Database
from server.errors import AppError, MethodNotAllowed, NotFound, TooLarge, ValidationFailed
from server.identity.http import identity
from server.identity.tenant_http import tenancy
from server.operations import openapi
from server.operations.http import operations
from server.operations.scheduler import Scheduler
from server.pages import book, link, stand_in
from server.pages import http as pages
from server.pages.errors import error_answer
from server.payments.http import payments
from server.payments.stripe import StripeGateway
from server.realtime import log
from server.realtime.hub import Hub
from server.scheduling.http import scheduling
from server.scheduling.public_http import public
from server.settings import Settings
from server.web.answers import Json
from server.web.endpoint import Endpoint, routes_of
from server.web.limits import Limits
from server.web.middleware import Surroundings
from server.web.services import Services
from server.words import ROOT

DIST = ROOT / "static" / "dist"

DOMAINS = (
    bookings, creating, calendars, identity, tenancy, scheduling, public, payments, operations,
)  # fmt: skip


def endpoints() -> list[Endpoint]:
    """Every endpoint of the API. Fixed paths stand before those with a parameter."""
    table = [endpoint for domain in DOMAINS for endpoint in domain.table]
    return sorted(table, key=lambda e: e.path.count("{"))


def open_database(settings: Settings, clock: Clock = utc_now) -> Database:
    """A database whose commands write the event log. Not connected yet."""
    return Database(settings.database_url, journal=log.append, clock=clock)


def create_app(settings: Settings, *, clock: Clock = utc_now) -> Starlette:
    """The ASGI application of these settings; its lifespan connects and disconnects."""
    db = open_database(settings, clock)
    stripe = StripeGateway(
        settings.stripe_secret_key,
        settings.stripe_webhook_secret,
        settings.stripe_api_base,
        stand_in=settings.stripe_stand_in,
    )
    hub = Hub(db, settings.secret_key)
    scheduler = Scheduler(db, live=stripe.live)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await db.open()
        db.on_commit(hub.feed.committed)
        await hub.start()
        if db.engine == "sqlite":
            scheduler.start()
        try:
            yield
        finally:
            await scheduler.stop()
            await hub.stop()
            await stripe.close()
            await db.close()

    app = Starlette(
        routes=_routes(hub),
        middleware=[
            Middleware(
                Surroundings,
                production=settings.production,
                locale=settings.default_locale,
                failed=_unexpected,
            )
        ],
        exception_handlers={AppError: _app_error, HTTPException: _http_error},
        lifespan=lifespan,
    )
    app.state.services = Services(settings, db, stripe, Limits(on=settings.rate_limits == "on"))
    return app


def _routes(hub: Hub) -> list[Any]:
    described = Json(openapi.description(endpoints()))

    async def describe(request: Request) -> Response:
        return described

    return [
        Mount("/socket.io", hub.app()),
        *routes_of(endpoints()),
        Route("/api/openapi.json", describe),
        *pages.routes(),
        *book.routes(),
        *link.routes(),
        *stand_in.routes(),
        Mount("/static", _static()),
    ]


def _static() -> StaticFiles:
    """Built files carry a hash in their names, so they may be kept for ever."""

    class Kept(StaticFiles):
        def file_response(self, *args: Any, **options: Any) -> Response:
            answer = super().file_response(*args, **options)
            file = Path(args[0])
            hashed = file.is_relative_to(DIST) and file.suffix != ".json"
            answer.headers["cache-control"] = (
                "public, max-age=31536000, immutable" if hashed else "no-cache"
            )
            return answer

    return Kept(directory=ROOT / "static", check_dir=False)


async def _app_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, AppError)
    return error_answer(request, error)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    known = _KNOWN.get(error.status_code)
    if known is None:
        known = ValidationFailed if error.status_code < 500 else AppError
    return error_answer(request, known(headers=dict(error.headers or {})))


_KNOWN: dict[int, type[AppError]] = {404: NotFound, 405: MethodNotAllowed, 413: TooLarge}


def _unexpected(request: Request, error: Exception) -> Response:
    return error_answer(request, AppError())
