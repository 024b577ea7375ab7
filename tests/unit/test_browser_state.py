"""The browser's state, run by node; what the server would say goes along as JSON."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from server import clock
from server.bookings import customers, rules
from server.pages.boot import tables
from server.payments import checkout
from tests.unit import scripts

CUSTOMERS = [
    {"name": "Zoë van Dijk", "phone": "+31201234567", "email": "zoe.vandijk@example.test"},
    {"name": "Иван Соколов", "phone": "+79161234567", "email": ""},
    {"name": "José García-López", "phone": "", "email": "jose@northside.test"},
    {"name": "Ute Straßer 7", "phone": "030 123", "email": ""},
    {"name": "Tom O’Brien", "phone": "+353 1 234 5678", "email": "tom_ob@mail.test"},
]
SEARCHES = [
    "", "zoe", "Zoë", "dijk van", "van dijk zoe", "ijk", "1234", "+31 20", "(020)", "7", "67",
    "иван", "СОК", "jose gar", "lopez", "northside", "jose@north", "o’b", "brien", "tom_ob",
    "mail.test", "353-1", "zoe 4567", "zoe 9999", "garcía",
    "0162", "0031 20", "zoe - dijk", "- +", "+", "(", "straße", "STRASSE", "a b c d e f g h i",
]  # fmt: skip
DAYS = [
    ("2026-03-29", "Europe/Berlin"),
    ("2026-10-25", "Europe/Berlin"),
    ("2026-11-21", "Europe/Berlin"),
    ("2026-11-21", "Pacific/Auckland"),
    ("2026-11-21", "America/Los_Angeles"),
]


def states() -> list[dict[str, Any]]:
    found = []
    for attendance in rules.ATTENDANCES:
        for payment in rules.PAYMENTS:
            allowed = rules.allowed(attendance, payment)
            targets = {}
            for status in allowed:
                goal = rules.target(attendance, payment, status)
                assert goal is not None
                targets[status] = [*goal, rules.label(*goal)]
            found.append(
                {
                    "attendance": attendance,
                    "payment": payment,
                    "status": rules.label(attendance, payment),
                    "allowed": allowed,
                    "targets": targets,
                    "payable": checkout.payable(attendance, payment, 4500),
                }
            )
    return found


def searches() -> list[dict[str, Any]]:
    found = []
    for customer in CUSTOMERS:
        stored = customers.words_of(customer["name"], customer["phone"], customer["email"])
        for search in SEARCHES:
            wanted = customers.search_words(search)
            found.append(
                {
                    "search": search,
                    "customer": {f"customer_{name}": text for name, text in customer.items()},
                    "found": all(
                        any(w.startswith(spellings) for w in stored) for spellings in wanted
                    ),
                }
            )
    return found


def days() -> list[dict[str, Any]]:
    """The first and the last moment of a day, and those just outside."""
    found = []
    for day, zone in DAYS:
        start = clock.iso(clock.day_start(date.fromisoformat(day), zone))
        end = clock.iso(clock.day_end(date.fromisoformat(day), zone))
        before, last = (
            clock.iso(clock.parse(at) - timedelta(milliseconds=1)) for at in (start, end)
        )
        for at, inside in ((before, False), (start, True), (last, True), (end, False)):
            found.append({"day": day, "timezone": zone, "starts_at": at, "inside": inside})
    return found


def test_browser_state_agrees_with_the_server(tmp_path: Path) -> None:
    cases = tmp_path / "cases.json"
    cases.write_text(
        json.dumps(
            {"tables": tables(), "states": states(), "searches": searches(), "days": days()}
        ),
        encoding="utf-8",
    )
    run = scripts.run("tests/unit/browser/run.mjs", cases)
    assert run.returncode == 0, run.stdout + run.stderr
