"""One SQL text for two engines: `:name` parameters, and sections that are for one alone."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

_NAME = re.compile(r"(?<![:\w]):([a-z_][a-z0-9_]*)")
_LOCK = re.compile(r" FOR UPDATE( OF \w+)?")
_SECTION = re.compile(r"^-- only: (\w+)\s*$", re.MULTILINE)


@lru_cache(maxsize=2048)
def for_postgres(sql: str) -> tuple[str, tuple[str, ...]]:
    """The text with `$1, $2 ...` and the names in order; a name used twice is one."""
    names: list[str] = []

    def number(match: re.Match[str]) -> str:
        name = match[1]
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    return _NAME.sub(number, sql), tuple(names)


@lru_cache(maxsize=2048)
def for_sqlite(sql: str) -> str:
    """SQLite's writer is alone, so what it reads is locked already."""
    return _LOCK.sub("", sql)


def in_list(name: str, values: Iterable[Any]) -> tuple[str, dict[str, Any]]:
    """`(:name0, :name1)` and its parameters; an empty list matches nothing."""
    params = {f"{name}{index}": value for index, value in enumerate(values)}
    return "(" + (", ".join(f":{key}" for key in params) or "NULL") + ")", params


def script_for(engine: str, script: str) -> str:
    """A script without the sections of the other engine.

    A line `-- only: sqlite` or `-- only: postgresql` begins a section, `-- only: all` ends it.
    """
    parts = _SECTION.split(script)
    kept = [parts[0]]
    for name, text in zip(parts[1::2], parts[2::2], strict=True):
        if name in ("all", engine):
            kept.append(text)
    return "".join(kept)
