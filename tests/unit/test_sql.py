"""One SQL text for two engines."""

import pytest

from server.storage.sql import for_postgres, for_sqlite, in_list, script_for

SCRIPT = """CREATE TABLE a (
-- only: postgresql
  word TEXT COLLATE "C"
-- only: sqlite
  word TEXT
-- only: all
);
"""


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT :a", ("SELECT $1", ("a",))),
        ("SELECT :a, :b, :a", ("SELECT $1, $2, $1", ("a", "b"))),
        ("SELECT x::text, :word1, :word10", ("SELECT x::text, $1, $2", ("word1", "word10"))),
        ("SELECT 1", ("SELECT 1", ())),
        ("a >= :from AND a < :to_", ("a >= $1 AND a < $2", ("from", "to_"))),
    ],
)
def test_parameters_of_postgres_are_numbered(
    sql: str, expected: tuple[str, tuple[str, ...]]
) -> None:
    assert for_postgres(sql) == expected


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT * FROM b WHERE id = :id FOR UPDATE OF b", "SELECT * FROM b WHERE id = :id"),
        ("SELECT * FROM b FOR UPDATE", "SELECT * FROM b"),
        ("SELECT 1", "SELECT 1"),
    ],
)
def test_locks_are_left_out_for_sqlite(sql: str, expected: str) -> None:
    assert for_sqlite(sql) == expected


def test_in_list_names_each_value() -> None:
    assert in_list("id", ["x", "y"]) == ("(:id0, :id1)", {"id0": "x", "id1": "y"})


def test_in_list_of_nothing_matches_nothing() -> None:
    assert in_list("id", []) == ("(NULL)", {})


@pytest.mark.parametrize(
    ("engine", "column"), [("postgresql", '  word TEXT COLLATE "C"'), ("sqlite", "  word TEXT")]
)
def test_script_keeps_the_sections_of_its_engine(engine: str, column: str) -> None:
    lines = [line for line in script_for(engine, SCRIPT).splitlines() if line]
    assert lines == ["CREATE TABLE a (", column, ");"]
