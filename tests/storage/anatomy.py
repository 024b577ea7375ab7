"""A database's schema as comparable facts: order and spelling left out, meaning kept."""

import re
from typing import Any

from server.db import Tx

Anatomy = dict[str, dict[str, Any]]


async def anatomy(tx: Tx) -> Anatomy:
    """Table -> its columns, keys, checks and indexes, as the engine itself sees them."""
    return await (_sqlite(tx) if tx.engine == "sqlite" else _postgres(tx))


async def _sqlite(tx: Tx) -> Anatomy:
    tables = await tx.all(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    found: Anatomy = {}
    for table in tables:
        name = table["name"]
        columns = await tx.all(f"PRAGMA table_xinfo({name})")
        keys = await tx.all(f"PRAGMA foreign_key_list({name})")
        found[name] = {
            "columns": {c.pop("name"): {**c, "cid": None} for c in map(dict, columns)},
            "foreign keys": sorted((k["from"], k["table"], k["to"]) for k in keys),
            "clauses": sorted(_clauses(table["sql"])),
            "indexes": sorted(await _sqlite_indexes(tx, name)),
        }
    return found


async def _sqlite_indexes(tx: Tx, table: str) -> list[str]:
    found = []
    for index in await tx.all(f"PRAGMA index_list({table})"):
        columns = await tx.all(f"PRAGMA index_xinfo({index['name']})")
        # One made by UNIQUE or PRIMARY KEY has no words of its own, and a number for a name.
        words = await tx.one("SELECT sql FROM sqlite_master WHERE name = :n", n=index["name"])
        own = _plain(words["sql"]) if words and words["sql"] else ""
        listed = [(c["name"], c["desc"], c["coll"]) for c in columns if c["key"]]
        found.append(f"{index['unique']} {index['origin']} {listed} {own}")
    return found


def _clauses(sql: str) -> list[str]:
    """Every CHECK and every computed column of a CREATE TABLE, in its own words."""
    text, found = _plain(sql), []
    for match in re.finditer(r"(\w+ )?(check|generated always as) \(", text):
        depth, end = 1, match.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            end += 1
        found.append(text[match.start(2) : end])
    return found


def _plain(sql: str) -> str:
    """No comments, no line breaks, one space between words; what is in quotes stays as it is."""
    text = re.sub(r"--[^\n]*", " ", sql)
    parts = re.split(r"('[^']*')", re.sub(r"\s+", " ", text))
    return "".join(part if part.startswith("'") else part.lower() for part in parts).strip()


async def _postgres(tx: Tx) -> Anatomy:
    found: Anatomy = {}
    for row in await tx.all(
        """SELECT table_name, column_name, data_type, is_nullable, column_default, collation_name,
                  is_generated, generation_expression
           FROM information_schema.columns WHERE table_schema = 'public'"""
    ):
        facts = dict(row)
        table = found.setdefault(facts.pop("table_name"), {"columns": {}})
        table["columns"][facts.pop("column_name")] = facts
    for name, table in found.items():
        constraints = await tx.all(
            """SELECT contype::text AS kind, pg_get_constraintdef(oid) AS words FROM pg_constraint
               WHERE conrelid = to_regclass(:name) ORDER BY 1, 2""",
            name=name,
        )
        indexes = await tx.all(
            "SELECT indexdef AS words FROM pg_indexes WHERE tablename = :name ORDER BY 1", name=name
        )
        table["constraints"] = [(row["kind"], row["words"]) for row in constraints]
        table["indexes"] = [row["words"] for row in indexes]
    return found
