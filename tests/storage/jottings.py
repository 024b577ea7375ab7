"""Small commands over a table of the tests' own."""

from typing import Any

import pytest

from server.db import Database, Tx

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
POSTGRES = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

# The shelf is looked at by the commit and not before, so a commit can be made to fail.
TABLES = """
CREATE TABLE shelves (name TEXT PRIMARY KEY);
CREATE TABLE jottings (
  id TEXT PRIMARY KEY,
  shelf TEXT REFERENCES shelves (name) DEFERRABLE INITIALLY DEFERRED
);
"""
NOWHERE = "a shelf that does not exist"


async def jot(tx: Tx, id_: str, *streams: str, shelf: str | None = None) -> str:
    """Writes a line and tells the streams of it."""
    await tx.run("INSERT INTO jottings (id, shelf) VALUES (:id, :shelf)", id=id_, shelf=shelf)
    for stream in streams:
        tell(tx, stream, id_)
    return id_


def tell(tx: Tx, stream: str, id_: str) -> None:
    tx.record(stream, "jotted", "tenant", {"booking_id": id_})


async def jotted(tx: Tx) -> list[str]:
    return [row["id"] for row in await tx.all("SELECT id FROM jottings ORDER BY id")]


async def logged(tx: Tx, stream: str) -> list[tuple[int, str]]:
    """The log of a stream: the number and what it is about."""
    rows = await tx.all(
        "SELECT seq, booking_id FROM events WHERE stream = :s ORDER BY seq", s=stream
    )
    return [(row["seq"], row["booking_id"]) for row in rows]


async def heads(tx: Tx) -> dict[str, int]:
    return {row["name"]: row["head"] for row in await tx.all("SELECT name, head FROM streams")}


async def all_of(db: Database) -> tuple[list[str], dict[str, int]]:
    """Everything that commands of the tests can have left behind."""
    return await db.read(jotted), await db.read(heads)


def numbers(events: list[Any]) -> list[int]:
    return [event.seq for event in events]
