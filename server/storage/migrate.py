"""Brings a database to this version of the schema, by numbered steps."""

import re
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from server.storage.sql import script_for
from server.storage.tx import Tx

if TYPE_CHECKING:
    from server.db import Database

ROOT = Path(__file__).resolve().parent.parent.parent
SCHEMA = ROOT / "schema.sql"
STEPS = ROOT / "migrations"


class NewerDatabase(Exception):
    """The database was written by a later version of the program; this one leaves it alone."""


def steps() -> list[tuple[int, str]]:
    """Every step as (number, script), in order."""
    files = sorted(STEPS.glob("[0-9]*.sql"))
    return [(int(re.match(r"\d+", f.name)[0]), f.read_text()) for f in files]  # type: ignore[index]


def latest() -> int:
    return steps()[-1][0]


async def current(db: "Database") -> int:
    """The version of an open database; 0 is an empty one."""
    return await db.read(_version)


async def _version(tx: Tx) -> int:
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE name = 'meta'",
        "postgresql": "SELECT to_regclass('meta') AS name",
    }
    found = await tx.one(catalogue[tx.engine])
    if found is None or found["name"] is None:
        return 0
    row = await tx.one("SELECT value FROM meta WHERE key = 'schema_version'")
    return int(row["value"]) if row else 0


async def migrate(db: "Database") -> list[int]:
    """Runs the steps that are missing and says which. Raises NewerDatabase.

    An empty database gets `schema.sql` at once. Each step commits with its number.
    """
    version = await current(db)
    if version > latest():
        raise NewerDatabase(f"the database is at version {version}, this program at {latest()}")
    if version == 0:
        await _step(db, SCHEMA.read_text(), latest(), fresh=True)
        return [latest()]
    missing = [(number, script) for number, script in steps() if number > version]
    for number, script in missing:
        await _step(db, script, number)
    return [number for number, _script in missing]


async def _step(db: "Database", script: str, number: int, *, fresh: bool = False) -> None:
    try:
        await db.script(_stamped(script_for(db.engine, script), number, fresh=fresh))
    except Exception:
        # Two that migrate at once: the second one finds the work done.
        if await current(db) < number:
            raise


def _stamped(script: str, number: int, *, fresh: bool = False) -> str:
    """A script that also writes down its number; the epoch of the log is drawn with the first."""
    lines = [script, f"INSERT INTO meta (key, value) VALUES ('schema_version', '{number}')"]
    lines[-1] += " ON CONFLICT (key) DO UPDATE SET value = excluded.value;"
    if fresh:
        epoch = secrets.token_hex(6)
        lines.append(f"INSERT INTO meta (key, value) VALUES ('epoch', '{epoch}');")
    return "\n".join(lines)
