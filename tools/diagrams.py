"""Writes into the documents what follows from the tables of server/bookings/rules.py.

`python tools/diagrams.py` renews each part between `<!-- begin: NAME -->` and `<!-- end: NAME -->`;
tests/unit/test_docs.py fails when one is out of date.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from server.bookings import rules
from server.words import ROOT

DOCUMENTS = (ROOT / "ARCHITECTURE.md",)
State = TypeVar("State", bound=str)
_PART = re.compile(r"(<!-- begin: (\S+) -->\n).*?(<!-- end: \2 -->)", re.DOTALL)


def diagram(table: Mapping[State, Sequence[State]]) -> str:
    """A state machine as Mermaid; a state from which nothing follows ends it."""
    lines = ["```mermaid", "stateDiagram-v2"]
    # Mermaid takes no hyphen in a name, so such a state gets a plain one beside its own.
    lines += [f'    state "{state}" as {_id(state)}' for state in table if _id(state) != state]
    for state, following in table.items():
        lines += [f"    {_id(state)} --> {_id(next_)}" for next_ in following]
        if not following:
            lines.append(f"    {_id(state)} --> [*]")
    return "\n".join([*lines, "```"])


def _id(state: str) -> str:
    return state.replace("-", "_")


def labels() -> str:
    """The status of every pair of states, in as few lines as it takes."""
    plain: list[str] = []
    rows: list[str] = []
    for attendance in rules.ATTENDANCES:
        groups: dict[str, list[str]] = {}
        for payment in rules.PAYMENTS:
            groups.setdefault(rules.label(attendance, payment), []).append(f"`{payment}`")
        if groups.keys() == {attendance}:
            plain.append(f"`{attendance}`")
            continue
        del groups[attendance]
        rows += [f"| `{attendance}` | {', '.join(p)} | `{s}` |" for s, p in groups.items()]
        rows.append(f"| `{attendance}` | anything else | `{attendance}` |")
    head = ["| attendance | payment | status |", "| --- | --- | --- |"]
    return "\n".join([*head, *rows, f"| {', '.join(plain)} | any | the same word |"])


PARTS: dict[str, Callable[[], str]] = {
    "attendance": lambda: diagram(rules.ATTENDANCE),
    "payment": lambda: diagram(rules.PAYMENT),
    "labels": labels,
}


def updated(text: str) -> str:
    """A document with its parts as they must be. Raises KeyError for a part of another name."""
    return _PART.sub(lambda part: f"{part[1]}\n{PARTS[part[2]]()}\n\n{part[3]}", text)


if __name__ == "__main__":
    for document in DOCUMENTS:
        old = document.read_text("utf-8")
        if (new := updated(old)) != old:
            document.write_text(new, "utf-8")
            print(f"{document.name} is renewed")
