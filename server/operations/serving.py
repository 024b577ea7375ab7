"""Serving: what is checked before the first request, the banner, and the server itself."""

import asyncio
import signal

import uvicorn

from server import settings as configuration
from server.app import create_app, open_database
from server.db import Database
from server.errors import Busy
from server.operations import logs
from server.operations.scheduler import Scheduler
from server.payments.stripe import StripeGateway
from server.settings import Settings
from server.storage.migrate import NewerDatabase, current, latest, migrate

GRACE_SECONDS = 5


class CannotServe(Exception):
    """One line that says what is missing."""


def serve(settings: Settings, host: str, workers: int) -> None:
    """Serves until it is told to stop. Raises CannotServe."""
    if workers > 1 and not (settings.database_url.startswith("postgresql") and settings.redis_url):
        raise CannotServe("--workers above 1 needs DATABASE_URL=postgresql://... and REDIS_URL")
    asyncio.run(_check(settings))
    if not settings.production:
        _greet(settings)
    logs.configure(settings.log_level, production=settings.production)
    uvicorn.run(
        "server.operations.serving:application",
        factory=True,
        host=host,
        port=settings.port,
        workers=workers,
        loop="auto",
        http="auto",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_max_size=128 * 1024,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def application() -> object:
    """Each worker process builds its own."""
    settings = configuration.load()
    logs.configure(settings.log_level, production=settings.production)
    return create_app(settings)


async def _check(settings: Settings) -> None:
    """The database must be there and of this version; in development it is brought there."""
    db = open_database(settings)
    try:
        await db.open()
    except Busy as error:
        raise CannotServe(
            f"DATABASE_URL: the database cannot be reached ({error.__cause__})"
        ) from None
    try:
        version = await current(db)
        if version > latest():
            raise NewerDatabase(f"the database is at version {version}, this program at {latest()}")
        if version < latest():
            if settings.production:
                raise CannotServe("the database is of an older version: run `migrate` first")
            await migrate(db)
    finally:
        await db.close()


def _greet(settings: Settings) -> None:
    from server.demo.people import LISTED

    print(f"\n  Callboard is at {settings.base_url}\n\n  Who can sign in (demo data):")
    for person in LISTED:
        print(f"    {person['email']:<24} {person['role']:<7} {person['tenant']:<11} "
              f"{person['password']}")  # fmt: skip
    print(flush=True)


async def work(db: Database, settings: Settings) -> None:
    """The scheduler alone, until the process is told to stop."""
    gateway = StripeGateway(settings.stripe_secret_key, settings.stripe_webhook_secret)
    scheduler = Scheduler(db, live=gateway.live)
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    scheduler.start()
    await stop.wait()
    await scheduler.stop()
