"""Every word a person reads is in the catalogues, translated, and nothing else is."""

import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jinja2
import pytest
from babel.messages.catalog import Message

from tests.unit import scripts
from tools import catalogues

TEMPLATES = scripts.ROOT / "templates"
PLACEHOLDER = re.compile(r"\{(\w+)\}")
READ_ATTRIBUTES = {"aria-label", "title", "placeholder", "alt", "label"}
# Names are the same in every language.
NAMES = {"Callboard"}


@cache
def used() -> dict[catalogues.Sentence, str]:
    return dict(catalogues.used())


def messages(locale: str) -> dict[catalogues.Sentence, Message]:
    found = [message for message in catalogues.catalogue(locale) if message.id]
    return {tuple(m.id) if isinstance(m.id, list | tuple) else m.id: m for m in found}


def forms(text: Any) -> list[str]:
    return list(text) if isinstance(text, list | tuple) else [text]


@cache
def scanned() -> dict[str, Any]:
    """What TypeScript's own parser finds in static/js."""
    run = scripts.run("tools/literal_words.mjs")
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return found


@pytest.mark.parametrize("locale", catalogues.LOCALES)
def test_catalogue_holds_what_the_source_says_and_no_more(locale: str) -> None:
    assert set(messages(locale)) == set(used()), "run: python tools/catalogues.py"


@pytest.mark.parametrize("locale", catalogues.LOCALES)
def test_every_sentence_is_translated(locale: str) -> None:
    found = messages(locale)
    empty = [id_ for id_, message in found.items() if not all(forms(message.string))]
    fuzzy = [id_ for id_, message in found.items() if message.fuzzy]
    assert (empty, fuzzy) == ([], [])


def test_russian_plurals_have_three_forms() -> None:
    plural = [m for id_, m in messages("ru").items() if isinstance(id_, tuple)]
    assert {len(message.string) for message in plural} == {3}


def test_russian_is_russian() -> None:
    same = [
        id_
        for id_, message in messages("ru").items()
        if not re.search("[а-яё]", " ".join(forms(message.string)).lower())
        and PLACEHOLDER.sub("", " ".join(forms(id_))).strip(": ")
    ]
    assert same == []


@pytest.mark.parametrize("locale", catalogues.LOCALES)
def test_translations_keep_the_placeholders(locale: str) -> None:
    differing = [
        (id_, text)
        for id_, message in messages(locale).items()
        for text in forms(message.string)
        if set(PLACEHOLDER.findall(text)) != {n for f in forms(id_) for n in PLACEHOLDER.findall(f)}
    ]
    assert differing == []


def test_babel_sees_every_sentence_of_the_scripts() -> None:
    read = {
        tuple(word["ids"]) if len(word["ids"]) > 1 else word["ids"][0]
        for word in scanned()["words"]
    }
    extracted = {s for s, place in catalogues.used() if place.startswith("static/js")}
    assert extracted == read


def test_scripts_hold_no_words_outside_the_catalogues() -> None:
    assert scanned()["literals"] == []


class Reader(HTMLParser):
    """Collects what a person reads of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("script", "style")
        self.texts += [value or "" for name, value in attrs if name in READ_ATTRIBUTES]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.texts.append(data)


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_template_holds_no_words_outside_the_catalogues(template: Path) -> None:
    source = template.read_text(encoding="utf-8")
    reader = Reader()
    # Only what Jinja passes through as it stands; expressions go through `_()`.
    tokens = jinja2.Environment().lex(source)
    reader.feed("".join(text for _line, kind, text in tokens if kind == "data"))
    words = {word for text in reader.texts for word in re.findall(r"[^\W\d_]+", text)}
    assert words - NAMES == set()
