"""A PostgreSQL database that is emptied between tests instead of made anew.

Making one from a template and dropping it takes 280 ms of CPU, emptying it a few. A test that has
changed the schema costs a new database and nothing else. A conftest.py imports the fixture from
here to have it so.
"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from tests.conftest import ENGINES, _migrated
from tests.postgres import Postgres

# Emptying leaves dead rows behind, and nothing sweeps them up.
USES = 50

# What the schema consists of: a test that changes any of it is noticed.
_PARTS = """SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
  (SELECT count(*) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
   WHERE c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped),
  (SELECT count(*) FROM pg_constraint WHERE connamespace = 'public'::regnamespace)"""
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'meta'"
_META = "SELECT key, value FROM meta ORDER BY key"
_OTHERS = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()"""


class Reused:
    """One database of a server: empty and of this version whenever it is asked for."""

    def __init__(self, server: Postgres, template: str) -> None:
        self._server, self._template = server, template
        self._made = self._uses = 0
        self._url = ""
        self._as_made: Any = None

    async def url(self) -> str:
        if self._url and self._uses < USES and await self._emptied():
            self._uses += 1
            return self._url
        if self._url:
            self._server.drop(f"reused{self._made}")
        self._made, self._uses = self._made + 1, 1
        self._url = self._server.create(f"reused{self._made}", self._template)
        connection = await asyncpg.connect(self._url)
        self._as_made = await _state(connection)
        await connection.close()
        return self._url

    async def _emptied(self) -> bool:
        """False when it is not what it was: then it cannot be used again."""
        connection = await asyncpg.connect(self._url)
        try:
            await connection.execute(_OTHERS)
            tables = [row["tablename"] for row in await connection.fetch(_TABLES)]
            # Foreign keys do not matter while everything goes.
            await connection.execute("SET session_replication_role = replica")
            await connection.execute("; ".join(f'DELETE FROM "{table}"' for table in tables))
            return bool(await _state(connection) == self._as_made)
        finally:
            await connection.close()


_kept: dict[Path, Reused] = {}  # by the server: one in each test process


async def _state(connection: Any) -> Any:
    return await connection.fetch(_PARTS), await connection.fetch(_META)


@pytest.fixture(name="database_url", params=ENGINES)
async def reused_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """An empty database of this version, on each engine in turn."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/test.db"
        await _migrated(url)
        yield url
        return
    server, template = request.getfixturevalue("postgres_template")
    if not template:
        await _migrated(server.create("template"))
        template.append("template")
    if server.folder not in _kept:
        _kept[server.folder] = Reused(server, template[0])
    yield await _kept[server.folder].url()
