"""The real command line: what it prints, and its exit code; trouble is one line and 2.

A process of its own takes a second to start, so most are called within this one.
"""

import asyncio
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from server.db import Database, Tx
from server.identity import passwords
from server.operations import commands
from server.settings import Settings
from server.storage.migrate import latest, migrate

ROOT = Path(__file__).resolve().parents[2]
OURS = {name.upper() for name in Settings.model_fields}
WRONG = {
    "DATABASE_URL": "mysql://localhost/callboard",
    "REDIS_URL": "localhost:6379",
    "APP_ENV": "test",
    "BASE_URL": "callboard.example",
    "PORT": "http",
    "STRIPE_API_BASE": "localhost",
    "SMTP_URL": "mail.example",
    "MAIL_FROM": "Northside",
    "TELEGRAM_API_BASE": "telegram",
    "DEFAULT_LOCALE": "klingon",
    "DEFAULT_TIMEZONE": "Europe/Nowhere",
    "LOG_LEVEL": "LOUD",
    "RATE_LIMITS": "maybe",
}
PRODUCTION = {
    "APP_ENV": "production",
    "SECRET_KEY": "0123456789abcdef0123456789abcdef",
    "BASE_URL": "https://callboard.example",
}


@dataclass
class Done:
    code: int
    out: str
    err: str

    @property
    def refusal(self) -> str:
        """The one line of a command that was refused."""
        assert (self.code, self.out) == (2, ""), self
        (line,) = self.err.splitlines()
        return line


Call = Callable[..., Done]


