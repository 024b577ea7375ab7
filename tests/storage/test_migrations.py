"""An old database, migrated, is a fresh one; a newer one is left alone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.db import Database, Tx
from server.storage import migrate as migrations
from server.storage.migrate import NewerDatabase, current, latest, migrate, steps
from server.storage.sql import script_for
from tests.storage.anatomy import anatomy
from tests.storage.jottings import jotted


@pytest.fixture
async def empty(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path
) -> AsyncIterator[Database]:
    """A database with nothing in it."""
    if database_url.startswith("sqlite"):
        url = f"sqlite:///{tmp_path}/empty.db"
    else:
        server, _ = request.getfixturevalue("postgres_template")
        server.drop("empty")
        url = server.create("empty")
    db = Database(url)
    await db.open()
    yield db
    await db.close()


async def _as_it_was_at_first(db: Database) -> None:
    """What the first version of the program made: its one step, and the rows beside it."""
    number, script = steps()[0]
    rows = f"""INSERT INTO meta (key, value) VALUES ('schema_version', '{number}');
               INSERT INTO meta (key, value) VALUES ('epoch', 'the first epoch');"""
    await db.script(script_for(db.engine, script) + rows)


async def _meta(tx: Tx) -> dict[str, str]:
    return {row["key"]: row["value"] for row in await tx.all("SELECT key, value FROM meta")}


async def test_old_database_migrated_equals_a_fresh_one(empty: Database, db: Database) -> None:
    await _as_it_was_at_first(empty)
    done = await migrate(empty)
    assert done == [number for number, _ in steps()[1:]]
    old, fresh = await empty.read(anatomy), await db.read(anatomy)
    assert sorted(old) == sorted(fresh)
    for table, facts in fresh.items():
        assert old[table] == facts, table
    assert await empty.read(_meta) == {
        "schema_version": str(latest()),
        "epoch": "the first epoch",
    }


async def test_fresh_database_is_at_the_latest_version(db: Database) -> None:
    meta = await db.read(_meta)
    assert sorted(meta) == ["epoch", "schema_version"]
    assert await current(db) == latest() == int(meta["schema_version"])
    assert len(meta["epoch"]) == 12


async def test_two_fresh_databases_have_two_epochs(empty: Database, db: Database) -> None:
    assert await migrate(empty) == [latest()]
    assert (await empty.read(_meta))["epoch"] != (await db.read(_meta))["epoch"]


async def test_migrating_again_does_nothing(db: Database) -> None:
    before = await db.read(_meta)
    assert await migrate(db) == []
    assert await db.read(_meta) == before


async def test_empty_database_is_at_version_0(empty: Database) -> None:
    assert await current(empty) == 0


async def test_newer_database_is_left_alone(db: Database) -> None:
    async def from_the_future(tx: Tx) -> None:
        await tx.run("UPDATE meta SET value = '9999' WHERE key = 'schema_version'")

    await db.write(from_the_future)
    before = await db.read(anatomy)
    with pytest.raises(NewerDatabase, match=f"at version 9999, this program at {latest()}"):
        await migrate(db)
    assert await db.read(anatomy) == before
    assert await current(db) == 9999


async def test_step_that_fails_leaves_nothing_of_itself(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = "CREATE TABLE jottings (id TEXT PRIMARY KEY);"
    bad = "CREATE TABLE half (id TEXT); INSERT INTO jottings (id) VALUES ('x');\nNONSENSE;"
    plan = [*steps(), (latest() + 1, good), (latest() + 2, bad)]
    before = latest()
    monkeypatch.setattr(migrations, "steps", lambda: plan)
    with pytest.raises(Exception, match="NONSENSE"):
        await migrate(db)
    assert await current(db) == before + 1
    assert "half" not in await db.read(anatomy)
    assert await db.read(jotted) == []
    plan[-1] = (before + 2, "ALTER TABLE jottings ADD COLUMN shelf TEXT;")
    assert await migrate(db) == [before + 2]


def test_steps_are_numbered_one_after_the_other() -> None:
    assert [number for number, _ in steps()] == list(range(1, latest() + 1))


async def test_anatomy_tells_schemas_apart(db: Database) -> None:
    """The test above must be able to fail: every kind of change is seen."""
    before = await db.read(anatomy)
    changes = {
        "services": "ALTER TABLE services ADD COLUMN extra TEXT",
        "slots": "DROP INDEX slots_open",
        "staff": "CREATE INDEX staff_name ON staff (name) WHERE active = 1",
    }
    for table, change in changes.items():
        await db.script(change + ";")
        after = await db.read(anatomy)
        assert [name for name in before if after[name] != before[name]] == [table]
        before = after
