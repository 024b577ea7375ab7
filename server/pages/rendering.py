"""Jinja: templates with the words, dates and money of the reader's language."""

import json
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jinja2
from babel.dates import format_datetime
from babel.numbers import format_currency, get_currency_precision
from babel.units import format_unit
from starlette.requests import Request
from starlette.responses import HTMLResponse

from server import clock, words
from server.pages import labels
from server.words import ROOT, current_locale

DIST = ROOT / "static" / "dist"
THEME = "callboard_theme"

env = jinja2.Environment(
    loader=jinja2.FileSystemLoader(ROOT / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)


def _gettext(locale: str, text: str, **params: Any) -> str:
    found = words.gettext(locale, text)
    return found.format(**params) if params else found


def _ngettext(locale: str, one: str, many: str, count: int, **params: Any) -> str:
    return words.ngettext(locale, one, many, count).format(n=count, **params)


def _datetime(value: str | datetime, zone: str = "UTC", format: str = "full_short") -> str:
    """`Saturday, 21 November 2026, 18:00`, in a zone and in the reader's language."""
    moment = clock.parse(value) if isinstance(value, str) else value
    local = moment.astimezone(ZoneInfo(zone))
    locale = current_locale.get()
    patterns = {"full_short": "EEEE, d MMMM y, HH:mm", "time": "HH:mm", "date": "d MMMM y"}
    return format_datetime(local, patterns.get(format, format), locale=locale)


def money(value: dict[str, Any]) -> str:
    """Minor units as people write them; some currencies have no decimals, some three."""
    digits = get_currency_precision(value["currency"])
    amount = value["amount"] / 10**digits
    return format_currency(amount, value["currency"], locale=current_locale.get())


def length_words(durations: dict[str, int]) -> str:
    """`60 min`, `30–90 min`, in the reader's language."""
    locale = current_locale.get()
    longest = format_unit(durations["max"], "duration-minute", "short", locale=locale)
    same = durations["min"] == durations["max"]
    return longest if same else f"{durations['min']}–{longest}"


env.filters |= {
    "length_words": length_words,
    "datetime": _datetime,
    "money": money,
    "status_word": labels.status_word,
    "payment_word": labels.payment_word,
}


@cache
def _manifest(stamp: float) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DIST / "manifest.json").read_text())
    return found


def manifest() -> dict[str, Any]:
    """The built files by name; read again when a build has replaced it."""
    file: Path = DIST / "manifest.json"
    return _manifest(file.stat().st_mtime)


def asset(name: str) -> str:
    entry = manifest()[name]
    return "/static/dist/" + (entry if isinstance(entry, str) else entry["js"])


def preloads(name: str) -> list[str]:
    """The chunks a page's script will ask for."""
    return ["/static/dist/" + chunk for chunk in manifest().get(name, {}).get("imports", [])]


def render(
    request: Request, template: str, context: dict[str, Any], status: int = 200
) -> HTMLResponse:
    """A page in the reader's language and theme."""
    locale = current_locale.get()
    theme = request.cookies.get(THEME)
    common = {
        "_": partial(_gettext, locale),
        "ngettext": partial(_ngettext, locale),
        "locale": locale,
        "locales": words.LOCALES,
        "theme": theme if theme in ("light", "dark") else None,
        "asset": asset,
        "preloads": preloads,
        "user": None,
        "path": request.url.path,
        "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
    }
    html = env.get_template(template).render(common | context)
    return HTMLResponse(html, status, {"cache-control": "no-store"})