def started(*arguments: str, stdin: str = "", **environ: str) -> Done:
    """`python -m server ...` as a process, with these variables of ours and no others."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    done = subprocess.run(
        [sys.executable, "-m", "server", *arguments],
        cwd=ROOT, env=kept | environ, input=stdin, capture_output=True, text=True,
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """The same within this process."""

    def called(*arguments: str, stdin: str = "", **environ: str) -> Done:
        with monkeypatch.context() as patch:
            for name in OURS:
                patch.delenv(name, raising=False)
            for name, value in environ.items():
                patch.setenv(name, value)
            patch.setattr(sys, "stdin", io.StringIO(stdin))
            code = commands.main(list(arguments))
        return Done(code, *capsys.readouterr())

    return called


def test_each_wrong_variable_is_one_line_that_names_it(call: Call) -> None:
    lines = {name: call("migrate", **{name: value}).refusal for name, value in WRONG.items()}
    named = {name: line.split(": ")[:2] for name, line in lines.items()}
    assert named == {name: ["callboard", name] for name in WRONG}


@pytest.mark.parametrize("name", ["DATABASE_URL", "DEFAULT_TIMEZONE"])
def test_wrong_variable_ends_the_process_with_that_line_alone(name: str) -> None:
    assert started("migrate", **{name: WRONG[name]}).refusal.startswith(f"callboard: {name}: ")


@pytest.mark.parametrize("missing", ["SECRET_KEY", "BASE_URL"])
def test_production_without_what_it_needs_does_not_serve(missing: str, call: Call) -> None:
    environ = {name: value for name, value in PRODUCTION.items() if name != missing}
    assert call("serve", **environ).refusal.startswith(f"callboard: {missing}: ")


def test_several_workers_need_postgres_and_redis(call: Call, tmp_path: Path) -> None:
    line = call("serve", "--workers", "2", DATABASE_URL=f"sqlite:///{tmp_path}/x.db").refusal
    assert "DATABASE_URL" in line
    assert "REDIS_URL" in line


@pytest.mark.parametrize("command", ["serve", "migrate"])
@pytest.mark.parametrize("url", ["sqlite:///{file}/x.db", "postgresql://nobody@127.0.0.1:1/x"])
def test_database_that_is_away_is_one_line(
    command: str, url: str, call: Call, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    line = call(command, DATABASE_URL=url.format(file=tmp_path / "file")).refusal
    assert line.startswith("callboard: DATABASE_URL: the database cannot be reached")


def test_newer_database_is_one_line(call: Call, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/newer.db"

    async def make() -> None:
        db = Database(url)
        await db.open()
        await migrate(db)
        await db.script("UPDATE meta SET value = '9999' WHERE key = 'schema_version';")
        await db.close()

    asyncio.run(make())
    expected = f"callboard: the database is at version 9999, this program at {latest()}"
    for command in ("migrate", "serve"):
        assert call(command, DATABASE_URL=url).refusal == expected


def test_production_does_not_serve_an_empty_database(call: Call, tmp_path: Path) -> None:
    environ = {**PRODUCTION, "DATABASE_URL": f"sqlite:///{tmp_path}/empty.db"}
    assert "run `migrate` first" in started("serve", **environ).refusal
    assert started("migrate", **environ) == Done(0, f"migrated to version {latest()}\n", "")
    assert call("migrate", **environ) == Done(0, "the database is up to date\n", "")


def test_seed_demo_prints_who_can_sign_in(call: Call, tmp_path: Path) -> None:
    environ = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/demo.db",
        "PORT": "8123",
        "STRIPE_WEBHOOK_SECRET": "whsec_of_this_test",
    }
    asked = ("seed-demo", "--json")
    first, second = started(*asked, **environ), call(*asked, **environ)
    assert (first.code, first.err) == (0, "")
    told = json.loads(first.out)
    assert json.loads(second.out) == told
    assert (told["base_url"], told["webhook_secret"]) == (
        "http://127.0.0.1:8123", "whsec_of_this_test",
    )  # fmt: skip
    assert [set(tenant) for tenant in told["tenants"]] == [{"slug", "id"}] * 2
    assert [tenant["slug"] for tenant in told["tenants"]] == ["northside", "southside"]
    north, south = ("admin", "admin2", "coach", "coach2", "client", "client2"), ("admin", "coach")
    assert told["users"] == [
        {
            "email": f"{name}@{tenant}.test",
            "password": "callboard-demo",
            "role": name.rstrip("2"),
            "tenant": tenant,
        }
        for tenant, names in (("northside", north), ("southside", south))
        for name in names
    ]


@pytest.mark.parametrize("command", ["seed-demo", "simulate"])
def test_demo_is_refused_in_production(command: str, call: Call, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/production.db"
    line = call(command, **PRODUCTION, DATABASE_URL=url).refusal
    assert line.startswith("callboard: APP_ENV: ")
    assert not (tmp_path / "production.db").exists()


NEW = ("create-user", "--tenant", "eastside", "--name", "Eve Ekberg")


def test_create_user_makes_the_first_admin_and_their_tenant(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/real.db"
    environ = {**PRODUCTION, "DATABASE_URL": url, "DEFAULT_TIMEZONE": "Asia/Tokyo"}
    who = ("--email", "Eve@Eastside.example", "--role", "admin")
    done = started(*NEW, *who, stdin="a long password\n", **environ)
    assert done == Done(0, "eve@eastside.example is now admin of eastside\n", "")
    (row,) = asyncio.run(_people(url))
    assert asyncio.run(passwords.matches("a long password", str(row.pop("password_hash"))))
    assert row == {
        "email": "eve@eastside.example", "name": "Eve Ekberg", "role": "admin",
        "slug": "eastside", "timezone": "Asia/Tokyo", "calendars": 0,
    }  # fmt: skip


def test_create_user_says_what_it_has_done(call: Call, tmp_path: Path) -> None:
    """A person who is there already gets the role that the command says they have now."""
    url = f"sqlite:///{tmp_path}/real.db"
    for role, calendars in (("client", 0), ("coach", 1), ("admin", 1)):
        who = ("--email", "eve@eastside.example", "--role", role)
        done = call(*NEW, *who, stdin="a long password\n", DATABASE_URL=url)
        assert done.out == f"eve@eastside.example is now {role} of eastside\n"
        found = [(row["role"], row["calendars"]) for row in asyncio.run(_people(url))]
        assert found == [(role, calendars)]


@pytest.mark.parametrize(
    ("email", "password", "reason"),
    [
        ("eve@eastside.example", "short", "the password needs at least 8 characters"),
        ("eve@eastside.example", "", "the password needs at least 8 characters"),
        ("eve", "a long password", "--email: eve is not an e-mail address"),
    ],
)
def test_create_user_refuses_what_is_no_password_or_email(
    email: str, password: str, reason: str, call: Call, tmp_path: Path
) -> None:
    who = ("--email", email, "--role", "admin")
    url = f"sqlite:///{tmp_path}/real.db"
    done = call(*NEW, *who, stdin=f"{password}\n", DATABASE_URL=url)
    assert done.refusal == f"callboard: {reason}"
    assert not (tmp_path / "real.db").exists()


async def _people(url: str) -> list[dict[str, object]]:
    async def query(tx: Tx) -> list[dict[str, object]]:
        rows = await tx.all(
            """SELECT u.email, u.name, u.password_hash, m.role, t.slug, t.timezone,
                 (SELECT count(*) FROM staff p WHERE p.user_id = u.id) AS calendars
               FROM users u JOIN memberships m ON m.user_id = u.id
               JOIN tenants t ON t.id = m.tenant_id"""
        )
        return [dict(row) for row in rows]

    db = Database(url)
    await db.open()
    found = await db.read(query)
    await db.close()
    return found
