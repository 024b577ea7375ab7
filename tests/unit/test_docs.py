"""The documents say what is true: links lead somewhere, names exist, tables are complete."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from stripe.params import WebhookEndpointCreateParams

from server import clock
from server.operations import commands
from server.payments import facts
from server.settings import Settings
from server.words import ROOT
from tools import diagrams

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
README = (ROOT / "README.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
# Made on the spot or by people: named in the documents, not in the repository.
MADE = ("static/dist/", "var/", "docs/img/")

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)


def prose(text: str) -> str:
    """A document without its blocks of code."""
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


def section(text: str, title: str) -> str:
    """What stands under a heading, up to the next one of its level. Raises ValueError."""
    level = re.search(rf"^(#+) {re.escape(title)}$", text, re.MULTILINE)
    if level is None:
        raise ValueError(f"there is no section {title}")
    rest = text[level.end() :]
    end = re.search(rf"^#{{1,{len(level[1])}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


def anchors(document: Path) -> set[str]:
    """The fragments that a document's headings can be linked by."""
    titles = re.findall(r"^#+ (.+)$", prose(document.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def broken_links(document: Path) -> Iterator[str]:
    text = prose(document.read_text("utf-8"))
    for target in re.findall(r'\]\(([^)\s]+)\)|src="([^"]+)"', text):
        path, _, fragment = "".join(target).partition("#")
        if path.startswith(("http://", "https://")):
            continue
        file = document.parent / path if path else document
        if not file.exists() or (fragment and fragment not in anchors(file)):
            yield "".join(target)


@each_document
def test_links_lead_to_something_that_exists(document: Path) -> None:
    assert list(broken_links(document)) == []


def named(text: str) -> Iterator[tuple[str, list[str]]]:
    """Files and folders in `code`, each with the names that are said to be in it."""
    tops = "|".join(sorted(path.name for path in ROOT.iterdir() if path.is_dir()))
    for path, _, names in re.findall(rf"`((?:{tops})/[\w./-]*)(: ([\w, ]+))?`", prose(text)):
        yield path, [name.strip() for name in names.split(",") if name]


@each_document
def test_files_and_names_in_them_exist(document: Path) -> None:
    missing = []
    for path, names in named(document.read_text("utf-8")):
        file = ROOT / path
        if not file.exists():
            missing += [] if path.startswith(MADE) else [path]
        elif names:
            text = file.read_text("utf-8")
            missing += [f"{path}: {name}" for name in names if not re.search(rf"\b{name}\b", text)]
    assert missing == []


def test_folder_map_names_every_folder_of_server_and_script() -> None:
    folders = {"server/", "static/js/"}
    for top in ("server", "static/js"):
        for path in (ROOT / top).rglob("*"):
            if path.is_dir() and "__pycache__" not in path.parts:
                folders.add(f"{path.relative_to(ROOT).as_posix()}/")
    told = set(re.findall(r"`([\w./-]+/)`", section(ARCHITECTURE, "Folders")))
    assert folders - told == set()


@each_document
def test_diagrams_are_those_of_the_tables(document: Path) -> None:
    text = document.read_text("utf-8")
    assert text == diagrams.updated(text), "run `python tools/diagrams.py`"


def test_architecture_holds_every_diagram() -> None:
    assert set(re.findall(r"<!-- begin: (\S+) -->", ARCHITECTURE)) == set(diagrams.PARTS)


def variables() -> dict[str, tuple[str, str]]:
    """The table of environment variables: name to default and description."""
    rows = re.findall(
        r"^\| `([A-Z_]+)` \| (.*?) ?\| (.*) \|$", section(README, "Configuration"), re.MULTILINE
    )
    return {name: (default, text) for name, default, text in rows}


def test_configuration_table_is_settings() -> None:
    assert list(variables()) == [name.upper() for name in Settings.model_fields]


def test_configuration_table_tells_the_defaults() -> None:
    told = {name: default for name, (default, _) in variables().items()}
    defaults = {n.upper(): f.default for n, f in Settings.model_fields.items() if f.default}
    assert {n: told[n] for n in defaults} == {n: f"`{d}`" for n, d in defaults.items()}


def test_configuration_table_knows_which_variables_are_used() -> None:
    code = "".join(
        path.read_text("utf-8")
        for path in (ROOT / "server").rglob("*.py")
        if path.name != "settings.py"
    )
    idle = {name for name in variables() if f"settings.{name.lower()}" not in code}
    # These are read through a property of Settings.
    idle -= {"APP_ENV"}
    assert {name for name, (_, text) in variables().items() if "not used yet" in text} == idle


def parsers() -> dict[str, argparse.ArgumentParser]:
    """The commands of `python -m server`, by name."""
    (found,) = (
        action
        for action in commands._parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    choices: dict[str, Any] = found.choices
    return choices


def told_commands(text: str) -> list[tuple[str, list[str]]]:
    """Each `python -m server NAME --option ...` of a document, with its options."""
    found = re.findall(r"python -m server ([\w-]+)([^\n`|#]*)", text)
    return [(name, re.findall(r"--[a-z-]+", rest)) for name, rest in found]


@each_document
def test_commands_exist_with_their_options(document: Path) -> None:
    known = parsers()
    for name, options in told_commands(document.read_text("utf-8")):
        assert name in known
        assert set(options) <= set(known[name]._option_string_actions)


def test_readme_tells_every_command_and_option() -> None:
    told = dict(told_commands(section(README, "Commands")))
    has = {
        name: {option for option in parser._option_string_actions if option not in ("-h", "--help")}
        for name, parser in parsers().items()
    }
    assert {name: set(options) for name, options in told.items()} == has


@each_document
def test_targets_of_make_exist(document: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    known = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    text = document.read_text("utf-8")
    assert set(re.findall(r"(?:^|`| )make ([a-z]+)\b(?=`|  | [A-Z]+=|$)", text, re.M)) <= known


def ordered_events() -> set[str]:
    """The events that the README tells Stripe to send."""
    return set(re.findall(r"`((?:checkout|payment_intent|refund|charge)\.[\w.]+)`", README))


def test_events_to_order_exist_at_stripe() -> None:
    (known,) = get_args(WebhookEndpointCreateParams.__annotations__["enabled_events"])
    assert ordered_events() - set(get_args(known)) == set()


def test_events_to_order_are_those_that_are_understood() -> None:
    thing = {"id": "x_1", "status": "succeeded", "payment_status": "paid"}
    (known,) = get_args(WebhookEndpointCreateParams.__annotations__["enabled_events"])
    understood = set()
    for name in get_args(known):
        event = {"id": "evt_1", "type": name, "created": 1, "data": {"object": thing}}
        if facts.read(event, clock.utc_now()).kind:
            understood.add(name)
    assert ordered_events() == understood


def test_pictures_are_small() -> None:
    sizes = {path.name: path.stat().st_size for path in (ROOT / "docs" / "img").glob("*.png")}
    assert sizes
    assert [name for name, size in sizes.items() if size > 300 * 1024] == []
