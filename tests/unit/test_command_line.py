"""The real command line, each command a process: trouble is one line and exit code 2."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from server.db import Database, Tx
from server.identity import passwords
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


def run(*arguments: str, stdin: str = "", **environ: str) -> CompletedProcess[str]:
    """`python -m server ...` with these variables of ours and no others."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    command = [sys.executable, "-m", "server", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=kept | environ, input=stdin, capture_output=True, text=True
    )


def refusal(done: CompletedProcess[str]) -> str:
    """The one line of a command that was refused."""
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_each_wrong_variable_is_one_line_that_names_it() -> None:
    with ThreadPoolExecutor(2) as pool:
        runs = {n: pool.submit(run, "migrate", **{n: value}) for n, value in WRONG.items()}
    named = {name: refusal(done.result()).partition(": ")[2] for name, done in runs.items()}
    assert {name: line.partition(": ")[0] for name, line in named.items()} == {n: n for n in WRONG}


@pytest.mark.parametrize("missing", ["SECRET_KEY", "BASE_URL"])
def test_production_without_what_it_needs_does_not_serve(missing: str) -> None:
    environ = {name: value for name, value in PRODUCTION.items() if name != missing}
    assert refusal(run("serve", **environ)).startswith(f"callboard: {missing}: ")


def test_several_workers_need_postgres_and_redis(tmp_path: Path) -> None:
    line = refusal(run("serve", "--workers", "2", DATABASE_URL=f"sqlite:///{tmp_path}/x.db"))
    assert "DATABASE_URL" in line
    assert "REDIS_URL" in line


@pytest.mark.parametrize("command", ["serve", "migrate"])
@pytest.mark.parametrize("url", ["sqlite:///{file}/x.db", "postgresql://nobody@127.0.0.1:1/x"])
def test_database_that_is_away_is_one_line(command: str, url: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    line = refusal(run(command, DATABASE_URL=url.format(file=tmp_path / "file")))
    assert line.startswith("callboard: DATABASE_URL: the database cannot be reached")


async def test_newer_database_is_one_line(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/newer.db"
    db = Database(url)
    await db.open()
    await migrate(db)
    await db.script("UPDATE meta SET value = '9999' WHERE key = 'schema_version';")
    await db.close()
    expected = f"callboard: the database is at version 9999, this program at {latest()}"
    for command in ("migrate", "serve"):
        assert refusal(run(command, DATABASE_URL=url)) == expected


def test_production_does_not_serve_an_empty_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/empty.db"
    assert "run `migrate` first" in refusal(run("serve", **PRODUCTION, DATABASE_URL=url))
    done = run("migrate", **PRODUCTION, DATABASE_URL=url)
    assert (done.returncode, done.stdout) == (0, f"migrated to version {latest()}\n")
    done = run("migrate", **PRODUCTION, DATABASE_URL=url)
    assert (done.returncode, done.stdout) == (0, "the database is up to date\n")


def test_seed_demo_prints_who_can_sign_in(tmp_path: Path) -> None:
    environ = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/demo.db",
        "PORT": "8123",
        "STRIPE_WEBHOOK_SECRET": "whsec_of_this_test",
    }
    first, second = (run("seed-demo", "--json", **environ) for _ in range(2))
    assert (first.returncode, first.stderr) == (0, "")
    told = json.loads(first.stdout)
    assert json.loads(second.stdout) == told
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
def test_demo_is_refused_in_production(command: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/production.db"
    line = refusal(run(command, **PRODUCTION, DATABASE_URL=url))
    assert line.startswith("callboard: APP_ENV: ")
    assert not (tmp_path / "production.db").exists()


NEW = ("create-user", "--tenant", "eastside", "--name", "Eve Ekberg")


async def test_create_user_makes_the_first_admin_and_their_tenant(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/real.db"
    environ = {**PRODUCTION, "DATABASE_URL": url, "DEFAULT_TIMEZONE": "Asia/Tokyo"}
    who = ("--email", "Eve@Eastside.example", "--role", "admin")
    done = run(*NEW, *who, stdin="a long password\n", **environ)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "eve@eastside.example is now admin of eastside\n"
    (row,) = await _people(url)
    assert await passwords.matches("a long password", row.pop("password_hash"))
    assert row == {
        "email": "eve@eastside.example", "name": "Eve Ekberg", "role": "admin",
        "slug": "eastside", "timezone": "Asia/Tokyo", "calendars": 0,
    }  # fmt: skip


async def test_create_user_gives_a_coach_a_calendar(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/real.db"
    who = ("--email", "eve@eastside.example", "--role", "coach")
    assert run(*NEW, *who, stdin="a long password\n", DATABASE_URL=url).returncode == 0
    assert [row["calendars"] for row in await _people(url)] == [1]


async def test_create_user_says_what_it_has_done(tmp_path: Path) -> None:
    """A person who is there already gets the role that the command says they have now."""
    url = f"sqlite:///{tmp_path}/real.db"
    for role in ("client", "admin"):
        who = ("--email", "eve@eastside.example", "--role", role)
        done = run(*NEW, *who, stdin="a long password\n", DATABASE_URL=url)
        assert done.stdout == f"eve@eastside.example is now {role} of eastside\n"
        assert [row["role"] for row in await _people(url)] == [role]


@pytest.mark.parametrize(
    ("email", "password", "reason"),
    [
        ("eve@eastside.example", "short", "the password needs at least 8 characters"),
        ("eve@eastside.example", "", "the password needs at least 8 characters"),
        ("eve", "a long password", "--email: eve is not an e-mail address"),
    ],
)
def test_create_user_refuses_what_is_no_password_or_email(
    email: str, password: str, reason: str, tmp_path: Path
) -> None:
    who = ("--email", email, "--role", "admin")
    url = f"sqlite:///{tmp_path}/real.db"
    done = run(*NEW, *who, stdin=f"{password}\n", DATABASE_URL=url)
    assert refusal(done) == f"callboard: {reason}"
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
