"""The commands of `python -m server` (CONTRACT). Trouble is one line and exit code 2."""

import argparse
import asyncio
import getpass
import json
import os
import sys
from collections.abc import Awaitable, Callable

from pydantic import TypeAdapter, ValidationError

from server import settings as configuration
from server.app import open_database
from server.db import Database, Tx
from server.errors import AppError, Busy
from server.identity import passwords, people
from server.operations import logs, serving
from server.settings import Settings, SettingsError
from server.storage.migrate import NewerDatabase, migrate
from server.web.fields import Email

Command = Callable[[Settings, argparse.Namespace], Awaitable[None]]


class Refusal(Exception):
    """A command that cannot be carried out; its text is the one line that says why."""


async def _migrate(settings: Settings, args: argparse.Namespace) -> None:
    async with opened(settings) as db:
        done = await migrate(db)
        print(f"migrated to version {done[-1]}" if done else "the database is up to date")


async def _seed_demo(settings: Settings, args: argparse.Namespace) -> None:
    from server.demo import load, seed
    from server.demo.people import LISTED

    if settings.production:
        raise Refusal("APP_ENV: demo data is refused in production")
    async with opened(settings) as db:
        await migrate(db)
        await seed.seed(db, args.days)
        if args.bookings:
            await load.plant(db, args.bookings)
        tenants = await db.read(_tenants)
    if args.json:
        users = [{n: u[n] for n in ("email", "password", "role", "tenant")} for u in LISTED]
        print(
            json.dumps(
                {
                    "base_url": settings.base_url,
                    "webhook_secret": settings.stripe_webhook_secret,
                    "tenants": tenants,
                    "users": users,
                }
            )
        )
    else:
        print("demo data is there")


async def _tenants(tx: Tx) -> list[dict[str, str]]:
    rows = await tx.all("SELECT slug, id FROM tenants ORDER BY slug")
    return [{"slug": row["slug"], "id": row["id"]} for row in rows]


async def _create_user(settings: Settings, args: argparse.Namespace) -> None:
    password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().strip()
    if len(password) < passwords.SHORTEST:
        raise Refusal(f"the password needs at least {passwords.SHORTEST} characters")
    try:
        email = TypeAdapter(Email).validate_python(args.email)
    except ValidationError:
        raise Refusal(f"--email: {args.email} is not an e-mail address") from None
    hashed = await passwords.hash_password(password)
    defaults = {
        "timezone": settings.default_timezone,
        "locale": settings.default_locale,
    }
    async with opened(settings) as db:
        await migrate(db)
        await db.write(people.create, args.tenant, email, args.name, hashed, args.role, defaults)
    print(f"{email} is now {args.role} of {args.tenant}")


async def _simulate(settings: Settings, args: argparse.Namespace) -> None:
    from server.demo.simulate import simulate

    if settings.production:
        raise Refusal("APP_ENV: simulated activity is refused in production")
    await simulate(settings, args.rate, args.seconds)


async def _worker(settings: Settings, args: argparse.Namespace) -> None:
    logs.configure(settings.log_level, production=settings.production)
    async with opened(settings) as db:
        await serving.work(db, settings)


class opened:  # noqa: N801 - used like a function
    """A database for the length of a command."""

    def __init__(self, settings: Settings) -> None:
        self._db = open_database(settings)

    async def __aenter__(self) -> Database:
        try:
            await self._db.open()
        except Busy as error:
            raise Refusal(
                f"DATABASE_URL: the database cannot be reached ({error.__cause__})"
            ) from None
        return self._db

    async def __aexit__(self, *_: object) -> None:
        await self._db.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m server", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    def add(name: str, run: Command, help_: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=help_)
        command.set_defaults(run=run)
        return command

    serve = commands.add_parser("serve", help="serve over HTTP")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, help="default: PORT, else 8000")
    serve.add_argument("--workers", type=int, default=1)
    add("worker", _worker, "the scheduler alone")
    add("migrate", _migrate, "bring the database to this version")
    seed = add("seed-demo", _seed_demo, "demo data (not in production)")
    seed.add_argument("--json", action="store_true", help="print who can sign in as JSON")
    seed.add_argument("--bookings", type=int, default=0, help="this many more, for load tests")
    seed.add_argument("--days", type=int, default=14, help="open slots this many days ahead")
    user = add("create-user", _create_user, "a person with a role; the tenant is made if need be")
    for name in ("--tenant", "--email", "--name"):
        user.add_argument(name, required=True)
    user.add_argument("--role", required=True, choices=("admin", "coach", "client"))
    simulate = add("simulate", _simulate, "lifelike activity on a demo board")
    simulate.add_argument("--rate", type=float, default=1.0, help="actions per second")
    simulate.add_argument("--seconds", type=float, default=0, help="0: until interrupted")
    return parser


def main(argv: list[str]) -> int:
    """Runs one command. 0: done, 2: refused, with one line that says why."""
    args = _parser().parse_args(argv)
    if getattr(args, "port", None) is not None:
        os.environ["PORT"] = str(args.port)
    try:
        settings = configuration.load()
        if args.command == "serve":
            serving.serve(settings, args.host, args.workers)
        else:
            asyncio.run(args.run(settings, args))
    except (SettingsError, Refusal, NewerDatabase, serving.CannotServe) as error:
        print(f"callboard: {error}", file=sys.stderr)
        return 2
    except AppError as error:
        print(f"callboard: {error.message}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0
