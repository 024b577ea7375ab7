"""`make run`: brings the database to this version, fills a new one with demo data and serves."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from urllib.parse import urlsplit

from steps import ROOT, Failed, call, progress

SERVER = [sys.executable, "-m", "server"]


def is_new() -> bool:
    """Whether nobody has a board here yet. A PostgreSQL that somebody named is never filled."""
    url = urlsplit(os.environ.get("DATABASE_URL") or "sqlite:///var/callboard.db")
    if url.scheme != "sqlite":
        return False
    try:
        with closing(sqlite3.connect(f"file:{url.path[1:]}?mode=ro", uri=True)) as database:
            return database.execute("SELECT id FROM tenants").fetchone() is None
    except sqlite3.OperationalError:  # no file, no table
        return True


def main() -> None:
    os.chdir(ROOT)
    prepare = "seed-demo" if is_new() else "migrate"
    with progress("Demo data" if prepare == "seed-demo" else "Database"):
        call(*SERVER, prepare)
    host = os.environ.get("HOST") or "127.0.0.1"
    os.execv(SERVER[0], [*SERVER, "serve", "--host", host])


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(f"\n{failure}\n")
    except KeyboardInterrupt:
        sys.exit(130)
