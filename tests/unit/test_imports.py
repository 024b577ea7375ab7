"""Imports go one way: rules <- store <- actions <- web <- http <- app. Between domains only actions
and rules are called; a few libraries have one home; rules know neither the clock nor the world."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

SERVER = Path(__file__).resolve().parents[2] / "server"

LAYERS = ["ground", "rules", "store", "actions", "web", "http", "app"]

# What stands below the domains, at their edge and above them: by module, or by package.
PLACES = {
    "server.clock": "ground",
    "server.db": "ground",
    "server.errors": "ground",
    "server.ids": "ground",
    "server.metrics": "ground",
    "server.settings": "ground",
    "server.storage": "ground",
    "server.words": "ground",
    "server.web": "web",
    "server.pages": "http",
    "server.operations.http": "http",
    "server.operations": "app",
    "server.demo.people": "ground",
    "server.demo": "app",
    "server.app": "app",
    "server.__main__": "app",
}

# Inside a domain the name says it; a module with a name of its own is one aspect of the actions.
NAMES = {
    "rules": "rules",
    "prices": "rules",
    "facts": "rules",
    "recurrence": "rules",
    "caller": "rules",
    "streams": "rules",
    "views": "rules",
    "store": "store",
    "slot_store": "store",
    "bodies": "http",
    "http": "http",
    "hub": "http",
    "create_http": "http",
    "calendar_http": "http",
    "public_http": "http",
    "tenant_http": "http",
}

HOMES = {
    "socketio": ["server.realtime"],
    "engineio": ["server.realtime"],
    "stripe": ["server.payments.stripe"],
    "databases": ["server.db", "server.storage"],
    "aiosqlite": ["server.db", "server.storage"],
    "asyncpg": ["server.db", "server.storage"],
    "sqlite3": ["server.db", "server.storage"],
}

# Rules are given the time and what was read; nothing of the world reaches them otherwise.
PURE = {"rules", "prices", "facts", "recurrence"}
IMPURE = [
    *("asyncio", "httpx", "logging", "os", "pathlib", "random", "secrets", "socket", "starlette"),
    *("structlog", "subprocess", "threading", "time", "urllib.request", "uuid", "uuid_utils"),
    *("server.db", "server.ids", "server.settings", "server.storage"),
]
HARMLESS = {"server.db.Row"}  # a name for a type
CLOCK_READS = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "utc_now")


def inside(module: str, *places: str) -> bool:
    return any(module == place or module.startswith(f"{place}.") for place in places)


def name(module: str) -> str:
    return module.rpartition(".")[2]


def domain(module: str) -> str:
    return module.split(".")[1]


def layer(module: str) -> str:
    placed = (found for place, found in PLACES.items() if inside(module, place))
    return next(placed, NAMES.get(name(module), "actions"))


def nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node but those that only the type checker sees."""
    for child in ast.iter_child_nodes(tree):
        if not (isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING")):
            yield child
            yield from nodes(child)


def imports(tree: ast.AST, modules: Mapping[str, str]) -> Iterator[str]:
    for node in nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                target = f"{node.module}.{alias.name}"
                if target not in HARMLESS:
                    yield target if target in modules else str(node.module)


def faults(module: str, target: str) -> Iterator[str]:
    """Why this import is wrong, if it is."""
    for library, homes in HOMES.items():
        if inside(target, library) and not inside(module, *homes):
            yield f"only {' and '.join(homes)} may import {library}"
    if name(module) in PURE and inside(target, *IMPURE):
        yield "rules do no I/O"
    if not target.startswith("server."):
        return
    here, there = layer(module), layer(target)
    if LAYERS.index(there) > LAYERS.index(here):
        yield f"{here} may not import {there}"
    elif domain(module) != domain(target) and there in ("store", "http") and here != "app":
        yield f"another domain's {there} is its own affair"


def clock_reads(tree: ast.AST) -> Iterator[str]:
    for node in nodes(tree):
        if isinstance(node, ast.Attribute | ast.Name) and ast.unparse(node).endswith(CLOCK_READS):
            yield ast.unparse(node)


def violations(modules: Mapping[str, str]) -> list[str]:
    """What breaks the rule among these sources, as `module -> target: why`."""
    found = []
    for module, source in modules.items():
        tree = ast.parse(source)
        for target in dict.fromkeys(imports(tree, modules)):
            found += [f"{module} -> {target}: {fault}" for fault in faults(module, target)]
        if name(module) in PURE:
            found += [f"{module} -> {read}: `now` is passed in" for read in clock_reads(tree)]
    return found


def test_imports_of_the_server_go_one_way() -> None:
    sources = {
        ".".join(path.relative_to(SERVER.parent).with_suffix("").parts): path.read_text("utf-8")
        for path in SERVER.rglob("*.py")
    }
    assert "\n".join(violations(sources)) == ""


@pytest.mark.parametrize(
    ("module", "source", "fault"),
    [
        ("bookings.rules", "from server.bookings import store", "rules may not import store"),
        ("bookings.store", "import server.bookings.actions", "store may not import actions"),
        ("bookings.actions", "from server.bookings.http import x", "actions may not import http"),
        ("bookings.change", "def f():\n from server.web import y", "actions may not import web"),
        ("bookings.http", "from server.app import create_app", "http may not import app"),
        ("bookings.actions", "from server.payments.store import x", "another domain's store"),
        ("bookings.http", "from server.payments.http import x", "another domain's http"),
        ("clock", "from server.bookings.rules import x", "ground may not import rules"),
        ("pages.board", "import socketio", "only server.realtime may import socketio"),
        ("payments.actions", "import stripe.error", "only server.payments.stripe may import"),
        ("bookings.store", "from sqlite3 import Row", "only server.db and server.storage may"),
        ("bookings.rules", "import asyncio", "rules do no I/O"),
        ("bookings.rules", "from server.db import Row, Tx", "rules do no I/O"),
        ("bookings.rules", "x = clock.utc_now()", "`now` is passed in"),
        ("payments.prices", "x = datetime.now(UTC)", "`now` is passed in"),
    ],
)
def test_imports_against_the_rule_are_found(module: str, source: str, fault: str) -> None:
    planted = {"server.bookings.store": "", "server.clock": "", f"server.{module}": source}
    (found,) = violations(planted)
    assert fault in found


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("bookings.actions", "from server.bookings import rules, store, change"),
        ("bookings.actions", "from server.payments import actions, rules"),
        ("bookings.store", "from typing import *\nif TYPE_CHECKING:\n import server.app"),
        ("realtime.hub", "import socketio"),
        ("payments.stripe", "import stripe"),
        ("app", "from server.bookings.http import routes"),
    ],
)
def test_imports_by_the_rule_are_left_alone(module: str, source: str) -> None:
    assert violations({f"server.{module}": source}) == []
