"""Words for people, in the reader's language.

English sentences are the keys (gettext); `locales/*/messages.po` hold what they become. The same
catalogues serve the server, the templates and the browser: `python -m server.words build DIR`
writes them as JSON for the last.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from gettext import c2py
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ("en", "ru")

current_locale: ContextVar[str] = ContextVar("current_locale", default="en")


@dataclass(frozen=True)
class Words:
    """A sentence that has not met its reader yet."""

    text: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def to(self, locale: str) -> str:
        return gettext(locale, self.text).format(**self.params)

    def __str__(self) -> str:
        return self.to(current_locale.get())


def _(text: str, **params: Any) -> Words:
    """Marks a sentence for the catalogues; `{name}` in it is filled when it is shown."""
    return Words(text, params)


@cache
def catalogue(locale: str) -> Catalog:
    with (ROOT / "locales" / locale / "messages.po").open("rb") as file:
        return read_po(file, locale=locale)


def gettext(locale: str, text: str) -> str:
    message = catalogue(locale).get(text)
    return (message.string if message and isinstance(message.string, str) else "") or text


@cache
def plural_index(locale: str) -> Callable[[int], int]:
    rule: Callable[[int], int] = c2py(catalogue(locale).plural_expr)
    return rule


def ngettext(locale: str, one: str, many: str, count: int) -> str:
    """The plural that `count` takes in this language, not yet filled."""
    message = catalogue(locale).get(one)
    if message and isinstance(message.string, tuple | list):
        form = message.string[plural_index(locale)(count)]
        if form:
            return str(form)
    return one if count == 1 else many


def best_locale(accepted: str, default: str) -> str:
    """The language of an Accept-Language header that we speak and the reader likes best."""
    liked = sorted(_offers(accepted), key=lambda offer: -offer[1])
    return next((name for name, quality in liked if name in LOCALES and quality > 0), default)


def _offers(accepted: str) -> Iterator[tuple[str, float]]:
    for part in accepted.lower().split(","):
        name, _semicolon, rest = part.strip().partition(";")
        quality = rest.strip().removeprefix("q=")
        yield name[:2], float(quality) if re.fullmatch(r"[01](\.\d{1,3})?", quality) else 1.0


def build(target: Path) -> None:
    """Writes `words.LOCALE.json` for the browser: a sentence, or the list of its plural forms."""
    target.mkdir(parents=True, exist_ok=True)
    for locale in LOCALES:
        words: dict[str, Any] = {}
        for message in catalogue(locale):
            if not message.id:
                continue
            if isinstance(message.id, str):
                words[message.id] = message.string
            else:
                words[message.id[0]] = list(message.string or ())
        text = json.dumps(words, ensure_ascii=False, sort_keys=True)
        (target / f"words.{locale}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] != ["build"]:
        raise SystemExit("usage: python -m server.words build [DIR]")
    build(Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "static" / "dist")
