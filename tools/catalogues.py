"""Brings the catalogues up to date with the source: new sentences in, those no longer used out.

`python tools/catalogues.py` and then translate what is empty in `locales/ru/messages.po`. English
is filled by itself. Nothing is guessed: a changed sentence is a new one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ("en", "ru")
PLACES = ("server", "templates", "static/js")
# The same in every run: a catalogue changes when its sentences do, and only then.
WRITTEN = datetime(2026, 11, 21, tzinfo=UTC)
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "t": None,
    "tn": (1, 2),
    "ngettext": (1, 2),
}

Sentence = str | tuple[str, ...]


def file_of(locale: str) -> Path:
    return ROOT / "locales" / locale / "messages.po"


def used() -> Iterator[tuple[Sentence, str]]:
    """Every sentence that stands in the source, with the file it stands in."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)
    for place in PLACES:
        found = extract_from_dir(
            ROOT / place,
            [(pattern.removeprefix(f"{place}/"), method) for pattern, method in methods],
            {pattern.removeprefix(f"{place}/"): value for pattern, value in options.items()},
            keywords=KEYWORDS,
        )
        for name, _line, message, _comments, _context in found:
            yield message, f"{place}/{name}"


def catalogue(locale: str) -> Catalog:
    if not file_of(locale).exists():
        return Catalog(locale=locale)
    with file_of(locale).open("rb") as file:
        return read_po(file, locale=locale)


def update(locale: str) -> int:
    """Writes the catalogue anew; the number of sentences that still need a translation."""
    old = catalogue(locale)
    new = Catalog(
        locale=locale,
        project="Callboard",
        header_comment="# Callboard",
        creation_date=WRITTEN,
        revision_date=WRITTEN,
        fuzzy=False,
    )
    places: dict[Sentence, set[str]] = {}
    for sentence, place in used():
        places.setdefault(sentence, set()).add(place)
    missing = 0
    for sentence in sorted(places, key=lambda s: s if isinstance(s, str) else s[0]):
        known = old.get(sentence if isinstance(sentence, str) else sentence[0])
        text = known.string if known and known.id == sentence else ""
        if locale == "en":
            text = sentence
        missing += not (all(text) if isinstance(text, tuple | list) else text)
        new.add(sentence, text, locations=[(place, None) for place in sorted(places[sentence])])
    file_of(locale).parent.mkdir(parents=True, exist_ok=True)
    with file_of(locale).open("wb") as file:
        write_po(file, new, width=100, include_lineno=False, omit_header=False)
    return missing


if __name__ == "__main__":
    for locale in LOCALES:
        print(f"{locale}: {update(locale)} to translate", file=sys.stderr)
